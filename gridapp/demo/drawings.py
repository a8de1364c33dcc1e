"""How buildings of the demonstration are drawn: stairs, floors and the names of their rooms."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Stairs:
    """One stair entrance, or the whole of a lane: the names of its rooms, and how to get in."""

    no: str
    rooms: tuple[str, ...]
    doors_per_floor: int
    access: str


@dataclass(frozen=True)
class Plan:
    """One building as the drawing has it. The codes are of the lists of the same names."""

    no: str
    floors: int
    stairs: tuple[Stairs, ...]
    built_in: int
    walk_mode: str = "walk_up"
    building_kind: str = "residential"

    @property
    def lift(self) -> bool:
        """Whether one rides up."""
        return self.walk_mode == "lift"


@dataclass(frozen=True)
class GridPlan:
    """One grid as the drawing has it: one compound, and how many workers look after it."""

    code: str
    name: str
    compound: str
    buildings: tuple[Plan, ...]
    workers: int


def walk_up(
    no: str, floors: Sequence[int], *, stairs: int, doors: int, built_in: int, below: int = 0
) -> Plan:
    """A building without a lift; `below` doors of each stair are half below ground."""
    half_below = tuple(f"B1{door:02}" for door in range(1, below + 1))
    rooms = half_below + _rooms(floors, doors)
    entrances = tuple(
        Stairs(str(number), rooms, doors, "keypad") for number in range(1, stairs + 1)
    )
    return Plan(no, len(floors), entrances, built_in)


def tower(no: str, floors: Sequence[int], *, stairs: int, doors: int, built_in: int) -> Plan:
    """A building with a lift."""
    rooms = _rooms(floors, doors)
    entrances = tuple(
        Stairs(str(number), rooms, doors, "intercom") for number in range(1, stairs + 1)
    )
    return Plan(no, len(floors), entrances, built_in, "lift", "commodity")


def lane(name: str, houses: Sequence[str]) -> Plan:
    """A lane of bungalows: one way in, doors one after the other."""
    entrance = Stairs("", tuple(houses), len(houses), "none")
    return Plan(name, 1, (entrance,), 1978, "bungalow_lane", "bungalow")


def _rooms(floors: Sequence[int], doors: int) -> tuple[str, ...]:
    return tuple(f"{floor}{door:02}" for floor in floors for door in range(1, doors + 1))


SIX = range(1, 7)
NO_FOURTH = (1, 2, 3, *range(5, 13))  # its number sounds like death
