"""Take back a whole import: what it added goes, what it changed is as before."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

from gridapp.client.desk import Desk
from gridapp.domain.errors import Expected
from gridapp.domain.records import KINDS
from gridapp.domain.records.header import Record
from gridapp.domain.records.people import Resident
from gridapp.domain.records.visits import Note
from gridapp.domain.words import N_
from gridapp.store import edits, facts, imports, rows, search
from gridapp.store.engine import Transaction
from gridapp.store.imports import Changed, Import

_ORDER = ("resident", "household", "house", "unit", "building", "compound")  # people first


class TakenBack(Expected):
    """The import was taken back before."""


class PastImport(NamedTuple):
    """An import that can be taken back: its file, when it was, and how many households it added."""

    id: str
    file: str
    at: str
    households: int


class Undone(NamedTuple):
    """What became of an import, by kind: records that went, that stayed; and how many were put back."""

    gone: Mapping[str, int]
    stayed: Mapping[str, int]
    put_back: int


def past_imports(desk: Desk) -> list[PastImport]:
    """The imports of this laptop that can be taken back, newest first."""
    with desk.store.reading() as connection:
        found = imports.listed(connection)
    return [PastImport(each.id, each.file, each.written_at, each.households) for each in found]


def undo_import(desk: Desk, import_id: str) -> Undone:
    """Take back an import; raises TakenBack where it was before.

    A record somebody wrote to or about since stays, and a household with all its people.
    """
    head = desk.head(desk.clock())
    with desk.store.writing() as connection:
        done = imports.get(connection, import_id)
        if done is None:
            raise TakenBack(N_("This import was taken back before. Nothing was changed."))
        households = _households_of(connection, done)
        going, stayed = _going(connection, done)
        for kind, ids in going.items():
            imports.remove(connection, kind, ids, head)
        put_back = edits.edit(connection, _before(connection, done.changed))
        for note in rows.by_id(connection, Note, done.added.get("note", ())).values():
            facts.withdraw(connection, note, head)
        search.forget(connection, households)
        imports.forget(connection, import_id)
    return Undone({kind: len(ids) for kind, ids in going.items() if ids}, stayed, put_back)


def _going(connection: Transaction, done: Import) -> tuple[dict[str, set[str]], dict[str, int]]:
    """The records that go, people before places, and how many stay."""
    going: dict[str, set[str]] = {}
    stayed: dict[str, int] = {}
    for kind in _ORDER:
        heads = imports.standing(connection, kind, done.added.get(kind, ()))
        written = done.written_by, done.written_at
        untouched = {this for this, head in heads.items() if head == written}
        besides = set[str]().union(*going.values())
        going[kind] = untouched - imports.spoken_of(connection, kind, untouched, besides=besides)
        stayed[kind] = len(heads) - len(going[kind])
        if kind == "household":
            staying = heads.keys() - going[kind]
            people = imports.people_of(connection, staying) & going["resident"]
            going["resident"] -= people
            stayed["resident"] += len(people)
    return going, {kind: count for kind, count in stayed.items() if count}


def _before(connection: Transaction, changed: Sequence[Changed]) -> Iterator[tuple[Record, Record]]:
    """Records with the values before, and who wrote them, where they still hold the import's."""
    for kind in _ORDER:
        ours = [each for each in changed if each.kind == kind]
        found = rows.by_id(connection, KINDS[kind].record, [each.id for each in ours])
        for each in ours:
            held = found.get(each.id)
            if held is not None and not held.deleted:
                yield held, replace(held, **_still(held, each))


def _still(held: Record, changed: Changed) -> dict[str, Any]:
    return {
        name: _value(was)
        for name, (was, became) in changed.values.items()
        if getattr(held, name) == _value(became)
    }


def _value(kept: Any) -> Any:
    return tuple(kept) if isinstance(kept, list) else kept


def _households_of(connection: Transaction, done: Import) -> set[str]:
    """Every household whose words may change."""
    told = {kind: {*done.added.get(kind, ())} for kind in _ORDER}
    for each in done.changed:
        told[each.kind].add(each.id)
    people = rows.by_id(connection, Resident, told["resident"]).values()
    behind = search.households_of(connection, told["house"])
    return told["household"] | behind | {person.household_id for person in people}
