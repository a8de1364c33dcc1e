"""The pages of a list as they will be on paper, one at a time, as wide as the window."""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget
from shiboken6 import isValid

from gridapp.domain.words import N_
from gridapp.paper.press import to_image
from gridapp.paper.shapes import Page
from gridapp.ui.buttons import Button
from gridapp.ui.flow import FlowLayout
from gridapp.ui.here import Here
from gridapp.ui.lines import plain

_MM_AN_INCH = 25.4
_LEAST = 300  # pixels wide


class Preview(QWidget):
    """Shows the last pages handed in; they are drawn beside the window."""

    def __init__(self, here: Here) -> None:
        super().__init__()
        self.setObjectName("preview")
        self._here = here
        self._pages: Sequence[Page] = ()
        self._at = 0
        self._said = plain("page-of")
        self._said.setWordWrap(False)
        self._paper = _Paper(here)
        self._before = self._button("page-before", N_("Page before"), -1)
        self._after = self._button("page-after", N_("Next page"), 1)
        row = QWidget()
        buttons = FlowLayout(row)
        for part in (self._before, self._said, self._after):
            buttons.addWidget(part)
        around = QVBoxLayout(self)
        around.setContentsMargins(0, 0, 0, 0)
        around.addWidget(row)
        around.addWidget(self._paper)
        here.words.changed.connect(self._draw)
        self.hide()

    def _button(self, name: str, text: str, step: int) -> Button:
        return Button(self._here.words, self._here.look, name, text, lambda: self._turn(step))

    def show_pages(self, pages: Sequence[Page]) -> None:
        """Show these, at the page looked at so far; none hides it."""
        self._pages = pages
        self._at = max(0, min(self._at, len(pages) - 1))
        self.setVisible(bool(pages))
        self._draw()

    def begin(self) -> None:
        """Whatever is shown next is seen from its first page."""
        self._at = 0
        self.show_pages(())

    def _turn(self, step: int) -> None:
        self._at += step
        self._draw()

    def _draw(self) -> None:
        if not self._pages:
            return
        for button, is_open in (
            (self._before, self._at > 0),
            (self._after, self._at < len(self._pages) - 1),
        ):
            button.setEnabled(is_open)
        said = self._here.words.shown(
            N_("Page {page} of {count}"), page=self._at + 1, count=len(self._pages)
        )
        self._said.setText(said)
        self._paper.setAccessibleName(said)
        self._paper.setAccessibleDescription("\n".join(self._pages[self._at].texts))
        self._paper.show_page(self._pages[self._at])


class _Paper(QWidget):
    """One page, always sharp: drawn anew for every width, and until then the last drawing."""

    def __init__(self, here: Here) -> None:
        super().__init__()
        self.setObjectName("paper")
        self._here = here
        self._page: Page | None = None
        self._drawn: tuple[Page, int] | None = None
        self._image = QImage()
        self._is_busy = False
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def show_page(self, page: Page) -> None:
        if page != self._page:
            self._page = page
        self.updateGeometry()
        self._ask()

    def hasHeightForWidth(self) -> bool:  # noqa: N802 - Qt's names
        return True

    def heightForWidth(self, width: int) -> int:  # noqa: N802
        return round(width * self._page.height / self._page.width) if self._page else 0

    def sizeHint(self) -> QSize:  # noqa: N802
        width = max(self.width(), _LEAST)
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        return QSize(_LEAST, self.heightForWidth(_LEAST))

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        super().resizeEvent(event)
        self._ask()

    def _ask(self) -> None:
        """Have it drawn, unless a drawing is under way: what is wanted then is seen after it."""
        page, wide = self._page, round(self.width() * self.devicePixelRatioF())
        if page is None or self._is_busy or wide < _LEAST or self._drawn == (page, wide):
            return
        self._is_busy = True
        dpi = round(wide * _MM_AN_INCH / page.width)

        def done(image: QImage) -> None:
            if not isValid(self):  # the window was locked meanwhile
                return
            self._is_busy, self._image, self._drawn = False, image, (page, wide)
            self.update()
            self._ask()

        self._here.start(lambda: to_image(page, dpi), done)

    def paintEvent(self, _: QPaintEvent) -> None:  # noqa: N802
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        if self._drawn and self._drawn[0] is self._page:
            painter.drawImage(self.rect(), self._image)
        else:
            painter.fillRect(self.rect(), Qt.GlobalColor.white)
        painter.setPen(QColor(self._here.look.scheme.line))
        painter.drawRect(self.rect().adjusted(0, 0, -1, -1))
        painter.end()
