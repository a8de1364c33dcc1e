"""Visit lists: those in my hands, and each of them on paper."""

from typing import Any

from PySide6.QtWidgets import QVBoxLayout

from gridapp.client.actions.list_pages import NoSuchBuilding
from gridapp.client.actions.visit_lists import NoSuchList
from gridapp.domain.words import N_
from gridapp.ui.here import Here
from gridapp.ui.page import Page
from gridapp.ui.printing.job import Subject
from gridapp.ui.printing.overview import Overview
from gridapp.ui.printing.panel import Panel


class ListsPage(Page):
    """With a building, a stair or a list it is ready to print; without, it shows what is out."""

    name = "lists"
    title = N_("Lists")
    icon = "lists"
    rail = "lists"
    shows = frozenset(
        {
            *("visit_list", "print_log", "campaign", "visit", "issue", "issue_step"),
            *("building", "unit", "house", "household", "resident"),
        }
    )

    def __init__(self, here: Here) -> None:
        super().__init__(here)
        self._subject = Subject()
        self._overview, self.panel = Overview(here), Panel(here)
        around = QVBoxLayout(self)
        around.addWidget(self._overview)
        around.addWidget(self.panel)
        self.panel.hide()

    def open(self, building: str = "", unit: str = "", id: str = "", **_: Any) -> None:  # noqa: A002
        """Take up a building (its id) or a stair of it, or a list by its id or number."""
        self._subject = Subject(building, unit, id)

    @property
    def _is_one(self) -> bool:
        return self._subject != Subject()

    def refresh(self) -> None:
        """Show the one that is meant, or all; what is gone is told."""
        if self._is_one:
            self.panel.open(self._subject)
            try:
                self.panel.refresh()
            except (NoSuchBuilding, NoSuchList) as problem:
                self.here.notices.told(problem)
                self._subject = Subject()
        if not self._is_one:
            self._overview.refresh()
        self._overview.setVisible(not self._is_one)
        self.panel.setVisible(self._is_one)

    def heading(self) -> str:
        """What is printed, or that these are lists."""
        return self.panel.heading() if self._is_one else super().heading()

    def focus(self) -> None:
        """Where one begins."""
        (self.panel if self._is_one else self._overview).focus()

    def print(self) -> bool:
        """Print the one that is open."""
        if self._is_one:
            self.panel.print()
        return self._is_one
