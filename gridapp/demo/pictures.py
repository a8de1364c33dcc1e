"""Pictures of every page as people see it: languages, sizes of letters, colours."""

from collections.abc import Iterator, Mapping
from itertools import product
from pathlib import Path
from typing import NamedTuple

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QApplication

from gridapp.client.actions.doors import list_doors
from gridapp.client.actions.issues import list_issues
from gridapp.client.desk import Desk
from gridapp.domain.words import LANGUAGES
from gridapp.ui.inside import Inside
from gridapp.ui.look import sizes
from gridapp.ui.look.colours import SCHEMES
from gridapp.ui.pages import PAGES
from gridapp.ui.window import Window

SIZES = (16, sizes.ELDER, 30)
SCREEN = (1366, 690)  # what a laptop of 1366×768 leaves under its own bars
_ACROSS = 3
_THUMB = 660  # pixels wide on a contact sheet
_ROUNDS = 5  # until layouts come to rest


class Picture(NamedTuple):
    """One page in one look."""

    page: str
    language: str
    size: int
    scheme: str
    file: Path


def draw(inside: Inside, window: Window, folder: Path) -> list[Picture]:
    """A picture of every page in every look, into `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    window.resize(*SCREEN)
    what = _subjects(inside.here.desk)
    return [
        picture
        for language, size, scheme in product(LANGUAGES, SIZES, SCHEMES)
        for picture in _in_one_look(inside, window, folder, what, (language, size, scheme))
    ]


def _subjects(desk: Desk) -> Mapping[str, Mapping[str, str]]:
    """What pages with a subject are opened with."""
    doors = list_doors(desk)
    met = next(door for door in doors if door.last_outcome == "11")
    issues = list_issues(desk)
    return {
        "visit": {"household": met.household_id},
        "household": {"id": met.household_id},
        "issue": {"id": issues[0].id},
        "report": {"household": met.household_id},
    }


def _in_one_look(
    inside: Inside,
    window: Window,
    folder: Path,
    what: Mapping[str, Mapping[str, str]],
    look: tuple[str, int, str],
) -> Iterator[Picture]:
    language, size, scheme = look
    inside.here.look.choose(size=size, scheme=scheme, elder=size == sizes.ELDER)
    inside.here.words.choose(language)
    for page in PAGES:
        inside.go(page.name, **what.get(page.name, {}))
        for _ in range(_ROUNDS):
            QApplication.processEvents()
        file = folder / f"{page.name}-{language}-{size}-{scheme}.png"
        window.grab().save(str(file))
        yield Picture(page.name, language, size, scheme, file)


def contact_sheet(files: list[Path], out: Path) -> None:
    """All these pictures small on one, in reading order."""
    small = [
        QImage(str(file)).scaledToWidth(_THUMB, Qt.TransformationMode.SmoothTransformation)
        for file in files
    ]
    tall = max(each.height() for each in small)
    rows = -(-len(small) // _ACROSS)
    sheet = QImage(_THUMB * _ACROSS, tall * rows, QImage.Format.Format_RGB32)
    sheet.fill(Qt.GlobalColor.gray)
    painter = QPainter(sheet)
    for number, each in enumerate(small):
        row, column = divmod(number, _ACROSS)
        place = QRect(column * _THUMB, row * tall, each.width(), each.height())
        painter.drawImage(place, each)
    painter.end()
    sheet.save(str(out))
