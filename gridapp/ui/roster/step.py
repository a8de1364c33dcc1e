"""One step of an import, and what all steps decide together."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypedDict

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QComboBox, QVBoxLayout, QWidget

from gridapp.client.actions.import_roster import Imported
from gridapp.client.roster.matching import Maps, Opened, SheetColumns, column_maps
from gridapp.client.roster.planning import Dealing
from gridapp.ui.here import Here

_LETTERS = 14  # a box shows at least


class Decided(TypedDict):
    """What a preview depends on."""

    dealing: Dealing
    columns: Maps
    overwrite: bool


@dataclass
class Draft:
    """What was decided so far; `imported` is the last preview, or at the end the import."""

    opened: Opened
    sheets: list[SheetColumns]
    dealing: Dealing = field(default_factory=Dealing)
    overwrite: bool = False
    imported: Imported | None = None
    previewed: Decided | None = None
    is_over: bool = False

    def decided(self) -> Decided:
        """All a person decided, as an import is handed it."""
        columns = column_maps(self.sheets)
        return {"dealing": self.dealing, "columns": columns, "overwrite": self.overwrite}

    @property
    def is_previewed(self) -> bool:
        """Whether the preview is of what is decided now."""
        return self.imported is not None and self.previewed == self.decided()


class Step(QWidget):
    """Shows a draft and changes it; `ready` is False, and the keyboard there, where it lacks something."""

    title: str

    def __init__(self, here: Here) -> None:
        super().__init__()
        self.here = here
        self._around = QVBoxLayout(self)
        self._around.setContentsMargins(0, 0, 0, 0)

    def show_draft(self, draft: Draft) -> None:
        """Show a draft, in the language in force."""

    def ready(self) -> bool:
        """Whether one can go on."""
        return True

    def focus(self) -> None:
        """Put the keyboard where one begins."""
        self.setFocus()


class _NoWheel(QObject):
    """A page that is scrolled must not change what stands under the mouse."""

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """The wheel belongs to the page."""
        if event.type() == QEvent.Type.Wheel:
            event.ignore()
            return True
        return super().eventFilter(watched, event)


def box(name: str, chosen: Callable[[], None]) -> QComboBox:
    """A box of choices that may be narrower than its longest."""
    made = QComboBox()
    made.setObjectName(name)
    made.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    made.setMinimumContentsLength(_LETTERS)
    made.activated.connect(lambda _: chosen())
    made.installEventFilter(_NoWheel(made))
    return made
