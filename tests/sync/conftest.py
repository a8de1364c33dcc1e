"""A hub and desks in one process, each test with files of its own."""

import pytest

from tests.end_to_end.faulty import Line
from tests.postgres import FOUR_HUBS, STORES
from tests.server.world import World, build
from tests.sync.pictures import Place


@pytest.fixture(scope="session", params=STORES)
def built(request, tmp_path_factory):
    """A hub with everybody's account, its records in each database they can be in."""
    postgres = None if request.param == "sqlite" else request.getfixturevalue("postgres")
    hubs = 4 if request.param == FOUR_HUBS else 1
    return build(tmp_path_factory.mktemp("built") / "world", postgres, hubs)


@pytest.fixture
def world(built, tmp_path):
    """A hub of this test's own."""
    world = World.copy_of(built, tmp_path / "world")
    yield world
    world.close()


@pytest.fixture
def place(world):
    """That hub, served behind a line."""
    with Place(world, Line()).running() as place:
        yield place


@pytest.fixture
def li(place):
    """A laptop of one who works there."""
    return place.laptop("li")
