"""Records as columns, out of a table and into one, the same as one at a time."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from gridapp.domain.merge import blanks, said
from gridapp.domain.records import KINDS
from gridapp.store import bulk, rows
from gridapp.store.tables import on_desk
from gridapp.wire.columns import pack, unpack
from tests.store.made import household, records, undone, visit

FEW = settings(
    max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


def drawn_rows(connection, kind):
    names = bulk.field_names(kind, on_desk(kind))
    told = f'SELECT {names} FROM "{kind}" ORDER BY rowid'  # noqa: S608 - our own names
    return [tuple(row) for row in connection.exec_driver_sql(told).all()]


@pytest.mark.parametrize("kind", KINDS)
@FEW
@given(drawn=st.data())
def test_records_come_out_of_their_table_as_they_went_in(desk, kind, drawn):
    entries = drawn.draw(records(kind))
    empty = blanks(kind)
    with undone(desk) as connection:
        rows.insert(connection, entries)
        columns = bulk.columns_of(kind, drawn_rows(connection, kind))
    assert unpack(columns) == [
        {n: v for n, v in entry.__dict__.items() if v != empty[n]} for entry in entries
    ]


@pytest.mark.parametrize("kind", KINDS)
@FEW
@given(drawn=st.data())
def test_columns_go_into_a_table_as_records_do(desk, kind, drawn):
    entries = drawn.draw(records(kind))
    told = [said(kind, entry.__dict__) for entry in entries]
    with undone(desk) as connection:
        names, made = bulk.rows_of(kind, pack(told), {"rev": [7] * len(entries)})
        columns, marks = ",".join(f'"{n}"' for n in names), ",".join("?" * len(names))
        many = list(made)
        if many:
            insert = f'INSERT INTO "{kind}" ({columns}) VALUES ({marks})'  # noqa: S608 - our own names
            connection.exec_driver_sql(insert, many)
        found = connection.execute(select(on_desk(kind))).mappings().all()
        held = {row["id"]: rows.values_of(kind, row) for row in found}
    hub_at = blanks(kind)["hub_at"]
    assert held == {e.id: {**e.__dict__, "rev": 7, "hub_at": hub_at} for e in entries}


def test_nothing_is_no_columns():
    assert len(bulk.columns_of("visit", [])) == 0


def told(**other):
    return {**said("visit", visit("v1").__dict__), "written_by": "wu", **other}


def test_what_a_desk_makes_fits():
    assert bulk.fits("visit", pack([told(), told(id="v2", note="x", workers=("吴",))]))
    assert bulk.fits(
        "household", pack([said("household", household("h1", written_at="").__dict__)])
    )


@pytest.mark.parametrize(
    "other",
    [
        {"note": "x" * 2001},
        {"note": 7},
        {"workers": "li"},
        {"workers": ["li"]},
        {"workers": (1, 2)},
        {"visited_at": "yesterday"},
        {"visited_at": ""},
        {"id": ""},
        {"id": "x" * 65},
        {"scope": "x" * 81},
        {"mood": "a newer program's"},
        {"extra": {"mood": 1}},
    ],
    ids=str,
)
def test_what_may_not_stand_does_not_fit_though_others_do(other):
    assert not bulk.fits("visit", pack([told(id="v0"), told(**other)]))


@pytest.mark.parametrize("missing", ["id", "scope", "household_id", "visited_at"])
def test_row_without_what_it_cannot_be_without_does_not_fit(missing):
    less = {name: value for name, value in told(id="v2").items() if name != missing}
    assert not bulk.fits("visit", pack([told(), less]))
    assert not bulk.fits("visit", pack([less]))
