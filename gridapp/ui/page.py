"""What a page is: one subject on one screen, made of widgets that read from the store."""

from typing import Any, ClassVar

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QScrollArea, QWidget

from gridapp.ui.here import Here


class Page(QWidget):
    """One page. Declare `name`, `title` (marked), `icon`, and the kinds it `shows`.

    `rail` is the name of the rail entry that stays marked while this page is open; a page whose
    `rail` is its own name has an entry. `refresh` reads everything anew: it is called when the
    page is opened, when an action wrote one of its kinds, and when the language changed.
    """

    name: ClassVar[str]
    title: ClassVar[str]
    icon: ClassVar[str]
    rail: ClassVar[str]
    shows: ClassVar[frozenset[str]] = frozenset()

    headed = Signal(str)

    def __init__(self, here: Here) -> None:
        super().__init__()
        self.here = here
        self.within: QScrollArea | None = None  # what it scrolls in, once it has its place
        self.setObjectName(f"page-{self.name}")

    def open(self, **what: Any) -> None:
        """Take up a subject, before `refresh`; a page without subjects ignores it."""

    def refresh(self) -> None:
        """Show what the store holds now."""

    def heading(self) -> str:
        """What stands above the page, in the language in force."""
        return self.here.words.shown(self.title)

    def focus(self) -> None:
        """Put the keyboard where one begins."""
        self.setFocus()

    def print(self) -> bool:
        """Print what this page shows (Ctrl+P); False where there is nothing to print."""
        return False
