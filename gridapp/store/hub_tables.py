"""The hub's tables: every record by district, and the bookkeeping beside."""

from collections.abc import Iterable
from functools import cache
from typing import Any

from sqlalchemy import BigInteger, Column, Integer, LargeBinary, MetaData, String, Table, text

from gridapp.domain.fields import Kind, Writing
from gridapp.store.tables import Packed, tables_of_kinds

hub = MetaData()


def is_touched(kind: Kind) -> bool:
    """True where the hub remembers who wrote each field: of cards, and of what itself writes."""
    return kind.writing in {Writing.CARD, Writing.REFERENCE}


def _on_hub(kind: Kind) -> Iterable[Column[Any]]:
    # Every key begins with the district, so that districts can be spread over machines.
    yield Column("shard", String, primary_key=True)
    if is_touched(kind):
        # Who wrote each field last, and at which number (see domain.merge).
        yield Column("touched", Packed, nullable=False)


tables_of_kinds(hub, _on_hub)

shard = Table(
    "shard",
    hub,
    Column("shard", String, primary_key=True),
    Column("salt", String, nullable=False),
    Column("rev", BigInteger, nullable=False),
)

# The runs of a district, and which number each followed on (see domain.hub_numbers): also those
# that this hub forgot and its laptops told again.
run = Table(
    "run",
    hub,
    Column("shard", String, primary_key=True),
    Column("run", BigInteger, primary_key=True),
    Column("after", BigInteger, nullable=False),
)

# What a scope holds: its last number, and how many records with which checksum.
scope = Table(
    "scope",
    hub,
    Column("shard", String, primary_key=True),
    Column("scope", String, primary_key=True),
    Column("rev", BigInteger, nullable=False),
    Column("count", Integer, nullable=False),
    Column("total", BigInteger, nullable=False),
    sqlite_with_rowid=False,
)

# One row a record: where it stands in the run of numbers of those who see it.
entry = Table(
    "entry",
    hub,
    Column("shard", String, primary_key=True),
    Column("scope", String, primary_key=True),
    Column("rev", BigInteger, primary_key=True),
    Column("kind", String, nullable=False),
    Column("record_id", String, nullable=False),
    sqlite_with_rowid=False,
)

# What edits were answered; a new fact or command is remembered by its record.
answered = Table(
    "answered",
    hub,
    Column("shard", String, primary_key=True),
    Column("change_id", String, primary_key=True),
    Column("verdict", String, nullable=False),
    Column("rev", BigInteger, nullable=False),
    Column("reason", String, nullable=False),
    Column("reason_values", Packed, nullable=False),
    sqlite_with_rowid=False,
)

# Everything of a scope as of a number, ready to be fetched.
snapshot = Table(
    "snapshot",
    hub,
    Column("shard", String, primary_key=True),
    Column("scope", String, primary_key=True),
    Column("rev", BigInteger, nullable=False),
    Column("etag", String, nullable=False),
    Column("body", LargeBinary, nullable=False),
)

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
    # What its next and its last request name: a laptop that names another was put back or copied.
    Column("turn", String, nullable=False, server_default=text("''")),
    Column("turn_before", String, nullable=False, server_default=text("''")),
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
