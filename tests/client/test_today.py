"""The day's page: what this laptop owes, what falls due today, and where to knock next."""

from datetime import date, timedelta

import pytest

from gridapp.client.actions.issues import report_issue
from gridapp.client.actions.today import today
from gridapp.client.actions.visits import record_visit, withdraw_visit
from gridapp.client.actions.waiting import look_at
from gridapp.domain.records.people import Household, Resident
from gridapp.domain.today import Rounds
from tests.client.conftest import NEXT_GRID, edit, held, row

SUNDAY, NEXT_SUNDAY, LAST_SUNDAY = "2026-11-22", "2026-11-29", "2026-11-15"


@pytest.fixture(autouse=True)
def _homes(take):
    """Four doors in two stairs, one of them a shop."""
    take(
        row("101", "雷怡诺", usage="自住"),
        row("102", "蒋平晓", usage="自住"),
        row("201", "丁勇", unit="2单元", usage="自住"),
        row("202", "郝明", unit="2单元", usage="经营"),
    )


def home(desk, head):
    (found,) = held(desk, Household, head=head)
    return found


def evening(desk):
    return [(each.building, each.units) for each in today(desk).rounds.evening]


def test_untried_doors_are_counted_by_building_and_stair(desk):
    assert evening(desk) == [("5号楼", (("1", 2), ("2", 1)))]
    assert today(desk).is_quiet


def test_a_visit_takes_its_door_out_of_the_round(desk):
    record_visit(desk, household="5-1-101", outcome="11")
    assert evening(desk) == [("5号楼", (("1", 1), ("2", 1)))]


def test_where_nobody_answered_this_weekend_a_working_day_is_next(desk):
    record_visit(desk, household="5-1-101", outcome="20")
    assert evening(desk) == [("5号楼", (("1", 1), ("2", 1)))]
    assert [each.doors for each in today(desk).rounds.workdays] == [1]


def test_an_appointment_of_today_is_due_at_its_part_of_the_day(desk, town):
    town.clock.at -= timedelta(days=3)
    record_visit(desk, household="5-1-101", outcome="22", next_on=SUNDAY, next_band="evening")
    record_visit(desk, household="5-2-201", outcome="22", next_on=SUNDAY, next_band="morning")
    record_visit(desk, household="5-1-102", outcome="22", next_on=NEXT_SUNDAY)
    town.clock.at += timedelta(days=3)
    day = today(desk)
    assert [each.place.door for each in day.promised] == ["5-2-201", "5-1-101"]
    assert day.promised[0].place.who == "丁**"
    assert not day.is_quiet
    assert day.rounds.evening == ()
    record_visit(desk, household="5-2-201", outcome="20")
    assert [each.place.door for each in today(desk).promised] == ["5-1-101"]


def test_an_appointment_nobody_kept_is_owed(desk, town):
    town.clock.at -= timedelta(days=9)
    visit = record_visit(desk, household="5-1-101", outcome="22", next_on=LAST_SUNDAY).visit
    town.clock.at += timedelta(days=9)
    assert [each.promise.on for each in today(desk).broken] == [LAST_SUNDAY]
    withdraw_visit(desk, visit.id)
    assert today(desk).broken == ()


def test_an_appointment_without_a_day_is_unfinished_until_somebody_knocks(desk):
    record_visit(desk, household="5-1-101", outcome="22")
    assert [place.door for place in today(desk).undated] == ["5-1-101"]
    record_visit(desk, household="5-1-101", outcome="11")
    assert today(desk).undated == ()


def test_an_issue_reported_as_done_is_owed_an_answer(desk):
    told = {"category": "0205", "text": "下水道反水", "household": "5-1-101"}
    issue = report_issue(desk, **told, on_spot="1").issue
    report_issue(desk, **told)
    report_issue(desk, **told, on_spot="3")
    (owed,) = today(desk).owed
    assert (owed.issue_id, owed.where, owed.who, owed.category) == (
        *(issue.id, "5-1-101", "雷**", "0205"),
    )


def test_an_issue_of_a_place_is_owed_too(desk):
    report_issue(desk, category="0204", text="路灯不亮", place="南门", on_spot="1")
    assert [(owed.where, owed.household_id) for owed in today(desk).owed] == [("南门", "")]


def test_a_care_household_is_due_until_it_is_met(desk):
    edit(desk, home(desk, "雷怡诺"), care_tags=("E1",))
    (person,) = held(desk, Resident, name="丁勇")
    edit(desk, person, care_tags=("E4",))
    assert [(care.place.door, care.last_on) for care in today(desk).care] == [
        ("5-1-101", None),
        ("5-2-201", None),
    ]
    record_visit(desk, household="5-1-101", outcome="11", visited_at="2026-10-20T10:00+08:00")
    record_visit(desk, household="5-2-201", outcome="11", visited_at="2026-11-20T10:00+08:00")
    (care,) = today(desk).care
    assert (care.place.door, care.due_on) == ("5-1-101", date(2026, 11, 20))


def test_the_oldest_in_the_household_makes_its_care_weekly(desk):
    (person,) = held(desk, Resident, name="雷怡诺")
    edit(desk, person, care_tags=("E1",), birth_ym="1940-03")
    record_visit(desk, household="5-1-101", outcome="11", visited_at="2026-11-14T10:00+08:00")
    assert [care.due_on for care in today(desk).care] == [date(2026, 11, 21)]


def test_one_visit_does_for_an_appointment_and_for_care(desk, town):
    edit(desk, home(desk, "雷怡诺"), care_tags=("E1",))
    town.clock.at -= timedelta(days=1)
    record_visit(desk, household="5-1-101", outcome="22", next_on=SUNDAY)
    town.clock.at += timedelta(days=1)
    assert len(today(desk).promised) == 1
    assert today(desk).care == ()


def test_who_asked_to_be_left_alone_is_nowhere_in_the_day(desk):
    edit(desk, home(desk, "雷怡诺"), care_tags=("E1",))
    record_visit(desk, household="5-1-101", outcome="32")
    day = today(desk)
    assert (day.care, day.promised, day.broken) == ((), (), ())
    assert evening(desk) == [("5号楼", (("1", 1), ("2", 1)))]


def test_who_moved_away_is_not_knocked_for(desk):
    edit(desk, home(desk, "雷怡诺"), moved_out_on=LAST_SUNDAY)
    assert evening(desk) == [("5号楼", (("1", 1), ("2", 1)))]


def test_an_office_without_a_grid_has_no_rounds(town, desk):
    town.sync(desk)
    office = town.desk("office")
    town.sync(office)
    assert held(office, Household)
    assert today(office).rounds == Rounds((), (), ())


def test_another_grid_is_not_ones_own(town, desk):
    both = town.desk("both")
    town.sync(desk, both)
    assert evening(both) == evening(desk)
    edit(both, home(both, "雷怡诺"), scope=f"{NEXT_GRID}/place")
    assert evening(both) == evening(desk)
    edit(desk, home(desk, "雷怡诺"), scope=f"{NEXT_GRID}/place")
    assert evening(desk) == [("5号楼", (("1", 1), ("2", 1)))]


def test_what_two_people_wrote_is_shown_until_somebody_looked(town, desk):
    zhang = town.desk("zhang")
    town.sync(desk, zhang)
    edit(zhang, home(zhang, "雷怡诺"), resident_count=4)
    edit(desk, home(desk, "雷怡诺"), resident_count=3)
    town.sync(zhang, desk)
    (both,) = today(desk).disagreements
    assert (both.about.door, both.field) == ("5-1-101", "resident_count")
    assert (both.kept.value, both.kept.is_mine) == (4, False)
    assert (both.offered.value, both.offered.is_mine) == (3, True)
    look_at(desk, both.conflict_id)
    assert today(desk).disagreements == ()
