"""Killed at any moment of an upgrade a store is the old one or the new one, never between."""

import shutil
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pytest

from gridapp.store import migrate, rows, search
from gridapp.store.engine import open_store
from tests.store.made import KEY, NOW, Pace, house, household, killer
from tests.store.planted import BIG, looks, plant

HOUSEHOLDS = 8_000
KILLS = 100


@pytest.fixture
def prepared(tmp_path):
    """A closed store of many households behind a few doors, at the newest revision."""
    store = open_store(tmp_path / "prepared.db", KEY)
    migrate.upgrade(store, "desk", now=NOW)
    houses = [house(f"house-{n}", label=f"5-1-{n}", room=str(n)) for n in range(400)]
    many = [
        household(f"h{n:05}", house_id=f"house-{n % 400}", head=f"吴{n}", phone=f"100{n:08}")
        for n in range(HOUSEHOLDS)
    ]
    with store.writing() as connection:
        rows.insert(connection, houses)
        rows.insert(connection, many)
        search.rebuild(connection)
    store.close()
    return store.path


def is_whole(store):
    with store.engine.connect() as connection:
        assert connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)").scalar() == 0
        assert connection.exec_driver_sql("PRAGMA cipher_integrity_check").all() == []
        return connection.exec_driver_sql("PRAGMA integrity_check").scalars().all() == ["ok"]


def seen(path):
    """What stands in a store that somebody opens after a kill."""
    store = open_store(path, KEY)
    assert is_whole(store)
    found = looks(store)
    store.close()
    return found


def test_upgrade_killed_at_any_moment_leaves_the_old_store_or_the_new(tmp_path, prepared):
    revisions = plant(tmp_path, BIG)
    old = seen(prepared)
    new_path = shutil.copy(prepared, tmp_path / "new.db")
    with killer("upgrades", revisions) as ask:
        pace = Pace(lambda: ask(new_path))
    new = seen(new_path)
    assert new["planted"][0] == old["household"][0] == HOUSEHOLDS
    assert ("index", "household_by_planted") in new

    def killed(numbers):
        with killer("upgrades", revisions) as ask:
            return [one_kill(ask, number) for number in numbers]

    def one_kill(ask, number):
        folder = tmp_path / str(number)
        folder.mkdir()
        path = shutil.copy(prepared, folder / "desk.db")
        outcome = ask(path, pace.draw())
        pace.hear(outcome)
        found = seen(path)
        assert found in (old, new)
        assert outcome == "killed" or found == new
        for copy in folder.glob("backup/*.db"):
            assert seen(copy) == old
        if found == old:
            assert ask(path) == "done"
            assert seen(path) == new
        shutil.rmtree(folder)
        return outcome, "old" if found == old else "new"

    with ThreadPoolExecutor(2) as pool:
        halves = [range(0, KILLS, 2), range(1, KILLS, 2)]
        outcomes = Counter(kill for half in pool.map(killed, halves) for kill in half)
    print(outcomes)  # noqa: T201
    assert outcomes.total() == KILLS
    assert outcomes["killed", "old"] + outcomes["killed", "new"] >= 20
    assert outcomes["killed", "old"] >= 1
    assert outcomes["killed", "new"] + outcomes["done", "new"] >= 1


def test_two_programs_that_upgrade_at_once_do_it_once(tmp_path, prepared):
    revisions = plant(tmp_path, BIG)
    with (
        killer("upgrades", revisions) as one,
        killer("upgrades", revisions) as other,
        ThreadPoolExecutor(2) as pool,
    ):
        assert list(pool.map(lambda ask: ask(prepared), [one, other])) == ["done", "done"]
    found = seen(prepared)
    assert found["planted"][0] == HOUSEHOLDS
    assert found["alembic_version"][0] == 1
