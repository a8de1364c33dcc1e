"""The sums of a reach begun anew where they are not of what stands there."""

from sqlalchemy import Connection, select

from gridapp.domain.hub_numbers import folded, sum_of
from gridapp.domain.scopes import Reach
from gridapp.store import hub_pages
from gridapp.store.hub_tables import entry
from gridapp.store.hub_tables import scope as scopes


def recount(connection: Connection, reach: Reach) -> None:
    """Count everything that stands in a reach; under the lock of its district."""
    shard = hub_pages.shard_of_reach(reach)
    for held in hub_pages.held(connection, reach):
        query = select(entry.c.kind, entry.c.record_id, entry.c.rev)
        found = connection.execute(query.where(entry.c.shard == shard, entry.c.scope == held.scope))
        count, total = folded(sum_of(kind, [(this, rev)]) for kind, this, rev in found)
        if (count, total) != (held.records, held.total):
            here = scopes.c.shard == shard, scopes.c.scope == held.scope
            connection.execute(scopes.update().where(*here).values(count=count, total=total))
