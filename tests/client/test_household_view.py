"""What the visit form is told of a household: who, what was, what is owed, and the doors around."""

from datetime import timedelta

import pytest

from gridapp.client.actions.doors import NoSuchHousehold, list_doors
from gridapp.client.actions.household_view import fresh_visit, household_view
from gridapp.client.actions.issues import report_issue, take_step
from gridapp.client.actions.visits import amend_visit, record_visit, withdraw_visit
from gridapp.domain.records.people import Household
from gridapp.domain.records.visits import Campaign
from tests.client.conftest import edit, held, row, told_by_hub

LEAK = {"category": "0205", "text": "厨房下水反水"}


@pytest.fixture(autouse=True)
def _stair(take):
    """Three floors of one stair with two doors each."""
    rooms = ("101", "102", "201", "202", "301", "302")
    take(*(row(room, "王秀兰", count="3", usage="自住", phone="10000000001") for room in rooms))


def at(desk, label):
    (door,) = [door for door in list_doors(desk) if door.label == label]
    return door.household_id


def view_of(desk, label="5-1-201"):
    return household_view(desk, at(desk, label))


def test_the_door_is_said_in_words(desk):
    view = view_of(desk)
    assert (view.door, view.label, view.usage) == ("5号楼 1单元 201", "5-1-201", "10")


def test_who_lives_there_is_told(desk):
    view = view_of(desk)
    assert view.household.id == at(desk, "5-1-201")
    assert [member.household_id for member in view.members] in ([], [view.household.id])


def test_an_unknown_household_is_refused(desk):
    with pytest.raises(NoSuchHousehold):
        household_view(desk, "nowhere")


def test_the_doors_around_are_those_of_the_walk(desk):
    view = view_of(desk)
    assert view.before.room == "102"
    assert view.after == (at(desk, "5-1-202"), "202")


def test_the_first_door_has_none_before_it_and_the_last_none_after(desk):
    assert view_of(desk, "5-1-101").before is None
    assert view_of(desk, "5-1-302").after is None


def test_a_door_that_asked_to_be_left_alone_is_walked_past(desk):
    record_visit(desk, household="5-1-202", outcome="31")
    assert view_of(desk).after.room == "301"


def test_who_moved_out_is_on_no_walk(desk):
    (gone,) = held(desk, Household, id=at(desk, "5-1-201"))
    edit(desk, gone, moved_out_on="2026-11-01")
    view = view_of(desk)
    assert (view.before, view.after) == (None, None)


def test_visits_are_told_newest_first(desk):
    early = record_visit(
        desk, household="5-1-201", outcome="20", visited_at="2026-11-20 10:00"
    ).visit
    late = record_visit(desk, household="5-1-201", outcome="11").visit
    record_visit(desk, household="5-1-202", outcome="11")
    assert [visit.id for visit in view_of(desk).visits] == [late.id, early.id]


def test_an_issue_reported_done_is_owed_an_answer(desk):
    issue = report_issue(desk, household="5-1-201", **LEAK).issue
    take_step(desk, issue=issue.id, step="handle_here")
    (open_still,) = view_of(desk).matters
    assert (open_still.state, open_still.is_owed) == ("handling", False)
    take_step(desk, issue=issue.id, step="report_done", text="物业已疏通")
    (done,) = view_of(desk).matters
    assert (done.is_owed, done.said, done.category) == (True, "物业已疏通", "0205")


def test_issues_of_others_are_not_theirs(desk):
    report_issue(desk, household="5-1-202", **LEAK)
    assert view_of(desk).matters == ()


def campaign(name, **told):
    return Campaign(id=name, scope="", name=name, campaign_kind="", item_no="1", **told)


def test_the_campaign_under_way_is_the_one_that_began_last(desk):
    points = {"talking_points": ("燃气安全",)}
    told_by_hub(
        desk,
        campaign("over", begins_on="2026-01-01", ends_on="2026-11-21", **points),
        campaign("old", begins_on="2026-10-01", **points),
        campaign("now", begins_on="2026-11-01", ends_on="2026-11-22", **points),
        campaign("mute", begins_on="2026-11-02"),
        campaign("next", begins_on="2026-11-23", **points),
    )
    assert view_of(desk).campaign.name == "now"


def test_without_a_campaign_there_is_nothing_to_tell(desk):
    assert view_of(desk).campaign is None


def test_colleagues_are_those_of_the_same_grid(desk, town):
    town.sync(desk)
    assert view_of(desk).colleagues == ("演示both", "演示zhang")


def test_a_visit_of_a_moment_ago_is_found_again(desk):
    visit = record_visit(desk, household="5-1-201", outcome="11").visit
    visits = view_of(desk).visits
    assert fresh_visit(desk, visits) == visit
    assert fresh_visit(desk, visits, outcome="10") == visit
    assert fresh_visit(desk, visits, outcome="20") is None


def test_a_visit_of_an_hour_ago_is_another_knock(desk, town):
    record_visit(desk, household="5-1-201", outcome="11")
    town.clock.at += timedelta(hours=1)
    assert fresh_visit(desk, view_of(desk).visits) is None


def test_a_visit_set_back_is_found_only_by_who_has_it_on_the_form(desk):
    visit = record_visit(
        desk, household="5-1-201", outcome="11", visited_at="2026-11-20 10:00"
    ).visit
    visits = view_of(desk).visits
    assert fresh_visit(desk, visits) is None
    assert fresh_visit(desk, visits, seen=visit.id) == visit


def test_a_visit_of_somebody_else_is_not_found_again(desk, town):
    record_visit(desk, household="5-1-201", outcome="11")
    other = town.desk("zhang")
    town.sync(desk, other)
    assert fresh_visit(other, view_of(other).visits) is None


def test_a_corrected_visit_stands_under_its_old_id_too(desk, town):
    visit = record_visit(desk, household="5-1-201", outcome="11").visit
    town.sync(desk)
    stands = amend_visit(desk, visit.id, outcome="10")
    assert stands.id != visit.id
    assert view_of(desk).standing(visit.id) == stands
    withdraw_visit(desk, stands.id)
    assert view_of(desk).standing(stands.id) is None
