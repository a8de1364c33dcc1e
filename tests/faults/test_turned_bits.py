"""A bit that turned over on the disk is noticed, or changes nothing that is read."""

import random

import pytest

from gridapp.store import photos
from gridapp.store.pieces import Damaged
from tests.faults.conftest import SEED
from tests.faults.network import flipped
from tests.faults.starving import turned
from tests.server.world import KEY, World, move_in
from tests.sync.shaky import knock

CHANCE = random.Random(SEED)


@pytest.fixture
def world(on_file, tmp_path):
    world = World.copy_of(on_file, tmp_path / "world")
    yield world
    world.close()


@pytest.fixture
def desk(world):
    desk = world.desk("li")
    home = move_in(desk)
    for number in range(30):
        knock(desk, home, note=f"told {number}")
    world.sync(desk)
    return desk


def test_no_turned_bit_of_a_store_goes_unnoticed(on_file, world, desk):
    for store, key in ((desk.store, KEY), (world.hub.store, on_file.key)):
        store.close()
        counted = turned(store.path, key, CHANCE, 40)
        assert counted.is_clean, counted


def test_no_turned_bit_of_a_picture_goes_unnoticed(desk):
    name = photos.keep(desk.store, random.Random(SEED).randbytes(200_000))
    path = desk.store.path.with_name("photos") / name
    whole = path.read_bytes()
    for _ in range(40):
        path.write_bytes(flipped(whole, CHANCE))
        with pytest.raises(Damaged):
            photos.read(desk.store, name)
