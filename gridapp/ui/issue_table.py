"""Issues as rows one can sort; what a row shows is text, its state always a word."""

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from gridapp.client.issue_lines import IssueLine
from gridapp.domain.words import N_
from gridapp.ui import when
from gridapp.ui.here import Here

_Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()
TEXT = 6  # the column that takes the room left over
_TOLD_AT = 5
_LONG = 60  # letters of what is wrong
_NOT_TAKEN, _WAITING = N_("not taken"), N_("waiting to send")
_COLUMNS = (
    N_("Number"),
    N_("State"),
    N_("Where"),
    N_("Category"),
    N_("Urgency"),
    N_("Told at"),
    N_("What is wrong"),
)


class IssueTable(QAbstractTableModel):
    """Newest first until a head is pressed; sorted by what the rows show, times by themselves."""

    def __init__(self, here: Here) -> None:
        super().__init__()
        self._here = here
        self._lines: list[IssueLine] = []
        self._sorted = (-1, Qt.SortOrder.AscendingOrder)
        self._shown: dict[str, tuple[str, ...]] = {}

    def show_lines(self, lines: Sequence[IssueLine]) -> None:
        """Show these in the order chosen."""
        self.beginResetModel()
        self._lines = list(lines)
        self._shown = {line.id: self._cells(line) for line in lines}
        self._order()
        self.endResetModel()

    def line(self, row: int) -> IssueLine:
        """The issue of a row."""
        return self._lines[row]

    def index_of(self, issue_id: str) -> QModelIndex:
        """Where an issue is shown; an index that is not valid where it is not."""
        rows = (row for row, line in enumerate(self._lines) if line.id == issue_id)
        return self.index(next(rows, -1), 0)

    def rowCount(self, parent: _Index = _NOWHERE) -> int:  # noqa: N802 - Qt's names from here on
        return 0 if parent.isValid() else len(self._lines)

    def columnCount(self, parent: _Index = _NOWHERE) -> int:  # noqa: N802
        return 0 if parent.isValid() else len(_COLUMNS)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        line = self._lines[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return self._shown[line.id][index.column()]
        if role == Qt.ItemDataRole.ToolTipRole and index.column() == TEXT:
            return line.text
        return None

    def headerData(  # noqa: N802
        self, section: int, across: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if role == Qt.ItemDataRole.DisplayRole and across == Qt.Orientation.Horizontal:
            return self._here.words.shown(_COLUMNS[section])
        return None

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        self.layoutAboutToBeChanged.emit()
        self._sorted = (column, order)
        self._order()
        self.layoutChanged.emit()

    def _order(self) -> None:
        column, order = self._sorted
        by: Callable[[IssueLine], Any] = lambda line: line.id  # noqa: E731 - typed
        if column == _TOLD_AT:
            by = lambda line: line.told_at  # noqa: E731
        elif column > 0:  # numbers are given in the order of ids
            by = lambda line: self._shown[line.id][column]  # noqa: E731
        falling = column < 0 or order == Qt.SortOrder.DescendingOrder
        self._lines.sort(key=by, reverse=falling)

    def _cells(self, line: IssueLine) -> tuple[str, ...]:
        words, one_line = self._here.words, " ".join(line.text.split())
        where = _NOT_TAKEN if line.aside else "" if line.at_hub else _WAITING
        state = (words.code("issue_state", line.state), words.shown(where))
        return (
            line.short_no,
            " · ".join(filter(None, state)),
            line.door,
            words.code("category", line.category),
            words.code("urgency", line.urgency),
            when.said(words, line.told_at, self._here.desk.clock()),
            one_line if len(one_line) <= _LONG else f"{one_line[:_LONG]}…",
        )
