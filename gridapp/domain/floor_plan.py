"""Where the doors of a building stand: stairs from left to right, floors from top to bottom."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import groupby, zip_longest
from typing import NamedTuple

from gridapp.domain.walk import natural_key

FLOOR, ODD, EVEN, OTHER = "floor", "odd", "even", "other"
_LANE = 9  # doors of one side of a lane in a row
_LOOSE = 3  # doors in a row where nothing says on which floor any of them is
_LAST_TWO = re.compile("[0-9]{2}[^0-9]?$")


class Site(NamedTuple):
    """What tells where a door stands; `unit` and `room` in their normal forms."""

    house_id: str
    unit_id: str
    unit: str
    room: str
    floor: int | None


class Stair(NamedTuple):
    """One stair entrance, and how many doors wide it is; a lane or a tower has one without number."""

    unit_id: str
    no: str
    columns: int


class Row(NamedTuple):
    """A floor (its number), a side of a lane, or doors of which no floor is known."""

    kind: str
    floor: int = 0


class Spot(NamedTuple):
    """The place of one door: numbers of its stair and its row, and of its column in the stair."""

    stair: int
    row: int
    column: int


class FloorPlan(NamedTuple):
    """`spots` are in the order of the doors given."""

    stairs: tuple[Stair, ...]
    rows: tuple[Row, ...]
    spots: tuple[Spot, ...]

    @property
    def across(self) -> int:
        """Doors side by side in the whole building."""
        return sum(stair.columns for stair in self.stairs)


def floor_plan(doors: Sequence[Site]) -> FloorPlan:
    """The plan of one building; two households behind one door stand side by side."""
    lane = all(door.floor is None for door in doors) and len({door.unit for door in doors}) <= 1
    return _lane(doors) if lane else _stairs(doors)


def _lane(doors: Sequence[Site]) -> FloorPlan:
    """Odd numbers above, even ones below, as they lie opposite each other."""
    numbered = sorted(range(len(doors)), key=lambda at: natural_key(doors[at].room))
    sides = {
        ODD: [at for at in numbered if _is_odd(doors[at].room)],
        EVEN: [at for at in numbered if not _is_odd(doors[at].room)],
    }
    runs = zip_longest(*(_runs(side) for side in sides.values()))
    lines = [(kind, run) for both in runs for kind, run in zip(sides, both, strict=True) if run]
    spots = {
        at: Spot(0, row, column)
        for row, (_, run) in enumerate(lines)
        for column, at in enumerate(run)
    }
    stair = Stair("", "", max((len(run) for _, run in lines), default=0))
    rows = tuple(Row(kind) for kind, _ in lines)
    return FloorPlan((stair,), rows, tuple(spots[at] for at in range(len(doors))))


def _runs(side: list[int]) -> list[list[int]]:
    return [side[start : start + _LANE] for start in range(0, len(side), _LANE)]


def _is_odd(room: str) -> bool:
    digits = "".join(sign for sign in room if sign.isdecimal())
    return not digits or int(digits) % 2 == 1


def _stairs(doors: Sequence[Site]) -> FloorPlan:
    floors = sorted({door.floor for door in doors if door.floor is not None}, reverse=True)
    columns = _columns(doors)
    by_stair = sorted(range(len(doors)), key=lambda at: natural_key(doors[at].unit))
    stairs: list[Stair] = []
    spots: dict[int, Spot] = {}
    loose_rows = 0
    for number, (_, group) in enumerate(groupby(by_stair, lambda at: doors[at].unit)):
        here = list(group)
        keys = sorted({columns[at] for at in here if doors[at].floor is not None})
        wide = len(keys) or _LOOSE
        for at in here:
            floor = doors[at].floor
            if floor is not None:
                spots[at] = Spot(number, floors.index(floor), keys.index(columns[at]))
        loose = [at for at in here if doors[at].floor is None]
        for place, at in enumerate(sorted(loose, key=lambda at: natural_key(doors[at].room))):
            spots[at] = Spot(number, len(floors) + place // wide, place % wide)
        loose_rows = max(loose_rows, -(-len(loose) // wide))
        stairs.append(Stair(doors[here[0]].unit_id, doors[here[0]].unit, wide))
    rows = (*(Row(FLOOR, floor) for floor in floors), *[Row(OTHER)] * loose_rows)
    return FloorPlan(tuple(stairs), rows, tuple(spots[at] for at in range(len(doors))))


def _columns(doors: Iterable[Site]) -> list[tuple[str, int]]:
    """The number of each door on its landing, and which household of the door it is."""
    seen: Counter[str] = Counter()
    columns = []
    for door in doors:
        found = _LAST_TWO.search(door.room)
        columns.append((natural_key(found[0] if found else door.room), seen[door.house_id]))
        seen[door.house_id] += 1
    return columns
