"""The copies of the hub's records: when the last was made, and one made now."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtWidgets import QFileDialog

from gridapp.client import clock
from gridapp.domain.office import Copy
from gridapp.domain.words import N_
from gridapp.ui import when
from gridapp.ui.here import AtHand
from gridapp.ui.lines import Line, Lines
from gridapp.ui.office.panel import Panel

_MEGABYTE = 2**20


class CopiesPanel(Panel):
    """Copies stay encrypted; they belong on another disk than the hub's own."""

    def __init__(self, at: AtHand) -> None:
        super().__init__(at, "copies")
        self._newest = self.words("heading")
        self._folder = self.line("copy-folder", N_("Folder, best on another disk"))
        choose = self.button("copy-choose", N_("Choose the folder…"), self._choose, icon="folder")
        make = self.button("copy-make", N_("Copy now"), self._make, icon="copy")
        self.row(self._folder, choose, make)
        self._lines = Lines(at, "copy", N_("Copies"))
        self.around.addWidget(self._lines)

    def refresh(self) -> None:
        """Look for the copies anew."""
        self.ask(lambda office: office.copies(), self._show)

    def _show(self, copies: Sequence[Copy]) -> None:
        words, now = self.at.words, clock.now()
        newest = copies[0].made_at if copies else ""
        said = when.said(words, newest, now)
        self._newest.setText(words.shown(N_("Last copy: {time}"), time=said))
        self._newest.setProperty("part", "heading" if copies else "warn")
        self._lines.offer(
            [
                Line(
                    words.shown(
                        N_("{time}  {file}  {size} MB"),
                        time=when.said(words, each.made_at, now),
                        file=each.file.name,
                        size=f"{each.size / _MEGABYTE:.1f}",
                    )
                )
                for each in copies
            ]
        )

    def _choose(self) -> None:
        title = self.at.words.shown(N_("Choose the folder…"))
        chosen = QFileDialog.getExistingDirectory(self, title, str(Path.home()))
        if chosen:
            self._folder.setText(chosen)

    def _make(self) -> None:
        said = self._folder.text().strip()
        folder = Path(said) if said else None
        self.tell(
            lambda office: office.make_copy(folder),
            lambda copy: self.at.notices.done(N_("Copied to “{file}”."), file=copy.file.name),
        )
