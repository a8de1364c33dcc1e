"""Beside a household: its visits and its issues, each a press away."""

from PySide6.QtWidgets import QFrame, QVBoxLayout

from gridapp.client.actions.household_view import HouseholdView, Matter
from gridapp.domain.outcomes import word
from gridapp.domain.records.visits import Visit
from gridapp.domain.words import N_
from gridapp.ui import when
from gridapp.ui.here import Here
from gridapp.ui.lines import Act, Line, Lines

_OPEN = N_("Open")


class Past(QFrame):
    """Newest first; a group without lines is gone."""

    def __init__(self, here: Here) -> None:
        super().__init__()
        self._here = here
        self.setObjectName("household-past")
        self.setProperty("part", "panel")
        self._matters = Lines(here, "household-issue", N_("Their issues"))
        self._visits = Lines(here, "household-visited", N_("Visits before"))
        around = QVBoxLayout(self)
        around.addWidget(self._matters)
        around.addWidget(self._visits)
        around.addStretch(1)

    def show_past(self, view: HouseholdView) -> None:
        """Show what was told and done behind this door."""
        self.setVisible(bool(view.visits or view.matters))
        self._matters.offer([self._matter(each) for each in view.matters])
        self._visits.offer([self._visit(each) for each in view.visits])

    def _matter(self, one: Matter) -> Line:
        words, go = self._here.words, self._here.go
        category, state = words.code("category", one.category), words.code("issue_state", one.state)
        return Line(f"{category}  {state}", [Act(_OPEN, lambda: go("issue", id=one.issue_id))])

    def _visit(self, visit: Visit) -> Line:
        words, go = self._here.words, self._here.go
        at = when.said(words, visit.visited_at, self._here.desk.clock())
        subject = {"household": visit.household_id, "visit": visit.id}
        said = f"{at}  {words.code(*word(visit.outcome))}"
        return Line(said, [Act(_OPEN, lambda: go("visit", **subject))])
