"""A tall building as a map: one block a door, and a frame around what is seen of it."""

from collections.abc import Callable, Iterable

from PySide6.QtCore import QRect, QRectF, Signal
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from gridapp.domain.chart import Chart
from gridapp.domain.floor_plan import FloorPlan
from gridapp.ui.chart.places import MOST_ACROSS
from gridapp.ui.look.look import Look

_WIDE, _MOST_TALL, _LEAST_TALL, _GAP = 8, 14, 3, 2


class Strip(QWidget):
    """Full blocks are doors at which to knock; `picked` carries the number of a door."""

    picked = Signal(int)

    def __init__(self, look: Look, seen: Callable[[], tuple[float, float]]) -> None:
        super().__init__()
        self.setObjectName("chart-strip")
        self._look, self._seen = look, seen
        self._chart: Chart | None = None
        self._stairs: tuple[int, ...] = ()
        look.changed.connect(self.update)

    def show_chart(self, chart: Chart, stairs: tuple[int, ...]) -> None:
        """Show these stairs of a building."""
        self._chart, self._stairs = chart, stairs
        self.setFixedWidth(self._width(chart.plan, stairs))
        self.update()

    def wish(self, plan: FloorPlan) -> int:
        """The greatest width it takes for a building, pixels."""
        widest = max(range(len(plan.stairs)), key=lambda stair: plan.stairs[stair].columns)
        whole = range(len(plan.stairs)) if plan.across <= MOST_ACROSS else [widest]
        return self._width(plan, whole)

    def _width(self, plan: FloorPlan, stairs: Iterable[int]) -> int:
        return sum(plan.stairs[stair].columns * _WIDE + 2 * _GAP for stair in stairs) + _GAP

    def _blocks(self) -> dict[int, QRectF]:
        if self._chart is None:
            return {}
        plan, lefts, left = self._chart.plan, {}, float(_GAP)
        for stair in self._stairs:
            lefts[stair] = left
            left += plan.stairs[stair].columns * _WIDE + 2 * _GAP
        tall = min(_MOST_TALL, max(_LEAST_TALL, (self.height() - 2 * _GAP) / len(plan.rows)))
        return {
            number: QRectF(
                lefts[spot.stair] + spot.column * _WIDE, _GAP + spot.row * tall, _WIDE - 2, tall - 2
            )
            for number, spot in enumerate(plan.spots)
            if spot.stair in lefts
        }

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002, N802 - Qt's name
        scheme, painter, blocks = self._look.scheme, QPainter(self), self._blocks()
        if not blocks or self._chart is None:
            return
        painter.setPen(QColor(scheme.line))
        for number, block in blocks.items():
            if self._chart.cells[number].is_open:
                painter.fillRect(block, QColor(scheme.accent))
            else:
                painter.drawRect(block.adjusted(0, 0, -1, -1))
        bottom = max(block.bottom() for block in blocks.values()) + 1
        first, last = self._seen()
        painter.setPen(QPen(QColor(scheme.text), 2))
        painter.drawRect(
            QRect(1, round(first * bottom), self.width() - 2, round((last - first) * bottom))
        )

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        at = event.position()
        blocks = self._blocks()
        if blocks:
            nearest = min(blocks, key=lambda n: (blocks[n].center() - at).manhattanLength())
            self.picked.emit(nearest)
