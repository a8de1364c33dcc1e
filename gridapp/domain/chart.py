"""The door chart of one building: what each door says at a glance, and what is counted of them."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache
from typing import NamedTuple

from gridapp.domain.codes import code_list
from gridapp.domain.floor_plan import FloorPlan, Site, floor_plan
from gridapp.domain.knocking import Knock, band_of, bands_tried, due_bands, this_evening
from gridapp.domain.rates import Progress, progress
from gridapp.domain.times import local_day, read_moment
from gridapp.domain.today import Behind, Promise, care_due, standing_promise

ALL, TONIGHT, UNTRIED, NOBODY = "all", "tonight", "untried", "nobody"
KNOCKED, MET, OWED, CARE, ISSUE = "knocked", "met", "owed", "care", "issue"
FILTERS = (ALL, TONIGHT, UNTRIED, NOBODY, KNOCKED, MET, OWED, CARE, ISSUE)
NO_KNOCK, APPOINTMENT = "no_knock", "appointment"
PAIR = "pair"
_CORNERS = (OWED, ISSUE, CARE, PAIR)
_MOST_CORNERS = 2

_VACANT, _RENOVATED, _NO_HOME = "30", "40", frozenset({"50", "60"})
_SETTLED_OUT = "52"  # counted as no home
_LIVED_IN = frozenset({"met", "partly", "declined", APPOINTMENT})
_BY_OUTCOME = {
    "22": APPOINTMENT,
    "23": "again",
    "50": "empty_maybe",
    "51": "renovated",
    "52": "shop",
    "55": "gone",
}
_BY_CLASS = {
    "reached": "met",
    "reached_partial": "partly",
    "proxy": "second_hand",
    "unreached": "nobody",
    "refused_soft": "declined",
    "refused": "declined",
    "no_access": "no_access",
    "assist": "again",
    "unsafe": "again",
    "changed": "moved",
    "bad_address": "gone",
}


class Building(NamedTuple):
    """One building or lane as one chooses it, and how many households it has."""

    building_id: str
    compound: str
    no: str
    households: int


class Told(NamedTuple):
    """An issue of a household: its category and state (codes), and when it was told."""

    issue_id: str
    category: str
    state: str
    told_at: str


@dataclass(frozen=True)
class Door:
    """One door, and all that is known of the household behind it; None where none is known."""

    site: Site
    label: str
    usage: str = ""
    behind: Behind | None = None
    called: str = ""
    residents: int | None = None
    two_persons: bool = False
    issues: tuple[Told, ...] = ()

    @property
    def household_id(self) -> str:
        """Who is visited here, "" for nobody."""
        return self.behind.place.household_id if self.behind else ""

    @property
    def knocks(self) -> tuple[Knock, ...]:
        """The visits, oldest first."""
        return self.behind.door.knocks if self.behind else ()

    @property
    def open_issues(self) -> tuple[Told, ...]:
        """What is not settled yet."""
        states = code_list("issue_state").codes
        return tuple(
            told
            for told in self.issues
            if told.state in states and states[told.state].traits["type"] == "open"
        )


@dataclass(frozen=True)
class Cell:
    """What one door shows.

    `tries` counts the knocks nobody answered since somebody was met, `bands` the parts of the week
    not tried yet, `counted` is the outcome the rates see, `is_open` says that one may knock now.
    """

    door: Door
    number: str
    status: str
    tries: int = 0
    promise: Promise | None = None
    corners: tuple[str, ...] = ()
    belongs: frozenset[str] = frozenset({ALL})
    bands: frozenset[str] = frozenset()
    counted: str = ""
    is_open: bool = False


@dataclass(frozen=True)
class Chart:
    """One building `among` all; `cells` are in walking order, `plan` says where each stands."""

    building: Building
    among: tuple[Building, ...]
    cells: tuple[Cell, ...]
    plan: FloorPlan

    def beside(self, step: int) -> Building | None:
        """The building before (-1) or after (1) this one, None at the ends."""
        at = self.among.index(self.building) + step
        return self.among[at] if 0 <= at < len(self.among) else None

    def counts(self) -> dict[str, int]:
        """How many cells belong to each filter."""
        found = Counter(name for cell in self.cells for name in cell.belongs)
        return {name: found[name] for name in FILTERS}

    def progress(self) -> Progress:
        """How far the visits have come, counted of the cells."""
        return progress(cell.counted for cell in self.cells)

    def at(self, household_id: str) -> int | None:
        """The number of a household's cell."""
        return next(
            (n for n, cell in enumerate(self.cells) if cell.door.household_id == household_id), None
        )

    def next_open(self, after: int) -> int | None:
        """The next door in walking order at which to knock now, from the first again at the end."""
        count = len(self.cells)
        around = ((after + step) % count for step in range(1, count))
        return next((number for number in around if self.cells[number].is_open), None)


def chart(
    building: Building, doors: Sequence[Door], *, among: Sequence[Building], now: datetime
) -> Chart:
    """The chart of a building, `doors` in walking order; `among` are all buildings in theirs."""
    return Chart(
        building=building,
        among=tuple(among),
        cells=tuple(_cells(doors, now)),
        plan=floor_plan([door.site for door in doors]),
    )


def _cells(doors: Iterable[Door], now: datetime) -> Iterable[Cell]:
    seen: Counter[str] = Counter()
    for door in doors:
        seen[door.site.house_id] += 1
        nth = seen[door.site.house_id]
        room = door.site.room
        yield _cell(door, room if nth == 1 else f"{room}·{nth}", now)


def _cell(door: Door, number: str, now: datetime) -> Cell:
    promise = standing_promise(door.behind) if door.behind else None
    status = _status(door, promise)
    shown = Cell(door, number, status, promise=promise, counted=_counted(door, status))
    if door.behind is None:
        return replace(shown, belongs=shown.belongs | _progressed(shown.counted))
    due = due_bands(replace(door.behind.door, appointed_on=promise.on if promise else ""), now)
    marks = _marks(door, door.behind, now)
    belongs = shown.belongs | marks | _progressed(shown.counted)
    belongs |= {name for name in (UNTRIED, NOBODY) if name == status}
    return replace(
        shown,
        tries=_tries(door.knocks),
        corners=tuple(name for name in _CORNERS if name in marks)[:_MOST_CORNERS],
        belongs=(belongs - {PAIR}) | ({TONIGHT} if this_evening(now) in due else set()),
        bands=_bands() - bands_tried(door.knocks),
        is_open=bool(due) and not _was_tried_now(door.knocks, now),
    )


@cache
def _bands() -> frozenset[str]:
    return frozenset(band.code for band in code_list("band"))


def _status(door: Door, promise: Promise | None) -> str:
    if door.behind and door.behind.door.refusal:
        return NO_KNOCK
    if door.usage in _NO_HOME:
        return "shop"
    last = door.knocks[-1].outcome if door.knocks else ""
    told = APPOINTMENT if promise else status_of(last)
    if door.usage == _VACANT and told not in _LIVED_IN:
        return "empty"
    if door.usage == _RENOVATED and told not in _LIVED_IN:
        return "renovated"
    return told if door.behind else "unknown"


def status_of(outcome: str) -> str:
    """What a door says whose last visit had this outcome."""
    known = code_list("outcome").codes.get(outcome)
    if known is None:
        return UNTRIED
    return _BY_OUTCOME.get(outcome) or _BY_CLASS.get(known.traits["class"], UNTRIED)


def _counted(door: Door, status: str) -> str:
    """The outcome by which a door enters the rates."""
    if door.behind and status == NO_KNOCK:
        return door.behind.door.refusal
    if status in {"shop", "empty"}:
        return _SETTLED_OUT
    return door.knocks[-1].outcome if door.knocks else ""


@cache
def _progressed(outcome: str) -> frozenset[str]:
    come = progress([outcome])
    return frozenset(name for name, yes in ((KNOCKED, come.knocked), (MET, come.met)) if yes)


def _tries(knocks: Sequence[Knock]) -> int:
    count = 0
    for knock in reversed(knocks):
        status = status_of(knock.outcome)
        if status in {"met", "partly"}:
            break
        count += status == NOBODY
    return count


def _marks(door: Door, behind: Behind, now: datetime) -> set[str]:
    states = {told.state for told in door.open_issues}
    marks = {OWED} if "reported" in states else set()
    marks |= {ISSUE} if states - {"reported"} else set()
    marks |= {CARE} if care_due([behind], now) else set()
    return marks | ({PAIR} if door.two_persons else set())


def _was_tried_now(knocks: Iterable[Knock], now: datetime) -> bool:
    """True where somebody knocked today in the part of the week that it is now."""
    times = (read_moment(knock.at) for knock in knocks)
    return any(local_day(at) == local_day(now) and band_of(at) == band_of(now) for at in times)
