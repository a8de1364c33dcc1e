"""A day of knocking at every door of the demonstration: what happens at each, and when."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random

from gridapp.demo.chance import dice, drawn
from gridapp.demo.community import Community, Household, Place
from gridapp.demo.profiles import NOBODY_LIVES_IN, OFFICE, RENOVATED, STORAGE, VACANT
from gridapp.domain.names import salutation_of
from gridapp.domain.times import LOCAL, moment

_NO_ONE_THERE = {VACANT: "50", RENOVATED: "51", OFFICE: "52", STORAGE: "52"}
_INSIDE, _AT_THE_DOOR, _APPOINTMENT, _DECLINED, _NO_ACCESS = "10", "11", "22", "30", "40"
MET = frozenset({_INSIDE, _AT_THE_DOOR, "14"})
_SPOKEN_WITH: Mapping[str, float] = {_AT_THE_DOOR: 70, _INSIDE: 25, "14": 5}
_MISSED: Mapping[str, float] = {"20": 88, "23": 4, _APPOINTMENT: 4, "21": 2, "41": 1, "13": 1}

_CONTACT = {"day": 0.38, "evening": 0.62, "weekend": 0.55}
_DECLINED_SHARE = 0.05  # with those who refuse for good 6 in a hundred
_NO_ACCESS_SHARE = 0.04
_SATURDAY = 5

# Morning, afternoon, evening: after how many seconds of work each begins, and when.
_SESSIONS = ((0, time(9)), (9_000, time(14, 30)), (19_800, time(18)))
_WORKED = 28_800
_BANDS = ("morning", "afternoon", "evening")
_LATEST_DAY = 5
_ADULT = 18


@dataclass(frozen=True)
class PlannedVisit:
    """One knock, in the fields `record_visit` takes: `household` is the label of the door."""

    household: str
    outcome: str
    visited_at: str
    mode: str
    met_person: str = ""
    next_on: str = ""
    next_band: str = ""


def planned_visits(community: Community, seed: int, on: date) -> tuple[PlannedVisit, ...]:
    """One visit to every door on the day `on`, in walking order."""
    rng = dice(seed)
    walk = list(_walk(community))
    shut = _behind_shut_gate(rng, community, len(walk))
    return tuple(
        _visit(rng, place, _at(on, number, len(walk)), is_shut=place.door.label in shut)
        for number, place in enumerate(walk)
    )


def _walk(community: Community) -> Iterator[Place]:
    """Up the stairs, but down from the top where there is a lift."""
    for compound in community.compounds:
        for building in compound.buildings:
            for unit in building.units:
                for door in reversed(unit.doors) if building.lift else unit.doors:
                    yield Place(compound, building, unit, door)


def _behind_shut_gate(rng: Random, community: Community, count: int) -> set[str]:
    """Doors nobody could get to: the last ones of one stair entrance, which has a gate."""
    gated = [
        unit
        for compound in community.compounds
        for building in compound.buildings
        for unit in building.units
        if unit.access != "none"
    ]
    share = round(_NO_ACCESS_SHARE * count)
    return {door.label for door in rng.choice(gated).doors[-share:]}


def _at(on: date, number: int, count: int) -> datetime:
    """The time of knock `number` of `count`, spread evenly over the day's work."""
    worked = number * _WORKED // count
    before, begins = max(session for session in _SESSIONS if session[0] <= worked)
    return datetime.combine(on, begins, LOCAL) + timedelta(seconds=worked - before)


def _visit(rng: Random, place: Place, at: datetime, *, is_shut: bool) -> PlannedVisit:
    outcome = _outcome(rng, place, at, is_shut=is_shut)
    back = at.date() + timedelta(days=rng.randint(1, _LATEST_DAY))
    band = rng.choice(_BANDS)
    comes_back = outcome == _APPOINTMENT
    return PlannedVisit(
        household=place.door.label,
        outcome=outcome,
        visited_at=moment(at),
        mode="1" if outcome == _INSIDE else "2",
        met_person=_met(rng, place.door.household) if outcome in MET else "",
        next_on=back.isoformat() if comes_back else "",
        next_band=band if comes_back else "",
    )


def _outcome(rng: Random, place: Place, at: datetime, *, is_shut: bool) -> str:
    door = place.door
    if door.household.refusal:  # told through the gate if need be
        return door.household.refusal
    if is_shut:
        return _NO_ACCESS
    if door.usage in NOBODY_LIVES_IN:
        return _NO_ONE_THERE[door.usage]
    if rng.random() < _DECLINED_SHARE:
        return _DECLINED
    answers = rng.random() < _CONTACT[_band(at)]
    return drawn(rng, _SPOKEN_WITH if answers else _MISSED)


def _band(at: datetime) -> str:
    if at.weekday() >= _SATURDAY:
        return "weekend"
    return "evening" if at.time() >= _SESSIONS[-1][1] else "day"


def _met(rng: Random, household: Household) -> str:
    person = rng.choice([each for each in household.members if each.age >= _ADULT])
    return salutation_of(person.name, sex=person.sex, age=person.age)


def doors_met(visits: Sequence[PlannedVisit]) -> frozenset[str]:
    """The labels of the doors at which somebody talked."""
    return frozenset(visit.household for visit in visits if visit.outcome in MET)
