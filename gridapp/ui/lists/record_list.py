"""A whole long list: the box that filters, the parts of it, the table, and the line that counts."""

from collections.abc import Mapping

from PySide6.QtCore import QByteArray, QItemSelectionModel, Qt, QTimer, Signal
from PySide6.QtGui import QFont, QFontMetrics, QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QLabel, QLineEdit, QVBoxLayout, QWidget

from gridapp.client.actions.listing import Listing, as_of
from gridapp.domain.words import N_
from gridapp.ui import when
from gridapp.ui.buttons import Button, Choice, Choices
from gridapp.ui.flow import FlowLayout
from gridapp.ui.here import Here
from gridapp.ui.lists.cells import copied
from gridapp.ui.lists.model import ListModel
from gridapp.ui.lists.table import Table

_PAUSE = 150  # ms after the last letter
_LONGEST = 100  # letters one looks for
_MOST_COPIED = 1000  # rows; more is a file, which is written down with its purpose
_WIDE = 18  # letters of the box
_AROUND = 28  # pixels beside the letters of a head: padding and the sign of the order
_LEAST_ROWS = 3  # in sight on the smallest window


class RecordList(QWidget):
    """`opened` tells the key of a row that was opened.

    `parts` are the parts of the list that may be seen alone, in marked words; `counted` is the
    marked line above the rows with {count} and {time}. Widths and places of the columns are kept
    for each size of letters and each language.
    """

    opened = Signal(str)

    def __init__(
        self, here: Here, listing: Listing, *, parts: Mapping[str, str], counted: str
    ) -> None:
        super().__init__()
        self._here, self._listing = here, listing
        self._parts, self._counted_words = parts, counted
        self.setObjectName(f"list-{listing.name}")
        self._model = ListModel(here, listing)
        self._table = Table(self._model)
        self._heads = self._table.horizontalHeader()
        self._box = QLineEdit()
        self._part = Choices(here.look, f"{listing.name}-part")
        self._names = Button(
            here.words, here.look, f"{listing.name}-names", N_("Show full names"), self._unmask
        )
        self._count = QLabel()
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE)
        self._is_fitting, self._fitted, self._sorted_by = False, "", -1
        self._dress()
        self._lay_out()
        self._connect()
        self.fit()

    def _dress(self) -> None:
        name, words = self._listing.name, self._here.words
        self._table.setObjectName(f"{name}-table")
        words.put(self._table, "accessibleName", N_("List"))
        self._box.setObjectName(f"{name}-filter")
        self._box.setMaxLength(_LONGEST)
        self._box.setClearButtonEnabled(True)
        words.put(self._box, "placeholderText", N_("Show only: a door, name, phone"))
        words.put(self._box, "accessibleName", N_("Show only"))
        self._names.setCheckable(True)
        if not any(column.mask for column in self._listing.columns):
            self._names.hide()
        self._count.setObjectName(f"{name}-count")
        self._count.setProperty("part", "dim")
        self._count.setTextFormat(Qt.TextFormat.PlainText)
        self._count.setWordWrap(True)

    def _lay_out(self) -> None:
        head = FlowLayout()
        for widget in (self._box, self._part, self._names):
            head.addWidget(widget)
        around = QVBoxLayout(self)
        around.setContentsMargins(0, 0, 0, 0)
        around.addLayout(head)
        around.addWidget(self._count)
        around.addWidget(self._table, 1)

    def _connect(self) -> None:
        # Only what was committed is looked for, never what an input method composes.
        self._box.textEdited.connect(lambda _: self._pause.start())
        self._box.returnPressed.connect(self._to_rows)
        self._pause.timeout.connect(self._filter)
        self._part.chosen.connect(self._choose)
        self._heads.setStretchLastSection(True)
        self._heads.sortIndicatorChanged.connect(self._sort)
        self._heads.sectionResized.connect(lambda *_: self._keep())
        self._heads.sectionMoved.connect(lambda *_: self._keep())
        self._table.opened.connect(self.opened)
        self._table.copying.connect(self.copy)
        self._here.look.changed.connect(self.fit)
        self._here.words.changed.connect(self.fit)

    def refresh(self) -> None:
        """Read everything anew; the row one stands on stays the current one."""
        words = self._here.words
        self._part.offer([Choice(part, words.shown(text)) for part, text in self._parts.items()])
        self._part.choose({self._model.only})
        self._hide(self._listing.needless())
        self._read()
        self._model.repaint()

    def _hide(self, needless: set[str]) -> None:
        self._is_fitting = True
        for at, column in enumerate(self._listing.columns):
            self._heads.setSectionHidden(at, column.name in needless)
        self._is_fitting = False

    def focus(self) -> None:
        """The keyboard begins in the rows, or where there are none in the box."""
        (self._table if self._model.rowCount() else self._box).setFocus()

    def _read(self, *, first: bool = False) -> None:
        was = self._table.currentIndex()
        key = self._model.key(was.row()) if was.isValid() and not first else ""
        self._model.refresh()
        row = max(self._model.row_of(key), 0)
        if self._model.rowCount():
            at = self._model.index(row, was.column() if was.isValid() else self._first_column())
            self._table.selectionModel().setCurrentIndex(
                at, QItemSelectionModel.SelectionFlag.ClearAndSelect
            )
        self._count_rows()

    def _first_column(self) -> int:
        shown = (at for at in range(self._heads.count()) if not self._heads.isSectionHidden(at))
        return next(shown, 0)

    def _count_rows(self) -> None:
        words, count = self._here.words, self._model.rowCount()
        if not count and self._model.find:
            self._count.setText(words.shown(N_("Nothing fits “{words}”."), words=self._model.find))
            return
        time = when.said(words, as_of(self._here.desk), self._here.desk.clock())
        self._count.setText(words.shown(self._counted_words, count=count, time=time))

    def _filter(self) -> None:
        self._pause.stop()
        find = self._box.text().strip()
        if find != self._model.find:
            self._model.find = find
            self._read(first=True)

    def _to_rows(self) -> None:
        self._filter()
        self.focus()

    def _choose(self, part: str) -> None:
        self._model.only = part
        self._read(first=True)

    def _sort(self, section: int, way: Qt.SortOrder) -> None:
        if self._is_fitting:
            return
        columns = self._listing.columns
        self._model.order = columns[section].order if 0 <= section < len(columns) else ""
        self._model.descending = bool(self._model.order) and way == Qt.SortOrder.DescendingOrder
        self._sorted_by = section if self._model.order else -1
        self._mark()
        self._read()
        self._keep()

    def _mark(self) -> None:
        """The sign of the order stands on the head that sorts, and on no other."""
        was, self._is_fitting = self._is_fitting, True
        down = (
            Qt.SortOrder.DescendingOrder if self._model.descending else Qt.SortOrder.AscendingOrder
        )
        self._heads.setSortIndicator(self._sorted_by, down)
        self._is_fitting = was

    def _unmask(self) -> None:
        self._model.masking = not self._names.isChecked()
        self._model.repaint()

    def copy(self) -> None:
        """Put the selected cells on the clipboard, as they are shown."""
        chosen = self._table.selectionModel().selection()
        rows = sorted(
            {row for part in chosen.toList() for row in range(part.top(), part.bottom() + 1)}
        )
        if len(rows) > _MOST_COPIED:
            self._here.notices.done(
                N_("These are more than {most} rows; nothing was copied. Choose fewer."),
                most=_MOST_COPIED,
            )
            return
        spots = {(index.row(), index.column()) for index in chosen.indexes()}
        columns = self._columns({column for _, column in spots})
        lines = [self._line(row, columns, spots) for row in rows]
        heads = self._model.heads()
        QGuiApplication.clipboard().setMimeData(copied([heads[at] for at in columns], lines))
        self._here.notices.done(N_("Copied {count} rows. Paste them in a sheet."), count=len(rows))

    def _line(self, row: int, columns: list[int], spots: set[tuple[int, int]]) -> list[str]:
        texts = self._model.texts(row)
        return [texts[at] if (row, at) in spots else "" for at in columns]

    def _columns(self, chosen: set[int]) -> list[int]:
        shown = (at for at in chosen if not self._heads.isSectionHidden(at))
        return sorted(shown, key=self._heads.visualIndex)

    def fit(self) -> None:
        """Widths and heights for the letters in force, as they were last left at this size."""
        self._is_fitting = True
        letter, heads = self.fontMetrics().horizontalAdvance("0"), self._heads_metrics()
        tall = max(self._here.look.target, round(self._here.look.pixels * 2.2))
        self._table.verticalHeader().setDefaultSectionSize(tall)
        self._table.setMinimumHeight(tall * (_LEAST_ROWS + 2))
        self._box.setFixedWidth(letter * _WIDE * 2)
        for at, column in enumerate(self._listing.columns):
            head = heads.horizontalAdvance(self._model.heads()[at])
            self._heads.resizeSection(at, max(letter * column.letters, head) + _AROUND)
        kept = self._here.look.kept(self._place())
        if isinstance(kept, QByteArray):
            self._heads.restoreState(kept)
        self._mark()
        self._fitted = self._place()
        self._is_fitting = False

    def _heads_metrics(self) -> QFontMetrics:
        bold = QFont(self.font())
        bold.setBold(True)
        return QFontMetrics(bold)

    def _place(self) -> str:
        look, words = self._here.look, self._here.words
        columns = len(self._listing.columns)
        return f"list/{self._listing.name}/{columns}/{look.size}/{words.language}"

    def _keep(self) -> None:
        # While letters change the heads move by themselves, before they are fitted.
        if not self._is_fitting and self._place() == self._fitted:
            self._here.look.keep(self._place(), self._heads.saveState())

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Esc shows everything again, Down goes from the box to the rows."""
        if event.key() == Qt.Key.Key_Escape and self._box.text():
            self._box.clear()
            self._filter()
        elif event.key() == Qt.Key.Key_Down and self._box.hasFocus():
            self._to_rows()
        else:
            super().keyPressEvent(event)
