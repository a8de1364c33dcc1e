"""When to come back: a day said in a word or as a date, and a part of it."""

from collections.abc import Callable
from datetime import date

from PySide6.QtWidgets import QLineEdit

from gridapp.domain.appointed import (
    CHOICES,
    OTHER,
    TOMORROW,
    TONIGHT,
    WEEKEND,
    choice_of,
    day_meant,
    read_day_to_come,
)
from gridapp.domain.codes import code_list
from gridapp.domain.records.visits import Visit
from gridapp.domain.times import local_day
from gridapp.domain.words import N_
from gridapp.ui.buttons import Choice, Choices
from gridapp.ui.here import Here
from gridapp.ui.visit.rows import Row, short_label

_DAYS = {
    TONIGHT: N_("Tonight"),
    TOMORROW: N_("Tomorrow"),
    WEEKEND: N_("The weekend"),
    OTHER: N_("A day"),
}
_LONGEST = 12  # characters of a day


class ReturnRow(Row):
    """Calls `amend` with the day and the part of it."""

    def __init__(self, here: Here, amend: Callable[..., None]) -> None:
        super().__init__(here, "return")
        self.days = Choices(here.look, "return-day")
        self._day = QLineEdit()
        self._parts = Choices(here.look, "return-part")
        self._said = short_label("return-said")
        self.hold(self.days, self._day, self._parts, self._said)
        self._amend = amend
        self._visit: Visit | None = None
        self.days.chosen.connect(self._chose)
        self._parts.chosen.connect(self._chose_part)
        self._day.setObjectName("return-date")
        self._day.setMaxLength(_LONGEST)
        self._day.editingFinished.connect(self._typed)
        here.words.put(self._day, "placeholderText", N_("Month-day, as 11-28"))
        here.words.put(self._day, "accessibleName", N_("Day to come back"))
        here.words.put(self.label, "text", N_("Come back"))

    def _today(self) -> date:
        return local_day(self._here.desk.clock())

    def show_visit(self, visit: Visit) -> None:
        """Show what this visit says; a day being typed is left alone."""
        words = self._here.words
        is_other, self._visit = self._visit is None or self._visit.id != visit.id, visit
        self.days.offer(
            [Choice(day, words.shown(_DAYS[day]), str(n)) for n, day in enumerate(CHOICES, 1)]
        )
        parts = [part for part in code_list("part_of_day") if part.code != WEEKEND]
        self._parts.offer([Choice(part.code, part.label(words.language)) for part in parts])
        chosen = choice_of(visit.next_on, visit.next_band, today=self._today())
        self.days.choose({chosen})
        self._parts.choose({visit.next_band})
        if not self._day.isModified() or is_other:
            self._day.setText(visit.next_on[5:] if chosen == OTHER else "")
            self._day.setVisible(chosen == OTHER)
        self._said.setProperty("part", "" if visit.next_on else "warn")
        self._said.style().polish(self._said)
        part = words.code("part_of_day", visit.next_band)
        told = N_("Coming back {day} {part}") if visit.next_on else N_("The day is still missing")
        self._said.setText(words.shown(told, day=visit.next_on, part=part).strip())

    def _chose(self, choice: str) -> None:
        if choice == OTHER:
            self._day.show()
            self._day.setFocus()
            return
        part = self._visit.next_band if self._visit else ""
        day, part = day_meant(choice, part=part, today=self._today())
        self._keep(next_on=day, next_band=part)

    def _chose_part(self, part: str) -> None:
        self._keep(next_band=part)

    def _typed(self) -> None:
        if not self._day.text().strip():
            self.forget()
            return
        if not self._day.isModified():
            return
        with self.telling():
            day = read_day_to_come(self._day.text(), today=self._today())
            self._day.setModified(False)
            self._amend(next_on=day.isoformat())

    def _keep(self, **changes: str) -> None:
        with self.telling():
            self._day.setModified(False)
            self._amend(**changes)
