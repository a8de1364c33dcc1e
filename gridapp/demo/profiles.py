"""The places of the demonstration, none of which exists, and what is built in each profile."""

from collections.abc import Mapping
from dataclasses import dataclass

from gridapp.demo import street
from gridapp.demo.drawings import NO_FOURTH, SIX, GridPlan, Plan, lane, tower, walk_up

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
COMMUNITY_NAMES = {code: name for code, name, level in _DIVISIONS if level == "community"}

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
class Profile:
    """The grids of a demonstration; `officials` work in the office of each community."""

    grids: tuple[GridPlan, ...]
    officials: int = 0


def divisions() -> list[dict[str, str]]:
    """The divisions from the province down, as rows of a division file."""
    places = {code: (name, level) for code, name, level in _DIVISIONS}
    return [
        {"code": code, "name": name, "level": level, "parent": _parent(code, places)}
        for code, (name, level) in places.items()
    ]


def _parent(code: str, places: Mapping[str, object]) -> str:
    return max((other for other in places if code.startswith(other) and other != code), default="")


_ONE_GRID: Mapping[str, tuple[Plan, ...]] = {
    "tiny": (
        walk_up("1", SIX, stairs=2, doors=2, built_in=1996),
        walk_up("2", range(1, 5), stairs=2, doors=2, built_in=1988),
    ),
    "grid": (
        walk_up("1", SIX, stairs=3, doors=2, built_in=1992),
        walk_up("1甲", SIX, stairs=2, doors=2, built_in=1999),  # squeezed in between later
        walk_up("2", SIX, stairs=3, doors=3, built_in=1992),
        walk_up("3", SIX, stairs=3, doors=2, built_in=1994, below=2),
        walk_up("5", SIX, stairs=4, doors=2, built_in=1996),
        walk_up("6", SIX, stairs=3, doors=2, built_in=1996),
        tower("7", NO_FOURTH, stairs=2, doors=3, built_in=2008),
        tower("8", range(1, 19), stairs=1, doors=4, built_in=2014),
        lane(LANE_NAME, ("1", "2", "3", "4", "5", "6", "8", "10")),
    ),
}

# The communities of the street: their grids by sort (see street) and size, and all their workers.
_STREET = (
    ("990101001001", "ACAAB", False, 12),
    ("990101001002", "AACABAACAA", False, 24),
    ("990101001003", "AABACAABAACAABA", True, 38),
)
_OFFICIALS = 7  # in each community, whether it is large or small

PROFILES: Mapping[str, Profile] = {
    name: Profile((GridPlan(GRID, GRID_NAME, COMPOUND_NAME, buildings, workers=2),))
    for name, buildings in _ONE_GRID.items()
} | {
    "fanrong": Profile(
        tuple(
            plan
            for code, sorts, larger, workers in _STREET
            for plan in street.grids(
                code, COMMUNITY_NAMES[code], sorts, larger=larger, workers=workers
            )
        ),
        _OFFICIALS,
    )
}
