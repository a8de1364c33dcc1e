"""Today: what is owed, due at an hour, next to knock at, unfinished, or to be looked at."""

from collections.abc import Iterable
from functools import partial

from PySide6.QtWidgets import QVBoxLayout, QWidget

from gridapp.client.actions.send import safety
from gridapp.client.actions.today import Owed, Today, today
from gridapp.client.actions.visit_lists import OpenList, my_lists
from gridapp.domain.records import KINDS
from gridapp.domain.times import local_day
from gridapp.domain.today import Care, Place, Promised, Round
from gridapp.domain.words import N_
from gridapp.ui import told, when
from gridapp.ui.beside import Beside
from gridapp.ui.buttons import Button
from gridapp.ui.here import Here
from gridapp.ui.lines import Act, Line, Lines, plain
from gridapp.ui.page import Page

_TALL = 1.5  # of what one clicks elsewhere: the three buttons of the day


class TodayPage(Page):
    """Groups without lines are gone; the right side has the large buttons and nothing that nags."""

    name = "today"
    title = N_("Today")
    icon = "today"
    rail = "today"
    shows = frozenset(KINDS)

    def __init__(self, here: Here) -> None:
        super().__init__(here)
        self._quiet = plain("quiet", "dim")
        here.words.put(self._quiet, "text", N_("Nothing is due at an hour today."))
        self._owed = Lines(here, "owed", N_("First: what we owe"))
        self._due = Lines(here, "due", N_("Due today"))
        self._next = Lines(here, "next", N_("Next to knock at"))
        self._unfinished = Lines(here, "unfinished", N_("Not finished"))
        self._look = Lines(here, "look", N_("Please have a look"))
        main = QWidget()
        groups = QVBoxLayout(main)
        groups.setContentsMargins(0, 0, 0, 0)
        groups.addWidget(self._owed)
        groups.addWidget(self._quiet)
        for group in (self._due, self._next, self._unfinished, self._look):
            groups.addWidget(group)
        groups.addStretch(1)
        QVBoxLayout(self).addWidget(Beside(main, self._side()))
        here.look.changed.connect(self._fit)
        self._fit()

    def _side(self) -> QWidget:
        here = self.here
        self._print = Button(
            here.words,
            here.look,
            "print-list",
            N_("Print the list for tonight  Ctrl+P"),
            self._to_lists,
            icon="print",
        )
        self._send = Button(
            here.words, here.look, "send", N_("Send and update  Ctrl+U"), here.send, icon="send"
        )
        self._waiting, self._in_hand = plain("waiting", "dim"), plain("in-hand", "dim")
        self._out = plain("out", "dim")
        side = QWidget()
        around = QVBoxLayout(side)
        around.setContentsMargins(0, 0, 0, 0)
        for part in (self._print, self._send, self._waiting, self._in_hand, self._out):
            around.addWidget(part)
        around.addStretch(1)
        return side

    def _fit(self) -> None:
        for button in (self._print, self._send):
            button.setStyleSheet(f"min-height: {round(self.here.look.target * _TALL)}px")

    def _to_lists(self) -> None:
        self.here.go("lists")

    def print(self) -> bool:
        """Lists are printed where they are made."""
        self._to_lists()
        return True

    def focus(self) -> None:
        """On the first thing to do, or the first large button."""
        first = self.findChild(QWidget, "owed-1") or self.findChild(QWidget, "due-1")
        (first or self._print).setFocus()

    def heading(self) -> str:
        """Today and its date."""
        words, now = self.here.words, self.here.desk.clock()
        return f"{words.shown(self.title)}  {when.today_said(words, now)}"

    def refresh(self) -> None:
        """Read the day anew."""
        day = today(self.here.desk)
        self._owed.offer([*map(self._to_ask, day.owed), *map(self._missed, day.broken)])
        self._due.offer([*map(self._promised, day.promised), *map(self._care, day.care)])
        self._next.offer(self._rounds(day))
        self._unfinished.offer([self._undated(place) for place in day.undated])
        self._look.offer(self._to_look_at(day))
        self._quiet.setVisible(day.is_quiet)
        self._tell()

    def _tell(self) -> None:
        words = self.here.words
        count = safety(self.here.desk).waiting
        text = N_("{count} waiting to send") if count else N_("Nothing waits to be sent")
        self._waiting.setText(words.shown(text, count=count))
        lists = my_lists(self.here.desk)
        self._in_hand.setVisible(bool(lists))
        self._in_hand.setText(self._in_hand_said(lists[0]) if lists else "")
        self._out.setVisible(len(lists) > 1)
        self._out.setText(
            words.shown(
                N_("Lists not handed back: {count} ({numbers})"),
                count=len(lists) - 1,
                numbers="、".join(each.short_no for each in lists[1:]),
            )
        )

    def _in_hand_said(self, held: OpenList) -> str:
        return self.here.words.shown(
            N_(
                "The list in my hands: {doors} doors\n"
                "knocked at {knocked}, met {met}, not to knock at {refused}"
            ),
            doors=held.doors,
            knocked=held.knocked,
            met=held.met,
            refused=held.do_not_knock,
        )

    def _to_ask(self, owed: Owed) -> Line:
        text = self.here.words.shown(
            N_("{where} {who}  {category}: reported done, ask whether it is"),
            where=owed.where,
            who=owed.who,
            category=self.here.words.code("category", owed.category),
        )
        return Line(text, [Act(N_("Open"), lambda: self.here.go("issue", id=owed.issue_id))])

    def _missed(self, missed: Promised) -> Line:
        on = missed.promise.on[5:]
        return self._behind(missed.place, N_("{door} {who}  asked us for {on}, nobody went"), on=on)

    def _promised(self, promised: Promised) -> Line:
        hour, part = promised.promise.hour, promised.promise.part_of_day
        words = self.here.words
        at = f"{hour}:00" if hour is not None else words.code("part_of_day", part)
        at = at or words.shown(N_("today"))
        return self._behind(promised.place, N_("{at}  {door} {who}  asked us to come back"), at=at)

    def _care(self, care: Care) -> Line:
        is_today = care.due_on == local_day(self.here.desk.clock())
        text = N_("Care  {door} {who}  due since {on}")
        if care.last_on is None:
            text = N_("Care  {door} {who}  nobody met yet")
        elif is_today:
            text = N_("Care  {door} {who}  due today")
        return self._behind(care.place, text, on=f"{care.due_on:%m-%d}")

    def _undated(self, place: Place) -> Line:
        return self._behind(place, N_("{door} {who}  to come back, the day is not told"))

    def _behind(self, place: Place, text: str, **values: object) -> Line:
        said = self.here.words.shown(text, door=place.door, who=place.who, **values)
        return Line(said, [Act(N_("Open"), lambda: self._to_visit(place.household_id))])

    def _to_visit(self, household: str) -> None:
        self.here.go("visit", household=household)

    def _rounds(self, day: Today) -> list[Line]:
        return [
            *self._by_building(N_("This evening, {count} doors: {where}"), day.rounds.evening),
            *self._together(N_("At the weekend, {count} doors: {where}"), day.rounds.weekend),
            *self._together(N_("On a working day, {count} doors: {where}"), day.rounds.workdays),
        ]

    def _by_building(self, text: str, rounds: Iterable[Round]) -> list[Line]:
        words = self.here.words
        return [
            Line(
                words.shown(text, count=each.doors, where=f"{each.building} {self._units(each)}"),
                [Act(N_("See the building"), partial(self._to_building, each))],
            )
            for each in rounds
        ]

    def _units(self, each: Round) -> str:
        text = N_("stair {unit}: {count}")
        return "  ".join(
            self.here.words.shown(text, unit=unit, count=count)
            for unit, count in each.units
            if unit
        )

    def _together(self, text: str, rounds: tuple[Round, ...]) -> list[Line]:
        if not rounds:
            return []
        where = "  ".join(f"{each.building} {each.doors}" for each in rounds)
        said = self.here.words.shown(text, count=sum(each.doors for each in rounds), where=where)
        return [Line(said, [Act(N_("See the building"), lambda: self._to_building(rounds[0]))])]

    def _to_building(self, one: Round) -> None:
        self.here.go("buildings", building=one.building_id)

    def _to_look_at(self, day: Today) -> list[Line]:
        words = self.here.words
        said = [
            f"{told.about(words, entry.about)}  {told.reason(words, entry)}"
            for entry in day.not_taken
        ]
        said += [told.disagreement(words, entry) for entry in day.disagreements]
        look = [Act(N_("Have a look"), lambda: self.here.go("waiting"))]
        return [Line(text, look) for text in said]
