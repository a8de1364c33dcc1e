"""Decisions about what two people wrote: judged at the hub, written, kept, and changed again."""

import pytest

from gridapp.client.desk import my_posts
from gridapp.server import admin
from gridapp.store.hub_tables import on_hub
from tests.server.world import GRID, STREET, card, change

PLACE = f"{GRID}/place"


def decision(conflict, takes="offered", *, before, replaces="", scope=PLACE, **other):
    return change(
        "resolution",
        scope=scope,
        conflict_id=conflict["id"],
        takes=takes,
        before={"value": before},
        replaces=replaces,
        other={"value": other["value"]} if other else {},
    )


def ask(world, account, *changes):
    """The receipts of a laptop of this account."""
    return world.ask(world.device(account), *changes).receipts


def the(world, kind):
    (found,) = world.held(kind).values()
    return found


def clash(world, first, second):
    """What is filed where li and zhang wrote on one card, zhang second."""
    li, zhang = world.device("li"), world.device("zhang")
    (made,) = world.ask(li, card(phone="10000000001")).receipts
    assert made.verdict == "stored"
    (one,) = world.ask(li, card(base_rev=made.rev, **first)).receipts
    (two,) = world.ask(zhang, card(base_rev=made.rev, **second)).receipts
    assert (one.verdict, two.verdict) == ("stored", "conflict")
    return the(world, "conflict")


@pytest.fixture
def conflict(world):
    """li wrote four, zhang three; the hub keeps four."""
    return clash(world, {"resident_count": 4}, {"resident_count": 3})


@pytest.mark.parametrize(("takes", "stands"), [("kept", 4), ("offered", 3)])
def test_either_side_can_be_taken_and_the_conflict_stays_readable(world, conflict, takes, stands):
    asked = decision(conflict, takes, before=4)
    (receipt,) = ask(world, "office", asked)
    assert receipt.verdict == "stored"
    assert the(world, "household")["resident_count"] == stands
    after = the(world, "conflict")
    assert (after["taken"], after["resolved_by"]) == (takes, "office")
    assert after["resolved_at"] == asked.written_at
    assert after["resolution_id"] == asked.id
    assert (after["kept"]["value"], after["offered"]["value"]) == (4, 3)


def test_a_third_value_can_be_written(world, conflict):
    (receipt,) = ask(world, "office", decision(conflict, "other", before=4, value=5))
    assert receipt.verdict == "stored"
    assert the(world, "household")["resident_count"] == 5
    assert the(world, "household")["written_by"] == "office"
    assert the(world, "conflict")["taken"] == "other"


def test_a_third_value_that_does_not_fit_is_refused(world, conflict):
    (receipt,) = ask(world, "office", decision(conflict, "other", before=4, value="five"))
    assert receipt.verdict == "refused"
    assert the(world, "household")["resident_count"] == 4


def test_of_two_who_decide_differently_the_second_is_refused_with_a_sentence(world, conflict):
    first = ask(world, "office", decision(conflict, "kept", before=4))
    second = ask(world, "li", decision(conflict, "offered", before=4))
    assert [r.verdict for r in (*first, *second)] == ["stored", "refused"]
    assert "decided this already" in second[0].reason
    assert the(world, "household")["resident_count"] == 4
    assert world.count("resolution") == 1
    assert {row["kind"] for row in world.offered()} == {"household", "resolution"}


def test_the_value_that_lost_can_be_taken_later(world, conflict):
    first = decision(conflict, "offered", before=4)
    again = decision(conflict, "kept", before=3, replaces=first.id)
    assert [r.verdict for r in ask(world, "office", first, again)] == ["stored"] * 2
    assert the(world, "household")["resident_count"] == 4
    assert the(world, "conflict")["resolution_id"] == again.id


def test_a_value_written_since_is_never_overwritten_unseen(world, conflict):
    rev = the(world, "household")["rev"]
    ask(world, "zhang", card(base_rev=rev, resident_count=6))
    (receipt,) = ask(world, "office", decision(conflict, before=4))
    assert receipt.verdict == "refused"
    assert "since" in receipt.reason
    assert the(world, "household")["resident_count"] == 6


def test_the_same_decision_sent_again_is_answered_the_same(world, conflict):
    office, asked = world.device("office"), decision(conflict, before=4)
    first = world.ask(office, asked).receipts
    assert world.ask(office, asked).receipts == first
    assert world.count("resolution") == 1


def test_workers_decide_where_there_is_no_leader_and_not_where_there_is_one(world, conflict):
    (free,) = ask(world, "zhang", decision(conflict, before=4))
    assert free.verdict == "stored"
    admin.add_account(world.hub, name="leader", person="Fictitious leader", password="secret12")
    admin.add_post(world.hub, account="leader", role="grid_leader", place=GRID)
    stands = the(world, "conflict")["resolution_id"]
    asked = decision(conflict, "kept", before=3, replaces=stands)
    (led,) = ask(world, "zhang", asked)
    assert (led.verdict, "grid leader" in led.reason) == ("refused", True)
    (leads,) = ask(world, "leader", decision(conflict, "kept", before=3, replaces=stands))
    assert leads.verdict == "stored"


def test_a_decision_from_elsewhere_or_about_nothing_changes_nothing(world, conflict):
    mine = ask(world, "other", decision(conflict, before=4, scope="990101001001002/place"))
    unknown = ask(world, "office", decision({"id": "none"}, before=4))
    above = ask(world, "street", decision(conflict, before=4, scope=f"{STREET}/place"))
    assert [r.verdict for r in (*mine, *unknown, *above)] == ["refused"] * 3
    assert the(world, "conflict")["taken"] == ""


def test_a_decision_about_a_card_the_hub_lost_stops_no_other(world, conflict):
    """A hub that was put back may hold the conflict and not yet what it is about."""
    with world.hub.store.writing() as connection:
        connection.execute(on_hub("household").delete())
    about, other = decision(conflict, before=4), card("h-2", phone="10000000002")
    assert [r.verdict for r in ask(world, "office", about, other)] == ["refused", "stored"]


def test_a_field_only_a_newer_program_knows_is_decided_too(world):
    conflict = clash(world, {"extra": {"pets": 1}}, {"extra": {"pets": 2}})
    assert conflict["field"] == "extra.pets"
    (receipt,) = ask(world, "office", decision(conflict, before=1))
    assert receipt.verdict == "stored"
    assert the(world, "household")["extra"] == {"pets": 2}


class TestADeletionThatMetAnEdit:
    """One question, whichever came first."""

    def test_an_edit_of_what_was_deleted_tells_who_deleted_and_what_was_changed(self, world):
        edit = {"phone": "10000000002", "remark": "moved upstairs"}
        conflict = clash(world, {"deleted": True}, edit)
        assert (conflict["field"], conflict["kept"]["value"]) == ("deleted", True)
        assert (conflict["kept"]["by"], conflict["offered"]["by"]) == ("li", "zhang")
        assert conflict["offered"]["changed"] == edit

    def test_to_take_the_edit_brings_the_card_back_with_all_of_it(self, world):
        conflict = clash(world, {"deleted": True}, {"phone": "10000000002"})
        taken = decision(conflict, "offered", before=True)
        (receipt,) = ask(world, "office", taken)
        assert receipt.verdict == "stored"
        assert the(world, "household")["deleted"] is False
        assert the(world, "household")["phone"] == "10000000002"
        (again,) = ask(world, "office", decision(conflict, "kept", before=False, replaces=taken.id))
        assert again.verdict == "stored"
        assert the(world, "household")["deleted"] is True

    def test_a_deletion_of_what_was_edited_tells_who_edited_and_what(self, world):
        conflict = clash(world, {"phone": "10000000002"}, {"deleted": True})
        assert (conflict["kept"]["by"], conflict["kept"]["value"]) == ("li", False)
        assert conflict["kept"]["changed"] == {"phone": "10000000002"}
        assert (conflict["offered"]["by"], conflict["offered"]["value"]) == ("zhang", True)

    def test_to_keep_the_card_does_not_undo_what_was_written_on_it_since(self, world):
        conflict = clash(world, {"phone": "10000000002"}, {"deleted": True})
        rev = the(world, "household")["rev"]
        ask(world, "li", card(base_rev=rev, phone="10000000003"))
        (receipt,) = ask(world, "office", decision(conflict, "kept", before=False))
        assert receipt.verdict == "stored"
        assert the(world, "household")["phone"] == "10000000003"


def test_everybody_who_sees_the_card_hears_of_the_decision(world, conflict):
    ask(world, "office", decision(conflict, before=4))
    desk = world.desk("zhang")
    with desk.store.reading() as connection:
        assert my_posts(connection, desk)
    told = world.ask(world.device("zhang")).records
    assert {"conflict", "resolution"} <= set(told)
    assert "resolution" not in world.ask(world.device("other")).records
