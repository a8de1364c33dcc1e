"""The set-up on a real folder whose path has spaces and Chinese in it."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

TOP = Path(__file__).parent.parent.parent
APP = 'import os, sys\nprint(sys.argv[1:], os.environ["PYTHONUTF8"])\nsys.exit(7)\n'
PLAN = "from build.plan import plan; print(*(s.says for s in plan(look('demo'))), sep='|')"
STAMP = "STAMP.write_text(look('demo').digest, 'utf-8')"


@pytest.fixture
def checkout(tmp_path):
    """Our scripts, a small `gridapp` that says what it was told, and an installed venv."""
    top = tmp_path / "网格 app"
    shutil.copytree(TOP / "build", top / "build", ignore=shutil.ignore_patterns("*.pyc"))
    (top / "gridapp").mkdir()
    (top / "gridapp" / "__main__.py").write_text(APP, "utf-8")
    for name in ("requirements.lock", "pyproject.toml"):
        (top / name).touch()
    subprocess.run([sys.executable, "-m", "venv", str(top / ".venv")], check=True)
    ask(top, STAMP)
    return top


def ask(checkout, code):
    argv = [sys.executable, "-c", f"from build.prepare import look, STAMP; {code}"]
    return subprocess.run(argv, cwd=checkout, capture_output=True, text=True, check=True).stdout


def test_demo_runs_at_once_when_all_is_ready(checkout):
    argv = [sys.executable, str(checkout / "build" / "demo.py"), "--profile", "小"]
    done = subprocess.run(argv, cwd=checkout, capture_output=True, text=True, check=False)
    assert done.stdout == "['demo', '--profile', '小'] 1\n"
    assert done.returncode == 7


def test_only_what_is_broken_is_mended(checkout):
    assert ask(checkout, PLAN).strip() == ""

    (checkout / "requirements.lock").write_text("changed", "utf-8")
    installs = "Installing the locked packages|Installing gridapp itself"
    assert ask(checkout, PLAN).strip() == installs

    [pip] = (checkout / ".venv").rglob("pip/__main__.py")
    pip.unlink()
    assert ask(checkout, PLAN).strip() == f"Putting pip into .venv|{installs}"

    (checkout / ".venv" / "pyvenv.cfg").unlink()  # its python runs, but as the system's own
    assert ask(checkout, PLAN).strip() == f"Making .venv|{installs}"


def test_failed_step_leaves_no_stamp_and_says_so(checkout):
    (checkout / "requirements.lock").write_text("not a requirement\n", "utf-8")
    argv = [sys.executable, str(checkout / "build" / "demo.py")]
    done = subprocess.run(argv, cwd=checkout, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "Installing the locked packages: this failed" in done.stderr
    assert not (checkout / ".venv" / "gridapp-ready").exists()
