"""Where each cell of the chart lies, which way of drawing fits, and what lies next to what."""

from collections.abc import Callable, Iterator, Sequence
from enum import Enum
from typing import NamedTuple

from PySide6.QtCore import QPoint, QRect, QSize

from gridapp.domain.floor_plan import FloorPlan, Spot

MOST_WORDS, MOST_ACROSS, MOST_ROWS = 9, 15, 9
_RING = 3  # pixels for the frame of the current cell
_FLOOR_AWAY = 1000  # a door on the next floor is farther than any on this one


class Style(Enum):
    """How a cell is drawn: number above word, number beside word, or number above mark."""

    WORDS = "words"
    LINE = "line"
    MARKS = "marks"


class Drawn(NamedTuple):
    """What of the building is shown (numbers of stairs), and how."""

    stairs: tuple[int, ...]
    style: Style


class Sizes(NamedTuple):
    """Pixels: a cell, the gap between cells and between stairs, the words at left and above."""

    wide: int
    tall: int
    gap: int
    between: int
    left: int
    above: int


class Places(NamedTuple):
    """`cells` by their number in the chart, `heads` by stair, `labels` by row."""

    cells: dict[int, QRect]
    heads: dict[int, QRect]
    labels: dict[int, QRect]
    size: QSize

    def at(self, point: QPoint) -> int | None:
        """The cell at a point."""
        return next((n for n, rect in self.cells.items() if rect.contains(point)), None)


def ways(plan: FloorPlan, stair: int) -> Iterator[Drawn]:
    """The ways to draw a building, the best first; with `stair` where it must be one at a time."""
    whole = tuple(range(len(plan.stairs)))
    worded = (Style.LINE, Style.WORDS) if len(plan.rows) > MOST_ROWS else (Style.WORDS,)
    if plan.across <= MOST_WORDS:
        yield from (Drawn(whole, style) for style in worded)
    elif plan.across <= MOST_ACROSS:
        yield Drawn(whole, Style.MARKS)
    if plan.stairs[stair].columns <= MOST_WORDS:
        yield from (Drawn((stair,), style) for style in worded)
    yield Drawn((stair,), Style.MARKS)


def width(plan: FloorPlan, drawn: Drawn, sizes: Sizes) -> int:
    """How wide a building is when drawn so, pixels."""
    doors = sum(plan.stairs[stair].columns for stair in drawn.stairs)
    return (
        sizes.left + doors * (sizes.wide + sizes.gap) + (len(drawn.stairs) - 1) * sizes.between + 4
    )


def chosen(
    plan: FloorPlan, stair: int, sizes: Callable[[Style], Sizes], rooms: Sequence[int]
) -> tuple[Drawn, int]:
    """The best way that fits one of the widths in `rooms`, and the number of that width.

    Where nothing fits it is the last way at the last width, and one scrolls.
    """
    last = None
    for drawn in ways(plan, stair):
        needed = width(plan, drawn, sizes(drawn.style))
        for number, room in enumerate(rooms):
            if needed <= room:
                return drawn, number
        last = drawn
    assert last is not None
    return last, len(rooms) - 1


def places(plan: FloorPlan, drawn: Drawn, sizes: Sizes) -> Places:
    """Where everything lies."""
    many = len(drawn.stairs) > 1
    above = sizes.above if many else _RING
    across, down = sizes.wide + sizes.gap, sizes.tall + sizes.gap
    lefts, left = {}, sizes.left
    for stair in drawn.stairs:
        lefts[stair] = left
        left += plan.stairs[stair].columns * across + sizes.between

    def head(stair: int) -> QRect:
        return QRect(lefts[stair], 0, plan.stairs[stair].columns * across - sizes.gap, above)

    def cell(spot: Spot) -> QRect:
        left = lefts[spot.stair] + spot.column * across
        return QRect(left, above + spot.row * down, sizes.wide, sizes.tall)

    return Places(
        cells={n: cell(spot) for n, spot in enumerate(plan.spots) if spot.stair in lefts},
        heads={stair: head(stair) for stair in drawn.stairs if many},
        labels={
            n: QRect(0, above + n * down, sizes.left, sizes.tall) for n in range(len(plan.rows))
        },
        size=QSize(width(plan, drawn, sizes), above + len(plan.rows) * down + _RING),
    )


def beside(plan: FloorPlan, at: int, step: int) -> int:
    """The door to the left (-1) or right (1), across stairs; the same one at the end."""
    here = plan.spots[at]
    row = sorted((spot, n) for n, spot in enumerate(plan.spots) if spot.row == here.row)
    place = row.index((here, at)) + step
    return row[place][1] if 0 <= place < len(row) else at


def above(plan: FloorPlan, at: int, step: int) -> int:
    """The door `step` rows up (negative) or down in this stair, or as far as there are any."""
    here = plan.spots[at]
    down = 1 if step > 0 else -1
    wanted = here.row + step
    ahead = [
        (n, spot)
        for n, spot in enumerate(plan.spots)
        if spot.stair == here.stair and (spot.row - here.row) * down > 0
    ]

    def away(spot: Spot) -> int:
        return abs(spot.row - wanted) * _FLOOR_AWAY + abs(spot.column - here.column)

    return min(ahead, key=lambda each: away(each[1]), default=(at, here))[0]
