"""What is where: what waits, what the hub did not take, and sending that was switched off."""

from dataclasses import replace

import pytest

from gridapp.client.actions import send
from gridapp.client.actions.issues import report_issue, take_step
from gridapp.client.actions.photos import keep_photo
from gridapp.client.actions.visits import record_visit, withdraw_visit
from gridapp.client.actions.waiting import look_at, not_taken, waiting_changes
from gridapp.domain.errors import Expected
from gridapp.domain.records.people import Household
from tests.client.conftest import dump, edit, held, row
from tests.client.test_photos import picture

DOOR = "5-1-101"


@pytest.fixture(autouse=True)
def _home(take, town, desk):
    """One door with a household, which the hub has."""
    take(row())
    town.sync(desk)


@pytest.fixture
def refused(town, desk):
    """A step of an issue that was void at the hub when it came."""
    issue = report_issue(desk, category="0204", text="灯不亮了", household=DOOR).issue
    zhang = town.desk("zhang")
    town.sync(desk, zhang)
    take_step(zhang, issue=issue.short_no, step="void")
    step = take_step(desk, issue=issue.short_no, step="handle_here", text="已联系物业")
    town.sync(zhang, desk)
    return step


def test_nothing_waits_after_all_was_answered(desk):
    assert waiting_changes(desk) == []
    assert send.status(desk).waiting == {}


def test_each_change_says_what_it_is_about_newest_first(desk):
    (home,) = held(desk, Household)
    visit = record_visit(desk, household=DOOR, outcome="20").visit
    edit(desk, home, phone="10012345678")
    issue = report_issue(desk, category="0205", text="下水道反水", household=DOOR).issue
    found = waiting_changes(desk)
    assert [(each.about.kind, each.about.door, each.code, each.changed) for each in found] == [
        ("issue", DOOR, "0205", ()),
        ("issue_step", DOOR, "register", ()),
        ("household", DOOR, "", ("phone",)),
        ("visit", DOOR, "20", ()),
    ]
    assert [each.about.issue_id for each in found] == [issue.id, issue.id, "", ""]
    assert found[-1].number == visit.short_no
    assert {each.about.household_id for each in found} == {home.id}


def test_a_photo_is_about_the_door_it_was_taken_at(desk):
    visit = record_visit(desk, household=DOOR, outcome="11").visit
    keep_photo(desk, "visit", visit.id, picture())
    assert {(each.about.kind, each.about.door) for each in waiting_changes(desk)} == {
        ("photo", DOOR),
        ("visit", DOOR),
    }


def test_counts_and_list_agree_change_by_change(desk, town):
    def told():
        counted = sum(send.status(desk).waiting.values())
        assert counted == len(waiting_changes(desk))
        return counted

    visit = record_visit(desk, household=DOOR, outcome="31").visit
    assert told() == 2  # the visit, and the wish it left with the household
    town.sync(desk)
    assert told() == 0
    withdraw_visit(desk, visit.id)
    assert told() == 2


def test_of_many_only_the_newest_are_listed(desk):
    for _ in range(5):
        last = record_visit(desk, household=DOOR, outcome="20").visit
    listed = waiting_changes(desk, most=3)
    assert listed[0].number == last.short_no
    assert len(listed) == 3


def test_what_the_hub_refused_is_told_with_the_words_that_were_written(desk, refused):
    (line,) = not_taken(desk)
    assert (line.about.kind, line.about.door, line.verdict) == ("issue_step", DOOR, "refused")
    assert line.about.issue_id == refused.issue_id
    assert line.reason.startswith("This issue has moved on")
    assert (line.said["text"], line.said["step"]) == ("已联系物业", "handle_here")
    assert "issue_id" not in line.said
    assert waiting_changes(desk) == []


def test_looking_at_it_keeps_it_in_the_list(desk, refused):
    assert refused.id
    (line,) = not_taken(desk)
    assert line.is_new
    look_at(desk, line.change_id)
    look_at(desk, line.change_id)
    (again,) = not_taken(desk)
    assert again == line._replace(is_new=False)
    assert len(send.status(desk).aside) == 1


def test_staying_offline_lasts_until_it_is_switched_off(town, desk):
    record_visit(desk, household=DOOR, outcome="11")
    send.stay_offline(desk, chosen=True)
    before = dump(desk)
    with pytest.raises(send.StaysOffline, match="chose to stay offline"):
        send.send(desk, town.remote(desk))
    assert dump(desk) == before
    send.stay_offline(desk, chosen=False)
    assert send.send(desk, town.remote(desk)).sent == 1


def away(desk):
    """The same laptop, its hub gone: nobody listens at this port."""
    return replace(desk, me=replace(desk.me, address="http://127.0.0.1:1"))


def test_a_failure_says_how_much_is_safe_here(desk):
    record_visit(desk, household=DOOR, outcome="31")
    gone = away(desk)
    with pytest.raises(Expected) as problem:
        send.send(gone, send.hub_of(gone))
    told = send.not_sent(gone, problem.value)
    assert told.text.startswith("Not sent. All {count} are saved on this laptop")
    assert told.values == {"count": 2}


def test_other_failures_keep_their_own_words(desk):
    record_visit(desk, household=DOOR, outcome="11")
    problem = send.SendingAlready("sending already")
    assert send.not_sent(desk, problem) is problem
