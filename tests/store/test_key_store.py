"""The key in a real key store: Secret Service on Linux, the system's own elsewhere."""

import os
import platform
import subprocess
import sys

import pytest

_ON_LINUX = platform.system() == "Linux"
_TURN = """
import sys
from pathlib import Path
from gridapp.store.keys import Custody

custody = Custody(Path(sys.argv[1]), "desk.db")
key = custody.make() if sys.argv[2] == "make" else custody.unlock()
print(key.hex())
"""
# A key store that a person has unlocked by signing in to their desktop.
_SESSION = (
    "printf pw | gnome-keyring-daemon --unlock --components=secrets --daemonize >/dev/null"
    ' && "$@" make && "$@" unlock'
)


def _command(folder):
    turn = [sys.executable, "-c", _TURN, str(folder)]
    if _ON_LINUX:
        return ["dbus-run-session", "--", "bash", "-c", _SESSION, "bash", *turn]
    return [sys.executable, "-c", f"{_TURN}\nprint(custody.unlock().hex())", str(folder), "make"]


@pytest.fixture
def environment(tmp_path):
    runtime = tmp_path / "runtime"
    runtime.mkdir(mode=0o700)
    asked = {"HOME": str(tmp_path), "XDG_DATA_HOME": str(tmp_path / "share")}
    return os.environ | asked | {"XDG_RUNTIME_DIR": str(runtime)}


def test_key_comes_back_from_a_real_key_store_and_stands_in_no_file(tmp_path, environment):
    folder = tmp_path / "desk"
    done = subprocess.run(
        _command(folder), env=environment, capture_output=True, text=True, timeout=60, check=False
    )
    made, again = done.stdout.split()
    assert made == again
    assert len(bytes.fromhex(made)) == 32
    held = b"".join(path.read_bytes() for path in folder.iterdir())
    assert b"keyring" in held
    assert bytes.fromhex(made) not in held
    assert made.encode() not in held


def test_key_store_that_is_gone_is_told_and_no_key_is_made_anew(tmp_path, environment):
    folder = tmp_path / "desk"
    subprocess.run(_command(folder), env=environment, capture_output=True, timeout=60, check=False)
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    alone = {name: said for name, said in environment.items() if not name.startswith("DBUS")}
    turn = [sys.executable, "-c", _TURN, str(folder), "unlock"]
    if _ON_LINUX:
        done = subprocess.run(turn, env=alone, capture_output=True, text=True, check=False)
        assert "NoKey" in done.stderr
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before
