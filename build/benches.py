"""The benches: each gives samples of a bare floor and of gridapp, taken in turn."""

import json
import os
import random
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

import xlsxwriter
from python_calamine import CalamineWorkbook
from sqlalchemy import select
from sqlcipher3 import dbapi2

from gridapp.client.actions.doors import find_households
from gridapp.client.actions.import_roster import import_roster
from gridapp.client.actions.sign_in import sign_in
from gridapp.client.actions.visits import record_visit
from gridapp.client.desk import Desk
from gridapp.client.roster.planning import Dealing
from gridapp.server import admin, clock
from gridapp.store.engine import Transaction, open_store
from gridapp.store.keys import Custody
from gridapp.store.tables import on_desk

Samples = tuple[list[float], list[float]]
_GRID = "990101001001001"
_PRAGMAS = "PRAGMA journal_mode=WAL;PRAGMA synchronous=FULL;PRAGMA cache_size=-65536"


class Beside(NamedTuple):
    """What else floor and gridapp needed, as told beside a row: what crossed the line, and memory."""

    bytes: str = ""
    requests: str = ""
    memory: str = ""


@dataclass(frozen=True)
class Bench:
    """`run` gives (floors, ours) in `unit`; `most` is in `unit`, else `most_ratio` counts."""

    what: str
    unit: str
    bound: str
    run: Callable[[Path], Samples]
    most: float = 0
    most_ratio: float = 0
    p95: bool = False
    beside: Callable[[], Beside] = Beside
    can_run: Callable[[], bool] = lambda: True


def _timed(act: Callable[[], Any], unit: float = 1e3) -> float:
    start = time.perf_counter()
    act()
    return (time.perf_counter() - start) * unit


def _bare(path: Path, key: bytes) -> Any:
    connection = dbapi2.connect(path, isolation_level=None)
    connection.execute(f"PRAGMA key=\"x'{key.hex()}'\"")
    connection.executescript(_PRAGMAS)
    return connection


def _desk(folder: Path, name: str = "desk") -> Desk:
    hub_folder = folder / f"hub of {name}"
    hub = admin.init(Custody(hub_folder, admin.STORE, "bench"), demo=True, clock=clock.now)
    admin.add_grid(hub, code=_GRID, name="榆晴社区第一网格")
    admin.add_account(hub, name="worker", person="李桂芬", password="bench-only")  # noqa: S106
    admin.add_post(hub, account="worker", role="grid_worker", place=_GRID)
    desk = sign_in(
        Custody(folder / name, "desk.db", "bench"),
        hub,  # type: ignore[arg-type]  # signing in is all that is asked of it here
        account="worker",
        password="bench-only",  # noqa: S106
        label="bench",
        address="http://127.0.0.1:8420",
        demo=True,
        clock=clock.now,
    )
    hub.store.close()
    return desk


def _roster(path: Path, households: int) -> Path:
    """A roster of the given size; fictitious people, one row a household."""
    chance = random.Random(7)  # noqa: S311 - the same list every time
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("住户")
        heads = ("序号", "详细地址", "户主姓名", "联系电话", "常住人数", "房屋性质", "备注")
        sheet.write_row(0, 0, heads)
        for number in range(households):
            building, rest = divmod(number, 72)
            unit, rest = divmod(rest, 24)
            floor, door = divmod(rest, 4)
            where = f"榆晴小区{building + 1}号楼{unit + 1}单元{floor + 1}0{door + 1}室"
            name = "".join(chance.choice("王李张刘陈") + chance.choice("秀英建国明华"))
            phone = f"100{chance.randrange(10**8):08}"
            row = (number + 1, where, name, phone, chance.randint(1, 5), "自住", "")
            sheet.write_row(number + 1, 0, row)
    return path


def durable_rows(folder: Path) -> Callable[[int], None]:
    """Writes a numbered row of a visit's length, durable when it returns."""
    bare = _bare(folder / "bare.db", os.urandom(32))
    bare.execute("CREATE TABLE visit (id TEXT PRIMARY KEY, body TEXT)")

    def write(number: int) -> None:
        bare.execute("BEGIN IMMEDIATE")
        bare.execute("INSERT INTO visit VALUES (?, ?)", (f"{number:036}", "访" * 150))
        bare.execute("COMMIT")

    return write


def save_visit(folder: Path) -> Samples:
    """Recording a visit, and one durable row of the same length."""
    desk = _desk(folder)
    _import(desk, _roster(folder / "roster.xlsx", 100))
    home = find_households(desk, most=1)[0].household_id
    floor = durable_rows(folder)
    floors, ours = [], []
    for number in range(600):
        floors.append(_timed(lambda n=number: floor(n)))  # type: ignore[misc]  # bound now
        ours.append(_timed(lambda: record_visit(desk, household=home, outcome="20")))
    return floors[100:], ours[100:]


_WRITTEN = ("house", "household", "resident")


def import_households(folder: Path) -> Samples:
    """Importing 10,000 households; reading the sheet and inserting the same rows in bulk.

    The floor's tables and indexes are the desk's own, made beforehand.
    """
    path = _roster(folder / "roster.xlsx", 10_000)
    floors, ours = [], []
    for number in range(8):
        desk = _desk(folder, f"desk{number}")
        ours.append(_timed(lambda d=desk: _import(d, path)))  # type: ignore[misc]  # bound now
        with desk.store.reading() as connection:
            schema, written = _written(connection)
        desk.close()
        bare = _bare(folder / f"bare{number}.db", os.urandom(32))
        bare.executescript(schema)
        floors.append(_timed(lambda b=bare, w=written: _read_and_insert(path, b, w)))  # type: ignore[misc]
        bare.close()
    return floors[1:], ours[1:]


def _import(desk: Desk, path: Path) -> None:
    import_roster(desk, path, dealing=Dealing(grid=_GRID))


def _written(connection: Transaction) -> tuple[str, dict[str, list[tuple[Any, ...]]]]:
    """The schema of the tables an import fills, and the rows in them, by the insert for them."""
    made, written = [], {}
    for kind in _WRITTEN:
        found = connection.exec_driver_sql(
            "SELECT sql FROM sqlite_master WHERE tbl_name = ? AND sql IS NOT NULL", (kind,)
        )
        made += [row[0] for row in found]
        rows = [tuple(row) for row in connection.execute(select(on_desk(kind)))]
        plain = [tuple(_plain(value) for value in row) for row in rows]
        marks = ",".join("?" * len(rows[0]))
        written[f"INSERT INTO {kind} VALUES ({marks})"] = plain  # noqa: S608 - our own names
    return ";".join(made), written


def _plain(value: Any) -> Any:
    return json.dumps(value) if isinstance(value, dict | tuple) else value


def _read_and_insert(path: Path, bare: Any, written: Mapping[str, list[tuple[Any, ...]]]) -> None:
    CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()
    bare.execute("BEGIN IMMEDIATE")
    for insert, rows in written.items():
        bare.executemany(insert, rows)
    bare.execute("COMMIT")


def unlock(folder: Path) -> Samples:
    """Opening a store with its raw key up to the first answer."""
    desk = _desk(folder)
    _import(desk, _roster(folder / "roster.xlsx", 400))
    desk.close()
    key = Custody(folder / "desk", "desk.db", "bench").unlock()
    path = folder / "desk" / "desk.db"

    def floor() -> None:
        bare = _bare(path, key)
        bare.execute("SELECT count(*) FROM sqlite_master").fetchone()
        bare.close()

    floors, ours = [], []
    for _ in range(60):
        floors.append(_timed(floor))
        ours.append(_timed(lambda: open_store(path, key).close()))
    return floors[10:], ours[10:]


_BARE_PROCESS = "import requests, sqlcipher3, json; print(1)"


def client_memory(folder: Path) -> Samples:
    """Peak memory of a whole process that streams 200 visits into a desk of 400 households."""
    desk = _desk(folder)
    _import(desk, _roster(folder / "roster.xlsx", 400))
    desk.close()
    lines = '{"household": "1-1-101", "outcome": "20"}\n' * 200
    visits = [sys.executable, "-m", "gridapp", "desk", "record-visit"]
    floors, ours = [], []
    for _ in range(3):
        floors.append(_peak([sys.executable, "-c", _BARE_PROCESS], "", folder))
        ours.append(_peak(visits, lines, folder / "desk"))
    return floors, ours


def _peak(command: list[str], said: str, home: Path) -> float:
    """The peak resident memory of a child, MB; measured by a child of its own, which has no other."""
    measure = (
        "import resource, subprocess, sys;"
        "subprocess.run(sys.argv[1:], check=True, stdout=subprocess.DEVNULL);"
        "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)"
    )
    environment = {**os.environ, "GRIDAPP_HOME": str(home), "GRIDAPP_PASSPHRASE": "bench"}
    done = subprocess.run(
        [sys.executable, "-c", measure, *command],
        input=said,
        text=True,
        capture_output=True,
        check=True,
        env=environment,
    )
    unit = 1 if sys.platform == "darwin" else 1024  # bytes on macOS, kilobytes elsewhere
    return int(done.stdout) * unit / 2**20


BENCHES: Mapping[str, Bench] = {
    "save-visit": Bench(
        "record a visit, p95, against one durable row",
        "ms",
        "≤ 5×",
        save_visit,
        most_ratio=5,
        p95=True,
    ),
    "import-roster": Bench(
        "import 10,000 households, against calamine and one bulk insert",
        "ms",
        "≤ 3×",
        import_households,
        most_ratio=3,
    ),
    "unlock": Bench("unlock with a raw key", "ms", "≤ 5 ms", unlock, most=5),
    "client-memory": Bench(
        "client peak memory without Qt", "MB", "≤ 90 MB", client_memory, most=90
    ),
}
