"""Several programs of one hub: they share its folder, and what one of them makes the others have."""

import contextlib
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest

from gridapp.domain.hub_numbers import run_of
from gridapp.server import admin, copies, lineage, relay_key, running
from gridapp.server.running import Running
from gridapp.store import photos
from gridapp.store.hub_log import knows, last_of
from gridapp.store.hub_tables import hub as hub_tables
from tests.end_to_end.office import until
from tests.postgres import on_four_hubs
from tests.server.world import DISTRICT, GRID, NEXT_GRID


@pytest.fixture
def begun_programs(tmp_path):
    """Three programs that serve one folder, in the order in which they came."""
    with contextlib.ExitStack() as opened:
        names = [opened.enter_context(running.among_others(tmp_path)) for _ in range(3)]
        for name in names:
            opened.enter_context(running.serving_at(tmp_path, [f"http://{name}"], name))
        yield names


def test_each_program_has_a_name_and_all_addresses_are_told(begun_programs, tmp_path):
    assert begun_programs == ["hub", "hub-2", "hub-3"]
    addresses = ("http://hub", "http://hub-2", "http://hub-3")
    assert running.running(tmp_path) == Running(
        runs=True, address="http://hub", cut_off=False, addresses=addresses
    )


def test_nobody_is_alone_where_others_serve(begun_programs, tmp_path):
    assert begun_programs
    with pytest.raises(running.RunsAlready), running.alone(tmp_path):
        pass


def test_one_that_ended_is_told_no_more_and_its_name_is_free(tmp_path):
    with running.among_others(tmp_path):
        with (
            running.among_others(tmp_path) as second,
            running.serving_at(tmp_path, ["http://second"], second),
        ):
            assert running.running(tmp_path).addresses == ("http://second",)
        assert running.running(tmp_path).addresses == ()
        with running.among_others(tmp_path) as again:
            assert again == second


def test_one_that_died_is_missed_while_others_serve(tmp_path):
    died = (
        "import os, sys; from pathlib import Path; from gridapp.server import running\n"
        "folder = Path(sys.argv[1])\n"
        "with running.among_others(folder) as name:\n"
        "    with running.serving_at(folder, ['http://died'], name):\n"
        "        os._exit(9)"
    )
    words = [sys.executable, "-c", died, str(tmp_path)]
    assert subprocess.run(words, env=os.environ, check=False).returncode == 9
    assert running.running(tmp_path) == Running(runs=False, address="", cut_off=True)
    with (
        running.among_others(tmp_path) as name,
        running.serving_at(tmp_path, ["http://next"], name),
    ):
        assert running.running(tmp_path).addresses == ("http://next",)
        assert not running.running(tmp_path).cut_off


def test_numbers_that_several_programs_note_at_once_are_all_noted(tmp_path):
    def note(district):
        here = lineage.of(b"key", tmp_path)
        for rev in range(1, 201):
            here.note({district: rev, "all": rev})

    districts = ["990101", "990102", "990103", "990104"]
    with ThreadPoolExecutor(len(districts)) as pool:
        list(pool.map(note, districts))
    assert lineage.of(b"key", tmp_path).high() == dict.fromkeys([*districts, "all"], 200)


@on_four_hubs
def test_key_for_envelopes_that_two_make_at_once_is_one(world):
    one, two = world.hubs[:2]
    with ThreadPoolExecutor(1) as pool:
        with one.store.writing() as connection:
            first = relay_key.private(connection)
            second = pool.submit(_private, two.store)
        assert second.result() == first


def _private(store):
    with store.writing() as connection:
        return relay_key.private(connection)


@on_four_hubs
def test_grid_that_two_offices_rename_at_once_stands_under_one_number(world):
    one, two = world.hubs[:2]
    with ThreadPoolExecutor(1) as pool:
        with one.store.writing() as connection:
            admin.set_grid(one, connection, code=GRID, name="one")
            second = pool.submit(admin.add_grid, two, code=GRID, name="two")
            until(lambda: second.done() or _waiting(two.store))
        grid = second.result()
    entry = hub_tables.tables["entry"]
    with two.store.reading() as connection:
        found = connection.execute(entry.select().where(entry.c.record_id == grid)).all()
    held = world.held("grid")[grid]
    assert (held["name"], [each.rev for each in found]) == ("two", [held["rev"]])


def _waiting(store):
    """How many wait for somebody's lock."""
    with store.reading() as connection:
        told = "SELECT count(*) FROM pg_locks WHERE NOT granted"
        return connection.exec_driver_sql(told).scalar_one()


@on_four_hubs
def test_no_number_is_given_again_after_the_database_was_put_back(world):
    one, two = world.hubs[:2]
    admin.add_grid(one, code=GRID, name="before")
    with one.store.reading() as connection:
        before = last_of(connection, DISTRICT)
    assert before
    admin.add_grid(one, code=GRID, name="given and forgotten")
    with two.store.writing() as connection:
        shards = hub_tables.tables["shard"]
        connection.execute(shards.update().where(shards.c.shard == DISTRICT).values(rev=before))
    copies.say_put_back(two)
    admin.add_grid(one, code=NEXT_GRID, name="after")
    with one.store.reading() as connection:
        assert run_of(last_of(connection, DISTRICT) or 0) > run_of(before)
        assert knows(connection, DISTRICT, before)
        assert not knows(connection, DISTRICT, before + 1)


@on_four_hubs
def test_photos_kept_by_different_programs_at_once_open_at_any(world):
    pictures = [bytes([number]) * 1000 for number in range(len(world.hubs))]
    stores = [hub.store for hub in world.hubs]
    with ThreadPoolExecutor(len(stores)) as pool:
        names = list(pool.map(photos.keep, stores, pictures))
    for store in stores:
        assert [photos.read(store, name) for name in names] == pictures
