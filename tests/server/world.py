"""A district, its hub and the people of its grids, in one process: real stores, no network."""

import contextlib
import itertools
import shutil
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from gridapp.client.desk import Desk, Me
from gridapp.domain.ids import place_id
from gridapp.domain.records.people import Household
from gridapp.domain.records.places import Building, House
from gridapp.domain.scopes import scope
from gridapp.server import accounts, admin, exchange, lineage
from gridapp.server.hub import Hub
from gridapp.store import migrate, outbox, rows, search, settings
from gridapp.store.engine import open_store
from gridapp.store.hub_tables import hub as hub_tables
from gridapp.store.keys import Custody
from gridapp.sync.applying import apply
from gridapp.sync.converse import converse
from gridapp.wire.messages import Ask, Change
from tests.postgres import Postgres

DISTRICT, STREET, COMMUNITY = "990101", "990101001", "990101001001"
GRID, NEXT_GRID = "990101001001001", "990101001001002"
FAR_GRID = "990102001001001"
# Who, and the role and place of their post; the clerk's post is at the department.
PEOPLE = {
    "li": ("grid_worker", GRID),
    "zhang": ("grid_worker", GRID),
    "other": ("grid_worker", NEXT_GRID),
    "office": ("community_worker", COMMUNITY),
    "street": ("street_desk", STREET),
    "centre": ("district_desk", DISTRICT),
    "clerk": ("handler", DISTRICT),
    "far": ("grid_worker", FAR_GRID),
}
KEY = bytes(range(32))
_BEGIN = datetime(2026, 11, 22, 10, 0, tzinfo=UTC)


@dataclass
class Clock:
    """A second passes between two looks at it."""

    at: datetime = _BEGIN

    def __call__(self):
        self.at += timedelta(seconds=1)
        return self.at


def build(folder, postgres=None, hubs=1):
    """Begin a hub with everybody's account, and one empty desk, to be copied for each test.

    Its records are a file in `folder`, or a database of the server `postgres`, which so many hubs
    serve. The hub's key comes back: unlocking it anew for each test would take most of the time.
    """
    clock = Clock()
    custody = Custody(folder, admin.STORE, "a passphrase")
    template = postgres.make() if postgres else ""
    database = postgres.url(template) if postgres else ""
    hub = admin.init(custody, demo=False, clock=clock, database=database)
    for code in (GRID, NEXT_GRID, FAR_GRID):
        admin.add_grid(hub, code=code, name=f"Grid {code[-1]}")
    unit = admin.add_unit(hub, place=DISTRICT, name="Water works", org_kind="department")
    for name, (role, place) in PEOPLE.items():
        admin.add_account(hub, name=name, person=f"Fictitious {name}", password="secret12")
        unit_id = unit if name == "clerk" else ""
        admin.add_post(hub, account=name, role=role, place=place, unit_id=unit_id)
    hub.store.close()
    store = open_store(folder / "desk.db", KEY)
    migrate.upgrade(store, "desk", now=clock())
    with store.writing() as connection:
        search.rebuild(connection)
    store.close()
    return Built(folder, custody.unlock(), postgres, template, hubs)


@dataclass(frozen=True)
class Built:
    """A world to be copied; the hub's records are in its folder or in a database, `template`.

    So many `hubs` serve them, one folder and one database together.
    """

    folder: Path
    key: bytes
    postgres: Postgres | None = None
    template: str = ""
    hubs: int = 1

    @contextlib.contextmanager
    def copied(self, folder):
        """Everything once more in `folder`; the store of each hub."""
        shutil.copytree(self.folder, folder)
        path = folder / admin.STORE
        if self.postgres:
            with self.postgres.stores(path, self.postgres.copy(self.template), self.hubs) as stores:
                yield stores
        else:
            store = open_store(path, self.key)
            yield [store]
            store.close()


@dataclass(frozen=True)
class Entrance:
    """The hub as a laptop calls it; where several serve it, each call goes to another of them."""

    world: "World"
    device: accounts.Device

    def __getattr__(self, name):
        return getattr(self.world.hub.at(self.device), name)


@dataclass
class World:
    """One hub and the desks that were opened at it; `close` gives all files back.

    `hubs` is that one, or several that serve the same records.
    """

    folder: Path
    hubs: list[Hub]
    clock: Clock
    opened: contextlib.ExitStack
    desks: list[Desk] = field(default_factory=list)

    @classmethod
    def copy_of(cls, built, folder):
        """A world of its own in `folder`, from what `build` began."""
        opened = contextlib.ExitStack()
        clock = Clock(_BEGIN + timedelta(hours=1))
        stores = opened.enter_context(built.copied(folder))
        hubs = [Hub(store, clock, lineage=lineage.of(built.key, folder)) for store in stores]
        return cls(folder, hubs, clock, opened)

    @property
    def hub(self):
        """The hub; of several the one whose turn it is."""
        self.hubs.append(self.hubs.pop(0))
        return self.hubs[-1]

    @hub.setter
    def hub(self, hub):
        self.hubs = [hub]

    def device(self, account):
        """Register another laptop for `account`."""
        with self.hub.store.writing() as connection:
            return accounts.enrol(connection, account, bytes(32), "laptop", self.clock())

    def desk(self, account):
        """A newly signed-in desk of `account`, its store a real file; passwords take too long."""
        device = self.device(account)
        with self.hub.store.writing() as connection:
            told = exchange.enrolment(connection, device, "", self.clock(), self.hub.lineage)
        path = self.folder / device.tag / "desk.db"
        path.parent.mkdir()
        shutil.copy(self.folder / "desk.db", path)
        store = open_store(path, KEY)
        with store.writing() as connection:
            apply(connection, told.first)
            settings.keep(connection, me={"account": account})
        wanted = {name: getattr(told, name) for name in Me.__annotations__ if hasattr(told, name)}
        desk = Desk(store, Me(**wanted, private_key=""), self.clock)
        self.desks.append(desk)
        return desk

    def copied(self, desk):
        """The same laptop once more, as its records are now: put back, or on a second computer."""
        path = desk.store.path.parent / f"copy of {desk.store.path.name}"
        with desk.store.engine.connect() as connection:
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        shutil.copy(desk.store.path, path)
        twin = replace(desk, store=open_store(path, KEY))
        self.desks.append(twin)
        return twin

    def remote(self, desk):
        """The hub as `desk` sees it."""
        device = self.hub.device(desk.me.device_id)
        assert device
        return Entrance(self, device)

    def sync(self, *desks):
        """Each of these sends and reads, in order; the last one's tally."""
        tally = None
        for desk in desks:
            tally = converse(desk.store, self.remote(desk), self.clock)
        return tally

    def ask(self, device, *changes, cursors=()):
        """What the hub answers this device."""
        return self.hub.at(device).exchange(Ask(changes, cursors, "2026-11-22T10:00:00.000Z"))

    def count(self, kind):
        """How many records of a kind the hub holds."""
        return len(self.held(kind))

    def held(self, kind):
        """The records of a kind as the hub holds them, by id."""
        table = hub_tables.tables[kind]
        with self.hub.store.reading() as connection:
            found = connection.execute(table.select()).mappings().all()
            return {row["id"]: rows.values_of(kind, row) for row in found}

    def offered(self):
        """What the hub keeps for a person to look at, word for word."""
        with self.hub.store.reading() as connection:
            return connection.execute(hub_tables.tables["offered"].select()).mappings().all()

    def keep(self, **values):
        """Change a setting of the hub, as a restore does."""
        with self.hub.store.writing() as connection:
            settings.keep(connection, **values)

    def close(self):
        for desk in self.desks:
            desk.close()
        self.opened.close()


_numbers = itertools.count(1)


def change(kind, record_id=None, *, base_rev=0, **fields):
    """A change as a desk hands it in."""
    number = next(_numbers)
    return Change(
        change_id=f"change-{number}",
        kind=kind,
        id=f"{kind}-{number}" if record_id is None else record_id,
        fields=fields,
        base_rev=base_rev,
        written_at="2026-11-22T09:00:00.000Z",
        written_by="whoever",
    )


def visit(record_id=None, *, place=GRID, **fields):
    """A visit as a desk hands it in."""
    said = {
        "scope": scope(place),
        "short_no": "V-1",
        "household_id": "household-1",
        "house_id": "house-1",
        "outcome": "11",
        "visited_at": "2026-11-22T09:00:00.000Z",
    }
    return change("visit", record_id, **{**said, **fields})


def card(record_id="household-1", *, place=GRID, base_rev=0, **fields):
    """A household as a desk hands it in."""
    if not base_rev:
        fields = {"scope": scope(place), "house_id": "house-1", **fields}
    return change("household", record_id, base_rev=base_rev, **fields)


def move_in(desk, room="101", **fields):
    """A household, its house and building, written at `desk` as an import writes them."""
    now = desk.clock()
    head = {"scope": scope(GRID), **desk.head(now)}
    ids = {kind: place_id(desk.me.salts[DISTRICT], kind, room) for kind in ("house", "household")}
    label = f"5-1-{room}"
    building = Building(id="building-5", compound_id="compound", no="5", **head)
    house = House(
        id=ids["house"], building_id=building.id, room=room, label=label, walk_key=label, **head
    )
    home = Household(id=ids["household"], house_id=house.id, head="Wei", **{**head, **fields})
    with desk.store.writing() as connection:
        if rows.get(connection, Building, building.id) is None:
            outbox.add(connection, [building])
        outbox.add(connection, [house])
        outbox.add(connection, [home])
    return home.id


def edit(desk, household_id, **fields):
    """Change fields of a household at `desk`, as an action does."""
    with desk.store.writing() as connection:
        before = rows.get(connection, Household, household_id)
        assert before
        after = replace(before, **fields, **desk.head(desk.clock()))
        outbox.edit(connection, before, after)


def household(desk, household_id):
    """A household as `desk` has it."""
    with desk.store.reading() as connection:
        return rows.get(connection, Household, household_id)
