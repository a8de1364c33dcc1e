"""What is done to make a machine ready, for systems that this one is not."""

from dataclasses import replace

import pytest

from build.plan import NEEDS, CannotPrepareError, Machine, plan, venv_python

APT = ("sudo", "-n", "apt-get")
BARE = Machine(
    system="Linux",
    root="/home/王 芳/grid app",
    python="/usr/bin/python3",
    version=(3, 11),
    has_venv=True,
    venv="absent",
    stamp="",
    digest="new",
)
READY = replace(BARE, venv="whole", stamp="new")
WINDOWS = replace(BARE, system="Windows", root="C:\\王 芳\\grid app", python="C:\\py\\python.exe")
MAC = replace(BARE, system="Darwin", root="/Users/王 芳/grid app")


def said(machine):
    return [step.says for step in plan(machine)]


def test_bare_machine_gets_a_venv_then_the_lock_then_the_project():
    assert said(BARE) == [
        "Making .venv",
        "Installing the locked packages",
        "Installing gridapp itself",
    ]


def test_second_run_does_nothing():
    assert plan(READY) == []


@pytest.mark.parametrize(
    ("machine", "python", "folder", "lock"),
    [
        (
            BARE,
            "/home/王 芳/grid app/.venv/bin/python",
            "/home/王 芳/grid app/.venv",
            "/home/王 芳/grid app/requirements.lock",
        ),
        (
            MAC,
            "/Users/王 芳/grid app/.venv/bin/python",
            "/Users/王 芳/grid app/.venv",
            "/Users/王 芳/grid app/requirements.lock",
        ),
        (
            WINDOWS,
            "C:\\王 芳\\grid app\\.venv\\Scripts\\python.exe",
            "C:\\王 芳\\grid app\\.venv",
            "C:\\王 芳\\grid app\\requirements.lock",
        ),
    ],
)
def test_every_system_runs_its_own_paths(machine, python, folder, lock):
    quiet = ("--quiet", "--disable-pip-version-check", "--no-input")
    pip = (python, "-m", "pip", "install", *quiet)
    alone = ("--no-deps", "--no-build-isolation", "--editable", machine.root)
    assert [step.argv for step in plan(machine)] == [
        (machine.python, "-m", "venv", "--clear", folder),
        (*pip, "--require-hashes", "-r", lock),
        (*pip, *alone),
    ]
    assert venv_python(machine.system, machine.root) == python


def test_changed_lock_installs_into_the_venv_that_stands():
    assert said(replace(READY, stamp="old")) == [
        "Installing the locked packages",
        "Installing gridapp itself",
    ]


def test_venv_without_pip_is_mended_not_thrown_away():
    first = plan(replace(BARE, venv="bare"))[0]
    assert first.argv == ("/home/王 芳/grid app/.venv/bin/python", "-m", "ensurepip")


def test_debian_without_the_venv_module_gets_it():
    steps = plan(replace(BARE, has_venv=False, apt=APT))
    assert [step.argv for step in steps[:2]] == [
        (*APT, "update"),
        (*APT, "install", "-y", "--no-install-recommends", "python3-venv"),
    ]
    assert [step.optional for step in steps[:2]] == [True, False]
    assert steps[2].says == "Making .venv"


def test_ready_venv_asks_for_no_venv_module():
    assert plan(replace(READY, has_venv=False)) == []


def test_without_rights_the_person_is_told_which_package_is_missing():
    with pytest.raises(CannotPrepareError, match="python3-venv"):
        plan(replace(BARE, has_venv=False))


def test_missing_libraries_are_installed_where_that_is_allowed():
    machine = replace(READY, missing=("libgl1", "libegl1"), apt=APT)
    update, install = plan(machine)
    assert update.argv == (*APT, "update")
    assert install.argv == (*APT, "install", "-y", "--no-install-recommends", "libgl1", "libegl1")
    assert install.optional


def test_lists_are_read_once_for_both():
    machine = replace(BARE, has_venv=False, missing=("libgl1",), apt=APT)
    assert said(machine)[:4] == [
        "Reading the lists of packages",
        "Installing python3-venv",
        "Installing libgl1",
        "Making .venv",
    ]


def test_missing_libraries_are_named_where_they_may_not_be_installed():
    [note] = plan(replace(READY, missing=("libgl1", "libegl1")))
    assert "libgl1 libegl1" in note.says
    assert note.argv == ()


def test_old_python_gets_a_sentence():
    with pytest.raises(CannotPrepareError, match=r"3\.11 or newer.*3\.9"):
        plan(replace(BARE, version=(3, 9)))


def test_tests_read_pdfs_and_a_window_needs_more_than_the_demo():
    demo, test, window = (NEEDS[purpose] for purpose in ("demo", "test", "window"))
    assert test[0] == demo[0]
    assert {"poppler-utils", "dbus", "gnome-keyring", "fuse3"} == set(test[1])
    assert demo[0].items() < window[0].items()
