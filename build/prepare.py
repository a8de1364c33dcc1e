"""Gets this checkout ready to run: its own `.venv`, the locked packages, what Qt loads.

The standard library only, on a bare system. A second run finds all in place and does nothing;
one that was cut off is taken up again.
"""

from __future__ import annotations

import ctypes
import hashlib
import os
import platform
import shlex
import shutil
import subprocess
import sys
import time
from pathlib import Path

TOP = Path(__file__).resolve().parent.parent
if not __package__:  # run as a script: import from the checkout's top, nothing from build/
    sys.path[0] = str(TOP)

from build.plan import (  # noqa: E402 - needs the line above
    NEEDS,
    OLDEST,
    CannotPrepareError,
    Machine,
    Step,
    plan,
    venv_python,
)

STAMP = TOP / ".venv" / "gridapp-ready"


def ready(purpose: str) -> str:
    """Make all ready for `purpose` (demo, test or window); the Python to go on with."""
    try:
        machine = look(purpose)
        steps = plan(machine)
        _carry_out(steps)
    except CannotPrepareError as error:
        raise SystemExit(str(error)) from None
    if any(step.argv for step in steps):
        STAMP.write_text(machine.digest, "utf-8")
    return venv_python(machine.system, machine.root)


def environment() -> dict[str, str]:
    """For every child: UTF-8 whatever the system speaks, and no screen needed."""
    ours = {"PYTHONUTF8": "1", "QT_QPA_PLATFORM": "offscreen"}
    return {**{k: v for k, v in os.environ.items() if k != "PYTHONWARNINGS"}, **ours}


def run(argv: list[str]) -> int:
    """Say the command, run it at the checkout's top, say how long it took."""
    print("$", shlex.join(argv), flush=True)
    start = time.monotonic()
    code = subprocess.run(argv, cwd=TOP, env=environment(), check=False).returncode
    print(f"  {time.monotonic() - start:.1f} s, exit {code}", flush=True)
    return code


def look(purpose: str) -> Machine:
    """What the plan must know of this machine."""
    system = platform.system()
    python, version = _newest_python()
    own = venv_python(system, str(TOP))
    return Machine(
        system=system,
        root=str(TOP),
        python=python,
        version=version,
        has_venv=_works([python, "-c", "import venv, ensurepip"]),
        venv=_venv(own),
        stamp=STAMP.read_text("utf-8") if STAMP.is_file() else "",
        digest=_digest(f"{TOP} {version}"),
        missing=_missing(purpose, system),
        apt=_apt(),
    )


def _carry_out(steps: list[Step]) -> None:
    if any(step.argv for step in steps):
        STAMP.unlink(missing_ok=True)  # cut off from here on, it is done again
    for step in steps:
        print(step.says, flush=True)
        if not step.argv or run(list(step.argv)) == 0:
            continue
        if not step.optional:
            raise CannotPrepareError(f"{step.says}: this failed, see the lines above.")
        print("  This failed; going on without it.", flush=True)


def _newest_python() -> tuple[str, tuple[int, int]]:
    """The Python this runs on, or a newer one on PATH if it is too old."""
    mine = getattr(sys, "_base_executable", "") or sys.executable  # not a venv's own
    if sys.version_info[:2] >= OLDEST:
        return mine, sys.version_info[:2]
    for minor in range(14, OLDEST[1] - 1, -1):
        found = shutil.which(f"python3.{minor}")
        if found:
            return found, (3, minor)
    return mine, sys.version_info[:2]


def _venv(python: str) -> str:
    own = f"import sys; sys.exit(sys.prefix == sys.base_prefix or sys.version_info < {OLDEST})"
    if not _works([python, "-c", own]):
        return "absent"
    return "whole" if _works([python, "-m", "pip", "--version"]) else "bare"


def _digest(place: str) -> str:
    both = (TOP / "requirements.lock", TOP / "pyproject.toml")
    return hashlib.sha256(b"".join([place.encode(), *(f.read_bytes() for f in both)])).hexdigest()


def _missing(purpose: str, system: str) -> tuple[str, ...]:
    libraries, programs = NEEDS[purpose]
    loaded = libraries if system == "Linux" else {}
    return (
        *(package for package, file in loaded.items() if not _loads(file)),
        *(package for package, program in programs.items() if not shutil.which(program)),
    )


def _loads(file: str) -> bool:
    try:
        ctypes.CDLL(file)
    except OSError:
        return False
    return True


def _apt() -> tuple[str, ...]:
    quiet = ("-qq", "-o", "Dpkg::Use-Pty=0", "-o", "DPkg::Lock::Timeout=120")
    call = ("env", "DEBIAN_FRONTEND=noninteractive", "apt-get", *quiet)
    if not shutil.which("apt-get"):
        return ()
    if os.geteuid() == 0:
        return call
    return ("sudo", "-n", *call) if _works(["sudo", "-n", "true"]) else ()


def _works(argv: list[str]) -> bool:
    try:
        return subprocess.run(argv, capture_output=True, check=False).returncode == 0
    except OSError:
        return False


if __name__ == "__main__":
    print(f"Ready: {ready('window')} -m gridapp", flush=True)
