"""The conversation of desks with their hub, over every way a connection can be lost."""

import msgspec
import pytest

from gridapp.client.actions.send import status
from gridapp.domain.records.issues import Conflict
from gridapp.store import rows
from gridapp.sync.converse import NotAnswered, converse
from gridapp.wire.messages import Receipt
from tests.postgres import on_four_hubs_too
from tests.server.world import edit, household, move_in
from tests.sync.shaky import Lost, Shaky, knock, stands

pytestmark = on_four_hubs_too


@pytest.fixture
def li(world):
    return world.desk("li")


@pytest.fixture
def zhang(world):
    return world.desk("zhang")


def counts(desk, kind):
    return status(desk).records[kind]


def conflicts(desk):
    with desk.store.reading() as connection:
        return rows.where(connection, Conflict)


def test_what_one_desk_writes_the_other_reads_and_again_moves_nothing(world, li, zhang):
    home = move_in(li)
    knock(li, home, note="met the daughter")
    sent = world.sync(li)
    assert (sent.sent, sent.verdicts) == (4, {"stored": 4})
    received = world.sync(zhang)
    assert (received.sent, received.received) == (0, 4)
    assert stands(li) == stands(zhang) == stands(world)
    for desk in (li, zhang, li):
        again = world.sync(desk)
        assert (again.sent, again.received, again.round_trips) == (0, 0, 1)


def test_lost_request_loses_nothing(world, li):
    knock(li, move_in(li))
    with pytest.raises(Lost):
        converse(li.store, Shaky(world.remote(li), lost="request"), world.clock)
    assert sum(status(li).waiting.values()) == 4
    assert world.count("visit") == 0
    assert world.sync(li).verdicts == {"stored": 4}
    assert stands(li) == stands(world)


def test_lost_answer_does_not_duplicate(world, li, zhang):
    knock(li, move_in(li))
    for _ in range(2):
        with pytest.raises(Lost):
            converse(li.store, Shaky(world.remote(li), lost="answer"), world.clock)
        assert sum(status(li).waiting.values()) == 4
    assert world.count("visit") == 1
    assert world.sync(li).verdicts == {"stored": 4}
    world.sync(zhang)
    assert world.count("visit") == 1
    assert world.count("conflict") == 0
    assert stands(li) == stands(zhang) == stands(world)


def test_what_another_desk_wrote_after_a_lost_answer_is_read(world, li, zhang):
    """The hub answers a repeated change as before; the record may have moved on since."""
    home = move_in(li)
    with pytest.raises(Lost):
        converse(li.store, Shaky(world.remote(li), lost="answer"), world.clock)
    world.sync(zhang)
    edit(zhang, home, remark="dog")
    world.sync(zhang, li)
    assert household(li, home).remark == "dog"
    assert stands(li) == stands(zhang) == stands(world)


def test_work_goes_on_after_a_lost_answer_without_a_conflict_with_oneself(world, li, zhang):
    home = move_in(li)
    world.sync(li, zhang)
    for lost, remark in (("request", "dog"), ("answer", "two dogs"), ("answer", "three dogs")):
        edit(li, home, remark=remark)
        with pytest.raises(Lost):
            converse(li.store, Shaky(world.remote(li), lost=lost), world.clock)
    edit(li, home, remark="no dog", phone="12345678901")
    world.sync(li, zhang)
    assert world.count("conflict") == 0
    assert household(zhang, home).remark == "no dog"
    assert stands(li) == stands(zhang) == stands(world)


@pytest.mark.parametrize("when", ["before", "after"])
def test_edit_during_a_push_survives_it(world, li, zhang, when):
    home = move_in(li)
    edits = [lambda: edit(li, home, remark="dog"), lambda: knock(li, home)]
    shaky = Shaky(world.remote(li), meanwhile=edits, when=when)
    tally = converse(li.store, shaky, world.clock)
    assert not status(li).waiting
    assert tally.round_trips > 1
    world.sync(zhang)
    assert household(zhang, home).remark == "dog"
    assert counts(zhang, "visit") == 1
    assert stands(li) == stands(zhang) == stands(world)


def test_edit_of_the_very_field_that_is_on_its_way_survives(world, li, zhang):
    home = move_in(li)
    world.sync(li, zhang)
    edit(li, home, remark="dog")
    shaky = Shaky(world.remote(li), meanwhile=[lambda: edit(li, home, remark="two dogs")])
    converse(li.store, shaky, world.clock)
    world.sync(zhang)
    assert household(zhang, home).remark == "two dogs"
    assert world.count("conflict") == 0
    assert stands(li) == stands(zhang) == stands(world)


def test_two_desks_edit_different_fields_and_both_stay(world, li, zhang):
    home = move_in(li)
    world.sync(li, zhang)
    edit(li, home, remark="dog")
    edit(zhang, home, phone="12345678901", assistance=("21",))
    assert world.sync(li).verdicts == {"stored": 1}
    assert world.sync(zhang).verdicts == {"merged": 1}
    world.sync(li)
    held = household(li, home)
    assert (held.remark, held.phone, held.assistance) == ("dog", "12345678901", ("21",))
    assert stands(li) == stands(zhang) == stands(world)
    assert conflicts(li) == []


def test_two_desks_edit_one_field_and_both_see_both_values(world, li, zhang):
    home = move_in(li)
    world.sync(li, zhang)
    edit(li, home, remark="dog")
    edit(zhang, home, remark="cat")
    assert world.sync(li).verdicts == {"stored": 1}
    assert world.sync(zhang).verdicts == {"conflict": 1}
    world.sync(li)
    for desk in (li, zhang):
        (filed,) = conflicts(desk)
        assert (filed.about_kind, filed.about_id, filed.field) == ("household", home, "remark")
        assert (filed.kept["value"], filed.kept["by"]) == ("dog", "li")
        assert (filed.offered["value"], filed.offered["by"]) == ("cat", "zhang")
        assert filed.kept["at"] < filed.offered["at"] < filed.found_at
        assert household(desk, home).remark == "dog"
    assert stands(li) == stands(zhang) == stands(world)


def test_conflict_tells_the_time_of_the_value_it_shows(world, li, zhang):
    home = move_in(li)
    world.sync(li, zhang)
    edit(li, home, remark="dog")
    world.sync(li)
    edit(zhang, home, phone="12345678901")
    edit(zhang, home, remark="cat")
    written_at = household(zhang, home).written_at
    world.sync(zhang)
    assert conflicts(zhang)[0].offered["at"] == written_at


def test_card_edited_twice_before_it_is_sent_carries_the_later_time(world, li):
    home = move_in(li)
    world.sync(li)
    edit(li, home, remark="dog")
    edit(li, home, phone="12345678901")
    world.sync(li)
    assert world.held("household")[home]["written_at"] == household(li, home).written_at
    assert stands(li) == stands(world)


def test_desk_hears_what_was_kept_though_it_had_read_that_far(world, li, zhang):
    """The page that brings the other's value arrives while the edit of the same field waits."""
    home = move_in(li)
    world.sync(li, zhang)
    edit(zhang, home, remark="cat")
    world.sync(zhang)
    late = Shaky(world.remote(li), meanwhile=[lambda: edit(li, home, remark="dog")])
    converse(li.store, late, world.clock)
    world.sync(zhang)
    assert household(li, home).remark == "cat"
    assert [filed.offered["value"] for filed in conflicts(li)] == ["dog"]
    assert stands(li) == stands(zhang) == stands(world)


def test_delete_and_edit_that_meet_are_shown_to_a_person(world, li, zhang):
    """Whoever comes second: a delete never silently beats an edit."""
    for first, second, room in ((li, zhang, "101"), (zhang, li, "102")):
        home = move_in(li, room)
        world.sync(li, zhang)
        edit(li, home, remark="they have a baby now")
        edit(zhang, home, deleted=True)
        world.sync(first, second, first)
        assert home in {filed.about_id for filed in conflicts(li)}, second.me.account
        assert stands(li) == stands(zhang) == stands(world)


def test_visit_of_two_laptops_under_one_number_is_kept_twice(world, li, zhang):
    home = move_in(li)
    world.sync(li, zhang)
    knock(li, home, id="v-1", note="met the daughter")
    knock(zhang, home, id="v-1", note="nobody there", outcome="20")
    world.sync(li)
    assert world.sync(zhang).verdicts == {"set_aside": 1}
    (aside,) = status(zhang).aside
    assert (aside["record_id"], aside["body"]["note"]) == ("v-1", "nobody there")
    assert "Both are kept" in aside["reason"]
    assert stands(li) == stands(zhang) == stands(world)


def test_visit_under_a_taken_number_made_while_sending_is_kept_whole(world, li, zhang):
    home = move_in(li)
    world.sync(li, zhang)
    knock(li, home, id="v-1", note="met the daughter", met_person="daughter")
    world.sync(li)
    told = {"id": "v-1", "note": "nobody there", "outcome": "20"}
    late = Shaky(world.remote(zhang), meanwhile=[lambda: knock(zhang, home, **told)])
    converse(zhang.store, late, world.clock)
    assert world.held("visit")["v-1"]["note"] == "met the daughter"
    (kept,) = world.offered()
    assert (kept["body"]["note"], kept["body"]["outcome"]) == ("nobody there", "20")
    assert "household_id" in kept["body"]
    assert "met_person" not in kept["body"]
    assert stands(li) == stands(zhang) == stands(world)


def test_answer_that_forgets_a_change_is_no_answer(world, li):
    knock(li, move_in(li))

    def forgetful(answer):
        numbers = {kind: revs[:-1] for kind, revs in answer.numbers.items()}
        return msgspec.structs.replace(answer, numbers=numbers)

    shaky = Shaky(world.remote(li), bent=forgetful)
    with pytest.raises(NotAnswered):
        converse(li.store, shaky, world.clock)
    assert sum(status(li).waiting.values()) == 4


def test_answer_to_something_never_sent_is_no_answer(world, li):
    knock(li, move_in(li))
    stray = Receipt("never-sent", "stored", 7)
    shaky = Shaky(world.remote(li), bent=lambda a: with_receipts(a, [*a.receipts, stray]))
    with pytest.raises(NotAnswered):
        converse(li.store, shaky, world.clock)
    assert sum(status(li).waiting.values()) == 4


def with_receipts(answer, receipts):
    return msgspec.structs.replace(answer, receipts=receipts)


def test_status_shows_where_each_record_is(world, li):
    home = move_in(li)
    assert status(li).waiting == {"building": 1, "house": 1, "household": 1}
    assert household(li, home).rev == 0
    world.sync(li)
    assert status(li).waiting == {}
    assert household(li, home).rev > 0


def test_laptop_that_goes_about_twice_is_noticed_and_loses_nothing(world, li):
    home = move_in(li)
    world.sync(li)
    knock(li, home)
    world.sync(li)
    twin = world.copied(li)
    visits = [knock(desk, home).id for desk in (li, twin)]
    said = [world.sync(desk).is_double for desk in (li, twin, li)]
    knock(li, home)
    said.append(world.sync(li).is_double)
    assert any(said)
    assert set(visits) <= set(world.held("visit"))
    world.sync(twin)
    assert stands(li) == stands(twin) == stands(world)


def test_answer_that_is_lost_does_not_look_like_a_second_laptop(world, li):
    home = move_in(li)
    world.sync(li)
    for lost in ("answer", "request", "answer"):
        knock(li, home)
        with pytest.raises(Lost):
            converse(li.store, Shaky(world.remote(li), lost=lost), world.clock)
    assert not world.sync(li).is_double
