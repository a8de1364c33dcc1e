"""Changes wait until they are answered, say only what changed, and are settled by their own id."""

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gridapp.domain.fields import Writing
from gridapp.domain.merge import blank
from gridapp.domain.records import KINDS
from gridapp.domain.records.people import Household
from gridapp.store import outbox, rows
from gridapp.wire.columns import unpack
from gridapp.wire.sheets import fingerprints
from tests.store.made import (
    SCOPE,
    add,
    changes,
    close,
    edit,
    held,
    household,
    records,
    settle,
    step,
    stored,
    undone,
    visit,
    waiting,
)

OURS = [name for name, kind in KINDS.items() if kind.writing is not Writing.REFERENCE]


def test_new_records_wait_each_with_an_id_of_its_own(desk):
    add(desk, household("h1", head="吴桂芳"), household("h2"))
    add(desk, visit("v1"))
    assert waiting(desk) == {"household": 2, "visit": 1}
    made = changes(desk)
    assert [(change.kind, change.id, change.base_rev) for change in made] == [
        ("visit", "v1", 0),
        ("household", "h1", 0),
        ("household", "h2", 0),
    ]
    assert len({change.change_id for change in made}) == 3
    assert (made[1].written_by, made[1].written_at) == ("wu", "2026-11-22")
    assert waiting(desk) == {"household": 2, "visit": 1}, "sent is not answered"


def test_nothing_added_is_nothing_to_send(desk):
    add(desk)
    assert waiting(desk) == {}
    assert close(desk) == []


def test_what_came_from_the_hub_does_not_wait(desk):
    with desk.writing() as connection:
        rows.put(connection, [household("h1", rev=3)])
        rows.put(connection, [visit("v1", rev=4)])
    assert waiting(desk) == {}
    assert close(desk) == []


@pytest.mark.parametrize("name", OURS)
@settings(
    max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(drawn=st.data())
def test_change_of_a_new_record_says_all_that_is_not_blank(desk, name, drawn):
    entries = [replace(entry, rev=0) for entry in drawn.draw(records(name, least=1))]
    with undone(desk) as connection:
        outbox.add(connection, entries)
        parcel = outbox.close(connection, 2000)
        assert (set(parcel.made), parcel.count) == ({name}, len(entries))
        said = {values["id"]: values for values in unpack(parcel.made[name])}
        blank_one = {field: blank(KINDS[name], field) for field in KINDS[name].fields}
        for entry in entries:
            assert {**blank_one, **said[entry.id]} == {**entry.__dict__, "hub_at": entry.hub_at}
            assert all(value != blank_one[field] for field, value in said[entry.id].items())


def test_edit_says_only_the_fields_that_changed(known):
    assert edit(known, phone="10033334444", remark="", care_tags=("E1",))
    assert waiting(known) == {"household": 1}
    [change] = changes(known)
    assert change.fields == {"phone": "10033334444", "care_tags": ("E1",)}
    assert change.base_rev == 5
    assert held(known).phone == "10033334444"


def test_emptied_field_is_said_too(known):
    edit(known, phone="", care_tags=())
    [change] = changes(known)
    assert change.fields == {"phone": "", "care_tags": ()}


def test_edit_that_changes_nothing_notes_nothing(known):
    assert not edit(known, phone="10011112222")
    assert not edit(known, written_by="li", written_at="2027", hub_at="2027", rev=7)
    assert waiting(known) == {}
    assert (held(known).written_by, held(known).rev) == ("wu", 5)


def test_edit_of_a_record_not_yet_sent_is_part_of_its_first_change(desk):
    add(desk, household("h1", head="吴桂芳"))
    edit(desk, phone="10033334444")
    edit(desk, head="")
    assert waiting(desk) == {"household": 1}
    [change] = changes(desk)
    assert change.fields == {"scope": SCOPE, "house_id": "house-1", "phone": "10033334444"}


def test_edits_before_sending_are_one_change_with_the_last_values(known):
    edit(known, phone="10033334444")
    edit(known, remark="有狗")
    edit(known, phone="10055556666")
    assert waiting(known) == {"household": 1}
    [change] = changes(known)
    assert change.fields == {"phone": "10055556666", "remark": "有狗"}
    assert change.base_rev == 5


def test_edits_of_two_records_are_two_changes(known):
    add(known, household("h2"))
    [each] = close(known)
    settle(known, [each], stored(each, 6))
    edit(known, "h2", phone="2")
    edit(known, "h1", phone="1")
    assert [(c.id, c.fields) for c in changes(known)] == [
        ("h2", {"phone": "2"}),
        ("h1", {"phone": "1"}),
    ]


def test_edit_after_sending_is_a_new_change_and_the_sent_one_stays_as_it_was(known):
    edit(known, phone="10033334444")
    [sent] = close(known)
    edit(known, phone="10055556666", remark="有狗")
    edit(known, remark="有大狗")
    again, later = close(known)
    assert again == sent
    assert later.change.fields == {"phone": "10055556666", "remark": "有大狗"}
    assert later.change.change_id != sent.change.change_id


def test_new_record_edited_after_sending_is_sent_again_as_it_was(desk):
    add(desk, household("h1", phone="1"))
    [sent] = changes(desk)
    edit(desk, phone="2", head="吴桂芳")
    again, later = changes(desk)
    assert (again.id, again.fields, again.base_rev) == (sent.id, sent.fields, 0)
    assert (again.written_by, again.written_at) == (sent.written_by, sent.written_at)
    assert later.fields == {"phone": "2", "head": "吴桂芳"}
    assert again.change_id in later.after, "who wrote it knew the first"


def test_what_is_sent_again_bears_the_name_the_hub_gave_it(desk):
    """So a creation that was taken and whose answer was lost is not taken twice."""
    add(desk, household("h1", phone="1", care_tags=("E1",), extra={"new": 1}))
    with desk.writing() as connection:
        [named] = fingerprints("household", outbox.close(connection, 10).made["household"])
    edit(desk, phone="2")
    assert changes(desk)[0].change_id == named.hex()


def test_edit_is_named_by_what_it_says(known):
    """A laptop put back to an older copy must not say two things under one name."""
    edit(known, phone="1")
    with undone(known) as connection:
        [first] = outbox.close(connection, 10).changes
    assert changes(known) == [first]
    edit(known, phone="2")
    assert changes(known)[1].change_id != first.change_id


def test_edit_knows_its_own_changes_that_wait_and_no_others(known):
    edit(known, phone="1")
    [first] = changes(known)
    edit(known, phone="2")
    edit(known, remark="r")
    second = changes(known)[1]
    edit(known, phone="3")
    third = changes(known)[2]
    assert (first.after, second.after) == ((), (first.change_id,))
    assert third.after == (first.change_id, second.change_id)


def test_closing_twice_says_the_same(desk):
    add(desk, household("h1", care_tags=("E1",), extra={"new": [1, "x"]}), household("h2"))
    add(desk, visit("v1", workers=("吴", "李"), checklist={"gas": True}), visit("v2"))
    add(desk, step("register"))
    first = close(desk)
    assert len(first) == 5
    assert close(desk) == first


def test_no_more_is_sent_than_asked_and_all_of_it_in_the_end(desk):
    add(desk, *[household(f"h{number}") for number in range(5)])
    add(desk, visit("v1"), visit("v2"))
    sent: list[str] = []
    while closed := close(desk, 2):
        assert len(closed) <= 2
        assert close(desk, 2) == closed
        if closed[0].change.id == "h0" and closed[0].made:
            edit(desk, "h0", phone="2")
        settle(desk, closed, *[stored(each, len(sent) + 1) for each in closed])
        sent += [each.change.id for each in closed]
    # Edited while it was on its way, h0 is sent again as it left, and then what changed.
    assert sorted(sent) == ["h0", "h0", "h0", "h1", "h2", "h3", "h4", "v1", "v2"]


def test_steps_leave_in_the_order_they_were_made(desk):
    """The hub judges each at what came before it."""
    made = [step("register", id=f"s{number}") for number in (5, 1, 4, 2, 3)]
    for one in made:
        add(desk, one)
    assert [change.id for change in changes(desk)] == ["s5", "s1", "s4", "s2", "s3"]


def test_raising_leaves_neither_record_nor_change(known):
    with undone(known) as connection:
        outbox.add(connection, [household("h2")])
        before = rows.get(connection, Household, "h1")
        assert before
        assert outbox.edit(connection, before, replace(before, phone="2"))
        assert outbox.waiting(connection) == {"household": 2}
    assert waiting(known) == {}
    assert held(known, "h2") is None
    assert held(known).phone == "10011112222"


def test_raising_while_closing_seals_nothing(known):
    edit(known, phone="1")
    with undone(known) as connection:
        assert outbox.close(connection, 2000).count == 1
    edit(known, phone="2")
    [change] = changes(known)
    assert change.fields == {"phone": "2"}


def test_record_that_is_there_already_is_not_added_again(desk):
    add(desk, household("h1", phone="1"))
    with pytest.raises(Exception, match="UNIQUE"):
        add(desk, household("h2"), household("h1", phone="2"))
    assert waiting(desk) == {"household": 1}
    assert held(desk).phone == "1"
    assert held(desk, "h2") is None
