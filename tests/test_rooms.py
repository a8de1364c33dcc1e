"""Each room imports only what the rooms table allows: every contract is broken once, on purpose."""

import ast
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

TOP = Path(__file__).parent.parent
LINT = "from importlinter.cli import lint_imports_command as lint; lint()"

# (contract, a new file in gridapp/, what it says). Each breaks this contract and no other.
BREACHES = [
    ("Rooms point downwards", "attic/__init__.py", "# a folder without a place"),
    ("Pages do not know", "ui/pages/breach.py", "from gridapp.ui.pages import settings"),
    ("No import cycles", "wire/left.py", "import gridapp.wire.right"),
    ("Demo stages the rooms", "demo/breach.py", "import sqlalchemy.orm"),
    ("Ui is Qt and people", "ui/breach.py", "from gridapp.store import tables"),
    ("Ui is Qt and people", "ui/pages/breach.py", "def late():\n    import requests"),
    ("Cli drives", "cli/breach.py", "import gridapp.sync"),
    ("Paper draws", "paper/breach.py", "from gridapp import files"),
    ("Client knows", "client/breach.py", "from PySide6.QtCore import QObject"),
    ("Client knows", "client/actions/breach.py", "import keyring"),
    ("Server keeps", "server/breach.py", "from litestar import get"),
    ("Server keeps", "server/breach.py", "def late():\n    from psycopg import sql"),
    ("Server keeps", "server/http/breach.py", "import gridapp.wire\nimport keyring"),
    ("Sync alone", "sync/breach.py", "import sqlalchemy"),
    ("Files know no store", "files/breach.py", "import gridapp.store"),
    ("Files know no store", "files/breach.py", "import segno"),
    ("Client knows", "client/breach.py", "from PIL import Image"),
    ("Store is SQL", "store/breach.py", "import requests"),
    ("Wire is codecs", "wire/breach.py", "import sqlcipher3.dbapi2"),
    ("Domain is pure", "domain/breach.py", "import msgspec"),
]
# Sideways and upwards: the layers break, whatever else does.
UPWARDS = [
    ("domain/breach.py", "import gridapp.wire"),
    ("store/breach.py", "import gridapp.sync"),
    ("files/breach.py", "import gridapp.sync"),
    ("server/breach.py", "import gridapp.client"),
    ("paper/breach.py", "import gridapp.ui"),
    ("ui/breach.py", "import gridapp.cli"),
]


@pytest.fixture
def copy(tmp_path):
    """A checkout with nothing in it but the app and its contracts."""
    shutil.copy(TOP / "pyproject.toml", tmp_path)
    shutil.copytree(TOP / "gridapp", tmp_path / "gridapp", ignore=shutil.ignore_patterns("*.pyc"))
    return tmp_path


def broken(checkout):
    argv = [sys.executable, "-c", LINT, "--no-cache", "--no-logo"]
    said = subprocess.run(argv, cwd=checkout, capture_output=True, text=True, check=False)
    found = re.findall(r"^(.+) (KEPT|BROKEN)\b", said.stdout, re.MULTILINE)
    assert found, said.stdout + said.stderr
    names = [name for name, state in found if state == "BROKEN"]
    assert bool(names) == bool(said.returncode)
    return names


def plant(checkout, file, text):
    path = checkout / "gridapp" / file
    path.parent.mkdir(exist_ok=True)
    (path.parent / "__init__.py").touch()
    path.write_text(text, "utf-8")


def imports(path):
    """Every module that a file names in an import, and how deep in the file it stands."""
    tree = ast.parse(path.read_text("utf-8"))
    for node in ast.walk(tree):
        top = node in tree.body
        if isinstance(node, ast.Import):
            yield from ((alias.name, top) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from ((f"{node.module}.{alias.name}", top) for alias in node.names)


def importers(room, *names):
    """Files of a room which import any of these modules."""
    files = sorted(room.rglob("*.py"))
    return [f for f in files if any(n.startswith(names) for n, _ in imports(f))]


def beyond_the_standard_library(domain):
    allowed = {*sys.stdlib_module_names, "gridapp"}
    files = sorted(domain.rglob("*.py"))
    named = [(file, name) for file in files for name, _ in imports(file)]
    return [
        (file.name, name)
        for file, name in named
        if name.split(".")[0] not in allowed
        or (name.startswith("gridapp.") and not name.startswith("gridapp.domain"))
    ]


def test_every_room_keeps_its_contract(copy):
    assert broken(copy) == []


@pytest.mark.parametrize(("contract", "file", "text"), BREACHES)
def test_planted_breach_breaks_its_contract(copy, contract, file, text):
    plant(copy, file, text)
    if contract == "No import cycles":
        plant(copy, "wire/right.py", "import gridapp.wire.left")
    [found] = broken(copy)
    assert found.startswith(contract)


@pytest.mark.parametrize(("file", "text"), UPWARDS)
def test_planted_upward_import_breaks_the_layers(copy, file, text):
    plant(copy, file, text)
    assert "Rooms point downwards" in broken(copy)


def test_every_contract_has_a_planted_breach():
    settings = tomllib.loads((TOP / "pyproject.toml").read_text("utf-8"))
    names = [contract["name"] for contract in settings["tool"]["importlinter"]["contracts"]]
    planted = tuple(contract for contract, _, _ in BREACHES)
    assert [name for name in names if not name.startswith(planted)] == []


def test_domain_imports_only_the_standard_library(copy):
    domain = copy / "gridapp" / "domain"
    assert beyond_the_standard_library(domain) == []
    plant(copy, "domain/breach.py", "import platformdirs\nfrom gridapp import wire")
    assert beyond_the_standard_library(domain) == [
        ("breach.py", "platformdirs"),
        ("breach.py", "gridapp.wire"),
    ]


def test_paper_draws_without_widgets(copy):
    room = copy / "gridapp" / "paper"
    assert importers(room, "PySide6.QtWidgets") == []
    plant(copy, "paper/breach.py", "from PySide6 import QtWidgets")
    assert [file.name for file in importers(room, "PySide6.QtWidgets")] == ["breach.py"]


def test_sync_names_requests_in_one_file(copy):
    assert len(importers(copy / "gridapp" / "sync", "requests")) <= 1


def test_cli_loads_qt_only_when_asked(copy):
    room = copy / "gridapp" / "cli"
    early = [
        (file.name, name)
        for file in sorted(room.rglob("*.py"))
        for name, top in imports(file)
        if top and name.startswith(("gridapp.ui", "gridapp.paper"))
    ]
    assert early == []
