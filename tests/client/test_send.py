"""Sending in the evening: one at a time, with a copy put by, and told what is safe where."""

from dataclasses import replace
from datetime import timedelta

import pytest
from filelock import FileLock

from gridapp.client import clock
from gridapp.client.actions import send
from gridapp.client.actions.issues import report_issue, take_step
from gridapp.client.actions.visits import record_visit
from gridapp.domain.errors import Expected
from gridapp.domain.records.people import Household
from gridapp.domain.records.visits import Visit
from gridapp.store import rows
from gridapp.store.engine import WrongKey, open_store
from tests.client.conftest import dump, edit, held, row


@pytest.fixture(autouse=True)
def _home(take):
    """One door with a household."""
    take(row())


@pytest.fixture
def sent(town, desk):
    """Send what the laptop has, and keep a copy."""

    def run(second_place=None):
        tally = send.send(desk, town.remote(desk))
        send.keep_copy(desk, second_place)
        return tally

    return run


def copies(desk):
    return sorted(path.name for path in desk.store.path.with_name("backup").glob("*"))


def unreachable(desk):
    """The same laptop, its hub gone: nobody listens at this port."""
    return replace(desk, me=replace(desk.me, address="http://127.0.0.1:1"))


def test_what_was_written_is_handed_in_once(sent):
    first = sent()
    assert first.verdicts == {"stored": 6}  # compound, building, entrance, house, household, person
    assert first.sent == 6
    again = sent()
    assert (again.sent, again.received, again.verdicts) == (0, 0, {})


def test_two_cannot_send_at_once(sent, desk):
    before = dump(desk)
    with (
        FileLock(desk.store.path.with_suffix(".sync.lock")),
        pytest.raises(send.SendingAlready, match="is sending already"),
    ):
        sent()
    assert dump(desk) == before
    assert copies(desk) == []
    assert sent().sent == 6


def test_two_laptops_may_send_at_once(sent, town):
    zhang = town.desk("zhang")
    with FileLock(zhang.store.path.with_suffix(".sync.lock")):
        assert sent().sent == 6


def test_without_a_network_all_stays_and_can_be_sent_later(sent, desk):
    before = dump(desk)
    away = unreachable(desk)
    with pytest.raises(Expected, match="Everything you wrote is saved on this laptop"):
        send.send(away, send.hub_of(away))
    now = dump(desk)
    assert (now["household"], now["house"]) == (before["household"], before["house"])
    # That it may have left is noted before it leaves.
    noted = {name for name, _ in set(now["setting"]) ^ set(before["setting"])}
    assert noted <= {"left"}
    assert send.status(desk).waiting["household"] == 1
    assert copies(desk) == []
    assert sent().sent == 6


def test_a_copy_is_put_by_at_most_once_a_day(sent, town, desk):
    town.clock.at = clock.now()  # a copy's age is told by its file
    sent()
    (first,) = copies(desk)
    record_visit(desk, household="5-1-101", outcome="11")
    sent()
    assert copies(desk) == [first]
    town.clock.at += timedelta(hours=19)
    sent()
    assert copies(desk) == [first]
    town.clock.at += timedelta(hours=2)
    sent()
    assert copies(desk)[0] == first
    assert len(copies(desk)) == 2


def test_the_copy_is_whole_and_opens_with_the_laptops_own_key(sent, town, desk):
    record_visit(desk, household="5-1-101", outcome="32", note="不要再来")
    sent()
    (name,) = copies(desk)
    path = desk.store.path.with_name("backup") / name
    with pytest.raises(WrongKey):
        open_store(path, town.keys["zhang"])
    copy = open_store(path, town.keys["li"])
    with copy.reading() as connection:
        assert rows.where(connection, Household) == held(desk, Household)
        assert [visit.note for visit in rows.where(connection, Visit)] == ["不要再来"]
    copy.close()
    assert "不要再来".encode() not in path.read_bytes()


def test_the_copy_goes_where_the_person_says(sent, desk, tmp_path):
    sent(second_place=tmp_path / "stick" / "copies")
    assert len(list((tmp_path / "stick" / "copies").glob("desk-daily-*.db"))) == 1
    assert copies(desk) == []


def test_status_tells_what_waits_and_what_is_here(sent, desk):
    at_sign_in = send.status(desk)
    assert at_sign_in.waiting == dict.fromkeys(
        ("compound", "building", "unit", "house", "household", "resident"), 1
    )
    assert at_sign_in.aside == []
    assert at_sign_in.as_of.startswith("2026-11-21T01:")  # a day before, when it signed in
    record_visit(desk, household="5-1-101", outcome="31")
    record_visit(desk, household="5-1-101", outcome="31")
    assert send.status(desk).waiting["visit"] == 2
    sent()
    told = send.status(desk)
    assert told.waiting == {}
    assert {kind: told.records[kind] for kind in ("house", "household", "visit", "issue")} == {
        "house": 1,
        "household": 1,
        "visit": 2,
        "issue": 0,
    }
    assert told.as_of.startswith("2026-11-22T01:")


def test_an_edit_of_what_the_hub_has_waits_again(sent, desk):
    sent()
    record_visit(desk, household="5-1-101", outcome="31")
    assert send.status(desk).waiting == {"household": 1, "visit": 1}
    assert sent().sent == 2


def test_status_tells_what_the_hub_did_not_take_and_why(sent, town, desk):
    issue = report_issue(desk, category="0204", text="灯不亮了", household="5-1-101").issue
    zhang = town.desk("zhang")
    sent()
    town.sync(zhang)
    take_step(zhang, issue=issue.short_no, step="void")
    late = take_step(desk, issue=issue.short_no, step="handle_here", text="已联系物业")
    town.sync(zhang)
    assert sent().verdicts == {"refused": 1}
    (line,) = send.status(desk).aside
    assert (line["kind"], line["record_id"], line["verdict"]) == ("issue_step", late.id, "refused")
    assert line["reason"].startswith("This issue has moved on")
    assert line["body"]["text"] == "已联系物业"
    assert send.status(desk).waiting == {}


def test_a_deleted_household_is_counted_no_more(sent, town, desk):
    zhang = town.desk("zhang")
    sent()
    town.sync(zhang)
    assert send.status(zhang).records["household"] == 1
    edit(desk, held(desk, Household)[0], deleted=True)
    assert send.status(desk).records["household"] == 0
    sent()
    town.sync(zhang)
    assert send.status(zhang).records["household"] == 0
