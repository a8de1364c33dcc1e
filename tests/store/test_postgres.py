"""A hub's store on PostgreSQL: one transaction at a time, and what the person hears of its faults."""

import contextlib
from concurrent.futures import ThreadPoolExecutor

import psycopg
import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from gridapp.store import dialect, hub_tables, migrate, settings
from gridapp.store.engine import CommitUnknown, DatabaseAway, DatabaseBusy
from gridapp.store.postgres import NotADatabase, open_postgres
from tests.postgres import STORES
from tests.store.made import NOW


@pytest.fixture(params=STORES[1:])
def server(postgres, request):
    """A real PostgreSQL, where this system has one."""
    assert request.param == "postgres"
    return postgres


@pytest.fixture
def name(server):
    """A database of this test's own."""
    name = server.make()
    yield name
    server.drop(name)


@pytest.fixture
def hub(server, name, tmp_path):
    """A hub's store without records."""
    with server.store(tmp_path / "hub.db", name) as store:
        migrate.upgrade(store, "hub", now=NOW)
        yield store


@pytest.fixture
def waiting(hub, server, name):
    """The hub's store; its commits wait for a second server, and there is none."""
    server.run("ALTER DATABASE {} SET synchronous_commit = on", name)
    server.run("ALTER SYSTEM SET synchronous_standby_names = 'elsewhere'")
    server.run("SELECT pg_reload_conf()")
    hub.engine.dispose()
    yield hub
    server.run("ALTER SYSTEM RESET synchronous_standby_names")
    server.run("SELECT pg_reload_conf()")


def read(store, name="x"):
    with store.reading() as connection:
        return settings.read(connection, name)


def test_revisions_make_exactly_the_declared_tables(hub):
    with hub.reading() as connection:
        assert migrate.revision_of(connection) == migrate.head("hub")
        assert compare_metadata(MigrationContext.configure(connection), hub_tables.hub) == []


def test_programs_that_upgrade_at_once_upgrade_once(server, name, tmp_path):
    with contextlib.ExitStack() as stack, ThreadPoolExecutor(3) as pool:
        stores = [stack.enter_context(server.store(tmp_path / "hub.db", name)) for _ in range(3)]
        list(pool.map(lambda store: migrate.upgrade(store, "hub", now=NOW), stores))
        with stores[0].reading() as connection:
            assert migrate.revision_of(connection) == migrate.head("hub")


def test_return_commits_and_raise_rolls_back(hub):
    with hub.writing() as connection:
        settings.keep(connection, x="吴")
    with pytest.raises(ZeroDivisionError), hub.writing() as connection:
        settings.keep(connection, x=1 / 0)
    assert read(hub) == "吴"


def test_reader_sees_one_moment_and_writes_nothing(hub):
    with hub.reading() as connection:
        assert settings.read(connection, "x") is None
        with hub.writing() as other:
            settings.keep(other, x=1)
        assert settings.read(connection, "x") is None
    with pytest.raises(Exception, match="read-only"), hub.reading() as connection:
        settings.keep(connection, x=2)
    assert read(hub) == 1


def test_same_work_is_done_one_after_the_other(hub, server, name):
    with hub.writing() as connection:
        dialect.one_at_a_time(connection, "it")
        with psycopg.connect(server.url(name)) as other:
            free = other.execute("SELECT pg_try_advisory_xact_lock(hashtext('it'))").fetchone()
            assert free == (False,)


def write(store, meanwhile=lambda: None):
    with store.writing() as connection:
        settings.keep(connection, x=1)
        meanwhile()


def test_commit_answered_with_a_warning_is_not_taken_for_one(waiting, server):
    with ThreadPoolExecutor(1) as pool, pytest.raises(CommitUnknown):
        write(waiting, lambda: pool.submit(cancel_wait, server))
    assert read(waiting) == 1, "it stands here; whether it stands twice nobody knows"


def cancel_wait(server):
    """End the wait for the standby, as an administrator might."""
    found = "SELECT pg_cancel_backend(pid) FROM pg_stat_activity WHERE wait_event = 'SyncRep'"
    with psycopg.connect(server.url("postgres"), autocommit=True) as connection:
        assert any(connection.execute(found).fetchall() for _ in range(20000))


@pytest.mark.usefixtures("waiting")
def test_commit_does_not_wait_for_ever(server, name, tmp_path):
    hasty = open_postgres(server.url(name), tmp_path / "hub.db", patience=0.2)
    with pytest.raises(CommitUnknown):
        write(hasty)
    hasty.close()


def test_connection_lost_at_the_commit_leaves_it_unknown(hub, server):
    with pytest.raises(CommitUnknown):
        write(hub, lambda: end_all(server))
    assert read(hub) is None


def test_store_comes_back_after_its_server_restarted(hub, server):
    assert read(hub) is None
    end_all(server)
    assert read(hub) is None


def end_all(server):
    others = "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND backend_type = 'client backend'"
    server.run(others)


def test_lost_connection_inside_a_transaction_is_said(hub, server):
    def lose():
        with hub.writing() as connection:
            end_all(server)
            settings.keep(connection, x=1)

    with pytest.raises(DatabaseAway):
        lose()


@pytest.mark.usefixtures("hub")
def test_lock_held_for_long_is_said(server, name, tmp_path):
    hasty = open_postgres(f"{server.url(name)}&options=-c%20lock_timeout%3D50", tmp_path / "hub.db")
    with psycopg.connect(server.url(name)) as other:
        other.execute("LOCK TABLE setting")
        with pytest.raises(DatabaseBusy):
            write(hasty)
    hasty.close()


@pytest.mark.parametrize(
    "url", ["postgresql://gridapp@127.0.0.1:1/gridapp", "host=/nowhere dbname=gridapp"]
)
def test_database_that_does_not_answer_is_said(url, tmp_path):
    with pytest.raises(DatabaseAway):
        open_postgres(url, tmp_path / "hub.db")


def test_stranger_is_not_let_in(server, tmp_path):
    with pytest.raises(DatabaseAway) as said:
        open_postgres(server.url("postgres").replace("postgres:@", "stranger:@"), tmp_path / "x")
    assert "stranger" not in str(said.value)


@pytest.mark.parametrize("url", ["hub.db", "postgresql://[", "sqlite:///hub.db"])
def test_what_is_no_address_is_said(url, tmp_path):
    with pytest.raises(NotADatabase, match="postgresql://"):
        open_postgres(url, tmp_path / "hub.db")


@pytest.mark.parametrize("encoding", ["SQL_ASCII", "LATIN1"])
def test_database_that_cannot_keep_chinese_is_not_used(server, tmp_path, encoding):
    name = server.make(f"TEMPLATE template0 ENCODING '{encoding}' LOCALE 'C'")
    with pytest.raises(NotADatabase, match="CREATE DATABASE"), server.store(tmp_path / "x", name):
        pass
    server.drop(name)


def test_options_of_the_address_stay(server, name, tmp_path):
    url = f"{server.url(name)}&options=-c%20search_path%3Delsewhere"
    store = open_postgres(url, tmp_path / "hub.db")
    with store.reading() as connection:
        shown = [
            connection.exec_driver_sql(f"SHOW {each}").scalar_one()
            for each in ("search_path", "lock_timeout")
        ]
    store.close()
    assert shown == ["elsewhere", "15s"]
