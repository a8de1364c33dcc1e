"""What is written for both databases does the same on both."""

import pytest
from sqlalchemy import BigInteger, Boolean, Column, MetaData, String, Table, select

from gridapp.store import dialect
from gridapp.store.tables import Packed

HUGE = 2**63 - 1
metadata = MetaData()
thing = Table(
    "thing",
    metadata,
    Column("shard", String, primary_key=True),
    Column("on", String, primary_key=True),  # a word of SQL
    Column("rev", BigInteger),
    Column("deleted", Boolean),
    Column("told", Packed),
)
NAMES = [column.name for column in thing.columns]


def row(on, rev=1, *, deleted=False, told=()):
    return {"shard": "990101", "on": on, "rev": rev, "deleted": deleted, "told": told}


def held(connection):
    return [
        dict(each) for each in connection.execute(select(thing).order_by(thing.c.on)).mappings()
    ]


@pytest.fixture
def writing(store):
    """A transaction over the table."""
    with store.writing() as connection:
        metadata.create_all(connection)
        yield connection


def test_upsert_writes_new_rows_and_replaces_those_there(writing):
    dialect.upsert(writing, thing, [row("a"), row("b", told={"x": "吴"})])
    dialect.upsert(
        writing, thing, [row("b", HUGE, deleted=True, told=(1, 2)), row("c"), row("c", 2)]
    )
    dialect.upsert(writing, thing, [])
    assert held(writing) == [row("a"), row("b", HUGE, deleted=True, told=(1, 2)), row("c", 2)]


def test_insert_new_leaves_what_is_there_and_counts_the_new(writing):
    assert dialect.insert_new(writing, thing, [row("a"), row("b")]) == 2
    assert dialect.insert_new(writing, thing, [row("b", 9), row("c"), row("c", 3)]) == 1
    assert dialect.insert_new(writing, thing, [row("a", 9)]) == 0
    assert dialect.insert_new(writing, thing, []) == 0
    assert held(writing) == [row("a"), row("b"), row("c")]


def test_copied_in_rows_read_like_any_others(writing):
    odd = 'a\tb\nc\\N,"吴"'
    rows = [("990101", odd, HUGE, True, '["é",1]'), ("990101", "z", None, None, None)]
    dialect.copy_in(writing, thing, NAMES, iter(rows))
    dialect.copy_in(writing, thing, NAMES, [])
    dialect.copy_in(writing, thing, ["on", "shard"], [("zz", "990101")])
    empty = {"rev": None, "deleted": None, "told": None}
    assert held(writing) == [
        row(odd, HUGE, deleted=True, told=("é", 1)),
        row("z") | empty,
        row("zz") | empty,
    ]


def test_thousands_of_values_are_one_parameter(writing):
    many = [("990101", f"吴'{n}", n, False, "[]") for n in range(6000)]
    dialect.copy_in(writing, thing, NAMES, many)
    wanted = (f"吴'{n}" for n in range(0, 40000, 3))
    query = select(thing.c.rev).where(thing.c.on.in_(dialect.listed(wanted))).order_by(thing.c.rev)
    assert writing.execute(query).scalars().all() == list(range(0, 6000, 3))
    for few in (["吴'7"], []):
        query = select(thing.c.on).where(thing.c.on.in_(dialect.listed(few)))
        assert writing.execute(query).scalars().all() == few


def test_values_not_listed_can_be_asked_for(writing):
    dialect.upsert(writing, thing, [row("a"), row("b")])
    query = select(thing.c.on).where(thing.c.on.not_in(dialect.listed(["a"])))
    assert writing.execute(query).scalars().all() == ["b"]
