"""The note of a visit: it saves by itself, and nothing typed is lost by looking away."""

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from gridapp.domain.records.visits import Visit
from gridapp.domain.words import N_
from gridapp.ui.forms.editors import editor
from gridapp.ui.here import Here
from gridapp.ui.visit.rows import Row

_NOTE = "note"
_TALL = 4  # times the letters: two lines within their frame


class NoteRow(Row):
    """Calls `save` with the text when writing pauses; a refusal stands below, the text stays."""

    def __init__(self, here: Here, save: Callable[[str], None]) -> None:
        super().__init__(here, _NOTE)
        self._save = save
        self._kept = ""
        self._text = editor(here, Visit.kind.fields[_NOTE])
        self._text.said.connect(self.keep)
        self.hold(self._text)
        here.look.changed.connect(self._fit)
        self._fit()
        here.words.put(self.label, "text", N_("Note"))

    def _fit(self) -> None:
        self._text.setFixedHeight(self._here.look.pixels * _TALL)

    def begin(self, note: str) -> None:
        """Another visit is taken up; the keyboard is elsewhere."""
        self._kept = note
        self.forget()
        self._text.drop()
        self._text.show_value(note)

    def show_note(self, note: str) -> None:
        """Show what the visit says now, unless something is being typed."""
        if note != self._kept and self._text.value() == self._kept:
            self.begin(note)

    def keep(self) -> bool:
        """Save what was typed; False where it could not be."""
        with self.telling():
            said = self._text.value()
            if said != self._kept:
                Visit.kind.check(_NOTE, said)
                self._save(said)
                self._kept = said
            self._text.drop()
        return not self.is_refused

    def first(self) -> QWidget:
        """The text itself."""
        return self._text
