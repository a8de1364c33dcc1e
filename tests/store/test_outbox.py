"""Changes wait until they are answered, say only what changed, and are settled by their own id."""

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from gridapp.domain.merge import BOOKKEEPING, blank
from gridapp.domain.records import KINDS
from gridapp.domain.records.issues import IssueStep
from gridapp.domain.records.people import Household
from gridapp.domain.records.visits import Visit
from gridapp.store import outbox, rows
from gridapp.store.tables import outbox as noted
from gridapp.wire.messages import Receipt
from tests.store.made import NOW, SCOPE, household, records

HUB_AT = "2026-11-22T20:00:00.000Z"
MANY = 2000


class Undone(Exception):
    """Ends an example without a trace."""


def add(desk, *entries):
    with desk.writing() as connection:
        outbox.add(connection, entries)


def held(desk, record_id="h1"):
    with desk.reading() as connection:
        return rows.get(connection, Household, record_id)


def edit(desk, record_id="h1", **changed):
    with desk.writing() as connection:
        before = rows.get(connection, Household, record_id)
        return outbox.edit(connection, before, replace(before, **changed))


def close(desk, most=MANY):
    with desk.writing() as connection:
        return outbox.close(connection, most)


def settle(desk, changes, *receipts):
    with desk.writing() as connection:
        outbox.settle(connection, changes, receipts, HUB_AT)


def stored(change, rev):
    return Receipt(change.change_id, "stored", rev)


def waiting(desk):
    with desk.reading() as connection:
        return outbox.waiting(connection)


def aside(desk):
    with desk.reading() as connection:
        return outbox.aside(connection)


def visit(record_id):
    head = {"scope": SCOPE, "household_id": "h1", "house_id": "house-1", "short_no": "V-7K3-1122-1"}
    return Visit(id=record_id, outcome="10", visited_at="2026-11-22T10:00:00.000Z", **head)


@pytest.fixture
def known(desk):
    """A desk with a household the hub holds as number 5, and nothing that waits."""
    add(desk, household("h1", head="吴桂芳", phone="10011112222", care_tags=("E1", "E2")))
    [change] = close(desk)
    settle(desk, [change], stored(change, 5))
    assert waiting(desk) == {}
    return desk


def test_new_records_wait_each_with_an_id_of_its_own(desk):
    add(desk, household("h1", head="吴桂芳"), household("h2"))
    add(desk, visit("v1"))
    assert waiting(desk) == {"household": 2, "visit": 1}
    changes = close(desk)
    assert [(c.kind, c.id, c.base_rev) for c in changes] == [
        ("household", "h1", 0),
        ("household", "h2", 0),
        ("visit", "v1", 0),
    ]
    assert len({c.change_id for c in changes}) == 3
    assert (changes[0].written_by, changes[0].written_at) == ("wu", "2026-11-22")


def test_nothing_added_notes_nothing(desk):
    add(desk)
    assert waiting(desk) == {}
    assert close(desk) == []


@pytest.mark.parametrize("name", KINDS)
@settings(
    max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(drawn=st.data())
def test_change_of_a_new_record_says_all_that_is_not_blank(desk, name, drawn):
    entries = drawn.draw(records(name, least=1))
    with pytest.raises(Undone), desk.writing() as connection:
        outbox.add(connection, entries)
        said = {change.id: change.fields for change in outbox.close(connection, MANY)}
        for entry in entries:
            assert not set(said[entry.id]) & BOOKKEEPING
            blanks = {field: blank(entry.kind, field) for field in entry.kind.fields}
            full = blanks | said[entry.id]
            assert {f: full[f] for f in full if f not in BOOKKEEPING} == {
                f: v for f, v in entry.__dict__.items() if f not in BOOKKEEPING
            }
        raise Undone


def test_edit_says_only_the_fields_that_changed(known):
    assert edit(known, phone="10033334444", remark="", care_tags=("E1",))
    [change] = close(known)
    assert change.fields == {"phone": "10033334444", "care_tags": ("E1",)}
    assert change.base_rev == 5
    assert held(known).phone == "10033334444"


def test_emptied_field_is_said_too(known):
    edit(known, phone="", care_tags=())
    [change] = close(known)
    assert change.fields == {"phone": "", "care_tags": ()}


def test_edit_that_changes_nothing_notes_nothing(known):
    assert not edit(known, phone="10011112222")
    assert not edit(known, written_by="li", written_at="2027", hub_at="2027", rev=7)
    assert waiting(known) == {}
    assert held(known).written_by == "wu"


def test_edit_of_a_record_not_yet_sent_adds_no_second_change(desk):
    add(desk, household("h1", head="吴桂芳"))
    edit(desk, phone="10033334444")
    edit(desk, head="")
    [change] = close(desk)
    assert change.fields == {"scope": SCOPE, "house_id": "house-1", "phone": "10033334444"}


def test_edits_before_sending_are_one_change_with_the_last_values(known):
    edit(known, phone="10033334444")
    edit(known, remark="有狗")
    edit(known, phone="10055556666")
    [change] = close(known)
    assert change.fields == {"phone": "10055556666", "remark": "有狗"}
    assert change.base_rev == 5


def test_edits_of_two_records_are_two_changes(known):
    add(known, household("h2"))
    edit(known, phone="1")
    edit(known, "h2", phone="2")
    assert [(c.id, c.fields["phone"]) for c in close(known)] == [("h2", "2"), ("h1", "1")]


def test_edit_after_sending_is_a_new_change_and_the_sent_one_stays_as_it_was(known):
    edit(known, phone="10033334444")
    [sent] = close(known)
    edit(known, phone="10055556666", remark="有狗")
    edit(known, remark="有大狗")
    again, later = close(known)
    assert again == sent
    assert later.fields == {"phone": "10055556666", "remark": "有大狗"}
    assert later.change_id != sent.change_id


def test_new_record_edited_after_sending_is_sent_again_as_it_was(desk):
    add(desk, household("h1", phone="1"))
    [sent] = close(desk)
    edit(desk, phone="2", head="吴桂芳")
    again, later = close(desk)
    assert again == sent
    assert again.fields["phone"] == "1"
    assert later.fields == {"phone": "2", "head": "吴桂芳"}


def test_closing_twice_says_the_same(desk):
    add(desk, household("h1", care_tags=("E1",), extra={"new": [1, "x"]}), household("h2"))
    add(desk, visit("v1"))
    assert close(desk) == close(desk)


def test_oldest_changes_are_sent_first_and_no_more_than_asked(desk):
    add(desk, *[household(f"h{n}") for n in range(5)])
    assert [change.id for change in close(desk, 2)] == ["h0", "h1"]
    first = close(desk, 2)
    edit(desk, "h0", phone="1")
    assert close(desk, 2) == first
    settle(desk, first, *[stored(change, n) for n, change in enumerate(first, 1)])
    assert [change.id for change in close(desk)] == ["h2", "h3", "h4", "h0"]


def test_answer_settles_its_own_change_and_no_other(known):
    edit(known, phone="10033334444")
    [sent] = close(known)
    edit(known, phone="10055556666")
    settle(known, [sent], stored(sent, 6))
    [later] = close(known)
    assert later.fields == {"phone": "10055556666"}
    assert (held(known).phone, held(known).rev, held(known).hub_at) == ("10055556666", 6, HUB_AT)


def test_edit_during_a_push_starts_from_what_the_push_got(known):
    """Else a person's second edit would clash with their own first."""
    edit(known, phone="10033334444")
    [sent] = close(known)
    edit(known, phone="10055556666")
    settle(known, [sent], stored(sent, 6))
    [later] = close(known)
    assert later.base_rev == 6


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
    step = IssueStep(id="s1", scope=SCOPE, issue_id="i1", step="pass_up", at="t", text="管道又漏")
    add(desk, step)
    add(desk, household("h1"))
    changes = close(desk)
    reason = Receipt(changes[0].change_id, verdict, 0, "“{x}” has moved on.", {"x": "I-7K3-1"})
    settle(desk, changes, reason, stored(changes[1], 3))
    [kept] = aside(desk)
    assert kept == {
        "change_id": changes[0].change_id,
        "kind": "issue_step",
        "record_id": "s1",
        "verdict": verdict,
        "reason": "“{x}” has moved on.",
        "reason_values": {"x": "I-7K3-1"},
        "body": {**step.__dict__, **changes[0].fields}
        and {name: value for name, value in changes[0].fields.items()},
        "answered_at": HUB_AT,
    }
    assert kept["body"]["text"] == "管道又漏"
    assert waiting(desk) == {}
    assert held(desk).rev == 3


def test_same_refusal_heard_twice_is_one_line(desk):
    add(desk, household("h1"))
    [sent] = close(desk)
    for _ in range(2):
        settle(desk, [sent], Receipt(sent.change_id, "set_aside", 0, "Why."))
    assert len(aside(desk)) == 1


@pytest.mark.parametrize("verdict", ["stored", "merged", "conflict"])
def test_what_the_hub_took_is_not_set_aside(known, verdict):
    edit(known, phone="10033334444")
    [sent] = close(known)
    settle(known, [sent], Receipt(sent.change_id, verdict, 8))
    assert aside(known) == []
    assert waiting(known) == {}


def arrived(**told):
    return {"id": "h1", "scope": SCOPE, "house_id": "house-1", "rev": 9, **told}


def overlay(desk, *many):
    with desk.reading() as connection:
        return outbox.overlay(connection, Household, many)


def test_arriving_record_replaces_what_nobody_edited_here(known):
    [laid] = overlay(known, arrived(phone="10077778888"))
    assert laid == household("h1", phone="10077778888", rev=9, written_by="", written_at="")


@pytest.mark.parametrize("sent", [False, True])
def test_own_edit_not_yet_answered_lies_over_what_arrives(known, sent):
    edit(known, phone="10033334444", care_tags=())
    if sent:
        close(known)
    edit(known, remark="有狗")
    [laid] = overlay(known, arrived(phone="10077778888", care_tags=("W1",), head="李建国"))
    assert (laid.phone, laid.care_tags, laid.remark) == ("10033334444", (), "有狗")
    assert (laid.head, laid.rev) == ("李建国", 9)


def test_edit_that_was_answered_lies_over_nothing(known):
    edit(known, phone="10033334444")
    changes = close(known)
    settle(known, changes, Receipt(changes[0].change_id, "conflict", 9))
    [laid] = overlay(known, arrived(phone="10077778888"))
    assert laid.phone == "10077778888"


def test_new_record_not_yet_answered_lies_over_its_twin_from_another_laptop(desk):
    add(desk, household("h1", phone="10033334444"))
    [laid] = overlay(desk, arrived(phone="10077778888", head="李建国"))
    assert (laid.phone, laid.head, laid.rev) == ("10033334444", "李建国", 9)


def test_waiting_change_of_another_kind_lies_over_nothing(desk):
    add(desk, visit("h1"))
    [laid] = overlay(desk, arrived(phone="10077778888"))
    assert laid.phone == "10077778888"


def test_many_arrive_at_once(known):
    edit(known, phone="10033334444")
    many = [arrived(id=f"n{number}", phone="2") for number in range(6000)]
    laid = overlay(known, *many, arrived(phone="2"))
    assert [entry.phone for entry in laid] == ["2"] * 6000 + ["10033334444"]


def test_raising_leaves_neither_record_nor_change(known):
    with pytest.raises(Undone), known.writing() as connection:
        outbox.add(connection, [household("h2")])
        before = rows.get(connection, Household, "h1")
        outbox.edit(connection, before, replace(before, phone="2"))
        raise Undone
    assert waiting(known) == {}
    assert held(known, "h2") is None
    assert held(known).phone == "10011112222"


def test_raising_while_closing_seals_nothing(known):
    edit(known, phone="1")
    with pytest.raises(Undone), known.writing() as connection:
        outbox.close(connection, MANY)
        raise Undone
    edit(known, phone="2")
    [change] = close(known)
    assert change.fields == {"phone": "2"}


def test_record_that_is_there_already_is_not_added_again(desk):
    add(desk, household("h1", phone="1"))
    with pytest.raises(Exception, match="UNIQUE"):
        add(desk, household("h2"), household("h1", phone="2"))
    assert waiting(desk) == {"household": 1}
    assert held(desk).phone == "1"
    assert held(desk, "h2") is None


def test_order_survives_the_settling_of_everything(desk):
    """A number given again would let a later change overtake an earlier one."""
    add(desk, household("h1"))
    [first] = close(desk)
    settle(desk, [first], stored(first, 1))
    add(desk, household("h2"))
    with desk.reading() as connection:
        assert connection.execute(select(noted.c.record_id)).scalars().all() == ["h2"]
    assert [change.id for change in close(desk)] == ["h2"]
    assert NOW.year == 2026
