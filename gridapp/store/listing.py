"""What a visit list asks: the doors it is made of, and what was done and told behind each."""

from collections.abc import Iterable
from typing import Any, NamedTuple

from sqlalchemy import Connection, Select, func, select

from gridapp.store.rows import LISTED
from gridapp.store.tables import on_desk
from gridapp.wire.jsontext import packed

_household, _house, _unit = on_desk("household"), on_desk("house"), on_desk("unit")
_building, _compound = on_desk("building"), on_desk("compound")
_resident, _visit, _issue = on_desk("resident"), on_desk("visit"), on_desk("issue")
_printed = on_desk("print_log")


class Listed(NamedTuple):
    """One household with its door and the way to it."""

    household_id: str
    scope: str
    head: str
    salutation: str
    resident_count: int | None
    refusal: str
    care_tags: tuple[str, ...]
    house_id: str
    room: str
    floor: int | None
    usage: str
    unit: str
    building_id: str
    building: str
    building_key: str
    walk_mode: str
    walk_reversed: bool
    walk_order: tuple[str, ...]
    compound: str


class Knock(NamedTuple):
    """One visit."""

    household_id: str
    outcome: str
    visited_at: str


def _listed() -> Select[Any]:
    query = select(
        *(_household.c[name] for name in ("id", "scope", "head", "salutation")),
        *(_household.c[name] for name in ("resident_count", "refusal", "care_tags")),
        *(_house.c[name] for name in ("id", "room", "floor", "usage")),
        func.coalesce(_unit.c.no, ""),
        *(_building.c[name] for name in ("id", "no", "walk_key", "walk_mode")),
        *(_building.c[name] for name in ("walk_reversed", "walk_order")),
        _compound.c.name,
    )
    return (
        query.join(_house, _house.c.id == _household.c.house_id)
        .join(_building, _building.c.id == _house.c.building_id)
        .join(_compound, _compound.c.id == _building.c.compound_id)
        .outerjoin(_unit, _unit.c.id == _house.c.unit_id)
        .order_by(_household.c.id)
    )


def listed(connection: Connection, households: Iterable[str]) -> list[Listed]:
    """These households, in no order of theirs."""
    query = _listed().where(_household.c.id.in_(LISTED))
    return [Listed(*row) for row in connection.execute(query, _these(households))]


def behind(
    connection: Connection, *, compound: str, building: str, unit: str | None
) -> list[Listed]:
    """The households in buildings of this number or id, or of one of their stairs."""
    query = _listed().where(_household.c.deleted.is_(False), _house.c.deleted.is_(False))
    query = query.where(_household.c.moved_out_on == "")
    query = query.where((_building.c.no == building) | (_building.c.id == building))
    if compound:
        query = query.where(_compound.c.name == compound)
    if unit is not None:
        query = query.where(func.coalesce(_unit.c.no, "") == unit)
    return [Listed(*row) for row in connection.execute(query)]


def knocks(connection: Connection, households: Iterable[str]) -> list[Knock]:
    """The visits at these households, oldest first."""
    query = (
        select(_visit.c.household_id, _visit.c.outcome, _visit.c.visited_at)
        .where(_visit.c.household_id.in_(LISTED), _visit.c.deleted.is_(False))
        .order_by(_visit.c.visited_at, _visit.c.id)
    )
    return [Knock(*row) for row in connection.execute(query, _these(households))]


def issues(connection: Connection, households: Iterable[str]) -> list[tuple[str, str, str]]:
    """Household, id and category of every issue these households told, newest first."""
    query = (
        select(_issue.c.household_id, _issue.c.id, _issue.c.category)
        .where(_issue.c.household_id.in_(LISTED), _issue.c.deleted.is_(False))
        .order_by(_issue.c.told_at.desc(), _issue.c.id)
    )
    return [tuple(row) for row in connection.execute(query, _these(households))]


def people(
    connection: Connection, households: Iterable[str]
) -> list[tuple[str, str, str, tuple[str, ...]]]:
    """Household, name, month of birth and care tags of everybody who lives there."""
    query = (
        select(*(_resident.c[n] for n in ("household_id", "name", "birth_ym", "care_tags")))
        .where(_resident.c.household_id.in_(LISTED), _resident.c.deleted.is_(False))
        .order_by(_resident.c.id)
    )
    return [tuple(row) for row in connection.execute(query, _these(households))]


def unvisited(connection: Connection, households: Iterable[str], since: str) -> int:
    """How many of these households may be knocked at and have no visit since that moment."""
    visited = select(_visit.c.id).where(
        _visit.c.household_id == _household.c.id,
        _visit.c.visited_at >= since,
        _visit.c.deleted.is_(False),
    )
    query = select(func.count()).where(
        _household.c.id.in_(LISTED),
        _household.c.deleted.is_(False),
        _household.c.refusal == "",
        ~visited.exists(),
    )
    return int(connection.execute(query, _these(households)).scalar_one())


def copies(connection: Connection, list_id: str) -> int:
    """How many times a list was printed."""
    query = select(func.count()).where(_printed.c.list_id == list_id)
    return int(connection.execute(query).scalar_one())


def _these(households: Iterable[str]) -> dict[str, str]:
    return {"listed": packed(list(households))}
