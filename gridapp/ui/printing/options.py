"""What is wanted of a list: its cover, the slips, one page only, and what it is printed for."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from gridapp.client.actions.list_pages import keep_slip_office, slip_office
from gridapp.domain.records.visits import PrintLog
from gridapp.domain.words import N_
from gridapp.paper.slips import Office
from gridapp.ui.buttons import Choice, Choices
from gridapp.ui.forms.rows import Rows
from gridapp.ui.here import Here
from gridapp.ui.printing.job import Wish

_COVER, _SLIPS, _ONE = "cover", "slips", "one"
_FIRST = "1"
_LIMIT = 60  # letters on a slip


class Options(QWidget):
    """`changed` says that other pages are wanted now. One page goes without cover and slips."""

    changed = Signal()

    def __init__(self, here: Here) -> None:
        super().__init__()
        self._here = here
        self._ticks = Choices(here.look, "wanted", several=True)
        self._ticks.chosen.connect(self._chosen)
        self._number = Choices(here.look, "page")
        self._number.chosen.connect(lambda _: self.changed.emit())
        self.purpose = self._line("purpose", PrintLog.kind.fields["purpose"].limit)
        self._phone, self._hours = (
            self._line("office-phone", _LIMIT),
            self._line("office-hours", _LIMIT),
        )
        for line in (self._phone, self._hours):
            line.editingFinished.connect(self._keep)
        rows = Rows(here)
        rows.add(N_("Printed for"), self.purpose)
        rows.add(N_("Wanted"), self._ticks)
        self._page = rows.add(N_("Only page"), self._number)
        self._office = [
            *rows.add(N_("Phone on the slip"), self._phone),
            *rows.add(N_("Hours on the slip"), self._hours),
        ]
        around = QVBoxLayout(self)
        around.setContentsMargins(0, 0, 0, 0)
        around.addWidget(rows)
        self._offer()
        self._ticks.choose({_COVER})
        self.show_last(0)
        self._show_rows()
        self._read_office()

    def _line(self, name: str, limit: int) -> QLineEdit:
        line = QLineEdit()
        line.setObjectName(name)
        line.setMaxLength(limit)
        return line

    def begin(self) -> None:
        """Another list: all of its pages, for the usual purpose."""
        if _ONE in self._ticks.values():
            self._ticks.choose({_COVER})
        self._number.choose({_FIRST})
        self.purpose.setModified(False)
        self._show_rows()

    def show_purpose(self, campaign: str) -> None:
        """What it is printed for, until somebody writes another thing."""
        self._offer()
        if not self.purpose.isModified():
            self.purpose.setText(campaign or self._here.words.shown(N_("visits at the door")))
            self.purpose.setCursorPosition(0)

    def show_last(self, last: int) -> None:
        """How many pages with rows there are; 0 where the list is not made yet."""
        said = self._here.words.shown
        self._number.offer(
            [
                Choice(str(page), said(N_("Page {page}"), page=page))
                for page in range(1, max(last, 1) + 1)
            ]
        )
        if not self._number.values():
            self._number.choose({_FIRST})

    def wish(self) -> Wish:
        """What is wanted."""
        ticked = self._ticks.values()
        office = Office(self._phone.text().strip(), self._hours.text().strip())
        return Wish(
            has_cover=_COVER in ticked,
            office=office if _SLIPS in ticked else None,
            only=int("".join(self._number.values())) if _ONE in ticked else None,
        )

    def said_purpose(self) -> str:
        """What it is printed for; raises BadField where that is missing."""
        said = self.purpose.text().strip()
        PrintLog.kind.check("purpose", said)
        return said

    def _offer(self) -> None:
        shown = self._here.words.shown
        self._ticks.offer(
            [
                Choice(_COVER, shown(N_("Cover"))),
                Choice(_SLIPS, shown(N_("Slips for nobody at home"))),
                Choice(_ONE, shown(N_("One page only"))),
            ]
        )

    def _chosen(self, tick: str) -> None:
        ticked = set(self._ticks.values())
        if tick == _ONE:
            self._ticks.choose({_ONE} if _ONE in ticked else {_COVER})
        else:
            self._ticks.choose(ticked - {_ONE})
        self._show_rows()
        self.changed.emit()

    def _show_rows(self) -> None:
        ticked = self._ticks.values()
        for part in self._page:
            part.setVisible(_ONE in ticked)
        for part in self._office:
            part.setVisible(_SLIPS in ticked)

    def _read_office(self) -> None:
        kept = slip_office(self._here.desk)
        self._phone.setText(kept.phone)
        self._hours.setText(kept.hours)

    def _keep(self) -> None:
        with self._here.acting():
            keep_slip_office(
                self._here.desk, phone=self._phone.text().strip(), hours=self._hours.text().strip()
            )
        self.changed.emit()
