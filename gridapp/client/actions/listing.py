"""Long lists as a page shows them: the columns, every key in its order, the rows in sight."""

import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from gridapp.client.desk import Desk
from gridapp.domain.fields import Field
from gridapp.domain.names import masked
from gridapp.domain.phones import masked_phone
from gridapp.domain.records import KINDS
from gridapp.domain.records.places import Compound
from gridapp.domain.words import N_
from gridapp.store import rows, search, settings, windows

_MANY = 500  # households whose words are made in the wink of an eye


class Marked(str):
    """A cell that is no value of its field but a text marked for translation."""

    __slots__ = ()


_LEFT_ALONE = Marked(N_("Do not knock"))


@dataclass(frozen=True)
class Column:
    """A column: the field it shows, its width in letters, and the order its head sorts by.

    `order` is "" where it sorts by nothing; `mask` shortens what is read over shoulders.
    """

    name: str
    field: Field
    letters: int
    order: str = ""
    mask: Callable[[str], str] | None = None


class Listing(Protocol):
    """A list a page shows: of each row a key, and a value a column."""

    name: str
    columns: Sequence[Column]

    def needless(self) -> set[str]:
        """The names of columns that would say the same in every row."""

    def keys(self, *, order: str, descending: bool, find: str, only: str) -> list[str]:
        """The keys of what fits, in the order of a column; `only` names a part, "" the usual."""

    def rows(self, keys: Sequence[str]) -> Mapping[str, Sequence[Any]]:
        """What the columns show, by key; a key that is gone is left out."""


def _column(kind: str, name: str, letters: int, **told: Any) -> Column:
    return Column(name, KINDS[kind].fields[name], letters, **told)


_HOUSEHOLD_COLUMNS = (
    _column("building", "compound_id", 12),
    _column("house", "label", 10, order="door"),
    _column("household", "salutation", 8, order="head"),
    _column("household", "head", 8, order="head", mask=masked),
    _column("household", "phone", 12, order="phone", mask=masked_phone),
    _column("household", "resident_count", 4, order="resident_count"),
    _column("house", "usage", 10, order="usage"),
    _column("visit", "visited_at", 12, order="visited_at"),
    _column("visit", "outcome", 10),
)
_DOOR, _OUTCOME = 2, len(_HOUSEHOLD_COLUMNS) - 1  # the first columns up to the door; the last


class Households:
    """Every household on this laptop."""

    name = "households"
    columns: Sequence[Column] = _HOUSEHOLD_COLUMNS

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def needless(self) -> set[str]:
        """The compound, where there is but one."""
        with self._desk.store.reading() as connection:
            several = len(rows.where(connection, Compound)) > 1
        return set() if several else {"compound_id"}

    def keys(self, *, order: str, descending: bool, find: str, only: str) -> list[str]:
        """Households whose door, names, phones or remark hold every word of `find`."""
        with self._desk.store.reading() as connection:
            return windows.keys(
                connection,
                windows.HOUSEHOLDS,
                order=order,
                descending=descending,
                find=unicodedata.normalize("NFKC", find),
                only=only,
            )

    def rows(self, keys: Sequence[str]) -> Mapping[str, Sequence[Any]]:
        """As many values as columns; a household to be left alone shows its door and just that."""
        with self._desk.store.reading() as connection:
            found = windows.shown(connection, windows.HOUSEHOLDS, keys)
        return {key: _bare(values) for key, values in found.items()}

    @property
    def is_ready(self) -> bool:
        """False where so much is new here that `prepare` takes longer than a glance."""
        with self._desk.store.reading() as connection:
            return search.missing(connection) < _MANY

    def prepare(self) -> None:
        """Make what is new here fit to be listed and found."""
        with self._desk.store.reading() as connection:
            ready = search.is_complete(connection)
        if not ready:
            with self._desk.store.writing() as connection:
                search.complete(connection)


def _bare(values: Sequence[Any]) -> list[Any]:
    *shown, refusal = values
    if not refusal:
        return shown
    return [*shown[:_DOOR], *[""] * (_OUTCOME - _DOOR), _LEFT_ALONE]


def as_of(desk: Desk) -> str:
    """The hub's time of the last update, "" before the first."""
    with desk.store.reading() as connection:
        return str(settings.read(connection, "synced_at", ""))
