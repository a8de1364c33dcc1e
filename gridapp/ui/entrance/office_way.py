"""The office's own computer: its hub is looked after without anybody signing in."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QScrollArea, QVBoxLayout, QWidget

from gridapp.client.tasks import Tasks
from gridapp.domain.office import Office
from gridapp.domain.words import N_
from gridapp.ui.buttons import Button
from gridapp.ui.here import AtHand
from gridapp.ui.look.look import Look
from gridapp.ui.notices import Notices
from gridapp.ui.office.desk import OfficeDesk
from gridapp.ui.words import Words


class OfficeWay(QWidget):
    """What the page “Office hub” shows, with the way back to the beginning."""

    def __init__(
        self,
        words: Words,
        look: Look,
        tasks: Tasks,
        office: Callable[[], Office],
        back: Callable[[], None],
    ) -> None:
        super().__init__()
        notices = Notices(words, look)
        self._at = AtHand(words=words, look=look, tasks=tasks, notices=notices, office=office)
        desk = OfficeDesk(self._at)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidget(desk)
        around = QVBoxLayout(self)
        go_back = Button(words, look, "back", N_("Back"), self._leave, icon="back", part="quiet")
        around.addWidget(go_back, 0, Qt.AlignmentFlag.AlignLeft)
        around.addWidget(scroll, 1)
        around.addWidget(notices)
        self._back = back
        desk.refresh()

    def _leave(self) -> None:
        self._at.leave()
        self._back()
