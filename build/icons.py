"""Renders resources/icons/gridapp.svg to gridapp.png and gridapp.ico beside it.

Run by hand when the drawing changes: `python build/icons.py`.
"""

import struct
from pathlib import Path

from PySide6.QtCore import QBuffer, QIODevice, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

ICONS = Path(__file__).resolve().parent.parent / "resources" / "icons"
SIZES = (16, 20, 24, 32, 40, 48, 64, 128, 256)  # what Windows asks for at 100 to 250 %
_HEADER, _ENTRY = "<3H", "<4B2H2I"
_BITS = 32


def main() -> None:
    """Write both files anew."""
    drawing = (ICONS / "gridapp.svg").read_bytes()
    pictures = {size: png(drawn(drawing, size)) for size in SIZES}
    (ICONS / "gridapp.png").write_bytes(pictures[SIZES[-1]])
    (ICONS / "gridapp.ico").write_bytes(ico(pictures))


def drawn(svg: bytes, size: int) -> QImage:
    """The drawing on a transparent square, `size` pixels a side."""
    image = QImage(size, size, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    QSvgRenderer(svg).render(painter)
    painter.end()
    return image


def png(image: QImage) -> bytes:
    """The image as the bytes of a PNG file."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload]
    return bytes(buffer.data().data())


def ico(pictures: dict[int, bytes]) -> bytes:
    """One .ico of PNG pictures by size; Qt's own writer puts only one picture in a file."""
    start = struct.calcsize(_HEADER) + len(pictures) * struct.calcsize(_ENTRY)
    entries = b""
    for size, picture in pictures.items():
        side = size % 256  # the format writes 256 as 0
        entries += struct.pack(_ENTRY, side, side, 0, 0, 1, _BITS, len(picture), start)
        start += len(picture)
    return struct.pack(_HEADER, 0, 1, len(pictures)) + entries + b"".join(pictures.values())


if __name__ == "__main__":
    main()
