"""Where an issue is and which kind it is: found by a few letters, chosen, never mistaken."""

from dataclasses import replace

import pytest
from PySide6.QtWidgets import QPushButton

from gridapp.client.actions.doors import list_doors
from gridapp.client.actions.issues import report_issue
from gridapp.domain.categories import leaves
from gridapp.domain.records.issues import Issue
from gridapp.domain.records.people import Post
from tests.client.conftest import NEXT_GRID, held, told_by_hub
from tests.ui import hands
from tests.ui.conftest import find

WRONG = "厨房下水反水"


@pytest.fixture
def home(desk, stairs):
    """The household behind 3-1-101."""
    assert stairs.households
    return list_doors(desk)[0]


@pytest.fixture
def form(inside):
    """The form opened for nobody."""
    inside.go("report")
    return inside


@pytest.fixture
def two_grids(desk):
    """The codes of the worker's grids."""
    (post,) = held(desk, Post, account=desk.me.account)
    told_by_hub(desk, replace(post, id="second", place=NEXT_GRID))
    return post.place, NEXT_GRID


def test_a_door_typed_is_that_household(inside, qtbot, desk, home):
    inside.go("report")
    qtbot.keyClicks(find(inside, "where"), "3-1-101")
    hands.enter(qtbot, inside)
    assert find(inside, "where").text() == "3-1-101 雷**"
    hands.fill(qtbot, inside)
    find(inside, "record").click()
    assert held(desk, Issue)[0].household_id == home.household_id


def test_a_name_finds_doors_and_shows_no_whole_name(inside, qtbot):
    inside.go("report")
    hands.say(find(inside, "where"), "王秀兰")
    qtbot.waitUntil(lambda: hands.shows(inside, "where-found"))
    offered = [chip.text() for chip in find(inside, "where-found").findChildren(QPushButton)]
    assert "3-1-103 王**" in offered
    assert not [text for text in offered[1:] if "王秀兰" in text]


def test_letters_being_composed_search_nothing(form, qtbot):
    box = find(form, "category")
    hands.compose(box, "xia shui")
    hands.enter(qtbot, form)
    assert not hands.shows(form, "category-found")
    hands.say(box, "下水")
    qtbot.waitUntil(lambda: hands.shows(form, "category-found"))


def test_a_group_opens_to_its_categories(form):
    find(form, "group-06").click()
    offered = find(form, "category-found").findChildren(QPushButton)
    under = {leaf.code for leaf in leaves() if leaf.parent == "06"}
    assert {f"category-found-{code}" for code in under} <= {chip.objectName() for chip in offered}
    find(form, "category-found-0602").click()
    assert find(form, "category").text().startswith("飞线充电")


def test_recent_categories_have_digits(inside, qtbot, desk, home):
    for category in ("0204", "0602", "0204"):
        report_issue(desk, category=category, text=WRONG, household=home.household_id)
    inside.go("report", household=home.household_id)
    assert find(inside, "recent-0204").text() == "1 楼道灯/门禁"
    find(inside, "record").setFocus()
    qtbot.keyClicks(inside.window.focusWidget(), "2")
    assert find(inside, "category").text().startswith("飞线充电")


def test_a_worker_with_two_grids_says_in_which_the_place_is(inside, qtbot, desk, two_grids):
    inside.go("report")
    assert not hands.shows(inside, "grid")
    hands.say(find(inside, "where"), "小区南门")
    hands.enter(qtbot, inside)
    hands.fill(qtbot, inside)
    find(inside, "record").click()
    assert held(desk, Issue) == []
    find(inside, f"grid-{two_grids[1]}").click()
    find(inside, "record").click()
    assert held(desk, Issue)[0].scope == f"{two_grids[1]}/place"
