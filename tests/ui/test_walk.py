"""The order in which the doors of a building are walked: seen, set by hand, and set back."""

import pytest
from PySide6.QtCore import QModelIndex, Qt

from gridapp.domain.records.places import Building
from tests.client.conftest import held
from tests.ui.conftest import find
from tests.ui.seen import settled


def press(inside, qtbot, name):
    qtbot.mouseClick(find(inside, name), Qt.MouseButton.LeftButton)
    settled()


def said(inside, name):
    return find(inside, name).text()


def doors(inside):
    listed = find(inside, "walk-list")
    return [listed.item(row).text().split(" ", 1)[1] for row in range(listed.count())]


@pytest.fixture
def walk(inside, desk):
    """The page of the walking order, and the doors as they are walked by nature."""
    inside.go("walk", building=held(desk, Building)[0].id)
    settled()
    return doors(inside)


def test_doors_are_moved_by_hand_and_back(inside, desk, walk, qtbot):
    assert walk[:4] == ["1单元 101", "1单元 102", "1单元 103", "1单元 203"]
    assert not find(inside, "walk-up").isEnabled()
    press(inside, qtbot, "walk-down")
    press(inside, qtbot, "walk-down")
    assert doors(inside)[:3] == ["1单元 102", "1单元 103", "1单元 101"]
    assert find(inside, "walk-list").currentRow() == 2
    press(inside, qtbot, "walk-up")
    assert doors(inside)[1] == "1单元 101"
    press(inside, qtbot, "undo")
    assert doors(inside)[2] == "1单元 101"
    press(inside, qtbot, "walk-natural")
    assert doors(inside) == walk
    assert held(desk, Building)[0].walk_order == ()


def test_a_dragged_door_is_kept_where_it_was_dropped(inside, desk, walk):
    model = find(inside, "walk-list").model()
    assert model.moveRow(QModelIndex(), 5, QModelIndex(), 0)
    settled()
    assert doors(inside)[:2] == [walk[5], walk[0]]
    assert len(held(desk, Building)[0].walk_order) == 54
    assert "手调" in said(inside, "walk-told")


def test_a_way_of_walking_takes_the_place_of_what_was_set_by_hand(inside, desk, walk, qtbot):
    press(inside, qtbot, "walk-down")
    press(inside, qtbot, "walk-mode-lift")
    assert doors(inside)[0] == "1单元 601"
    press(inside, qtbot, "walk-reversed")
    assert doors(inside) == walk
    (building,) = held(desk, Building)
    assert (building.walk_mode, building.walk_reversed, building.walk_order) == ("lift", True, ())
    press(inside, qtbot, "undo")
    press(inside, qtbot, "undo")
    assert doors(inside)[:2] == [walk[1], walk[0]]
    press(inside, qtbot, "walk-print")
    assert said(inside, "heading") == "打印 3号楼"


def test_a_building_that_is_gone_is_told(inside):
    inside.go("walk", building="gone")
    assert said(inside, "notice-text") == "这台电脑上没有这栋楼了。"


def test_ctrl_p_leads_to_the_list_of_the_building(inside, walk, qtbot):
    assert len(walk) == 54
    qtbot.keyClick(inside.window, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    settled()
    assert said(inside, "heading") == "打印 3号楼"
