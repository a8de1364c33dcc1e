"""An answer settles its own change and no other; what the hub did not take is kept with why."""

import pytest

from gridapp.store import outbox
from gridapp.wire.messages import Receipt
from tests.store.made import (
    HUB_AT,
    SCOPE,
    add,
    changes,
    close,
    edit,
    held,
    household,
    settle,
    step,
    stored,
    visit,
    waiting,
)


def aside(desk):
    with desk.reading() as connection:
        return outbox.aside(connection)


def test_answer_settles_its_own_change_and_no_other(known):
    edit(known, phone="10033334444")
    [sent] = close(known)
    edit(known, phone="10055556666")
    settle(known, [sent], stored(sent, 6))
    [later] = changes(known)
    assert later.fields == {"phone": "10055556666"}
    assert (held(known).phone, held(known).rev, held(known).hub_at) == ("10055556666", 6, HUB_AT)


def test_answer_to_a_new_record_gives_it_its_number_and_it_waits_no_more(desk):
    add(desk, visit("v1"))
    add(desk, household("h1"))
    closed = close(desk)
    numbers = {"household": 7, "visit": 8}
    settle(desk, closed, *[stored(each, numbers[each.change.kind]) for each in closed])
    assert waiting(desk) == {}
    assert close(desk) == []
    assert (held(desk).rev, held(desk).hub_at) == (7, HUB_AT)


def test_change_without_an_answer_goes_on_waiting(desk):
    add(desk, household("h1"), household("h2"))
    add(desk, visit("v1"))
    closed = close(desk)
    settle(desk, closed, stored(closed[1], 7))
    assert close(desk) == [closed[0], closed[2]]
    settle(desk, closed)
    assert waiting(desk) == {"household": 1, "visit": 1}


def test_edit_without_an_answer_goes_on_waiting_though_a_later_one_was_answered(known):
    add(known, household("h2"))
    [each] = close(known)
    settle(known, [each], stored(each, 6))
    edit(known, "h1", phone="1")
    edit(known, "h2", phone="2")
    first, second = close(known)
    settle(known, [first, second], stored(second, 7))
    assert close(known) == [first]


def test_receipt_for_a_change_that_was_not_sent_is_not_believed(known):
    edit(known, phone="10033334444")
    [sent] = close(known)
    settle(known, [], stored(sent, 6))
    settle(known, [sent], Receipt("of somebody else", "stored", 6))
    assert waiting(known) == {"household": 1}
    assert held(known).rev == 5


def test_older_number_never_replaces_a_newer_one(known):
    edit(known, phone="10033334444")
    [sent] = close(known)
    settle(known, [sent], stored(sent, 4))
    assert held(known).rev == 5
    assert waiting(known) == {}


@pytest.mark.parametrize("verdict", ["refused", "set_aside"])
def test_what_was_not_taken_is_set_aside_with_its_reason_and_words(desk, verdict):
    add(desk, step("pass_up", text="管道又漏"))
    add(desk, household("h1"))
    closed = {each.change.kind: each for each in close(desk)}
    asked, card = closed["issue_step"], closed["household"]
    reason = Receipt(asked.change.change_id, verdict, 0, "“{x}” has moved on.", {"x": "I-7K3-1"})
    settle(desk, [card, asked], reason, stored(card, 3))
    told = {"scope": SCOPE, "issue_id": "i1", "step": "pass_up", "at": "t", "text": "管道又漏"}
    assert aside(desk) == [
        {
            "change_id": asked.change.change_id,
            "kind": "issue_step",
            "record_id": "s1",
            "verdict": verdict,
            "reason": "“{x}” has moved on.",
            "reason_values": {"x": "I-7K3-1"},
            "body": told,
            "answered_at": HUB_AT,
        }
    ]
    assert waiting(desk) == {}
    assert close(desk) == []
    assert held(desk).rev == 3


def test_same_refusal_heard_twice_is_one_line(desk):
    add(desk, household("h1"))
    [sent] = close(desk)
    for _ in range(2):
        settle(desk, [sent], Receipt(sent.change.change_id, "set_aside", 0, "Why."))
    assert len(aside(desk)) == 1


def test_card_that_was_set_aside_is_sent_again_once_it_is_corrected(desk):
    add(desk, household("h1", phone="not a number"))
    [sent] = close(desk)
    settle(desk, [sent], Receipt(sent.change.change_id, "set_aside", 0, "Check the phone."))
    assert waiting(desk) == {}
    edit(desk, phone="10033334444")
    assert waiting(desk) == {"household": 1}
    [again] = changes(desk)
    assert again.fields == {"scope": SCOPE, "house_id": "house-1", "phone": "10033334444"}


@pytest.mark.parametrize("verdict", ["stored", "merged", "conflict"])
def test_what_the_hub_took_is_not_set_aside(known, verdict):
    edit(known, phone="10033334444")
    [sent] = close(known)
    settle(known, [sent], Receipt(sent.change.change_id, verdict, 8))
    assert aside(known) == []
    assert waiting(known) == {}
