"""A whole street of the demonstration: communities of grids of some 400 doors each."""

from collections.abc import Iterator, Sequence

from gridapp.demo.drawings import NO_FOURTH, SIX, GridPlan, Plan, lane, tower, walk_up

_NUMERALS = (*"一二三四五六七八九十", *(f"十{digit}" for digit in "一二三四五"))
_LANE_HOUSES = 13
# Stairs and doors of the walk-ups of each sort of grid: A has an 18-floor tower, B one of 33.
_WALK_UPS = {
    "A": ((5, 3), (3, 3), (4, 2)),
    "B": ((5, 3), (5, 2), (3, 3)),
    "C": ((5, 3), (5, 3), (3, 3), (3, 3), (4, 2)),
}
_LARGER = {
    "A": ((5, 3), (4, 3), (5, 2)),
    "B": ((5, 3), (5, 3), (3, 3)),
    "C": ((5, 3), (5, 3), (4, 3), (5, 2), (3, 3)),
}
_NO_FOURTH_TALL = tuple(floor for floor in range(1, 22) if floor not in {4, 13, 14})
_LATE, _NO_FOURTH, _CELLAR = range(3)  # the grids of a community that have something odd
_OLDEST, _ELEVEN_BUILT, _TALL_BUILT = 1984, 2006, 2013


def grids(code: str, name: str, sorts: str, *, larger: bool, workers: int) -> Iterator[GridPlan]:
    """The grids of a community, a letter of `sorts` each; `workers` are spread over all."""
    stem = name.removesuffix("社区")
    for number, sort in enumerate(sorts):
        yield GridPlan(
            code=f"{code}{number + 1:03}",
            name=f"{name}第{_NUMERALS[number]}网格",
            compound=f"{stem}{_NUMERALS[number]}里",
            buildings=tuple(
                _buildings(stem, number, sort, (_LARGER if larger else _WALK_UPS)[sort])
            ),
            workers=len(range(number, workers, len(sorts))),
        )


def _buildings(
    stem: str, number: int, sort: str, walk_ups: Sequence[tuple[int, int]]
) -> Iterator[Plan]:
    """The first grid has a building that came later, the third a cellar, the second no fourth floor."""
    numbers = ["1", "1甲", "2", "3", "5"] if number == _LATE else ["1", "2", "3", "5", "6"]
    for at, (no, (stairs, doors)) in enumerate(zip(numbers, walk_ups, strict=False)):
        below = 2 if number == _CELLAR and at == 0 else 0
        built_in = _OLDEST + number + 3 * at
        yield walk_up(no, SIX, stairs=stairs, doors=doors, built_in=built_in, below=below)
    eleven = NO_FOURTH if number == _NO_FOURTH else range(1, 12)
    yield tower("7", eleven, stairs=2, doors=3, built_in=_ELEVEN_BUILT)
    if sort == "A":
        floors = _NO_FOURTH_TALL if number == _NO_FOURTH else range(1, 19)
        yield tower("8", floors, stairs=2, doors=4, built_in=_TALL_BUILT)
    if sort == "B":
        yield tower("8", range(1, 34), stairs=1, doors=4, built_in=_TALL_BUILT)
    yield lane(f"{stem}巷", [str(house) for house in range(1, _LANE_HOUSES + 1)])
