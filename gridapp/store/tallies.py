"""How many numbered records of each scope this desk holds, and their checksum, kept as it writes."""

from collections.abc import Iterable, Mapping

from sqlalchemy import Connection

from gridapp.domain.hub_numbers import Sum, folded, sum_of
from gridapp.domain.scopes import Reach
from gridapp.wire.jsontext import packed

# (id, scope, rev) of one record.
Numbered = tuple[str, str, int]
_LISTED = "id IN (SELECT value FROM json_each(?))"


def numbered(connection: Connection, kind: str, ids: Iterable[str]) -> list[Numbered]:
    """Those of these records of a kind that have a number of the hub's."""
    query = f'SELECT id, scope, rev FROM "{kind}" WHERE rev > 0 AND {_LISTED}'  # noqa: S608 - our own names
    return [tuple(row) for row in connection.exec_driver_sql(query, (packed(list(ids)),))]


def change(
    connection: Connection, kind: str, gone: Iterable[Numbered], come: Iterable[Numbered]
) -> None:
    """Note that these records of a kind are held no more as they were, and those are."""
    sums: dict[str, Sum] = {}
    for scope, one in _by_scope(kind, come).items():
        sums[scope] = sums.get(scope, Sum()).plus(one)
    for scope, one in _by_scope(kind, gone).items():
        sums[scope] = sums.get(scope, Sum()).minus(one)
    if sums:
        _add(connection, sums)


def _by_scope(kind: str, many: Iterable[Numbered]) -> Mapping[str, Sum]:
    scopes: dict[str, list[tuple[str, int]]] = {}
    for this, scope, rev in many:
        scopes.setdefault(scope, []).append((this, rev))
    return {scope: sum_of(kind, held) for scope, held in scopes.items()}


def _add(connection: Connection, sums: Mapping[str, Sum]) -> None:
    held = _held(connection)
    rows = [(scope, *held.get(scope, Sum()).plus(one)) for scope, one in sums.items()]
    connection.exec_driver_sql("INSERT OR REPLACE INTO tally VALUES (?, ?, ?)", rows)


def _held(connection: Connection) -> dict[str, Sum]:
    found = connection.exec_driver_sql("SELECT scope, count, total FROM tally")
    return {scope: Sum(count, total) for scope, count, total in found}


def recount(connection: Connection, reach: Reach, held: Iterable[tuple[str, Numbered]]) -> None:
    """Begin anew with everything numbered that is here of a reach: each a kind and the record."""
    sums = {scope: Sum() for scope in _held(connection) if reach.holds(scope)}
    for kind, (this, scope, rev) in held:
        sums[scope] = sums.get(scope, Sum()).plus(sum_of(kind, [(this, rev)]))
    rows = [(scope, *one) for scope, one in sums.items()]
    if rows:
        connection.exec_driver_sql("INSERT OR REPLACE INTO tally VALUES (?, ?, ?)", rows)


def of(connection: Connection, reaches: Iterable[Reach]) -> list[Sum]:
    """What this desk holds of each reach."""
    held = _held(connection).items()
    return [folded(one for scope, one in held if reach.holds(scope)) for reach in reaches]


def scopes(connection: Connection) -> list[str]:
    """The scopes of which this desk holds something the hub numbered."""
    return [scope for scope, one in _held(connection).items() if one.records]
