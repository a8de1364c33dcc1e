"""Snapshots at the hub: which scopes need one, what goes into it, and what is kept of it."""

import hashlib
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from sqlalchemy import Connection, func, select, text

from gridapp.domain.scopes import Reach, shard_of
from gridapp.store import dialect, hub_pages
from gridapp.store.bulk import columns_of, field_names
from gridapp.store.hub_log import last_of
from gridapp.store.hub_tables import entry, on_hub
from gridapp.store.hub_tables import snapshot as snapshots
from gridapp.wire.columns import Columns

_ROWS = 5000  # records held at once while one is made or applied
_LATER = 5  # one is made anew once a fifth of what there is came after it


class Ready(NamedTuple):
    """The snapshots of a reach: all of it where `whole`, as of `rev`."""

    etags: tuple[str, ...]
    rev: int
    whole: bool


def wanted(connection: Connection, reach: Reach) -> dict[str, int]:
    """The scopes of a reach to make a snapshot of, with how many records they hold."""
    held = [each for each in hub_pages.held(connection, reach) if each.records]
    made = _made(connection, reach, held)
    behind = [made[e.scope].rev for e in held if e.scope in made and e.rev > made[e.scope].rev]
    most = max(hub_pages.PAGE, sum(each.records for each in held) // _LATER)
    oldest = _last_but(connection, reach, held, most, min(behind)) if behind else 0
    return {
        each.scope: each.records
        for each in held
        if each.scope not in made or made[each.scope].rev < min(oldest, each.rev)
    }


def _made(connection: Connection, reach: Reach, held: list[Any]) -> dict[str, Any]:
    here = snapshots.c.shard == hub_pages.shard_of_reach(reach)
    among = snapshots.c.scope.in_(dialect.listed([each.scope for each in held]))
    query = select(snapshots.c.scope, snapshots.c.rev, snapshots.c.etag).where(here, among)
    return {row.scope: row for row in connection.execute(query)}


def _last_but(connection: Connection, reach: Reach, held: list[Any], many: int, after: int) -> int:
    """The number behind which `many` others stand in a reach; 0 where there are fewer."""
    here = entry.c.shard == hub_pages.shard_of_reach(reach), entry.c.rev > after
    among = entry.c.scope.in_(dialect.listed([each.scope for each in held]))
    query = select(entry.c.rev).where(*here, among).order_by(entry.c.rev.desc())
    return connection.execute(query.offset(many).limit(1)).scalar() or 0


def ready(connection: Connection, reach: Reach) -> Ready:
    """What is there to be fetched of a reach.

    A scope in which nothing happened since its snapshot is told as of now.
    """
    last = last_of(connection, hub_pages.shard_of_reach(reach)) or 0
    held = [each for each in hub_pages.held(connection, reach) if each.records]
    made = _made(connection, reach, held)
    there = [each for each in held if each.scope in made]
    revs = [rev if each.rev > (rev := made[each.scope].rev) else last for each in there]
    etags = tuple(made[each.scope].etag for each in there)
    return Ready(etags, min(revs, default=last), whole=len(there) == len(held))


def pages(connection: Connection, scope: str, upto: int) -> Iterator[Mapping[str, Columns]]:
    """The records of a scope with numbers up to `upto`, by kind, so many at a time."""
    after = 0
    while True:
        here = entry.c.shard == shard_of(scope), entry.c.scope == scope
        part = (*here, entry.c.rev > after, entry.c.rev <= upto)
        next_ones = select(entry.c.rev).where(*part).order_by(entry.c.rev).limit(_ROWS).subquery()
        end = connection.execute(select(func.max(next_ones.c.rev))).scalar()
        if end is None:
            return
        kinds = select(entry.c.kind).distinct().where(*part, entry.c.rev <= end)
        told = {"shard": shard_of(scope), "scope": scope, "after": after, "upto": end}
        yield {
            kind: _columns(connection, kind, told)
            for kind in sorted(connection.execute(kinds).scalars())
        }
        after = end


def _columns(connection: Connection, kind: str, told: Mapping[str, Any]) -> Columns:
    table = on_hub(kind)
    query = (
        f'SELECT {field_names(kind, table)} FROM "{kind}" WHERE shard = :shard AND id IN '  # noqa: S608 - our own names
        "(SELECT record_id FROM entry WHERE shard = :shard AND scope = :scope AND kind = :kind "
        "AND rev > :after AND rev <= :upto) ORDER BY rev"
    )
    # As text, so that JSON comes as the driver has it.
    return columns_of(kind, connection.execute(text(query), {**told, "kind": kind}).all())


def keep(connection: Connection, scope: str, rev: int, body: bytes) -> None:
    """Keep the snapshot of a scope, named by its bytes; the one before is gone."""
    row = {"shard": shard_of(scope), "scope": scope, "rev": rev}
    row |= {"etag": hashlib.sha256(body).hexdigest(), "body": body}
    dialect.upsert(connection, snapshots, [row])


def piece(connection: Connection, etag: str, offset: int, most: int) -> tuple[str, bytes, int]:
    """The scope of a snapshot, its bytes from `offset`, at most so many, and how many it has.

    No scope where there is none of this name.
    """
    part = func.substr(snapshots.c.body, offset + 1, most, type_=snapshots.c.body.type)
    query = select(snapshots.c.scope, part, func.length(snapshots.c.body))
    found = connection.execute(query.where(snapshots.c.etag == etag)).first()
    return (found[0], bytes(found[1]), found[2]) if found else ("", b"", 0)
