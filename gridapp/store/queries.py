"""What pages ask: each query written for the one place that shows it."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, ScalarSelect, Select, func, select, text

from gridapp.domain.doors import Door
from gridapp.domain.records import KINDS
from gridapp.domain.records.issues import IssueStep, Resolution
from gridapp.store import rows
from gridapp.store.tables import on_desk, outbox, set_aside
from gridapp.store.tables import search as words
from gridapp.wire.jsontext import packed

_household, _house, _visit = on_desk("household"), on_desk("house"), on_desk("visit")
_building, _compound, _unit = on_desk("building"), on_desk("compound"), on_desk("unit")
_step, _decision = on_desk("issue_step"), on_desk("resolution")


def last_visit(column: ColumnElement[Any]) -> ScalarSelect[Any]:
    """A column of the latest visit of a household, by when it happened."""
    newest = (
        select(column)
        .where(_visit.c.household_id == _household.c.id, _visit.c.deleted.is_(False))
        .order_by(_visit.c.visited_at.desc(), _visit.c.id.desc())
        .limit(1)
    )
    return newest.scalar_subquery()


def _doors() -> Select[Any]:
    tries = select(func.count()).where(
        _visit.c.household_id == _household.c.id, _visit.c.deleted.is_(False)
    )
    return (
        select(
            _household.c.id,
            _house.c.label,
            _household.c.scope,
            _household.c.head,
            _household.c.phone,
            _household.c.resident_count,
            _house.c.usage,
            _household.c.refusal,
            tries.scalar_subquery(),
            last_visit(_visit.c.outcome),
            last_visit(_visit.c.visited_at),
        )
        .join(_house, _house.c.id == _household.c.house_id)
        .where(_household.c.deleted.is_(False), _house.c.deleted.is_(False))
        .order_by(_house.c.walk_key, _household.c.id)
    )


def doors(connection: Connection, *, compound: str = "", building: str = "") -> list[Door]:
    """Every door in walking order, or those of one building."""
    query = _doors()
    if building or compound:
        query = query.join(_building, _building.c.id == _house.c.building_id)
    if building:
        query = query.where(_building.c.no == building)
    if compound:
        query = query.join(_compound, _compound.c.id == _building.c.compound_id).where(
            _compound.c.name == compound
        )
    return [Door(*row) for row in connection.execute(query)]


def households(connection: Connection, *, find: str = "", most: int = 200) -> list[Door]:
    """Households whose door, names, phones or remark hold every word of `find`."""
    query = _doors().limit(most)
    if find:
        query = query.join(words, words.c.household_id == _household.c.id)
        holds = (words.c.words.contains(word, autoescape=True) for word in find.split())
        query = query.where(*holds)
    return [Door(*row) for row in connection.execute(query)]


def at_door(connection: Connection, label: str) -> list[str]:
    """The households of this desk behind the door of this label, e.g. "5-1-101"."""
    query = (
        select(_household.c.id)
        .join(_house, _house.c.id == _household.c.house_id)
        .where(_household.c.deleted.is_(False), _house.c.deleted.is_(False))
        .where(_house.c.label == label)
    )
    return list(connection.execute(query).scalars())


def steps(connection: Connection, *, issue_id: str = "") -> dict[str, list[IssueStep]]:
    """The steps of one issue or of all, by issue, without those the hub did not take.

    In the order they were written here, whatever the clock said.
    """
    query = select(_step).where(_step.c.id.not_in(select(set_aside.c.record_id)))
    query = query.order_by(text("rowid"))
    if issue_id:
        query = query.where(_step.c.issue_id == issue_id)
    found: dict[str, list[IssueStep]] = {}
    for row in connection.execute(query).mappings():
        found.setdefault(row["issue_id"], []).append(rows.from_row(IssueStep, row))
    return found


def decisions(connection: Connection, conflicts: Iterable[str]) -> dict[str, list[Resolution]]:
    """The decisions about these conflicts, by conflict, without those the hub did not take.

    In the order they were written here, whatever the clock said.
    """
    query = select(_decision).where(_decision.c.id.not_in(select(set_aside.c.record_id)))
    query = query.where(_decision.c.conflict_id.in_(rows.LISTED)).order_by(text("rowid"))
    found: dict[str, list[Resolution]] = {}
    for row in connection.execute(query, {"listed": packed(list(conflicts))}).mappings():
        found.setdefault(row["conflict_id"], []).append(rows.from_row(Resolution, row))
    return found


def edited(connection: Connection, record_id: str) -> set[str]:
    """The fields of a record with an edit the hub has not answered."""
    masks = connection.execute(select(outbox.c.mask).where(outbox.c.record_id == record_id))
    return {name for mask in masks.scalars() for name in mask}


def sealed_edits(connection: Connection, record_id: str) -> list[bool]:
    """Of each edit of a record that waits, whether it was closed to leave."""
    closed = outbox.c.body.is_not(None)
    return list(connection.execute(select(closed).where(outbox.c.record_id == record_id)).scalars())


def aside_of(connection: Connection, record_id: str) -> Row[Any] | None:
    """What the hub last did not take of a record."""
    query = select(set_aside).where(set_aside.c.record_id == record_id)
    return connection.execute(query.order_by(set_aside.c.answered_at.desc())).first()


def named(connection: Connection, wanted: str) -> tuple[str, str] | None:
    """Kind and id of the record of this id, or the newest of this number."""
    for kind in KINDS:
        table = on_desk(kind)
        query = select(table.c.id).where(table.c.id == wanted)
        if "short_no" in table.c:
            # The number has no year.
            either = (table.c.id == wanted) | (table.c.short_no == wanted)
            query = select(table.c.id).where(either).order_by(table.c.written_at.desc())
        if found := connection.execute(query).scalar():
            return kind, found
    return None


def counts(connection: Connection) -> dict[str, int]:
    """How many records that are not deleted this desk holds, by kind."""
    shown = ("grid", "building", "house", "household", "resident", "visit", "issue", "dispatch")
    return {
        kind: connection.execute(
            select(func.count())
            .select_from(on_desk(kind))
            .where(on_desk(kind).c.deleted.is_(False))
        ).scalar_one()
        for kind in shown
    }
