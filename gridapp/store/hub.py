"""What one request reads and writes at the hub: records held in memory, written in sets."""

from collections.abc import Iterable, Mapping, MutableMapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, select

from gridapp.domain.merge import WHOLE, Touch, blanks
from gridapp.domain.records import KINDS
from gridapp.domain.scopes import shard_of
from gridapp.store import bulk, dialect, rows
from gridapp.store.hub_log import Log
from gridapp.store.hub_tables import is_touched, on_hub
from gridapp.store.hub_tables import shard as shards
from gridapp.wire.columns import Columns, column, dense
from gridapp.wire.jsontext import packed
from gridapp.wire.sheets import fingerprints


@dataclass
class Held:
    """A record as the hub holds it; `touched` says who wrote each field last."""

    values: dict[str, Any]
    touched: dict[str, Touch]


# A record among others: its kind and its id.
Key = tuple[str, str]


@dataclass
class Batch:
    """The records of one request; `begun` as in Log."""

    connection: Connection
    hub_at: str
    begun: MutableMapping[str, int] | None = None
    held: dict[Key, Held] = field(default_factory=dict)
    changed: dict[Key, str] = field(default_factory=dict)
    _sought: set[Key] = field(default_factory=set)
    _stood: dict[Key, tuple[str, str, int]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.log = Log(self.connection, self.begun)

    def load(self, kind: str, ids: Iterable[str]) -> None:
        """Read these records of a kind, in one query."""
        missing = {this for this in ids if (kind, this) not in self._sought}
        if not missing:
            return
        self._sought |= {(kind, this) for this in missing}
        table = on_hub(kind)
        # Every key begins with the district: a record is looked for in each of them.
        here = table.c.shard.in_(select(shards.c.shard)), table.c.id.in_(dialect.listed(missing))
        for row in self.connection.execute(select(table).where(*here)).mappings():
            values = rows.values_of(kind, row)
            touched = {n: Touch(*t) for n, t in row["touched"].items()} if "touched" in row else {}
            self.held[kind, values["id"]] = Held(values, touched)
            self._stood[kind, values["id"]] = values["scope"], values["id"], values["rev"]

    def find(self, kind: str, record_id: str) -> Held | None:
        """A record of this id, read before or now."""
        self.load(kind, [record_id])
        return self.held.get((kind, record_id))

    def write(
        self,
        kind: str,
        values: Mapping[str, Any],
        fields: Iterable[str] = (WHOLE,),
        change_id: str = "",
    ) -> int:
        """Hold `values` as the record, number it, and note which `fields` a change wrote."""
        rev = self.log.number(shard_of(values["scope"]))
        before = self.find(kind, values["id"])
        touched = {**before.touched} if before else {}
        touch = Touch(rev, change_id, values["written_by"], values["written_at"])
        touched.update(dict.fromkeys(fields, touch))
        self.hold(kind, {**values, "rev": rev}, touched)
        return rev

    def hold(self, kind: str, values: Mapping[str, Any], touched: Mapping[str, Touch]) -> None:
        """Hold a record that has its number."""
        self.held[kind, values["id"]] = Held({**values, "hub_at": self.hub_at}, dict(touched))
        self.changed[kind, values["id"]] = shard_of(values["scope"])

    def add_new(self, kind: str, columns: Columns) -> Sequence[int]:
        """Write new records of one district, no object a row; their numbers.

        Raises ThereAlready where one of them is there; then nothing was written.
        """
        ids, by_scope, count = column(columns, "id"), column(columns, "scope"), len(columns)
        shard = shard_of(by_scope[0])
        first = self.log.number(shard, count)
        revs = range(first, first + count)
        more: dict[str, Sequence[Any]] = {
            "shard": [shard] * count,
            "rev": revs,
            "hub_at": [self.hub_at] * count,
        }
        if is_touched(KINDS[kind]):
            more["touched"] = _made(kind, columns, revs)
        names, made = bulk.rows_of(kind, columns, more)
        with self.connection.begin_nested():
            dialect.copy_in(self.connection, on_hub(kind), names, made)
        self.log.add(kind, by_scope, revs, ids)
        self._sought -= {(kind, this) for this in ids}
        return revs

    def commit(self) -> None:
        """Write everything held, in a few statements; the caller's transaction makes it final."""
        by_kind: dict[str, list[str]] = {}
        for kind, record_id in self.changed:
            by_kind.setdefault(kind, []).append(record_id)
        for kind, ids in by_kind.items():
            dialect.upsert(self.connection, on_hub(kind), [self._row(kind, this) for this in ids])
            self.log.remove(kind, [s for this in ids if (s := self._stood.get((kind, this)))])
            stand = [self.held[kind, this].values for this in ids]
            by_scope, revs = [v["scope"] for v in stand], [v["rev"] for v in stand]
            self.log.add(kind, by_scope, revs, ids)
        self.log.flush()

    def _row(self, kind: str, record_id: str) -> dict[str, Any]:
        held = self.held[kind, record_id]
        row = {**held.values, "shard": self.changed[kind, record_id]}
        return row | {"touched": held.touched} if is_touched(KINDS[kind]) else row


def _made(kind: str, columns: Columns, revs: Iterable[int]) -> list[str]:
    """Of new cards who wrote them, as JSON."""
    full = dense(columns, blanks(kind))
    blank = [""] * len(columns)
    by, at = full.get("written_by", blank), full.get("written_at", blank)
    told = zip(revs, fingerprints(kind, columns), by, at, strict=True)
    return [packed({WHOLE: (rev, one.hex(), who, when)}) for rev, one, who, when in told]
