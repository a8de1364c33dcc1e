"""What two people wrote into one field, side by side, and the choice between them."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, NamedTuple

from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from gridapp.client.actions.conflicts import Disagreement, Side
from gridapp.client.actions.waiting import About
from gridapp.domain.conflict_rules import KEPT, OFFERED, OTHER
from gridapp.domain.fields import Field, Form
from gridapp.domain.records import KINDS
from gridapp.domain.words import N_
from gridapp.ui import told, when
from gridapp.ui.buttons import Button
from gridapp.ui.flow import FlowLayout
from gridapp.ui.forms.editors import editor
from gridapp.ui.here import Here
from gridapp.ui.lines import Act, plain

# Chooses a side of a disagreement, or with `other` a third value.
Choose = Callable[[Disagreement, str, Any], None]
Looked = Callable[[str], None]
Opening = Callable[[About], Sequence[Act]]
# Yes or no has no third value.
_WRITTEN = {Form.TEXT, Form.CODE, Form.DAY, Form.MOMENT, Form.WHOLE, Form.SEVERAL}


class _Half(QFrame):
    """One side: what it says, when, and the button that takes it."""

    def __init__(self, here: Here, name: str, take: Callable[[], None]) -> None:
        super().__init__()
        self._here = here
        self.setProperty("part", "panel")
        self._said, self._at = plain(f"{name}-said"), plain(f"{name}-at", "dim")
        self._take = Button(here.words, here.look, f"{name}-take", N_("Take this"), take)
        self._take.setCheckable(True)
        buttons = FlowLayout()
        buttons.addWidget(self._take)
        around = QVBoxLayout(self)
        around.addWidget(self._said)
        around.addWidget(self._at)
        around.addStretch(1)
        around.addLayout(buttons)

    def show_side(self, entry: Disagreement, side: Side, takes: str) -> None:
        """Show what stands on this side of the disagreement now."""
        words = self._here.words
        said = told.side(words, entry, side)
        self._said.setText(said[:1].upper() + said[1:])
        parts = [when.said(words, side.at, self._here.desk.clock())] if side.at else []
        if side.value == entry.stands:
            parts.append(words.shown(N_("the office hub keeps this now")))
        self._at.setText(" · ".join(parts))
        self._at.setVisible(bool(parts))
        self._take.setVisible(entry.is_mine_to_decide)
        self._take.setAccessibleDescription(said)
        self._take.setChecked(entry.decision is not None and entry.decision.takes == takes)


class _Third(QWidget):
    """A value neither of the two wrote, folded until asked for."""

    def __init__(self, here: Here, name: str, field: Field, take: Callable[[Any], None]) -> None:
        super().__init__()
        self._here, self._take = here, take
        self._unfold = Button(
            here.words, here.look, f"{name}-other", N_("Write another value…"), self._show
        )
        self._unfold.setCheckable(True)
        self._editor = editor(here, field)
        self._written = Button(
            here.words, here.look, f"{name}-other-take", N_("Take what is written"), self._chosen
        )
        around = QVBoxLayout(self)
        around.setContentsMargins(0, 0, 0, 0)
        row = FlowLayout()
        for part in (self._unfold, self._written):
            row.addWidget(part)
        around.addWidget(self._editor)
        around.addLayout(row)
        here.words.changed.connect(self._reword)
        self._show()

    def _reword(self) -> None:
        self._editor.reword()

    def _show(self) -> None:
        self._editor.setVisible(self._unfold.isChecked())
        self._written.setVisible(self._unfold.isChecked())
        if self._unfold.isChecked():
            self._editor.setFocus()

    def _chosen(self) -> None:
        with self._here.acting():
            value = self._editor.value()
            self._unfold.setChecked(False)
            self._show()
            self._take(value)


class Ways(NamedTuple):
    """What the page does where a disagreement is chosen, looked at, or to be opened."""

    choose: Choose
    looked: Looked
    opening: Opening


class TwoSides(QFrame):
    """One disagreement; who may not decide it says that they have looked."""

    def __init__(self, here: Here, name: str, entry: Disagreement, ways: Ways) -> None:
        super().__init__()
        self._here, self._entry, self._ways = here, entry, ways
        self.setObjectName(name)
        self._what, self._state = plain(f"{name}-what", "group"), plain(f"{name}-state", "warn")
        self._halves = {
            takes: _Half(here, f"{name}-{takes}", partial(self._take, takes))
            for takes in (KEPT, OFFERED)
        }
        self._looked = Button(
            *(here.words, here.look, f"{name}-looked", N_("I have looked")),
            lambda: ways.looked(self._entry.conflict_id),
        )
        self._open = [
            Button(here.words, here.look, f"{name}-open", act.text, act.press)
            for act in ways.opening(entry.about)
        ]
        field = KINDS[entry.about.kind].fields.get(entry.field)
        self._third = None
        if field is not None and field.form in _WRITTEN and not field.kind:
            self._third = _Third(here, name, field, partial(self._take, OTHER))
        self._lay_out()

    def _lay_out(self) -> None:
        beside, buttons, around = QHBoxLayout(), FlowLayout(), QVBoxLayout(self)
        for half in self._halves.values():
            beside.addWidget(half, 1)
        for button in (*self._open, self._looked):
            buttons.addWidget(button)
        around.setContentsMargins(16, 0, 0, 12)
        around.addWidget(self._what)
        around.addLayout(beside)
        around.addWidget(self._state)
        if self._third is not None:
            around.addWidget(self._third)
        around.addLayout(buttons)

    def _take(self, takes: str, value: Any = None) -> None:
        self._ways.choose(self._entry, takes, value)

    def show_entry(self, entry: Disagreement) -> None:
        """Show how it stands now; what is being written stays."""
        self._entry, mine = entry, entry.is_mine_to_decide
        self._what.setText(told.matter(self._here.words, entry))
        self._halves[KEPT].show_side(entry, entry.kept, KEPT)
        self._halves[OFFERED].show_side(entry, entry.offered, OFFERED)
        state = self._said(entry)
        self._state.setText(state)
        self._state.setVisible(bool(state))
        self._looked.setVisible(not mine and entry.is_new)
        if self._third is not None:
            self._third.setVisible(mine)

    def _said(self, entry: Disagreement) -> str:
        words, now = self._here.words, self._here.desk.clock()
        said = [told.decision(words, entry, now)]
        if entry.stands not in (entry.kept.value, entry.offered.value):
            stands = told.value(words, entry.about.kind, entry.field, entry.stands)
            said.append(words.shown(N_("The office hub keeps {value} now."), value=stands))
        if not entry.is_mine_to_decide:
            said.append(words.shown(N_("The grid leader or the community decides this.")))
        return " ".join(part for part in said if part)


class Differences(QWidget):
    """All disagreements of a page under one heading, each `<name>-1`, `<name>-2` …; gone without."""

    def __init__(self, here: Here, name: str, title: str, ways: Ways) -> None:
        super().__init__()
        self._here, self._ways = here, ways
        self._shown: dict[str, TwoSides] = {}
        self._given = 0
        self.setObjectName(name)
        heading = plain(f"{name}-heading", "group")
        here.words.put(heading, "text", title)
        self._around = QVBoxLayout(self)
        self._around.setContentsMargins(0, 0, 0, 6)
        self._around.addWidget(heading)
        self.hide()

    def offer(self, entries: Sequence[Disagreement]) -> None:
        """Show these, and no others."""
        kept = {each.conflict_id for each in entries}
        for gone in self._shown.keys() - kept:
            card = self._shown.pop(gone)
            card.hide()
            card.setParent(None)
            card.deleteLater()
        for at, entry in enumerate(entries, 1):
            if entry.conflict_id not in self._shown:
                self._given += 1
                name = f"{self.objectName()}-{self._given}"
                card = TwoSides(self._here, name, entry, self._ways)
                self._shown[entry.conflict_id] = card
                self._around.insertWidget(at, card)
            self._shown[entry.conflict_id].show_entry(entry)
        self.setVisible(bool(entries))
