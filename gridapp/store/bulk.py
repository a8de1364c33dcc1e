"""Records as columns, out of a table and into one: no object a row, thousands at a time."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import Table

from gridapp.domain.fields import Form
from gridapp.domain.merge import blanks
from gridapp.domain.records import KINDS
from gridapp.wire.columns import Columns, dense, lay
from gridapp.wire.jsontext import packed, unpacked

_PACKED = (Form.SEVERAL, Form.MAP)


def columns_of(kind: str, rows: Sequence[Sequence[Any]]) -> Columns:
    """Rows as the driver gives them, all fields of a kind in order, as columns without blanks."""
    fields = KINDS[kind].fields
    turned: Iterable[Sequence[Any]] = zip(*rows, strict=True) if rows else ((),) * len(fields)
    read = {
        name: _read(fields[name].form, column) for name, column in zip(fields, turned, strict=True)
    }
    return lay(read, blanks(kind))


def _read(form: Form, column: Sequence[Any]) -> Sequence[Any]:
    if form is Form.FLAG:
        return list(map(bool, column))
    if form in _PACKED:
        # Few differ: the same text is read once.
        known = {text: unpacked(text) for text in set(column)}
        return [known[text] for text in column]
    return column


def rows_of(
    kind: str, columns: Columns, more: Mapping[str, Sequence[Any]] = {}
) -> tuple[list[str], Iterable[tuple[Any, ...]]]:
    """The names of the columns and the rows as a driver takes them; `more` columns beside."""
    fields = KINDS[kind].fields
    full = dense(columns, blanks(kind))
    # What no row says is the table's own blank.
    told = {name: _written(fields[name].form, full[name]) for name in full if name not in more}
    whole = {**told, **more}
    return list(whole), zip(*whole.values(), strict=True)


def told_rows(kind: str, columns: Columns) -> tuple[list[str], Iterable[tuple[Any, ...]]]:
    """The same of the fields that say something; a table's own blanks are the others."""
    fields, full = KINDS[kind].fields, dense(columns, blanks(kind))
    told = {name: _written(fields[name].form, full[name]) for name in full}
    return list(told), zip(*told.values(), strict=True)


def _written(form: Form, column: Sequence[Any]) -> Sequence[Any]:
    if form is Form.SEVERAL:
        known = {value: packed(value) for value in set(column)}
        return [known[value] for value in column]
    return list(map(packed, column)) if form is Form.MAP else column


def field_names(kind: str, table: Table) -> str:
    """The fields of a kind for a SELECT, in their order."""
    return ",".join(f'"{table.c[name].name}"' for name in KINDS[kind].fields)


def fits(kind: str, columns: Columns) -> bool:
    """True where every value may stand in its field and every row has what it cannot be without."""
    wanted = KINDS[kind].fields
    if not wanted.keys() - {"extra"} >= set(columns.names):
        return False
    full = dict(zip(columns.names, columns.values, strict=True))
    whole = {name for name in full if len(full[name]) == len(columns)}
    required = {name for name, field in wanted.items() if field.required}
    try:
        several = {
            name: column if wanted[name].form is Form.MAP else set(column)
            for name, column in full.items()
        }
    except TypeError:  # a list where a text should be
        return False
    return required <= whole and all(
        wanted[name].holds_all(values) and not (name in required and "" in values)
        for name, values in several.items()
    )
