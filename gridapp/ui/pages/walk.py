"""The order in which the doors of a building are walked, and setting it by hand."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractItemView, QListWidget, QListWidgetItem, QVBoxLayout

from gridapp.client.actions.list_pages import NoSuchBuilding, building
from gridapp.client.actions.visit_lists import NoDoors
from gridapp.client.actions.walks import Stop, Way, set_walk, way_of
from gridapp.domain.codes import code_list
from gridapp.domain.words import N_
from gridapp.ui.buttons import Button, Choice, Choices
from gridapp.ui.chart.signs import building_word, stair_word
from gridapp.ui.flow import FlowLayout
from gridapp.ui.here import Here
from gridapp.ui.lines import plain
from gridapp.ui.page import Page

_HOUSE = Qt.ItemDataRole.UserRole
_SHOWN = 12  # doors seen at once


class WalkPage(Page):
    """Every change is saved at once and can be undone; lists already made stay as they are."""

    name = "walk"
    title = N_("Walking order")
    icon = "lists"
    rail = "lists"
    shows = frozenset({"building", "unit", "house", "household"})

    def __init__(self, here: Here) -> None:
        super().__init__(here)
        self._building, self._place = "", ""
        self._way: Way | None = None
        self._told = plain("walk-told", "dim")
        self._modes = Choices(here.look, "walk-mode")
        self._modes.chosen.connect(lambda mode: self._set(mode=mode, order=()))
        self._reversed = self._button("walk-reversed", N_("From the other end"), self._turn)
        self._reversed.setCheckable(True)
        self._list = QListWidget()
        self._list.setObjectName("walk-list")
        self._list.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        here.words.put(self._list, "accessibleName", N_("Doors in walking order"))
        # Not within the drop itself: the list is filled anew.
        queued = Qt.ConnectionType.QueuedConnection
        self._list.model().rowsMoved.connect(self._dragged, queued)
        self._list.currentRowChanged.connect(self._enable)
        self._up = self._button("walk-up", N_("Move up"), lambda: self._move(-1))
        self._down = self._button("walk-down", N_("Move down"), lambda: self._move(1))
        self._natural = self._button(
            "walk-natural", N_("Natural order again"), lambda: self._set(order=())
        )
        self._print = self._button(
            "walk-print", N_("Print this building"), self._to_list, icon="print"
        )
        self._lay_out()
        here.look.changed.connect(self._fit)
        self._fit()

    def _button(self, name: str, text: str, act: Callable[[], None], icon: str = "") -> Button:
        return Button(self.here.words, self.here.look, name, text, act, icon=icon)

    def _lay_out(self) -> None:
        ways, acts = FlowLayout(), FlowLayout()
        ways.addWidget(self._modes)
        ways.addWidget(self._reversed)
        for button in (self._up, self._down, self._natural, self._print):
            acts.addWidget(button)
        around = QVBoxLayout(self)
        around.addLayout(ways)
        around.addWidget(self._told)
        around.addLayout(acts)
        around.addWidget(self._list, 1)

    def _fit(self) -> None:
        self._list.setMinimumHeight(self.here.look.pixels * _SHOWN)

    def open(self, building: str = "", **_: Any) -> None:
        """Take up a building (its id)."""
        self._building = building or self._building

    def heading(self) -> str:
        """Which building."""
        return self.here.words.shown(N_("Walking order of {place}"), place=self._place)

    def focus(self) -> None:
        """On the doors."""
        self._list.setFocus()

    def print(self) -> bool:
        """The list of the building is printed where lists are."""
        self._to_list()
        return True

    def refresh(self) -> None:
        """Read the way anew; the current door stays."""
        words, desk = self.here.words, self.here.desk
        self._modes.offer(
            [Choice(each.code, each.label(words.language)) for each in code_list("walk_mode")]
        )
        try:
            self._place = building_word(words, building(desk, self._building))
            self._way = way_of(desk, building=self._building)
        except (NoSuchBuilding, NoDoors) as problem:
            self._way = None
            self.here.notices.told(problem)
        for part in (self._modes, self._reversed, self._list, self._up, self._down, self._natural):
            part.setVisible(self._way is not None)
        if self._way is not None:
            self._show(self._way)

    def _show(self, way: Way) -> None:
        self._modes.choose({way.mode})
        self._reversed.setChecked(way.is_reversed)
        text = N_("{count} doors in their natural order. Drag one, or move it with the buttons.")
        if way.by_hand:
            text = N_("{count} doors in an order set by hand.")
        self._told.setText(self.here.words.shown(text, count=len(way.stops)))
        self._natural.setEnabled(bool(way.by_hand))
        self._fill(way.stops)

    def _fill(self, stops: tuple[Stop, ...]) -> None:
        order, at = self._order(), self._list.currentRow()
        current = order[at] if at >= 0 else stops[0].house_id
        self._list.clear()
        for number, stop in enumerate(stops, 1):
            stair = stair_word(self.here.words, stop.unit)
            item = QListWidgetItem(" ".join(p for p in (f"{number}.", stair, stop.room) if p))
            item.setData(_HOUSE, stop.house_id)
            self._list.addItem(item)
            if stop.house_id == current:
                self._list.setCurrentItem(item)
        self._enable(self._list.currentRow())

    def _enable(self, row: int) -> None:
        self._up.setEnabled(row > 0)
        self._down.setEnabled(0 <= row < self._list.count() - 1)

    def _order(self) -> list[str]:
        return [str(self._list.item(row).data(_HOUSE)) for row in range(self._list.count())]

    def _move(self, step: int) -> None:
        at, order = self._list.currentRow(), self._order()
        order.insert(at + step, order.pop(at))
        self._set(order=order)

    def _dragged(self) -> None:
        self._set(order=self._order())

    def _turn(self) -> None:
        self._set(is_reversed=self._reversed.isChecked(), order=())

    def _set(self, **changes: Any) -> None:
        before, desk, place = self._way, self.here.desk, self._building
        assert before is not None
        with self.here.acting("building"):
            set_walk(desk, building=place, **changes)
            self.here.notices.done(
                N_("Saved. Lists made from now on are walked so."),
                back=lambda: self._restore(place, before),
            )

    def _restore(self, place: str, before: Way) -> None:
        with self.here.acting("building"):
            set_walk(
                self.here.desk,
                building=place,
                mode=before.mode,
                is_reversed=before.is_reversed,
                order=before.by_hand,
            )

    def _to_list(self) -> None:
        self.here.go("lists", building=self._building)
