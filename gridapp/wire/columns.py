"""Rows as columns: names once, values side by side, so that like compresses with like."""

from collections.abc import Mapping, Sequence
from typing import Any

import msgspec


class Columns(msgspec.Struct, frozen=True, array_like=True):
    """Rows of one kind that need not hold the same fields.

    `masks[i]` has bit k set where row i holds `names[k]`; `values[k]` has the values of that
    field, for the rows that hold it, in order.
    """

    names: Sequence[str]
    masks: Sequence[int]
    values: Sequence[Sequence[Any]]


_MOST_ROWS = 100_000


def pack(rows: Sequence[Mapping[str, Any]]) -> Columns:
    """Rows as columns."""
    names: dict[str, int] = {}
    values: list[list[Any]] = []
    masks: list[int] = []
    for row in rows:
        mask = 0
        for name, value in row.items():
            at = names.setdefault(name, len(names))
            if at == len(values):
                values.append([])
            values[at].append(value)
            mask |= 1 << at
        masks.append(mask)
    return Columns(list(names), masks, values)


def unpack(columns: Columns) -> list[dict[str, Any]]:
    """The rows again; lists come back as tuples. Raises ValueError where the columns lie."""
    if len(columns.masks) > _MOST_ROWS:
        raise ValueError("more rows than any page has")
    feeds = [iter(column) for column in columns.values]
    if len(feeds) != len(set(columns.names)) or len(feeds) != len(columns.names):
        raise ValueError("as many columns as names, and no name twice")
    rows = []
    for mask in columns.masks:
        row: dict[str, Any] = {}
        left, at = mask, 0
        while left:
            if left & 1:
                value = _next(feeds, at)
                row[columns.names[at]] = tuple(value) if isinstance(value, list) else value
            left >>= 1
            at += 1
        rows.append(row)
    if any(True for feed in feeds for _ in feed):
        raise ValueError("a column is longer than its rows")
    return rows


def _next(feeds: list[Any], at: int) -> Any:
    try:
        return next(feeds[at])
    except (StopIteration, IndexError):
        raise ValueError("a column is shorter than its rows") from None
