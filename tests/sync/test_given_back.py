"""What a laptop gives back to a hub that forgot it is taken on the hub's own seal alone."""

from collections.abc import Callable
from dataclasses import dataclass

import msgspec
import pytest

from gridapp.store import standing
from gridapp.sync.converse import converse
from gridapp.wire.messages import Healing, Remote
from tests.server.world import NEXT_GRID, visit
from tests.sync import putting_back
from tests.sync.putting_back import same
from tests.sync.shaky import knock, stands

pytestmark = pytest.mark.parametrize("built", ["sqlite"], indirect=True)  # a file is put back
li, zhang = putting_back.li, putting_back.zhang
yesterday, home = putting_back.yesterday, putting_back.home


@pytest.fixture
def other(world):
    return world.desk("other")


@dataclass
class Forger:
    """A laptop whose program was changed: it bends what it gives back."""

    remote: Remote
    bend: Callable[[Healing], Healing]

    def sign_in(self, ask):
        return self.remote.sign_in(ask)

    def snapshot_piece(self, etag, offset):
        return self.remote.snapshot_piece(etag, offset)

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
