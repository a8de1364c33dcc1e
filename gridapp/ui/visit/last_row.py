"""Below the form: what is safe, how to take it back, and where to go next."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from gridapp.client.actions.household_view import HouseholdView
from gridapp.client.actions.whereabouts import LAPTOP, whereabouts
from gridapp.domain.records.visits import Visit
from gridapp.domain.times import LOCAL, read_moment
from gridapp.domain.words import N_
from gridapp.ui import told
from gridapp.ui.buttons import Button
from gridapp.ui.flow import FlowLayout
from gridapp.ui.here import Here
from gridapp.ui.visit.rows import short_label

_ENTER = {Qt.Key.Key_Return, Qt.Key.Key_Enter}


class LastRow(QWidget):
    """`left` carries the household to go to, "" where the building ends; `undone` asks for it."""

    left = Signal(str)
    undone = Signal()

    def __init__(self, here: Here) -> None:
        super().__init__()
        self._here = here
        self._view: HouseholdView | None = None
        words, look = here.words, here.look
        self._saved = short_label("saved-line")
        self._undo = Button(words, look, "undo-visit", N_("Undo  Ctrl+Z"), self.undone.emit)
        self._before = Button(words, look, "door-before", N_("Door before"), self._go_back)
        self._after = Button(words, look, "door-after", N_("Next door"), self._go_on)
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            QShortcut(QKeySequence(keys), self, self._go_on)
        flow = FlowLayout(self)
        for part in (self._saved, self._undo, self._before, self._after):
            flow.addWidget(part)
        self.setFocusProxy(self._after)

    def show_household(self, view: HouseholdView, visit: Visit | None) -> None:
        """Show where the visit on the form is safe, and the doors before and after."""
        self._view = view
        words = self._here.words
        self._saved.setProperty("part", "good" if visit else "dim")
        self._saved.style().polish(self._saved)
        if visit is None:
            self._saved.setText(words.shown(N_("Nothing written down yet")))
        else:
            at = read_moment(visit.written_at).astimezone(LOCAL)
            said = words.shown(N_("Saved on this laptop {time}"), time=f"{at:%H:%M:%S}")
            where = whereabouts(self._here.desk, "visit", visit.id)
            further = "" if where.place == LAPTOP else told.kept(words, where)[1]
            self._saved.setText(" · ".join(part for part in (said, further) if part))
        self._undo.setEnabled(self._here.notices.can_undo)
        self._before.setEnabled(view.before is not None)
        room = view.before.room if view.before else ""
        words.put(self._before, "text", N_("Door before {room}"), room=room)
        room = view.after.room if view.after else ""
        on = N_("Next door {room}  Ctrl+Enter") if room else N_("To the building  Ctrl+Enter")
        words.put(self._after, "text", on, room=room)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Enter, which walks down the form, presses the button it ends at."""
        if event.key() in _ENTER and isinstance(pressed := self.focusWidget(), Button):
            pressed.click()
        else:
            super().keyPressEvent(event)

    def _go_back(self) -> None:
        if self._view is not None and self._view.before is not None:
            self.left.emit(self._view.before.household_id)

    def _go_on(self) -> None:
        if self._view is not None:
            self.left.emit(self._view.after.household_id if self._view.after else "")
