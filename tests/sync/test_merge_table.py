"""The merge table, case by case: what stands, what is asked, and that what lost can be taken."""

from dataclasses import dataclass, field
from typing import Any

import pytest

from gridapp.client.actions.conflicts import disagreements, resolve
from gridapp.client.actions.visits import amend_visit, withdraw_visit
from gridapp.client.desk import Desk
from gridapp.domain.ids import place_id
from gridapp.sync.converse import converse
from gridapp.wire.messages import Ask
from tests.postgres import on_four_hubs_too
from tests.server.world import DISTRICT, World, edit, household, move_in
from tests.sync.shaky import knock, settled, stands

HOME = "household"

pytestmark = on_four_hubs_too


@dataclass(frozen=True)
class Meeting:
    """What each of three wrote offline, sent in this order, and how it ends.

    `stands` are fields of the household then; `asked` are those in question, each with what is
    offered.
    """

    edits: tuple[dict[str, Any], ...]
    stands: dict[str, Any]
    asked: tuple[tuple[str, Any], ...] = ()


GONE = {"deleted": True}
MEETINGS = {
    "different fields": Meeting(
        ({"remark": "dog"}, {"phone": "10012345678"}),
        {"remark": "dog", "phone": "10012345678"},
    ),
    "one field, two values": Meeting(
        ({"remark": "dog"}, {"remark": "cat"}), {"remark": "dog"}, (("remark", "cat"),)
    ),
    "one field, one value": Meeting(({"remark": "dog"}, {"remark": "dog"}), {"remark": "dog"}),
    "an edit meets a delete": Meeting(
        (GONE, {"remark": "cat"}), {"deleted": True, "remark": ""}, (("deleted", False),)
    ),
    "a delete meets an edit": Meeting(
        ({"remark": "dog"}, GONE), {"deleted": False, "remark": "dog"}, (("deleted", True),)
    ),
    "two deletes": Meeting((GONE, GONE), {"deleted": True}),
    "three laptops, one field": Meeting(
        ({"remark": "dog"}, {"remark": "cat"}, {"remark": "bird"}),
        {"remark": "dog"},
        (("remark", "bird"), ("remark", "cat")),
    ),
    "fields of a newer program, different ones": Meeting(
        ({"extra": {"one": 1}}, {"extra": {"two": 2}}), {"extra": {"one": 1, "two": 2}}
    ),
    "fields of a newer program, one": Meeting(
        ({"extra": {"one": 1}}, {"extra": {"one": 2}}),
        {"extra": {"one": 1}},
        (("extra.one", 2),),
    ),
}


@dataclass
class Recorder:
    """The hub as `desk` calls it, and what it was asked."""

    world: World
    desk: Desk
    asks: list[Ask] = field(default_factory=list)

    def __getattr__(self, name):
        return getattr(self.world.remote(self.desk), name)

    def exchange(self, ask):
        self.asks.append(ask)
        return self.world.remote(self.desk).exchange(ask)

    def sync(self):
        converse(self.desk.store, self, self.world.clock)

    def again(self):
        """Everything arrives once more, in order."""
        for ask in self.asks:
            self.world.remote(self.desk).exchange(ask)


@pytest.fixture
def desks(world):
    """Three laptops."""
    return [world.desk(name) for name in ("li", "zhang", "li")]


def values(desk, home, names):
    return {name: getattr(household(desk, home), name) for name in names}


def asked(desk):
    return tuple(sorted((each.field, each.offered.value) for each in disagreements(desk)))


@pytest.fixture
def home(world, desks):
    """A household all three hold."""
    home = move_in(desks[0])
    world.sync(*desks)
    return home


@pytest.mark.parametrize("name", MEETINGS)
def test_edits_that_meet(world, desks, home, name):
    meeting = MEETINGS[name]
    for desk, said in zip(desks, meeting.edits, strict=False):
        edit(desk, home, **said)
    world.sync(*desks)
    settled(world, *desks)
    for desk in desks:
        assert values(desk, home, meeting.stands) == meeting.stands
        assert asked(desk) == meeting.asked


@pytest.mark.parametrize("name", [name for name, meeting in MEETINGS.items() if meeting.asked])
def test_what_lost_can_be_read_and_taken(world, desks, home, name):
    meeting = MEETINGS[name]
    for desk, said in zip(desks, meeting.edits, strict=False):
        edit(desk, home, **said)
    world.sync(*desks, *desks)
    lost = meeting.edits[1]
    (found, *_) = [e for e in disagreements(desks[0]) if e.offered.person != e.kept.person]
    assert (found.field, found.offered.value) in meeting.asked
    resolve(desks[0], found.conflict_id, "offered")
    world.sync(*desks)
    settled(world, *desks)
    for desk in desks:
        assert values(desk, home, lost) == lost


def test_chain_of_edits_made_offline_is_one_persons_and_no_question(world, desks, home):
    first, other, _ = desks
    for remark in ("dog", "cat", "bird"):
        edit(first, home, remark=remark)
    edit(first, home, phone="10012345678")
    edit(other, home, resident_count=3)
    settled(world, *desks)
    told = {"remark": "bird", "phone": "10012345678", "resident_count": 3}
    assert [values(desk, home, told) for desk in desks] == [told] * 3
    assert asked(first) == ()


def test_creation_that_arrives_after_its_own_edit_changes_nothing(world, desks):
    first, *_ = desks
    sent = Recorder(world, first)
    home = move_in(first, remark="dog")
    sent.sync()
    edit(first, home, remark="cat")
    sent.sync()
    sent.again()
    settled(world, *desks)
    assert values(desks[1], home, {"remark"}) == {"remark": "cat"}
    assert world.count(HOME) == 1
    assert asked(first) == ()


@pytest.mark.parametrize(
    ("one", "other", "both", "question"),
    [
        ({"remark": "dog"}, {"remark": "dog"}, {"remark": "dog"}, ()),
        (
            {"remark": "dog"},
            {"phone": "10012345678"},
            {"remark": "dog", "phone": "10012345678"},
            (),
        ),
        ({"remark": "dog"}, {"remark": "cat"}, {"remark": "dog"}, (("remark", "cat"),)),
    ],
    ids=["the same", "other fields", "another value"],
)
def test_household_made_by_two_laptops_is_one(world, desks, one, other, both, question):
    homes = [move_in(desk, **said) for desk, said in zip(desks, (one, other), strict=False)]
    assert set(homes) == {place_id(desks[0].me.salts[DISTRICT], HOME, "101")}
    world.sync(*desks)
    settled(world, *desks)
    assert world.count(HOME) == 1
    assert [values(desk, homes[0], both) for desk in desks] == [both] * 3
    assert asked(desks[2]) == question


def test_visit_withdrawn_and_corrected_at_two_laptops_ends_alike_and_no_word_is_lost(
    world, desks, home
):
    """Both are the same person's; the correction is a fact of its own."""
    first, _, second = desks
    visit = knock(first, home, note="at noon")
    world.sync(*desks)
    withdraw_visit(first, visit.id)
    corrected = amend_visit(second, visit.id, note="at one")
    world.sync(first, second)
    settled(world, *desks)
    held = world.held("visit")
    assert held[visit.id]["deleted"]
    assert (held[corrected.id]["deleted"], held[corrected.id]["note"]) == (False, "at one")


def test_visit_withdrawn_stays_gone_whoever_sends_it_again(world, desks, home):
    first, other, _ = desks
    sent = Recorder(world, first)
    visit = knock(first, home, note="at noon")
    sent.sync()
    world.sync(other)
    withdraw_visit(first, visit.id)
    sent.sync()
    sent.again()
    settled(world, *desks)
    assert all(stands(desk)["visit"][visit.id]["deleted"] for desk in (first, other))
