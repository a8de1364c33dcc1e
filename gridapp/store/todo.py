"""What the day's page and the page of what waits ask."""

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from sqlalchemy import Connection, Select, false, func, or_, select, text

from gridapp.domain.fields import Writing
from gridapp.domain.records import KINDS
from gridapp.domain.today import Promise
from gridapp.store import leaving, outbox
from gridapp.store.rows import LISTED
from gridapp.store.tables import on_desk
from gridapp.store.tables import outbox as edits
from gridapp.wire.jsontext import packed

_household, _house = on_desk("household"), on_desk("house")
_visit, _promise = on_desk("visit"), on_desk("appointment")


class Unsent(NamedTuple):
    """A change not yet answered; `changed` names the fields of an edit, none of a new record.

    `has_left` where bytes of it may be outside.
    """

    kind: str
    record_id: str
    written_at: str
    changed: tuple[str, ...]
    has_left: bool


def living(connection: Connection, grids: Sequence[str]) -> list[str]:
    """The households of these grids that live there now."""
    here = or_(false(), *(_household.c.scope.startswith(grid, autoescape=True) for grid in grids))
    query = select(_household.c.id).join(_house, _house.c.id == _household.c.house_id)
    query = query.where(_household.c.deleted.is_(False), _house.c.deleted.is_(False))
    query = query.where(_household.c.moved_out_on == "", here)
    return list(connection.execute(query).scalars())


def doors(connection: Connection, households: Iterable[str]) -> dict[str, str]:
    """The labels of the doors of these households."""
    query = (
        select(_household.c.id, _house.c.label)
        .join(_house, _house.c.id == _household.c.house_id)
        .where(_household.c.id.in_(LISTED))
    )
    return dict(connection.execute(query, _these(households)).all())


def promises(connection: Connection, households: Iterable[str]) -> list[tuple[str, Promise]]:
    """Each household with a promise to it, made when the visit was, else when it was written."""
    query: Select[Any] = (
        select(
            *(_promise.c[name] for name in ("household_id", "on", "part_of_day", "hour")),
            func.coalesce(_visit.c.visited_at, _promise.c.written_at),
        )
        .outerjoin(_visit, _visit.c.id == _promise.c.visit_id)
        .where(_promise.c.household_id.in_(LISTED), _promise.c.deleted.is_(False))
    )
    return [
        (home, Promise(*asked)) for home, *asked in connection.execute(query, _these(households))
    ]


def unsent(connection: Connection, most: int) -> list[Unsent]:
    """The newest `most` changes that wait, newest first."""
    query = select(edits).order_by(edits.c.seq.desc()).limit(most)
    found = [
        Unsent(row.kind, row.record_id, row.written_at, _changed(row), row.body is not None)
        for row in connection.execute(query)
    ]
    for name, kind in KINDS.items():
        if kind.writing is not Writing.REFERENCE:
            table = on_desk(name)
            new = select(table.c.id, table.c.written_at).where(*outbox.unsent(name))
            new = new.order_by(text("rowid DESC")).limit(most)
            made = connection.execute(new).all()
            left = leaving.among(connection, name, (row.id for row in made))
            found += [Unsent(name, row.id, row.written_at, (), row.id in left) for row in made]
    return sorted(found, key=lambda each: each.written_at, reverse=True)[:most]


def _changed(edit: Any) -> tuple[str, ...]:
    return tuple(edit.mask) if edit.base_rev else ()


def households_of(connection: Connection, kind: str, ids: Iterable[str]) -> dict[str, str]:
    """The household each of these records of a kind is about, where it is about one."""
    wanted, table = list(ids), on_desk(kind)
    if kind == "household":
        return dict(zip(wanted, wanted, strict=True))
    if kind == "house":
        query = select(_household.c.house_id, _household.c.id)
        query = query.where(_household.c.house_id.in_(LISTED), _household.c.deleted.is_(False))
        return dict(connection.execute(query, _these(wanted)).all())
    if "household_id" in table.c:
        return dict(_column(connection, kind, "household_id", wanted))
    for further in ("issue", "conflict"):
        if (name := f"{further}_id") in table.c:
            return _beyond(connection, further, dict(_column(connection, kind, name, wanted)))
    if "about_id" in table.c:
        kinds = dict(_column(connection, kind, "about_kind", wanted))
        about = dict(_column(connection, kind, "about_id", wanted))
        found: dict[str, str] = {}
        for about_kind in set(kinds.values()) & KINDS.keys():
            of_kind = {this: about[this] for this in about if kinds[this] == about_kind}
            found |= _beyond(connection, about_kind, of_kind)
        return found
    return {}


def _beyond(connection: Connection, kind: str, about: dict[str, str]) -> dict[str, str]:
    found = households_of(connection, kind, set(about.values()))
    return {this: found[that] for this, that in about.items() if that in found}


def _column(connection: Connection, kind: str, name: str, ids: Iterable[str]) -> Any:
    table = on_desk(kind)
    query = select(table.c.id, table.c[name]).where(table.c.id.in_(LISTED), table.c[name] != "")
    return connection.execute(query, _these(ids)).all()


def _these(ids: Iterable[str]) -> dict[str, str]:
    return {"listed": packed(list(ids))}
