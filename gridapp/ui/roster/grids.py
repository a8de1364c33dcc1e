"""Fourth step: which building belongs to which grid."""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import NamedTuple

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QGridLayout, QLabel, QWidget

from gridapp.client.roster.dealing import grids_offered
from gridapp.client.roster.showing import BuildingTold
from gridapp.domain.words import N_
from gridapp.ui.here import Here
from gridapp.ui.lines import plain
from gridapp.ui.roster.step import Draft, Step, box


class _Row(NamedTuple):
    """A building by its name in a Dealing, and its box."""

    name: str
    label: QLabel
    box: QComboBox


class Grids(Step):
    """A box a building; the first deals all of them at once."""

    title = N_("Deal to grids")

    def __init__(self, here: Here) -> None:
        super().__init__(here)
        self._draft: Draft | None = None
        self._rows: list[_Row] = []
        hint = plain("grids-hint", "dim")
        here.words.put(
            hint, "text", N_("Buildings this laptop knows are dealt as before. Please check them.")
        )
        self._all = box("grid-of-all", self._deal_all)
        here.words.put(self._all, "accessibleName", N_("All buildings"))
        self._table = QWidget()
        self._grid = QGridLayout(self._table)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setColumnStretch(2, 1)
        every = QLabel()
        here.words.put(every, "text", N_("All buildings"))
        self._grid.addWidget(every, 0, 0)
        self._grid.addWidget(self._all, 0, 1)
        self._around.addWidget(hint)
        self._around.addWidget(self._table)

    def show_draft(self, draft: Draft) -> None:
        """Show the buildings of its preview and their grids."""
        assert draft.imported is not None
        self._draft = draft
        words, names = self.here.words, grids_offered(self.here.desk)
        _offer(self._all, {"": words.shown(N_("One by one")), **names}, "")
        buildings = draft.imported.shown.buildings
        if [row.name for row in self._rows] != [each.name for each in buildings]:
            self._lay_out(buildings)
        for row, each in zip(self._rows, buildings, strict=True):
            text = N_("{compound} building {building}, {count} households")
            named = {"compound": each.compound, "building": each.building}
            said = words.shown(text, **named, count=each.households).strip()
            row.label.setText(said)
            row.box.setAccessibleName(said)
            _offer(row.box, names, draft.dealing.grid_of(each.compound, each.building))

    def _lay_out(self, buildings: Sequence[BuildingTold]) -> None:
        for part in (part for row in self._rows for part in (row.label, row.box)):
            self._grid.removeWidget(part)
            part.hide()
            part.deleteLater()
        self._rows = []
        for at, each in enumerate(buildings, 1):
            made = box(f"grid-{at}", partial(self._deal, at - 1))
            row = _Row(each.name, plain(f"building-{at}"), made)
            row.label.setBuddy(made)
            self._grid.addWidget(row.label, at, 0, Qt.AlignmentFlag.AlignVCenter)
            self._grid.addWidget(made, at, 1)
            self._rows.append(row)

    def focus(self) -> None:
        """On the box for all."""
        self._all.setFocus()

    def _deal(self, at: int) -> None:
        assert self._draft is not None
        row, dealing = self._rows[at], self._draft.dealing
        grids = {**dealing.grids, row.name: row.box.currentData()}
        self._draft.dealing = replace(dealing, grids=grids)

    def _deal_all(self) -> None:
        code = self._all.currentData()
        for at, row in enumerate(self._rows if code else ()):
            row.box.setCurrentIndex(row.box.findData(code))
            self._deal(at)


def _offer(made: QComboBox, names: dict[str, str], chosen: str) -> None:
    made.clear()
    for code, name in names.items():
        made.addItem(name, code)
    made.setCurrentIndex(max(0, made.findData(chosen)))
