"""Where it is: a household found by door or name, or a place in one's own words."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from gridapp.client.actions.doors import find_households
from gridapp.client.actions.issue_pages import door_label, grids_by_name
from gridapp.domain.names import masked
from gridapp.domain.words import N_
from gridapp.ui.buttons import Choice, Choices
from gridapp.ui.forms.picker import Picker
from gridapp.ui.here import Here

_MOST = 6
_PLACE = "place"
_LIKE_A_DOOR = re.compile(r"[\d\s-]+")


class Where(NamedTuple):
    """A household by its id, or a place in a grid."""

    household: str = ""
    place: str = ""
    grid: str = ""


class WhereBox(QWidget):
    """What was typed is a place until a household was chosen; `settled` when one goes on."""

    settled = Signal()

    def __init__(self, here: Here) -> None:
        super().__init__()
        self._here = here
        self._picker = Picker(here, "where", self._found)
        self._picker.chosen.connect(self._pick)
        line = self._picker.line
        hint = N_("A door or a name; or a place, such as 3号楼2单元楼道")
        here.words.put(line, "placeholderText", hint)
        here.words.put(line, "accessibleName", N_("Where"))
        self._grid = Choices(here.look, "grid")
        self._grids: dict[str, str] = {}
        around = QVBoxLayout(self)
        around.setContentsMargins(0, 0, 0, 0)
        around.addWidget(self._picker)
        around.addWidget(self._grid)
        self._picker.sought.connect(self._draw)
        self.setFocusProxy(self._picker)

    def value(self) -> Where:
        """What was chosen or typed."""
        chosen = self._picker.value()
        if chosen and chosen != _PLACE:
            return Where(household=chosen)
        return Where(place=self._picker.text(), grid="".join(self._grid.values()[:1]))

    def show_value(self, where: Where) -> None:
        """Show a household, or a place and its grid; raises NoSuchHousehold."""
        if where.household:
            label = door_label(self._here.desk, where.household)
            self._picker.show_value(where.household, label)
        else:
            self._picker.show_value(_PLACE if where.place else "", where.place)
            self._grid.choose({where.grid})
        self._draw()

    def reword(self) -> None:
        """Say the grids and what was found in the language in force."""
        self._grids = grids_by_name(self._here.desk)
        self._grid.offer([Choice(code, name) for code, name in self._grids.items()])
        self._picker.look_up()
        self._draw()

    def _draw(self, _: str = "") -> None:
        self._grid.setVisible(bool(self.value().place) and len(self._grids) > 1)

    def _found(self, wanted: str) -> Sequence[Choice]:
        doors = find_households(self._here.desk, find=wanted, most=_MOST)
        place = Choice(_PLACE, self._here.words.shown(N_("The place “{place}”"), place=wanted))
        found = [Choice(d.household_id, f"{d.label} {masked(d.head)}".strip()) for d in doors]
        # What is written like a door means one; anything else may as well be the name of a place.
        return [*found, place] if _LIKE_A_DOOR.fullmatch(wanted) else [place, *found]

    def _pick(self, value: str) -> None:
        if value == _PLACE:
            self._picker.show_value(_PLACE, self._picker.text())
        else:
            self._picker.show_value(value, door_label(self._here.desk, value))
        self._draw()
        self.settled.emit()
