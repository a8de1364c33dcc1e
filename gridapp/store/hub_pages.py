"""What is new to a desk: records after its cursors, and what each reach holds in all."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from sqlalchemy import Connection, select, text

from gridapp.domain.hub_numbers import Sum, folded
from gridapp.domain.merge import said
from gridapp.domain.scopes import SHARD_LENGTH, Reach
from gridapp.store import dialect, rows
from gridapp.store.hub_tables import entry, on_hub, shard

PAGE = 2000  # records
Ids = Mapping[str, set[str]]


@dataclass(frozen=True)
class Page:
    """Ids after a desk's cursors, by kind; `cut` is how far those reaches got that did not fit."""

    ids: Ids
    cut: Mapping[str, int]

    @property
    def more(self) -> bool:
        """True where another page waits."""
        return bool(self.cut)


def shard_of_reach(reach: Reach) -> str:
    """The district whose numbers count for a reach."""
    return reach.place[:SHARD_LENGTH]


class Held(NamedTuple):
    """A scope in which something stood: its last number, how many records, and their checksum."""

    scope: str
    rev: int
    records: int
    total: int


def page(
    connection: Connection,
    reaches: Mapping[Reach, Sequence[Held]],
    read_to: Mapping[str, int],
    upto: Mapping[str, int],
    *,
    most: int = PAGE,
) -> Page:
    """What is new within `reaches` after `read_to` (by reach key), up to `upto` (by district).

    Each reach comes with what is `held` of it.
    """
    wanted: dict[str, set[str]] = {}
    cut, room = {}, most
    for reach, scopes in reaches.items():
        after, end = read_to.get(reach.key, 0), upto.get(shard_of_reach(reach), 0)
        found = entries(connection, reach, scopes, after, end, room + 1)
        if len(found) > room:
            found = found[:room]
            cut[reach.key] = found[-1].rev if found else after
        room -= len(found)
        for row in found:
            wanted.setdefault(row.kind, set()).add(row.record_id)
    return Page(wanted, cut)


def entries(
    connection: Connection,
    reach: Reach,
    scopes: Iterable[Held],
    after: int,
    upto: int,
    most: int,
) -> list[Any]:
    """What stands in a reach after one number up to another: kind, record_id, rev; in order."""
    news = [each.scope for each in scopes if each.rev > after]
    if not news:
        return []
    query = (
        select(entry.c.kind, entry.c.record_id, entry.c.rev)
        .where(entry.c.shard == shard_of_reach(reach), entry.c.scope.in_(dialect.listed(news)))
        .where(entry.c.rev > after, entry.c.rev <= upto)
        .order_by(entry.c.rev)
        .limit(most)
    )
    return list(connection.execute(query).all())


# Asked for every reach of every request: in words it costs a third of what a built query does.
_HELD = text(
    "SELECT scope, rev, count, total FROM scope"
    " WHERE shard = :shard AND scope BETWEEN :first AND :last"
)


def held(connection: Connection, reach: Reach) -> list[Held]:
    """The scopes of a reach in which anything ever stood."""
    one = f"{reach.place}/{reach.audience}"
    ends = {"first": reach.place, "last": reach.place + "~"} if reach.whole else {}
    told = {"shard": shard_of_reach(reach), "first": one, "last": one, **ends}
    found = (Held(*row) for row in connection.execute(_HELD, told))
    return [each for each in found if reach.holds(each.scope)]


def sum_of(scopes: Iterable[Held]) -> Sum:
    """What the hub holds of these scopes."""
    return folded((each.records, each.total) for each in scopes)


def bodies(connection: Connection, wanted: Ids) -> dict[str, list[dict[str, Any]]]:
    """These records as they are told: what they say, and their hub number."""
    told = {}
    for kind, ids in wanted.items():
        table = on_hub(kind)
        here = table.c.shard.in_(select(shard.c.shard)), table.c.id.in_(dialect.listed(sorted(ids)))
        found = connection.execute(select(table).where(*here).order_by(table.c.rev)).mappings()
        told[kind] = [_told(kind, row) for row in found]
    return told


def _told(kind: str, row: Any) -> dict[str, Any]:
    values = rows.values_of(kind, row)
    return said(kind, values) | {"rev": values["rev"], "hub_at": values["hub_at"]}
