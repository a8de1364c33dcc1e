"""The hub's side of the store: numbered records per district, read and written in sets."""

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import ColumnElement, Connection, Table, select
from sqlalchemy.dialects.sqlite import insert

from gridapp.domain.fields import Writing
from gridapp.domain.merge import Touch, written
from gridapp.domain.records import KINDS
from gridapp.domain.scopes import SHARD_LENGTH, Reach, audience_of, place_of, shard_of
from gridapp.store import rows
from gridapp.store.hub_tables import answered, entry, offered, on_hub
from gridapp.store.hub_tables import shard as shards
from gridapp.wire.messages import Cursor

_PAGE = 2000  # records


@dataclass
class Held:
    """A record as the hub holds it; `touched` says when and by which device each field was."""

    values: dict[str, Any]
    touched: dict[str, Touch]


@dataclass
class Batch:
    """What one request reads and writes: held in memory, written in sets by `commit`."""

    connection: Connection
    hub_at: str
    held: dict[tuple[str, str], Held] = field(default_factory=dict)
    changed: dict[tuple[str, str], str] = field(default_factory=dict)
    revs: dict[str, int] = field(default_factory=dict)

    def load(self, kind: str, ids: Iterable[str]) -> None:
        """Read these records of a kind, in one query."""
        missing = {this for this in ids if (kind, this) not in self.held}
        for row in rows.rows_by(self.connection, on_hub(kind), "id", missing):
            values = rows.values_of(kind, row)
            touched = {n: tuple(t) for n, t in row["touched"].items()} if "touched" in row else {}
            self.held[kind, values["id"]] = Held(values, touched)

    def find(self, kind: str, record_id: str) -> Held | None:
        """A record of this id, read before or now."""
        if (kind, record_id) not in self.held:
            self.load(kind, [record_id])
        return self.held.get((kind, record_id))

    def write(
        self, kind: str, values: Mapping[str, Any], fields: Iterable[str], device: str = ""
    ) -> int:
        """Hold `values` as the record, number it, and say which `fields` a device wrote."""
        shard = shard_of(values["scope"])
        rev = self._next(shard)
        before = self.held.get((kind, values["id"]))
        touched = {**before.touched} if before else {}
        if KINDS[kind].writing is Writing.CARD:
            touched.update(dict.fromkeys(fields, (rev, device)))
        numbered = {**values, "rev": rev, "hub_at": self.hub_at}
        self.held[kind, values["id"]] = Held(numbered, touched)
        self.changed[kind, values["id"]] = shard
        return rev

    def _next(self, shard: str) -> int:
        if shard not in self.revs:
            self.revs[shard] = rev_of(self.connection, shard)
        self.revs[shard] += 1
        return self.revs[shard]

    def commit(self) -> None:
        """Write everything held, in a few statements; the caller's transaction makes it final."""
        by_kind: dict[str, list[str]] = {}
        for kind, record_id in self.changed:
            by_kind.setdefault(kind, []).append(record_id)
        for kind, ids in by_kind.items():
            _upsert(self.connection, on_hub(kind), [self._row(kind, this) for this in ids])
        _upsert(self.connection, entry, [self._entry(*key) for key in self.changed])
        for shard, rev in self.revs.items():
            self.connection.execute(shards.update().where(shards.c.shard == shard).values(rev=rev))

    def _row(self, kind: str, record_id: str) -> dict[str, Any]:
        held = self.held[kind, record_id]
        row = {**held.values, "shard": self.changed[kind, record_id]}
        return row | {"touched": held.touched} if KINDS[kind].writing is Writing.CARD else row

    def _entry(self, kind: str, record_id: str) -> dict[str, Any]:
        values = self.held[kind, record_id].values
        return {
            "shard": self.changed[kind, record_id],
            "kind": kind,
            "record_id": record_id,
            "rev": values["rev"],
            "place": place_of(values["scope"]),
            "audience": audience_of(values["scope"]),
        }


def _upsert(connection: Connection, table: Table, many: Sequence[Mapping[str, Any]]) -> None:
    if not many:
        return
    statement = insert(table)
    new = {column.name: statement.excluded[column.name] for column in table.columns}
    keys = [column.name for column in table.primary_key]
    connection.execute(statement.on_conflict_do_update(index_elements=keys, set_=new), list(many))


def rev_of(connection: Connection, shard: str) -> int:
    """The last number given in a district, under its lock; the district begins here if new."""
    found = connection.execute(
        select(shards.c.rev).where(shards.c.shard == shard).with_for_update()
    ).scalar()
    if found is None:
        connection.execute(shards.insert(), {"shard": shard, "salt": str(uuid.uuid4()), "rev": 0})
    return int(found or 0)


def salts(connection: Connection, wanted: Iterable[str]) -> dict[str, str]:
    """The namespaces in which these districts' places are named."""
    listed = sorted(set(wanted))
    for shard in listed:
        rev_of(connection, shard)
    found = select(shards.c.shard, shards.c.salt).where(shards.c.shard.in_(listed))
    return dict(connection.execute(found).all())


def answers(
    connection: Connection, device_id: str, change_ids: Iterable[str]
) -> dict[str, Mapping[str, Any]]:
    """What a device was answered before to those of these changes that came before."""
    found = rows.rows_by(connection, answered, "change_id", change_ids)
    return {row["change_id"]: dict(row) for row in found if row["device_id"] == device_id}


def keep_answers(connection: Connection, given: Sequence[Mapping[str, Any]]) -> None:
    """Remember what was answered, so that the same change is answered the same again."""
    if given:
        connection.execute(answered.insert(), list(given))


def keep_offers(connection: Connection, kept: Sequence[Mapping[str, Any]]) -> None:
    """Keep, word for word, what was offered and not taken."""
    _upsert(connection, offered, kept)


@dataclass(frozen=True)
class Page:
    """Records after a desk's cursors, whole, by kind; `more` where they did not all fit."""

    records: Mapping[str, list[dict[str, Any]]]
    cursors: list[Cursor]
    more: bool


def page(
    connection: Connection,
    reaches: Sequence[Reach],
    read_to: Mapping[str, int],
    *,
    epoch: str,
    known: frozenset[tuple[str, str, int]] = frozenset(),
    again: frozenset[tuple[str, str]] = frozenset(),
) -> Page:
    """What is new within `reaches` since `read_to` (number by reach key), at most one page.

    `known` are records (kind, id, number) the desk itself handed in and need not be told;
    `again` are records (kind, id) it is told whether new or not.
    """
    wanted: dict[str, set[str]] = {}
    for kind, record_id in again:
        wanted.setdefault(kind, set()).add(record_id)
    cursors, room, more = [], _PAGE, False
    for reach in reaches:
        after = read_to.get(reach.key, 0)
        found = _entries(connection, reach, after, room + 1)
        upto = rev_of(connection, reach.place[:SHARD_LENGTH])
        if len(found) > room:
            more, found = True, found[:room]
            upto = found[-1].rev if found else after
        room -= len(found)
        for row in found:
            if (row.kind, row.record_id, row.rev) not in known:
                wanted.setdefault(row.kind, set()).add(row.record_id)
        cursors.append(Cursor(reach=reach.key, epoch=epoch, rev=upto))
    return Page(_bodies(connection, wanted), cursors, more)


def _entries(connection: Connection, reach: Reach, after: int, most: int) -> list[Any]:
    query = (
        select(entry.c.kind, entry.c.record_id, entry.c.rev)
        .where(entry.c.shard == reach.place[:SHARD_LENGTH], entry.c.audience == reach.audience)
        .where(_inside(reach), entry.c.rev > after)
        .order_by(entry.c.rev)
        .limit(most)
    )
    return list(connection.execute(query).all())


def _inside(reach: Reach) -> ColumnElement[bool]:
    if not reach.whole:
        return entry.c.place == reach.place
    return entry.c.place.between(reach.place, reach.place + "~")


def _bodies(
    connection: Connection, wanted: Mapping[str, set[str]]
) -> dict[str, list[dict[str, Any]]]:
    bodies = {}
    for kind, ids in wanted.items():
        found = rows.rows_by(connection, on_hub(kind), "id", sorted(ids))
        bodies[kind] = [_told(kind, row) for row in found]
    return bodies


def _told(kind: str, row: Any) -> dict[str, Any]:
    values = rows.values_of(kind, row)
    head = {name: values[name] for name in ("id", "rev", "written_by", "written_at", "hub_at")}
    # A withdrawn record may lack what a standing one cannot be without: it is told whole.
    return head | (values if values["deleted"] else written(KINDS[kind], values))
