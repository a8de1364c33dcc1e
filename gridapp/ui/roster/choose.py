"""First step: choose the file, or take back an import of before."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog

from gridapp.client.actions.undo_import import PastImport, past_imports
from gridapp.client.roster.recent import recent_folder
from gridapp.domain.words import N_
from gridapp.ui import when
from gridapp.ui.buttons import Button
from gridapp.ui.here import Here
from gridapp.ui.lines import Act, Line, Lines, plain
from gridapp.ui.roster.step import Step

_PATTERN = "*.xlsx *.xls *.xlsb *.ods *.csv *.et *.txt"


class Choose(Step):
    """Calls `take` with the file, and `undo` with an import."""

    title = N_("Choose the file")

    def __init__(
        self, here: Here, take: Callable[[Path], None], undo: Callable[[PastImport], None]
    ) -> None:
        super().__init__(here)
        self._take, self._undo = take, undo
        self._zone = Button(
            here.words,
            here.look,
            "choose-roster",
            N_("Drop the list here, or press to choose it"),
            self._ask,
            icon="folder",
            part="main",
        )
        hint = plain("roster-hint", "dim")
        here.words.put(
            hint,
            "text",
            N_(
                "A list from WPS or Excel, or a csv file. "
                "Nothing is changed before you have looked at it."
            ),
        )
        self._past = Lines(here, "past", N_("Imported before"))
        self._around.addWidget(self._zone, 0, Qt.AlignmentFlag.AlignLeft)
        self._around.addWidget(hint)
        self._around.addWidget(self._past)

    def focus(self) -> None:
        """On the large button."""
        self._zone.setFocus()

    def show_past(self) -> None:
        """List the imports that can be taken back."""
        words, now = self.here.words, self.here.desk.clock()
        self._past.offer(
            [
                Line(
                    words.shown(
                        N_("{file}  {time}  {count} new households"),
                        file=each.file,
                        time=when.said(words, each.at, now),
                        count=each.households,
                    ),
                    [Act(N_("Undo"), lambda each=each: self._undo(each))],  # type: ignore[misc]  # bound now
                )
                for each in past_imports(self.here.desk)
            ]
        )

    def _ask(self) -> None:
        words = self.here.words
        kinds, every = words.shown(N_("Spreadsheets")), words.shown(N_("All files"))
        file, _ = QFileDialog.getOpenFileName(
            self,
            words.shown(self.title),
            recent_folder(self.here.desk),
            f"{kinds} ({_PATTERN} {_PATTERN.upper()});;{every} (*)",
        )
        if file:
            self._take(Path(file))
