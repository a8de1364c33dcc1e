"""The line at the bottom: what is safe where, how fresh, and who works here."""

from PySide6.QtWidgets import QFrame, QLabel, QPushButton

from gridapp.client.actions.send import safety
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
        self._sent = QLabel()
        self._sent.setObjectName("bottom-sent")
        self._fresh = QLabel()
        self._fresh.setObjectName("bottom-fresh")
        self._who = QLabel()
        self._who.setObjectName("bottom-who")
        around = FlowLayout(self, space=18)
        around.setContentsMargins(8, 2, 8, 2)
        for part in (self._safe, self._sent, self._fresh, self._who):
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
        found = safety(here.desk)
        told = [words.shown(N_("Saved on this laptop"))]
        if found.waiting:
            told.append(words.shown(N_("{count} waiting to send"), count=found.waiting))
        if found.aside:
            told.append(words.shown(N_("{count} not taken"), count=found.aside))
        self._safe.setText(" · ".join(told))
        as_of = when.said(words, found.as_of, now)
        self._sent.setText(words.shown(N_("Last sent {time}"), time=as_of))
        self._fresh.setText(words.shown(N_("As of {time}"), time=as_of))
        grids = "、".join(my_area(here.desk))
        demo = words.shown(N_("Demonstration")) if here.desk.me.demo else ""
        self._who.setText(" · ".join(part for part in (grids, here.desk.me.person, demo) if part))
