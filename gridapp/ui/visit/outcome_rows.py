"""What happened at the door: six keys, and a second row that says it finer."""

from PySide6.QtCore import QObject, Signal

from gridapp.domain.codes import code_list
from gridapp.domain.outcomes import MORE, key_of, outcome_of, refinements
from gridapp.domain.words import N_
from gridapp.ui.buttons import Choice, Choices
from gridapp.ui.here import Here
from gridapp.ui.visit.rows import Row, short_label


class OutcomeRows(QObject):
    """`said` carries the code of an outcome.

    Digits belong to the second row as soon as the first has spoken, until Backspace.
    """

    said = Signal(str)

    def __init__(self, here: Here) -> None:
        super().__init__()
        self._here = here
        self._outcome = ""
        self._shows_more = False
        self.refines = False
        self._first = Choices(here.look, "outcome")
        self._first.chosen.connect(self._chose)
        self.second = Choices(here.look, "refine")
        self.second.chosen.connect(self.said)
        self._hint = short_label("refine-hint", "dim")
        self.first_row, self.second_row = Row(here, "outcome"), Row(here, "refine")
        self.first_row.hold(self._first)
        self.second_row.hold(self.second, self._hint)
        here.words.put(self.first_row.label, "text", N_("Result"))

    def show_outcome(self, outcome: str) -> None:
        """Mark what was said, "" for nothing yet."""
        words = self._here.words
        self._outcome = outcome
        keys = code_list("paper_key")
        six = [Choice(key.code, key.label(words.language), key.code) for key in keys]
        self._first.offer([*six, Choice(MORE, words.shown(N_("More…")))])
        said = {key_of(outcome)} if outcome else set()
        self._first.choose(said)
        key = MORE if self._shows_more else next(iter(said), "")
        finer = refinements(key)
        self.second_row.offer(when=bool(finer))
        self.second.offer(
            [Choice(c.code, c.label(words.language), c.traits["digit"]) for c in finer]
        )
        self.second.choose({outcome})
        self.second_row.label.setText("" if key == MORE else words.code("paper_key", key))
        self._hint.setText(words.shown(self._rule()))

    def _rule(self) -> str:
        return N_("Backspace: row above") if self.refines else N_("Digits: row above")

    def begin(self, *, refines: bool) -> None:
        """A visit is taken up; `refines` where its outcome was just said."""
        self.refines, self._shows_more = refines, False

    def back(self) -> None:
        """Digits belong to the first row again."""
        self.begin(refines=False)
        self.show_outcome(self._outcome)

    def press(self, digit: str) -> bool:
        """A digit for the first row; False where it has none."""
        return self._first.press(digit)

    def focus(self) -> None:
        """Put the keyboard into the row that digits belong to."""
        row = self.second_row if self.refines and self.second.isVisible() else self.first_row
        if (first := row.first()) is not None:
            first.setFocus()

    def _chose(self, key: str) -> None:
        self.begin(refines=True)
        self._shows_more = key == MORE
        if key == MORE or (self._outcome and key_of(self._outcome) == key):
            self.show_outcome(self._outcome)
        else:
            self.said.emit(outcome_of(key))
