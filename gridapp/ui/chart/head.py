"""Above the chart: what is counted and filtered, and which building it is."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QWidget

from gridapp.domain.chart import ALL, Chart
from gridapp.domain.words import N_
from gridapp.ui.buttons import Button, Choice, Choices
from gridapp.ui.chart.signs import building_word, place_word
from gridapp.ui.flow import FlowLayout
from gridapp.ui.here import Here

_FILTERS = {
    "all": N_("All {count}"),
    "tonight": N_("Tonight {count}"),
    "untried": N_("Not tried {count}"),
    "nobody": N_("Nobody {count}"),
    "knocked": N_("Knocked {count}"),
    "met": N_("Met {count}"),
    "owed": N_("Reply owed {count}"),
    "care": N_("Care due {count}"),
    "issue": N_("With issues {count}"),
}
_FEW = 2  # buildings that two buttons reach


class Head(QWidget):
    """`filtered` carries the name of a filter, `wanted` the id of a building."""

    filtered = Signal(str)
    wanted = Signal(str)

    def __init__(self, here: Here) -> None:
        super().__init__()
        self._here = here
        self._chart: Chart | None = None
        self._filters = Choices(here.look, "chart-filter")
        self._filters.chosen.connect(self.filtered)
        self._before = self._button("building-before", N_("Building before"), -1)
        self._after = self._button("building-after", N_("Next building"), 1)
        self._list = QComboBox()
        self._list.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self._list.setObjectName("building-list")
        here.words.put(self._list, "accessibleName", N_("Building"))
        self._list.activated.connect(lambda at: self.wanted.emit(self._list.itemData(at)))
        row = FlowLayout(self, space=2)
        row.addWidget(self._filters)
        row.addWidget(self._turning())

    def _turning(self) -> QWidget:
        """What leads to another building: it stays together."""
        together = QWidget()
        row = QHBoxLayout(together)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        for part in (self._before, self._list, self._after):
            row.addWidget(part)
        return together

    def _button(self, name: str, text: str, step: int) -> Button:
        button = Button(self._here.words, self._here.look, name, text, lambda: self._turn(step))
        self._here.words.put(button, "accessibleName", text)
        return button

    def _turn(self, step: int) -> None:
        building = self._chart.beside(step) if self._chart else None
        if building:
            self.wanted.emit(building.building_id)

    def show_chart(self, chart: Chart, shown: str) -> None:
        """Show the counts of a building, and what lies beside it."""
        self._chart, words = chart, self._here.words
        counts = chart.counts()
        self._filters.offer(
            [
                Choice(name, words.shown(text, count=counts[name]))
                for name, text in _FILTERS.items()
                if counts[name] or name in (ALL, shown)
            ]
        )
        self._filters.choose({shown})
        has_list = len(chart.among) > _FEW
        for button, step, text in (
            (self._before, -1, N_("< {building}")),
            (self._after, 1, N_("{building} >")),
        ):
            building = chart.beside(step)
            button.setVisible(building is not None)
            button.setMinimumWidth(self._here.look.target)
            if building:
                name = "" if has_list else building_word(words, building)
                button.setText(words.shown(text, building=name).strip())
        self._show_list(chart)

    def _show_list(self, chart: Chart) -> None:
        one_compound = len({building.compound for building in chart.among}) == 1
        said = building_word if one_compound else place_word
        names = [said(self._here.words, building) for building in chart.among]
        if names != [self._list.itemText(at) for at in range(self._list.count())]:
            self._list.clear()
            for name, building in zip(names, chart.among, strict=True):
                self._list.addItem(name, building.building_id)
        self._list.setCurrentIndex(chart.among.index(chart.building))
        self._list.setVisible(len(chart.among) > _FEW)
