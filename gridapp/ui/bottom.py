"""The line at the bottom: what is safe where, how fresh, and who works here."""

from PySide6.QtWidgets import QFrame, QLabel, QPushButton

from gridapp.client.actions.whereabouts import Left, left
from gridapp.client.desk import my_area
from gridapp.domain.words import N_
from gridapp.ui import when
from gridapp.ui.flow import FlowLayout
from gridapp.ui.here import Here
from gridapp.ui.look import sizes


class Bottom(QFrame):
    """Says only what is known: nothing is called sent before its receipt is here."""

    def __init__(self, here: Here) -> None:
        super().__init__()
        self.setProperty("part", "bar")
        self._here = here
        self._safe = QPushButton()
        self._safe.setObjectName("bottom-waiting")
        self._safe.clicked.connect(lambda: here.go("waiting"))
        self._photos, self._paper = QLabel(), QLabel()
        self._photos.setObjectName("bottom-photos")
        self._paper.setObjectName("bottom-paper")
        self._sent = QLabel()
        self._sent.setObjectName("bottom-sent")
        self._fresh = QLabel()
        self._fresh.setObjectName("bottom-fresh")
        self._who = QLabel()
        self._who.setObjectName("bottom-who")
        around = FlowLayout(self, space=18)
        around.setContentsMargins(8, 2, 8, 2)
        for part in (self._safe, self._photos, self._paper, self._sent, self._fresh, self._who):
            around.addWidget(part)
        here.changed.connect(lambda _: self.refresh())
        here.words.changed.connect(self.refresh)
        here.look.changed.connect(self._fit)
        self._fit()
        self.refresh()

    def _fit(self) -> None:
        # Where letters are largest, a third line here would leave the page none.
        self._who.setVisible(not sizes.is_narrow(self._here.look.size))

    def refresh(self) -> None:
        """Read it anew."""
        here, words = self._here, self._here.words
        now = here.desk.clock()
        found = left(here.desk)
        told = [words.shown(N_("Saved on this laptop"))]
        if found.waiting:
            told.append(words.shown(N_("{count} waiting to send"), count=found.waiting))
        if found.aside:
            told.append(words.shown(N_("{count} not taken"), count=found.aside))
        if found.are_records_sent:
            told.append(words.shown(_sent(found)))
        self._safe.setText(" · ".join(told))
        self._photos.setText(words.shown(N_("{count} photos still to send"), count=found.photos))
        self._photos.setVisible(bool(found.photos))
        paper = N_("{count} doors on paper not typed in")
        self._paper.setText(words.shown(paper, count=found.doors))
        self._paper.setVisible(bool(found.doors))
        as_of = when.said(words, found.as_of, now)
        self._sent.setText(words.shown(N_("Last sent {time}"), time=as_of))
        self._fresh.setText(words.shown(N_("As of {time}"), time=as_of))
        grids = "、".join(my_area(here.desk))
        demo = words.shown(N_("Demonstration")) if here.desk.me.demo else ""
        self._who.setText(" · ".join(part for part in (grids, here.desk.me.person, demo) if part))


def _sent(found: Left) -> str:
    """What is at the hub, never more than is known."""
    if not found.is_all_sent:
        others = N_("The other records are at the office hub")
        return others if found.aside else N_("Records are at the office hub")
    return N_("All else is at the office hub") if found.aside else N_("All is at the office hub")
