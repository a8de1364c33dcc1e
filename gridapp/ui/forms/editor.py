"""What every editor of a field does: show a value, say a value, lose nothing that is typed."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from gridapp.domain.errors import Expected
from gridapp.domain.fields import Field
from gridapp.domain.words import N_
from gridapp.ui.here import Here


class TooLongToPaste(Expected):
    """More was brought than the field can hold."""


def too_long(most: int) -> TooLongToPaste:
    """What the person hears where only `most` characters fit."""
    return TooLongToPaste(
        N_("That is too long: {count} characters fit. Nothing was pasted."), count=most
    )


class Editor(QWidget):
    """`said` tells that `value` has a new value; `value` raises Expected where it makes no sense."""

    said = Signal()
    # Each editor's own: the value as the record holds it, and how one is shown, unless something
    # is being typed; nobody is told.
    value: Callable[[], Any]
    show_value: Callable[[Any], None]

    def __init__(self, here: Here, field: Field) -> None:
        super().__init__()
        self.here, self.field = here, field
        self._is_flooded, self._most = False, field.limit
        self._around = QVBoxLayout(self)
        self._around.setContentsMargins(0, 0, 0, 0)

    def _hold(self, widget: QWidget) -> None:
        widget.setObjectName(f"field-{self.field.name}")
        self.here.words.put(widget, "accessibleName", self.field.label)
        self._around.addWidget(widget)
        self.setFocusProxy(widget)

    def reword(self) -> None:
        """Put words in the language in force."""

    def finish(self) -> None:
        """Tell what was typed and not told yet, as before another record is shown."""

    def drop(self) -> None:
        """What was typed is no longer kept from being replaced."""

    def _flood(self) -> None:
        """More came at once than fits: nothing of it was taken, and `value` says so."""
        self._is_flooded = True
        self.said.emit()
        self._is_flooded = False

    def _check_flood(self) -> None:
        if self._is_flooded:
            raise too_long(self._most)
