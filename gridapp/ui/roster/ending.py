"""Last step: what will be done, how far it is, and what was done."""

from collections.abc import Callable

from PySide6.QtWidgets import QProgressBar

from gridapp.client.actions.import_roster import Imported
from gridapp.domain.words import N_
from gridapp.ui.buttons import Button
from gridapp.ui.flow import FlowLayout
from gridapp.ui.here import Here
from gridapp.ui.lines import plain
from gridapp.ui.roster.step import Draft, Step


class Ending(Step):
    """Calls `undo` with the import, `again` for another file, `stop` while it runs."""

    title = N_("Import")

    def __init__(
        self,
        here: Here,
        *,
        undo: Callable[[], None],
        again: Callable[[], None],
        stop: Callable[[], None],
    ) -> None:
        super().__init__(here)
        self._said = plain("import-said", "heading")
        self._more = plain("import-more", "dim")
        self._progress = QProgressBar()
        self._progress.setObjectName("import-progress")
        here.words.put(self._progress, "accessibleName", N_("How far it is"))
        make = here.words, here.look
        self._stop = Button(*make, "stop-import", N_("Stop: import nothing"), stop, icon="stop")
        self._undo = Button(*make, "undo-import", N_("Undo this import"), undo, icon="undo")
        self._see = Button(
            *make,
            "see-buildings",
            N_("See the buildings"),
            lambda: here.go("buildings"),
            icon="buildings",
            part="main",
        )
        self._again = Button(*make, "import-another", N_("Import another list"), again)
        buttons = FlowLayout()
        for button in (self._stop, self._see, self._undo, self._again):
            buttons.addWidget(button)
        for part in (self._said, self._more, self._progress):
            self._around.addWidget(part)
        self._around.addLayout(buttons)
        self.show_running(running=False)

    def show_draft(self, draft: Draft) -> None:
        """Say what an import of this draft would do, or did."""
        done = draft.imported
        assert done is not None
        self._say(done, is_over=draft.is_over)
        self._see.setVisible(draft.is_over)
        self._again.setVisible(draft.is_over)
        self._undo.setVisible(bool(done.id))

    def _say(self, done: Imported, *, is_over: bool) -> None:
        words = self.here.words
        told = {
            "households": done.new.get("household", 0),
            "people": done.new.get("resident", 0),
            "filled": sum(done.filled.values()),
            "doubts": len({(each.sheet, each.row) for each in done.problems}),
        }
        text = N_("{households} households with {people} people will be added.")
        if is_over:
            text = N_("{households} households with {people} people were added.")
        self._said.setText(words.shown(text, **told))
        more = N_("Records changed: {filled}. Rows with problems or doubts: {doubts}.")
        saved = N_("Saved on this laptop, waiting to be sent. It can be undone later, too.")
        lines = [words.shown(more, **told)]
        self._more.setText("\n".join([*lines, words.shown(saved)] if done.id else lines))

    def show_running(self, *, running: bool) -> None:
        """Show how far it is, and the button that stops it."""
        self._progress.setVisible(running)
        self._stop.setVisible(running)
        self._progress.setValue(0)

    def went_on(self, percent: int) -> None:
        """So far it is."""
        self._progress.setValue(percent)

    def focus(self) -> None:
        """On what one wants next."""
        shown = next((b for b in (self._stop, self._see) if not b.isHidden()), self)
        shown.setFocus()
