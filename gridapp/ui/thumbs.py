"""A row of small pictures; the one pressed is shown large below, within the page."""

from collections.abc import Sequence
from functools import partial
from typing import NamedTuple

from PySide6.QtCore import QBuffer, QSize, Qt, Signal
from PySide6.QtGui import QIcon, QImageReader, QPixmap, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from gridapp.domain.errors import Expected
from gridapp.domain.words import N_
from gridapp.ui.buttons import Button
from gridapp.ui.flow import FlowLayout
from gridapp.ui.here import Here

_TALL = 5  # lines of letters
_LARGE = 24  # lines of letters, at most


class Thumb(NamedTuple):
    """A picture by name; `problem` says what is to be known of it, `told` what becomes of it.

    Of one that is not `is_whole` this is a preview, or nothing yet.
    """

    name: str
    picture: bytes
    problem: Expected | None = None
    is_whole: bool = True
    told: str = ""


class Thumbs(QWidget):
    """`removed` carries the name of a picture somebody wants taken away, `wanted` to see whole."""

    removed = Signal(str)
    wanted = Signal(str)

    def __init__(self, here: Here) -> None:
        super().__init__()
        self._here = here
        self._shown: list[Thumb] = []
        self._buttons: dict[str, QPushButton] = {}
        self._open = ""
        row = QWidget()
        self._row = FlowLayout(row)
        self._reading = QLabel()
        self._reading.setObjectName("reading-photos")
        self._large = _Large(here)
        self._large.closed.connect(lambda: self._enlarge(""))
        self._large.removed.connect(lambda: self.removed.emit(self._open))
        around = QVBoxLayout(self)
        around.setContentsMargins(0, 0, 0, 0)
        for each in (row, self._reading, self._large):
            around.addWidget(each)
        here.look.changed.connect(self._draw)
        here.words.changed.connect(self._draw)
        self.show_reading(0)
        self._draw()

    def names(self) -> list[str]:
        """The names shown, in order."""
        return [each.name for each in self._shown]

    def is_moving(self) -> bool:
        """True where something is still to become of one of them."""
        return any(each.told for each in self._shown)

    def thumb(self, name: str) -> Thumb:
        """The one of that name."""
        return next(each for each in self._shown if each.name == name)

    def show_pictures(self, pictures: Sequence[Thumb]) -> None:
        """Show these."""
        self._shown = list(pictures)
        self._draw()

    def replace(self, thumb: Thumb) -> None:
        """Show this one instead of the one of the same name."""
        self.show_pictures([thumb if each.name == thumb.name else each for each in self._shown])

    def show_reading(self, count: int) -> None:
        """Say how many are still being read."""
        said = N_("Reading {count} photos…")
        self._reading.setText(self._here.words.shown(said, count=count))
        self._reading.setVisible(count > 0)

    def _draw(self) -> None:
        for button in self._buttons.values():
            self._row.removeWidget(button)
            button.hide()
            button.deleteLater()
        self._buttons = {each.name: self._button(n, each) for n, each in enumerate(self._shown, 1)}
        self.setVisible(bool(self._shown) or not self._reading.isHidden())
        self._enlarge(self._open if self._open in self._buttons else "")

    def _button(self, number: int, thumb: Thumb) -> QPushButton:
        button = QPushButton()
        button.setObjectName(f"photo-{number}")
        button.setProperty("part", "chip")
        button.setCheckable(True)
        button.setAutoDefault(False)
        button.setAccessibleName(self._here.words.shown(N_("Photo {number}"), number=number))
        tall = self._here.look.pixels * _TALL
        if thumb.picture:
            small = _pixmap(thumb.picture, QSize(tall * 2, tall))
            button.setIcon(QIcon(small))
            button.setIconSize(small.size())
            button.setFixedHeight(tall + 12)
        said = thumb.told or ("" if thumb.picture else N_("Photo {number}"))
        button.setText(self._here.words.shown(said, number=number) if said else "")
        button.clicked.connect(partial(self._press, thumb))
        self._row.addWidget(button)
        return button

    def _press(self, thumb: Thumb) -> None:
        self._enlarge("" if self._open == thumb.name else thumb.name)
        if self._open and not thumb.is_whole:
            self.wanted.emit(thumb.name)

    def _enlarge(self, name: str) -> None:
        self._open = name
        for each, button in self._buttons.items():
            button.setChecked(each == name)
        self._large.show_thumb(next((each for each in self._shown if each.name == name), None))


class _Large(QWidget):
    """One picture as large as the page allows."""

    closed = Signal()
    removed = Signal()

    def __init__(self, here: Here) -> None:
        super().__init__()
        self._here = here
        self._picture = QPixmap()
        self._label = QLabel()
        self._label.setObjectName("large-photo")
        self._label.setWordWrap(True)
        self._told = QLabel()
        self._told.setObjectName("photo-told")
        self._told.setWordWrap(True)
        words, look = here.words, here.look
        close = Button(words, look, "close-photo", N_("Make it small again"), self.closed.emit)
        remove = Button(words, look, "remove-photo", N_("Take this photo away"), self.removed.emit)
        line = QHBoxLayout()
        line.addWidget(close)
        line.addWidget(remove)
        line.addStretch(1)
        around = QVBoxLayout(self)
        around.setContentsMargins(0, 0, 0, 0)
        around.addLayout(line)
        around.addWidget(self._told)
        around.addWidget(self._label)
        self.hide()

    def show_thumb(self, thumb: Thumb | None) -> None:
        """Show this one, or nothing."""
        self._picture = QPixmap()
        self._label.clear()
        if thumb is not None:
            if thumb.picture:
                self._picture.loadFromData(thumb.picture)
            self._told.setText(self._said(thumb))
            self._told.setVisible(bool(self._told.text()))
        self._fit()
        self.setVisible(thumb is not None)

    def _said(self, thumb: Thumb) -> str:
        if thumb.problem is not None:
            return self._here.words.said(thumb.problem)
        return self._here.words.shown(thumb.told) if thumb.told else ""

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """As wide as there is room."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        if not self._picture.isNull():
            room = QSize(max(self.width(), 200), self._here.look.pixels * _LARGE)
            smooth = Qt.TransformationMode.SmoothTransformation
            keep = Qt.AspectRatioMode.KeepAspectRatio
            self._label.setPixmap(self._picture.scaled(room, keep, smooth))


def _pixmap(picture: bytes, within: QSize) -> QPixmap:
    """The picture made small while it is read, which takes a JPEG a few milliseconds."""
    buffer = QBuffer()
    buffer.setData(picture)
    reader = QImageReader(buffer)
    reader.setScaledSize(reader.size().scaled(within, Qt.AspectRatioMode.KeepAspectRatio))
    return QPixmap.fromImage(reader.read())
