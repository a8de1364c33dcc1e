"""A store is a closed file to others, and one transaction at a time to us."""

import sqlite3
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing
from itertools import chain

import pytest
from sqlalchemy.exc import OperationalError
from sqlcipher3 import dbapi2

from gridapp.store import rows, settings
from gridapp.store.engine import StoreFull, WrongKey, open_store
from tests.store.made import KEY, TOP, household, run_child, undone

NAME = "司马桂芳"


def files(folder):
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def numbered(connection):
    return connection.exec_driver_sql("SELECT number FROM said ORDER BY number").scalars().all()


@pytest.fixture
def said(tmp_path):
    """A store with one table and one row."""
    store = open_store(tmp_path / "said.db", KEY)
    with store.writing() as connection:
        connection.exec_driver_sql("CREATE TABLE said (number INTEGER)")
        connection.exec_driver_sql("INSERT INTO said VALUES (1)")
    yield store
    store.close()


def test_files_show_nothing_without_the_key(desk, tmp_path):
    with desk.writing() as connection:
        rows.insert(connection, [household("h1", head=NAME, phone="10012345678")])
    open_files = files(tmp_path)
    assert {"desk.db", "desk.db-wal"} <= set(open_files)
    desk.close()
    for content in chain(open_files.values(), files(tmp_path).values()):
        assert not content.startswith(b"SQLite format 3")
        for word in (NAME.encode(), b"10012345678", b"household", KEY, KEY.hex().encode()):
            assert word not in content
    with closing(sqlite3.connect(desk.path)) as plain, pytest.raises(sqlite3.DatabaseError):
        plain.execute("SELECT * FROM household")


def test_wrong_key_says_so_and_changes_nothing(said, tmp_path):
    said.close()
    before = files(tmp_path)
    for wrong in (bytes(32), KEY[:-1] + b"\0"):
        with pytest.raises(WrongKey):
            open_store(said.path, wrong)
    assert files(tmp_path) == before
    with said.reading() as connection:
        assert numbered(connection) == [1]


def test_plain_database_is_not_taken_for_a_store(tmp_path):
    with closing(sqlite3.connect(tmp_path / "plain.db")) as plain:
        plain.execute("CREATE TABLE said (number INTEGER)")
    before = files(tmp_path)
    with pytest.raises(WrongKey):
        open_store(tmp_path / "plain.db", KEY)
    assert files(tmp_path) == before


@pytest.mark.parametrize("place", ["there is no such folder/desk.db", ""])
def test_file_that_cannot_be_made_is_said_to_the_person(tmp_path, place):
    with pytest.raises(StoreFull):
        open_store(tmp_path / place, KEY)


@pytest.mark.parametrize(
    ("pragma", "value"),
    [
        ("journal_mode", "wal"),
        ("synchronous", 2),
        ("cache_size", -65536),
        ("temp_store", 2),
        ("busy_timeout", 15000),
    ],
)
def test_every_connection_keeps_the_settings(said, pragma, value):
    with ExitStack() as stack:
        many = [stack.enter_context(said.engine.connect()) for _ in range(4)]
        assert len({id(one.connection.dbapi_connection) for one in many}) == len(many)
        found = [one.exec_driver_sql(f"PRAGMA {pragma}").scalar() for one in many]
    assert found == [value] * len(many)


def test_raising_rolls_back_rows_and_tables_alike(said):
    with undone(said) as connection:
        connection.exec_driver_sql("CREATE TABLE half (number INTEGER)")
        connection.exec_driver_sql("INSERT INTO said VALUES (2)")
        assert numbered(connection) == [1, 2]
    with said.reading() as connection:
        assert numbered(connection) == [1]
        tables = connection.exec_driver_sql("SELECT name FROM sqlite_master").scalars().all()
    assert tables == ["said"]


def test_drivers_own_transactions_would_leave_half_a_migration(tmp_path):
    """Why the engine begins each transaction itself."""
    connection = dbapi2.connect(tmp_path / "plain.db")
    connection.execute("CREATE TABLE half (number INTEGER)")
    connection.execute("INSERT INTO half VALUES (1)")
    connection.rollback()
    assert connection.execute("SELECT name FROM sqlite_master").fetchall() == [("half",)]
    connection.close()


def test_reader_sees_one_moment_while_another_writes(said):
    with said.reading() as before:
        assert numbered(before) == [1]
        with said.writing() as writer:
            writer.exec_driver_sql("INSERT INTO said VALUES (2)")
            with said.reading() as meanwhile:
                assert numbered(meanwhile) == [1]
        assert numbered(before) == [1]
        with said.reading() as after:
            assert numbered(after) == [1, 2]


def test_writing_holds_the_lock_from_its_first_moment(said):
    other = dbapi2.connect(said.path, isolation_level=None, timeout=0)
    other.execute(f"PRAGMA key=\"x'{KEY.hex()}'\"")
    with said.reading():
        other.execute("BEGIN IMMEDIATE")
        other.execute("ROLLBACK")
    with said.writing(), pytest.raises(dbapi2.OperationalError, match="locked"):
        other.execute("BEGIN IMMEDIATE")
    other.execute("BEGIN IMMEDIATE")
    other.close()


def test_reading_cannot_wait_for_a_writer_and_then_lose(desk):
    """Two that read and then write: without the lock at the start one would fail or overwrite."""

    def count(_):
        with desk.writing() as connection:
            settings.keep(connection, counted=settings.read(connection, "counted", 0) + 1)

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(count, range(80)))
    with desk.reading() as connection:
        assert settings.read(connection, "counted") == 80


def test_connections_are_used_again_and_carry_nothing_over(said):
    """A writer that raised leaves no open transaction in the pool."""

    def fail(number):
        with said.writing() as connection:
            connection.exec_driver_sql("INSERT INTO said VALUES (?)", (number,))
            connection.exec_driver_sql("SELECT * FROM nowhere")

    for number in range(40):
        with pytest.raises(OperationalError, match="no such table"):
            fail(number)
    assert said.engine.pool.checkedout() == 0
    assert said.engine.pool.checkedin() == 1
    with said.reading() as connection:
        assert numbered(connection) == [1]


def test_what_was_said_to_be_saved_is_there_after_a_kill(said):
    argv = [sys.executable, "-m", "tests.store.children", "save", str(said.path)]
    for lines in (1, 7, 40):
        with said.writing() as connection:
            connection.exec_driver_sql("DELETE FROM said")
        said.close()
        with subprocess.Popen(argv, cwd=TOP, stdout=subprocess.PIPE, text=True) as child:
            assert child.stdout
            told = [int(child.stdout.readline()) for _ in range(lines)]
            child.kill()
            told += [int(line) for line in child.stdout]
        with said.reading() as connection:
            held = numbered(connection)
            assert connection.exec_driver_sql("PRAGMA cipher_integrity_check").all() == []
        assert held in (told, [*told, len(told)]), "the last may be saved and not yet said"


def test_full_store_keeps_what_was_committed_and_goes_on_later(said):
    """The page limit makes SQLite say what it says on a full disk."""
    kept = [1]

    def fill(number):
        with said.writing() as connection:
            connection.exec_driver_sql("INSERT INTO said VALUES (?)", [(number,)] * 200)
        kept.extend([number] * 200)

    with said.engine.connect() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
        connection.exec_driver_sql(f"PRAGMA max_page_count={pages + 20}")
    with pytest.raises(StoreFull, match="disk is full"):
        all(fill(number) is None for number in range(2, 100_000))
    assert len(kept) > 200
    with said.reading() as connection:
        assert numbered(connection) == kept
    with said.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA max_page_count=1000000")
    with said.writing() as connection:
        connection.exec_driver_sql("INSERT INTO said VALUES (0)")
    with said.reading() as connection:
        assert numbered(connection) == [0, *kept]


def test_disk_that_takes_nothing_more_loses_nothing_that_was_saved(tmp_path):
    path = tmp_path / "full.db"
    (committed, problem, text), _ = run_child("fill", path, 1_000_000)
    assert problem == "StoreFull"
    assert "What was said to be saved is safe" in text
    assert committed > 50
    store = open_store(path, KEY)
    with store.writing() as connection:
        assert numbered(connection) == list(range(committed))
        connection.exec_driver_sql("INSERT INTO said VALUES (?, '')", (committed,))
        assert connection.exec_driver_sql("PRAGMA integrity_check").scalars().all() == ["ok"]
        assert connection.exec_driver_sql("PRAGMA cipher_integrity_check").all() == []
    store.close()
