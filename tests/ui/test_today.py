"""The first page: its groups in their order, its large buttons, and an empty day."""

from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton

from gridapp.client.actions.doors import list_doors
from gridapp.client.actions.issues import report_issue
from gridapp.client.actions.visit_lists import make_list
from gridapp.client.actions.visits import record_visit
from gridapp.domain.records import KINDS
from tests.client.conftest import told_by_hub
from tests.ui.conftest import find
from tests.ui.seen import settled

SUNDAY = "2026-11-22"


@pytest.fixture
def doors(desk, stairs):
    """The 54 households in walking order."""
    assert stairs.households == 54
    return [door.household_id for door in list_doors(desk)]


@pytest.fixture
def full(desk, doors, town):
    """A day with something in every group."""
    town.sync(desk)  # and with it the names of the colleagues
    town.clock.at -= timedelta(days=2)
    record_visit(desk, household=doors[1], outcome="22", next_on=SUNDAY, next_band="evening")
    town.clock.at += timedelta(days=2)
    report_issue(desk, category="0205", text="下水道反水", household=doors[0], on_spot="1")
    record_visit(desk, household=doors[2], outcome="22")
    household = KINDS["household"].record
    told_by_hub(
        desk,
        KINDS["conflict"].record(
            id="both",
            scope="990101001001001/place",
            about_kind=household.kind.name,
            about_id=doors[3],
            field="resident_count",
            kept={"value": 4, "by": "zhang", "at": "2026-11-21T01:00:00.000Z"},
            offered={"value": 3, "by": "li", "at": "2026-11-21T02:00:00.000Z"},
            found_at="2026-11-21T02:00:00.000Z",
        ),
    )


def texts(inside):
    """Everything one reads on the open page, from top to bottom."""
    settled()
    page = inside.workplace.page
    labels = [label for label in page.findChildren(QLabel) if label.isVisible() and label.text()]
    return [label.text() for label in sorted(labels, key=lambda each: _top(each, page))]


def _top(label, page):
    return label.mapTo(page, label.rect().topLeft()).y()


def said(inside, part):
    return any(part in text for text in texts(inside))


def test_it_is_the_first_page_and_tells_the_date(inside):
    assert inside.workplace.page.name == "today"
    assert find(inside, "heading").text() == "今天  11月22日  星期日"


def test_groups_come_in_the_order_of_what_is_owed_first(full, inside):
    assert full is None
    headings = [
        text for text in texts(inside) if text.endswith(("的", "敲", "看")) and len(text) < 10
    ]
    assert headings == ["先办：欠人家的", "今天到点的", "接着敲", "没做完的", "要您看一看"]
    assert find(inside, "owed-1-text").text() == "3-1-101 雷**  下水堵塞/反水 已办，问修好没有"
    assert find(inside, "due-1-text").text() == "晚上  3-1-102 蒋**  约好再去"
    assert find(inside, "look-1-text").text() == "3-1-201 人数：您写 3，演示zhang写 4"


def test_an_empty_day_says_so_and_shows_where_to_knock(inside):
    shown = texts(inside)
    assert "今天没有到点的事。" in shown
    assert "今晚可敲 54 户：3号楼 1单元 18  2单元 18  3单元 18" in shown
    assert not {"先办：欠人家的", "今天到点的", "没做完的", "要您看一看"} & set(shown)


def test_a_visit_written_elsewhere_changes_the_round(inside, doors):
    with inside.here.acting("visit"):
        record_visit(inside.here.desk, household=doors[0], outcome="11")
    assert said(inside, "今晚可敲 53 户")


def test_the_round_leads_to_its_building(inside, qtbot):
    qtbot.mouseClick(find(inside, "next-1"), Qt.MouseButton.LeftButton)
    assert inside.workplace.page.name == "buildings"


def test_what_is_due_leads_to_the_visit(full, inside, qtbot):
    assert full is None
    qtbot.mouseClick(find(inside, "due-1"), Qt.MouseButton.LeftButton)
    assert inside.workplace.page.name == "visit"
    assert "1单元 102" in find(inside, "heading").text()


def test_what_two_people_wrote_leads_to_what_waits(full, inside, qtbot):
    assert full is None
    qtbot.mouseClick(find(inside, "look-1"), Qt.MouseButton.LeftButton)
    assert inside.workplace.page.name == "waiting"


def test_each_button_says_what_it_opens(full, inside):
    assert full is None
    assert find(inside, "owed-1").accessibleDescription() == find(inside, "owed-1-text").text()


def test_the_send_button_says_how_many_wait(inside):
    assert find(inside, "waiting").text().startswith("待上传 ")
    assert find(inside, "waiting").text() in find(inside, "bottom-waiting").text()


def test_printing_leads_to_the_lists_by_button_and_by_key(inside, qtbot):
    qtbot.mouseClick(find(inside, "print-list"), Qt.MouseButton.LeftButton)
    assert inside.workplace.page.name == "lists"
    inside.go("today")
    inside.print()
    assert inside.workplace.page.name == "lists"


def test_nothing_on_the_page_nags(inside):
    assert not any("%" in text for text in texts(inside))
    page = inside.workplace.page
    large = [
        b for b in page.findChildren(QPushButton) if b.height() >= inside.here.look.target * 1.4
    ]
    assert 2 <= len([button for button in large if button.isVisible()]) <= 3


def test_the_list_in_hand_is_told_in_doors(desk, stairs, inside):
    assert stairs.households == 54
    with inside.here.acting("visit_list"):
        make_list(desk, building="3", unit="1")
    assert find(inside, "in-hand").text() == "我手上的清单 18 户\n敲过 0  见到 0  不敲 0"
    with inside.here.acting("visit_list"):
        made = make_list(desk, building="3", unit="2")
    assert find(inside, "out").text().startswith("清单未交回 1 份")
    assert made.short_no not in find(inside, "out").text()


def test_of_many_lines_the_rest_is_shown_when_asked(desk, doors, inside, qtbot):
    for household in doors[:9]:
        record_visit(desk, household=household, outcome="22")
    with inside.here.acting("visit"):
        pass
    assert not said(inside, "3-1-303 ")
    qtbot.mouseClick(find(inside, "unfinished-more"), Qt.MouseButton.LeftButton)
    assert said(inside, "3-1-303 ")
    assert find(inside, "unfinished-7").hasFocus()


def test_the_button_in_use_keeps_the_focus(full, inside):
    assert full is None
    find(inside, "next-1").setFocus()
    with inside.here.acting("visit"):
        pass
    assert inside.window.focusWidget().objectName() == "next-1"


def test_the_page_speaks_the_language_chosen(full, inside):
    assert full is None
    inside.here.words.choose("en")
    settled()
    assert find(inside, "heading").text() == "Today  11-22, Sunday"
    assert find(inside, "owed-heading").text() == "First: what we owe"
    assert "Residents: you wrote 3" in find(inside, "look-1-text").text()


def test_side_goes_below_where_there_is_no_room_beside(inside):
    list_button, first = find(inside, "print-list"), find(inside, "next-1")
    page = inside.workplace.page
    assert _top(list_button, page) < _top(first, page)
    inside.here.look.choose(size=30)
    inside.window.resize(1024, 690)
    settled()
    assert _top(list_button, page) > _top(find(inside, "next-1"), page)
