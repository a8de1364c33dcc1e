"""The office hub on this computer: the page for the clerk."""

from PySide6.QtWidgets import QVBoxLayout

from gridapp.domain.words import N_
from gridapp.ui.here import Here
from gridapp.ui.office.desk import OfficeDesk
from gridapp.ui.page import Page


class OfficePage(Page):
    """No command line is needed."""

    name = "office"
    title = N_("Office hub")
    icon = "office"
    rail = "office"

    def __init__(self, here: Here) -> None:
        super().__init__(here)
        self._desk = OfficeDesk(here)
        around = QVBoxLayout(self)
        around.addWidget(self._desk)

    def refresh(self) -> None:
        """Ask how the hub is."""
        self._desk.refresh()
