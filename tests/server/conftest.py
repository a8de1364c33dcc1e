"""A hub and desks in one process, each test with files of its own."""

import shutil

import pytest

from tests.postgres import FOUR_HUBS, STORES
from tests.server.offices import COMMUNITY, NAMES, PASSPHRASE, office_in
from tests.server.world import World, build


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


@pytest.fixture(scope="session")
def begun(tmp_path_factory):
    """The folder of a hub its office just began, with one grid."""
    folder = tmp_path_factory.mktemp("begun") / "hub"
    office = office_in(folder, folder)
    office.begin(code=COMMUNITY, names=NAMES, passphrase=PASSPHRASE)
    office.add_grid(community=COMMUNITY, name="第一网格")
    office.close()
    return folder


@pytest.fixture
def office(begun, tmp_path):
    """The office of a hub of this test's own."""
    shutil.copytree(begun, tmp_path / "hub")
    made = office_in(tmp_path / "hub", tmp_path / "home")
    yield made
    made.close()
