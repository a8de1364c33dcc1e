"""What arrives from the hub never covers what somebody wrote here and nobody answered yet."""

import pytest

from gridapp.domain.records.people import Household
from gridapp.domain.records.visits import Visit
from gridapp.store import arriving
from gridapp.wire.messages import Receipt
from tests.store.made import (
    SCOPE,
    add,
    changes,
    close,
    edit,
    held,
    household,
    settle,
    visit,
    waiting,
)

MINE, THEIRS = "10033334444", "10077778888"


def arrived(**told):
    return {"id": "h1", "scope": SCOPE, "house_id": "house-1", "rev": 9, **told}


def arrive(desk, *many, kind=Household):
    """Lay what was written here over what arrives and keep it, as a page does."""
    with desk.writing() as connection:
        return arriving.put(connection, kind, many)


def test_arriving_record_replaces_what_nobody_edited_here(known):
    [laid] = arrive(known, arrived(phone=THEIRS))
    assert laid == household("h1", phone=THEIRS, rev=9, written_by="", written_at="")
    assert held(known) == laid
    assert waiting(known) == {}


@pytest.mark.parametrize("sent", [False, True])
def test_own_edit_not_yet_answered_lies_over_what_arrives(known, sent):
    edit(known, phone=MINE, care_tags=())
    before = close(known) if sent else []
    edit(known, remark="有狗")
    [laid] = arrive(known, arrived(phone=THEIRS, care_tags=("W1",), head="李建国"))
    assert (laid.phone, laid.care_tags, laid.remark) == (MINE, (), "有狗")
    assert (laid.head, laid.rev) == ("李建国", 9)
    after = close(known)
    assert after[: len(before)] == before, "what was sent once is sent again as it was"
    said = {name: value for each in after for name, value in each.change.fields.items()}
    assert said == {"phone": MINE, "care_tags": (), "remark": "有狗"}
    assert {each.change.base_rev for each in after} == {5}, "the edit did not know what arrived"


def test_edit_that_was_answered_lies_over_nothing(known):
    edit(known, phone=MINE)
    [sent] = close(known)
    settle(known, [sent], Receipt(sent.change.change_id, "conflict", 9))
    [laid] = arrive(known, arrived(phone=THEIRS))
    assert laid.phone == THEIRS


def test_new_record_not_yet_sent_lies_over_its_twin_from_another_laptop(desk):
    add(desk, household("h1", phone=MINE))
    [laid] = arrive(desk, arrived(phone=THEIRS, head="李建国"))
    assert (laid.phone, laid.head, laid.rev) == (MINE, "李建国", 9)
    [each] = close(desk)
    assert each.change.fields == {"phone": MINE}
    assert each.change.base_rev == 0, "it was written without knowing the other's"


def test_twin_that_says_the_same_leaves_nothing_to_send(desk):
    add(desk, household("h1", phone=THEIRS, care_tags=("E1",)))
    [laid] = arrive(desk, arrived(phone=THEIRS, care_tags=("E1",), head="李建国"))
    assert laid.head == "李建国"
    assert waiting(desk) == {}


def test_new_record_sent_already_is_sent_again_as_it_was_when_its_twin_arrives(desk):
    add(desk, household("h1", phone=MINE))
    [sent] = changes(desk)
    [laid] = arrive(desk, arrived(phone=THEIRS, head="李建国"))
    assert (laid.phone, laid.head) == (MINE, "李建国")
    [again] = changes(desk)
    assert (again.id, again.fields, again.base_rev) == (sent.id, sent.fields, sent.base_rev)


def test_own_fact_that_comes_back_waits_no_more(desk):
    add(desk, visit("v1", workers=("吴",)))
    [sent] = close(desk)
    back = {"id": "v1", "rev": 9, **sent.change.fields}
    [laid] = arrive(desk, back, kind=Visit)
    assert laid == visit("v1", workers=("吴",), rev=9)
    assert waiting(desk) == {}


def test_many_arrive_at_once(known):
    edit(known, phone=MINE)
    many = [arrived(id=f"n{number}", phone="2") for number in range(6000)]
    laid = arrive(known, *many, arrived(phone="2"))
    assert [entry.phone for entry in laid] == ["2"] * 6000 + [MINE]


def test_nothing_arrives(known):
    assert arrive(known) == []
