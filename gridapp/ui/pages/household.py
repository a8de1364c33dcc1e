"""One household: what is known of it and its people, amended field by field, and what was."""

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from gridapp.client.actions.conflicts import disagreements
from gridapp.client.actions.household_view import HouseholdView, household_view
from gridapp.client.actions.households import Amended, amend_household, take_back
from gridapp.client.actions.waiting import not_taken
from gridapp.client.actions.whereabouts import whereabouts
from gridapp.domain.records.people import Household
from gridapp.domain.words import N_
from gridapp.ui import told
from gridapp.ui.beside import Beside
from gridapp.ui.buttons import Button
from gridapp.ui.flow import FlowLayout
from gridapp.ui.forms.form import RecordForm
from gridapp.ui.here import Here
from gridapp.ui.household.members import Members
from gridapp.ui.household.past import Past
from gridapp.ui.lines import Act, Line, Lines, plain
from gridapp.ui.page import Page

_REACHED = ("salutation", "head", "phone", "resident_count", "preferred_time", "two_persons")
_MINDED = ("remark", "assistance", "care_tags")
_REST = (
    *("residence_match", "resident_kind", "origin", "seasonal"),
    *("consent", "notice_given_at", "moved_out_on"),
)


class HouseholdPage(Page):
    """Every field is saved when it is left, and every saving can be undone."""

    name = "household"
    title = N_("Household")
    icon = "households"
    rail = "households"
    shows = frozenset(
        {"household", "house", "resident", "visit", "issue", "issue_step", "conflict"}
    )

    def __init__(self, here: Here) -> None:
        super().__init__(here)
        self._id = ""
        self._view: HouseholdView | None = None
        self._place = QLabel()
        self._place.setObjectName("household-place")
        self._place.setProperty("part", "dim")
        self._place.setTextFormat(Qt.TextFormat.PlainText)
        self._place.setWordWrap(True)
        self._where = plain("household-where")
        self._attention = Lines(here, "household-attention", N_("Please look"))
        self._reached, self._minded, self._rest = self._forms = tuple(
            RecordForm(here, Household.kind, names, self._save)
            for names in (_REACHED, _MINDED, _REST)
        )
        self._rest.hide()
        self._more = Button(
            here.words, here.look, "household-more", N_("More about this household…"), self._unfold
        )
        self._more.setCheckable(True)
        self._members = Members(here)
        self._past = Past(here)
        self._lay_out()

    def _lay_out(self) -> None:
        main = QWidget()
        inside = QVBoxLayout(main)
        inside.setContentsMargins(0, 0, 0, 0)
        for part in (self._reached, self._members, self._minded, self._more, self._rest):
            inside.addWidget(part)
        inside.setAlignment(self._more, Qt.AlignmentFlag.AlignLeft)
        inside.addStretch(1)
        around = QVBoxLayout(self)
        around.addWidget(self._place)
        around.addWidget(self._where)
        around.addLayout(self._buttons())
        around.addWidget(self._attention)
        around.addWidget(Beside(main, self._past))
        around.addStretch(1)

    def _buttons(self) -> FlowLayout:
        words, look, row = self.here.words, self.here.look, FlowLayout()
        self._visit = Button(
            *(words, look, "household-visit", N_("Visit")),
            lambda: self.here.go("visit", household=self._id),
            part="main",
        )
        row.addWidget(self._visit)
        row.addWidget(
            Button(
                *(words, look, "household-report", N_("Report an issue")),
                lambda: self.here.go("report", household=self._id),
            )
        )
        return row

    def open(self, **what: Any) -> None:
        """`id` names the household; what was typed of the one before is saved first."""
        for form in self._forms:
            form.finish()
        self._members.finish()
        self._id = what["id"]
        self._members.fold()

    def refresh(self) -> None:
        """Read it anew; what is being typed stays."""
        view = household_view(self.here.desk, self._id)
        self._view = view
        self._place.setText(self._door(view))
        self._show_where()
        self._attention.offer([*self._wishes(view), *self._doubts(view)])
        for form in self._forms:
            form.show_record(view.household)
        self._members.show_people(view)
        self._past.show_past(view)

    def heading(self) -> str:
        """“3号楼 2单元 501 · 王阿姨”."""
        if self._view is None:
            return super().heading()
        home = self._view.household
        return " · ".join(part for part in (self._view.door, home.salutation) if part)

    def focus(self) -> None:
        """The keyboard begins on the visit, which is what one comes for."""
        self._visit.setFocus()

    def _show_where(self) -> None:
        words, where = self.here.words, whereabouts(self.here.desk, "household", self._id)
        part, said = told.kept(words, where)
        self._where.setText(words.shown(N_("Where it is: {where}"), where=said))
        self._where.setProperty("part", part)
        self._where.style().polish(self._where)

    def _door(self, view: HouseholdView) -> str:
        words = self.here.words
        parts = (
            words.shown(N_("Door {door}"), door=view.label),
            words.code("usage", view.usage),
            told.value(words, "household", "moved_out_on", view.household.moved_out_on)
            if view.household.moved_out_on
            else "",
        )
        return " · ".join(part for part in parts if part)

    def _wishes(self, view: HouseholdView) -> list[Line]:
        if not view.household.refusal:
            return []
        text = self.here.words.shown(N_("Asked to be left alone. Do not knock."))
        return [Line(text, [Act(N_("They asked us to come again…"), self._ask_again)], "warn")]

    def _doubts(self, view: HouseholdView) -> list[Line]:
        words, desk, ours = self.here.words, self.here.desk, {view.household.id}
        ours |= {each.id for each in view.members}
        two = [
            told.disagreement(words, d) for d in disagreements(desk) if d.about.record_id in ours
        ]
        aside = [
            words.shown(N_("Not taken: {reason}"), reason=told.reason(words, each))
            for each in not_taken(desk)
            if each.about.record_id in ours
        ]
        act = [Act(N_("Look"), lambda: self.here.go("waiting"))]
        return [Line(text, act, "warn") for text in (*two, *aside)]

    def _ask_again(self) -> None:
        self.here.notices.ask(
            N_("Did the people of this household themselves ask us to come again?"),
            {
                N_("Yes, they asked"): lambda: self._come_again(self._id),
                N_("No, leave them alone"): lambda: None,
            },
        )

    def _come_again(self, household_id: str) -> None:
        with self.here.acting("household"):
            self._done(amend_household(self.here.desk, household_id, refusal=""), "refusal")

    def _save(self, name: str, value: Any) -> None:
        done = amend_household(self.here.desk, self._id, **{name: value})
        with self.here.acting("household"):
            self._done(done, name)

    def _done(self, done: Amended, name: str) -> None:
        self.here.notices.done(
            N_("{door} {field}: saved on this laptop"),
            back=lambda: take_back(self.here.desk, done),
            door=self._view.label if self._view else "",
            field=Household.kind.fields[name].label,
        )

    def _unfold(self) -> None:
        self._rest.setVisible(self._more.isChecked())
