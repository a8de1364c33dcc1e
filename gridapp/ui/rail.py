"""The left rail: one entry a main page, icon and word; icons alone where letters are largest."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtWidgets import QFrame, QLabel, QScrollArea, QVBoxLayout, QWidget

from gridapp.ui.buttons import Button
from gridapp.ui.look import sizes
from gridapp.ui.look.look import Look
from gridapp.ui.page import Page
from gridapp.ui.words import Words


class _Entry(QWidget):
    """A button, and below it the word where the button shows an icon only."""

    def __init__(self, words: Words, look: Look, page: type[Page]) -> None:
        super().__init__()
        self._words, self._look, self._title = words, look, page.title
        self.button = Button(
            words, look, f"rail-{page.name}", page.title, icon=page.icon, part="rail"
        )
        self.button.setCheckable(True)
        words.put(self.button, "accessibleName", page.title)
        self._word = QLabel()
        self._word.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        words.put(self._word, "text", page.title)
        around = QVBoxLayout(self)
        around.setContentsMargins(0, 0, 0, 0)
        around.setSpacing(0)
        around.addWidget(self.button)
        around.addWidget(self._word)

    def dress(self) -> None:
        """Show icon and word, or in the largest letters the word of the chosen one only."""
        narrow = sizes.is_narrow(self._look.size)
        if narrow:
            self.button.setText("")
        else:
            self._words.put(self.button, "text", self._title)
        self._words.put(self.button, "toolTip", self._title)
        self._word.setVisible(narrow and self.button.isChecked())


class Rail(QScrollArea):
    """`chosen` carries the name of the page."""

    chosen = Signal(str)

    def __init__(self, words: Words, look: Look, pages: Sequence[type[Page]]) -> None:
        super().__init__()
        self.setObjectName("rail")
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._panel = panel = QFrame()
        panel.setProperty("part", "rail")
        around = QVBoxLayout(panel)
        around.setContentsMargins(4, 4, 4, 4)
        around.setSpacing(2)
        self._entries = {page.name: _Entry(words, look, page) for page in pages}
        for name, entry in self._entries.items():
            entry.button.clicked.connect(lambda _=False, name=name: self._clicked(name))
            around.addWidget(entry)
        around.addStretch(1)
        self.setWidget(panel)
        panel.installEventFilter(self)
        self._shown: QWidget = panel
        self._reveal = QTimer(self, singleShot=True, interval=0)  # once it has its place
        self._reveal.timeout.connect(lambda: self.ensureWidgetVisible(self._shown, 0, 8))
        look.changed.connect(self.dress)
        words.changed.connect(self.dress)
        self.dress()

    def _clicked(self, name: str) -> None:
        self.mark(name)
        self.chosen.emit(name)

    def mark(self, name: str) -> None:
        """Show which one is open."""
        for each, entry in self._entries.items():
            entry.button.setChecked(each == name)
        self.dress()
        if name in self._entries:
            self._shown = self._entries[name]
            self._reveal.start()

    def dress(self) -> None:
        """Words or icons, as the letters are."""
        for entry in self._entries.values():
            entry.dress()
        self._panel.updateGeometry()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """As wide as its words need, no wider, whenever they have changed."""
        if event.type() == QEvent.Type.LayoutRequest:
            words = self._panel.minimumSizeHint().width()
            self.setFixedWidth(words + self.verticalScrollBar().sizeHint().width())
        return super().eventFilter(watched, event)
