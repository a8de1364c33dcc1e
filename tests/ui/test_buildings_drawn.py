"""How the chart fits: words or marks, whole or by the stair, with the panel beside or folded."""

from PySide6.QtCore import QPoint, Qt

from gridapp.client.actions.charts import building_chart
from gridapp.ui.chart.places import Style
from tests.client.conftest import row
from tests.ui.conftest import building, find
from tests.ui.seen import settled


def shown(inside, take, *rows):
    """Import a building and turn to it."""
    take(*rows)
    page = inside.workplace.page
    page.open(building=building_chart(inside.here.desk).among[-1].building_id)
    page.refresh()
    settled()


def test_in_large_letters_the_panel_folds_and_opens_below(inside, qtbot, buildings, view):
    assert find(inside, "chart-side").isVisible()
    inside.here.look.choose(size=22)
    settled()
    assert not buildings._side.isVisible()
    assert view.drawn.stairs == (0, 1, 2)
    qtbot.mouseClick(find(inside, "chart-fold"), Qt.MouseButton.LeftButton)
    settled()
    assert find(inside, "chart-side").geometry().top() > view.parentWidget().geometry().bottom()


def test_in_larger_letters_one_stair_is_shown_at_a_time(inside, view):
    inside.window.resize(1024, 690)
    inside.here.look.choose(size=22)
    settled()
    assert view.drawn == ((0,), Style.WORDS)
    assert find(inside, "chart-stairs").count() == 3


def test_ten_doors_across_are_drawn_as_marks(inside, take, view):
    shown(inside, take, *building("4号楼", stairs=4, floors=2, doors=3))
    assert view.drawn == ((0, 1, 2, 3), Style.MARKS)
    assert find(inside, "chart-legend").isVisible()


def test_sixteen_doors_across_are_shown_stair_by_stair(inside, qtbot, take, view):
    shown(inside, take, *building("4号楼", stairs=4, floors=2, doors=4))
    assert view.drawn == ((0,), Style.WORDS)
    tabs = find(inside, "chart-stairs")
    assert [tabs.tabText(n) for n in range(tabs.count())] == ["1单元", "2单元", "3单元", "4单元"]
    qtbot.mouseClick(tabs, Qt.MouseButton.LeftButton, pos=tabs.tabRect(2).center())
    assert (view.drawn.stairs, view.cell.door.site.unit) == ((2,), "3")
    for _ in range(4):
        qtbot.keyClick(view, Qt.Key.Key_Right)
    assert (view.drawn.stairs, tabs.currentIndex()) == ((3,), 3)


def test_a_tall_building_has_a_map_that_leads_there(inside, qtbot, take, view):
    shown(inside, take, *building("4号楼", stairs=1, floors=20, doors=4))
    strip = find(inside, "chart-strip")
    assert view.cell.door.label == "4-1-101"
    qtbot.mouseClick(strip, Qt.MouseButton.LeftButton, pos=QPoint(4, 4))
    assert view.cell.door.label == "4-1-2001"
    assert not view.visibleRegion().isEmpty()
    assert view.visibleRegion().contains(view.rect_of(view.current).center())


def test_a_lane_is_drawn_side_by_side(inside, take, view):
    lane = [row(str(n), f"雷怡{n}", building="幸福巷", unit="") for n in range(1, 13)]
    shown(inside, take, *lane)
    assert [place.kind for place in view._chart.plan.rows] == ["odd", "even"]
    assert len(view._places.cells) == 12


def test_another_language_is_spoken_at_once(inside, view):
    inside.here.words.choose("en")
    settled()
    assert find(inside, "heading").text().split()[1:3] == ["Building", "3"]
    assert view.accessibleName() == "3-1-101 Untried"
