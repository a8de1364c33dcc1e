"""Puts pages on paper: a PDF, a printer, or a picture to look at first."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QFile, QMarginsF, QSizeF
from PySide6.QtGui import QImage, QPagedPaintDevice, QPageLayout, QPageSize, QPainter, QPdfWriter
from PySide6.QtPrintSupport import QPrinter

from gridapp.domain.errors import Expected
from gridapp.domain.list_sheet import ListSheet
from gridapp.domain.words import N_
from gridapp.paper.cover import cover
from gridapp.paper.drawing import Drawing
from gridapp.paper.list_pages import list_pages
from gridapp.paper.shapes import Page
from gridapp.paper.slips import Office, slips

_DOTS = 600  # an inch: half a hair of the finest line
_MM_AN_INCH = 25.4


class CannotPrint(Expected):
    """The file or the printer does not take what is printed."""


class NoSuchPage(Expected):
    """The list has no page of this number."""


def pages(
    sheet: ListSheet,
    language: str = "zh_CN",
    *,
    only: int | None = None,
    has_cover: bool = False,
    office: Office | None = None,
) -> list[Page]:
    """The pages of a list, or `only` one of them; its cover before and slips behind, if wanted.

    Page 1 is the first with rows. Raises NoSuchPage.
    """
    made = list_pages(sheet, language)
    if only is not None:
        if not 1 <= only <= len(made):
            raise NoSuchPage(
                N_("This list has the pages 1 to {last}. Give one of them."), last=len(made)
            )
        made = [made[only - 1]]
    before = [cover(sheet, language)] if has_cover else []
    behind = [slips(sheet, office, language)] if office else []
    return [*before, *made, *behind]


def to_pdf(pages: Sequence[Page], path: Path) -> None:
    """Write the pages as a PDF; raises CannotPrint."""
    file = QFile(str(path))
    if not file.open(QFile.OpenModeFlag.WriteOnly):
        raise _refusal()
    writer = QPdfWriter(file)
    writer.setResolution(_DOTS)
    writer.setCreator("gridapp")
    _put(writer, pages)
    file.close()
    if file.error() != QFile.FileError.NoError:
        raise _refusal()


def to_printer(pages: Sequence[Page], printer: QPrinter) -> None:
    """Print the pages; raises CannotPrint."""
    printer.setFullPage(True)
    _put(printer, pages)


def to_image(page: Page, dpi: int) -> QImage:
    """The page as a picture on white."""
    scale = dpi / _MM_AN_INCH
    image = QImage(
        round(page.width * scale), round(page.height * scale), QImage.Format.Format_RGB32
    )
    image.fill(0xFFFFFFFF)
    image.setDotsPerMeterX(round(scale * 1000))
    image.setDotsPerMeterY(round(scale * 1000))
    painter = QPainter(image)
    Drawing(painter, scale).draw(page)
    painter.end()
    return image


def _put(device: QPagedPaintDevice, pages: Sequence[Page]) -> None:
    _lay_out(device, pages[0])
    painter = QPainter()
    if not painter.begin(device):
        raise _refusal()
    drawing = Drawing(painter, device.logicalDpiX() / _MM_AN_INCH)
    for number, page in enumerate(pages):
        if number:
            _lay_out(device, page)
            device.newPage()
        drawing.draw(page)
    painter.end()


def _refusal() -> CannotPrint:
    return CannotPrint(
        N_("This could not be printed. Check the printer, or the folder and name of the file.")
    )


def _lay_out(device: QPagedPaintDevice, page: Page) -> None:
    """Tell the device the size of the next page, without margins of its own."""
    upright = QSizeF(min(page.width, page.height), max(page.width, page.height))
    turned = page.width > page.height
    device.setPageLayout(
        QPageLayout(
            QPageSize(upright, QPageSize.Unit.Millimeter),
            QPageLayout.Orientation.Landscape if turned else QPageLayout.Orientation.Portrait,
            QMarginsF(),
            QPageLayout.Unit.Millimeter,
        )
    )
