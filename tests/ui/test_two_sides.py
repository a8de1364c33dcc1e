"""Two people wrote different things: both sides on the page, and the choice between them."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton

from gridapp.client.actions.conflicts import decided, disagreements
from gridapp.domain.records.people import Household, Resident
from gridapp.server import admin
from tests.client.conftest import GRID, edit, held
from tests.ui import seen
from tests.ui.conftest import find
from tests.ui.hands import say
from tests.ui.seen import settled


@pytest.fixture
def zhang(town, desk, stairs):
    """The laptop of a colleague with the same 54 households."""
    assert stairs.households == 54
    town.sync(desk)
    colleague = town.desk("zhang")
    town.sync(colleague)
    return colleague


@pytest.fixture
def both(town, desk, zhang, inside):
    """zhang wrote four residents, the person here two; the page is open."""
    person = held(desk, Household)[0]
    edit(zhang, person, resident_count=4)
    edit(desk, person, resident_count=2)
    with inside.here.acting("conflict"):
        town.sync(zhang, desk)
    inside.go("waiting")
    settled()
    return person.id


def press(inside, qtbot, name):
    qtbot.mouseClick(find(inside, name), Qt.MouseButton.LeftButton)
    settled()


def stands(desk, household):
    return held(desk, Household, id=household)[0].resident_count


@pytest.mark.usefixtures("both")
def test_both_sides_stand_beside_each_other_with_who_and_when(inside):
    assert find(inside, "both-1-what").text() == "3-1-101 人数"
    assert find(inside, "both-1-kept-said").text() == "演示zhang写 4"
    assert find(inside, "both-1-kept-at").text() == "今天 09:00 · 总台现在留的"
    assert find(inside, "both-1-offered-said").text() == "您写 2"
    assert find(inside, "both-1-offered-at").text() == "今天 09:00"
    kept, offered = find(inside, "both-1-kept-said"), find(inside, "both-1-offered-said")
    assert (
        kept.mapTo(inside.window, kept.pos()).x() < offered.mapTo(inside.window, offered.pos()).x()
    )


def test_a_choice_waits_for_the_hub_and_is_gone_from_the_list_when_confirmed(
    town, desk, inside, both, qtbot
):
    press(inside, qtbot, "both-1-offered-take")
    assert find(inside, "both-1-state").text() == "您选了 2 (今天 09:00)，待总台确认。"
    assert find(inside, "both-1-offered-take").isChecked()
    assert "待总台确认" in find(inside, "notice-text").text()
    assert stands(desk, both) == 4
    with inside.here.acting("conflict"):
        town.sync(desk)
    settled()
    assert inside.workplace.page.findChildren(QPushButton, "both-1-offered-take") == []
    told = find(inside, "decided-1-text").text()
    assert told.startswith("3-1-101 人数：您写 2，演示zhang写 4。您选了 2")
    assert stands(desk, both) == 2


def test_a_choice_can_be_undone_before_it_is_sent(desk, inside, both, qtbot):
    assert both
    press(inside, qtbot, "both-1-offered-take")
    inside.undo()
    settled()
    assert disagreements(desk)[0].decision is None
    assert not find(inside, "both-1-offered-take").isChecked()


def test_a_third_value_is_written_and_what_makes_no_sense_is_told(town, desk, inside, both, qtbot):
    press(inside, qtbot, "both-1-other")
    line = find(inside, "field-resident_count")
    say(line, "五")
    press(inside, qtbot, "both-1-other-take")
    assert "不是数字" in find(inside, "notice-text").text()
    line.clear()
    say(line, "5")
    press(inside, qtbot, "both-1-other-take")
    assert find(inside, "both-1-state").text().startswith("您选了 5")
    town.sync(desk)
    assert stands(desk, both) == 5


def test_what_lost_is_taken_after_all(town, desk, inside, both, qtbot):
    press(inside, qtbot, "both-1-offered-take")
    with inside.here.acting("conflict"):
        town.sync(desk)
    settled()
    press(inside, qtbot, "decided-1-b")
    press(inside, qtbot, "both-2-kept-take")
    town.sync(desk)
    assert stands(desk, both) == decided(desk)[0].stands == 4


def test_who_may_not_decide_sees_both_and_says_so(town, desk, zhang, inside, both, qtbot):
    assert both
    admin.add_post(town.hub, account="zhang", role="grid_leader", place=GRID)
    with inside.here.acting("conflict"):
        town.sync(zhang, desk)
    settled()
    assert find(inside, "both-1-state").text() == "由网格长或社区来定。"
    buttons = inside.workplace.page.findChildren(QPushButton, "both-1-kept-take")
    assert [button.isVisible() for button in buttons] == [False]
    press(inside, qtbot, "both-1-looked")
    assert not disagreements(desk)[0].is_new


def test_a_deletion_that_met_an_edit_is_told_in_words(town, desk, zhang, inside):
    person = held(desk, Resident)[0]
    edit(zhang, person, phone="10012345678")
    edit(desk, person, deleted=True)
    with inside.here.acting("conflict"):
        town.sync(zhang, desk)
    inside.go("waiting")
    settled()
    assert person.name in find(inside, "both-1-what").text()
    assert find(inside, "both-1-kept-said").text() == "演示zhang改了 电话 10012345678"
    assert find(inside, "both-1-offered-said").text() == "您删了"


def test_it_leads_to_the_household(inside, both, qtbot):
    assert both
    press(inside, qtbot, "both-1-open")
    assert inside.workplace.page.name == "household"


@pytest.mark.usefixtures("both")
@pytest.mark.parametrize("language", ["zh_CN", "en"])
@pytest.mark.parametrize("size", [14, 22, 30])
def test_nothing_is_cut_with_two_sides_on_the_page(inside, qtbot, language, size):
    press(inside, qtbot, "both-1-other")
    inside.here.look.choose(size=size, elder=False)
    inside.here.words.choose(language)
    settled()
    for complaint in (seen.cut, seen.overlapping, seen.outside, seen.nameless, seen.unreached):
        assert complaint(inside.window) == []
