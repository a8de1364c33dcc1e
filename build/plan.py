"""What must be done before the project runs on a machine: decided here, done in `prepare`.

Pure, so that Windows and macOS are tested on Linux. Also read by Pythons older than 3.11, which
get a sentence instead of a syntax error: nothing newer than 3.8 is used here or in `prepare`.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePath, PurePosixPath, PureWindowsPath

OLDEST = (3, 11)

# What Debian calls the package -> the file a program loads from it.
QT = {
    "libgl1": "libGL.so.1",
    "libegl1": "libEGL.so.1",
    "libxkbcommon0": "libxkbcommon.so.0",
    "libdbus-1-3": "libdbus-1.so.3",
    "libfontconfig1": "libfontconfig.so.1",
    "libglib2.0-0": "libgthread-2.0.so.0",
}
WINDOW = {
    "libxcb-cursor0": "libxcb-cursor.so.0",
    "libxkbcommon-x11-0": "libxkbcommon-x11.so.0",
    "libxcb-icccm4": "libxcb-icccm.so.4",
    "libxcb-keysyms1": "libxcb-keysyms.so.1",
    "libxcb-image0": "libxcb-image.so.0",
    "libxcb-render-util0": "libxcb-render-util.so.0",
    "libxcb-shape0": "libxcb-shape.so.0",
    "libxcb-xkb1": "libxcb-xkb.so.1",
}
PROGRAMS = {
    "poppler-utils": "pdftotext",
    # A real key store for the tests, where no desktop runs one.
    "dbus": "dbus-run-session",
    "gnome-keyring": "gnome-keyring-daemon",
    # A disk that forgets: power cuts.
    "fuse3": "fusermount3",
}

# Purpose -> (libraries, programs) it needs of the system.
NEEDS: dict[str, tuple[dict[str, str], dict[str, str]]] = {
    "demo": (QT, {}),
    "test": (QT, PROGRAMS),
    "window": ({**QT, **WINDOW}, {}),
}


class CannotPrepareError(Exception):
    """One sentence for the person: what is missing and how to get it."""


@dataclass(frozen=True)
class Machine:
    """All that the plan depends on."""

    system: str  # as platform.system() says it: Linux, Windows, Darwin
    root: str  # the checkout's top
    python: str  # the Python to build on
    version: tuple[int, int]
    has_venv: bool  # Debian keeps half of the venv module in a package of its own
    venv: str  # absent (or broken), bare (it runs but has no pip) or whole
    stamp: str  # what the last finished set-up wrote, "" if none
    digest: str  # what it would write now
    missing: tuple[str, ...] = ()  # Debian packages whose files are not here
    apt: tuple[str, ...] = ()  # how to call apt-get here, () if it may not be


@dataclass(frozen=True)
class Step:
    """One thing to do, said before it is done. Without argv it is only said."""

    says: str
    argv: tuple[str, ...] = ()
    optional: bool = False


def venv_python(system: str, root: str) -> str:
    """Where the checkout's own Python is or will be."""
    inside = ("Scripts", "python.exe") if system == "Windows" else ("bin", "python")
    return str(_path(system, root, ".venv", *inside))


def plan(machine: Machine) -> list[Step]:
    """Every step still to do, in order; none when all is in place."""
    if machine.version < OLDEST:
        raise CannotPrepareError(
            "gridapp needs Python 3.11 or newer and found only "
            f"{machine.version[0]}.{machine.version[1]}: install a newer one and run this again."
        )
    steps = _packages_of_the_system(machine)
    if machine.venv != "whole":
        steps.append(_folder(machine))
    if machine.venv != "whole" or machine.stamp != machine.digest:
        steps += _packages_of_python(machine)
    return steps


def _packages_of_the_system(machine: Machine) -> list[Step]:
    venv = () if machine.venv == "whole" or machine.has_venv else ("python3-venv",)
    if venv and not machine.apt:
        raise CannotPrepareError(
            "Python cannot make a folder of its own for packages here: "
            "have the package python3-venv installed and run this again."
        )
    if machine.missing and not machine.apt:
        names = " ".join(machine.missing)
        return [Step(f"Missing on this system, so some things may not work: {names}")]
    installs = [_apt_install(machine, *venv)] if venv else []
    if machine.missing:
        installs.append(_apt_install(machine, *machine.missing, optional=True))
    update = Step("Reading the lists of packages", (*machine.apt, "update"), optional=True)
    return [update, *installs] if installs else []


def _apt_install(machine: Machine, *packages: str, optional: bool = False) -> Step:
    argv = (*machine.apt, "install", "-y", "--no-install-recommends", *packages)
    return Step(f"Installing {' '.join(packages)}", argv, optional)


def _folder(machine: Machine) -> Step:
    if machine.venv == "bare":
        python = venv_python(machine.system, machine.root)
        return Step("Putting pip into .venv", (python, "-m", "ensurepip"))
    folder = str(_path(machine.system, machine.root, ".venv"))
    return Step("Making .venv", (machine.python, "-m", "venv", "--clear", folder))


def _packages_of_python(machine: Machine) -> list[Step]:
    quiet = ("--quiet", "--disable-pip-version-check", "--no-input")
    pip = (venv_python(machine.system, machine.root), "-m", "pip", "install", *quiet)
    lock = str(_path(machine.system, machine.root, "requirements.lock"))
    alone = ("--no-deps", "--no-build-isolation")  # hatchling comes with the lock
    return [
        Step("Installing the locked packages", (*pip, "--require-hashes", "-r", lock)),
        Step("Installing gridapp itself", (*pip, *alone, "--editable", machine.root)),
    ]


def _path(system: str, *parts: str) -> PurePath:
    return PureWindowsPath(*parts) if system == "Windows" else PurePosixPath(*parts)
