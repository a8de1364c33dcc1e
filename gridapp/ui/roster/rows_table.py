"""The rows of a preview in a table: where in the list, which door, and what about it."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from gridapp.client.roster.masking import masked_numbers
from gridapp.client.roster.showing import Change, Line
from gridapp.domain.words import N_
from gridapp.ui import told
from gridapp.ui.here import Here

_Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()
WHY = 4  # the column that takes the room left over
_COLUMNS = (N_("Sheet"), N_("Row in the list"), N_("Door"), N_("Name"), N_("What about it"))
_FEW = 50
_LONG = 80  # letters of a door that cannot be read


class RowsTable(QAbstractTableModel):
    """Texts are made for the rows in sight alone."""

    def __init__(self, here: Here) -> None:
        super().__init__()
        self._here = here
        self._lines: Sequence[Line] = ()

    def show_lines(self, lines: Sequence[Line]) -> None:
        """Show these."""
        self.beginResetModel()
        self._lines = lines
        self.endResetModel()

    def reason(self, row: int) -> str:
        """What is said about a row, in full."""
        return self._why(self._lines[row])

    def first(self, column: int) -> list[str]:
        """The head of a column and what its first rows say."""
        head = self.headerData(column, Qt.Orientation.Horizontal)
        few = range(min(_FEW, len(self._lines)))
        return [head, *(self.data(self.index(row, column)) for row in few)]

    def rowCount(self, parent: _Index = _NOWHERE) -> int:  # noqa: N802 - Qt's names from here on
        return 0 if parent.isValid() else len(self._lines)

    def columnCount(self, parent: _Index = _NOWHERE) -> int:  # noqa: N802
        return 0 if parent.isValid() else len(_COLUMNS)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role not in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole}:
            return None
        line = self._lines[index.row()]
        door = masked_numbers(line.door)
        short = door if len(door) <= _LONG else f"{door[:_LONG]}…"
        return (line.sheet, str(line.row), short, line.head, self._why(line))[index.column()]

    def headerData(  # noqa: N802
        self, section: int, across: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if role == Qt.ItemDataRole.DisplayRole and across == Qt.Orientation.Horizontal:
            return self._here.words.shown(_COLUMNS[section])
        return None

    def _why(self, line: Line) -> str:
        words = self._here.words
        if line.problem is not None:
            values = line.problem.values.items()
            told_of = {name: masked_numbers(str(value)) for name, value in values}
            return words.shown(line.problem.text, **told_of)
        return "；".join(self._change(each) for each in line.changes)

    def _change(self, each: Change) -> str:
        words = self._here.words
        label = told.field(words, each.kind, each.field)
        new = told.value(words, each.kind, each.field, each.told)
        if not each.before and each.before is not False:
            return words.shown(N_("{field}: {new}"), field=label, new=new)
        held = told.value(words, each.kind, each.field, each.before)
        text = N_("{field}: here {held}, in the list {new}")
        return words.shown(text, field=label, held=held, new=new)
