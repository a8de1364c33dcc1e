"""Where to knock next: parts of the week, wishes that are respected, and doors that are settled."""

from datetime import UTC, date, datetime, timedelta

import pytest

from gridapp.domain.codes import code_list
from gridapp.domain.knocking import (
    DoorFacts,
    Knock,
    band_of,
    bands_tried,
    due_bands,
    this_evening,
)
from gridapp.domain.times import moment
from gridapp.domain.workdays import is_workday

DAYTIME, EVENING, WEEKEND = "workday_daytime", "workday_evening", "weekend"
MONDAY = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)  # ten o'clock in UTC+8
SATURDAY = MONDAY - timedelta(days=2)


def local(day, hour, minute=0):
    return datetime(2026, 11, day, hour, minute, tzinfo=UTC) - timedelta(hours=8)


def knocked(*told, **facts):
    """A door with these outcomes, one an evening before Monday unless told when."""
    knocks = [each if isinstance(each, tuple) else (each, local(20, 10)) for each in told]
    return DoorFacts(tuple(Knock(outcome, moment(at)) for outcome, at in knocks), **facts)


@pytest.mark.parametrize(
    ("at", "band"),
    [
        (local(20, 17, 59), DAYTIME),
        (local(20, 18), EVENING),
        (local(20, 21, 30), EVENING),
        (local(21, 19), WEEKEND),
        (local(22, 9), WEEKEND),
        (datetime(2026, 10, 2, 3, tzinfo=UTC), WEEKEND),  # a holiday on a Friday
        (datetime(2026, 10, 10, 3, tzinfo=UTC), DAYTIME),  # a Saturday that is worked
    ],
)
def test_each_hour_of_the_week_is_in_one_part_of_it(at, band):
    assert band_of(at) == band
    assert band in code_list("band")


def test_years_without_a_calendar_work_from_monday_to_friday():
    assert is_workday(date(2031, 10, 1))
    assert not is_workday(date(2031, 10, 4))


def test_an_untried_door_is_due_in_every_part_of_the_week():
    assert due_bands(DoorFacts(), MONDAY) == {DAYTIME, EVENING, WEEKEND}


def test_where_nobody_answered_in_the_evening_the_weekend_is_next():
    door = knocked(("20", local(20, 19)))
    assert due_bands(door, MONDAY) == {DAYTIME, WEEKEND}


def test_on_a_saturday_this_evening_is_the_weekend():
    assert this_evening(SATURDAY) == WEEKEND
    assert this_evening(MONDAY) == EVENING


def test_nobody_in_three_parts_of_the_week_is_enough():
    door = knocked(("20", local(18, 10)), ("20", local(19, 19)), ("20", local(21, 10)))
    assert bands_tried(door.knocks) == {DAYTIME, EVENING, WEEKEND}
    assert not due_bands(door, MONDAY)


def test_tries_before_somebody_was_met_do_not_count():
    door = knocked(("20", local(17, 19)), ("14", local(18, 10)), ("20", local(19, 10)))
    assert bands_tried(door.knocks) == {DAYTIME}


@pytest.mark.parametrize("outcome", ["10", "11", "12", "31", "32", "52", "54", "55"])
def test_a_settled_door_is_not_due(outcome):
    assert not due_bands(knocked(outcome), MONDAY)


@pytest.mark.parametrize("outcome", ["30", "40", "41", "42"])
def test_a_door_that_needs_somebody_else_is_not_due(outcome):
    assert not due_bands(knocked(outcome), MONDAY)


@pytest.mark.parametrize("outcome", ["13", "14", "21", "22", "23", "53"])
def test_an_unsettled_door_is_due_again_in_any_part(outcome):
    assert due_bands(knocked(outcome), MONDAY) == {DAYTIME, EVENING, WEEKEND}


def test_an_outcome_of_a_newer_program_asks_for_no_knock():
    assert not due_bands(knocked("97"), MONDAY)


def test_a_household_that_asked_to_be_left_alone_is_never_due():
    assert not due_bands(DoorFacts(refusal="32"), MONDAY)
    assert not due_bands(knocked("20", refusal="31"), MONDAY)


def test_shops_and_empty_houses_are_not_due():
    assert not any(due_bands(DoorFacts(usage=usage), MONDAY) for usage in ("30", "40", "50", "60"))
    assert all(due_bands(DoorFacts(usage=usage), MONDAY) for usage in ("", "10", "22", "31", "90"))


def test_a_promised_day_is_waited_for():
    assert not due_bands(knocked("22", appointed_on="2026-11-23"), MONDAY)
    assert not due_bands(knocked("22", appointed_on="2026-11-28"), MONDAY)
    assert due_bands(knocked("22", appointed_on="2026-11-22"), MONDAY)


def test_an_empty_flat_is_looked_at_again_after_three_months():
    seen = knocked(("50", MONDAY - timedelta(days=89)))
    long_ago = knocked(("50", MONDAY - timedelta(days=90)))
    assert not due_bands(seen, MONDAY)
    assert due_bands(long_ago, MONDAY)


def test_a_household_is_visited_again_after_a_year():
    assert due_bands(knocked(("11", MONDAY - timedelta(days=366))), MONDAY)
    assert not due_bands(knocked(("11", MONDAY - timedelta(days=360))), MONDAY)


def test_who_said_not_now_today_is_left_in_peace_until_the_evening():
    door = knocked(("23", MONDAY - timedelta(hours=1)))
    assert due_bands(door, MONDAY) == {EVENING, WEEKEND}
