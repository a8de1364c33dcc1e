"""Beside the form: who lives there, what was, and what they wish."""

from collections.abc import Callable
from datetime import datetime

from PySide6.QtWidgets import QFrame, QVBoxLayout

from gridapp.client.actions.household_view import HouseholdView, Matter
from gridapp.domain.outcomes import word
from gridapp.domain.phones import masked_phone
from gridapp.domain.records.people import Resident
from gridapp.domain.records.visits import Visit
from gridapp.domain.times import local_day
from gridapp.domain.words import N_
from gridapp.ui import when
from gridapp.ui.buttons import Button
from gridapp.ui.here import Here
from gridapp.ui.lines import Act, Line, Lines
from gridapp.ui.visit.rows import plain_label

_OPEN = N_("Open")


class Side(QFrame):
    """`leave_alone` is what the button asks for that nobody presses by mistake."""

    def __init__(self, here: Here, leave_alone: Callable[[], None]) -> None:
        super().__init__()
        self._here = here
        self.setObjectName("visit-side")
        self.setProperty("part", "panel")
        self._members = Lines(here, "member", N_("Who lives there"))
        self._visits = Lines(here, "before", N_("Visits before"))
        self._matters = Lines(here, "matter", N_("Their issues"))
        self._wish = plain_label("preferred-time")
        self._leave_alone = Button(
            here.words, here.look, "leave-alone", N_("Do not come again…"), leave_alone
        )
        around = QVBoxLayout(self)
        for part in (self._members, self._visits, self._matters, self._wish, self._leave_alone):
            around.addWidget(part)
        around.addStretch(1)

    def show_household(self, view: HouseholdView, visit: Visit | None) -> None:
        """Show what is known; `visit` is the one on the form and is not told again."""
        words, home = self._here.words, view.household
        now = self._here.desk.clock()
        people = [Line(self._person(each, now)) for each in view.members]
        if home.phone:
            phone = words.shown(N_("Phone {number}"), number=masked_phone(home.phone))
            people.append(Line(phone))
        if home.two_persons:
            people.append(Line(words.shown(N_("Two people go there together")), part="warn"))
        self._members.offer(people)
        before = [each for each in view.visits if visit is None or each.id != visit.id]
        self._visits.offer([self._visit(each, now) for each in before])
        self._matters.offer([self._matter(each) for each in view.matters])
        self._wish.setVisible(bool(home.preferred_time))
        self._wish.setText(words.shown(N_("Best time: {time}"), time=home.preferred_time))
        self._leave_alone.setVisible(not home.refusal)

    def _person(self, one: Resident, now: datetime) -> str:
        words = self._here.words
        age = ""
        if one.birth_ym:
            today, born = local_day(now), one.birth_ym
            years = today.year - int(born[:4]) - (f"{today:%m}" < born[5:])
            age = words.shown(N_("{years} years"), years=years)
        return " ".join(
            part for part in (one.name, age, words.code("relation", one.relation)) if part
        )

    def _visit(self, visit: Visit, now: datetime) -> Line:
        said = f"{when.said(self._here.words, visit.visited_at, now)}  {self._word(visit)}"
        go, subject = self._here.go, {"household": visit.household_id, "visit": visit.id}
        return Line(said, [Act(_OPEN, lambda: go("visit", **subject))])

    def _word(self, visit: Visit) -> str:
        return self._here.words.code(*word(visit.outcome))

    def _matter(self, matter: Matter) -> Line:
        words, go = self._here.words, self._here.go
        state = words.code("issue_state", matter.state)
        said = f"{words.code('category', matter.category)}  {state}"
        return Line(said, [Act(_OPEN, lambda: go("issue", id=matter.issue_id))])
