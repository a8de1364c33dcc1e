"""A fact may change while nothing of it left the machine, and is replaced or taken back after."""

from dataclasses import replace
from typing import Any

from gridapp.domain.records.issues import IssueStep
from gridapp.domain.records.visits import Visit
from gridapp.store import arriving, facts, leaving, outbox, rows
from gridapp.wire.messages import Receipt
from tests.store.made import SCOPE, add, close, settle, step, stored, undone, visit, waiting

HEAD: dict[str, Any] = {"written_by": "li", "written_at": "2026-11-22T19:00:00.000Z"}


def has_left(desk, record_id="v1"):
    with desk.reading() as connection:
        held = rows.get(connection, Visit, record_id)
        assert held is not None
        return leaving.has_left(connection, held)


def held(desk, record_id="v1"):
    with desk.reading() as connection:
        return rows.get(connection, Visit, record_id)


def standing(desk):
    with desk.reading() as connection:
        return [(each.id, each.note) for each in rows.where(connection, Visit)]


def amend(desk, record_id="v1", new_id="v2", **changed):
    with desk.writing() as connection:
        before = rows.get(connection, Visit, record_id)
        assert before is not None
        return facts.amend(connection, before, replace(before, **changed, **HEAD), new_id=new_id)


def withdraw(desk, record_id="v1"):
    with desk.writing() as connection:
        found = rows.get(connection, Visit, record_id)
        assert found is not None
        facts.withdraw(connection, found, HEAD)


def aside(desk):
    with desk.reading() as connection:
        return [(row["record_id"], row["reason"]) for row in outbox.aside(connection)]


def refuse(desk, each, reason="Why."):
    settle(desk, [each], Receipt(each.change.change_id, "set_aside", 0, reason))


def test_fact_has_left_from_the_moment_it_is_closed_for_sending(desk):
    add(desk, visit("v1"), visit("v2"))
    assert not has_left(desk)
    close(desk, most=1)
    assert has_left(desk, "v1")
    assert not has_left(desk, "v2")
    add(desk, visit("v3"))
    close(desk)
    assert has_left(desk, "v2")
    assert has_left(desk, "v3")


def test_closing_that_is_undone_lets_nothing_leave(desk):
    add(desk, visit("v1"))
    with undone(desk) as connection:
        outbox.close(connection, 10)
    assert not has_left(desk)


def test_fact_of_the_hub_has_left_long_ago(desk):
    add(desk, visit("v1", rev=7))
    assert has_left(desk)


def test_each_kind_leaves_for_itself(desk):
    add(desk, step("register"))
    close(desk)
    add(desk, visit("v1"))
    assert not has_left(desk)


def test_what_never_left_is_changed_where_it_stands(desk):
    add(desk, visit("v1", note="a"), visit("v9"))
    stands = amend(desk, note="b", workers=("吴", "李"))
    assert stands == visit("v1", note="b", workers=("吴", "李"), **HEAD) == held(desk)
    assert [each.change.id for each in close(desk)] == ["v1", "v9"]


def test_what_may_have_left_is_replaced_by_a_new_one_that_names_it(desk):
    add(desk, visit("v1", note="a"))
    [sent] = close(desk)
    settle(desk, [sent], stored(sent, 7))
    stands = amend(desk, note="b")
    assert (stands.id, stands.replaces, stands.note) == ("v2", "v1", "b")
    assert (stands.rev, stands.hub_at) == (0, "")
    assert standing(desk) == [("v2", "b")]
    gone, new = [each.change for each in close(desk)]
    assert (gone.id, gone.fields, gone.base_rev) == ("v1", {"deleted": True, "scope": SCOPE}, 7)
    assert (gone.written_by, gone.written_at) == tuple(HEAD.values())
    assert (new.id, new.fields["replaces"]) == ("v2", "v1")


def test_closed_without_an_answer_counts_as_left(desk):
    add(desk, visit("v1", note="a"))
    close(desk)
    assert amend(desk, note="b").id == "v2"
    assert amend(desk, "v2", "v3", note="c").id == "v2", "the correction itself never left"
    assert standing(desk) == [("v2", "c")]


def test_what_was_closed_is_sent_no_more_once_it_is_taken_back(desk):
    add(desk, visit("v1", note="secret"))
    close(desk)
    withdraw(desk)
    assert waiting(desk) == {"visit": 1}
    [gone] = close(desk)
    assert gone.change.fields == {"deleted": True, "scope": SCOPE}
    assert close(desk) == [gone], "without an answer the very same is sent again"


def test_what_never_left_goes_without_a_trace(desk):
    add(desk, visit("v1"))
    withdraw(desk)
    assert held(desk) is None
    assert waiting(desk) == {}


def test_the_place_of_one_that_went_is_taken_by_one_that_has_not_left(desk):
    add(desk, visit("v1"), visit("v2"))
    close(desk, most=1)
    withdraw(desk, "v2")
    add(desk, visit("v3"))
    assert not has_left(desk, "v3")


def test_taken_back_twice_is_taken_back_once(desk):
    add(desk, visit("v1"))
    close(desk)
    withdraw(desk)
    before = close(desk)
    withdraw(desk)
    assert close(desk) == before


def test_what_the_hub_did_not_take_goes_with_its_reason(desk):
    add(desk, visit("v1"))
    [sent] = close(desk)
    refuse(desk, sent)
    assert aside(desk) == [("v1", "Why.")]
    withdraw(desk)
    assert (held(desk), aside(desk), waiting(desk)) == (None, [], {})


def test_correction_of_what_the_hub_did_not_take_is_sent(desk):
    add(desk, visit("v1", note="a"))
    [sent] = close(desk)
    refuse(desk, sent)
    assert amend(desk, note="b").replaces == "v1"
    assert aside(desk) == []
    assert [each.change.id for each in close(desk)] == ["v2"]


def test_refusal_of_what_was_taken_back_meanwhile_is_nobodys_worry(desk):
    add(desk, visit("v1"))
    [sent] = close(desk)
    withdraw(desk)
    refuse(desk, sent)
    assert aside(desk) == []
    assert waiting(desk) == {"visit": 1}


def test_withdrawal_the_hub_does_not_take_leaves_the_fact_as_it_stood(desk):
    add(desk, visit("v1", note="a", rev=7))
    before = held(desk)
    withdraw(desk)
    [gone] = close(desk)
    refuse(desk, gone, "Not yours.")
    assert held(desk) == before
    assert aside(desk) == [("v1", "Not yours.")]
    assert waiting(desk) == {}
    withdraw(desk)
    assert aside(desk) == [], "the next try is a new one"


def test_taken_back_holds_against_what_arrives_before_the_hub_has_heard(desk):
    add(desk, visit("v1", rev=7))
    withdraw(desk)
    theirs = {**visit("v1").__dict__, "rev": 8, "note": "as the hub has it"}
    with desk.writing() as connection:
        [laid] = arriving.overlay(connection, Visit, [theirs])
    assert (laid.deleted, laid.note) == (True, "as the hub has it")


def test_step_that_may_have_left_is_not_forgotten(desk):
    add(desk, step("register", id="s1"))
    close(desk)
    add(desk, step("handle_here", id="s2"))
    with desk.writing() as connection:
        steps = rows.where(connection, IssueStep)
        assert [facts.forget(connection, each) for each in steps] == [False, True]
        assert [each.id for each in rows.where(connection, IssueStep)] == ["s1"]


def test_lineage_names_all_that_was_replaced_and_ends(desk):
    add(desk, visit("v1"), visit("v2", replaces="v1"), visit("v3", replaces="v2"))
    add(desk, visit("a", replaces="b"), visit("b", replaces="a"))
    with desk.reading() as connection:
        assert facts.lineage(connection, Visit, "v3") == ["v3", "v2", "v1"]
        assert facts.lineage(connection, Visit, "v1") == ["v1"]
        assert facts.lineage(connection, Visit, "nobody") == ["nobody"]
        assert facts.lineage(connection, Visit, "a") == ["a", "b"]
