"""One worker at one desk: the open store, who they are, and the clock."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from gridapp.client import clock
from gridapp.domain.errors import Expected
from gridapp.domain.ids import namer, short_no
from gridapp.domain.records.header import Record
from gridapp.domain.records.people import Post
from gridapp.domain.records.places import Grid
from gridapp.domain.scopes import SHARD_LENGTH
from gridapp.domain.times import local_day, moment
from gridapp.domain.words import N_
from gridapp.store import keys, migrate, rows, settings
from gridapp.store.engine import Store, Transaction, open_store
from gridapp.store.keys import Custody

STORE = "desk.db"
GRID_LENGTH = 15


class NotSignedIn(Expected):
    """There is no desk in this data folder yet."""


class SaidOtherwise(Expected):
    """A line comes again under its id with other words."""


class NotYourGrid(Expected):
    """The grid is not one of this person's."""


@dataclass(frozen=True)
class Me:
    """Who this desk was registered for; as the hub told at sign-in.

    `fingerprint` is of the hub's certificate, "" where a root this computer trusts vouches for it;
    `addresses` are all the hub listened at. `relay_key` are the hub's public keys for envelopes, in hexadecimal; "" where it told none.
    """

    account: str
    person: str
    device_id: str
    tag: str
    private_key: str
    hub_id: str
    address: str
    demo: bool
    salts: Mapping[str, str]
    relay_key: str = ""
    fingerprint: str = ""
    addresses: Sequence[str] = ()


@dataclass(frozen=True)
class Desk:
    """What an action is handed."""

    store: Store
    me: Me
    clock: Callable[[], datetime] = clock.now

    def place_id(self, place: str, kind: str, *parts: str) -> str:
        """The id of what stands at a place of ours, the same on every laptop."""
        return self.namer(place, kind)(*parts)

    def namer(self, place: str, kind: str, *within: str) -> Callable[..., str]:
        """What gives the ids of one kind in the district of `place`; raises NotYourGrid."""
        salt = self.me.salts.get(place[:SHARD_LENGTH])
        if salt is None:
            raise NotYourGrid(
                N_("{place} is not in a district of yours. Check the number of the grid."),
                place=place,
            )
        return namer(salt, kind, *within)

    def head(self, now: datetime) -> dict[str, Any]:
        """Who writes, and when, for the head of a record."""
        return {"written_by": self.me.account, "written_at": moment(now)}

    def number(self, connection: Transaction, letter: str, now: datetime) -> str:
        """The next number of this laptop one can say on the phone, e.g. V-7K3-1122-4."""
        sequence = settings.next_number(connection, letter, now)
        return short_no(letter, self.me.tag, now, sequence)

    def close(self) -> None:
        """Give the files back."""
        self.store.close()


def custody(home: Path, passphrase: str | None) -> Custody:
    """Where the key of the desk in the data folder `home` is kept."""
    return Custody(home, STORE, passphrase)


def has_key_store() -> bool:
    """True where this computer keeps keys for its people; may take seconds to find out."""
    return keys.has_key_store()


def open_desk(
    home: Path, passphrase: str | None, *, now: Callable[[], datetime] = clock.now
) -> Desk:
    """Unlock the desk in `home`; raises NotSignedIn, NoKey or WrongPassphrase."""
    kept = custody(home, passphrase)
    if not kept.is_made:
        raise NotSignedIn(
            N_("Nobody has signed in on this laptop yet. Run “gridapp desk sign-in” first.")
        )
    key = kept.unlock()
    unfinished = NotSignedIn(
        N_("Signing in did not finish on this laptop. Run “gridapp desk sign-in” again.")
    )
    if not kept.store_path.exists():
        raise unfinished
    store = open_store(kept.store_path, key)
    migrate.upgrade(store, "desk", now=now())
    with store.reading() as connection:
        kept_me = settings.read(connection, "me")
    if kept_me is None:
        store.close()
        raise unfinished
    return Desk(store, Me(**{**kept_me, "addresses": tuple(kept_me.get("addresses", ()))}), now)


def my_posts(connection: Transaction, desk: Desk) -> list[Post]:
    """The posts this person holds today."""
    today = local_day(desk.clock()).isoformat()
    posts = rows.where(connection, Post, account=desk.me.account)
    return [p for p in posts if p.from_on <= today <= (p.to_on or "9999")]


def my_places(connection: Transaction, desk: Desk) -> list[str]:
    """The codes of the places this person holds a post at today."""
    return sorted({p.place for p in my_posts(connection, desk) if not p.unit_id})


def my_grids(connection: Transaction, desk: Desk) -> list[str]:
    """The grids this person holds a post at today."""
    return [place for place in my_places(connection, desk) if len(place) == GRID_LENGTH]


def my_area(desk: Desk) -> list[str]:
    """The names of the grids this person holds a post at today; a grid without a name its code."""
    with desk.store.reading() as connection:
        named = {grid.code: grid.name for grid in rows.where(connection, Grid)}
        return [named.get(code, code) for code in my_grids(connection, desk)]


def check_same_words(held: Record, told: Mapping[str, Any]) -> None:
    """Raise SaidOtherwise where a repeated line says another thing than what it wrote."""
    for name, value in told.items():
        if name in held.kind.fields and getattr(held, name) != value:
            raise SaidOtherwise(
                N_(
                    "“{id}” is written down already with other words. Nothing was changed. "
                    "Give this one an id of its own."
                ),
                id=held.id,
            )
