"""Doors and households: find them, list them."""

from gridapp.client.desk import Desk
from gridapp.domain.doors import Door
from gridapp.domain.errors import Expected
from gridapp.domain.records.people import Household
from gridapp.domain.words import N_
from gridapp.store import queries, rows, search
from gridapp.store.engine import Transaction


class NoSuchHousehold(Expected):
    """There is no such household on this laptop."""


class WhichHousehold(Expected):
    """More than one household fits."""


def door_of(connection: Transaction, wanted: str) -> Household:
    """The household of this id, or behind the door of this label.

    Raises NoSuchHousehold, or WhichHousehold where several live there.
    """
    held = rows.get(connection, Household, wanted)
    if held is None:
        ids = queries.at_door(connection, wanted)
        if len(ids) > 1:
            raise WhichHousehold(
                N_("{count} households fit “{door}”. Name the household by its id."),
                count=len(ids),
                door=wanted,
            )
        held = rows.get(connection, Household, ids[0]) if ids else None
    if held is None or held.deleted:
        raise NoSuchHousehold(
            N_("There is no household “{door}” on this laptop. Look it up with “desk doors”."),
            door=wanted,
        )
    return held


def list_doors(desk: Desk, *, compound: str = "", building: str = "") -> list[Door]:
    """The doors of a building, or of everything, in walking order."""
    with desk.store.reading() as connection:
        return queries.doors(connection, compound=compound, building=building)


def find_households(desk: Desk, *, find: str = "", most: int = 200) -> list[Door]:
    """Households by any words: door, name, phone, remark."""
    with desk.store.reading() as connection:
        ready = not find or search.is_complete(connection)
    if not ready:
        with desk.store.writing() as connection:
            search.complete(connection)
    with desk.store.reading() as connection:
        return queries.households(connection, find=find, most=most)
