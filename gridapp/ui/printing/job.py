"""Work beside the window: drawing the pages of a list, and printing registered copies of it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import NamedTuple

from PySide6.QtPrintSupport import QPrinter

from gridapp.client.actions.list_pages import list_for
from gridapp.client.actions.visit_lists import list_rows, print_logged
from gridapp.client.desk import Desk
from gridapp.domain.list_sheet import ListSheet
from gridapp.paper.fonts import missing_characters
from gridapp.paper.press import pages, to_pdf, to_printer
from gridapp.paper.shapes import Page
from gridapp.paper.slips import Office


class Subject(NamedTuple):
    """A list, or the place (ids) of one that may not be made yet."""

    building: str = ""
    unit: str = ""
    list_id: str = ""


@dataclass(frozen=True)
class Wish:
    """What of a list is wanted; `only` is one of its pages with rows, from 1."""

    has_cover: bool = False
    office: Office | None = None
    only: int | None = None

    def pages(self, sheet: ListSheet, language: str) -> list[Page]:
        """Its pages; raises NoSuchPage."""
        return pages(sheet, language, only=self.only, has_cover=self.has_cover, office=self.office)


class Drawn(NamedTuple):
    """The pages wanted, how many with rows the list has, and the signs to be looked at."""

    pages: list[Page]
    last: int
    missing: list[str]


class Copy(NamedTuple):
    """The last copy that was printed, by its number from 1."""

    short_no: str
    number: int


Put = Callable[[Sequence[Page]], None]


def made(desk: Desk, subject: Subject) -> str:
    """The id of the list; one that is not there yet is made now."""
    return subject.list_id or list_for(desk, building=subject.building, unit=subject.unit)


def draw(desk: Desk, list_id: str, wish: Wish, language: str) -> Drawn:
    """The pages as they would be printed now; nothing is written."""
    sheet = list_rows(desk, list_id)
    drawn = wish.pages(sheet, language)
    signs = missing_characters(text for page in drawn for text in page.texts)
    return Drawn(drawn, len(pages(sheet, language)), signs)


@dataclass(frozen=True)
class Order:
    """A list to be put on paper for a purpose, each copy registered under its own number."""

    subject: Subject
    wish: Wish
    purpose: str
    language: str

    def print(self, desk: Desk, printer: QPrinter) -> Copy:
        """Print as many copies as the printer was told; raises CannotPrint."""
        count = max(1, printer.copyCount())
        printer.setCopyCount(1)
        done = [self._put(desk, lambda made: to_printer(made, printer)) for _ in range(count)]
        return done[-1]

    def save(self, desk: Desk, path: Path) -> Copy:
        """Write one copy as a PDF; raises CannotPrint."""
        return self._put(desk, lambda made: to_pdf(made, path))

    def _put(self, desk: Desk, put: Put) -> Copy:
        list_id = made(desk, self.subject)
        sheet = list_rows(desk, list_id)
        count = len(self.wish.pages(sheet, self.language))
        number = print_logged(desk, list_id, pages=count, purpose=self.purpose)
        put(self.wish.pages(replace(sheet, purpose=self.purpose, copy_no=number), self.language))
        return Copy(sheet.short_no, number)
