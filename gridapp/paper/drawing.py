"""Draws pages with a painter on whatever takes one: a PDF, a printer, a picture."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QGlyphRun,
    QPainter,
    QPainterPath,
    QPen,
    QPolygonF,
    QRawFont,
)

from gridapp.paper.fonts import family
from gridapp.paper.shapes import MM_A_POINT, Fill, Layer, Line, Page, Square, Text, text_width

_MIDDLE = 0.38  # of the type size: from the middle of a Chinese character down to its foot line
_QUIET = 2  # modules around a code; the paper around it is white too
_MASK = 2  # trying all eight for the fairest takes longer than the rest of the page
_LIGHT = 0.91
_ACROSS, _SLANT = 0.5, -30.0  # of the page's width; degrees
_LACKING = 0  # the glyph of a character the font does not have

_Ink = tuple[float, bool, float]


@dataclass(frozen=True)
class _Inked:
    """A layer, ready to be drawn."""

    layer: Layer
    strokes: list[tuple[float, QPainterPath]]
    runs: list[tuple[float, QGlyphRun]]
    others: list[Text]


class Drawing:
    """Draws page after page on one painter; what pages share is worked out once.

    `scale` is device units a millimetre.
    """

    def __init__(self, painter: QPainter, scale: float) -> None:
        self._painter = painter
        self._scale = scale
        self._raw_fonts: dict[tuple[float, bool], QRawFont] = {}
        self._inked: dict[int, _Inked] = {}
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)

    def draw(self, page: Page) -> None:
        """Draw one page."""
        if page.across:
            self._write_across(page)
        for layer in page.layers:
            if id(layer) not in self._inked:
                self._inked[id(layer)] = self._ink(layer)
            self._lay(self._inked[id(layer)])

    def _lay(self, inked: _Inked) -> None:
        for fill in inked.layer.fills:
            self._painter.fillRect(self._rect(fill), _grey(fill.grey))
        for width, path in inked.strokes:
            pen = QPen(_grey(0), width * self._scale)
            pen.setJoinStyle(Qt.PenJoinStyle.MiterJoin)
            self._painter.strokePath(path, pen)
        for square in inked.layer.squares:
            self._painter.fillPath(self._modules(square), _grey(0))
        for grey, run in inked.runs:
            self._painter.setPen(_grey(grey))
            self._painter.drawGlyphRun(QPointF(0, 0), run)
        for text in inked.others:
            self._write_otherwise(text)

    def _ink(self, layer: Layer) -> _Inked:
        others = [text for text in layer.texts if _LACKING in self._glyphs(text)]
        ours = [text for text in layer.texts if text not in others] if others else layer.texts
        return _Inked(layer, self._strokes(layer), self._runs(ours), others)

    def _rect(self, fill: Fill) -> QRectF:
        u = self._scale
        return QRectF(fill.x * u, fill.y * u, fill.width * u, fill.height * u)

    def _strokes(self, layer: Layer) -> list[tuple[float, QPainterPath]]:
        paths: dict[float, QPainterPath] = defaultdict(QPainterPath)
        for line in layer.lines:
            paths[line.width].addPolygon(self._polygon(line))
        return list(paths.items())

    def _polygon(self, line: Line) -> QPolygonF:
        return QPolygonF([QPointF(self._whole(x), self._whole(y)) for x, y in line.points])

    def _modules(self, square: Square) -> QPainterPath:
        """The dark modules of a code as rectangles, each as wide as a run of them."""
        import segno  # noqa: PLC0415 - the window shows codes on paper only

        made = segno.make(square.payload, micro=False, error="m", mask=_MASK)
        rows = list(made.matrix_iter(border=_QUIET))
        module = square.size / len(rows)
        edges = [module * number for number in range(len(rows) + 1)]
        xs = [self._whole(square.x + edge) for edge in edges]
        ys = [self._whole(square.y + edge) for edge in edges]
        path = QPainterPath()
        for number, row in enumerate(rows):
            top, foot = ys[number], ys[number + 1]
            for begin, end in _dark(row):
                path.addRect(QRectF(xs[begin], top, xs[end] - xs[begin], foot - top))
        return path

    def _whole(self, length: float) -> int:
        # Whole units: numbers without decimals make a PDF a third smaller.
        return round(length * self._scale)

    def _glyphs(self, text: Text) -> list[int]:
        return self._raw_font(text).glyphIndexesForString(text.text)

    def _runs(self, texts: Iterable[Text]) -> list[tuple[float, QGlyphRun]]:
        """All texts of one size, weight and grey as one run: a page is some ten calls."""
        placed: dict[_Ink, tuple[list[int], list[QPointF]]] = defaultdict(lambda: ([], []))
        for text in texts:
            glyphs = self._glyphs(text)
            ink = placed[text.size, text.bold, text.grey]
            ink[0].extend(glyphs)
            ink[1].extend(self._positions(text, glyphs))
        return [
            (grey, self._run(size, glyphs, positions, bold=bold))
            for (size, bold, grey), (glyphs, positions) in placed.items()
        ]

    def _run(
        self, size: float, glyphs: list[int], positions: list[QPointF], *, bold: bool
    ) -> QGlyphRun:
        run = QGlyphRun()
        run.setRawFont(self._raw_fonts[size, bold])
        run.setGlyphIndexes(glyphs)
        run.setPositions(positions)
        return run

    def _positions(self, text: Text, glyphs: list[int]) -> Iterable[QPointF]:
        widths = [advance.x() for advance in self._raw_font(text).advancesForGlyphIndexes(glyphs)]
        x = text.x * self._scale - sum(widths) * text.align.value
        y = self._foot(text)
        for width in widths:
            yield QPointF(x, y)
            x += width

    def _foot(self, text: Text) -> float:
        return (text.y + text.size * MM_A_POINT * _MIDDLE) * self._scale

    def _raw_font(self, text: Text) -> QRawFont:
        key = text.size, text.bold
        if key not in self._raw_fonts:
            self._raw_fonts[key] = QRawFont.fromFont(self._font(text))
        return self._raw_fonts[key]

    def _font(self, text: Text) -> QFont:
        font = QFont(family())
        font.setBold(text.bold)
        font.setPixelSize(max(1, round(text.size * MM_A_POINT * self._scale)))
        return font

    def _write_otherwise(self, text: Text) -> None:
        """Write a text with a character that only another font of this machine may have."""
        self._painter.setFont(self._font(text))
        self._painter.setPen(_grey(text.grey))
        width = self._painter.fontMetrics().horizontalAdvance(text.text)
        x = text.x * self._scale - width * text.align.value
        self._painter.drawText(QPointF(x, self._foot(text)), text.text)

    def _write_across(self, page: Page) -> None:
        share = _ACROSS * page.width / text_width(page.across, 1)
        font = self._font(Text(0, 0, page.across, size=share))
        self._painter.save()
        self._painter.setFont(font)
        self._painter.setPen(_grey(_LIGHT))
        self._painter.translate(page.width / 2 * self._scale, page.height / 2 * self._scale)
        self._painter.rotate(_SLANT)
        width, height = page.width * self._scale, page.height * self._scale
        middle = QRectF(-width / 2, -height / 2, width, height)
        self._painter.drawText(middle, Qt.AlignmentFlag.AlignCenter, page.across)
        self._painter.restore()


def _dark(row: Iterable[int]) -> Iterator[tuple[int, int]]:
    """Where each run of dark modules begins and ends."""
    begin = 0
    for dark, run in groupby(row):
        end = begin + len(list(run))
        if dark:
            yield begin, end
        begin = end


def _grey(share: float) -> QColor:
    return QColor.fromRgbF(share, share, share)
