"""A district with its hub, and laptops that signed in there once; each test works on copies."""

import shutil
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import xlsxwriter

from gridapp.client.actions.import_roster import import_roster
from gridapp.client.actions.sign_in import sign_in
from gridapp.client.desk import Desk, Me, custody
from gridapp.client.roster.planning import Dealing
from gridapp.server import admin
from gridapp.server.hub import Hub
from gridapp.store import outbox, rows, settings
from gridapp.store.engine import open_store
from gridapp.store.keys import Custody
from gridapp.sync.converse import converse

ROSTERS = Path(__file__).parents[1] / "data" / "rosters"
GRID, NEXT_GRID, FAR_GRID = "990101001001001", "990101001001002", "990102001001001"
# Everybody's posts: a role and a place.
PEOPLE = {
    "li": [("grid_worker", GRID)],
    "zhang": [("grid_worker", GRID)],
    "both": [("grid_worker", GRID), ("grid_worker", NEXT_GRID)],
    "office": [("community_worker", "990101001001")],
    "centre": [("district_desk", "990101")],
    "far": [("grid_worker", FAR_GRID)],
}
HEADS = [
    *("楼号", "单元", "房号", "姓名", "与户主关系"),
    *("身份证号", "联系电话", "人数", "房屋性质", "备注"),
]
FIELDS = ("building", "unit", "room", "name", "relation", "id", "phone", "count", "usage", "remark")
PASSPHRASE = "unlock me"
MORNING = datetime(2026, 11, 22, 1, 0, tzinfo=UTC)  # nine o'clock in UTC+8


@dataclass
class Clock:
    """A second passes between two looks at it."""

    at: datetime = MORNING

    def __call__(self):
        self.at += timedelta(seconds=1)
        return self.at


@dataclass
class Town:
    """One hub and the laptops that were opened at it; `close` gives all files back."""

    folder: Path
    keys: dict[str, bytes]
    clock: Clock
    hub: Hub
    desks: list[Desk] = field(default_factory=list)

    def desk(self, account):
        """The laptop of `account` as it was when it had just signed in."""
        store = open_store(self.folder / account / "desk.db", self.keys[account])
        with store.reading() as connection:
            me = Me(**settings.read(connection, "me"))
        self.desks.append(Desk(store, me, self.clock))
        return self.desks[-1]

    def remote(self, desk):
        """The hub as `desk` sees it."""
        device = self.hub.device(desk.me.device_id)
        assert device is not None
        return self.hub.at(device)

    def sync(self, *desks):
        """Each of these sends and reads, in order; the last one's tally."""
        tally = None
        for desk in desks:
            tally = converse(desk.store, self.remote(desk), self.clock)
        return tally

    def close(self):
        for desk in self.desks:
            desk.close()
        self.hub.store.close()


@pytest.fixture(scope="session")
def built(tmp_path_factory):
    """The folder of a town in which everybody has signed in, and the keys of its stores.

    Unlocking a store with its password takes a tenth of a second, opening it with the key none.
    """
    folder, clock = tmp_path_factory.mktemp("built") / "town", Clock(MORNING - timedelta(days=1))
    kept = Custody(folder / "hub", admin.STORE, PASSPHRASE)
    hub = admin.init(kept, demo=False, clock=clock)
    keys = {"hub": kept.unlock()}
    for code in (GRID, NEXT_GRID, FAR_GRID):
        admin.add_grid(hub, code=code, name=f"演示第{code[-1]}网格")
    for account, posts in PEOPLE.items():
        admin.add_account(hub, name=account, person=f"演示{account}", password="secret12")
        for role, place in posts:
            admin.add_post(hub, account=account, role=role, place=place)
        keys[account] = _signed_in(hub, folder / account, account, clock)
    hub.store.close()
    return folder, keys


def _signed_in(hub, home, account, clock):
    told = {"account": account, "password": "secret12", "label": account, "address": ""}
    kept = custody(home, PASSPHRASE)
    sign_in(kept, hub, **told, demo=False, clock=clock).close()
    return kept.unlock()


@pytest.fixture
def town(built, tmp_path):
    """A town of this test's own."""
    folder, keys = built
    shutil.copytree(folder, tmp_path / "town")
    clock = Clock()
    hub = Hub(open_store(tmp_path / "town" / "hub" / admin.STORE, keys["hub"]), clock)
    town = Town(tmp_path / "town", keys, clock, hub)
    yield town
    town.close()


@pytest.fixture
def desk(town):
    """The laptop of a worker with one grid."""
    return town.desk("li")


def row(room="101", name="雷怡诺", *, building="5号楼", unit="1单元", **told):
    """One row of a list under HEADS: row("102", "蒋平晓", remark="低保")."""
    said = {"building": building, "unit": unit, "room": room, "name": name, **told}
    cells = [said.pop(each, "") for each in FIELDS]
    assert not said
    return cells


def held(desk, kind, **equal):
    """The records of a kind on a laptop."""
    with desk.store.reading() as connection:
        return rows.where(connection, kind, **equal)


def edit(desk, entry, **values):
    """Change a record, as an action does."""
    with desk.store.writing() as connection:
        outbox.edit(connection, entry, replace(entry, **values, **desk.head(desk.clock())))


def told_by_hub(desk, *entries):
    """Write records as if the hub had told them."""
    with desk.store.writing() as connection:
        rows.put(connection, entries)


def dump(desk):
    """Everything a laptop holds: each table with all its rows."""
    with desk.store.reading() as connection:
        names = connection.exec_driver_sql(
            "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name"
        ).scalars()
        return {
            name: connection.exec_driver_sql(f'SELECT * FROM "{name}" ORDER BY 1').all()  # noqa: S608 - our own names
            for name in list(names)
        }


@pytest.fixture
def sheet(tmp_path):
    """Write a list to a spreadsheet, with a title in its first row if there is one."""

    def write(*listed, heads=HEADS, title="", name="list.xlsx", sheets=None):
        path = tmp_path / name
        told = {"default_date_format": "yyyy-mm-dd", "strings_to_formulas": False}
        with xlsxwriter.Workbook(str(path), told) as book:
            for called, table in (sheets or {"台账": [heads, *listed]}).items():
                page = book.add_worksheet(called)
                above = [[title], *table] if title else table
                for number, cells in enumerate(above):
                    page.write_row(number, 0, cells)
        return path

    return write


@pytest.fixture
def take(desk, sheet):
    """Import rows at a laptop, the worker's own by default."""

    def run(*listed, at=desk, overwrite=False, preview=False, dealing=None, **layout):
        path = sheet(*listed, **layout)
        chosen = dealing or Dealing(compound="榆晴小区")
        return import_roster(at, path, dealing=chosen, overwrite=overwrite, preview=preview)

    return run
