"""A list as Qt asks for it: all keys known, rows read a page at a time and kept as texts."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from gridapp.client.actions.listing import Listing
from gridapp.ui.here import Here
from gridapp.ui.lists.cells import cell

_Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()
_PAGE = 100  # rows
_KEPT = 40  # pages


class ListModel(QAbstractTableModel):
    """Never sorted or filtered by Qt: SQL does both in a hundredth of the time."""

    def __init__(self, here: Here, listing: Listing) -> None:
        super().__init__()
        self._here, self._listing = here, listing
        self._keys: list[str] = []
        self._pages: dict[int, list[list[str]]] = {}
        self.find, self.only, self.order, self.descending = "", "", "", False
        self.masking = True

    def refresh(self) -> None:
        """Read everything anew in the order and under the filter in force."""
        asked = {"order": self.order, "find": self.find, "only": self.only}
        keys = self._listing.keys(**asked, descending=self.descending)
        self.beginResetModel()
        self._keys = keys
        self._pages.clear()
        self.endResetModel()

    def repaint(self) -> None:
        """The same rows in other words."""
        self._pages.clear()
        last = len(self._listing.columns) - 1
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, last)
        if self._keys:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._keys) - 1, last))

    def key(self, row: int) -> str:
        """The key of a row."""
        return self._keys[row]

    def row_of(self, key: str) -> int:
        """Where the row of a key is, -1 where it is not in the list."""
        try:
            return self._keys.index(key)
        except ValueError:
            return -1

    def texts(self, row: int) -> list[str]:
        """What a row shows."""
        number, at = divmod(row, _PAGE)
        if number not in self._pages:
            if len(self._pages) >= _KEPT:
                self._pages.clear()
            self._pages[number] = self._read(self._keys[number * _PAGE : (number + 1) * _PAGE])
        return self._pages[number][at]

    def _read(self, keys: Sequence[str]) -> list[list[str]]:
        words, desk, columns = self._here.words, self._here.desk, self._listing.columns
        found = self._listing.rows(keys)
        gone = [""] * len(columns)  # deleted since the keys were read
        return [
            [
                cell(words, desk, column, value, masking=self.masking)
                for column, value in zip(columns, found[key], strict=True)
            ]
            if key in found
            else gone
            for key in keys
        ]

    def heads(self) -> list[str]:
        """The names of the columns."""
        return [self._here.words.shown(column.field.label) for column in self._listing.columns]

    def rowCount(self, parent: _Index = _NOWHERE) -> int:  # noqa: N802 - Qt's names from here on
        return 0 if parent.isValid() else len(self._keys)

    def columnCount(self, parent: _Index = _NOWHERE) -> int:  # noqa: N802
        return 0 if parent.isValid() else len(self._listing.columns)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole}:
            return self.texts(index.row())[index.column()]
        return None

    def headerData(  # noqa: N802
        self, section: int, across: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if role == Qt.ItemDataRole.DisplayRole and across == Qt.Orientation.Horizontal:
            return self.heads()[section]
        return None
