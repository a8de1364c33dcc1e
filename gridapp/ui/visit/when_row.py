"""When it was, who went, and who typed it: three different things."""

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QLineEdit

from gridapp.domain.errors import Expected
from gridapp.domain.records.visits import Visit
from gridapp.domain.told_times import read_told_time
from gridapp.domain.words import N_
from gridapp.ui import when
from gridapp.ui.buttons import Button, Choice, Choices
from gridapp.ui.here import Here
from gridapp.ui.visit.rows import Row, short_label

_LONGEST_TIME, _LONGEST_NAME = 20, 60  # characters


class NobodyWent(Expected):
    """A visit without a visitor."""


class WhoRow(Row):
    """Calls `amend` with the visitors; whoever types is written beside them and stays."""

    def __init__(self, here: Here, amend: Callable[..., None]) -> None:
        super().__init__(here, "who")
        words, look = here.words, here.look
        self._who = Choices(look, "worker", several=True)
        self._add = Button(words, look, "add-worker", N_("Add somebody"), self._open, part="quiet")
        self._name = QLineEdit()
        self._typed_by = short_label("typed-by", "dim")
        self.hold(self._who, self._add, self._name, self._typed_by)
        self._amend = amend
        self._visit: Visit | None = None
        self._known: tuple[str, ...] = ()
        self._is_open = False
        self._who.chosen.connect(lambda _: self._chose(self._who.values()))
        self._name.setObjectName("worker-name")
        self._name.setMaxLength(_LONGEST_NAME)
        self._name.editingFinished.connect(self._typed)
        words.put(self._name, "placeholderText", N_("Another name"))
        words.put(self._name, "accessibleName", N_("Name of a companion"))
        words.put(self.label, "text", N_("Visited by"))
        self.label.setWordWrap(False)  # it stands among buttons

    def show_visit(self, visit: Visit, colleagues: Sequence[str]) -> None:
        """Show who went and who typed; who else could have gone only when asked."""
        words, self._visit = self._here.words, visit
        self._known = (self._here.desk.me.person, *colleagues)
        others = [name for name in self._known if self._is_open and name not in visit.workers]
        self._who.offer([Choice(name, name) for name in (*visit.workers, *others)])
        self._who.choose(visit.workers)
        self._add.setVisible(not self._is_open)
        self._name.setVisible(self._is_open)
        self._typed_by.setText(words.shown(N_("Typed by {person}"), person=visit.typed_by))

    def begin(self) -> None:
        """Another visit is taken up: nobody is being added."""
        self._is_open = False
        self._name.setText("")
        self.forget()

    def _open(self) -> None:
        self._is_open = True
        if self._visit is not None:
            self.show_visit(self._visit, self._known[1:])
        self._name.setFocus()

    def _typed(self) -> None:
        name = " ".join(self._name.text().split())
        if name and self._visit is not None:
            self._name.setText("")
            self._chose((*self._visit.workers, *({name} - {*self._visit.workers})))

    def _chose(self, names: Sequence[str]) -> None:
        with self.telling():
            if not names:
                self._who.choose(self._visit.workers if self._visit else ())
                raise NobodyWent(N_("Somebody went there: at least one name stays."))
            self._amend(workers=tuple(names))


class WhenRow(Row):
    """Calls `amend` with the time; the visitors stand in the same line."""

    def __init__(self, here: Here, amend: Callable[..., None]) -> None:
        super().__init__(here, "when")
        self._at = short_label("visited-at")
        words, look = here.words, here.look
        self._change = Button(words, look, "change-time", N_("Change"), self._open, part="quiet")
        self._time = QLineEdit()
        self._who = WhoRow(here, amend)
        self.hold(self._at, self._change, self._time, self._who.label, self._who)
        self._amend = amend
        self._time.setObjectName("told-time")
        self._time.setMaxLength(_LONGEST_TIME)
        self._time.editingFinished.connect(self._typed)
        self._time.hide()
        words.put(self._time, "placeholderText", N_("19:05, or 11-21 19:05"))
        words.put(self._time, "accessibleName", N_("Time of the visit"))
        words.put(self.label, "text", N_("Time"))

    def show_visit(self, visit: Visit, colleagues: Sequence[str]) -> None:
        """Show when it was, and who went or could have gone."""
        here = self._here
        self._at.setText(when.said(here.words, visit.visited_at, here.desk.clock()))
        self._who.show_visit(visit, colleagues)

    def begin(self) -> None:
        """Another visit is taken up: nothing is being changed."""
        self._time.hide()
        self._time.setText("")
        self._who.begin()

    def _open(self) -> None:
        self._time.show()
        self._time.setFocus()

    def _typed(self) -> None:
        if not self._time.text().strip():
            self.forget()
            return
        with self.telling():
            at = read_told_time(self._time.text(), now=self._here.desk.clock())
            self._time.setText("")
            self._time.hide()
            self._amend(visited_at=at.isoformat())
