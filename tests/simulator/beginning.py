"""What every history begins with: a hub with places, people and homes, and laptops that know them."""

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from functools import cache

from gridapp.client.actions.households import add_resident
from gridapp.client.actions.visits import record_visit
from gridapp.client.desk import Desk, Me
from gridapp.domain.records.people import Household
from gridapp.domain.records.places import Building, House
from gridapp.domain.scopes import scope
from gridapp.domain.times import moment
from gridapp.server import accounts, admin, exchange
from gridapp.server.accounts import Device
from gridapp.server.hub import Hub
from gridapp.server.lineage import Lineage
from gridapp.store import hub_tables, outbox, settings, tables
from gridapp.store.hub import Batch
from gridapp.sync.applying import apply
from gridapp.sync.converse import converse
from tests.server.world import COMMUNITY, GRID, NEXT_GRID
from tests.simulator.disk import Disk, Image, drawn_from

PEOPLE = {
    "li": ("grid_worker", GRID),
    "zhang": ("grid_worker", GRID),
    "other": ("grid_worker", NEXT_GRID),
    "office": ("community_worker", COMMUNITY),
}
LAPTOPS = {"li": "li", "zhang": "zhang", "other": "other", "office": "office", "second": "li"}
GRIDS = (GRID, NEXT_GRID)
ROOMS = ("101", "102")
LONG_AGO = "2020-01-01"
SECRET = bytes(range(32))
BEGIN = datetime(2026, 11, 22, 10, 0, tzinfo=UTC)


@dataclass
class Clock:
    """A second passes between two looks at it; `wrong` is how far it is off."""

    at: datetime = BEGIN
    wrong: timedelta = timedelta()

    def __call__(self):
        self.at += timedelta(seconds=1)
        return self.at + self.wrong


@dataclass(frozen=True)
class Beginning:
    """Images of a hub and of the laptops, by name, that have read all of it."""

    hub: Image
    posts: tuple[str, ...]
    desks: dict[str, Image] = field(default_factory=dict)
    devices: dict[str, Device] = field(default_factory=dict)
    me: dict[str, Me] = field(default_factory=dict)


@cache
def beginning():
    """Made once in a process, the same in each."""
    with drawn_from("beginning"):
        return _made()


def _made():
    clock, disk = Clock(), Disk(hub_tables.hub)
    hub = Hub(disk.store, clock, lineage=Lineage(SECRET))
    with disk.store.writing() as connection:
        settings.keep(connection, hub_id="hub", epoch="first", demo=False, key_mark="")
        for name in PEOPLE:
            accounts.add(connection, name, f"Fictitious {name}", "")
    for code in GRIDS:
        admin.add_grid(hub, code=code, name=f"Grid {code[-1]}")
    posts = tuple(_post(hub, name, grid) for grid in GRIDS for name in PEOPLE)
    made, disks = Beginning([], posts), {}
    for name in LAPTOPS:
        disks[name] = _laptop(hub, made, name)
    for grid, name in ((GRID, "li"), (NEXT_GRID, "other")):
        desk = Desk(disks[name].store, made.me[name], clock)
        for room in ROOMS:
            home = move_in(desk, grid, room)
            add_resident(desk, home, name="Bo")
            record_visit(desk, household=home, outcome="11", note=f"as of old {grid} {room}")
    for name in [*LAPTOPS] * 2:
        converse(disks[name].store, hub.at(made.devices[name]), clock)
    for name, each in disks.items():
        made.desks[name] = each.image()
    return replace(made, hub=disk.image())


def _post(hub, name, grid):
    role, place = PEOPLE[name]
    this = admin.add_post(hub, account=name, role=role, place=grid if len(place) == 15 else place)
    if place not in (grid, COMMUNITY) or (place == COMMUNITY and grid != GRID):
        give(hub, this, given=False)
    return this


def give(hub, post_id, *, given=None):
    """Give a post, or take it away; without `given` the other of what it is."""
    with hub.store.writing() as connection:
        batch = Batch(connection, moment(hub.clock()), hub.lineage.begun)
        batch.load("post", [post_id])
        held = batch.held["post", post_id].values
        given = bool(held["to_on"]) if given is None else given
        batch.write("post", {**held, "to_on": "" if given else LONG_AGO}, ["to_on"])
        batch.commit()


def _laptop(hub, made, name):
    disk = Disk(tables.desk)
    with hub.store.writing() as connection:
        device = accounts.enrol(connection, LAPTOPS[name], bytes(32), name, hub.clock())
        told = exchange.enrolment(connection, device, "", hub.clock(), hub.lineage)
    with disk.store.writing() as connection:
        apply(connection, told.first)
        wanted = {n: getattr(told, n) for n in Me.__annotations__ if hasattr(told, n)}
        made.me[name] = Me(**wanted, private_key="")
        settings.keep(connection, me={"account": made.me[name].account})
    made.devices[name] = device
    return disk


def move_in(desk, grid, room, **said):
    """A household and its house, written as an import writes them; its id."""
    head = {"scope": scope(grid), **desk.head(desk.clock())}
    house_id, home_id = (desk.place_id(grid, kind, grid, room) for kind in ("house", "household"))
    building = Building(id=desk.place_id(grid, "building"), compound_id="compound", no="5", **head)
    label = f"{grid[-1]}-1-{room}"
    house = House(
        id=house_id, building_id=building.id, room=room, label=label, walk_key=label, **head
    )
    home = Household(id=home_id, house_id=house_id, head="Wei", **head, **said)
    with desk.store.writing() as connection:
        known = connection.exec_driver_sql("SELECT id FROM building UNION SELECT id FROM household")
        there = set(known.scalars())
        if home_id in there:
            return ""
        outbox.add(connection, [] if building.id in there else [building])
        outbox.add(connection, [house])
        outbox.add(connection, [home])
    return home_id
