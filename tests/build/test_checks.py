"""What the two commands run, and what the lock may say."""

import ast
import re
import subprocess
import sys
import tomllib
from pathlib import Path

from build import lock
from build.dead_code import registered
from build.demo import command
from build.test import checks

TOP = Path(__file__).parent.parent.parent
LOCK = (TOP / "requirements.lock").read_text("utf-8")


def test_checks_run_the_quick_ones_first():
    said = [" ".join(check) for check in checks("py", [])]
    order = [
        "format --check",
        "ruff check",
        "lint",
        "mypy",
        "dead_code",
        "not end",
        "-m end_to_end",
    ]
    assert [word for word, check in zip(order, said, strict=True) if word not in check] == []


def test_named_tests_run_alone():
    assert checks("py", ["tests/domain"]) == [["py", "-m", "pytest", "tests/domain"]]


def test_demo_hands_on_what_it_is_given():
    asked = ["--out", "图片"]
    assert command("py", asked) == ["py", "-m", "gridapp", "demo", *asked]


def test_scripts_are_readable_by_an_old_python():
    """Else a person with an old Python gets a syntax error and not our sentence."""
    for name in ("plan", "prepare", "demo", "test"):
        source = (TOP / "build" / f"{name}.py").read_text("utf-8")
        ast.parse(source, feature_version=(3, 8))


def test_scripts_need_nothing_but_the_standard_library():
    code = "from build import demo, test; print('ok')"
    argv = [sys.executable, "-I", "-S", "-c", f"import sys; sys.path.append(r'{TOP}'); {code}"]
    done = subprocess.run(argv, capture_output=True, text=True, check=False)
    assert done.stdout == "ok\n", done.stderr


def test_lock_holds_names_versions_and_hashes_only():
    assert lock.strangers(LOCK) == []
    odd = ["-e /home/me/app", "x==1 @ https://example.org/x.whl", "--index-url https://example.org"]
    assert lock.strangers("\n".join(odd)) == odd


def test_lock_has_every_dependency_for_every_system():
    project = tomllib.loads((TOP / "pyproject.toml").read_text("utf-8"))["project"]
    asked = [*project["dependencies"], *project["optional-dependencies"]["dev"]]
    names = {re.split(r"[<>=!~;\[ ]", line)[0].lower() for line in asked}
    locked = dict(re.findall(r"^([a-z0-9-]+)==((?:.*\\\n)+.*)", LOCK, re.MULTILINE))
    assert names - locked.keys() == set()
    compiled = ("cryptography", "msgspec", "sqlcipher3", "sqlalchemy", "zstandard")
    assert [n for n in compiled if locked[n].count("sha256:") < 40] == []
    assert locked["pyside6-essentials"].count("sha256:") >= 5


def test_names_of_records_and_fields_count_as_used():
    assert {"Household", "salutation", "rev"} <= set(registered())
