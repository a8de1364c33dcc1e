"""What the panels of the office have in common: lines to fill in, and work beside the window."""

from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QLabel, QLineEdit, QVBoxLayout, QWidget

from gridapp.domain.office import Office
from gridapp.ui.buttons import Button
from gridapp.ui.flow import FlowLayout
from gridapp.ui.here import AtHand
from gridapp.ui.hinted import HintedLine
from gridapp.ui.lines import plain

Made = TypeVar("Made")


class Panel(QWidget):
    """`refresh` reads everything anew, beside the window: the hub's records may be slow to open."""

    def __init__(self, at: AtHand, name: str) -> None:
        super().__init__()
        self.setObjectName(f"panel-{name}")
        self.at, self._called = at, name
        self.around = QVBoxLayout(self)
        self.around.setContentsMargins(0, 0, 0, 0)

    def refresh(self) -> None:
        """Show what the hub holds now."""

    def ask(self, question: Callable[[Office], Made], show: Callable[[Made], None]) -> None:
        """Ask the office something and show the answer."""
        office = self.at.office
        self.at.start(lambda: question(office()), show)

    def tell(self, act: Callable[[Office], Made], show: Callable[[Made], None]) -> None:
        """Have the office do something, show what came of it, and read everything anew."""

        def done(made: Made) -> None:
            show(made)
            self.refresh()

        self.ask(act, done)

    def words(self, part: str = "") -> QLabel:
        """A line of words, shown as they are."""
        made = plain(f"panel-{self._called}-words", part)
        self.around.addWidget(made)
        return made

    def heading(self, text: str) -> None:
        """A marked heading."""
        made = plain("", "group")
        self.at.words.put(made, "text", text)
        self.around.addWidget(made)

    def row(self, *widgets: QWidget) -> None:
        """These beside each other, going on in the next line where they must."""
        holder = QWidget()
        line = FlowLayout(holder)
        for widget in widgets:
            line.addWidget(widget)
        self.around.addWidget(holder)

    def line(self, name: str, text: str, *, secret: bool = False) -> QLineEdit:
        """A line to fill in; its marked name stands in it until something is written."""
        made = HintedLine(self.at.words)
        made.setObjectName(name)
        if secret:
            made.setEchoMode(QLineEdit.EchoMode.Password)
        made.returnPressed.connect(self.focusNextChild)
        self.at.words.put(made, "placeholderText", text)
        self.at.words.put(made, "accessibleName", text)
        return made

    def box(self, name: str, text: str) -> QComboBox:
        """A box to choose from."""
        made = QComboBox()
        made.setObjectName(name)
        made.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.at.words.put(made, "accessibleName", text)
        return made

    def button(
        self, name: str, text: str, act: Callable[[], None], *, icon: str = "", part: str = ""
    ) -> Button:
        """A button with a marked text."""
        return Button(self.at.words, self.at.look, name, text, act, icon=icon, part=part)

    def left(self, widget: QWidget) -> None:
        """A widget no wider than it needs."""
        self.around.addWidget(widget, 0, Qt.AlignmentFlag.AlignLeft)


def refill(box: QComboBox, choices: list[tuple[str, str]]) -> None:
    """Offer (words, value); what was chosen and is still offered stays chosen."""
    chosen = box.currentData()
    box.clear()
    for words, value in choices:
        box.addItem(words, value)
    box.setCurrentIndex(max(0, box.findData(chosen)))
