"""What is shown this once and handed over on paper: passwords and codes."""

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtWidgets import QFrame, QLineEdit, QVBoxLayout, QWidget

from gridapp.domain.words import N_
from gridapp.paper.press import to_pdf
from gridapp.paper.shapes import Page
from gridapp.ui.buttons import Button
from gridapp.ui.flow import FlowLayout
from gridapp.ui.here import AtHand
from gridapp.ui.lines import plain


class Handing(QFrame):
    """Gone until there is something to hand over."""

    def __init__(self, at: AtHand, name: str) -> None:
        super().__init__()
        self.setProperty("part", "owed")
        self._at = at
        self._pages: Callable[[], list[Page]] = list
        self._told = plain(f"{name}-slips")
        once = plain("", "warn")
        at.words.put(once, "text", N_("Shown this once. Print the slips, or write them down."))
        self._file = QLineEdit(str(Path.home() / f"{name}.pdf"))
        self._file.setObjectName(f"{name}-pdf")
        self._file.setMinimumWidth(at.look.pixels * 16)
        at.words.put(self._file, "accessibleName", N_("File for the slips"))
        save = Button(
            *(at.words, at.look, f"{name}-save", N_("Save the slips as PDF"), self._save),
            icon="save-pdf",
        )
        around = QVBoxLayout(self)
        around.addWidget(once)
        around.addWidget(self._told)
        row = QWidget()
        line = FlowLayout(row)
        line.addWidget(self._file)
        line.addWidget(save)
        around.addWidget(row)
        self.hide()

    def offer(self, told: Sequence[str], pages: Callable[[], list[Page]]) -> None:
        """Show these lines; `pages` are the same on paper."""
        self._told.setText("\n".join(told))
        self._pages = pages
        self.setVisible(bool(told))

    def _save(self) -> None:
        path = Path(self._file.text().strip())
        self._at.start(
            lambda: to_pdf(self._pages(), path),
            lambda _: self._at.notices.done(
                N_("The slips are in “{file}”. Print it, then delete it."), file=path.name
            ),
        )
