"""What one does at a door of the chart: by digit, saved at once with the undo in view."""

from collections.abc import Callable

from gridapp.client.actions.visits import record_visit, withdraw_visit
from gridapp.domain.chart import NO_KNOCK, Cell
from gridapp.domain.outcomes import outcome_of
from gridapp.domain.records.visits import Visit
from gridapp.domain.times import LOCAL, read_moment
from gridapp.domain.words import N_
from gridapp.ui.here import Here

_AT_ONCE = frozenset("2356")
_BY_FORM = frozenset("14")
_REPORT = "7"


class Acts:
    """`cell` gives the current door.

    `saved` is called after a visit is written, `stayed` with its household after it is taken back
    or was not written after all.
    """

    def __init__(
        self,
        here: Here,
        cell: Callable[[], Cell | None],
        *,
        saved: Callable[[], None],
        stayed: Callable[[str], None],
    ) -> None:
        self._here, self._cell = here, cell
        self._saved, self._stayed = saved, stayed

    def press(self, digit: str) -> bool:
        """What a digit does to the current door; False where it does nothing."""
        cell = self._cell()
        if cell is None or digit not in {*_AT_ONCE, *_BY_FORM, _REPORT}:
            return False
        if not cell.door.household_id:
            self._here.notices.done(
                N_("No household is known behind {door}. Add it on the page Households."),
                door=cell.door.label,
            )
        elif digit == _REPORT:
            self._here.go("report", household=cell.door.household_id)
        elif digit in _AT_ONCE:
            self._save_or_ask(cell, digit)
        else:
            self._here.go("visit", household=cell.door.household_id, outcome=outcome_of(digit))
        return True

    def met(self) -> None:
        """As the digit 1."""
        self.press("1")

    def nobody(self) -> None:
        """As the digit 2."""
        self.press("2")

    def visit(self) -> None:
        """Open the visit form."""
        self._go("visit", "household")

    def card(self) -> None:
        """Open the household's card."""
        self._go("household", "id")

    def _go(self, page: str, name: str) -> None:
        cell = self._cell()
        if cell and cell.door.household_id:
            self._here.go(page, **{name: cell.door.household_id})

    def _save_or_ask(self, cell: Cell, digit: str) -> None:
        if cell.status != NO_KNOCK:
            self._save(cell, digit)
            return
        self._here.notices.ask(
            N_("{door} asked to be left alone. Write down a visit there all the same?"),
            {
                N_("No, leave it"): lambda: self._stayed(cell.door.household_id),
                N_("Yes, write it down"): lambda: self._save(cell, digit),
            },
            door=cell.door.label,
        )

    def _save(self, cell: Cell, digit: str) -> None:
        here, visits = self._here, list[Visit]()
        with here.acting("visit", "household"):
            told = {"household": cell.door.household_id, "outcome": outcome_of(digit)}
            visits.append(record_visit(here.desk, **told).visit)
            here.notices.done(
                N_("{door} {outcome} {time}"),
                back=lambda: self._take_back(visits[0]),
                door=cell.door.label,
                outcome=here.words.code("paper_key", digit),
                time=f"{read_moment(visits[0].visited_at).astimezone(LOCAL):%H:%M}",
            )
        if visits:
            self._saved()

    def _take_back(self, visit: Visit) -> None:
        with self._here.acting("visit", "household"):
            withdraw_visit(self._here.desk, visit.id)
        self._stayed(visit.household_id)
