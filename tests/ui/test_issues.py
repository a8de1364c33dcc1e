"""The list of issues: filtered by state, sorted, opened; and found from the find box."""

import pytest
from PySide6.QtCore import Qt

from gridapp.client.actions.doors import list_doors
from gridapp.client.actions.issues import report_issue
from tests.ui import hands
from tests.ui.conftest import find

STATE, CATEGORY = 1, 3


@pytest.fixture
def issues(desk, stairs):
    """Three issues, the last one settled on the spot."""
    assert stairs.households
    doors = list_doors(desk)
    said = [("0204", "三楼灯不亮", ""), ("0602", "飞线充电很危险", ""), ("0205", "下水堵了", "3")]
    return [
        report_issue(
            desk, category=category, text=text, household=door.household_id, on_spot=on_spot
        ).issue
        for (category, text, on_spot), door in zip(said, doors[::4], strict=False)
    ]


@pytest.fixture
def page(inside, issues):
    """The list of them."""
    assert len(issues) == 3
    inside.go("issues")
    return inside


def column(inside, at):
    model = find(inside, "issues").model()
    return [model.index(row, at).data() for row in range(model.rowCount())]


def shows(inside, name):
    return any(w.isVisible() for w in inside.window.findChildren(object, name))


def press_head(qtbot, inside, at):
    head = find(inside, "issues").horizontalHeader()
    middle = head.sectionViewportPosition(at) + head.sectionSize(at) // 2
    place = head.viewport().rect().center()
    place.setX(middle)
    qtbot.mouseClick(head.viewport(), Qt.MouseButton.LeftButton, pos=place)


def test_newest_first_with_state_and_what_waits_in_words(page, issues):
    assert column(page, 0) == [issue.short_no for issue in reversed(issues)]
    assert column(page, STATE) == ["已销号 · 待上传", "已登记 · 待上传", "已登记 · 待上传"]


def test_states_have_counts_and_filter(page):
    assert find(page, "state-all").text() == "全部 3"
    assert find(page, "state-registered").text() == "已登记 2"
    assert not shows(page, "state-triage")
    find(page, "state-closed").click()
    assert column(page, CATEGORY) == ["下水堵塞/反水"]
    find(page, "state-all").click()
    assert len(column(page, CATEGORY)) == 3


def test_a_filter_whose_last_issue_moved_on_gives_way_to_all(page, desk):
    find(page, "state-registered").click()
    assert len(column(page, 0)) == 2
    report_issue(desk, category="0101", text="物业不管事", place="小区南门", on_spot="3")
    page.here.changed.emit(frozenset({"issue"}))
    assert find(page, "state-closed").text() == "已销号 2"
    assert len(column(page, 0)) == 2


def test_a_press_on_a_head_sorts_both_ways(page, qtbot):
    newest = column(page, 0)
    press_head(qtbot, page, CATEGORY)
    rising = column(page, CATEGORY)
    assert rising == sorted(rising)
    press_head(qtbot, page, CATEGORY)
    assert column(page, CATEGORY) == rising[::-1]
    press_head(qtbot, page, 0)
    assert column(page, 0) == newest[::-1]


def test_enter_opens_the_issue(page, qtbot, issues):
    table = find(page, "issues")
    assert page.window.focusWidget() is table
    qtbot.keyClick(table, Qt.Key.Key_Down)
    qtbot.keyClick(table, Qt.Key.Key_Return)
    assert issues[1].short_no in find(page, "heading").text()


def test_the_marked_row_stays_marked_when_a_new_issue_comes_above_it(page, desk):
    table = find(page, "issues")
    table.setCurrentIndex(table.model().index(1, 0))
    marked = table.currentIndex().data()
    report_issue(desk, category="0101", text="物业不管事", place="小区南门")
    page.here.changed.emit(frozenset({"issue"}))
    assert table.currentIndex().data() == marked
    assert table.currentIndex().row() == 2


def test_record_an_issue_from_the_list(page):
    find(page, "record-issue").click()
    assert find(page, "page-report")


def test_a_worker_without_issues_is_told_what_to_do(inside):
    inside.go("issues")
    assert "记问题" in find(inside, "issues-hint").text()
    assert not shows(inside, "issues")


def test_names_do_not_stand_in_the_list(page):
    cells = [column(page, at) for at in range(7)]
    assert "雷" not in str(cells)


@pytest.mark.parametrize("sought", ["飞线", "飞线 危险", "number"])
def test_the_find_box_finds_issues_by_number_and_by_words(page, qtbot, issues, sought):
    box = find(page, "find")
    hands.say(box, issues[1].short_no.lower() if sought == "number" else sought)
    qtbot.keyClick(box, Qt.Key.Key_Return)
    assert issues[1].short_no in find(page, "heading").text()
