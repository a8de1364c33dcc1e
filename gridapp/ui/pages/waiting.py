"""Waiting to send: what is only on this laptop, what the hub did not take, what two people wrote."""

from datetime import datetime
from typing import Any

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QVBoxLayout

from gridapp.client.actions import relay, send
from gridapp.client.actions.conflicts import (
    Disagreement,
    decided,
    disagreements,
    resolve,
    take_decision_back,
)
from gridapp.client.actions.waiting import (
    About,
    NotTaken,
    Waiting,
    look_at,
    not_taken,
    waiting_changes,
)
from gridapp.domain.records import KINDS
from gridapp.domain.words import N_
from gridapp.ui import told, when
from gridapp.ui.buttons import Button
from gridapp.ui.carry import Carry, is_in
from gridapp.ui.flow import FlowLayout
from gridapp.ui.here import Here
from gridapp.ui.lines import Act, Line, Lines, plain
from gridapp.ui.page import Page
from gridapp.ui.two_sides import Differences, Ways

_LISTED = 60
_REFUSED = "refused"


class WaitingPage(Page):
    """Says only what is known: a change waits until its receipt is here."""

    name = "waiting"
    title = N_("Waiting to send")
    icon = "send"
    rail = "waiting"
    shows = frozenset(KINDS)

    def __init__(self, here: Here) -> None:
        super().__init__(here)
        self._count, self._kinds = plain("count", "heading"), plain("kinds")
        self._where, self._older = plain("where", "dim"), plain("older", "dim")
        self._send = Button(
            here.words,
            here.look,
            "send",
            N_("Send and update  Ctrl+U"),
            here.send,
            icon="send",
            part="main",
        )
        self._offline = Button(
            here.words, here.look, "stay-offline", N_("Stay offline"), self._stay_offline
        )
        self._offline.setCheckable(True)
        self._aside = Lines(here, "aside", N_("Not taken, please look"))
        self._both = Differences(
            *(here, "both", N_("Two people wrote different things, please choose")),
            Ways(self._choose, self._looked_at, self._opening),
        )
        self._decided = Lines(here, "decided", N_("Where you or others have chosen"))
        self._again: set[str] = set()
        self._carry = Carry(here)
        self._new = Lines(here, "new", N_("Waiting to send"))
        self._lay_out()

    def _lay_out(self) -> None:
        around = QVBoxLayout(self)
        for part in (self._count, self._kinds, self._where):
            around.addWidget(part)
        buttons = FlowLayout()
        buttons.addWidget(self._send)
        buttons.addWidget(self._offline)
        around.addLayout(buttons)
        parts = (self._aside, self._both, self._carry, self._new, self._older, self._decided)
        for below in parts:
            around.addWidget(below)
        around.addStretch(1)

    def open(self, **_: Any) -> None:
        """What was to be chosen again and was not is left as it is."""
        self._again.clear()

    def focus(self) -> None:
        """On the large button."""
        self._send.setFocus()

    def refresh(self) -> None:
        """Read anew what is where."""
        desk, now = self.here.desk, self.here.desk.clock()
        found = send.status(desk)
        self._say(found, sum(found.waiting.values()))
        self._offline.setChecked(send.stays_offline(desk))
        self._aside.offer([self._not_taken(entry) for entry in not_taken(desk)])
        chosen = decided(desk)
        again = [entry for entry in chosen if entry.conflict_id in self._again]
        self._both.offer([*disagreements(desk), *again])
        self._decided.offer([self._chosen(entry) for entry in chosen if entry not in again])
        listed, last = waiting_changes(desk, most=_LISTED), relay.carried(desk)
        self._new.offer([self._change(each, last, now) for each in listed])
        self._carry.offer(last, listed)
        older = sum(found.waiting.values()) - len(listed)
        self._older.setVisible(older > 0)
        self._older.setText(
            self.here.words.shown(N_("{count} older ones wait too, not listed here."), count=older)
        )

    def _say(self, found: send.Status, count: int) -> None:
        words, now = self.here.words, self.here.desk.clock()
        text = N_("{count} waiting to send") if count else N_("Nothing waits to be sent")
        said = [words.shown(text, count=count)]
        if found.aside:
            said.append(words.shown(N_("{count} not taken"), count=len(found.aside)))
        self._count.setText(" · ".join(said))
        kinds = (f"{words.shown(KINDS[kind].label)} {n}" for kind, n in found.waiting.items())
        self._kinds.setText(" · ".join(kinds))
        self._kinds.setVisible(bool(count))
        where = N_("Nothing is sent while you stay offline. Everything is saved on this laptop.")
        if not send.stays_offline(self.here.desk):
            where = N_("All of it is saved on this laptop. Last sent and updated: {time}")
        self._where.setText(words.shown(where, time=when.said(words, found.as_of, now)))

    def _stay_offline(self) -> None:
        with self.here.acting():
            send.stay_offline(self.here.desk, chosen=self._offline.isChecked())
            self.refresh()

    def _not_taken(self, entry: NotTaken) -> Line:
        words = self.here.words
        text = N_("Could not be done: {what}: {why}")
        if entry.verdict != _REFUSED:
            text = N_("Not taken: {what}: {why}")
        what = told.about(words, entry.about)
        said = words.shown(text, what=what, why=told.reason(words, entry))
        acts = [*self._opening(entry.about), Act(N_("Copy the words"), lambda: self._copy(entry))]
        return Line(
            said, [*acts, *self._looking(entry.change_id, is_new=entry.is_new)], part="warn"
        )

    def _copy(self, entry: NotTaken) -> None:
        words, kind = self.here.words, entry.about.kind
        said = [
            f"{told.field(words, kind, name)}  {told.value(words, kind, name, held)}"
            for name, held in entry.said.items()
        ]
        why = told.reason(words, entry)
        QGuiApplication.clipboard().setText("\n".join([told.about(words, entry.about), *said, why]))
        self.here.notices.done(N_("Copied."))

    def _chosen(self, entry: Disagreement) -> Line:
        words, now = self.here.words, self.here.desk.clock()
        said = words.shown(
            N_("{said}. {chosen}"),
            said=told.disagreement(words, entry),
            chosen=told.decision(words, entry, now),
        )
        acts = self._opening(entry.about)
        if entry.is_mine_to_decide:
            acts.append(Act(N_("Choose again"), lambda: self._choose_again(entry.conflict_id)))
        return Line(said, acts)

    def _choose_again(self, conflict_id: str) -> None:
        self._again.add(conflict_id)
        self.refresh()

    def _choose(self, entry: Disagreement, takes: str, value: Any) -> None:
        with self.here.acting("resolution", "conflict"):
            made = resolve(self.here.desk, entry.conflict_id, takes, value)
            self.here.notices.done(
                N_("{what}: your choice is saved on this laptop. The office hub confirms it."),
                back=lambda: take_decision_back(self.here.desk, made.id),
                what=told.matter(self.here.words, entry),
            )

    def _looking(self, entry_id: str, *, is_new: bool) -> list[Act]:
        return [Act(N_("I have looked"), lambda: self._looked_at(entry_id))] if is_new else []

    def _looked_at(self, entry_id: str) -> None:
        with self.here.acting("conflict"):
            look_at(self.here.desk, entry_id)

    def _change(self, each: Waiting, last: relay.Carried | None, now: datetime) -> Line:
        words, kind = self.here.words, each.about.kind
        fields = "、".join(told.field(words, kind, name) for name in each.changed)
        what = words.code(each.codes, each.code) or each.number
        if fields:
            what = words.shown(N_("changed: {fields}"), fields=fields)
        at = when.said(words, each.written_at, now)
        parts = (told.about(words, each.about), what, at, self._packed(each, last))
        return Line("  ".join(part for part in parts if part), self._opening(each.about))

    def _packed(self, each: Waiting, last: relay.Carried | None) -> str:
        """How far a change is that nobody has answered yet; nothing for what is only here."""
        words = self.here.words
        if last is not None and is_in(last, each):
            return words.shown(N_("in the envelope {name}, not answered yet"), name=last.name)
        packed = N_("Packed to be sent, the office hub has not answered yet")
        return words.shown(packed) if each.has_left else ""

    def _opening(self, about: About) -> list[Act]:
        """Where the record can be seen; nothing for what has no page."""
        if about.issue_id:
            return [Act(N_("Open"), lambda: self.here.go("issue", id=about.issue_id))]
        if about.kind == "visit_list":
            return [Act(N_("Open"), lambda: self.here.go("lists", id=about.record_id))]
        if about.household_id:
            return [Act(N_("Open"), lambda: self.here.go("household", id=about.household_id))]
        return []
