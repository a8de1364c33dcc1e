"""Two people, one field: what each wrote, who decides, and what becomes of a decision."""

import pytest

from gridapp.client.actions.conflicts import (
    DecisionSent,
    NoSuchConflict,
    WrittenHere,
    decided,
    disagreements,
    resolve,
    take_decision_back,
)
from gridapp.client.actions.waiting import not_taken, waiting_changes
from gridapp.domain.conflict_rules import NotYoursToDecide
from gridapp.domain.errors import Expected
from gridapp.domain.records.issues import Resolution
from gridapp.domain.records.people import Household, Resident
from gridapp.server import admin
from gridapp.sync.converse import converse
from tests.client.conftest import GRID, edit, held, row
from tests.sync.shaky import Lost, Shaky


@pytest.fixture
def zhang(take, town, desk):
    """The laptop of li's colleague; both have the one household."""
    take(row())
    colleague = town.desk("zhang")
    town.sync(desk, colleague)
    return colleague


@pytest.fixture
def both(town, desk, zhang):
    """zhang wrote four residents, li three; the hub keeps four."""
    (home,) = held(desk, Household)
    edit(zhang, home, resident_count=4)
    edit(desk, home, resident_count=3)
    town.sync(zhang, desk, zhang)
    (found,) = disagreements(desk)
    return found


def choice(entry):
    """What was chosen of a disagreement."""
    assert entry.decision
    return entry.decision


def residents(*desks):
    return [held(desk, Household)[0].resident_count for desk in desks]


def test_both_values_are_told_with_who_and_when(both):
    assert (both.kept.value, both.offered.value, both.stands) == (4, 3, 4)
    assert (both.kept.is_mine, both.offered.is_mine) == (False, True)
    assert (both.kept.person, both.offered.person) == ("演示zhang", "演示li")
    assert both.kept.at
    assert both.about.door == "5-1-101"
    assert both.is_mine_to_decide
    assert both.decision is None


def test_a_choice_waits_for_the_hub_and_then_stands_everywhere(town, desk, zhang, both):
    resolve(desk, both.conflict_id, "offered")
    (waiting,) = disagreements(desk)
    assert (choice(waiting).value, choice(waiting).is_confirmed) == (3, False)
    assert residents(desk) == [4]
    assert [each.about.door for each in waiting_changes(desk)] == ["5-1-101"]
    town.sync(desk, zhang)
    assert disagreements(desk) == []
    (settled,) = decided(zhang)
    assert (choice(settled).value, choice(settled).person) == (3, "演示li")
    assert choice(settled).is_confirmed
    assert (settled.kept.value, settled.offered.value) == (4, 3)
    assert residents(desk, zhang) == [3, 3]


def test_a_third_value_is_read_as_people_write_it(town, desk, zhang):
    (home,) = held(desk, Household)
    edit(zhang, home, phone="10000000001")
    edit(desk, home, phone="10000000002")
    town.sync(zhang, desk)
    (found,) = disagreements(desk)
    resolve(desk, found.conflict_id, "other", "100 0000 0003")
    town.sync(desk)
    assert held(desk, Household)[0].phone == "10000000003"
    assert choice(decided(desk)[0]).takes == "other"
    assert choice(decided(desk)[0]).value == "10000000003"


def test_what_lost_can_be_taken_after_all(town, desk, zhang, both):
    resolve(desk, both.conflict_id, "offered")
    town.sync(desk, zhang)
    resolve(zhang, both.conflict_id, "kept")
    (found,) = decided(zhang)
    assert (found.stands, choice(found).value, choice(found).is_confirmed) == (3, 4, False)
    town.sync(zhang, desk)
    assert residents(desk, zhang) == [4, 4]


def test_of_two_decisions_made_offline_the_first_stands_and_the_second_is_told(
    town, desk, zhang, both
):
    resolve(desk, both.conflict_id, "offered")
    resolve(zhang, both.conflict_id, "other", 5)
    town.sync(desk, zhang)
    (told,) = not_taken(zhang)
    assert (told.verdict, told.about.door) == ("refused", "5-1-101")
    assert "decided this already" in told.reason
    assert told.said["other"] == {"value": 5}
    assert residents(desk, zhang) == [3, 3]
    assert choice(decided(zhang)[0]).value == 3


def test_who_changes_their_mind_before_sending_sends_one_decision(town, desk, both):
    resolve(desk, both.conflict_id, "offered")
    resolve(desk, both.conflict_id, "kept")
    assert len(held(desk, Resolution)) == 1
    town.sync(desk)
    assert residents(desk) == [4]
    assert not_taken(desk) == []


def test_who_changes_their_mind_when_the_answer_got_lost_decides_in_order(town, desk, both):
    resolve(desk, both.conflict_id, "offered")
    with pytest.raises(Lost):
        converse(desk.store, Shaky(town.remote(desk), lost="answer"), town.clock)
    resolve(desk, both.conflict_id, "other", 6)
    town.sync(desk)
    assert residents(desk) == [6]
    assert not_taken(desk) == []


def test_a_choice_can_be_taken_back_until_it_is_sent(town, desk, both):
    made = resolve(desk, both.conflict_id, "offered")
    take_decision_back(desk, made.id)
    assert waiting_changes(desk) == []
    assert disagreements(desk)[0].decision is None
    sent = resolve(desk, both.conflict_id, "offered")
    town.sync(desk)
    with pytest.raises(DecisionSent):
        take_decision_back(desk, sent.id)


def test_where_a_grid_has_a_leader_only_the_leader_decides(town, desk, zhang, both):
    admin.add_post(town.hub, account="zhang", role="grid_leader", place=GRID)
    town.sync(desk, zhang)
    assert not disagreements(desk)[0].is_mine_to_decide
    with pytest.raises(NotYoursToDecide):
        resolve(desk, both.conflict_id, "offered")
    assert disagreements(zhang)[0].is_mine_to_decide
    resolve(zhang, both.conflict_id, "offered")
    town.sync(zhang)
    assert residents(zhang) == [3]


def test_a_decision_about_nothing_or_for_a_value_that_fits_nowhere_is_told(desk, both):
    with pytest.raises(NoSuchConflict):
        resolve(desk, "none", "kept")
    with pytest.raises(Expected):
        resolve(desk, both.conflict_id, "other", "three")
    assert waiting_changes(desk) == []


def test_who_wrote_there_since_sends_that_first(town, desk, both):
    (home,) = held(desk, Household)
    edit(desk, home, resident_count=7)
    with pytest.raises(WrittenHere):
        resolve(desk, both.conflict_id, "offered")
    town.sync(desk)
    assert disagreements(desk)[0].stands == 7
    resolve(desk, both.conflict_id, "offered")
    town.sync(desk)
    assert residents(desk) == [3]


def test_a_deletion_and_an_edit_that_met_are_one_question(town, desk, zhang):
    (one,) = held(desk, Resident)
    edit(zhang, one, phone="10000000009")
    edit(desk, one, deleted=True)
    town.sync(zhang, desk)
    (found,) = disagreements(desk)
    assert (found.field, found.kept.changed) == ("deleted", {"phone": "10000000009"})
    assert found.called == "雷怡诺"
    assert (found.offered.value, found.offered.is_mine) == (True, True)
    resolve(desk, found.conflict_id, "offered")
    town.sync(desk)
    assert held(desk, Resident) == []
    resolve(desk, found.conflict_id, "kept")
    town.sync(desk)
    assert held(desk, Resident)[0].phone == "10000000009"
