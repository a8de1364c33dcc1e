"""A hub's records in a PostgreSQL database: begun once, opened by whoever has its key."""

from contextlib import closing

import pytest

from gridapp.server import admin, copies
from gridapp.server.keeping import HubThere, NoHub
from gridapp.store import migrate, settings
from gridapp.store.backup import CopiedElsewhere
from gridapp.store.engine import WrongKey
from gridapp.store.keys import Custody, NoKey
from gridapp.store.postgres import open_postgres
from tests.postgres import STORES
from tests.server.world import GRID, Clock


@pytest.fixture(params=STORES[1:])
def database(postgres, request):
    """The address of a database of this test's own."""
    assert request.param == "postgres"
    name = postgres.make()
    yield postgres.url(name)
    postgres.drop(name)


@pytest.fixture
def begun(database, tmp_path):
    """The custody of a hub whose records are there."""
    custody = custody_in(tmp_path / "one")
    admin.init(custody, demo=False, clock=Clock(), database=database).store.close()
    return custody


def custody_in(folder):
    return Custody(folder, admin.STORE, "a passphrase")


def opened(custody, database):
    return closing(admin.opened(custody, clock=Clock(), database=database).store)


def told(store):
    with store.reading() as connection:
        return {name: settings.read(connection, name) for name in ("hub_id", "epoch", "demo")}


def test_key_stays_in_the_folder_and_records_do_not(begun, database):
    assert begun.key_path.exists()
    assert not begun.store_path.exists()
    with opened(begun, database) as store:
        assert told(store)["demo"] is False


def test_several_programs_of_one_folder_open_one_database(begun, database):
    with opened(begun, database) as one, opened(begun, database) as two:
        assert told(one) == told(two)


def test_another_hub_is_never_begun_over_it(begun, database, tmp_path):
    with opened(begun, database) as store:
        before = told(store)
    with pytest.raises(HubThere):
        admin.init(custody_in(tmp_path / "two"), demo=True, clock=Clock(), database=database)
    assert not (tmp_path / "two").exists()
    with opened(begun, database) as store:
        assert told(store) == before


def test_folder_with_a_key_is_not_begun_again(begun, postgres):
    name = postgres.make()
    with pytest.raises(NoKey):
        admin.init(begun, demo=False, clock=Clock(), database=postgres.url(name))
    postgres.drop(name)


def test_key_of_another_hub_opens_nothing(begun, database, tmp_path):
    other = custody_in(tmp_path / "two")
    admin.init(other, demo=False, clock=Clock()).store.close()
    with pytest.raises(WrongKey):
        admin.opened(other, clock=Clock(), database=database)
    admin.opened(begun, clock=Clock(), database=database).store.close()


def test_empty_database_is_no_hub_and_stays_empty(begun, postgres, tmp_path):
    name = postgres.make()
    with pytest.raises(NoHub):
        admin.opened(begun, clock=Clock(), database=postgres.url(name))
    store = open_postgres(postgres.url(name), tmp_path / "hub.db")
    with closing(store), store.reading() as connection:
        assert migrate.revision_of(connection) == ""
    postgres.drop(name)


def test_copies_are_made_where_the_database_is(begun, database):
    hub = admin.opened(begun, clock=Clock(), database=database)
    with closing(hub.store):
        admin.add_grid(hub, code=GRID, name="第一网格")
        assert copies.listed(hub) == ()
        with pytest.raises(CopiedElsewhere):
            copies.make(hub, None)
