"""The people of a household: one a line, opened to be amended, added and taken out with undo."""

from typing import Any

from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from gridapp.client.actions.household_view import HouseholdView
from gridapp.client.actions.households import (
    Amended,
    add_resident,
    amend_resident,
    remove_resident,
    take_back,
)
from gridapp.domain.records.people import Resident
from gridapp.domain.times import local_day
from gridapp.domain.words import N_
from gridapp.ui.buttons import Button
from gridapp.ui.flow import FlowLayout
from gridapp.ui.forms.editor import too_long
from gridapp.ui.forms.form import RecordForm
from gridapp.ui.forms.texts import Fits
from gridapp.ui.here import Here
from gridapp.ui.hinted import HintedLine
from gridapp.ui.lines import Act, Line, Lines

# The ID number is never shown.
_FIELDS = ("name", "relation", "sex", "birth_ym", "phone", "care_tags")


class Members(QWidget):
    """At most one person is open at a time."""

    def __init__(self, here: Here) -> None:
        super().__init__()
        self._here = here
        self._household = ""
        self._people: dict[str, Resident] = {}
        self._opened = ""
        self._lines = Lines(here, "member", N_("Who lives there"))
        self._panel = QFrame()
        self._panel.setProperty("part", "panel")
        self._form = RecordForm(here, Resident.kind, _FIELDS, self._save)
        self._name = HintedLine(here.words)
        self._fits = Fits(Resident.kind.fields["name"].limit)
        self._dress()
        self._lay_out()
        self.fold()

    def _dress(self) -> None:
        words = self._here.words
        self._name.setObjectName("member-new-name")
        self._name.setValidator(self._fits)
        self._name.inputRejected.connect(self._too_long)
        words.put(self._name, "placeholderText", N_("Name of one more person"))
        words.put(self._name, "accessibleName", N_("Name of one more person"))
        self._name.returnPressed.connect(self._add)

    def _lay_out(self) -> None:
        words, look = self._here.words, self._here.look
        inside = QVBoxLayout(self._panel)
        inside.addWidget(self._form)
        row = FlowLayout()
        row.addWidget(Button(words, look, "member-close", N_("Done"), self.fold))
        row.addWidget(
            Button(words, look, "member-remove", N_("Take out of this household"), self._remove)
        )
        inside.addLayout(row)
        adding = FlowLayout()
        adding.addWidget(self._name)
        adding.addWidget(Button(words, look, "member-add", N_("Add"), self._add, icon="add"))
        around = QVBoxLayout(self)
        around.setContentsMargins(0, 0, 0, 0)
        around.addWidget(self._lines)
        around.addWidget(self._panel)
        around.addLayout(adding)

    def show_people(self, view: HouseholdView) -> None:
        """Show who lives there now; an open person stays open."""
        self._household = view.household.id
        self._people = {each.id: each for each in view.members}
        self._lines.offer([self._line(each) for each in view.members])
        if self._opened in self._people:
            self._form.show_record(self._people[self._opened])
        else:
            self.fold()

    def _line(self, one: Resident) -> Line:
        words = self._here.words
        age = ""
        if one.birth_ym:
            today = local_day(self._here.desk.clock())
            years = today.year - int(one.birth_ym[:4]) - (f"{today:%m}" < one.birth_ym[5:])
            age = words.shown(N_("{years} years"), years=years)
        tags = "、".join(words.code("care_tag", tag) for tag in one.care_tags)
        said = " ".join(part for part in (one.name, one.relation, age, one.phone, tags) if part)
        return Line(said, [Act(N_("Change"), lambda: self._open(one.id))])

    def _open(self, resident_id: str) -> None:
        self._form.finish()
        self._opened = resident_id
        self._form.show_record(self._people[resident_id])
        self._panel.show()
        self._form.setFocus()

    def fold(self) -> None:
        """Close the open person."""
        self._panel.hide()
        self._opened = ""

    def finish(self) -> None:
        """Save what was typed of the open person, as before another household is shown."""
        if self._opened:
            self._form.finish()

    def _too_long(self) -> None:
        self._here.notices.told(too_long(Resident.kind.fields["name"].limit))

    def _add(self) -> None:
        name = self._name.text().strip()
        if not name:
            self._name.setFocus()
            return
        with self._here.acting("resident"):
            done = add_resident(self._here.desk, self._household, name=name)
            self._name.setText("")
            self._opened = done.after.id
            self._panel.show()
            self._done(N_("{name} was added"), done)

    def _remove(self) -> None:
        with self._here.acting("resident"):
            done = remove_resident(self._here.desk, self._opened)
            self.fold()
            self._done(N_("{name} was taken out of this household"), done)

    def _save(self, name: str, value: Any) -> None:
        done = amend_resident(self._here.desk, self._opened, **{name: value})
        with self._here.acting("resident"):
            self._done(N_("{name}: {field} saved on this laptop"), done, name)

    def _done(self, text: str, done: Amended, field: str = "") -> None:
        self._here.notices.done(
            text,
            back=lambda: take_back(self._here.desk, done),
            name=getattr(done.after, "name", ""),
            field=Resident.kind.fields[field].label if field else "",
        )
