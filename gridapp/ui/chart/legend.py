"""The line below the chart: the fold of the panel, and each mark that is shown with its word."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from gridapp.domain.chart import Chart
from gridapp.domain.codes import code_list
from gridapp.domain.words import N_
from gridapp.ui.buttons import Button
from gridapp.ui.chart.places import Style
from gridapp.ui.chart.signs import CORNERS, SIGNS
from gridapp.ui.flow import FlowLayout
from gridapp.ui.here import Here


class Legend(QWidget):
    """Corner marks, the marks of statuses that stand without words, and what digits do."""

    folded = Signal(bool)

    def __init__(self, here: Here) -> None:
        super().__init__()
        self.setObjectName("chart-legend")
        self._here = here
        self._row = FlowLayout(self, space=14)
        self._shown: list[QWidget] = []
        self._told: list[tuple[str, str]] | None = None
        here.look.changed.connect(self.dress)
        here.words.changed.connect(self.dress)
        self._fold = Button(here.words, here.look, "chart-fold", N_("This door"))
        self._fold.setCheckable(True)
        self._fold.clicked.connect(self.folded)
        self._row.addWidget(self._fold)

    def show_chart(self, chart: Chart, style: Style) -> None:
        """Explain what of the building is drawn."""
        corners = {corner for cell in chart.cells for corner in cell.corners}
        told = [CORNERS[name] for name in CORNERS if name in corners]
        if style is Style.MARKS:
            statuses = {cell.status for cell in chart.cells}
            told += [(SIGNS[name].mark, SIGNS[name].word) for name in SIGNS if name in statuses]
        if told != self._told:  # made anew in a layout that is under way, it would never settle
            self._told = told
            self.dress()

    def dress(self) -> None:
        """Say it in the language and the look in force."""
        for entry in self._shown:
            self._row.removeWidget(entry)
            entry.hide()
            entry.deleteLater()
        self._shown = [*(self._entry(mark, word) for mark, word in self._told or ()), self._keys()]
        for entry in self._shown:
            self._row.addWidget(entry)
            entry.show()

    def _keys(self) -> QWidget:
        """The digits that no button beside the chart names."""
        words = self._here.words
        digits = [f"{key.code} {key.label(words.language)}" for key in code_list("paper_key")]
        said = QLabel(" · ".join([*digits[2:], words.shown(N_("7 Report an issue"))]))
        said.setProperty("part", "dim")
        return said

    def _entry(self, mark: str, word: str) -> QWidget:
        entry, look = QWidget(), self._here.look
        picture, said = QLabel(), QLabel(self._here.words.shown(word))
        said.setProperty("part", "dim")
        picture.setPixmap(look.picture(mark, pixels=look.pixels))
        line = QHBoxLayout(entry)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(4)
        line.addWidget(picture)
        line.addWidget(said)
        return entry

    def offer_fold(self, *, is_folding: bool, is_shown: bool) -> None:
        """Offer to show and hide the panel, where it has no room beside the chart."""
        self._fold.setVisible(is_folding)
        self._fold.setChecked(is_shown)
