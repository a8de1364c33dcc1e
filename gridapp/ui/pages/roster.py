"""Import a roster: choose it, match its columns, look, deal, confirm, import; and take it back."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from threading import Event
from typing import TypeVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QKeyEvent
from PySide6.QtWidgets import QApplication, QPushButton, QVBoxLayout
from shiboken6 import isValid

from gridapp.client.actions.import_roster import Imported, import_roster
from gridapp.client.actions.undo_import import PastImport, Undone, undo_import
from gridapp.client.roster.dealing import grids_offered, known_dealing
from gridapp.client.roster.matching import Opened, open_roster, recognised
from gridapp.client.roster.planning import Dealing
from gridapp.client.roster.recent import keep_recent_folder
from gridapp.domain.errors import Expected
from gridapp.domain.words import N_
from gridapp.ui.here import Here
from gridapp.ui.page import Page
from gridapp.ui.roster.choose import Choose
from gridapp.ui.roster.columns import Columns
from gridapp.ui.roster.ending import Ending
from gridapp.ui.roster.grids import Grids
from gridapp.ui.roster.head import Head
from gridapp.ui.roster.preview import Preview
from gridapp.ui.roster.remarks import Remarks
from gridapp.ui.roster.step import Draft, Step

_WRITTEN = ("compound", "building", "unit", "house", "household", "resident", "note")
_ENTER = {Qt.Key.Key_Return, Qt.Key.Key_Enter}
Made = TypeVar("Made")


class Stopped(Expected):
    """A person stopped the import."""


class RosterPage(Page):
    """One step is in sight; what was decided stays when one looks elsewhere."""

    name = "roster"
    title = N_("Import")
    icon = "records"
    rail = "roster"
    shows = frozenset({"household"})

    went_on = Signal(int)  # from beside the window

    def __init__(self, here: Here) -> None:
        super().__init__(here)
        self._draft: Draft | None = None
        self._stopped = Event()
        self._busy = ""
        self._problem: Expected | None = None
        self._choose = Choose(here, self._read, self._ask_undo)
        self._preview = Preview(here)
        self._grids, self._remarks = Grids(here), Remarks(here)
        self._ending = Ending(here, undo=self._undo, again=self._again, stop=self._stopped.set)
        self._columns = Columns(here)
        self._step: Step = self._choose
        self._head = Head(here, self._go_back, self._go_on)
        self.went_on.connect(self._ending.went_on)
        self.setAcceptDrops(True)
        around = QVBoxLayout(self)
        for part in (self._head, *self._all_steps()):
            around.addWidget(part)
        around.addStretch(1)

    def _all_steps(self) -> tuple[Step, ...]:
        asked = (self._columns, self._preview, self._grids, self._remarks)
        return (self._choose, *asked, self._ending)

    def _steps(self) -> list[Step]:
        """Those of this import: nothing is asked that has one answer."""
        left_out: set[Step] = set()
        if len(grids_offered(self.here.desk)) <= 1:
            left_out.add(self._grids)
        draft = self._draft
        if draft is None or draft.imported is None or not draft.imported.proposals:
            left_out.add(self._remarks)
        return [step for step in self._all_steps() if step not in left_out]

    def refresh(self) -> None:
        """Say everything anew; the step stays."""
        self._choose.show_past()
        if self._draft is not None and self._step is not self._choose:
            self._step.show_draft(self._draft)
        self._draw()

    def focus(self) -> None:
        """Where the step begins."""
        self._step.focus()

    def _draw(self) -> None:
        words, steps = self.here.words, self._steps()
        number = steps.index(self._step) + 1
        self._head.show_place(number, len(steps), self._step.title)
        self._head.say(words.said(self._problem) if self._problem else words.shown(self._busy))
        for step in self._all_steps():
            step.setVisible(step is self._step)
            step.setEnabled(not self._busy or step is self._ending)
        is_over = self._draft is not None and self._draft.is_over
        self._head.show_ways(shown=number > 1 and not is_over, enabled=not self._busy)

    def _show(self, step: Step) -> None:
        """Show a step that its draft is ready for."""
        self._step, self._problem = step, None
        if self._draft is not None and step is not self._choose:
            step.show_draft(self._draft)
        self._draw()
        step.focus()

    def _start(
        self, busy: str, work: Callable[[], Made], done: Callable[[Made], None], *kinds: str
    ) -> None:
        """Work beside the window; a refusal stands in the page until the next step."""

        def ended(made: Made) -> None:
            if isValid(self):
                self._rest()
                done(made)

        def refused(problem: Expected) -> None:
            if isValid(self):
                self._rest()
                self._problem = problem
                self.refresh()
                self._step.focus()

        self._busy, self._problem = busy, None
        self._draw()
        self.here.start(work, ended, *kinds, refused=refused)

    def _rest(self) -> None:
        self._busy = ""
        self._ending.show_running(running=False)

    def _read(self, path: Path) -> None:
        desk = self.here.desk

        def work() -> Draft:
            keep_recent_folder(desk, path)
            opened = open_roster(path)
            grids = grids_offered(desk)
            known = {name: at for name, at in known_dealing(desk).items() if at in grids}
            return Draft(opened, recognised(opened), Dealing(next(iter(grids), ""), known))

        self._start(N_("Reading the list…"), work, self._opened)

    def _opened(self, draft: Draft) -> None:
        self._draft = draft
        self._show(self._columns)

    def _go_on(self) -> None:
        draft = self._draft
        if self._busy or draft is None or draft.is_over or not self._step.ready():
            return
        if self._step is self._ending:
            self._import(draft)
        elif self._asks_anew(draft):
            self._look(draft)
        else:
            self._advance()

    def _asks_anew(self, draft: Draft) -> bool:
        """Whether what comes next needs a preview that was not made yet."""
        steps = self._steps()
        needs = self._step is self._columns or steps[steps.index(self._step) + 1] is self._ending
        return needs and not draft.is_previewed

    def _advance(self) -> None:
        steps = self._steps()
        self._show(steps[steps.index(self._step) + 1])

    def _go_back(self) -> None:
        steps = self._steps()
        at = steps.index(self._step)
        if at and not self._busy:
            self._show(steps[at - 1])

    def _look(self, draft: Draft) -> None:
        """See what an import would do."""
        desk, decided = self.here.desk, draft.decided()

        def done(imported: Imported) -> None:
            draft.imported, draft.previewed = imported, decided
            self._advance()

        work = partial(import_roster, desk, draft.opened, **decided, preview=True)
        self._start(N_("Looking at the list…"), work, done)

    def _import(self, draft: Draft) -> None:
        desk, decided = self.here.desk, draft.decided()
        self._stopped.clear()

        def went_on(percent: int) -> None:
            if self._stopped.is_set():
                raise Stopped(N_("Stopped. Nothing was imported."))
            self.went_on.emit(percent)

        def work() -> Imported:
            done = import_roster(desk, draft.opened, **decided, went_on=went_on)
            return replace(done, entries=(), sheets=())

        self._start(N_("Importing…"), work, self._imported, *_WRITTEN)
        self._ending.show_running(running=True)
        self._ending.focus()

    def _imported(self, done: Imported) -> None:
        assert self._draft is not None
        name = self._draft.opened.name
        self._draft = Draft(Opened(name, ()), [], imported=done, is_over=True)
        count = done.new.get("household", 0)
        text = N_("{file}: {count} households added, saved on this laptop.")
        back = partial(self._take_back, done.id) if done.id else None
        self.here.notices.done(text, back, file=name, count=count)
        self._show(self._ending)

    def _again(self) -> None:
        self._draft = None
        self._choose.show_past()
        self._show(self._choose)

    def _undo(self) -> None:
        assert self._draft is not None
        assert self._draft.imported is not None
        self._take_back(self._draft.imported.id)

    def _ask_undo(self, past: PastImport) -> None:
        self.here.notices.ask(
            N_("Undo the import of {file}? The {count} households it added go."),
            {
                N_("Undo"): partial(self._take_back, past.id),
                N_("No, leave it"): self._choose.focus,
            },
            file=past.file,
            count=past.households,
        )

    def _take_back(self, import_id: str) -> None:
        work = partial(undo_import, self.here.desk, import_id)
        self._start(N_("Undoing the import…"), work, self._undone, *_WRITTEN)

    def _undone(self, undone: Undone) -> None:
        stayed = undone.stayed.get("household", 0)
        text = N_("{gone} households were taken away again.")
        if stayed:
            text = N_(
                "{gone} households were taken away again. "
                "{stayed} stay: something was written about them since."
            )
        if self._draft is not None and self._draft.is_over:
            self._draft = None
            self._step = self._choose
        self.here.notices.done(text, gone=undone.gone.get("household", 0), stayed=stayed)
        self.refresh()
        self._step.focus()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:  # noqa: N802 - Qt's names
        """One file is taken where one chooses."""
        urls = event.mimeData().urls()
        if self._step is self._choose and len(urls) == 1 and urls[0].isLocalFile():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:  # noqa: N802
        """Take it as if it had been chosen."""
        self._read(Path(event.mimeData().urls()[0].toLocalFile()))

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Enter goes on, or presses the button it stands on; digits open a group."""
        now = QApplication.focusWidget()
        if event.key() in _ENTER and isinstance(now, QPushButton) and now is not self._head.next:
            now.click()
        elif event.key() in _ENTER:
            self._go_on()
        elif not (self._step is self._preview and self._preview.press(event.text())):
            super().keyPressEvent(event)
