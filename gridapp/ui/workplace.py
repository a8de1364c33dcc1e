"""The unlocked window: rail, head, the open page, what is to be said, and the line at the bottom."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QApplication,
    QHBoxLayout,
    QLabel,
    QScrollArea,
    QSizePolicy,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from gridapp.ui.bottom import Bottom
from gridapp.ui.finder import Finder
from gridapp.ui.here import Here
from gridapp.ui.page import Page
from gridapp.ui.rail import Rail

_AROUND_FIND = 40  # pixels beside the words
_FIND_SHARE = 0.45
_KEPT_BACK = 30  # pages one can go back


class Workplace(QWidget):
    """Pages are made when first opened and refreshed when they show what changed.

    What stands `below` them is seen on every page.
    """

    def __init__(self, here: Here, pages: Sequence[type[Page]], below: QWidget) -> None:
        super().__init__()
        self._here = here
        self._kinds = {page.name: page for page in pages}
        self._made: dict[str, Page] = {}
        self._around: dict[str, QScrollArea] = {}
        self._stale: set[str] = set()
        self._past: list[tuple[str, dict[str, Any]]] = []
        self._open: tuple[str, dict[str, Any]] = ("", {})
        self._rail = Rail(here.words, here.look, [p for p in pages if p.rail == p.name])
        self._rail.chosen.connect(self.go)
        self._stack = QStackedWidget()
        self._heading = QLabel()
        self._heading.setObjectName("heading")
        self._heading.setProperty("part", "heading")
        self._heading.setWordWrap(True)
        self._heading.setTextFormat(Qt.TextFormat.PlainText)
        self._heading.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.finder = Finder(here)
        self._lay_out(below)
        here.changed.connect(self._changed)
        here.words.changed.connect(self._all_stale)
        here.words.changed.connect(self._fit)
        here.look.changed.connect(self._fit)
        # Once what was just shown has its place.
        self._following = QTimer(self, singleShot=True, interval=0)
        self._following.timeout.connect(self._follow)
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        app.focusChanged.connect(self._moved)
        self._fit()

    def _lay_out(self, below: QWidget) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(12, 6, 12, 6)
        head.addWidget(self._heading, 1)
        head.addWidget(self.finder)
        right = QVBoxLayout()
        right.setContentsMargins(0, 0, 0, 0)
        right.setSpacing(0)
        right.addLayout(head)
        right.addWidget(self._stack, 1)
        right.addWidget(self._here.notices)
        right.addWidget(below)
        right.addWidget(Bottom(self._here))
        around = QHBoxLayout(self)
        around.setContentsMargins(0, 0, 0, 0)
        around.setSpacing(0)
        around.addWidget(self._rail)
        around.addLayout(right, 1)

    def _fit(self) -> None:
        """The box is as wide as the words in it, but never takes the heading's half."""
        words = self.finder.fontMetrics().horizontalAdvance(self.finder.placeholderText())
        self.finder.setFixedWidth(min(words + _AROUND_FIND, round(self.width() * _FIND_SHARE)))

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Share the head anew."""
        super().resizeEvent(event)
        self._fit()

    def _moved(self, *_: QWidget | None) -> None:
        self._following.start()

    def _follow(self) -> None:
        """Scroll to what has the keyboard, and what stands just below it."""
        now, scroll = QApplication.focusWidget(), self._around.get(self._open[0])
        if scroll is None or now is None or now is scroll.widget():
            return
        if scroll.isAncestorOf(now):
            scroll.ensureWidgetVisible(now, 0, self._here.look.target * 3)

    @property
    def page(self) -> Page:
        """The open page."""
        return self._made[self._open[0]]

    def go(self, page: str, /, **what: Any) -> None:
        """Show a page and its subject."""
        if self._open[0] and self._open != (page, what):
            self._past = [*self._past[1 - _KEPT_BACK :], self._open]
        self._show(page, what)

    def back(self) -> None:
        """Show the page before this one."""
        if self._past:
            self._show(*self._past.pop())

    def _show(self, name: str, what: dict[str, Any]) -> None:
        page = self._made.get(name) or self._make(name)
        self._open = (name, what)
        page.open(**what)
        self._refresh(page)
        self._stack.setCurrentWidget(self._around[name])
        self._rail.mark(page.rail)
        page.focus()

    def _make(self, name: str) -> Page:
        page = self._kinds[name](self._here)
        page.headed.connect(self._heading.setText)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidget(page)
        page.within = scroll
        self._stack.addWidget(scroll)
        self._made[name], self._around[name] = page, scroll
        return page

    def _refresh(self, page: Page) -> None:
        self._stale.discard(page.name)
        page.refresh()
        self._heading.setText(page.heading())

    def _changed(self, kinds: frozenset[str]) -> None:
        self._stale |= {name for name, page in self._made.items() if page.shows & kinds}
        self._freshen()

    def _all_stale(self) -> None:
        self._stale = set(self._made)
        self._freshen()

    def _freshen(self) -> None:
        if self._open[0] in self._stale:
            self._refresh(self.page)
