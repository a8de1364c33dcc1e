"""Buildings: the door chart of one building, where work starts."""

from datetime import datetime
from typing import Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QGridLayout, QLabel, QVBoxLayout, QWidget

from gridapp.client.actions.charts import NoBuildings, building_chart, building_of, keep_building
from gridapp.domain.chart import ALL, Chart
from gridapp.domain.times import local_day
from gridapp.domain.words import N_
from gridapp.ui.buttons import Button
from gridapp.ui.chart.acts import Acts
from gridapp.ui.chart.field import Field
from gridapp.ui.chart.head import Head
from gridapp.ui.chart.legend import Legend
from gridapp.ui.chart.side import Side
from gridapp.ui.chart.signs import place_word
from gridapp.ui.here import Here
from gridapp.ui.page import Page

_BESIDE, _BELOW = (1, 1, 1, 1), (2, 0, 1, 2)  # where the panel stands in the grid
_UNBROKEN = "\N{NO-BREAK SPACE}"


class Buildings(Page):
    """What a key does is done to the current door; 2, 3, 5 and 6 are saved at once."""

    name = "buildings"
    title = N_("Buildings")
    icon = "buildings"
    rail = "buildings"
    shows = frozenset(
        {
            *("building", "unit", "house", "household", "resident", "compound"),
            *("visit", "appointment", "issue", "issue_step"),
        }
    )

    def __init__(self, here: Here) -> None:
        super().__init__(here)
        self._building, self._door, self._filter = "", "", ALL
        self._chart: Chart | None = None
        self._is_beside, self._under = True, False
        self._head, self._legend = Head(here), Legend(here)
        self._field = Field(here.words, here.look)
        view = self._field.view
        self._acts = acts = Acts(here, lambda: view.cell, saved=self._go_on, stayed=self._stay)
        self._side = Side(here, acts, self._list_stair)
        self._empty = self._say_nothing()
        self._lay_out()
        self._head.filtered.connect(self._filtered)
        self._head.wanted.connect(self._turn_to)
        self._legend.folded.connect(self._unfold)
        view.moved.connect(self._moved)
        view.opened.connect(acts.visit)
        view.turned.connect(self._turn)
        view.followed.connect(self._follow)
        here.look.changed.connect(self._fit)

    def _say_nothing(self) -> QWidget:
        told, empty = QLabel(), QWidget()
        told.setObjectName("no-buildings")
        told.setWordWrap(True)
        words, look = self.here.words, self.here.look
        words.put(told, "text", N_("There is no building on this laptop yet. Import your roster."))
        go = Button(
            *(words, look, "to-roster", N_("Import a roster"), lambda: self.here.go("roster")),
            part="main",
        )
        around = QVBoxLayout(empty)
        around.addWidget(told)
        around.addWidget(go, 0, Qt.AlignmentFlag.AlignLeft)
        around.addStretch(1)
        return empty

    def _lay_out(self) -> None:
        self._body = QGridLayout(self)
        self._body.setContentsMargins(6, 2, 6, 0)
        self._body.setVerticalSpacing(4)
        self._body.addWidget(self._head, 0, 0, 1, 2)
        self._body.addWidget(self._field, 1, 0)
        self._body.addWidget(self._legend, 3, 0, 1, 2)
        self._body.addWidget(self._empty, 4, 0, 1, 2)
        self._body.setRowStretch(1, 1)
        self._body.setColumnStretch(0, 1)
        self._body.addWidget(self._side, 1, 1)

    def open(self, building: str = "", door: str = "", **_: Any) -> None:
        """Take up a building (its id), or the household behind a door."""
        self._door = door
        self._building = building or (building_of(self.here.desk, door) if door else self._building)

    def refresh(self) -> None:
        """Read the building anew; the current door stays."""
        now = self.here.desk.clock()
        try:
            self._chart = building_chart(self.here.desk, self._building)
        except NoBuildings:
            self._chart = None
        for part in (self._head, self._field, self._legend):
            part.setVisible(self._chart is not None)
        self._empty.setVisible(self._chart is None)
        if self._chart is None:
            self._side.hide()
            return
        self._building = self._chart.building.building_id
        keep_building(self.here.desk, self._building)
        self._show(now)
        self._go_to(self._door)
        self._door = ""

    def _show(self, now: datetime) -> None:
        """Show what was read."""
        if self._chart is None:
            return
        self._head.show_chart(self._chart, self._filter)
        self._field.show_chart(self._chart, self._filter, local_day(now), within=self.within)
        self._fit()
        self._show_side(now)

    def heading(self) -> str:
        """The building, and the counts of its cells."""
        if self._chart is None:
            return super().heading()
        come, words = self._chart.progress(), self.here.words
        figures = (
            place_word(words, self._chart.building),
            words.shown(N_("{count} doors"), count=len(self._chart.cells)),
            words.shown(N_("knocked {count}/{of}"), count=come.knocked, of=come.of),
            words.shown(N_("met {count}/{of}"), count=come.met, of=come.of),
        )
        return "   ".join(each.replace(" ", _UNBROKEN) for each in figures)

    def focus(self) -> None:
        """The keys go to the current door."""
        if self._chart is not None:
            self._field.view.setFocus()
            self._field.view.reveal()

    def print(self) -> bool:
        """The visit list of the stair of the current door."""
        if self._field.view.cell is None:
            return False
        self._list_stair()
        return True

    def _list_stair(self) -> None:
        cell = self._field.view.cell
        if cell:
            self.here.go("lists", building=self._building, unit=cell.door.site.unit_id)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Draw the chart as it fits, the panel beside it, or below it, or folded away."""
        if self._chart is None:
            return
        room = self._room()
        beside = room - self._side.wish() - self._body.horizontalSpacing()
        is_beside = self._field.fit([beside, room]) == 0
        self._legend.show_chart(self._chart, self._field.view.drawn.style)
        self._place_side(is_beside=is_beside)

    def _room(self) -> int:
        """The width there is, with a scroll bar or without: or the panel would bring and chase it."""
        around, scroll, width = self._body.contentsMargins(), self.within, self.width()
        if scroll is not None:
            bar = scroll.verticalScrollBar().sizeHint().width()
            width = scroll.width() - 2 * scroll.frameWidth() - bar
        return width - around.left() - around.right()

    def _place_side(self, *, is_beside: bool) -> None:
        self._legend.offer_fold(is_folding=not is_beside, is_shown=self._under)
        self._side.setVisible(is_beside or self._under)
        self._side.widen(is_narrow=is_beside)
        if is_beside != self._is_beside:
            self._is_beside = is_beside
            self._body.addWidget(self._side, *(_BESIDE if is_beside else _BELOW))

    def _unfold(self, shown: bool) -> None:  # noqa: FBT001 - a Qt signal's
        self._under = shown
        self._fit()

    def _show_side(self, now: datetime) -> None:
        self._side.show_cell(self._field.view.cell, now)

    def _moved(self) -> None:
        if self._field.view.stair not in self._field.view.drawn.stairs:
            self._fit()
        self._show_side(self.here.desk.clock())

    def _go_to(self, household_id: str) -> None:
        at = self._chart.at(household_id) if self._chart and household_id else None
        if at is not None:
            self._field.view.go_to(at)

    def _filtered(self, name: str) -> None:
        self._filter = ALL if name == self._filter else name
        self._show(self.here.desk.clock())
        self.focus()

    def _turn(self, step: int) -> None:
        building = self._chart.beside(step) if self._chart else None
        if building:
            self._turn_to(building.building_id)

    def _turn_to(self, building_id: str) -> None:
        self._building = building_id
        self.refresh()
        self.headed.emit(self.heading())
        self.focus()

    def _follow(self) -> None:
        """Go to the next door in walking order at which to knock now."""
        view = self._field.view
        if self._chart and view.current is not None:
            at = self._chart.next_open(view.current)
            view.go_to(view.current if at is None else at)

    def _stay(self, household_id: str) -> None:
        self._go_to(household_id)
        self.focus()

    def _go_on(self) -> None:
        self._follow()
        self.focus()
        QTimer.singleShot(0, self._field.view.reveal)  # once the notice has its place

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        plain = event.modifiers() in (
            Qt.KeyboardModifier.NoModifier,
            Qt.KeyboardModifier.KeypadModifier,
        )
        if not plain or not self._acts.press(event.text()):
            event.ignore()
