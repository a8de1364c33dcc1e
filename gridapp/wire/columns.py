"""Rows as columns: names once, values side by side, so that like compresses with like."""

from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import compress
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

    def __len__(self) -> int:
        return len(self.masks)


MOST_ROWS = 100_000
_MOST_NAMES = 500  # no kind of record has nearly as many fields


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
    check(columns)
    feeds = [iter(column) for column in columns.values]
    named = list(enumerate(columns.names))
    rows = []
    for mask in columns.masks:
        row: dict[str, Any] = {}
        for at, name in named:
            if mask >> at & 1:
                value = next(feeds[at])
                row[name] = tuple(value) if isinstance(value, list) else value
        rows.append(row)
    return rows


def check(columns: Columns) -> None:
    """Raise ValueError where the columns lie about themselves."""
    if len(columns.masks) > MOST_ROWS:
        raise ValueError("more rows than any page has")
    width = len(columns.names)
    if width > _MOST_NAMES:
        raise ValueError("more columns than any record has")
    if len(columns.values) != width or len(set(columns.names)) != width:
        raise ValueError("as many columns as names, and no name twice")
    alike = Counter(columns.masks)
    if any(mask < 0 or mask >> width for mask in alike):
        raise ValueError("a row holds a column that is not there")
    for at, column in enumerate(columns.values):
        if len(column) != sum(count for mask, count in alike.items() if mask >> at & 1):
            raise ValueError("a column is not as long as its rows")


def lay(table: Mapping[str, Sequence[Any]], blanks: Mapping[str, Any]) -> Columns:
    """Full columns, by name, as columns without what is blank."""
    names: list[str] = []
    values: list[Sequence[Any]] = []
    count = len(next(iter(table.values()), ()))
    common, masks = 0, [0] * count
    for name, column in table.items():
        empty = column.count(blanks[name])
        if empty == count:
            continue
        bit = 1 << len(names)
        names.append(name)
        if not empty:
            common |= bit
            values.append(column)
            continue
        holds = [value != blanks[name] for value in column]
        values.append(list(compress(column, holds)))
        masks = [mask | bit if one else mask for mask, one in zip(masks, holds, strict=True)]
    return Columns(names, [mask | common for mask in masks], values)


def dense(columns: Columns, blanks: Mapping[str, Any]) -> dict[str, Sequence[Any]]:
    """Each column with a value for every row; what a row does not hold is blank."""
    count, full = len(columns.masks), {}
    for at, (name, column) in enumerate(zip(columns.names, columns.values, strict=True)):
        if len(column) == count:
            full[name] = column
        else:
            feed, blank = iter(column), blanks.get(name)
            full[name] = [next(feed) if mask >> at & 1 else blank for mask in columns.masks]
    return full


def column(columns: Columns, name: str) -> Sequence[Any]:
    """A column that every row holds, such as its id; raises ValueError where one does not."""
    found = columns.values[list(columns.names).index(name)]
    if len(found) != len(columns):
        raise ValueError(f"a row without {name}")
    return found


def held(columns: Columns) -> Columns:
    """The same with lists as tuples, as records hold them; JSON knows only lists."""
    values = [
        [tuple(v) if isinstance(v, list) else v for v in column]
        if list in set(map(type, column))
        else column
        for column in columns.values
    ]
    return Columns(columns.names, columns.masks, values)
