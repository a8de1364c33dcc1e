"""The visit form: one household, what we owe it, and what happened at its door."""

import unicodedata
from functools import partial
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QHideEvent, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QVBoxLayout, QWidget

from gridapp.client.actions.household_view import (
    HouseholdView,
    fresh_visit,
    household_view,
)
from gridapp.client.actions.visits import record_visit
from gridapp.domain.errors import Expected
from gridapp.domain.names import masked
from gridapp.domain.outcomes import Asks, asks, is_for_good, word
from gridapp.domain.records import KINDS
from gridapp.domain.records.visits import Visit
from gridapp.domain.words import N_
from gridapp.ui.beside import Beside
from gridapp.ui.here import Here
from gridapp.ui.page import Page
from gridapp.ui.visit.facts_row import FactsRow
from gridapp.ui.visit.held import Held
from gridapp.ui.visit.last_row import LastRow
from gridapp.ui.visit.matters_row import MattersRow
from gridapp.ui.visit.note_row import NoteRow
from gridapp.ui.visit.outcome_rows import OutcomeRows
from gridapp.ui.visit.owed import Owed
from gridapp.ui.visit.return_row import ReturnRow
from gridapp.ui.visit.rows import Rows
from gridapp.ui.visit.side import Side
from gridapp.ui.visit.when_row import WhenRow

_LEAST = 2.7  # times the panel's width: the form beside it
_WRITTEN = ("visit", "household", "appointment")
_ENTER = {Qt.Key.Key_Return, Qt.Key.Key_Enter}


class VisitPage(Page):
    """A visit exists from the moment its outcome is said; every row saves by itself."""

    name = "visit"
    title = N_("Visit")
    icon = "edit"
    rail = "buildings"
    shows = frozenset(
        {*_WRITTEN, "resident", "house", "issue", "issue_step", "photo", "campaign", "post"}
    )

    def __init__(self, here: Here) -> None:
        super().__init__(here)
        self._household = ""
        self._view: HouseholdView | None = None
        self._held: Held | None = None
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self._owed = Owed(here)
        self._outcome = OutcomeRows(here)
        self._outcome.said.connect(self._say)
        self._facts = FactsRow(here, self._amend)
        self._matters = MattersRow(here, self._amend)
        self._return = ReturnRow(here, self._amend)
        self._when = WhenRow(here, self._amend)
        self._note = NoteRow(here, self._save_note)
        self._side = Side(here, partial(self._say, "31"))
        self._last = LastRow(here)
        self._last.left.connect(self._leave)
        self._last.undone.connect(self._take_back)
        self._lay_out()

    def _lay_out(self) -> None:
        self._rows = Rows()
        for row in (
            *(self._outcome.first_row, self._outcome.second_row, self._facts, self._matters),
            *(self._return, self._when, self._note),
        ):
            self._rows.add(row)
        self._form = QWidget()
        left = QVBoxLayout(self._form)
        left.setContentsMargins(0, 0, 0, 0)
        for part in (self._owed, self._rows, self._last):
            left.addWidget(part)
        left.addStretch(1)
        around = QVBoxLayout(self)
        around.setContentsMargins(12, 4, 12, 4)
        around.addWidget(Beside(self._form, self._side, least=_LEAST))

    def open(self, household: str = "", outcome: str = "", visit: str = "", **_: Any) -> None:
        """Take up a household: with an `outcome` the visit is recorded, with `visit` that one shown.

        Who comes back to a visit written down a moment ago finds it here.
        """
        self.setFocus()
        self._rows.forget()
        self._note.keep()
        seen = self._held.visit.id if self._held else ""
        self._household, self._held = household, None
        view = self._read()
        found = self._wanted(view, visit, outcome, seen) if view else None
        self._held = Held(self.here.desk, found) if found else None
        self._when.begin()
        self._matters.begin()
        if found is None or found.id != seen:  # else what could not be saved stays in view
            self._note.begin(found.note if found else "")
        self._outcome.begin(refines=found is not None)
        if outcome and found is None and view is not None:
            self._outcome.begin(refines=True)
            self._say(outcome)

    def _wanted(self, view: HouseholdView, visit: str, outcome: str, seen: str) -> Visit | None:
        if visit:
            return view.standing(visit)
        return fresh_visit(self.here.desk, view.visits, outcome=outcome, seen=seen)

    def _read(self) -> HouseholdView | None:
        """Read the household anew, and where the visit on the form stands now."""
        try:
            self._view = household_view(self.here.desk, self._household)
        except Expected as problem:
            self._view = self._held = None
            if self._household:
                self.here.notices.told(problem)
            return None
        found = self._view.standing(self._held.visit.id) if self._held else None
        if found is not None and self._held is not None:
            self._held.visit = found
        elif self._held is not None:  # taken back
            self._held = None
            self._note.begin("")
        return self._view

    def heading(self) -> str:
        """“3号楼 2单元 501 · 王阿姨”."""
        if self._view is None:
            return super().heading()
        home = self._view.household
        called = home.salutation or masked(home.head)
        return " · ".join(part for part in (self._view.door, called) if part)

    def focus(self) -> None:
        """Into the row that digits belong to."""
        self._outcome.focus()

    def refresh(self) -> None:
        """Show what the store holds now; what is being typed is left alone."""
        self._read()
        self._form.setVisible(self._view is not None)
        self._side.setVisible(self._view is not None)
        if self._view is not None:
            self._owed.show_household(self._view)
            self._side.show_household(self._view, self._held.visit if self._held else None)
            self._show_visit(self._view)
            self._last.show_household(self._view, self._held.visit if self._held else None)

    def _show_visit(self, view: HouseholdView) -> None:
        visit = self._held.visit if self._held else None
        asked = asks(visit.outcome) if visit else frozenset()
        self._outcome.show_outcome(visit.outcome if visit else "")
        for row, wanted in (
            (self._facts, Asks.FACTS in asked),
            (self._matters, Asks.MATTERS in asked),
            (self._return, Asks.RETURN in asked),
            (self._when, visit is not None),
            (self._note, visit is not None),
        ):
            row.offer(when=wanted)
        if visit is None:
            return
        self._facts.show_household(view, visit)
        self._matters.show_visit(visit, view.campaign if Asks.TOLD in asked else None)
        self._return.show_visit(visit)
        self._when.show_visit(visit, view.colleagues)
        self._note.show_note(visit.note)

    def _say(self, outcome: str) -> None:
        held = self._held.visit.outcome if self._held else ""
        if not is_for_good(outcome) or outcome == held:
            self._keep_outcome(outcome)
            return
        self._outcome.show_outcome(held)  # nothing is said before the answer
        self.here.notices.ask(
            N_("Shall no list ever knock on this household again?"),
            {
                N_("No, not that"): self.focus,
                N_("Yes, never again"): partial(self._never_again, self._household, outcome),
            },
        )

    def _never_again(self, household: str, outcome: str) -> None:
        if (
            household != self._household
        ):  # answered late: it is said of the door that was asked about
            self.here.go("visit", household=household)
        self._keep_outcome(outcome)

    def _keep_outcome(self, outcome: str) -> None:
        if self._held is not None:
            with self.here.acting():
                self._amend(outcome=outcome)
            return
        with self.here.acting(*_WRITTEN):
            visit = record_visit(self.here.desk, household=self._household, outcome=outcome).visit
            held = self._held = Held(self.here.desk, visit)
            self._outcome.begin(refines=True)
            self._tell(N_("{door}  {outcome}  saved on this laptop"), held.withdraw)

    def _tell(self, text: str, back: Any, **values: Any) -> None:
        assert self._view is not None
        assert self._held is not None
        said = self.here.words.code(*word(self._held.visit.outcome))
        self.here.notices.done(text, back, door=self._view.label, outcome=said, **values)

    def _amend(self, **changes: Any) -> None:
        """Correct the visit so that it can be undone; raises what the action refuses."""
        held = self._held
        assert held is not None
        before = {name: getattr(held.visit, name) for name in changes}
        held.amend(**changes)
        field = Visit.kind.fields[next(iter(changes))].label
        self._tell(
            N_("{door}  {outcome}: {field} changed, saved on this laptop"),
            partial(held.amend, **before),
            field=field,
        )
        self.here.changed.emit(frozenset(_WRITTEN))

    def _save_note(self, note: str) -> None:
        if self._held is not None:  # the text itself can be undone letter by letter
            self._held.amend(note=note)
            self.here.changed.emit(frozenset(_WRITTEN))

    def _take_back(self) -> None:
        with self.here.acting(*KINDS):
            self.here.notices.undo()

    def _leave(self, household: str) -> None:
        if self._view is None:
            return
        if not self._note.keep():  # it would be lost
            self._note.first().setFocus()
        elif household:
            self.here.go("visit", household=household)
        else:
            self.here.go("buildings", building=self._view.building_id, door=self._household)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Digits choose, Enter goes on, Backspace gives the digits back to the six outcomes."""
        digit = unicodedata.normalize("NFKC", event.text())  # full-width ones too
        if event.matches(QKeySequence.StandardKey.Paste):
            self._matters.paste()
        elif event.key() in _ENTER:
            self._go_on()
        elif event.key() == Qt.Key.Key_Backspace:
            self._outcome.back()
        elif not (len(digit) == 1 and digit.isdecimal() and self._press(digit)):
            super().keyPressEvent(event)

    def _press(self, digit: str) -> bool:
        if self._facts.press(digit) or self._matters.press(digit):
            return True
        finer = (self._outcome.second, self._return.days) if self._outcome.refines else ()
        shown = next((row for row in finer if row.isVisible()), self._outcome)
        return shown.press(digit)

    def _go_on(self) -> None:
        if not self._rows.go_on():
            self._last.setFocus()

    def hideEvent(self, event: QHideEvent) -> None:  # noqa: N802
        """Whatever closes or covers the page, what was typed is kept."""
        self._note.keep()
        super().hideEvent(event)
