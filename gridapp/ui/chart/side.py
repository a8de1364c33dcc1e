"""The panel beside the chart: what is known of the current door, and what one does there."""

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QLabel, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from gridapp.domain.chart import NO_KNOCK, Cell, status_of
from gridapp.domain.codes import code_list
from gridapp.domain.knocking import Knock
from gridapp.domain.list_sheet import named_issue
from gridapp.domain.times import LOCAL, read_moment
from gridapp.domain.words import N_
from gridapp.ui.buttons import Button
from gridapp.ui.chart.acts import Acts
from gridapp.ui.chart.signs import SIGNS, stair_word
from gridapp.ui.here import Here
from gridapp.ui.lines import plain

_SHOWN = 3  # visits
_BESIDE = 8  # pixels at either side
_LETTERS = 10  # the width of the panel, in Chinese letters
_LEAST = 4  # the height of what is told, in the same
_NOON, _EVENING = 12, 18
_ANY = 16_777_215  # Qt's own greatest width


class Side(QFrame):
    """One door; its buttons do what the keys do."""

    def __init__(self, here: Here, acts: Acts, printed: Callable[[], None]) -> None:
        super().__init__()
        self.setObjectName("chart-side")
        self._here = here
        self._door, self._who = plain("side-door", "group"), plain("side-who")
        self._owed = plain("side-owed", "warn")
        self._visits, self._bands = plain("side-visits"), plain("side-bands", "dim")
        self._buttons = [
            self._button("act-met", N_("1 Met"), acts.met, part="main"),
            self._button("act-nobody", N_("2 Nobody"), acts.nobody),
            self._button("act-open", N_("Enter: open the visit"), acts.visit),
            self._button("act-print", N_("Print this stair"), printed),
            self._button("act-card", N_("Household card"), acts.card),
        ]
        around = QVBoxLayout(self)
        around.setContentsMargins(_BESIDE, 4, _BESIDE, 4)
        around.setSpacing(0)
        around.addWidget(self._told(), 1)
        for button in self._buttons:
            around.addWidget(button)
        here.look.changed.connect(self._fit)
        self._fit()

    def _told(self) -> QWidget:
        """What is known: it scrolls, so that the buttons never leave the window."""
        self._scroll, told = QScrollArea(), QWidget()
        self._scroll.setWidgetResizable(True)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)
        self._scroll.setWidget(told)
        lines = QVBoxLayout(told)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setSpacing(2)
        for label in (self._door, self._who, self._owed, self._visits, self._bands):
            lines.addWidget(label)
        lines.addStretch(1)
        return self._scroll

    def _fit(self) -> None:
        self._scroll.setMinimumHeight(self._here.look.pixels * _LEAST)

    def _button(self, name: str, text: str, act: Callable[[], None], *, part: str = "") -> Button:
        return Button(self._here.words, self._here.look, name, text, act, part=part)

    def wish(self) -> int:
        """How wide it wishes to be beside the chart, pixels: no button is cut."""
        widest = max(button.sizeHint().width() for button in self._buttons)
        return max(self._here.look.pixels * _LETTERS, widest + 2 * _BESIDE)

    def widen(self, *, is_narrow: bool) -> None:
        """Take just that width, or all there is."""
        self.setMinimumWidth(self.wish() if is_narrow else 0)
        self.setMaximumWidth(self.wish() if is_narrow else _ANY)

    def show_cell(self, cell: Cell | None, now: datetime) -> None:
        """Show a door, or nothing."""
        self.setEnabled(cell is not None)
        if cell is None:
            return
        words = self._here.words
        stair = stair_word(words, cell.door.site.unit)
        self._door.setText(f"{stair} {cell.number}".strip())
        self._say(self._who, self._who_lives(cell))
        self._say(self._owed, "\n".join(self._owed_lines(cell)))
        knocks = reversed(cell.door.knocks[-_SHOWN:])
        self._say(self._visits, "\n".join(self._visit(knock, now) for knock in knocks))
        self._say(self._bands, self._untried(cell))
        for button in self._buttons:
            button.setEnabled(bool(cell.door.household_id) or button.objectName() == "act-print")

    def _say(self, label: QLabel, said: str) -> None:
        label.setText(said)
        label.setVisible(bool(said))

    def _who_lives(self, cell: Cell) -> str:
        words, door = self._here.words, cell.door
        count = words.shown(N_("{count} live here"), count=door.residents) if door.residents else ""
        usage = words.code("usage", door.usage)
        said = [part for part in (door.called, count, usage) if part]
        return " · ".join(said) or words.shown(N_("Nothing is written down yet"))

    def _owed_lines(self, cell: Cell) -> list[str]:
        words, lines = self._here.words, []
        for told in cell.door.open_issues:
            owed = told.state == "reported"
            category = words.code("category", named_issue([told.category]))
            day = f"{read_moment(told.told_at).astimezone(LOCAL):%m-%d}"
            text = N_("Reply owed: {what} ({day})") if owed else N_("Issue: {what} ({day})")
            lines.append(words.shown(text, what=category, day=day))
        if cell.promise and cell.promise.on:
            part = words.code("part_of_day", cell.promise.part_of_day)
            hour = f"{cell.promise.hour}:00" if cell.promise.hour is not None else part
            when = f"{cell.promise.on[5:]} {hour}".strip()
            lines.append(words.shown(N_("Appointment: {when}"), when=when))
        if cell.status == NO_KNOCK:
            lines.append(words.shown(N_("Asked to be left alone. Do not knock.")))
        return lines

    def _visit(self, knock: Knock, now: datetime) -> str:
        words, at = self._here.words, read_moment(knock.at).astimezone(LOCAL)
        style = "%m-%d" if at.year == now.astimezone(LOCAL).year else "%Y-%m-%d"
        part = "morning" if at.hour < _NOON else "afternoon" if at.hour < _EVENING else "evening"
        word = words.shown(SIGNS[status_of(knock.outcome)].word)
        return f"{at.strftime(style)} {words.code('part_of_day', part)} {word}"

    def _untried(self, cell: Cell) -> str:
        bands = [band for band in code_list("band") if band.code in cell.bands]
        if not cell.is_open or len(bands) == len(code_list("band").codes):
            return ""
        words = self._here.words
        said = " · ".join(band.label(words.language) for band in bands)
        return words.shown(N_("Not tried yet: {bands}"), bands=said)
