"""What is taken back at the hub stays gone, and nobody takes back what is not theirs to write."""

import pytest

from tests.server.world import GRID, NEXT_GRID, change, visit

PLACE = f"{GRID}/place"
AT = "2026-11-22T09:00:00.000Z"


def verdicts(answer):
    return [receipt.verdict for receipt in answer.receipts]


@pytest.fixture
def li(world):
    return world.device("li")


@pytest.fixture
def zhang(world):
    return world.device("zhang")


def test_fact_is_taken_back_by_who_may_write_there(world, li, zhang):
    rev = world.ask(li, visit("v-1", note="met the daughter")).receipts[0].rev
    answer = world.ask(zhang, change("visit", "v-1", base_rev=rev, deleted=True))
    assert verdicts(answer) == ["merged"]
    assert answer.receipts[0].rev > rev
    held = world.held("visit")["v-1"]
    assert (held["deleted"], held["written_by"]) == (True, "zhang")
    assert held["note"] == "met the daughter"
    (told,) = world.ask(li).records["visit"]
    assert (told["id"], told["deleted"]) == ("v-1", True)


def test_fact_taken_back_twice_is_written_once_and_told_to_who_asked(world, li, zhang):
    rev = world.ask(li, visit("v-1")).receipts[0].rev
    gone = change("visit", "v-1", base_rev=rev, deleted=True)
    first, again = world.ask(li, gone), world.ask(li, gone)
    assert again.receipts == first.receipts
    read = world.ask(zhang).cursors
    later = world.ask(zhang, change("visit", "v-1", base_rev=rev, deleted=True), cursors=read)
    assert later.receipts[0].rev == first.receipts[0].rev
    assert [told["written_by"] for told in later.records["visit"]] == ["li"]


def test_fact_taken_back_before_it_came_stays_gone_when_it_comes(world, li, zhang):
    answer = world.ask(li, change("visit", "v-1", deleted=True, scope=PLACE))
    assert verdicts(answer) == ["merged"]
    (told,) = answer.records["visit"]
    assert told["deleted"]
    assert not {"note", "outcome"} & told.keys()
    for device in (li, zhang):
        late = world.ask(device, visit("v-1", note="met the son"))
        assert verdicts(late) == ["merged"]
        assert [told["deleted"] for told in late.records["visit"]] == [True]
    held = world.held("visit")["v-1"]
    assert (held["deleted"], held["note"]) == (True, "")


@pytest.mark.parametrize(
    "fields",
    [
        {"deleted": True, "note": "and another word"},
        {"deleted": False},
        {"deleted": True, "scope": f"{NEXT_GRID}/place"},
        {"deleted": "yes"},
    ],
    ids=str,
)
def test_fact_is_taken_back_by_nothing_else(world, li, fields):
    rev = world.ask(li, visit("v-1")).receipts[0].rev
    answer = world.ask(li, change("visit", "v-1", base_rev=rev, **fields))
    assert verdicts(answer) == ["set_aside"]
    assert not world.held("visit")["v-1"]["deleted"]


def test_nothing_is_taken_back_in_a_place_that_is_not_ones_own(world, li):
    other = world.device("other")
    gone = change("visit", "v-1", deleted=True, scope=f"{GRID}/place")
    assert verdicts(world.ask(other, gone)) == ["set_aside"]
    rev = world.ask(li, visit("v-1")).receipts[0].rev
    gone = change("visit", "v-1", base_rev=rev, deleted=True)
    assert verdicts(world.ask(other, gone)) == ["set_aside"]
    assert "visit" not in world.ask(other).records


def test_step_is_never_taken_back(world, li):
    issue = {"short_no": "I-1", "category": "0204", "text": "no light", "told_at": AT}
    step = {"issue_id": "i-1", "step": "register", "at": AT, "scope": PLACE}
    world.ask(li, change("issue", "i-1", scope=PLACE, **issue), change("issue_step", "s-1", **step))
    rev = world.held("issue_step")["s-1"]["rev"]
    answer = world.ask(li, change("issue_step", "s-1", base_rev=rev, deleted=True))
    assert verdicts(answer) == ["set_aside"]
    assert not world.held("issue_step")["s-1"]["deleted"]
