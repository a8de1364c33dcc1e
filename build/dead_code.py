"""Finds code that nothing uses, with vulture; exit 1 and the list if there is any."""

from dataclasses import fields
from pathlib import Path

from PySide6.QtCore import QAbstractItemModel
from PySide6.QtGui import QValidator
from PySide6.QtWidgets import QLayout, QLineEdit, QPlainTextEdit, QTableView
from vulture import Vulture  # type: ignore[import-untyped]  # it ships no types

from gridapp.client.actions.send import Cost, Status
from gridapp.demo.day import Day
from gridapp.domain.rates import Progress
from gridapp.domain.records import KINDS
from gridapp.sync.converse import Tally

TOP = Path(__file__).resolve().parent.parent

# Read by name by Alembic, SQLAlchemy, Litestar, argparse, requests, Pillow, fontTools and others.
CALLED = [
    *("upgrade", "revision", "down_revision", "branch_labels", "depends_on"),
    *("impl", "cache_ok", "process_bind_param", "process_result_value", "dialect"),
    *("description", "trust_env", "handle", "daemon_threads", "block_on_close", "priority"),
    *("pytestmark", "whitespace_split", "MAX_IMAGE_PIXELS", "__call__", "request_body"),
    *("use_ns", "readdir", "fsyncdir", "release", "chmod", "utimens", "statfs"),  # FUSE
    *("pytest_terminal_summary", "preview_side", "never_syncs", "seldom_syncs", "answers_early"),
    *("inherit_cache", "isolation_level", "read_only"),
    *("drop_tables", "fontNames", "FamilyName", "FullName"),
]
# Called by a framework because it is decorated.
DECORATED = ["@pytest.fixture", "@fixture", "@get", "@post", "@put", "@head", "@rule", "@invariant"]
DECORATED += ["@compiles", "@_twin", "@step"]


# Told as a whole, field by field, as JSON.
TOLD = (Day, Progress, Status, Tally)


def registered() -> list[str]:
    """Names only the registry of kinds uses: given by code, so that no list needs each field."""
    records = [*(kind.record for kind in KINDS.values()), *TOLD]
    columns = [column.name for record in records for column in fields(record)]
    return [*(record.__name__ for record in records), *columns, *Cost._fields]


def overridden() -> list[str]:
    """Names by which Qt calls the classes made of its own."""
    kinds = (QAbstractItemModel, QLayout, QLineEdit, QPlainTextEdit, QTableView, QValidator)
    return sorted({name for kind in kinds for name in dir(kind)})


def main() -> int:
    """Read the app and its tests together: used only by a test is used."""
    names = [*CALLED, *registered(), *overridden()]
    vulture = Vulture(ignore_names=names, ignore_decorators=DECORATED)
    vulture.scavenge([str(TOP / name) for name in ("gridapp", "tests", "build")])
    return int(vulture.report(min_confidence=60))


if __name__ == "__main__":
    raise SystemExit(main())
