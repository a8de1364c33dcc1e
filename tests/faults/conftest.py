"""A hub that is a process of its own, on each database it can be on, and two laptops."""

import random

import pytest

from tests.faults import disk
from tests.faults.town import Town
from tests.faults.trials import Trials
from tests.postgres import STORES
from tests.server.world import build

SEED = 1122


@pytest.fixture(scope="session", params=STORES)
def built(request, tmp_path_factory):
    """A hub with everybody's account, its records in each database they can be in."""
    on_postgres = request.param == "postgres"
    postgres = request.getfixturevalue("postgres") if on_postgres else None
    return build(tmp_path_factory.mktemp("built") / "world", postgres)


@pytest.fixture(scope="session")
def on_file(tmp_path_factory):
    """The same in a file alone, for what is about files."""
    return build(tmp_path_factory.mktemp("on_file") / "world")


@pytest.fixture(scope="session")
def on_postgres(postgres, tmp_path_factory):
    """The same in a database of a server."""
    return build(tmp_path_factory.mktemp("on_postgres") / "world", postgres)


@pytest.fixture
def trials(built, tmp_path):
    """Trials at two laptops, the hub's process running."""
    with Town.of(built, tmp_path) as town:
        yield Trials.begun(town, random.Random(SEED))


collect_ignore = [] if disk.is_to_be_had() else ["test_power_cuts.py"]


def pytest_terminal_summary(terminalreporter):
    """Say what could not be tried here."""
    if collect_ignore:
        terminalreporter.write_line(disk.NOT_RUN)
