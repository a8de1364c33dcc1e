from collections import Counter
from dataclasses import asdict, fields
from datetime import date, timedelta

import pytest

from gridapp.demo.community import make
from gridapp.demo.planned import MET, doors_met, planned_visits
from gridapp.demo.wishes import PlannedIssue, planned_issues
from gridapp.domain.codes import code_list
from gridapp.domain.records.issues import Issue
from gridapp.domain.records.visits import Visit
from gridapp.domain.times import LOCAL, local_day, moment, read_moment

FRIDAY = date(2026, 11, 20)
SATURDAY = date(2026, 11, 21)


@pytest.fixture(scope="module")
def grid():
    return make("grid", 5)


def test_every_door_is_knocked_at_once(grid):
    visits = planned_visits(grid, 5, FRIDAY)
    labels = [place.door.label for place in grid.places()]
    assert sorted(visit.household for visit in visits) == sorted(labels)
    assert planned_visits(grid, 5, FRIDAY) == visits
    assert planned_visits(grid, 6, FRIDAY) != visits


def test_times_are_of_that_day_in_working_hours_and_ascend(grid):
    visits = planned_visits(grid, 5, FRIDAY)
    times = [read_moment(visit.visited_at) for visit in visits]
    assert times == sorted(set(times))
    assert {local_day(at) for at in times} == {FRIDAY}
    assert {at.astimezone(LOCAL).hour for at in times} == {9, 10, 11, 14, 15, 16, 17, 18, 19, 20}
    assert [moment(at) for at in times] == [visit.visited_at for visit in visits]


def test_a_lift_is_ridden_up_and_the_stairs_walked_down(grid):
    labels = [visit.household for visit in planned_visits(grid, 5, FRIDAY)]
    assert labels.index("8-1-1804") < labels.index("8-1-101")
    assert labels.index("1-1-101") < labels.index("1-1-602")


def test_outcomes_have_the_shares_of_a_real_day():
    counted: Counter[str] = Counter()
    by_band: dict[bool, list[bool]] = {False: [], True: []}
    for seed in range(12):
        for visit in planned_visits(make("grid", seed), seed, FRIDAY):
            counted[visit.outcome] += 1
            if visit.outcome in MET | {"13", "20", "21", "22", "23", "41"}:
                evening = read_moment(visit.visited_at).astimezone(LOCAL).hour >= 18
                by_band[evening].append(visit.outcome in MET)
    total = counted.total()
    assert sum(by_band[False]) / len(by_band[False]) == pytest.approx(0.38, abs=0.03)
    assert sum(by_band[True]) / len(by_band[True]) == pytest.approx(0.62, abs=0.04)
    assert sum(counted[code] for code in ("30", "31", "32")) / total == pytest.approx(
        0.06, abs=0.01
    )
    assert counted["40"] / total == pytest.approx(0.04, abs=0.01)
    assert set(counted) <= set(code_list("outcome").codes)


def test_on_a_weekend_more_people_are_in(grid):
    met = {day: len(doors_met(planned_visits(grid, 5, day))) for day in (FRIDAY, SATURDAY)}
    assert met[SATURDAY] > met[FRIDAY]


def test_refusals_and_vacant_doors_answer_as_the_community_says(grid):
    outcomes = {visit.household: visit.outcome for visit in planned_visits(grid, 5, FRIDAY)}
    for place in grid.places():
        outcome = outcomes[place.door.label]
        household = place.door.household
        if household.refusal:
            assert outcome == household.refusal
        elif not household.members:
            assert outcome in {"50", "51", "52", "40"}
        else:
            assert outcome not in {"31", "32", "50", "51", "52"}


def test_visits_can_be_told_as_they_are(grid):
    for visit in planned_visits(grid, 5, FRIDAY):
        told = asdict(visit)
        told.pop("household")
        for name, value in told.items():
            Visit.kind.check(name, value)
        assert bool(visit.met_person) == (visit.outcome in MET)
        assert bool(visit.next_on) == (visit.outcome == "22")
        assert visit.mode in code_list("visit_mode")
        assert not visit.next_band or visit.next_band in code_list("part_of_day")
        assert not visit.next_on or date.fromisoformat(visit.next_on) > FRIDAY
        assert visit.next_on <= (FRIDAY + timedelta(days=5)).isoformat()


@pytest.mark.parametrize("profile", ["tiny", "grid"])
def test_some_ten_issues_are_told_and_one_is_settled_on_the_spot(profile):
    leaves = code_list("category")
    for seed in range(5):
        community = make(profile, seed)
        households = {p.door.label: p.door.household for p in community.places()}
        issues = planned_issues(community, seed)
        assert planned_issues(community, seed) == issues
        assert 9 <= len(issues) <= 12
        assert [issue.on_spot for issue in issues if issue.on_spot] == ["3"]
        assert len({issue.household for issue in issues}) == len(issues)
        for issue in issues:
            assert households[issue.household].members
            assert not households[issue.household].refusal
            assert leaves[issue.category].parent
            assert len(issue.text) >= 4
            assert issue.request_kind in code_list("request_kind")


def test_issues_may_be_kept_to_doors_where_somebody_talked(grid):
    met = doors_met(planned_visits(grid, 5, FRIDAY))
    assert {issue.household for issue in planned_issues(grid, 5, met)} <= met


def test_issues_can_be_told_as_they_are():
    taken = {"household", "on_spot", *Issue.kind.fields}
    assert {field.name for field in fields(PlannedIssue)} <= taken
