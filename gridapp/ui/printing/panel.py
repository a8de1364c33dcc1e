"""One list, made or not made yet: look at it, print it, save it, hand it back."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QVBoxLayout, QWidget
from shiboken6 import isValid

from gridapp.client.actions.list_pages import (
    building,
    campaign_name,
    list_of_today,
    prints,
    stair_no,
)
from gridapp.client.actions.visit_lists import OpenList, hand_back, list_standing, undo_hand_back
from gridapp.domain.errors import Expected
from gridapp.domain.times import moment
from gridapp.domain.words import N_
from gridapp.ui import when
from gridapp.ui.buttons import Button
from gridapp.ui.flow import FlowLayout
from gridapp.ui.here import Here
from gridapp.ui.lines import Line, Lines, plain
from gridapp.ui.printing import job, printers, said
from gridapp.ui.printing.job import Copy, Drawn, Order, Subject
from gridapp.ui.printing.options import Options
from gridapp.ui.printing.preview import Preview
from gridapp.ui.printing.printers import NoPrinter
from gridapp.ui.printing.save_as import SaveAs

_WRITES = ("visit_list", "print_log")


class Panel(QWidget):
    """Nothing is written until it is printed, saved or looked at for the first time.

    `choose_printer` asks a person for a printer; it may raise NoPrinter.
    """

    def __init__(self, here: Here) -> None:
        super().__init__()
        self._here = here
        self._subject = Subject()
        self._place = ""
        self._held: OpenList | None = None
        self.choose_printer = printers.choose
        self._asked = 0  # how often pages were asked for: an answer to an older one is dropped
        self._is_busy = False
        self._standing, self._missing = plain("standing", "dim"), plain("missing", "warn")
        self._options, self._preview, self._save_as = Options(here), Preview(here), SaveAs(here)
        self._log = Lines(here, "log", N_("Print log"))
        self._options.changed.connect(self._draw)
        self._save_as.chosen.connect(self._save_to)
        self._print = self._button("print", N_("Print  Ctrl+P"), self.print, "print", "main")
        self._pdf = self._button("save-pdf", N_("Save as PDF"), self._ask_file, "save-pdf")
        self._look = self._button("look", N_("Look first"), self._make, "find")
        self._back = self._button("hand-back", N_("Hand back"), self._hand_back)
        self._walk = self._button("to-walk", N_("Walking order…"), self._to_walk)
        self._lay_out()

    def _button(
        self, name: str, text: str, act: Callable[[], None], icon: str = "", part: str = ""
    ) -> Button:
        return Button(self._here.words, self._here.look, name, text, act, icon=icon, part=part)

    def _lay_out(self) -> None:
        buttons = FlowLayout()
        for button in (self._print, self._pdf, self._look, self._back, self._walk):
            buttons.addWidget(button)
        around = QVBoxLayout(self)
        around.setContentsMargins(0, 0, 0, 0)
        around.addWidget(self._standing)
        around.addLayout(buttons)
        for part in (self._save_as, self._options, self._missing, self._preview, self._log):
            around.addWidget(part)
        around.addStretch(1)

    def open(self, subject: Subject) -> None:
        """Take up a list or the place of one."""
        if subject != self._subject:
            self._subject = subject
            self._options.begin()
            self._preview.begin()
            self._save_as.hide()

    def refresh(self) -> None:
        """Read anew how the list stands; raises NoSuchList, NoSuchBuilding."""
        subject, desk, words = self._subject, self._here.desk, self._here.words
        list_id = subject.list_id
        if not list_id:
            found, stair = building(desk, subject.building), stair_no(desk, subject.unit)
            self._place = said.place(words, found, stair)
            list_id = list_of_today(desk, building=subject.building, unit=subject.unit)
        self._held = list_standing(desk, list_id) if list_id else None
        if self._held and subject.list_id:
            self._place = said.places(words, self._held.places)
        self._options.show_purpose(campaign_name(desk, list_id))
        self._tell()
        self._draw()

    def heading(self) -> str:
        """What is printed here."""
        words = self._here.words
        if self._held and self._subject.list_id:
            number = self._held.short_no
            return words.shown(N_("List {number}  {place}"), number=number, place=self._place)
        return words.shown(N_("Print {place}"), place=self._place)

    def focus(self) -> None:
        """On the large button."""
        self._print.setFocus()

    def _tell(self) -> None:
        words, held, now = self._here.words, self._held, self._here.desk.clock()
        is_out = held is not None and not held.returned_at
        self._look.setVisible(held is None)
        self._back.setVisible(is_out)
        for button in (self._print, self._pdf):
            button.setEnabled(held is None or is_out)
        text = N_("No list is made yet. It is made when you print it, save it or look at it.")
        values: dict[str, str] = {}
        if held is not None:
            text = N_("List {number}, made {time}. {standing}")
            if held.returned_at:
                text = N_("List {number} was handed back {time}. To print again, make a new list.")
            at = when.said(words, held.returned_at or held.handed_out_at, now)
            values = {"number": held.short_no, "time": at, "standing": said.standing(words, held)}
        self._standing.setText(words.shown(text, **values))
        self._log.offer(self._logged(held.list_id) if held else [])

    def _logged(self, list_id: str) -> list[Line]:
        words, now = self._here.words, self._here.desk.clock()
        text = N_("Copy {copy}  {time}  {person}  {purpose}  {count} pages")
        return [
            Line(
                words.shown(
                    text,
                    copy=each.copy_no,
                    time=when.said(words, each.printed_at, now),
                    person=each.person,
                    purpose=each.purpose,
                    count=each.pages,
                )
            )
            for each in prints(self._here.desk, list_id)
        ]

    def _draw(self) -> None:
        """Have the pages put together beside the window."""
        self._asked += 1
        asked, held = self._asked, self._held
        if held is None:
            self._show(Drawn([], 0, []))
            return
        desk, wish, language = self._here.desk, self._options.wish(), self._here.words.language

        def done(drawn: Drawn) -> None:
            if asked == self._asked and isValid(self):
                self._show(drawn)

        self._here.start(lambda: job.draw(desk, held.list_id, wish, language), done)

    def _show(self, drawn: Drawn) -> None:
        self._options.show_last(drawn.last)
        self._preview.show_pages(drawn.pages)
        self._missing.setVisible(bool(drawn.missing))
        self._missing.setText(
            self._here.words.shown(
                N_("These characters may look different on paper, please check: {signs}"),
                signs=" ".join(drawn.missing),
            )
        )

    def _make(self) -> None:
        desk, subject = self._here.desk, self._subject
        self._here.start(lambda: job.made(desk, subject), lambda _: None, *_WRITES)

    def print(self) -> None:
        """Ask for a printer and print; where there is none, say so and offer a PDF."""
        if not self._print.isEnabled():
            return
        with self._here.acting():
            self._options.said_purpose()
            try:
                printer = self.choose_printer(self, self._here.look)
            except NoPrinter as problem:
                answers = {N_("Save as PDF"): self._ask_file, N_("Not now"): self.focus}
                self._here.notices.ask(problem.text, answers)
            else:
                if printer is not None:
                    self._print_on(printer)

    def _print_on(self, printer: QPrinter) -> None:
        desk = self._here.desk
        done = N_("Copy {number} went to the printer and is registered. List {list}.")
        self._put(lambda order: order.print(desk, printer), done)

    def _ask_file(self) -> None:
        with self._here.acting():
            self._options.said_purpose()
            at = self._held.handed_out_at if self._held else moment(self._here.desk.clock())
            self._save_as.ask(said.file_name(self._here.words, self._place, at))

    def _save_to(self, path: Path) -> None:
        desk = self._here.desk
        done = N_("Copy {number} is saved as {file} and registered. List {list}.")
        self._put(lambda order: order.save(desk, path), done, file=path.name)

    def _put(self, work: Callable[[Order], Copy], text: str, **values: Any) -> None:
        """Have a copy put on paper, one after the other however often it is pressed."""
        if self._is_busy:
            return
        here, language = self._here, self._here.words.language
        with here.acting():
            order = Order(
                self._subject, self._options.wish(), self._options.said_purpose(), language
            )
            self._is_busy = True
            here.notices.done(N_("Putting it on paper… You can go on working."))
            here.start(
                lambda: work(order),
                lambda copy: self._printed(copy, text, **values),
                *_WRITES,
                refused=self._refused,
            )

    def _printed(self, copy: Copy, text: str, **values: Any) -> None:
        self._is_busy = False
        self._here.notices.done(text, number=copy.number, list=copy.short_no, **values)

    def _refused(self, problem: Expected) -> None:
        self._is_busy = False
        self._here.notices.told(problem)
        self._here.changed.emit(frozenset(_WRITES))  # the list may be made and the copy registered

    def _hand_back(self) -> None:
        if self._held:
            give_back(self._here, self._held)

    def _to_walk(self) -> None:
        where = self._held.places[0].building.building_id if self._held else self._subject.building
        self._here.go("walk", building=where)


def give_back(here: Here, held: OpenList) -> None:
    """Note that the paper of a list has come back; can be undone."""
    with here.acting("visit_list"):
        hand_back(here.desk, held.list_id)
        here.notices.done(
            N_("List {number} is handed back."),
            back=lambda: _take_out(here, held.list_id),
            number=held.short_no,
        )


def _take_out(here: Here, list_id: str) -> None:
    with here.acting("visit_list"):
        undo_hand_back(here.desk, list_id)
