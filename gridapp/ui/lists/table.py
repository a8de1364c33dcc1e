"""The table of a long list: heads sort, Enter opens, Ctrl+C copies cells, digits go to the page."""

from PySide6.QtCore import QItemSelectionModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView

from gridapp.ui.lists.model import ListModel

_ENTER = {Qt.Key.Key_Return, Qt.Key.Key_Enter}


class Table(QTableView):
    """`opened` tells the key of the row that was opened, `copying` that Ctrl+C was pressed."""

    opened = Signal(str)
    copying = Signal()

    def __init__(self, model: ListModel) -> None:
        super().__init__()
        self._rows = model
        self.setModel(model)
        self.setTabKeyNavigation(False)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setAlternatingRowColors(True)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        heads = self.horizontalHeader()
        heads.setSectionsMovable(True)
        heads.setHighlightSections(False)
        # A press on a head sorts and selects no column. Heads that drew themselves as selected
        # would ask for every row of the list at every repaint.
        self.setSortingEnabled(True)
        heads.setSelectionModel(QItemSelectionModel(model, heads))
        heads.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.doubleClicked.connect(self._opened)

    def _opened(self, index: QModelIndex | QPersistentModelIndex) -> None:
        self.opened.emit(self._rows.key(index.row()))

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's names
        """Letters and digits are not for finding rows by their first letter: the page has them."""
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copying.emit()
        elif event.key() in _ENTER and self.currentIndex().isValid():
            self._opened(self.currentIndex())
        elif _is_letter(event):
            event.ignore()
        else:
            super().keyPressEvent(event)

    def keyboardSearch(self, search: str) -> None:  # noqa: N802
        """Nothing: an input method may bring letters past the keys."""


def _is_letter(event: QKeyEvent) -> bool:
    commands = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
    text = event.text()
    return not event.modifiers() & commands and bool(text.strip()) and text.isprintable()
