"""The hub as a program of its own: started, found by others, ended, and missed when it died."""

import os
import subprocess
from pathlib import Path

import pytest

from gridapp.server import admin, certifying, running
from gridapp.server.office import HubOffice
from gridapp.server.running import NotStarted, RunsAlready
from gridapp.store.keys import Custody
from gridapp.sync.http import HttpRemote
from gridapp.sync.link import NotReached
from tests.server.world import Clock

TOP = Path(__file__).parents[2]
PASSPHRASE = "a passphrase"

pytestmark = pytest.mark.end_to_end


@pytest.fixture
def folder(tmp_path):
    made = tmp_path / "hub"
    custody = Custody(made, admin.STORE, PASSPHRASE)
    admin.init(custody, demo=False, clock=Clock()).store.close()
    return made


@pytest.fixture
def office(folder, tmp_path):
    made = HubOffice(folder, PASSPHRASE, port=0, home=tmp_path)
    yield made
    made.stop()
    made.close()


def answers(address, folder):
    """Whether the very hub of `folder` answers, as this computer itself calls it."""
    here = f"https://127.0.0.1:{address.rpartition(':')[2]}"
    hub = HttpRemote(here, fingerprint=certifying.fingerprint(folder))
    try:
        return bool(hub.probe())
    except NotReached:
        return False
    finally:
        hub.close()


def place_file(folder):
    file = folder / "divisions.csv"
    file.write_text("code,name,level,parent\n990101001001,榆晴社区,community,\n", "utf-8")
    return file


def died(office):
    """End the hub as a power cut does."""
    child = office._starter._child
    child.kill()
    child.wait(30)


def test_a_started_hub_can_be_called_until_it_is_stopped(office, folder):
    address = office.start()
    assert answers(address, folder)
    state = office.state()
    assert (state.runs, state.address, state.cut_off) == (True, address, False)
    office.stop()
    state = office.state()
    assert (state.runs, state.address, state.cut_off) == (False, "", False)
    assert not answers(address, folder)


def test_slips_name_the_address_of_the_hub_that_runs(office, tmp_path):
    address = office.start()
    office.read_divisions(place_file(tmp_path))
    office.add_grid(community="990101001001", name="一网格")
    slip = office.add_account(name="li", person="李桂芬", role="grid_worker", place="一网格")
    assert slip.address == address


def test_a_second_start_is_refused_and_the_first_goes_on(office, folder):
    address = office.start()
    with pytest.raises(RunsAlready):
        office.start()
    assert answers(address, folder)


def test_a_hub_somebody_else_started_is_found_and_ended(office, folder):
    command = running.serve_command(folder, 0)
    with subprocess.Popen(
        command,
        cwd=TOP,
        env={**os.environ, "GRIDAPP_PASSPHRASE": PASSPHRASE},
        stdout=subprocess.PIPE,
    ) as child:
        assert child.stdout
        assert child.stdout.readline()
        state = office.state()
        assert state.runs
        assert answers(state.address, folder)
        office.stop()
        assert child.wait(30) == 0
    assert not office.state().runs


def test_a_hub_the_system_ends_is_not_called_cut_off(office, folder):
    command = running.serve_command(folder, 0)
    env = {**os.environ, "GRIDAPP_PASSPHRASE": PASSPHRASE}
    with subprocess.Popen(command, cwd=TOP, env=env, stdout=subprocess.PIPE) as child:
        assert child.stdout
        assert child.stdout.readline()
        child.terminate()
        assert child.wait(30) == 0
    assert not office.state().cut_off


@pytest.mark.parametrize("again", [False, True])
def test_a_hub_that_died_is_missed_and_starts_again(office, folder, again):
    office.start()
    died(office)
    state = office.state()
    assert (state.runs, state.cut_off, state.address) == (False, True, "")
    if again:
        assert answers(office.start(), folder)
        assert not office.state().cut_off
    office.stop()


def test_what_keeps_the_hub_from_starting_is_said(office, folder):
    address = office.start()
    other = HubOffice(folder.with_name("other"), PASSPHRASE, port=int(address.rpartition(":")[2]))
    admin.init(other._custody(), demo=False, clock=Clock()).store.close()
    with pytest.raises(NotStarted, match=r"in use|占用"):
        other.start()
    assert not other.state().runs
    other.close()


def test_stopping_a_hub_that_is_off_does_nothing(office, folder):
    office.stop()
    assert not (folder / "hub.stop").exists()
