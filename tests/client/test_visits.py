"""A visit is written whole or not at all, once, and what follows from it with it."""

from datetime import UTC, datetime, timedelta

import pytest

from gridapp.client.actions.doors import NoSuchHousehold, WhichHousehold, list_doors
from gridapp.client.actions.visits import NotAMoment, UnknownOutcome, record_visit
from gridapp.client.desk import SaidOtherwise
from gridapp.domain.dates import NotADate
from gridapp.domain.fields import BadField
from gridapp.domain.records.people import Household
from gridapp.domain.records.visits import Appointment, Visit
from tests.client.conftest import dump, edit, held, row

DOOR = "5-1-101"


@pytest.fixture(autouse=True)
def _homes(take):
    """Two doors with a household each, and one with two."""
    take(row(), row("102", "蒋平晓"), row("201", "丁勇"), row("201", "郝明"))


def home(desk, head="雷怡诺"):
    (found,) = held(desk, Household, head=head)
    return found


def test_a_visit_says_who_where_when_and_what(desk):
    visit = record_visit(desk, household=DOOR, outcome="11", mode="2", note="问了暖气").visit
    (kept,) = held(desk, Visit)
    assert kept == visit
    assert (kept.household_id, kept.house_id) == (home(desk).id, home(desk).house_id)
    assert (kept.scope, kept.outcome, kept.mode) == (home(desk).scope, "11", "2")
    assert (kept.note, kept.rev, kept.written_by) == ("问了暖气", 0, "li")
    assert kept.visited_at.startswith("2026-11-22T01:00:")
    assert kept.visited_at == kept.written_at
    (door,) = [each for each in list_doors(desk) if each.label == DOOR]
    assert (door.visits, door.last_outcome, door.last_at) == (1, "11", kept.visited_at)


def test_a_visit_may_name_the_household_by_its_id(desk):
    visit = record_visit(desk, household=home(desk, "郝明").id, outcome="20").visit
    assert visit.household_id == home(desk, "郝明").id


@pytest.mark.parametrize("outcome", ["", "0", "99", "见到人", "010", "11 "])
def test_an_unknown_outcome_is_refused(desk, outcome):
    before = dump(desk)
    with pytest.raises(UnknownOutcome):
        record_visit(desk, household=DOOR, outcome=outcome)
    assert dump(desk) == before


@pytest.mark.parametrize("wanted", ["5-1-999", "", "雷怡诺", "5-1-10", "%"])
def test_an_unknown_household_is_refused(desk, wanted):
    before = dump(desk)
    with pytest.raises(NoSuchHousehold):
        record_visit(desk, household=wanted, outcome="11")
    assert dump(desk) == before


def test_a_household_that_was_deleted_is_refused(desk):
    gone = home(desk)
    edit(desk, gone, deleted=True)
    for wanted in (DOOR, gone.id):
        with pytest.raises(NoSuchHousehold):
            record_visit(desk, household=wanted, outcome="11")
    assert held(desk, Visit) == []


def test_a_door_with_two_households_is_asked_about(desk):
    before = dump(desk)
    with pytest.raises(WhichHousehold, match="2 households fit “5-1-201”"):
        record_visit(desk, household="5-1-201", outcome="11")
    assert dump(desk) == before


def test_a_visit_exists_from_its_outcome_on_and_the_day_of_an_appointment_may_come_later(desk):
    visit = record_visit(desk, household=DOOR, outcome="22", next_band="evening").visit
    assert held(desk, Visit) == [visit]
    assert held(desk, Appointment) == []


@pytest.mark.parametrize("day", ["明天", "2026-11-31", "25", "2026-11", "11-25"])
def test_a_day_that_is_none_is_refused_and_nothing_is_kept(desk, day):
    before = dump(desk)
    for outcome in ("22", "20"):
        with pytest.raises(NotADate):
            record_visit(desk, household=DOOR, outcome=outcome, next_on=day)
    assert dump(desk) == before


@pytest.mark.parametrize("day", ["2026-11-25", "20261125"])
def test_an_appointment_is_kept_with_its_visit(desk, day):
    told = {"next_on": day, "next_band": "evening"}
    visit = record_visit(desk, household=DOOR, outcome="22", **told).visit
    (kept,) = held(desk, Appointment)
    assert (kept.on, kept.part_of_day) == ("2026-11-25", "evening")
    assert (kept.household_id, kept.visit_id) == (home(desk).id, visit.id)
    assert (kept.scope, kept.written_by) == (visit.scope, "li")
    assert visit.next_on == "2026-11-25"


def test_a_day_told_with_another_outcome_makes_no_appointment(desk):
    record_visit(desk, household=DOOR, outcome="20", next_on="2026-11-25")
    assert held(desk, Appointment) == []


@pytest.mark.parametrize("outcome", ["31", "32"])
def test_a_refusal_is_kept_with_the_household(desk, outcome):
    record_visit(desk, household=DOOR, outcome=outcome)
    assert home(desk).refusal == outcome
    assert [each.refusal for each in list_doors(desk)] == [outcome, "", "", ""]


def test_a_soft_refusal_and_a_later_visit_leave_the_household_as_it_is(desk):
    record_visit(desk, household=DOOR, outcome="30")
    assert home(desk).refusal == ""
    record_visit(desk, household=DOOR, outcome="32")
    record_visit(desk, household=DOOR, outcome="10")
    assert home(desk).refusal == "32"


def test_a_refusal_reaches_the_other_laptop_as_an_edit_of_the_household(town, desk):
    zhang = town.desk("zhang")
    town.sync(desk, zhang)
    edit(zhang, home(zhang), preferred_time="weekend")
    record_visit(desk, household=DOOR, outcome="31")
    town.sync(desk, zhang, desk)
    for each in (desk, zhang):
        assert (home(each).refusal, home(each).preferred_time) == ("31", "weekend")
    assert [each.outcome for each in held(zhang, Visit)] == ["31"]


def test_the_same_refusal_again_edits_nothing(town, desk):
    record_visit(desk, household=DOOR, outcome="31")
    town.sync(desk)
    before = home(desk)
    record_visit(desk, household=DOOR, outcome="31")
    assert home(desk) == before
    assert town.sync(desk).sent == 1


def test_a_repeated_id_is_harmless(desk):
    told = {"household": DOOR, "outcome": "22", "next_on": "2026-11-25", "id": "line-7"}
    first = record_visit(desk, **told)
    before = dump(desk)
    again = record_visit(desk, **told)
    assert (first.again, again.again) == (False, True)
    assert again.visit == first.visit
    assert dump(desk) == before


def test_a_taken_id_with_other_words_is_told_and_nothing_is_lost_in_silence(desk):
    told = {"household": DOOR, "outcome": "20", "id": "line-8", "note": "没人"}
    record_visit(desk, **told)
    before = dump(desk)
    for other in ({"outcome": "11"}, {"note": "别的"}):
        with pytest.raises(SaidOtherwise, match="line-8"):
            record_visit(desk, **told | other)
    assert dump(desk) == before


@pytest.mark.parametrize(
    ("told", "kept"),
    [
        ("2026-11-21 19:05", "2026-11-21T11:05:00.000Z"),
        ("2026-11-21T19:05:30", "2026-11-21T11:05:30.000Z"),
        ("2026-11-21T19:05+08:00", "2026-11-21T11:05:00.000Z"),
        ("2026-11-21T11:05:00Z", "2026-11-21T11:05:00.000Z"),
        ("2026-11-21T11:05:00.250Z", "2026-11-21T11:05:00.250Z"),
        ("2026-11-21", "2026-11-20T16:00:00.000Z"),
    ],
)
def test_the_time_of_a_visit_may_be_written_in_these_ways(desk, told, kept):
    assert (
        record_visit(desk, household=DOOR, outcome="11", visited_at=told).visit.visited_at == kept
    )


@pytest.mark.parametrize(
    "told", ["昨晚七点", "19:05", "2026-13-01 10:00", "2026-11-22 25:00", "0001-01-01", 7]
)
def test_a_time_that_is_none_is_refused(desk, told):
    before = dump(desk)
    with pytest.raises(NotAMoment):
        record_visit(desk, household=DOOR, outcome="11", visited_at=told)
    assert dump(desk) == before


def test_who_typed_and_who_knocked_are_told_apart(desk):
    own = record_visit(desk, household=DOOR, outcome="11").visit
    theirs = record_visit(desk, household=DOOR, outcome="11", workers=("演示甲", "演示乙")).visit
    assert (own.workers, own.typed_by) == (("演示li",), "演示li")
    assert (theirs.workers, theirs.typed_by) == (("演示甲", "演示乙"), "演示li")
    assert {each.workers for each in held(desk, Visit)} == {own.workers, theirs.workers}


def test_numbers_run_by_the_day_of_utc_8_and_begin_anew(town, desk):
    def said():
        return record_visit(desk, household=DOOR, outcome="20").visit.short_no

    tag = desk.me.tag
    assert [said(), said()] == [f"V-{tag}-1122-1", f"V-{tag}-1122-2"]
    town.clock.at = datetime(2026, 11, 22, 15, 59, 50, tzinfo=UTC)  # ten seconds before midnight
    assert said() == f"V-{tag}-1122-3"
    town.clock.at += timedelta(seconds=20)
    assert [said(), said()] == [f"V-{tag}-1123-1", f"V-{tag}-1123-2"]


def test_nothing_is_written_where_a_field_does_not_fit(desk):
    before = dump(desk)
    for told in ({"note": "长" * 2001}, {"note": 7}, {"id": "x" * 65}, {"workers": "演示甲"}):
        with pytest.raises(BadField):
            record_visit(desk, household=DOOR, outcome="31", **told)
    assert dump(desk) == before


def test_the_latest_visit_is_the_one_that_happened_last(desk):
    record_visit(desk, household=DOOR, outcome="10", visited_at="2026-11-21 19:05")
    record_visit(desk, household=DOOR, outcome="20", visited_at="2026-11-20 19:05")  # typed later
    (door,) = [each for each in list_doors(desk) if each.label == DOOR]
    assert (door.visits, door.last_outcome) == (2, "10")
