"""Records, stores and child processes as the tests of the store and the wire need them."""

import json
import os
import random
import subprocess
import sys
import time
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

from gridapp.domain.fields import Form
from gridapp.domain.records import KINDS
from gridapp.domain.records.issues import IssueStep
from gridapp.domain.records.people import Household
from gridapp.domain.records.places import House
from gridapp.domain.records.visits import Visit
from gridapp.store import outbox, rows, settling
from gridapp.wire.columns import pack, unpack
from gridapp.wire.messages import Change, Receipt

TOP = Path(__file__).parents[2]
KEY = bytes(range(32))
NOW = datetime(2026, 11, 22, 10, 42, 7, 312_000, tzinfo=UTC)
GRID = "990101001001001"
SCOPE = f"{GRID}/place"
HUB_AT = "2026-11-22T20:00:00.000Z"

# What people really write: rare characters of names, quotes, spaces, a picture, a line break.
_WORDS = st.sampled_from(
    [
        "",
        "吴桂芳",
        "𠮷田 𬭊",
        "㙍家村3组",
        "O'Brien; DROP TABLE --",
        '"引号"“”',
        "👩‍👧 5-1-101",
        " 两\n行\t",
    ]
)
_TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=20) | _WORDS
_WHOLE = st.none() | st.integers(-(2**53), 2**53)
JSON = st.recursive(
    st.none() | st.booleans() | _WHOLE | _TEXT,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_TEXT, inner, max_size=3),
    max_leaves=6,
)
_VALUES = {
    Form.WHOLE: _WHOLE,
    Form.FLAG: st.booleans(),
    Form.SEVERAL: st.lists(_TEXT, max_size=4).map(tuple),
    Form.MAP: st.dictionaries(_TEXT, JSON, max_size=3),
}


def values(field):
    """Any value that a field of this form can hold."""
    return _VALUES.get(field.form, _TEXT)


def records(name, *, least=0):
    """Lists of records of a kind with different ids, whatever their fields hold."""
    kind = KINDS[name]
    fields = {field: values(declared) for field, declared in kind.fields.items()}
    fields |= {"id": st.uuids().map(str), "rev": st.integers(0, 2**53)}
    made = st.builds(kind.record, **fields)
    return st.lists(made, min_size=least, max_size=5, unique_by=lambda entry: entry.id)


def household(record_id, **told):
    """A household of the grid, new on this desk."""
    head = {"scope": SCOPE, "house_id": "house-1", "written_by": "wu", "written_at": "2026-11-22"}
    return Household(**{"id": record_id, **head, **told})


def house(record_id, **told):
    """A door of the grid."""
    head = {"scope": SCOPE, "building_id": "b", "room": "101", "label": "5-1-101", "walk_key": "1"}
    return House(**{"id": record_id, **head, **told})


def visit(record_id, **told):
    """What happened at the door of household h1."""
    head = {"scope": SCOPE, "household_id": "h1", "house_id": "house-1", "short_no": "V-7K3-1122-1"}
    said = {"outcome": "10", "visited_at": "2026-11-22T10:00:00.000Z"}
    return Visit(**{"id": record_id, **head, **said, **told})


class UndoneError(Exception):
    """Ends a transaction without a trace."""


@contextmanager
def undone(store):
    """A transaction that raises at its end, so that nothing of it may stay."""
    with suppress(UndoneError), store.writing() as connection:
        yield connection
        raise UndoneError


def add(desk, *entries):
    with desk.writing() as connection:
        outbox.add(connection, entries)


def step(name, **told):
    """A step of issue i1."""
    head = {"id": "s1", "scope": SCOPE, "issue_id": "i1", "at": "t"}
    return IssueStep(**{**head, "step": name, **told})


def held(desk, record_id="h1"):
    """The household as this desk has it."""
    with desk.reading() as connection:
        return rows.get(connection, Household, record_id)


def edit(desk, record_id="h1", **changed):
    """Edit a household; whether that was a change."""
    with desk.writing() as connection:
        before = rows.get(connection, Household, record_id)
        assert before is not None
        return outbox.edit(connection, before, replace(before, **changed))


@dataclass(frozen=True)
class Closed:
    """A change that left: an edit, or a new record among others."""

    change: Change
    made: bool


def close(desk, most=2000):
    with desk.writing() as connection:
        parcel = outbox.close(connection, most)
    edits = [Closed(change, made=False) for change in parcel.changes]
    new = [
        Closed(settling.creation(kind, values), made=True)
        for kind, columns in parcel.made.items()
        for values in unpack(columns)
    ]
    return [*edits, *new]


def changes(desk, most=2000):
    return [each.change for each in close(desk, most)]


def stored(each, rev):
    return Receipt(each.change.change_id, "stored", rev)


def settle(desk, closed, *receipts):
    """Answer these changes as the hub does: a number for a new record it took, else a receipt."""
    told = {receipt.change_id: receipt for receipt in receipts}
    made: dict[str, list[dict[str, Any]]] = {}
    numbers: dict[str, list[int]] = {}
    for each in (each for each in closed if each.made and each.change.id in told):
        change = each.change
        head = {name: getattr(change, name) for name in ("id", "written_by", "written_at")}
        made.setdefault(change.kind, []).append({**change.fields, **head})
        receipt = told[change.id]
        rev = receipt.rev if receipt.verdict == "stored" else 0
        numbers.setdefault(change.kind, []).append(rev)
    edits = [each.change for each in closed if not each.made]
    parcel = outbox.Parcel({kind: pack(many) for kind, many in made.items()}, edits)
    with desk.writing() as connection:
        settling.settle(connection, parcel, numbers, receipts, HUB_AT)


def waiting(desk):
    with desk.reading() as connection:
        return outbox.waiting(connection)


def run_child(what, *arguments, **environment):
    """What a child process did: the JSON it printed, and the words on its error output."""
    argv = [sys.executable, "-m", "tests.store.children", what, *map(str, arguments)]
    env = {**os.environ, **environment}
    done = subprocess.run(
        argv, cwd=TOP, env=env, capture_output=True, text=True, check=False, timeout=60
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout), done.stderr


@contextmanager
def killer(what, folder):
    """A process that does `what` to stores, each in a process of its own that it kills in time."""
    argv = [sys.executable, "-m", "tests.store.children", what, str(folder)]
    with subprocess.Popen(
        argv, cwd=TOP, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1
    ) as server:
        assert server.stdin
        assert server.stdout
        asked, said = server.stdin, server.stdout
        assert said.readline() == "ready\n"

        def ask(path, seconds=""):
            asked.write(f"{path}\t{seconds}\n")
            return said.readline().strip()

        yield ask
        asked.close()


class Pace:
    """When to kill: spread over the whole of a work, however long it takes here and now."""

    def __init__(self, work):
        began = time.monotonic()
        assert work() == "done"
        self.whole = time.monotonic() - began
        self.seed = random.randrange(2**32)
        self.random = random.Random(self.seed)
        print(f"seed {self.seed}, whole {self.whole:.2f} s")  # noqa: T201 - to try a failure again

    def draw(self):
        return self.random.uniform(0, 1.3) * self.whole

    def hear(self, outcome):
        """About three kills in four hit the work, and one comes when it is over."""
        self.whole *= 0.94 if outcome == "done" else 1.02
