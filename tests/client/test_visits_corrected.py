"""A visit that is corrected or taken back, and what followed from it with it."""

import pytest

from gridapp.client.actions.doors import list_doors
from gridapp.client.actions.visits import (
    NoSuchVisit,
    NotAMoment,
    UnknownOutcome,
    amend_visit,
    record_visit,
    unfinished_visits,
    withdraw_visit,
)
from gridapp.domain.dates import NotADate
from gridapp.domain.fields import BadField
from gridapp.domain.records.people import Household
from gridapp.domain.records.visits import Appointment, Visit
from gridapp.store import outbox
from tests.client.conftest import dump, edit, held, row

DOOR = "5-1-101"


@pytest.fixture(autouse=True)
def _homes(take):
    """Two doors with a household each."""
    take(row(), row("102", "蒋平晓"))


def home(desk):
    (found,) = held(desk, Household, head="雷怡诺")
    return found


def lost(_, desk):
    """The bytes leave, and nobody answers."""
    with desk.store.writing() as connection:
        return outbox.close(connection, 2000)


def appointments(desk):
    return [(each.visit_id, each.on, each.part_of_day) for each in held(desk, Appointment)]


def test_each_field_is_added_to_the_visit_that_stands(desk):
    visit = record_visit(desk, household=DOOR, outcome="11").visit
    for told in (
        {"note": "问了暖气"},
        {"met_person": "雷女士"},
        {"mode": "2"},
        {"talked": ("防汛",)},
    ):
        assert amend_visit(desk, visit.id, **told).id == visit.id
    (kept,) = held(desk, Visit)
    assert (kept.note, kept.met_person, kept.mode, kept.talked) == (
        "问了暖气",
        "雷女士",
        "2",
        ("防汛",),
    )
    assert kept.short_no == visit.short_no
    assert kept.written_at > visit.written_at


def test_saying_the_same_again_changes_nothing(desk):
    visit = record_visit(desk, household=DOOR, outcome="11", note="问了暖气").visit
    before = dump(desk)
    assert amend_visit(desk, visit.id, note="问了暖气", outcome="11") == visit
    assert dump(desk) == before


@pytest.mark.parametrize("leave", [lambda town, desk: town.sync(desk), lost])
def test_visit_that_may_have_left_is_replaced_by_one_that_names_it(town, desk, leave):
    visit = record_visit(desk, household=DOOR, outcome="11").visit
    leave(town, desk)
    stands = amend_visit(desk, visit.id, note="问了暖气")
    assert (stands.replaces, stands.short_no) == (visit.id, visit.short_no)
    assert held(desk, Visit) == [stands]
    with pytest.raises(NoSuchVisit):
        amend_visit(desk, visit.id, note="又问了")
    (door,) = [each for each in list_doors(desk) if each.label == DOOR]
    assert (door.visits, door.last_outcome) == (1, "11")


@pytest.mark.parametrize(
    ("problem", "told"),
    [
        (UnknownOutcome, {"outcome": "99"}),
        (NotADate, {"next_on": "明天"}),
        (NotAMoment, {"visited_at": "昨晚"}),
        (BadField, {"note": "长" * 2001}),
    ],
)
def test_correction_that_does_not_fit_changes_nothing(desk, problem, told):
    visit = record_visit(desk, household=DOOR, outcome="31").visit
    before = dump(desk)
    with pytest.raises(problem):
        amend_visit(desk, visit.id, **told)
    assert dump(desk) == before


def test_no_visit_is_corrected_or_taken_back_where_there_is_none(desk):
    for act in (amend_visit, withdraw_visit):
        with pytest.raises(NoSuchVisit):
            act(desk, "nobody")


@pytest.mark.parametrize("sent", [False, True])
def test_appointment_is_made_once_its_day_is_told_and_follows_the_day(town, desk, sent):
    visit = record_visit(desk, household=DOOR, outcome="22").visit
    assert unfinished_visits(desk) == [visit]
    if sent:
        town.sync(desk)
    visit = amend_visit(desk, visit.id, next_on="20261125")
    assert appointments(desk) == [(visit.id, "2026-11-25", "")]
    assert unfinished_visits(desk) == []
    if sent:
        town.sync(desk)
    visit = amend_visit(desk, visit.id, next_on="2026-11-26", next_band="evening")
    assert appointments(desk) == [(visit.id, "2026-11-26", "evening")]
    visit = amend_visit(desk, visit.id, note="带上宣传单")
    assert appointments(desk) == [(visit.id, "2026-11-26", "evening")]
    visit = amend_visit(desk, visit.id, outcome="11")
    assert appointments(desk) == []


def test_unfinished_is_only_what_this_person_wrote_and_what_still_stands(town, desk):
    zhang = town.desk("zhang")
    town.sync(desk, zhang)
    record_visit(zhang, household=DOOR, outcome="22")
    town.sync(zhang, desk)
    gone = record_visit(desk, household=DOOR, outcome="22").visit
    mine = record_visit(desk, household=DOOR, outcome="22").visit
    record_visit(desk, household=DOOR, outcome="22", next_on="2026-11-25")
    record_visit(desk, household=DOOR, outcome="20")
    withdraw_visit(desk, gone.id)
    assert unfinished_visits(desk) == [mine]


@pytest.mark.parametrize("sent", [False, True])
def test_refusal_follows_a_corrected_outcome(town, desk, sent):
    visit = record_visit(desk, household=DOOR, outcome="31").visit
    for outcome, refusal in (("32", "32"), ("11", ""), ("31", "31"), ("30", "")):
        if sent:
            town.sync(desk)
        visit = amend_visit(desk, visit.id, outcome=outcome)
        assert home(desk).refusal == refusal
    town.sync(desk)
    assert [each.outcome for each in held(desk, Visit)] == ["30"]


@pytest.mark.parametrize("sent", [False, True])
def test_visit_taken_back_takes_what_followed_with_it(town, desk, sent):
    before = record_visit(desk, household=DOOR, outcome="32").visit
    visit = record_visit(desk, household=DOOR, outcome="31").visit
    promise = record_visit(desk, household=DOOR, outcome="22", next_on="2026-11-25").visit
    if sent:
        town.sync(desk)
    withdraw_visit(desk, promise.id)
    assert appointments(desk) == []
    withdraw_visit(desk, visit.id)
    assert home(desk).refusal == "32"
    withdraw_visit(desk, before.id)
    assert home(desk).refusal == ""
    assert held(desk, Visit) == []
    assert [each.visits for each in list_doors(desk)] == [0, 0]


def test_visit_taken_back_leaves_a_refusal_that_was_not_its_own(desk):
    visit = record_visit(desk, household=DOOR, outcome="31").visit
    edit(desk, home(desk), refusal="32")
    withdraw_visit(desk, visit.id)
    assert home(desk).refusal == "32"


def test_taken_back_before_it_was_sent_nothing_is_sent(town, desk):
    town.sync(desk)
    visit = record_visit(desk, household=DOOR, outcome="22", next_on="2026-11-25").visit
    withdraw_visit(desk, visit.id)
    assert town.sync(desk).sent == 0
