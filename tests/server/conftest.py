"""A hub and desks in one process, each test with files of its own."""

import pytest

from tests.server.world import World, build


@pytest.fixture(scope="session")
def built(tmp_path_factory):
    """A hub with everybody's account."""
    return build(tmp_path_factory.mktemp("built") / "world")


@pytest.fixture
def world(built, tmp_path):
    """A hub of this test's own."""
    world = World.copy_of(built, tmp_path / "world")
    yield world
    world.close()
