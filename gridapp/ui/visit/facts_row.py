"""What is known of the household, and whether it still is so."""

from collections.abc import Callable

from gridapp.client.actions.household_view import HouseholdView
from gridapp.domain.records.visits import Visit
from gridapp.domain.words import N_
from gridapp.ui.buttons import Button, Choice, Choices
from gridapp.ui.here import Here
from gridapp.ui.visit.rows import Row, short_label

_LAST_DIGITS = 4  # of a phone number
FACTS, SAME = "household", "same"  # what the checklist of a visit says where nothing changed


class FactsRow(Row):
    """Calls `amend` with the checklist once somebody said that nothing changed."""

    def __init__(self, here: Here, amend: Callable[..., None]) -> None:
        super().__init__(here, "facts")
        self._amend = amend
        self._visit: Visit | None = None
        self._known = short_label("facts-known")
        self._same = Choices(here.look, "facts")
        self._same.chosen.connect(lambda _: self._confirm())
        self._change = Button(
            here.words, here.look, "facts-change", N_("Something changed…"), self._open
        )
        self.hold(self._known, self._same, self._change)
        here.words.put(self.label, "text", N_("Known"))

    def show_household(self, view: HouseholdView, visit: Visit) -> None:
        """Show what was told before, and whether this visit confirmed it."""
        words, home = self._here.words, view.household
        self._visit = visit
        told = [words.code("usage", view.usage)]
        if home.resident_count is not None:
            told.insert(0, words.shown(N_("{count} in the household"), count=home.resident_count))
        if home.phone:
            told.append(words.shown(N_("phone ends {digits}"), digits=home.phone[-_LAST_DIGITS:]))
        self._known.setText(" · ".join(part for part in told if part))
        self._same.offer([Choice(SAME, words.shown(N_("As last time")), "0")])
        self._same.choose({visit.checklist.get(FACTS, "")})

    def press(self, digit: str) -> bool:
        """A digit for this row; False where it has none."""
        return self._same.press(digit)

    def _confirm(self) -> None:
        if self._visit is not None:
            with self.telling():
                self._amend(checklist={**self._visit.checklist, FACTS: SAME})

    def _open(self) -> None:
        if self._visit is not None:
            self._here.go("household", id=self._visit.household_id)
