"""The chart with what surrounds it: tabs where one stair is shown at a time, a map where it is tall."""

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QScrollArea, QSizePolicy, QTabBar, QWidget

from gridapp.domain.chart import Chart
from gridapp.domain.words import N_
from gridapp.ui.chart.places import MOST_ROWS
from gridapp.ui.chart.signs import stair_word
from gridapp.ui.chart.strip import Strip
from gridapp.ui.chart.view import ChartView
from gridapp.ui.look.look import Look
from gridapp.ui.words import Words

_APART = 4
_LEAST_ROWS = 3  # are seen, however low the window


class Field(QWidget):
    """`view` is the chart itself."""

    def __init__(self, words: Words, look: Look) -> None:
        super().__init__()
        self._words = words
        self._chart: Chart | None = None
        self.view = ChartView(words, look)
        self._scroll = QScrollArea()
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setWidget(self.view)
        self._scroll.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)
        self._strip = Strip(look, self._seen)
        self._strip.picked.connect(self.view.go_to)
        self._tabs = QTabBar()
        self._tabs.setObjectName("chart-stairs")
        words.put(self._tabs, "accessibleName", N_("Stair entrance"))
        self._tabs.setDrawBase(False)
        self._tabs.setExpanding(False)
        self._tabs.currentChanged.connect(self._turned)
        self._scroll.verticalScrollBar().valueChanged.connect(lambda _: self._strip.update())
        around = QGridLayout(self)
        around.setContentsMargins(0, 0, 0, 0)
        around.setSpacing(_APART)
        around.addWidget(self._tabs, 0, 0, 1, 2)
        around.addWidget(self._strip, 1, 0)
        around.addWidget(self._scroll, 1, 1)
        around.setColumnStretch(1, 1)

    def show_chart(
        self, chart: Chart, shown: str, today: date, *, within: QScrollArea | None
    ) -> None:
        """Show a building with a filter; `fit` draws it. `within` is what the page scrolls in."""
        self._chart = chart
        self.view.within = (self._scroll, within) if within else (self._scroll,)
        self.view.show_chart(chart, shown, today)

    def fit(self, rooms: Sequence[int]) -> int:
        """Draw it in the best way that fits one of these widths; the number of that width."""
        assert self._chart is not None
        is_tall = len(self._chart.plan.rows) > MOST_ROWS
        taken = 2 * self._scroll.frameWidth() + self._scroll.verticalScrollBar().sizeHint().width()
        if is_tall:
            taken += self._strip.wish(self._chart.plan) + _APART
        number = self.view.fit([room - taken for room in rooms])
        self._strip.setVisible(is_tall)
        self._strip.show_chart(self._chart, self.view.drawn.stairs)
        rect = self.view.rect_of(self.view.current)
        self._scroll.setMinimumHeight(rect.height() * _LEAST_ROWS if rect else 0)
        self._show_tabs()
        return number

    def _show_tabs(self) -> None:
        stairs = self._chart.plan.stairs if self._chart else ()
        names = [stair_word(self._words, stair.no) or "–" for stair in stairs]
        if names != [self._tabs.tabText(n) for n in range(self._tabs.count())]:
            while self._tabs.count():
                self._tabs.removeTab(0)
            for name in names:
                self._tabs.addTab(name)
        self._tabs.setCurrentIndex(self.view.stair)
        self._tabs.setVisible(len(self.view.drawn.stairs) < len(stairs))

    def _turned(self, stair: int) -> None:
        """A tab was chosen: go to the first door of that stair."""
        if self._chart is None or stair in (-1, self.view.stair):
            return
        spots = self._chart.plan.spots
        self.view.go_to(next(n for n, spot in enumerate(spots) if spot.stair == stair))

    def _seen(self) -> tuple[float, float]:
        """Which part of the chart's height is seen."""
        top, tall = self._scroll.verticalScrollBar().value(), max(1, self.view.height())
        return top / tall, min(1.0, (top + self._scroll.viewport().height()) / tall)
