"""Records come out of the store as they went in, whatever they hold."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gridapp.domain.merge import blank
from gridapp.domain.records import KINDS
from gridapp.domain.records.people import Household, Resident
from gridapp.store import rows
from gridapp.store.hub_tables import on_hub
from gridapp.store.tables import on_desk
from tests.store.made import household, records, undone

# One store for all examples: each is rolled back.
ONE_STORE = settings(
    max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@pytest.mark.parametrize("name", KINDS)
@ONE_STORE
@given(drawn=st.data())
def test_every_kind_comes_back_as_it_was_written(desk, name, drawn):
    written = drawn.draw(records(name))
    with undone(desk) as connection:
        rows.insert(connection, written)
        read = rows.by_id(connection, KINDS[name].record, [entry.id for entry in written])
        assert read == {entry.id: entry for entry in written}
        assert [type(entry) for entry in read.values()] == [KINDS[name].record] * len(written)


@pytest.mark.parametrize("name", KINDS)
def test_row_older_than_its_fields_reads_as_the_defaults(desk, name):
    with desk.writing() as connection:
        connection.execute(on_desk(name).insert(), {"id": "old"})
        read = rows.get(connection, KINDS[name].record, "old")
    fields = [field for field in KINDS[name].fields if field != "id"]
    assert {field: getattr(read, field) for field in fields} == {
        field: blank(KINDS[name], field) for field in fields
    }


@pytest.mark.parametrize("name", KINDS)
def test_desk_and_hub_have_a_column_for_every_field(name):
    fields = list(KINDS[name].fields)
    assert [column.name for column in on_desk(name).columns] == fields
    shared = [column.name for column in on_hub(name).columns]
    assert [column for column in shared if column in fields] == fields
    assert [column.name for column in on_hub(name).primary_key] == ["shard", "id"]


def test_defaults_of_a_map_are_never_shared():
    one, other = household("h1"), household("h2")
    assert one.extra == other.extra == {}
    assert one.extra is not other.extra


def test_many_thousand_ids_are_found_at_once(desk):
    ids = [f"h{number:05}" for number in range(12_001)]
    with desk.writing() as connection:
        rows.insert(connection, [household(this) for this in ids[1:]])
    with desk.reading() as connection:
        found = rows.by_id(connection, Household, [*ids, "nobody"])
    assert sorted(found) == ids[1:]


def test_no_ids_find_nothing(desk):
    with desk.reading() as connection:
        assert rows.by_id(connection, Household, []) == {}


def test_inserting_twice_is_refused_and_putting_replaces(desk):
    with desk.writing() as connection:
        rows.insert(connection, [household("h1", head="吴桂芳")])
    with pytest.raises(Exception, match="UNIQUE"), desk.writing() as connection:
        rows.insert(connection, [household("h1", head="李建国")])
    with desk.writing() as connection:
        rows.put(connection, [household("h1", head="王秀英"), household("h2")])
        rows.put(connection, [])
    with desk.reading() as connection:
        assert {this: entry.head for this, entry in _all(connection).items()} == {
            "h1": "王秀英",
            "h2": "",
        }


def test_where_passes_over_what_was_deleted(desk):
    with desk.writing() as connection:
        rows.insert(connection, [household("h1"), household("h2", deleted=True)])
        rows.insert(connection, [household("h3", house_id="house-2")])
        assert [e.id for e in rows.where(connection, Household, house_id="house-1")] == ["h1"]
        gone = rows.get(connection, Household, "h2")
        assert gone is not None
        assert gone.deleted


def test_a_missing_record_is_none(desk):
    with desk.reading() as connection:
        assert rows.get(connection, Resident, "nobody") is None


def _all(connection):
    return rows.by_id(connection, Household, ["h1", "h2"])
