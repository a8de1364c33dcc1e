"""The hub's tables: every record by district, and the bookkeeping beside."""

from collections.abc import Iterable
from functools import cache
from typing import Any

from sqlalchemy import Column, Index, Integer, LargeBinary, MetaData, String, Table

from gridapp.domain.fields import Kind, Writing
from gridapp.domain.records import KINDS
from gridapp.store.tables import Packed, tables_of_kinds

hub = MetaData()


def _on_hub(kind: Kind) -> Iterable[Column[Any]]:
    # Every key begins with the district, so that districts can be spread over machines.
    yield Column("shard", String, primary_key=True)
    if kind.writing is Writing.CARD:
        # The hub number at which each field was last written.
        yield Column("touched", Packed, nullable=False)


tables_of_kinds(hub, _on_hub)

shard = Table(
    "shard",
    hub,
    Column("shard", String, primary_key=True),
    Column("salt", String, nullable=False),
    Column("rev", Integer, nullable=False),
)

# One row a record: where it stands in its district's run of numbers, and who sees it.
entry = Table(
    "entry",
    hub,
    Column("shard", String, primary_key=True),
    Column("kind", String, primary_key=True),
    Column("record_id", String, primary_key=True),
    Column("rev", Integer, nullable=False),
    Column("place", String, nullable=False),
    Column("audience", String, nullable=False),
)
Index("entry_by_audience", entry.c.shard, entry.c.audience, entry.c.rev)
Index("entry_by_place", entry.c.shard, entry.c.audience, entry.c.place, entry.c.rev)

answered = Table(
    "answered",
    hub,
    Column("shard", String, primary_key=True),
    Column("change_id", String, primary_key=True),
    Column("device_id", String, primary_key=True),
    Column("verdict", String, nullable=False),
    Column("rev", Integer, nullable=False),
    Column("reason", String, nullable=False),
    Column("reason_values", Packed, nullable=False),
)

# Changes name a record by its id alone; the keys begin with the district.
for _name in KINDS:
    Index(f"{_name}_by_id", hub.tables[_name].c.id)
Index("answered_by_change", answered.c.change_id)

# What a device offered and the hub did not take, word for word, for a person to look at.
offered = Table(
    "offered",
    hub,
    Column("shard", String, primary_key=True),
    Column("change_id", String, primary_key=True),
    Column("kind", String, nullable=False),
    Column("record_id", String, nullable=False),
    Column("reason", String, nullable=False),
    Column("reason_values", Packed, nullable=False),
    Column("body", Packed, nullable=False),
    Column("received_at", String, nullable=False),
)

account = Table(
    "account",
    hub,
    Column("name", String, primary_key=True),
    Column("person", String, nullable=False),
    Column("password", String, nullable=False),
    Column("failures", Integer, nullable=False),
    Column("closed_until", String, nullable=False),
)

device = Table(
    "device",
    hub,
    Column("device_id", String, primary_key=True),
    Column("account", String, nullable=False),
    Column("tag", String, nullable=False, unique=True),
    Column("public_key", LargeBinary, nullable=False),
    Column("label", String, nullable=False),
    Column("enrolled_at", String, nullable=False),
    Column("stopped_at", String, nullable=False),
)

audit = Table(
    "audit",
    hub,
    Column("seq", Integer, primary_key=True, autoincrement=True),
    Column("at", String, nullable=False),
    Column("account", String, nullable=False),
    Column("what", String, nullable=False),
    Column("about", String, nullable=False),
)

Table("setting", hub, Column("name", String, primary_key=True), Column("value", Packed))


@cache
def on_hub(kind: str) -> Table:
    """The hub's table of a kind."""
    return hub.tables[kind]
