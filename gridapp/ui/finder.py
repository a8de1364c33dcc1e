"""One box to find anything: a name, a door, the end of a phone number, an issue's number."""

from typing import NamedTuple

from PySide6.QtCore import QStringListModel, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCompleter, QLineEdit, QListView

from gridapp.client.actions.doors import find_households
from gridapp.client.actions.issues import list_issues
from gridapp.domain.names import masked
from gridapp.domain.words import N_
from gridapp.ui.here import Here

_PAUSE = 150  # ms after the last letter
_MOST = 12
_MOST_ISSUES = 5
_LEAST = 2  # letters
_LONGEST = 100


class _Found(NamedTuple):
    text: str
    page: str
    subject: str


class Finder(QLineEdit):
    """Looks only at letters that were committed, never at what an input method composes."""

    def __init__(self, here: Here) -> None:
        super().__init__()
        self.setObjectName("find")
        self.setMaxLength(_LONGEST)  # SQL looks for no pattern of any length
        self._here = here
        self._found: list[_Found] = []
        self._texts = QStringListModel()
        self._list = QCompleter(self._texts, self)
        self._popup = QListView()
        self._popup.setObjectName("found")
        self._list.setPopup(self._popup)
        self._list.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        self._list.activated.connect(self._open)
        self.setCompleter(self._list)
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE)
        self._pause.timeout.connect(self.look_up)
        self.textEdited.connect(lambda _: self._pause.start())
        self.returnPressed.connect(self._open_first)
        here.words.put(self, "placeholderText", N_("Name, door, phone  Ctrl+F"))
        here.words.put(self, "accessibleName", N_("Find"))

    def look_up(self) -> None:
        """Show what fits the letters now."""
        self._search()
        if self._found and self.hasFocus():
            self._list.complete()

    def _search(self) -> None:
        self._pause.stop()
        wanted = self.text().strip()
        self._found = [*self._doors(wanted), *self._issues(wanted)] if wanted else []
        self._texts.setStringList([each.text for each in self._found])

    def _doors(self, wanted: str) -> list[_Found]:
        doors = find_households(self._here.desk, find=wanted, most=_MOST)
        return [
            _Found(f"{each.label}  {masked(each.head)}", "household", each.household_id)
            for each in doors
        ]

    def _issues(self, wanted: str) -> list[_Found]:
        """By number, category or what was told; one letter fits too much."""
        if len(wanted) < _LEAST:
            return []
        found = []
        for line in list_issues(self._here.desk):
            kind = self._here.words.code("category", line.category)
            said = f"{line.short_no} {kind} {line.text}".casefold()
            if all(word in said for word in wanted.casefold().split()):
                found.append(_Found(f"{line.short_no}  {kind}  {line.door}", "issue", line.id))
        return found[:_MOST_ISSUES]

    def _open_first(self) -> None:
        self._search()
        if self._found:
            self._go(self._found[0])
        else:
            self._here.notices.done(N_("Nothing fits “{words}”."), words=self.text())

    def _open(self, text: str) -> None:
        self._go(next(each for each in self._found if each.text == text))

    def _go(self, found: _Found) -> None:
        self._pause.stop()
        self._popup.hide()
        self.setText("")
        self._here.go(found.page, id=found.subject)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Esc empties the box."""
        if event.key() == Qt.Key.Key_Escape:
            self.setText("")
        super().keyPressEvent(event)
