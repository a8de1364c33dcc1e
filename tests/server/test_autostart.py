"""Starting with the computer: what is written, and where, on each of three systems."""

import plistlib
import shlex
from pathlib import Path

import pytest

from gridapp.server.autostart import NotKept, entry, switch

HOME = Path("/home/li")
COMMAND = ["/opt/grid app/gridapp", "serve", "--data", "/home/li/台账 100%", "--port", "8420"]


def made(system, environment=None, command=COMMAND):
    path, content = entry(command, system=system, home=HOME, environment=environment or {})
    return path, content.decode()


def test_linux_reads_a_desktop_file_in_its_autostart_folder():
    path, content = made("linux")
    assert path == HOME / ".config/autostart/gridapp-hub.desktop"
    lines = content.splitlines()
    assert lines[0] == "[Desktop Entry]"
    assert "Type=Application" in lines
    [run] = [line.removeprefix("Exec=") for line in lines if line.startswith("Exec=")]
    assert shlex.split(run.replace("%%", "%")) == COMMAND
    assert "100%%" in run  # a single one would be filled in by the desktop


def test_linux_keeps_its_files_where_the_person_says():
    assert made("linux", {"XDG_CONFIG_HOME": "/x"})[0] == Path("/x/autostart/gridapp-hub.desktop")


def test_signs_that_mean_something_are_escaped_twice_on_linux():
    _, content = made("linux", command=['a"b', "c$d", "e\\f"])
    assert r'Exec="a\\"b" "c\\$d" "e\\\\f"' in content.splitlines()


def test_windows_runs_a_batch_file_of_the_startup_folder():
    path, content = made("win32", {"APPDATA": "/c/Roaming"})
    assert path == Path("/c/Roaming/Microsoft/Windows/Start Menu/Programs/Startup/gridapp-hub.cmd")
    code_page, start, rest = content.split("\r\n")
    assert code_page == "@chcp 65001 >nul"
    assert start.startswith('@start "gridapp-hub" /min "/opt/grid app/gridapp" "serve"')
    assert '"/home/li/台账 100%%"' in start
    assert rest == ""
    assert made("win32")[0].is_relative_to(HOME / "AppData" / "Roaming")


def test_macos_loads_an_agent_at_sign_in():
    path, content = made("darwin")
    assert path == HOME / "Library/LaunchAgents/gridapp.hub.plist"
    agent = plistlib.loads(content.encode())
    assert agent["ProgramArguments"] == COMMAND
    assert agent["RunAtLoad"] is True
    assert agent["Label"] == path.stem


def test_it_is_switched_on_and_off_and_off_again(tmp_path):
    path = tmp_path / "new" / "gridapp-hub.desktop"
    switch(path, b"x", on=True)
    assert path.read_bytes() == b"x"
    for _ in range(2):
        switch(path, b"x", on=False)
        assert not path.exists()


def test_a_folder_that_takes_nothing_is_said(tmp_path):
    (tmp_path / "file").touch()
    with pytest.raises(NotKept, match="Nothing was changed"):
        switch(tmp_path / "file" / "gridapp-hub.desktop", b"x", on=True)
