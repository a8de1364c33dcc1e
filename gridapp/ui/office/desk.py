"""The whole of the office's hub: what there is to do depends on how the hub is."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from gridapp.domain.office import HubState
from gridapp.domain.words import N_
from gridapp.ui.buttons import Choice, Choices
from gridapp.ui.here import AtHand
from gridapp.ui.office.accounts import AccountsPanel
from gridapp.ui.office.begin import BeginPanel, UnlockPanel
from gridapp.ui.office.copies import CopiesPanel
from gridapp.ui.office.envelopes import EnvelopesPanel
from gridapp.ui.office.grids import GridsPanel
from gridapp.ui.office.laptops import LaptopsPanel
from gridapp.ui.office.panel import Panel
from gridapp.ui.office.state import StatePanel

_SUBJECTS = {
    "accounts": N_("Accounts"),
    "grids": N_("Grids and buildings"),
    "laptops": N_("Laptops"),
    "envelopes": N_("By stick"),
    "copies": N_("Copies"),
}


class OfficeDesk(QWidget):
    """Begin, or unlock, or look after what runs."""

    def __init__(self, at: AtHand) -> None:
        super().__init__()
        self._at = at
        self._begin, self._unlock, self._state = BeginPanel(at), UnlockPanel(at), StatePanel(at)
        self._subject = Choices(at.look, "office-subject")
        self._subject.chosen.connect(self._turn)
        self._panels: dict[str, Panel] = {
            "accounts": AccountsPanel(at),
            "grids": GridsPanel(at),
            "laptops": LaptopsPanel(at),
            "envelopes": EnvelopesPanel(at),
            "copies": CopiesPanel(at),
        }
        self._shown = "accounts"
        around = QVBoxLayout(self)
        for part in (self._state, self._begin, self._unlock, self._subject):
            part.hide()
            around.addWidget(part)
        for panel in self._panels.values():
            panel.hide()
            around.addWidget(panel)
        around.addStretch(1)
        at.changed.connect(self._changed)

    def _changed(self, kinds: frozenset[str]) -> None:
        if "office" in kinds:
            self.refresh()

    def refresh(self) -> None:
        """Ask how the hub is, then show what fits."""
        office = self._at.office
        self._at.start(lambda: office().state(), self._show)

    def _show(self, state: HubState) -> None:
        is_open = state.begun and not state.locked
        self._begin.setVisible(not state.begun)
        self._unlock.setVisible(state.begun and state.locked)
        self._state.setVisible(state.begun)
        self._state.show_state(state)
        words = self._at.words
        subjects = [Choice(name, words.shown(text)) for name, text in _SUBJECTS.items()]
        self._subject.offer(subjects)
        self._subject.choose({self._shown})
        self._subject.setVisible(is_open)
        for name, panel in self._panels.items():
            panel.setVisible(is_open and name == self._shown)
        if is_open:
            self._panels[self._shown].refresh()

    def _turn(self, subject: str) -> None:
        self._shown = subject
        for name, panel in self._panels.items():
            panel.setVisible(name == subject)
        self._panels[subject].refresh()
