"""The places of the demonstration, none of which exists, and what is built in each profile."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

COMMUNITY, COMMUNITY_NAME = "990101001001", "榆晴社区"
GRID, GRID_NAME = "990101001001001", "榆晴社区第一网格"
ABOVE = "青禾市云桥区听枫街道"  # as it stands before the community in an address
COMPOUND_NAME = "榆晴小区"
LANE_NAME = "榆钱巷"

_DIVISIONS = (
    ("99", "演示省", "province"),
    ("9901", "青禾市", "city"),
    ("990101", "云桥区", "district"),
    ("990101001", "听枫街道", "street"),
    (COMMUNITY, COMMUNITY_NAME, "community"),
    ("990101001002", "望溪社区", "community"),
    ("990101001003", "揽星社区", "community"),
)

VACANT, RENOVATED, OFFICE, STORAGE = "30", "40", "50", "60"
SEASONAL = "31"
# Of a hundred doors, how many are used so. The codes are those of the list usage.
USAGES: Mapping[str, float] = {
    "10": 68,
    "11": 3,
    "20": 12,
    "21": 2.5,
    "22": 0.5,
    VACANT: 9,
    SEASONAL: 3,
    RENOVATED: 1,
    OFFICE: 0.5,
    STORAGE: 0.5,
}
NOBODY_LIVES_IN = frozenset({VACANT, RENOVATED, OFFICE, STORAGE})
RENTED = frozenset({"20", "21", "22"})
SHARED = frozenset({"21", "22"})


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


def divisions() -> list[dict[str, str]]:
    """The divisions from the province down, as rows of a division file."""
    places = {code: (name, level) for code, name, level in _DIVISIONS}
    return [
        {"code": code, "name": name, "level": level, "parent": _parent(code, places)}
        for code, (name, level) in places.items()
    ]


def _parent(code: str, places: Mapping[str, object]) -> str:
    return max((other for other in places if code.startswith(other) and other != code), default="")


def _walk_up(
    no: str, floors: Sequence[int], *, stairs: int, doors: int, built_in: int, below: int = 0
) -> Plan:
    half_below = tuple(f"B1{door:02}" for door in range(1, below + 1))
    rooms = half_below + _rooms(floors, doors)
    entrances = tuple(
        Stairs(str(number), rooms, doors, "keypad") for number in range(1, stairs + 1)
    )
    return Plan(no, len(floors), entrances, built_in)


def _tower(no: str, floors: Sequence[int], *, stairs: int, doors: int, built_in: int) -> Plan:
    rooms = _rooms(floors, doors)
    entrances = tuple(
        Stairs(str(number), rooms, doors, "intercom") for number in range(1, stairs + 1)
    )
    return Plan(no, len(floors), entrances, built_in, "lift", "commodity")


def _lane(houses: tuple[str, ...]) -> Plan:
    entrance = Stairs("", houses, len(houses), "none")
    return Plan(LANE_NAME, 1, (entrance,), 1978, "bungalow_lane", "bungalow")


def _rooms(floors: Sequence[int], doors: int) -> tuple[str, ...]:
    return tuple(f"{floor}{door:02}" for floor in floors for door in range(1, doors + 1))


_SIX = range(1, 7)
_NO_FOURTH = (1, 2, 3, *range(5, 13))  # its number sounds like death

PROFILES: Mapping[str, tuple[Plan, ...]] = {
    "tiny": (
        _walk_up("1", _SIX, stairs=2, doors=2, built_in=1996),
        _walk_up("2", range(1, 5), stairs=2, doors=2, built_in=1988),
    ),
    "grid": (
        _walk_up("1", _SIX, stairs=3, doors=2, built_in=1992),
        _walk_up("1甲", _SIX, stairs=2, doors=2, built_in=1999),  # squeezed in between later
        _walk_up("2", _SIX, stairs=3, doors=3, built_in=1992),
        _walk_up("3", _SIX, stairs=3, doors=2, built_in=1994, below=2),
        _walk_up("5", _SIX, stairs=4, doors=2, built_in=1996),
        _walk_up("6", _SIX, stairs=3, doors=2, built_in=1996),
        _tower("7", _NO_FOURTH, stairs=2, doors=3, built_in=2008),
        _tower("8", range(1, 19), stairs=1, doors=4, built_in=2014),
        _lane(("1", "2", "3", "4", "5", "6", "8", "10")),
    ),
}
