"""Merged cells, met row by row, so that a sheet is never searched for them."""

from collections.abc import Iterable, Iterator

from gridapp.files.refused import Refused

Spot = tuple[int, int]  # row and column, from 0
Merge = tuple[Spot, Spot]  # the first and the last spot


def merges_over_rows(merged: Iterable[Merge]) -> Iterator[list[Merge]]:
    """For row 0, row 1 and so on without end: the merged ranges that lie over it."""
    waiting = sorted(merged, reverse=True)
    over: list[Merge] = []
    row = 0
    while True:
        while waiting and waiting[-1][0][0] <= row:
            over.append(waiting.pop())
        if over:
            over = [merge for merge in over if merge[1][0] >= row]
        yield list(over)
        row += 1


def filled_rows(rows: Iterable[list[object]], merged: list[Merge]) -> Iterator[list[object]]:
    """The rows, with the value of each merged range in all its cells."""
    values: dict[Merge, object] = {}
    for number, (row, over) in enumerate(zip(rows, merges_over_rows(merged), strict=False)):
        for merge in over:
            (top, left), (_, right) = merge
            if top == number:
                values[merge] = row[left]
            row[left : right + 1] = [values[merge]] * (right + 1 - left)
        yield row


def merges_within(merged: Iterable[Merge], *, rows: int, columns: int) -> list[Merge]:
    """The merged ranges cut to the sheet.

    Refused if together they are larger than it: they would have to overlap, which no office
    program writes, and filling them could take for ever.
    """
    within: set[Merge] = {
        ((top, left), (min(bottom, rows - 1), min(right, columns - 1)))
        for (top, left), (bottom, right) in merged
        if top < rows and left < columns
    }
    if sum((end[0] + 1 - at[0]) * (end[1] + 1 - at[1]) for at, end in within) > rows * columns:
        raise Refused("broken")
    return sorted(within)
