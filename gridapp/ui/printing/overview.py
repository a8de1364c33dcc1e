"""Every list in my hands, and where a new one can be made."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QVBoxLayout, QWidget

from gridapp.client.actions.list_pages import buildings, stairs
from gridapp.client.actions.visit_lists import OpenList, my_lists
from gridapp.domain.chart import Building
from gridapp.domain.words import N_
from gridapp.ui import when
from gridapp.ui.buttons import Button, Choice, Choices
from gridapp.ui.chart.signs import building_word, place_word, stair_word
from gridapp.ui.flow import FlowLayout
from gridapp.ui.here import Here
from gridapp.ui.lines import Act, Line, Lines, plain
from gridapp.ui.printing import said
from gridapp.ui.printing.panel import give_back

_WHOLE = "whole"


class Overview(QWidget):
    """Choosing a place writes nothing: the list is made where it is printed."""

    def __init__(self, here: Here) -> None:
        super().__init__()
        self._here = here
        self._building = ""
        self._buildings: list[Building] = []
        self._nothing = plain("no-lists", "dim")
        here.words.put(self._nothing, "text", N_("No list is in your hands."))
        self._held = Lines(here, "in-hand", N_("Lists in my hands"))
        title = plain("make-heading", "group")
        here.words.put(title, "text", N_("Make a list"))
        self._list = QComboBox()
        self._list.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self._list.setObjectName("building")
        self._list.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._list.activated.connect(lambda at: self._choose(self._list.itemData(at)))
        here.words.put(self._list, "accessibleName", N_("Building"))
        self._stairs = Choices(here.look, "stair")
        self._stairs.chosen.connect(self._open)
        self._walk = Button(
            here.words, here.look, "walk-of", N_("Walking order…"), self._to_walk, part="quiet"
        )
        row = FlowLayout()
        for part in (self._list, self._stairs, self._walk):
            row.addWidget(part)
        around = QVBoxLayout(self)
        around.setContentsMargins(0, 0, 0, 0)
        for line in (self._nothing, self._held, title):
            around.addWidget(line)
        around.addLayout(row)
        around.addStretch(1)

    def focus(self) -> None:
        """Where a list is made."""
        self._list.setFocus()

    def refresh(self) -> None:
        """Read anew."""
        held = my_lists(self._here.desk)
        self._nothing.setVisible(not held)
        self._held.offer([self._line(each) for each in held])
        self._offer(buildings(self._here.desk))

    def _line(self, held: OpenList) -> Line:
        words, here = self._here.words, self._here
        text = words.shown(
            N_("{place}  {time}  {number}\n{standing}"),
            place=said.places(words, held.places),
            time=when.said(words, held.handed_out_at, here.desk.clock()),
            number=held.short_no,
            standing=said.standing(words, held),
        )
        return Line(
            text,
            [
                Act(N_("Look, print again"), lambda: here.go("lists", id=held.list_id)),
                Act(N_("Hand back"), lambda: give_back(here, held)),
            ],
        )

    def _offer(self, found: list[Building]) -> None:
        self._buildings, words = found, self._here.words
        several = len({each.compound for each in found}) > 1
        self._list.clear()
        for each in found:
            name = place_word(words, each) if several else building_word(words, each)
            self._list.addItem(name, each.building_id)
        known = [each.building_id for each in found]
        for part in (self._list, self._stairs, self._walk):
            part.setVisible(bool(known))
        if known:
            at = known.index(self._building) if self._building in known else 0
            self._list.setCurrentIndex(at)
            self._choose(known[at])

    def _choose(self, building_id: str) -> None:
        self._building = building_id
        words, found = self._here.words, stairs(self._here.desk, building_id)
        count = next(e.households for e in self._buildings if e.building_id == building_id)
        whole = Choice(_WHOLE, words.shown(N_("Whole building  {count} doors"), count=count))
        text = N_("{stair}  {count} doors")
        self._stairs.offer(
            [
                whole,
                *(
                    Choice(
                        each.unit_id,
                        words.shown(text, stair=stair_word(words, each.no), count=each.households),
                    )
                    for each in found
                ),
            ]
        )
        self._stairs.choose(set())

    def _open(self, unit: str) -> None:
        self._here.go("lists", building=self._building, unit="" if unit == _WHOLE else unit)

    def _to_walk(self) -> None:
        self._here.go("walk", building=self._building)
