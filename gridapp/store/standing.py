"""What this desk holds of a reach as the hub numbered it: to compare, to prove, and to put away."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from sqlalchemy import Connection, select

from gridapp.domain.merge import said
from gridapp.domain.records import KINDS
from gridapp.domain.scopes import Reach, reach_named
from gridapp.store import rows, search, settings, tallies
from gridapp.store.tables import on_desk, outbox, set_aside, sheet, unread
from gridapp.wire.jsontext import packed
from gridapp.wire.messages import Run, Sheet
from gridapp.wire.sheets import fingerprint, row, rows_of

_RUNS, _MOST_RUNS = "runs", 200  # the setting


class Standing(NamedTuple):
    """A record and its number."""

    rev: int
    kind: str
    id: str
    scope: str


def numbered(connection: Connection, reach: Reach) -> list[Standing]:
    """Everything of a reach that the hub numbered, by number."""
    found = []
    for kind in KINDS:
        table = on_desk(kind)
        query = select(table.c.rev, table.c.id, table.c.scope).where(table.c.rev > 0)
        found += [
            Standing(rev, kind, this, scope) for rev, this, scope in connection.execute(query)
        ]
    query = select(unread.c.rev, unread.c.kind, unread.c.id, unread.c.scope)
    found += [Standing(*each) for each in connection.execute(query)]
    return sorted(each for each in found if reach.holds(each.scope))


def as_told(connection: Connection, kind: str, ids: Iterable[str]) -> list[dict[str, Any]]:
    """Records as the hub numbered them, without what was written here since."""
    if kind not in KINDS:
        here = unread.c.kind == kind, unread.c.id.in_(rows.LISTED)
        query = select(unread.c.body).where(*here)
        return list(connection.execute(query, {"listed": packed(list(ids))}).scalars())
    wanted = list(ids)
    covered: dict[str, dict[str, Any]] = {}
    for edit in sorted(rows.rows_by(connection, outbox, "record_id", wanted), key=_last_first):
        was = {n: tuple(v) if isinstance(v, list) else v for n, v in edit["was"].items()}
        covered[edit["record_id"]] = covered.get(edit["record_id"], {}) | was
    told = []
    for found in rows.rows_by(connection, on_desk(kind), "id", wanted):
        values = {**rows.values_of(kind, found), **covered.get(found["id"], {})}
        told.append(said(kind, values) | {"rev": values["rev"]})
    return told


def _last_first(edit: Any) -> int:
    return -int(edit["seq"])


def keep_sheets(connection: Connection, bodies: Sequence[bytes], tags: Sequence[bytes]) -> None:
    """Keep what the hub sealed."""
    if bodies and len(bodies) == len(tags):
        pairs = list(zip(tags, bodies, strict=True))
        connection.exec_driver_sql("INSERT INTO sheet (tag, body) VALUES (?, ?)", pairs)


def keep_runs(connection: Connection, told: Sequence[Run]) -> None:
    """Keep which number each run followed on: it says what was known when a number was given."""
    if told:
        known = {(each.shard, each.run): each for each in (*runs(connection), *told)}
        latest = sorted(known.values(), key=lambda each: each.run)[-_MOST_RUNS:]
        settings.keep(connection, **{_RUNS: latest})


def runs(connection: Connection) -> tuple[Run, ...]:
    """What was kept of runs, in order."""
    return tuple(Run(*each) for each in settings.read(connection, _RUNS, ()))


def proofs(connection: Connection, many: Mapping[str, Sequence[Mapping[str, Any]]]) -> list[Sheet]:
    """The sheets that prove these records."""
    wanted = {
        row(values["rev"], fingerprint(kind, {n: v for n, v in values.items() if n != "rev"}))
        for kind, told in many.items()
        for values in told
    }
    found = []
    for each in connection.execute(select(sheet.c.tag, sheet.c.body)):
        proven = wanted & rows_of(each.body)
        if proven:
            wanted -= proven
            found.append(Sheet(each.tag, each.body))
    return found


def disown(connection: Connection, kind: str, ids: Sequence[str], me: str) -> None:
    """Of what the hub neither has nor believes: ours is sent as new, what others wrote goes.

    What waits to be said of a record is part of it, and makes it ours.
    """
    table, here = on_desk(kind), {"listed": packed(list(ids))}
    before = tallies.numbered(connection, kind, ids)
    among = table.c.id.in_(rows.LISTED)
    waits = (outbox.c.kind == kind, outbox.c.record_id.in_(rows.LISTED))
    edited = table.c.id.in_(select(outbox.c.record_id).where(outbox.c.kind == kind))
    ours = among & ((table.c.written_by == me) | edited)
    connection.execute(table.update().where(ours).values(rev=0, hub_at=""), here)
    connection.execute(outbox.delete().where(*waits), here)
    connection.execute(table.delete().where(among, table.c.rev > 0), here)
    _uncount(connection, kind, before)


def put_away(connection: Connection, reaches: Iterable[str]) -> int:
    """Remove what is in no reach any more and was handed in; how many records went."""
    held = [reach_named(key) for key in reaches]
    gone = [s for s in tallies.scopes(connection) if not any(reach.holds(s) for reach in held)]
    return sum(_remove(connection, kind, gone) for kind in KINDS) if gone else 0


def _remove(connection: Connection, kind: str, scopes: Sequence[str]) -> int:
    table = on_desk(kind)
    waits = (
        select(each.c.record_id).where(each.c.record_id == table.c.id).exists()
        for each in (outbox, set_aside)
    )
    here = table.c.scope.in_(rows.LISTED), table.c.rev > 0, *(~one for one in waits)
    query = select(table.c.id, table.c.scope, table.c.rev).where(*here)
    told = {"listed": packed(list(scopes))}
    found = [tuple(each) for each in connection.execute(query, told)]
    ids = {"listed": packed([each[0] for each in found])}
    connection.execute(table.delete().where(table.c.id.in_(rows.LISTED)), ids)
    _uncount(connection, kind, found)
    return len(found)


def _uncount(connection: Connection, kind: str, gone: Sequence[tallies.Numbered]) -> None:
    tallies.change(connection, kind, gone, [])
    if kind == "household":
        search.forget(connection, [this for this, _, _ in gone])
