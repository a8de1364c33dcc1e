"""The painted chart: cells one walks with the arrows, points at with the mouse, and hears."""

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import QEvent, QRect, Qt, Signal
from PySide6.QtGui import QHelpEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QScrollArea, QToolTip, QWidget

from gridapp.domain.chart import ALL, Cell, Chart
from gridapp.ui.chart.painting import Painting
from gridapp.ui.chart.places import Drawn, Places, Sizes, Style, above, beside, chosen, places
from gridapp.ui.chart.signs import row_word, spoken, stair_word
from gridapp.ui.look.look import Look
from gridapp.ui.words import Words

_STEPS = {
    Qt.Key.Key_Left: (beside, -1),
    Qt.Key.Key_Right: (beside, 1),
    Qt.Key.Key_Up: (above, -1),
    Qt.Key.Key_Down: (above, 1),
}
_PAGES = {Qt.Key.Key_PageUp: -1, Qt.Key.Key_PageDown: 1}
_BUILDINGS = {
    Qt.Key.Key_Left: -1,
    Qt.Key.Key_Up: -1,
    Qt.Key.Key_Right: 1,
    Qt.Key.Key_Down: 1,
}


class ChartView(QWidget):
    """One building; `current` is the number of the cell the keys are about, None without doors.

    `moved` tells that it is another one, `opened` that it is to be opened, `followed` that the next
    open door is wanted, `turned` that the building before (-1) or after (1) is.
    """

    moved = Signal()
    opened = Signal()
    turned = Signal(int)
    followed = Signal()

    def __init__(self, words: Words, look: Look) -> None:
        super().__init__()
        self.setObjectName("chart")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._words, self._look = words, look
        self._chart: Chart | None = None
        self._today, self._filter = date.min, ALL
        self._painting = Painting(words, look, self.font())
        self._drawn = Drawn((0,), Style.WORDS)
        self._places: Places | None = None
        self.current: int | None = None
        # What it scrolls in, innermost first: asking Qt for each parent takes a tenth of a second.
        self.within: tuple[QScrollArea, ...] = ()
        look.changed.connect(self.prepare)

    def show_chart(self, chart: Chart, shown: str, today: date) -> None:
        """Show a building, with the filter `shown`; the current door stays if it is there."""
        held = self.cell
        self._chart, self._filter, self._today = chart, shown, today
        kept = chart.at(held.door.household_id) if held and held.door.household_id else None
        self.current = kept if kept is not None else (0 if chart.cells else None)
        self.prepare()

    def prepare(self) -> None:
        """Make all that is painted anew, in the look and language in force."""
        if self._chart is None:
            return
        self._painting = Painting(self._words, self._look, self.font())
        self._painting.prepare(self._chart.cells, self._filter, self._today)
        self._tell()
        self.updateGeometry()
        self.update()

    @property
    def cell(self) -> Cell | None:
        """The current cell."""
        if self._chart is None or self.current is None:
            return None
        return self._chart.cells[self.current]

    @property
    def stair(self) -> int:
        """The number of the stair of the current cell."""
        if self._chart is None or self.current is None:
            return 0
        return self._chart.plan.spots[self.current].stair

    @property
    def drawn(self) -> Drawn:
        """What is shown of the building, and how."""
        return self._drawn

    def fit(self, rooms: Sequence[int]) -> int:
        """Draw it in the best way that fits one of these widths; the number of that width."""
        assert self._chart is not None
        plan = self._chart.plan
        left = self._painting.label_width(row_word(self._words, row) for row in plan.rows)

        def sizes(style: Style) -> Sizes:
            return self._painting.sizes(style, left=left)

        self._drawn, number = chosen(plan, self.stair, sizes, rooms)
        self._places = places(plan, self._drawn, sizes(self._drawn.style))
        self.setFixedSize(self._places.size)
        self.update()
        return number

    def go_to(self, number: int) -> None:
        """Make a cell the current one and bring it into view."""
        if number == self.current or self._chart is None:
            return
        before, self.current = self.current, number
        self._tell()
        self.moved.emit()
        self._repaint(before, number)
        self.reveal()

    def _repaint(self, *cells: int | None) -> None:
        for number in cells:
            if number is not None and self._places and number in self._places.cells:
                self.update(self._places.cells[number])

    def reveal(self) -> None:
        """Scroll until the current cell is seen."""
        rect = self.rect_of(self.current)
        for around in self.within:
            inner = around.widget()
            if rect is None or inner is None:
                return
            middle = self.mapTo(inner, rect.center())
            margins = rect.width() // 2 + 4, rect.height() // 2 + 4
            around.ensureVisible(middle.x(), middle.y(), *margins)

    def rect_of(self, number: int | None) -> QRect | None:
        """Where a cell lies, None where it is not shown."""
        return self._places.cells.get(number) if self._places and number is not None else None

    def _tell(self) -> None:
        """What a screen reader says of the current cell."""
        cell = self.cell
        self.setAccessibleName(spoken(self._words, cell, self._today) if cell else "")

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        if self._chart is None or self._places is None:
            return
        painter, exposed = QPainter(self), event.rect()
        cells = {n: r for n, r in self._places.cells.items() if r.intersects(exposed)}
        self._painting.cells(painter, cells, self._drawn.style)
        plan, words = self._chart.plan, self._words
        heads = [(r, stair_word(words, plan.stairs[n].no)) for n, r in self._places.heads.items()]
        labels = [(r, row_word(words, plan.rows[n])) for n, r in self._places.labels.items()]
        seen = (each for each in heads + labels if each[0].intersects(exposed))
        self._painting.words_in(painter, seen)
        if self.current in cells:
            self._painting.ring(painter, cells[self.current], focused=self.hasFocus())

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        key = Qt.Key(event.key())
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            (self.followed if control else self.opened).emit()
        elif control and key in _BUILDINGS:
            self.turned.emit(_BUILDINGS[key])
        elif control or not self._walk(key):
            event.ignore()

    def _walk(self, key: Qt.Key) -> bool:
        """Go to another cell; False for a key that leads nowhere."""
        if self._chart is None or self.current is None:
            return False
        plan, at = self._chart.plan, self.current
        if key in _STEPS:
            way, step = _STEPS[key]
            self.go_to(way(plan, at, step))
        elif key in _PAGES:
            self.go_to(above(plan, at, _PAGES[key] * self._rows_seen()))
        elif key in (Qt.Key.Key_Home, Qt.Key.Key_End):
            self.go_to(0 if key == Qt.Key.Key_Home else len(self._chart.cells) - 1)
        else:
            return False
        return True

    def _rows_seen(self) -> int:
        rect = self.rect_of(self.current)
        seen = self.visibleRegion().boundingRect().height()
        return max(1, seen // rect.height() - 1) if rect else 1

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        at = self._places.at(event.position().toPoint()) if self._places else None
        if at is not None:
            self.go_to(at)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        if self._places and self._places.at(event.position().toPoint()) == self.current:
            self.opened.emit()

    def event(self, event: QEvent) -> bool:
        """The words of the cell under the pointer, as where only marks are drawn."""
        if isinstance(event, QHelpEvent) and self._chart and self._places:
            at = self._places.at(event.pos())
            said = "" if at is None else spoken(self._words, self._chart.cells[at], self._today)
            QToolTip.showText(event.globalPos(), said, self)
            return True
        return super().event(event)
