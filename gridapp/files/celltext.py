"""Turns a sheet into JSON for the way home, numbers and dates told apart."""

import json
from collections.abc import Iterable
from datetime import date
from itertools import islice

Row = list[object]

_BLOCK = 500  # rows turned into text at a time, so that not all are in memory as objects
_FEW_DIGITS = 1e15  # a larger float has lost digits, and the loss must stay visible
_IN_JSON = {str, int, float, bool}
_json = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), allow_nan=False)

_Date = tuple[int, int, str]


def answer_text(answer: object) -> bytes:
    """Any JSON value as the child says it."""
    return _json.encode(answer).encode()


def sheet_text(name: str, rows: Iterable[Row], merged: object) -> tuple[bytes, bool]:
    """The sheet as JSON, and whether anything at all stands in it.

    JSON has no dates: they travel beside the rows as [row, column, text].
    """
    dates: list[_Date] = []
    blocks: list[bytes] = []
    is_blank = True
    coming = iter(rows)
    while block := [_whole(row) for row in islice(coming, _BLOCK)]:
        is_blank = is_blank and not any(cell != "" for row in block for cell in row)
        blocks.append(_block_text(block, len(blocks) * _BLOCK, dates))
    head = answer_text({"name": name, "merged": merged, "dates": dates})
    return head[:-1] + b',"rows":[' + b",".join(blocks) + b"]}", not is_blank


def _whole(row: Row) -> Row:
    """Excel keeps every number as a float; inlined, because it meets every cell."""
    return [
        int(cell)
        if type(cell) is float and cell.is_integer() and -_FEW_DIGITS < cell < _FEW_DIGITS
        else cell
        for cell in row
    ]


def _block_text(block: list[Row], above: int, dates: list[_Date]) -> bytes:
    try:
        return answer_text(block)[1:-1]
    except TypeError:  # most blocks hold no dates and are not searched for them
        return answer_text(
            [
                [
                    cell if type(cell) in _IN_JSON else _moved(cell, (row, column), dates)
                    for column, cell in enumerate(cells)
                ]
                for row, cells in enumerate(block, start=above)
            ]
        )[1:-1]


def _moved(cell: object, at: tuple[int, int], dates: list[_Date]) -> object:
    if isinstance(cell, date):  # and so every datetime
        dates.append((*at, cell.isoformat()))
        return ""
    return str(cell)  # an hour or a span of time
