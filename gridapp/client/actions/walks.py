"""How a building is walked: told in order, and set by hand where the natural order is wrong."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, NamedTuple

from gridapp.client.actions.visit_lists import check_place
from gridapp.client.desk import Desk
from gridapp.client.list_sheets import in_order
from gridapp.domain.codes import code_list
from gridapp.domain.errors import Expected
from gridapp.domain.fields import check
from gridapp.domain.records.places import Building
from gridapp.domain.words import N_
from gridapp.store import listing, outbox, rows
from gridapp.store.engine import Transaction


class UnknownWay(Expected):
    """The way of walking is not in the list."""


class Stop(NamedTuple):
    """One door on the way."""

    house_id: str
    unit: str
    room: str


class Way(NamedTuple):
    """How a building is walked: a code of walk_mode or "", and its doors in that order."""

    mode: str
    is_reversed: bool
    by_hand: tuple[str, ...]
    stops: tuple[Stop, ...]


def way_of(desk: Desk, *, building: str) -> Way:
    """What is set for a building (its id), and what comes of it; raises NoDoors."""
    with desk.store.reading() as connection:
        held, stops = _walk(connection, building, "")
    return Way(held.walk_mode, held.walk_reversed, held.walk_order, tuple(stops))


def walk_of(desk: Desk, *, building: str, compound: str = "") -> list[Stop]:
    """The doors of a building (its number or id) in walking order.

    Raises NoDoors, SeveralGrids.
    """
    with desk.store.reading() as connection:
        return _walk(connection, building, compound)[1]


def set_walk(
    desk: Desk,
    *,
    building: str,
    compound: str = "",
    mode: str | None = None,
    is_reversed: bool | None = None,
    order: Sequence[str] | None = None,
) -> list[Stop]:
    """Set how a building is walked, as far as told; its doors in the new order.

    `mode` is a code of walk_mode, `order` ids of houses; none gives the natural order back.
    Lists already made stay as they are. Raises NoDoors, SeveralGrids, UnknownWay, BadField.
    """
    if mode and mode not in code_list("walk_mode"):
        ways = ", ".join(way.code for way in code_list("walk_mode"))
        raise UnknownWay(N_("“{way}” is no way of walking. Use {ways}."), way=mode, ways=ways)
    told: dict[str, Any] = {"walk_mode": mode, "walk_reversed": is_reversed}
    told["walk_order"] = None if order is None else tuple(order)
    changes = {name: value for name, value in told.items() if value is not None}
    now = desk.clock()
    with desk.store.writing() as connection:
        held, _ = _walk(connection, building, compound)
        after = replace(held, **changes, **desk.head(now))
        check(after)
        outbox.edit(connection, held, after)
        return _walk(connection, held.id, "")[1]


def _walk(connection: Transaction, building: str, compound: str) -> tuple[Building, list[Stop]]:
    found = listing.behind(connection, compound=compound, building=building, unit=None)
    check_place(found, one_building=True)
    held = rows.get(connection, Building, found[0].building_id)
    assert held is not None
    stops = (Stop(one.house_id, one.unit, one.room) for one in in_order(found))
    return held, list(dict.fromkeys(stops))
