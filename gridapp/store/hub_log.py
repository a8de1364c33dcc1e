"""The run of numbers of each district, and what stands where in it."""

import secrets
import uuid
from collections.abc import Iterable, Mapping, MutableMapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy import Connection, select

from gridapp.domain.hub_numbers import Sum, begin_run, is_full, knew, run_of, sum_of
from gridapp.domain.scopes import shard_of
from gridapp.store import dialect
from gridapp.store.hub_tables import entry
from gridapp.store.hub_tables import run as runs
from gridapp.store.hub_tables import scope as scopes
from gridapp.store.hub_tables import shard as shards

_MOST_RUNS = 1000  # what is older was there before any copy that is put back
_ENTRY = ("shard", "scope", "rev", "kind", "record_id")


@dataclass
class Log:
    """Numbers given in one request, and the entries that follow; written by `flush`.

    `begun` are the runs this hub began, by district (see domain.hub_numbers): its first number in
    a district begins one. Without it numbers go on in the run that is there.
    """

    connection: Connection
    begun: MutableMapping[str, int] | None = None
    revs: dict[str, int] = field(default_factory=dict)
    _sums: dict[str, Sum] = field(default_factory=dict)
    _runs: dict[str, dict[int, int]] = field(default_factory=dict)

    def last(self, shard: str) -> int:
        """The last number given in a district, under its lock."""
        if shard not in self.revs:
            self.revs[shard] = rev_of(self.connection, shard)
        return self.revs[shard]

    def number(self, shard: str, count: int = 1) -> int:
        """Give out `count` numbers of a district; the first."""
        last = self.last(shard)
        if self.begun is not None and (
            self.begun.get(shard, run_of(last) + 1) > run_of(last) or is_full(last, count)
        ):
            last = self._begin(self.begun, shard, last)
        self.revs[shard] = last + count
        return last + 1

    def runs(self, shard: str) -> Mapping[int, int]:
        """As `runs_of`, read once."""
        if shard not in self._runs:
            self._runs[shard] = runs_of(self.connection, shard)
        return self._runs[shard]

    def follow(self, shard: str, rev: int) -> None:
        """Give only numbers past `rev`, which was given in a run this hub forgot."""
        if self.begun is not None and rev > self.last(shard):
            self.revs[shard] = self._begin(self.begun, shard, rev)

    def _begin(self, begun: MutableMapping[str, int], shard: str, past: int) -> int:
        last = self.last(shard)
        first = begin_run(past, secrets.randbits(32))
        note_runs(self.connection, shard, {run_of(first): last})
        self._runs.pop(shard, None)
        begun[shard] = run_of(first)
        return first

    def add(
        self, kind: str, by_scope: Sequence[str], revs: Sequence[int], ids: Sequence[str]
    ) -> None:
        """Note where new records stand."""
        of = {scope: shard_of(scope) for scope in set(by_scope)}
        places = [of[scope] for scope in by_scope]
        told = zip(places, by_scope, revs, [kind] * len(ids), ids, strict=True)
        dialect.copy_in(self.connection, entry, _ENTRY, told)
        for scope in set(by_scope):
            here = zip(ids, by_scope, revs, strict=True)
            self._plus(scope, sum_of(kind, ((i, rev) for i, s, rev in here if s == scope)))

    def remove(self, kind: str, many: Iterable[tuple[str, str, int]]) -> None:
        """Note that records (scope, id, rev) stand there no more."""
        for scope, record_id, rev in many:
            key = entry.c.shard == shard_of(scope), entry.c.scope == scope, entry.c.rev == rev
            self.connection.execute(entry.delete().where(*key))
            self._plus(scope, Sum().minus(sum_of(kind, [(record_id, rev)])))

    def _plus(self, scope: str, one: Sum) -> None:
        self._sums[scope] = self._sums.get(scope, Sum()).plus(one)

    def flush(self) -> None:
        """Write the last numbers, and what each scope holds."""
        for shard, rev in self.revs.items():
            self.connection.execute(shards.update().where(shards.c.shard == shard).values(rev=rev))
        of = {shard_of(scope) for scope in self._sums}
        here = scopes.c.shard.in_(of), scopes.c.scope.in_(dialect.listed(self._sums))
        query = select(scopes).where(*here)
        found = self.connection.execute(query).mappings()
        held = {row["scope"]: Sum(row["count"], row["total"]) for row in found}
        told = [
            {
                "shard": shard_of(scope),
                "scope": scope,
                "rev": self.revs[shard_of(scope)],
                "count": stands.records,
                "total": stands.total,
            }
            for scope, one in self._sums.items()
            for stands in [held.get(scope, Sum()).plus(one)]
        ]
        dialect.upsert(self.connection, scopes, told)
        self._sums.clear()


def rev_of(connection: Connection, shard: str) -> int:
    """The last number given in a district, under its lock; the district begins here if new."""
    found = last_of(connection, shard, lock=True)
    if found is None:
        made = {"shard": shard, "salt": str(uuid.uuid4()), "rev": 0}
        dialect.insert_new(connection, shards, [made])
        found = last_of(connection, shard, lock=True)
    return found or 0


def last_of(connection: Connection, shard: str, *, lock: bool = False) -> int | None:
    """The last number given in a district, None where it has not begun."""
    query = select(shards.c.rev).where(shards.c.shard == shard)
    return connection.execute(query.with_for_update() if lock else query).scalar()


def runs_of(connection: Connection, shard: str) -> dict[int, int]:
    """The latest runs of a district, in order: which number each followed on."""
    query = select(runs.c.run, runs.c.after).where(runs.c.shard == shard)
    found = connection.execute(query.order_by(runs.c.run.desc()).limit(_MOST_RUNS)).all()
    return {row.run: row.after for row in reversed(found)}


def note_runs(connection: Connection, shard: str, told: Mapping[int, int]) -> None:
    """Remember which number each of these runs followed on."""
    rows = [{"shard": shard, "run": run, "after": after} for run, after in told.items()]
    dialect.insert_new(connection, runs, rows)


def knows(connection: Connection, shard: str, rev: int) -> bool:
    """True where this hub gave that number, in this history of its records."""
    last = last_of(connection, shard) or 0
    is_last = run_of(rev) == run_of(last)
    return rev <= last if is_last else knew(last, rev, runs_of(connection, shard))
