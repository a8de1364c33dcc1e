"""What a day asks for: promises kept and missed, care visits, and the next rounds."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from gridapp.domain.knocking import DoorFacts, Knock
from gridapp.domain.times import moment
from gridapp.domain.today import (
    Behind,
    Place,
    Promise,
    broken_promises,
    care_due,
    promised_today,
    rounds,
    standing_promise,
)

NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)  # a Monday, ten o'clock in UTC+8
MADE = "2026-11-10T02:00:00.000Z"


def behind(door="3-1-101", *knocks, unit="1", building="3号楼", **told):
    """A household with these knocks, each an outcome and the days since."""
    facts = DoorFacts(
        tuple(Knock(outcome, moment(NOW - timedelta(days=ago))) for outcome, ago in knocks),
        told.pop("refusal", ""),
    )
    place = Place(f"id-{door}", door, "王阿姨", f"id-{building}", building, unit)
    return Behind(place, facts, **told)


def promise(on="2026-11-23", part="", hour=None, made=MADE):
    return Promise(on, part, hour, made)


def doors_of(found):
    return [each.place.door for each in found]


def test_promises_of_today_come_by_the_hour():
    people = [
        behind("3-1-101", promises=(promise(),)),
        behind("3-1-102", promises=(promise(part="evening"),)),
        behind("3-1-103", promises=(promise(hour=19),)),
        behind("3-1-201", promises=(promise(part="morning"),)),
        behind("3-1-202", promises=(promise(on="2026-11-24"),)),
    ]
    assert doors_of(promised_today(people, NOW)) == ["3-1-201", "3-1-102", "3-1-103", "3-1-101"]


def test_the_newest_promise_is_the_one_that_stands():
    newer = promise(on="2026-11-28", made="2026-11-12T02:00:00.000Z")
    assert standing_promise(behind(promises=(newer, promise()))) == newer


def test_a_promise_is_kept_by_a_knock_on_its_day_or_later():
    due = promise(on="2026-11-20")
    assert standing_promise(behind("3-1-101", ("20", 3), promises=(due,))) is None
    assert standing_promise(behind("3-1-101", ("20", 4), promises=(due,))) == due


def test_somebody_met_before_the_day_is_a_promise_kept():
    assert standing_promise(behind("3-1-101", ("11", 5), promises=(promise(),))) is None


def test_the_visit_at_which_it_was_promised_does_not_keep_it():
    made = moment(NOW - timedelta(days=1))
    today = promise(on="2026-11-22", made=made)
    assert standing_promise(behind("3-1-101", ("22", 1), promises=(today,))) == today


def test_nobody_is_visited_by_promise_who_asked_to_be_left_alone():
    assert standing_promise(behind(promises=(promise(),), refusal="32")) is None


def test_missed_days_are_owed_oldest_first():
    people = [
        behind("3-1-101", promises=(promise(on="2026-11-22"),)),
        behind("3-1-102", promises=(promise(on="2026-11-19"),)),
        behind("3-1-103", promises=(promise(on="2026-11-23"),)),
    ]
    assert doors_of(broken_promises(people, NOW)) == ["3-1-102", "3-1-101"]


@pytest.mark.parametrize(
    ("tag", "oldest", "due_on"),
    [
        ("E4", None, date(2026, 10, 30)),  # weekly
        ("E1", 79, date(2026, 11, 23)),  # monthly
        ("E1", 80, date(2026, 10, 30)),  # weekly from 80
        ("W2", None, None),  # quarterly: January
        ("H2", None, None),  # at the start of a season
        ("ZZ", None, None),  # of a newer program
    ],
)
def test_each_care_tag_has_its_pace(tag, oldest, due_on):
    one = behind("3-1-101", ("11", 31), tags=frozenset({tag}), oldest=oldest)
    assert [care.due_on for care in care_due([one], NOW)] == ([due_on] if due_on else [])


def test_the_most_urgent_tag_decides():
    one = behind("3-1-101", ("11", 8), tags=frozenset({"W2", "E4"}))
    assert [care.due_on for care in care_due([one], NOW)] == [date(2026, 11, 22)]


def test_a_knock_at_which_nobody_was_met_is_no_care_visit():
    one = behind("3-1-101", ("11", 40), ("20", 1), tags=frozenset({"E6"}))
    assert [care.last_on for care in care_due([one], NOW)] == [date(2026, 10, 14)]


def test_whom_nobody_ever_met_comes_first():
    never = behind("3-1-102", tags=frozenset({"E6"}))
    late = behind("3-1-101", ("11", 200), tags=frozenset({"E6"}))
    assert doors_of(care_due([late, never], NOW)) == ["3-1-102", "3-1-101"]


def test_months_end_on_their_last_day():
    now = datetime(2026, 2, 28, 2, tzinfo=UTC)
    met = Knock("11", "2026-01-31T02:00:00.000Z")
    one = replace(behind(tags=frozenset({"E6"})), door=DoorFacts((met,)))
    assert [care.due_on for care in care_due([one], now)] == [date(2026, 2, 28)]


def test_rounds_count_each_door_once_by_building_and_stair():
    people = [
        behind("3-2-101", unit="2"),
        behind("3-1-101"),
        behind("3-2-102", unit="2"),
        behind("4-1-101", building="4号楼"),
        behind("3-1-102", ("11", 3)),
        behind("3-1-103", ("20", 1)),  # Sunday: this evening is due
        replace(behind("3-1-201"), door=DoorFacts((Knock("20", "2026-11-19T11:00:00.000Z"),))),
    ]
    found = rounds(people, NOW)
    assert [(each.building, each.units) for each in found.evening] == [
        ("3号楼", (("1", 2), ("2", 2))),
        ("4号楼", (("1", 1),)),
    ]
    assert [each.doors for each in found.weekend] == [1]
    assert found.workdays == ()


def test_what_only_the_day_is_left_for_is_due_on_a_working_day():
    tried = (Knock("20", "2026-11-19T11:00:00.000Z"), Knock("20", "2026-11-21T04:00:00.000Z"))
    found = rounds([replace(behind(), door=DoorFacts(tried))], NOW)
    assert [each.doors for each in found.workdays] == [1]
    assert found.evening == found.weekend == ()


def test_a_promised_door_is_in_no_round_before_its_day():
    found = rounds([behind("3-1-101", ("22", 2), promises=(promise(on="2026-11-25"),))], NOW)
    assert found.evening == found.weekend == found.workdays == ()
