"""Icons of gridapp's own family, drawn in the colour asked for."""

from functools import lru_cache

from PySide6.QtCore import QByteArray, QRectF
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from gridapp.domain.resources import resource


@lru_cache(maxsize=512)
def drawn(name: str, colour: str, pixels: int, ratio: float = 1.0) -> QPixmap:
    """The icon `name` as a picture of `pixels` in `colour`."""
    picture = QPixmap(round(pixels * ratio), round(pixels * ratio))
    picture.setDevicePixelRatio(ratio)
    picture.fill(QColor(0, 0, 0, 0))
    painter = QPainter(picture)
    _renderer(name, colour).render(painter, QRectF(0, 0, pixels, pixels))
    painter.end()
    return picture


def icon(name: str, colour: str, pixels: int, ratio: float = 1.0) -> QIcon:
    """The same for a button."""
    return QIcon(drawn(name, colour, pixels, ratio))


@lru_cache(maxsize=512)
def _renderer(name: str, colour: str) -> QSvgRenderer:
    said = resource("icons", f"{name}.svg").read_text("utf-8").replace("currentColor", colour)
    return QSvgRenderer(QByteArray(said.encode()))
