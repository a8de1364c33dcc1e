"""Pictures of every page as people see it, on the screen and on paper, and contact sheets."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import product
from pathlib import Path
from typing import NamedTuple

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QApplication

from gridapp.client.actions.charts import building_of
from gridapp.client.actions.doors import list_doors
from gridapp.client.actions.issues import list_issues
from gridapp.client.actions.visit_lists import list_rows, make_list
from gridapp.client.desk import Desk
from gridapp.domain.office import Office
from gridapp.domain.words import LANGUAGES
from gridapp.paper import press, slips
from gridapp.ui.app import App
from gridapp.ui.look import sizes
from gridapp.ui.look.colours import SCHEMES
from gridapp.ui.pages import PAGES

SIZES = (16, sizes.ELDER, 30)
SCREEN = (1366, 690)  # what a laptop of 1366×768 leaves under its own bars
_ACROSS = 3
_THUMB = 660  # pixels wide on a contact sheet
_ROUNDS = 5  # until layouts come to rest


_DPI = 100
Look = tuple[str, int, str]  # language, points, scheme


class Picture(NamedTuple):
    """One page in one look."""

    language: str
    file: Path


EVERY_LOOK = tuple(product(LANGUAGES, SIZES, SCHEMES))


def album(app: App, folder: Path, looks: Sequence[Look] = EVERY_LOOK) -> list[Path]:
    """Draw every page of an unlocked window in these looks, and what is printed.

    Returns the contact sheets, one a language.
    """
    folder.mkdir(parents=True, exist_ok=True)
    app.window.resize(*SCREEN)
    desk = app.inside.here.desk
    languages = dict.fromkeys(language for language, _, _ in looks)
    printed = {language: _printed(desk, folder, language) for language in languages}
    what = _subjects(desk)
    drawn = [each for look in looks for each in _in_one_look(app, folder, what, look)]
    return [
        _contact_sheet(
            [*(each.file for each in drawn if each.language == language), *paper],
            folder / f"all-{language}.png",
        )
        for language, paper in printed.items()
    ]


def _rest(app: App) -> None:
    """Until work beside the window has ended and layouts have come to rest."""
    for _ in range(_ROUNDS):
        QApplication.processEvents()
    while app.inside.here.tasks.is_busy:
        QApplication.processEvents()
    for _ in range(_ROUNDS):
        QApplication.processEvents()


def _printed(desk: Desk, folder: Path, language: str) -> list[Path]:
    """The first building's visit list with its cover and slips, as a PDF and as pictures."""
    first = list_doors(desk)[0]
    building = first.label.partition("-")[0]
    sheet = list_rows(desk, make_list(desk, building=building).id)
    pages = press.pages(
        sheet, language, has_cover=True, office=slips.Office("10000001234", "9:00-17:00")
    )
    press.to_pdf(pages, folder / f"print-{language}.pdf")
    files = []
    for number, page in enumerate(pages, 1):
        files.append(folder / f"print-{language}-{number}.png")
        press.to_image(page, _DPI).save(str(files[-1]))
    return files


def _subjects(desk: Desk) -> Mapping[str, Mapping[str, str]]:
    """What pages with a subject are opened with."""
    doors = list_doors(desk)
    met = next(door for door in doors if door.last_outcome == "11")
    issues = list_issues(desk)
    return {
        "visit": {"household": met.household_id, "outcome": met.last_outcome or ""},
        "walk": {"building": building_of(desk, met.household_id)},
        "household": {"id": met.household_id},
        "issue": {"id": issues[0].id},
        "report": {"household": met.household_id},
    }


def _in_one_look(
    app: App, folder: Path, what: Mapping[str, Mapping[str, str]], look: Look
) -> Iterator[Picture]:
    language, size, scheme = look
    app.look.choose(size=size, scheme=scheme, elder=size == sizes.ELDER)
    app.words.choose(language)
    for page in PAGES:
        app.inside.go(page.name, **what.get(page.name, {}))
        app.inside.notices.clear()
        _rest(app)
        file = folder / f"{page.name}-{language}-{size}-{scheme}.png"
        app.window.grab().save(str(file))
        yield Picture(language, file)


def _contact_sheet(files: Sequence[Path], out: Path) -> Path:
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
    return out


def opened(laptop: Path, language: str, office: Callable[[], Office]) -> App:
    """The window over the data folder of a demonstration, unlocked."""
    app = App(laptop, language, office)
    app.window.show()
    app.begin()
    while app.inside is None:
        QApplication.processEvents()
    return app
