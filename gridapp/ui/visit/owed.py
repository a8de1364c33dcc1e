"""What comes before anything else at this door: answers we owe, and wishes to be respected."""

from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from gridapp.client.actions.household_view import HouseholdView, Matter
from gridapp.domain.times import LOCAL, read_moment
from gridapp.domain.words import N_
from gridapp.ui.buttons import Button
from gridapp.ui.here import Here
from gridapp.ui.visit.rows import plain_label


class Owed(QFrame):
    """Gone where nothing is owed."""

    def __init__(self, here: Here) -> None:
        super().__init__()
        self._here = here
        self._replies: list[QWidget] = []
        self._shown: list[tuple[str, str]] = []
        self.setObjectName("visit-owed")
        self.setProperty("part", "owed")
        self._wish = plain_label("left-alone", "warn")
        self._around = QVBoxLayout(self)
        self._around.setContentsMargins(10, 2, 6, 2)
        self._around.addWidget(self._wish)

    def show_household(self, view: HouseholdView) -> None:
        """Show what is owed to this household."""
        words, refusal = self._here.words, view.household.refusal
        owed = [(self._said(matter), matter.issue_id) for matter in view.matters if matter.is_owed]
        self._wish.setVisible(bool(refusal))
        if refusal:
            text = N_("They asked: {wish}. Please do not knock.")
            self._wish.setText(words.shown(text, wish=words.code("outcome_digit", refusal)))
        if owed != self._shown:
            self._shown = owed
            self._show_replies()
        self.setVisible(bool(refusal or owed))

    def _show_replies(self) -> None:
        for gone in self._replies:
            self._around.removeWidget(gone)
            gone.hide()
            gone.deleteLater()
        self._replies = [self._reply(n, *each) for n, each in enumerate(self._shown, 1)]
        for reply in self._replies:
            self._around.addWidget(reply)

    def _reply(self, number: int, said: str, issue_id: str) -> QWidget:
        here, row = self._here, QWidget()
        text = plain_label(f"reply-{number}-text")
        text.setText(said)
        go = here.go
        button = Button(
            here.words, here.look, f"reply-{number}", N_("Open"), lambda: go("issue", id=issue_id)
        )
        button.setAccessibleDescription(said)
        line = QHBoxLayout(row)
        line.setContentsMargins(0, 0, 0, 0)
        line.addWidget(text, 1)
        line.addWidget(button)
        return row

    def _said(self, matter: Matter) -> str:
        words = self._here.words
        said = words.shown(
            N_("Answer first: {category} (told {day})"),
            category=words.code("category", matter.category),
            day=_day(matter.told_at),
        )
        done = words.shown(N_("{day}: {words}"), day=_day(matter.said_at), words=matter.said)
        return f"{said}  {done}"


def _day(moment: str) -> str:
    return f"{read_moment(moment).astimezone(LOCAL):%m-%d}" if moment else ""
