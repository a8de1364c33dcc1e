"""What a hub counts and lists for its office is the same in every database."""

from typing import Any

import pytest

from gridapp.domain.office import BuildingLine, GridLine, HubState
from gridapp.domain.scopes import scope
from gridapp.server import accounts, census
from gridapp.store.hub_tables import on_hub
from tests.server.world import COMMUNITY, DISTRICT, GRID, PEOPLE

ROWS: list[tuple[str, str, dict[str, Any]]] = [
    ("compound", "c1", {"name": "榆晴家园"}),
    ("building", "b1", {"compound_id": "c1", "no": "10", "walk_key": "2"}),
    ("building", "b2", {"compound_id": "c1", "no": "9", "walk_key": "1"}),
    ("house", "h1", {"building_id": "b1"}),
    ("house", "h2", {"building_id": "b1"}),
    ("house", "gone", {"building_id": "b1", "deleted": True}),
    ("household", "k1", {"house_id": "h1"}),
    ("household", "k2", {"house_id": "h2", "moved_out_on": "2026-11-01"}),
]


@pytest.fixture
def lived_in(world):
    """A world with two buildings in the first grid."""
    with world.hub.store.writing() as connection:
        for kind, this, told in ROWS:
            head = {"id": this, "shard": DISTRICT, "scope": scope(GRID), "touched": {}}
            connection.execute(on_hub(kind).insert(), head | told)
    return world


def read(world, ask, *more):
    with world.hub.store.reading() as connection:
        return ask(connection, *more)


def test_grids_are_listed_with_what_is_in_them(lived_in):
    first, *rest = read(lived_in, census.grid_lines)
    assert first == GridLine(GRID, "Grid 1", COMMUNITY, 2, buildings=2, houses=2, households=1)
    assert [line.buildings for line in rest] == [0, 0]


def test_buildings_are_listed_in_walking_order(lived_in):
    listed = read(lived_in, census.building_lines, GRID)
    assert listed == (BuildingLine("榆晴家园", "9", 0), BuildingLine("榆晴家园", "10", 2))
    assert read(lived_in, census.building_lines, f"{GRID[:-1]}2") == ()


def test_accounts_are_listed_with_posts_and_laptops(world):
    device = world.device("li")
    world.device("li")
    with world.hub.store.writing() as connection:
        accounts.stop_device(connection, device.device_id, world.clock())
        accounts.close(connection, "far", world.clock())
    lines = {line.name: line for line in read(world, census.account_lines)}
    assert list(lines) == sorted(PEOPLE)
    assert [name for name, line in lines.items() if line.is_closed] == ["far"]
    assert [lines[name].laptops for name in ("li", "far")] == [1, 0]
    assert lines["li"].posts[0].place_name == "Grid 1"
    assert lines["clerk"].posts[0].place_name == "Water works"
    assert [line.stopped_at != "" for line in read(world, census.laptop_lines)] == [False, True]


def test_what_is_in_use_is_counted(lived_in):
    lived_in.device("li")
    counted = read(lived_in, census.counted, HubState(begun=True))
    found = (counted.accounts, counted.laptops, counted.grids, counted.buildings)
    assert found == (len(PEOPLE), 1, 3, 2)
