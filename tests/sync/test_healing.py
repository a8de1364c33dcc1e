"""A hub put back to yesterday's copy: after each laptop's next sync it holds all any of them held."""

import shutil
from dataclasses import dataclass, replace

import msgspec
import pytest

from gridapp.client.actions.send import status
from gridapp.client.actions.visits import withdraw_visit
from gridapp.domain.hub_numbers import sum_of
from gridapp.domain.records.visits import Visit
from gridapp.domain.scopes import reach_named, scope
from gridapp.server import admin, lineage
from gridapp.store import rows, settings, standing, tallies
from gridapp.store.backup import copy
from gridapp.store.engine import open_store
from gridapp.store.hub_tables import on_hub
from gridapp.sync.converse import converse
from tests.server.world import GRID, NEXT_GRID, card, edit, household, move_in, visit
from tests.sync.shaky import Shaky, knock, stands

HIGH = "hub.high.json"
pytestmark = pytest.mark.parametrize("built", ["sqlite"], indirect=True)


@dataclass
class Yesterday:
    """A world whose hub can be put back to the copy that was made of it."""

    world: object
    kept: object

    def put_back(self, way="by file"):
        """Put the copy in place, and begin the hub again as its program does."""
        world = self.world
        old = world.hub.store
        if way != "by file":
            (world.folder / HIGH).unlink(missing_ok=True)
        old.close()
        for left in world.folder.glob(f"{old.path.name}*"):
            left.unlink()
        shutil.copy(self.kept, old.path)
        store = open_store(old.path, world.built_key)
        world.opened.callback(store.close)
        here = replace(world.hub.lineage, begun={})
        with store.writing() as connection:
            lineage.look(connection, here)
            if way == "by command":
                lineage.put_back(connection)
        world.hub = replace(world.hub, store=store, lineage=here)


@pytest.fixture
def world(world, built):
    world.built_key = built.key
    return world


@pytest.fixture
def li(world):
    return world.desk("li")


@pytest.fixture
def zhang(world):
    return world.desk("zhang")


@pytest.fixture
def other(world):
    return world.desk("other")


@pytest.fixture
def yesterday(world, li, zhang):
    """Both laptops know a household and a visit, and so does the copy."""
    knock(li, move_in(li))
    world.sync(li, zhang)
    kept = copy(world.hub.store, world.folder / "copies", label="daily", now=world.clock())
    return Yesterday(world, kept)


@pytest.fixture
def home(yesterday):
    (this,) = stands(yesterday.world)["household"]
    return this


def same(world, *desks):
    """Everybody sends and reads; then all hold the same and nobody has anything to mend."""
    world.sync(*desks, *desks)
    for desk in desks:
        tally = world.sync(desk)
        assert (tally.sent, tally.received, tally.round_trips) == (0, 0, 1)
        assert stands(desk) == stands(world)


@pytest.mark.parametrize("way", ["by file", "by command", "by neither"])
def test_what_any_laptop_holds_comes_back(world, li, zhang, yesterday, home, way):
    lis = knock(li, home).id
    edit(li, home, phone="10011112222", care_tags=("E1",))
    world.sync(li, zhang)
    zhangs = knock(zhang, home).id
    edit(zhang, home, remark="dog")
    world.sync(zhang)
    before = stands(zhang)
    yesterday.put_back(way)
    assert len(stands(world)["visit"]) == 1
    assert world.sync(li).given_back > 0
    same(world, li, zhang)
    held = stands(world)
    assert {lis, zhangs} < held["visit"].keys()
    assert held["conflict"] == {}
    for kind, many in before.items():
        for this, one in many.items():
            now = held[kind][this]
            assert {**now, "rev": 0, "hub_at": ""} == {**one, "rev": 0, "hub_at": ""}


def test_older_state_that_comes_after_a_newer_one_changes_nothing(
    world, li, zhang, yesterday, home
):
    edit(li, home, phone="10011112222")
    world.sync(li, zhang)
    edit(li, home, phone="10033334444")
    world.sync(li)
    yesterday.put_back()
    world.sync(li)
    same(world, zhang, li)
    assert household(zhang, home).phone == "10033334444"
    assert world.count("conflict") == 0


def test_newer_state_that_comes_after_an_older_one_is_taken(world, li, zhang, yesterday, home):
    edit(li, home, phone="10011112222")
    world.sync(li, zhang)
    edit(li, home, phone="10033334444", remark="dog")
    world.sync(li)
    yesterday.put_back()
    world.sync(zhang)
    same(world, li, zhang)
    assert (household(zhang, home).phone, household(zhang, home).remark) == ("10033334444", "dog")
    assert world.count("conflict") == 0


@pytest.mark.parametrize("way", ["by file", "by neither"])
def test_what_was_written_since_the_hub_was_put_back_is_not_covered(
    world, li, yesterday, home, way
):
    edit(li, home, phone="10011112222")
    world.sync(li)
    yesterday.put_back(way)
    office = world.device("office")
    rev = world.held("household")[home]["rev"]
    world.ask(office, card(home, base_rev=rev, phone="10077778888"))
    world.sync(li)
    assert world.held("household")[home]["phone"] == "10077778888"
    (filed,) = world.held("conflict").values()
    assert (filed["kept"]["value"], filed["offered"]["value"]) == ("10077778888", "10011112222")
    assert (filed["kept"]["by"], filed["offered"]["by"]) == ("office", "li")


@pytest.mark.parametrize("_again", range(3))
def test_life_goes_on_after_healing(world, li, zhang, yesterday, home, _again):
    """The numbers of the run the hub forgot must not stand in the way of those it gives now."""
    edit(li, home, phone="10011112222")
    world.sync(li, zhang)
    yesterday.put_back()
    world.sync(li, zhang)
    edit(zhang, home, phone="10033334444")
    assert world.sync(zhang).verdicts == {"stored": 1}
    same(world, li, zhang)
    assert household(li, home).phone == "10033334444"


def test_edit_that_waits_on_a_record_that_is_given_back_survives(world, li, zhang, yesterday, home):
    new = move_in(li, "102", remark="lame")
    edit(li, home, phone="10011112222")
    world.sync(li)
    edit(li, home, remark="dog")
    edit(li, new, phone="10033334444")
    yesterday.put_back()
    same(world, li, zhang)
    assert (household(zhang, home).phone, household(zhang, home).remark) == ("10011112222", "dog")
    assert (household(zhang, new).remark, household(zhang, new).phone) == ("lame", "10033334444")


def test_what_was_withdrawn_stays_gone(world, li, zhang, yesterday):
    (this,) = stands(li)["visit"]
    withdraw_visit(li, this)
    world.sync(li)
    yesterday.put_back()
    world.sync(zhang, li)
    same(world, li, zhang)
    assert world.held("visit")[this]["deleted"]


def test_what_was_not_taken_is_kept_again_for_a_person(world, li, yesterday, home):
    with li.store.writing() as connection:
        wrong = {**visit("v-wrong", place=NEXT_GRID).fields, "id": "v-wrong", **li.head(li.clock())}
        rows.insert(connection, [Visit(**wrong)])
    knock(li, home)
    assert world.sync(li).verdicts == {"stored": 1, "set_aside": 1}
    before = [(one["record_id"], one["reason"], one["body"]) for one in world.offered()]
    yesterday.put_back()
    assert world.offered() == []
    world.sync(li)
    world.sync(li)
    after = [(one["record_id"], one["reason"], one["body"]) for one in world.offered()]
    assert after == before
    assert len(status(li).aside) == 1


@dataclass
class Forger:
    """A laptop whose program was changed: it bends what it gives back."""

    remote: object
    bend: object

    @property
    def spent(self):
        return self.remote.spent

    def exchange(self, ask):
        if ask.healing and ask.healing.returned:
            ask = msgspec.structs.replace(ask, healing=self.bend(ask.healing))
        return self.remote.exchange(ask)


def column_as(healing, name, value):
    """The same with another value in one column of what is given back."""
    returned = {
        kind: msgspec.structs.replace(
            columns,
            values=[
                [value(each) for each in column] if told == name else column
                for told, column in zip(columns.names, columns.values, strict=True)
            ],
        )
        for kind, columns in healing.returned.items()
    }
    return msgspec.structs.replace(healing, returned=returned)


def other_sheets(healing):
    sheets = tuple(msgspec.structs.replace(each, tag=bytes(16)) for each in healing.sheets)
    return msgspec.structs.replace(healing, sheets=sheets)


@pytest.mark.parametrize(
    "bend",
    [
        other_sheets,
        lambda healing: msgspec.structs.replace(healing, sheets=()),
        lambda healing: column_as(healing, "note", lambda _: "met nobody"),
        lambda healing: column_as(healing, "written_by", lambda _: "office"),
        lambda healing: column_as(healing, "rev", lambda rev: rev + 1),
        lambda healing: column_as(healing, "id", lambda this: this[:-1] + "x"),
    ],
    ids=["seal", "no seal", "words", "author", "number", "id"],
)
def test_what_is_forged_is_not_taken_back(world, li, zhang, yesterday, home, bend):
    knock(zhang, home, note="met the son")
    world.sync(zhang, li)
    yesterday.put_back()
    held = stands(world)["visit"]
    tally = converse(li.store, Forger(world.remote(li), bend), li.clock)
    assert tally.given_back == 0
    assert stands(world)["visit"] == held


def test_ones_own_that_cannot_be_proven_is_judged_like_any_new_one(
    world, li, zhang, yesterday, home
):
    lost = knock(li, home, note="met the son").id
    world.sync(li)
    with li.store.writing() as connection:
        connection.exec_driver_sql("DELETE FROM sheet")
    yesterday.put_back()
    world.sync(li)
    same(world, li, zhang)
    assert world.held("visit")[lost]["note"] == "met the son"


def test_what_another_wrote_and_nobody_vouches_for_goes(world, li, zhang, yesterday, home):
    lost = knock(zhang, home, note="met the son").id
    world.sync(zhang, li)
    with li.store.writing() as connection:
        connection.exec_driver_sql("DELETE FROM sheet")
    yesterday.put_back()
    world.sync(li)
    assert lost not in stands(li)["visit"]
    same(world, zhang, li)
    assert lost in stands(li)["visit"]


def test_sealed_record_comes_back_from_one_who_sees_its_place(world, other, li, yesterday):
    """A seal says that it is true, not that it is theirs to say."""
    world.ask(world.device("other"), visit("v-theirs", place=NEXT_GRID))
    world.sync(other)
    yesterday.put_back()
    with other.store.reading() as connection:
        told = standing.as_told(connection, "visit", ["v-theirs"])
        sheets = standing.proofs(connection, {"visit": told})
    assert len(sheets) == 1
    world.sync(li)
    assert "v-theirs" not in world.held("visit")
    world.sync(other)
    assert "v-theirs" in world.held("visit")


def test_place_that_is_lost_is_put_away_once_all_was_handed_in(world, li, home):
    lost = knock(li, home).id
    admin.add_post(world.hub, account="li", role="grid_worker", place=NEXT_GRID)
    world.sync(li)
    edit(li, home, remark="dog")
    world.sync(li)
    with world.hub.store.writing() as connection:
        posts = on_hub("post")
        ended = posts.update().where(posts.c.account == "li", posts.c.place == GRID)
        connection.execute(ended.values(to_on="2026-11-01"))
    assert household(li, home) is not None, "not before the hub has said so"
    world.sync(li)
    assert household(li, home) is None
    assert stands(li)["visit"] == {}
    assert lost in world.held("visit")
    assert world.held("household")[home]["remark"] == "dog"
    assert world.sync(li).round_trips == 1


def test_kind_the_desk_does_not_know_is_kept_and_counted(world, li):
    move_in(li)
    world.sync(li)
    where = scope(GRID)
    dream = {"id": "d-1", "scope": where, "rev": 7, "hub_at": "t", "mood": ["x"]}
    more = sum_of("dream", [("d-1", 7)])

    def newer(answer):
        cursors = [
            msgspec.structs.replace(
                c, count=c.count + more.records, total=(c.total + more.total) % 2**48
            )
            if reach_named(c.reach).holds(where)
            else c
            for c in answer.cursors
        ]
        records = {**answer.records, "dream": [dream]}
        return msgspec.structs.replace(answer, records=records, cursors=cursors)

    for _ in range(2):
        tally = converse(li.store, Shaky(world.remote(li), bent=newer), li.clock)
        assert tally.round_trips == 1, "nothing is lacking"
    with li.store.reading() as connection:
        assert standing.as_told(connection, "dream", ["d-1"]) == [dream]


def test_what_a_desk_counted_wrong_is_mended_and_not_asked_for_again(world, li):
    move_in(li)
    world.sync(li)
    with li.store.writing() as connection:
        connection.exec_driver_sql("UPDATE tally SET total = total + 1")
    assert world.sync(li).round_trips > 1
    assert world.sync(li).round_trips == 1
    with li.store.reading() as connection:
        for reach in settings.cursors(connection):
            held = standing.numbered(connection, reach_named(reach))
            assert tallies.of(connection, reach_named(reach)).records == len(held)
