"""The door chart in the window: walked by keys, saved at once, undone, counted and filtered."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QLabel, QPushButton

from gridapp.client.actions.charts import building_chart
from gridapp.client.actions.doors import list_doors
from gridapp.client.actions.issues import report_issue
from gridapp.client.actions.visits import record_visit
from gridapp.client.tasks import Tasks
from gridapp.domain.chart import ALL
from gridapp.domain.records.visits import Visit
from gridapp.ui.here import Here
from gridapp.ui.notices import Notices
from gridapp.ui.pages.buildings import Buildings
from tests.client.conftest import held
from tests.ui.conftest import building, find

CONTROL = Qt.KeyboardModifier.ControlModifier


def press(qtbot, view, *keys):
    for key in keys:
        qtbot.keyClick(view, key)


def heading(inside):
    return find(inside, "heading").text().split()


def outcomes(desk):
    return [visit.outcome for visit in held(desk, Visit)]


def labels(view):
    return {cell.door.label: cell for cell in view._chart.cells}


@pytest.mark.usefixtures("buildings")
def test_the_heading_counts_the_cells(inside, desk):
    assert heading(inside) == ["榆晴小区", "3号楼", "54户", "敲过", "0/54", "见到", "0/54"]
    doors = list_doors(desk)
    for door, outcome in zip(doors, ["11", "20", "52"], strict=False):
        record_visit(desk, household=door.household_id, outcome=outcome)
    inside.here.changed.emit(frozenset({"visit"}))
    assert heading(inside)[2:] == ["54户", "敲过", "2/53", "见到", "1/53"]
    assert find(inside, "chart-filter-knocked").text() == "敲过2"
    assert find(inside, "chart-filter-untried").text() == "没敲51"


def test_two_is_nobody_saved_at_once_and_the_next_door_is_current(inside, desk, qtbot, view):
    assert view.cell.door.label == "3-1-101"
    qtbot.keyClicks(view, "2")
    assert outcomes(desk) == ["20"]
    assert labels(view)["3-1-101"].status == "nobody"
    assert view.cell.door.label == "3-1-102"
    assert find(inside, "notice-text").text().startswith("3-1-101 没人 ")


@pytest.mark.parametrize(("digit", "outcome"), [("3", "30"), ("5", "50"), ("6", "40")])
def test_other_digits_are_saved_at_once_too(desk, qtbot, view, digit, outcome):
    qtbot.keyClicks(view, digit)
    assert outcomes(desk) == [outcome]


def test_the_undo_in_view_takes_the_visit_back(inside, desk, qtbot, view):
    qtbot.keyClicks(view, "2")
    qtbot.mouseClick(find(inside, "undo"), Qt.MouseButton.LeftButton)
    assert outcomes(desk) == []
    assert view.cell.door.label == "3-1-101"
    assert view.cell.status == "untried"


def test_a_whole_landing_is_typed_in_the_order_of_the_list(desk, qtbot, view):
    seen = []
    for _ in range(4):
        seen.append(view.cell.door.label)
        qtbot.keyClicks(view, "2")
    assert seen == ["3-1-101", "3-1-102", "3-1-103", "3-1-203"]
    walked = [cell.door.label for cell in building_chart(desk).cells]
    assert walked[:4] == seen


@pytest.mark.usefixtures("buildings")
def test_digits_work_wherever_the_focus_is(inside, desk, qtbot):
    find(inside, "act-print").setFocus()
    qtbot.keyClicks(find(inside, "act-print"), "2")
    assert outcomes(desk) == ["20"]


@pytest.mark.usefixtures("buildings")
def test_buttons_beside_the_chart_do_the_same(inside, desk, qtbot):
    qtbot.mouseClick(find(inside, "act-nobody"), Qt.MouseButton.LeftButton)
    assert outcomes(desk) == ["20"]


def test_who_asked_to_be_left_alone_is_asked_about_first(inside, desk, qtbot, view):
    record_visit(desk, household=view.cell.door.household_id, outcome="31")
    inside.here.changed.emit(frozenset({"visit", "household"}))
    assert view.cell.status == "no_knock"
    qtbot.keyClicks(view, "2")
    assert outcomes(desk) == ["31"]
    qtbot.mouseClick(find(inside, "answer-2"), Qt.MouseButton.LeftButton)
    assert sorted(outcomes(desk)) == ["20", "31"]


def test_arrows_walk_the_building(qtbot, view):
    press(qtbot, view, Qt.Key.Key_Up, Qt.Key.Key_Right)
    assert view.cell.door.label == "3-1-202"
    press(qtbot, view, Qt.Key.Key_Right, Qt.Key.Key_Right)
    assert view.cell.door.label == "3-2-201"
    press(qtbot, view, Qt.Key.Key_PageUp)
    assert view.cell.door.label == "3-2-601"
    press(qtbot, view, Qt.Key.Key_Down, Qt.Key.Key_End)
    assert view.cell is view._chart.cells[-1]
    press(qtbot, view, Qt.Key.Key_Home, Qt.Key.Key_Left)
    assert view.cell.door.label == "3-1-101"


def test_the_current_door_is_heard(qtbot, view):
    assert view.accessibleName() == "3-1-101 没敲"
    qtbot.keyClicks(view, "2")
    press(qtbot, view, Qt.Key.Key_Left)
    assert view.accessibleName() == "3-1-101 没人1"


def test_control_and_an_arrow_turn_to_the_next_building(inside, qtbot, take, buildings, view):
    take(*building("4号楼", stairs=1, floors=2, doors=2))
    buildings.refresh()
    qtbot.keyClick(view, Qt.Key.Key_Right, CONTROL)
    assert heading(inside)[1:3] == ["4号楼", "4户"]
    qtbot.mouseClick(find(inside, "building-before"), Qt.MouseButton.LeftButton)
    assert heading(inside)[1:3] == ["3号楼", "54户"]


def test_the_building_last_looked_at_is_shown_again(inside, desk, qtbot, take, view):
    take(*building("4号楼", stairs=1, floors=2, doors=2))
    inside.workplace.page.refresh()
    qtbot.keyClick(view, Qt.Key.Key_Right, CONTROL)
    assert building_chart(desk).building.no == "4"


def test_a_page_opened_for_a_household_stands_at_its_door(inside, desk, view):
    far = next(d for d in list_doors(desk) if d.label == "3-3-502")
    inside.go("buildings", door=far.household_id)
    assert view.cell.door.label == "3-3-502"


def test_a_filter_dims_the_others_and_hides_none(inside, desk, qtbot, buildings, view):
    report_issue(desk, category="0205", text="厨房下水反水", household=view.cell.door.household_id)
    inside.here.changed.emit(frozenset({"issue"}))
    chip = find(inside, "chart-filter-issue")
    assert chip.text() == "有问题1"
    qtbot.mouseClick(chip, Qt.MouseButton.LeftButton)
    dimmed = [ink.tint == "" for ink in view._painting._inked]
    assert (dimmed.count(False), len(dimmed)) == (1, 54)
    qtbot.mouseClick(find(inside, "chart-filter-issue"), Qt.MouseButton.LeftButton)
    assert buildings._filter == ALL
    assert all(ink.tint for ink in view._painting._inked)


def test_the_panel_tells_of_the_current_door(inside, desk, view):
    household = view.cell.door.household_id
    record_visit(desk, household=household, outcome="20", visited_at="2026-11-20T11:00:00Z")
    report_issue(desk, category="0205", text="厨房下水反水", household=household, on_spot="2")
    inside.here.changed.emit(frozenset({"visit", "issue"}))
    assert find(inside, "side-door").text() == "1单元 101"
    assert find(inside, "side-who").text() == "雷** · 3口人 · 自住"
    assert find(inside, "side-visits").text() == "11-20 晚上 没人"
    assert find(inside, "side-owed").text().startswith("欠答复：")
    assert find(inside, "side-bands").text() == "还没试过：工作日白天 · 周末"
    assert labels(view)["3-1-101"].corners == ("owed",)


def test_a_click_chooses_a_door(qtbot, view):
    at = view.rect_of(4).center()
    qtbot.mouseClick(view, Qt.MouseButton.LeftButton, pos=at)
    assert view.current == 4
    qtbot.mouseClick(view, Qt.MouseButton.LeftButton, pos=QPoint(1, 1))
    assert view.current == 4


class Went(list[tuple[str, dict[str, str]]]):
    """Where a page led, and what it told."""

    def __call__(self, page, /, **what):
        self.append((page, what))


def page_alone(qtbot, desk, words, look):
    """The page by itself, and where it led."""
    went = Went()
    here = Here(
        desk=desk,
        words=words,
        look=look,
        tasks=Tasks(lambda call: call()),
        notices=Notices(words, look),
        go=went,
        office=dict,
        send=went.clear,
        lock=went.clear,
    )
    page = Buildings(here)
    qtbot.addWidget(page)
    page.resize(1200, 600)
    page.refresh()
    page.show()
    here.tasks.close()
    return page, went


@pytest.fixture
def alone(qtbot, desk, stairs, words, look):
    """The page by itself with a building."""
    assert stairs.households
    return page_alone(qtbot, desk, words, look)


@pytest.mark.parametrize(
    ("key", "leads", "told"),
    [
        (Qt.Key.Key_1, "visit", {"outcome": "11"}),
        (Qt.Key.Key_4, "visit", {"outcome": "22"}),
        (Qt.Key.Key_Return, "visit", {}),
        (Qt.Key.Key_7, "report", {}),
    ],
)
def test_other_keys_open_what_they_are_about(qtbot, desk, alone, key, leads, told):
    page, went = alone
    view = page._field.view
    qtbot.keyClick(view, key)
    assert went == [(leads, {"household": view.cell.door.household_id} | told)]
    assert outcomes(desk) == []


def test_a_double_click_opens_the_visit(qtbot, alone):
    page, went = alone
    view = page._field.view
    at = view.rect_of(7).center()
    qtbot.mouseClick(view, Qt.MouseButton.LeftButton, pos=at)
    qtbot.mouseDClick(view, Qt.MouseButton.LeftButton, pos=at)
    assert went == [("visit", {"household": view._chart.cells[7].door.household_id})]


def test_printing_leads_to_the_list_of_the_stair(alone):
    page, went = alone
    assert page.print()
    cell = page._field.view.cell
    chosen = {"building": page._building, "unit": cell.door.site.unit_id}
    assert went == [("lists", chosen)]


def test_the_card_of_the_household_is_one_click_away(qtbot, alone):
    page, went = alone
    qtbot.mouseClick(page.findChild(QPushButton, "act-card"), Qt.MouseButton.LeftButton)
    household = page._field.view.cell.door.household_id
    assert went == [("household", {"id": household})]


def test_control_enter_goes_to_the_next_door_without_a_word(desk, qtbot, alone):
    page, _ = alone
    view = page._field.view
    qtbot.keyClick(view, Qt.Key.Key_Return, CONTROL)
    assert (view.cell.door.label, outcomes(desk)) == ("3-1-102", [])


def test_without_buildings_it_says_what_to_do(qtbot, desk, words, look):
    page, went = page_alone(qtbot, desk, words, look)
    assert page.heading() == "楼栋"
    assert "导入名册" in page.findChild(QLabel, "no-buildings").text()
    qtbot.mouseClick(page.findChild(QPushButton, "to-roster"), Qt.MouseButton.LeftButton)
    assert went == [("roster", {})]
    assert not page.print()
