"""Paints the cells: all texts and pictures are made once, so that painting only places them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QBrush, QColor, QFont, QFontMetrics, QPainter, QPen, QPixmap, QStaticText

from gridapp.domain.chart import NOBODY, Cell
from gridapp.ui.chart.places import Sizes, Style
from gridapp.ui.chart.signs import CORNERS, SIGNS, status_word
from gridapp.ui.look.look import Look
from gridapp.ui.words import Words

_PAD = 4
_GAP, _BETWEEN = 2, 8
_APART = 3
_BAND = 5  # the pattern at the left edge
_RING = 3


class Inked(NamedTuple):
    """What is painted of one cell; `tint` names a ground of the scheme, "" where it is dimmed."""

    number: QStaticText
    word: QStaticText
    tried: QStaticText
    mark: QPixmap
    corners: tuple[QPixmap, ...]
    tint: str
    patterned: bool
    framed: bool


@dataclass
class _Widest:
    """The widest of each part, pixels."""

    number: int = 0
    corners: int = 0
    word: int = 0
    mark: int = 0


class Painting:
    """The chart in one look and one language."""

    def __init__(self, words: Words, look: Look, font: QFont) -> None:
        self._words, self._look = words, look
        self._plain, self._bold = QFont(font), QFont(font)
        for each in (self._plain, self._bold):
            each.setPixelSize(look.pixels)
        self._bold.setWeight(QFont.Weight.DemiBold)
        self._plain_size, self._bold_size = QFontMetrics(self._plain), QFontMetrics(self._bold)
        self._sign = round(look.pixels * 0.8)
        self._line = round(look.pixels * 1.24)  # what a font asks for itself is far more
        self._over = (self._bold_size.height() - self._line) // 2
        self._texts: dict[tuple[str, bool], QStaticText] = {}
        self._pictures: dict[tuple[str, str], QPixmap] = {}
        self._inked: list[Inked] = []
        self._widest = _Widest()

    def prepare(self, cells: Sequence[Cell], shown: str, today: date) -> None:
        """Make what these cells say; those that do not belong to the filter `shown` are dimmed."""
        self._inked = [self._ink(cell, shown, today) for cell in cells]
        widest = _Widest()
        for cell, ink in zip(cells, self._inked, strict=True):
            corners = len(cell.corners) * (self._sign + 1)
            number = self._wide(ink.number.text(), bold=True)
            widest.number = max(widest.number, number)
            widest.corners = max(widest.corners, number + corners)
            widest.word = max(widest.word, self._wide(ink.word.text()))
            count = self._wide(ink.tried.text()) if ink.tried.text() else 0
            widest.mark = max(widest.mark, self._sign + count + _APART + corners)
        self._widest = widest

    def _ink(self, cell: Cell, shown: str, today: date) -> Inked:
        sign, scheme = SIGNS[cell.status], self._look.scheme
        belongs = shown in cell.belongs
        colour = scheme.text if belongs else scheme.dim
        return Inked(
            number=self._text(cell.number, bold=True),
            word=self._text(status_word(self._words, cell, today)),
            tried=self._text(str(cell.tries) if cell.status == NOBODY else ""),
            mark=self._picture(sign.mark, colour),
            corners=tuple(self._picture(CORNERS[name][0], colour) for name in cell.corners),
            tint=sign.tint if belongs else "",
            patterned=sign.patterned,
            framed=belongs and shown != "all",
        )

    def _picture(self, name: str, colour: str) -> QPixmap:
        made = self._pictures.get((name, colour))
        if made is None:
            made = self._look.picture(name, colour=colour, pixels=self._sign)
            self._pictures[name, colour] = made
        return made

    def _text(self, said: str, *, bold: bool = False) -> QStaticText:
        made = self._texts.get((said, bold))
        if made is None:
            made = QStaticText(said)
            made.setTextFormat(Qt.TextFormat.PlainText)
            made.setPerformanceHint(QStaticText.PerformanceHint.AggressiveCaching)
            made.prepare(font=self._bold if bold else self._plain)
            self._texts[said, bold] = made
        return made

    def _wide(self, said: str, *, bold: bool = False) -> int:
        return (self._bold_size if bold else self._plain_size).horizontalAdvance(said)

    def label_width(self, said: Iterable[str]) -> int:
        """How wide the words at the left are."""
        return max((self._wide(each) for each in said), default=0) + 2 * _PAD

    def sizes(self, style: Style, *, left: int) -> Sizes:
        """How large a cell must be for all that is prepared."""
        widest, line = self._widest, self._line
        worded = self._sign + _APART + widest.word
        match style:
            case Style.WORDS:
                wide, tall = max(widest.corners, worded), 2 * line
            case Style.LINE:
                wide, tall = widest.corners + 2 * _APART + worded, line
            case Style.MARKS:
                wide, tall = max(widest.number, widest.mark, self._look.target - 2 * _PAD), 2 * line
        tall = max(tall + 4, self._look.target)
        return Sizes(wide + 2 * _PAD, tall, _GAP, _BETWEEN, left, line + 2)

    def cells(self, painter: QPainter, rects: dict[int, QRect], style: Style) -> None:
        """Paint these cells: grounds, then numbers, then words, so that fonts change twice."""
        for number, rect in rects.items():
            self._ground(painter, rect, self._inked[number])
        for bold in (True, False):
            painter.setFont(self._bold if bold else self._plain)
            for number, rect in rects.items():
                ink = self._inked[number]
                painter.setPen(QColor(self._colour(ink)))
                if bold:
                    painter.drawStaticText(self._number_at(rect, style), ink.number)
                else:
                    self._signs(painter, rect, ink, style)

    def _colour(self, ink: Inked) -> str:
        return self._look.scheme.text if ink.tint else self._look.scheme.dim

    def _ground(self, painter: QPainter, rect: QRect, ink: Inked) -> None:
        scheme = self._look.scheme
        painter.fillRect(rect, QColor(scheme.tints[ink.tint] if ink.tint else scheme.ground))
        if ink.patterned:
            band = QRect(rect.topLeft(), rect.bottomLeft() + QPoint(_BAND - 1, 0))
            painter.fillRect(band, QBrush(QColor(scheme.line), Qt.BrushStyle.BDiagPattern))
        pen = QPen(QColor(scheme.text if ink.framed else scheme.line), 2 if ink.framed else 1)
        pen.setStyle(Qt.PenStyle.SolidLine if ink.tint else Qt.PenStyle.DotLine)
        painter.setPen(pen)
        painter.drawRect(rect.adjusted(0, 0, -1, -1))

    def _number_at(self, rect: QRect, style: Style) -> QPoint:
        line = self._line
        down = (rect.height() - line) // 2 if style is Style.LINE else self._top(rect)
        return rect.topLeft() + QPoint(_PAD, down - self._over)

    def _top(self, rect: QRect) -> int:
        return (rect.height() - 2 * self._line) // 2

    def _signs(self, painter: QPainter, rect: QRect, ink: Inked, style: Style) -> None:
        line = self._line
        if style is Style.LINE:
            top = rect.top() + (rect.height() - line) // 2
            left = rect.right() - _PAD - self._widest.word - _APART - self._sign
            corners_at = rect.left() + _PAD + self._widest.number + _APART
        else:
            top = rect.top() + self._top(rect) + line
            left = rect.left() + _PAD
            corners_at = rect.right() - _PAD + 2 - len(ink.corners) * (self._sign + 1)
        painter.drawPixmap(left, top + (line - self._sign) // 2, ink.mark)
        said = ink.tried if style is Style.MARKS else ink.word
        painter.drawStaticText(left + self._sign + _APART, top - self._over, said)
        corner_top = rect.top() + self._top(rect) if style is Style.WORDS else top
        for place, corner in enumerate(ink.corners):
            at = corners_at + place * (self._sign + 1)
            painter.drawPixmap(at, corner_top + (line - self._sign) // 2, corner)

    def words_in(self, painter: QPainter, said: Iterable[tuple[QRect, str]]) -> None:
        """Paint the words above stairs and left of rows."""
        painter.setFont(self._plain)
        painter.setPen(QColor(self._look.scheme.dim))
        for rect, text in said:
            painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, text)

    def ring(self, painter: QPainter, rect: QRect, *, focused: bool) -> None:
        """The frame of the current cell."""
        scheme = self._look.scheme
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(QColor(scheme.accent if focused else scheme.text), _RING))
        painter.drawRect(rect.adjusted(1, 1, -2, -2))
