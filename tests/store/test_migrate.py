"""A store comes to this version as a whole, with a copy kept first."""

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from gridapp.store import hub_tables, migrate, queries, rows, search, tables
from gridapp.store.engine import open_store
from tests.store.made import KEY, NOW, house, household
from tests.store.planted import SMALL, looks, plant

DECLARED = {"desk": [tables.desk, tables.derived], "hub": [hub_tables.hub]}
CHAINS = list(DECLARED)


def files(folder):
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}


def differences(store, declared):
    with store.reading() as connection:
        context = MigrationContext.configure(connection)
        return compare_metadata(context, declared)


@pytest.fixture
def opened(tmp_path):
    """Open a file of this folder; all are closed at the end."""
    held = []

    def open_it(name):
        held.append(open_store(tmp_path / name, KEY))
        return held[-1]

    yield open_it
    for store in held:
        store.close()


@pytest.fixture
def door(desk):
    """A desk with one household behind one door."""
    with desk.writing() as connection:
        rows.insert(connection, [house("house-1")])
        rows.insert(connection, [household("h1", head="吴桂芳")])
        search.complete(connection)
    return desk


@pytest.mark.parametrize("chain", CHAINS)
def test_new_store_reaches_the_newest_revision_at_once(opened, chain, tmp_path):
    store = opened("new.db")
    with store.reading() as connection:
        assert migrate.revision_of(connection) == ""
    migrate.upgrade(store, chain, now=NOW)
    with store.reading() as connection:
        assert migrate.revision_of(connection) == migrate.head(chain)
    assert not (tmp_path / "backup").exists(), "there was nothing to keep"


@pytest.mark.parametrize("chain", CHAINS)
def test_revisions_make_exactly_the_declared_tables(opened, chain):
    """Fails where a field was added and no revision: python build/revise.py desk "why"."""
    store = opened("new.db")
    migrate.upgrade(store, chain, now=NOW)
    assert differences(store, DECLARED[chain]) == []


@pytest.mark.parametrize(
    "change",
    [
        'op.drop_column("visit", "mode")',
        'op.drop_column("visit", "mode")\n    op.add_column("visit", sa.Column("mode", sa.Integer()))',
        'op.add_column("household", sa.Column("more", sa.String()))',
        'op.drop_index("household_by_house_id", "household")',
        'op.drop_table("photo")',
    ],
)
def test_forgotten_revision_would_be_seen(opened, tmp_path, change):
    store = opened("new.db")
    migrate.upgrade(store, "desk", now=NOW, revisions=plant(tmp_path, change))
    assert len(differences(store, DECLARED["desk"])) >= 1


@pytest.mark.parametrize("chain", CHAINS)
def test_revisions_stand_in_one_line_and_bear_their_numbers(chain):
    script = ScriptDirectory(
        str(migrate.REVISIONS), version_locations=[str(migrate.REVISIONS / chain)]
    )
    line = [revision.revision for revision in script.walk_revisions()][::-1]
    assert line == [f"{number:04}" for number in range(1, len(line) + 1)]
    assert script.get_heads() == [migrate.head(chain)]
    names = sorted(path.name[:5] for path in (migrate.REVISIONS / chain).glob("*.py"))
    assert names == [f"{revision}_" for revision in line]


@pytest.mark.parametrize("chain", CHAINS)
def test_second_upgrade_touches_nothing(opened, tmp_path, chain):
    store = opened("store.db")
    migrate.upgrade(store, chain, now=NOW)
    store.close()
    before = files(tmp_path)
    migrate.upgrade(opened("store.db"), chain, now=NOW)
    store.close()
    assert {"store.db": before["store.db"]}.items() <= files(tmp_path).items()
    assert not (tmp_path / "backup").exists()


@pytest.mark.parametrize("newer", ["0999", "9999"])
def test_store_of_a_newer_program_is_not_touched(door, tmp_path, newer):
    with door.writing() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = ?", (newer,))
    door.close()
    before = files(tmp_path)
    with pytest.raises(migrate.NewerStore, match="newer gridapp"):
        migrate.upgrade(door, "desk", now=NOW)
    door.close()
    assert files(tmp_path) == before
    assert not (tmp_path / "backup").exists()


def test_store_with_records_is_copied_before_it_is_upgraded(door, tmp_path, opened):
    before = looks(door)
    revisions = plant(tmp_path, SMALL)
    migrate.upgrade(door, "desk", now=NOW, revisions=revisions)
    assert looks(door) != before
    [kept] = (tmp_path / "backup").iterdir()
    assert f"before-{migrate.head('desk', revisions)}" in kept.name
    assert looks(opened(kept)) == before


def test_records_of_before_are_there_after_the_upgrade(door, tmp_path):
    migrate.upgrade(door, "desk", now=NOW, revisions=plant(tmp_path, SMALL))
    with door.reading() as connection:
        kept = connection.exec_driver_sql("SELECT id, head, planted FROM household").all()
    assert kept == [("h1", "吴桂芳", None)]


def test_words_people_search_are_made_anew_at_an_upgrade(door, tmp_path):
    with door.writing() as connection:
        connection.execute(tables.search.update().values(words="错"))
        connection.execute(tables.search.insert(), {"household_id": "gone", "words": "错"})
        assert queries.households(connection, find="吴桂芳") == []
    migrate.upgrade(door, "desk", now=NOW, revisions=plant(tmp_path, SMALL))
    with door.reading() as connection:
        assert [found.head for found in queries.households(connection, find="吴桂芳")] == ["吴桂芳"]
        listed = connection.execute(tables.search.select()).all()
    assert [row.household_id for row in listed] == ["h1"]


def test_search_table_of_another_shape_is_replaced(door, tmp_path):
    """It is derived: no revision ever speaks of it."""
    with door.writing() as connection:
        connection.exec_driver_sql("DROP TABLE search")
        connection.exec_driver_sql("CREATE TABLE search (other TEXT)")
    migrate.upgrade(door, "desk", now=NOW, revisions=plant(tmp_path, SMALL))
    with door.reading() as connection:
        assert len(queries.households(connection, find="5-1-101")) == 1


@pytest.mark.parametrize("store", ["sqlite"], indirect=True)
def test_hub_has_no_search_table(hub):
    with hub.reading() as connection:
        found = connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE name = 'search'")
        assert found.all() == []


@pytest.mark.parametrize("chain", CHAINS)
def test_revision_that_fails_halfway_leaves_the_old_store(opened, tmp_path, chain):
    store = opened("new.db")
    migrate.upgrade(store, chain, now=NOW)
    before = looks(store)
    failing = f'{SMALL}\n    op.drop_table("setting")\n    op.execute("nonsense")'
    with pytest.raises(Exception, match="nonsense"):
        migrate.upgrade(store, chain, now=NOW, revisions=plant(tmp_path, failing, chain))
    assert looks(store) == before


def test_several_revisions_are_one_step(door, tmp_path):
    """The first good one does not stay alone where the second fails."""
    before = looks(door)
    plant(tmp_path, SMALL)
    revisions = plant(tmp_path, 'op.execute("nonsense")')
    with pytest.raises(Exception, match="nonsense"):
        migrate.upgrade(door, "desk", now=NOW, revisions=revisions)
    assert looks(door) == before
    mended = revisions / "desk" / f"{migrate.head('desk', revisions)}_planted.py"
    mended.write_text(mended.read_text("utf-8").replace('"nonsense"', '"SELECT 1"'), "utf-8")
    migrate.upgrade(door, "desk", now=NOW, revisions=revisions)
    with door.reading() as connection:
        assert migrate.revision_of(connection) == migrate.head("desk", revisions)
