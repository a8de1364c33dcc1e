"""Records written at a hub, and pages of them read, as one request does each."""

from dataclasses import dataclass
from typing import Any

from gridapp.domain.scopes import Reach
from gridapp.store import hub_log, hub_pages
from gridapp.store.hub import Batch
from tests.store.made import GRID, HUB_AT, SCOPE, household

DISTRICT, OTHER_DISTRICT = "990101", "990102"
HERE = Reach(GRID, "place", whole=True)


def write(store, *records, change="", begun=None):
    """Number these records in one batch; their numbers."""
    with store.writing() as connection:
        batch = Batch(connection, HUB_AT, begun)
        revs = [
            batch.write(record.kind.name, record.__dict__, ["scope"], change) for record in records
        ]
        batch.commit()
    return revs


@dataclass(frozen=True)
class Page:
    """A page with what it says, and the cursors that close it."""

    records: dict[str, list[dict[str, Any]]]
    read_to: dict[str, int]
    more: bool


def page(store, reaches, read_to=None):
    """What is new to a desk that has read so far; all of it is written already."""
    with store.reading() as connection:
        upto = {
            shard: hub_log.last_of(connection, shard) or 0
            for shard in map(hub_pages.shard_of_reach, reaches)
        }
        held = {reach: hub_pages.held(connection, reach) for reach in reaches}
        found = hub_pages.page(connection, held, read_to or {}, upto)
        ends = {reach.key: upto[hub_pages.shard_of_reach(reach)] for reach in reaches}
        return Page(hub_pages.bodies(connection, found.ids), ends | dict(found.cut), found.more)


def ids(page):
    return [record["id"] for records in page.records.values() for record in records]


def many(prefix, count, where=SCOPE):
    return [household(f"{prefix}{number:05}", scope=where) for number in range(count)]
