"""The command line begins and opens a hub whose records are in a PostgreSQL database."""

import json
import os
import subprocess
import sys

import pytest

from tests.postgres import STORES
from tests.server.world import GRID


@pytest.fixture(params=STORES[1:])
def database(postgres, request):
    """The address of a database of this test's own."""
    assert request.param == "postgres"
    name = postgres.make()
    yield postgres.url(name)
    postgres.drop(name)


@pytest.fixture
def run(tmp_path):
    """Say a command of the office; its exit status and what it answered."""
    told = {"GRIDAPP_PASSPHRASE": "a passphrase", "GRIDAPP_LANG": "en"}

    def run(*words, **more):
        argv = [sys.executable, "-m", "gridapp", "admin", *words, "--data", str(tmp_path / "hub")]
        environment = {**os.environ, "PYTHONUTF8": "1", **told, **more}
        return subprocess.run(argv, env=environment, capture_output=True, text=True, check=False)

    return run


GRID_TOLD = ("grid", "--code", GRID, "--name", "第一网格")


def test_hub_is_begun_and_filled_in_there(run, database, tmp_path):
    assert run("init", "--database", database).returncode == 0
    said = run(*GRID_TOLD, "--database", database)
    assert said.returncode == 0
    assert json.loads(said.stdout)["grid"]
    assert not (tmp_path / "hub" / "hub.db").exists()
    said = run(*GRID_TOLD)
    assert said.returncode == 1
    assert "name it with --database" in said.stderr


def test_address_of_the_database_may_stand_in_the_environment(run, database):
    assert run("init", GRIDAPP_DATABASE=database).returncode == 0
    assert run(*GRID_TOLD, "--database", database).returncode == 0


@pytest.mark.parametrize(
    "told", ["postgresql://hub:secret12@db/hub", "host=db password=secret12 dbname=hub"]
)
def test_password_is_never_an_argument(run, told):
    said = run("init", "--database", told)
    assert said.returncode == 1
    assert "GRIDAPP_DATABASE" in said.stderr
    assert "secret12" not in said.stderr
