"""What a day asks for: promises to keep, care visits that fall due, and where to knock next."""

import calendar
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import NamedTuple

from gridapp.domain.codes import code_list
from gridapp.domain.knocking import WEEKEND, DoorFacts, due_bands, this_evening
from gridapp.domain.times import local_day, read_moment
from gridapp.domain.walk import natural_key

_AGED = 80
_WHENEVER = 24  # an hour after every other
_BEGINS = {"morning": 8, "afternoon": 14, "evening": 18}  # the hour a part of the day begins


class Place(NamedTuple):
    """A household as a line names it; `building` and `unit` as people write them."""

    household_id: str
    door: str
    who: str
    building_id: str
    building: str
    unit: str


class Promise(NamedTuple):
    """When somebody asked us to come back: a day, perhaps an hour or a part of the day."""

    on: str
    part_of_day: str
    hour: int | None
    made_at: str


@dataclass(frozen=True)
class Behind:
    """All that decides what one household is owed today.

    `tags` are the care tags of it and of its people, `oldest` the greatest age among them.
    """

    place: Place
    door: DoorFacts
    promises: tuple[Promise, ...] = ()
    tags: frozenset[str] = frozenset()
    oldest: int | None = None


class Promised(NamedTuple):
    """A promise that stands, and to whom."""

    place: Place
    promise: Promise


class Care(NamedTuple):
    """A care visit that is due; `last_on` is when somebody was last met, None for never."""

    place: Place
    due_on: date
    last_on: date | None


class Round(NamedTuple):
    """Where to knock in one building: how many doors behind each stair."""

    building_id: str
    building: str
    units: tuple[tuple[str, int], ...]

    @property
    def doors(self) -> int:
        """All of them."""
        return sum(count for _, count in self.units)


@dataclass(frozen=True)
class Rounds:
    """Where to knock this evening, where at the weekend only, and where on another working day."""

    evening: tuple[Round, ...]
    weekend: tuple[Round, ...]
    workdays: tuple[Round, ...]


def standing_promise(one: Behind) -> Promise | None:
    """The newest promise, unless somebody went there on its day or later, or met them before."""
    if one.door.refusal or not one.promises:
        return None
    newest = max(one.promises, key=lambda promise: promise.made_at)
    since = [knock for knock in one.door.knocks if knock.at > newest.made_at]
    kept = any(_was_met(k.outcome) or _day_of(k.at).isoformat() >= newest.on for k in since)
    return None if kept else newest


def promised_today(behind: Iterable[Behind], now: datetime) -> list[Promised]:
    """The promises of today by the hour, then by the part of the day."""
    today = local_day(now).isoformat()
    found = [each for each in _standing(behind) if each.promise.on == today]
    return sorted(found, key=lambda each: (_hour(each.promise), each.place.door))


def broken_promises(behind: Iterable[Behind], now: datetime) -> list[Promised]:
    """The promises whose day went by without a visit, oldest first."""
    today = local_day(now).isoformat()
    found = [each for each in _standing(behind) if each.promise.on < today]
    return sorted(found, key=lambda each: (each.promise.on, each.place.door))


def _standing(behind: Iterable[Behind]) -> list[Promised]:
    found = ((one.place, standing_promise(one)) for one in behind)
    return [Promised(place, promise) for place, promise in found if promise]


def _hour(promise: Promise) -> int:
    if promise.hour is not None:
        return promise.hour
    return _BEGINS.get(promise.part_of_day, _WHENEVER)


def care_due(behind: Iterable[Behind], now: datetime) -> list[Care]:
    """The care visits that are due today or were before, the longest overdue first."""
    today = local_day(now)
    found = [care for one in behind if (care := _care(one, today)) and care.due_on <= today]
    return sorted(found, key=lambda care: (care.last_on is not None, care.due_on))


def _care(one: Behind, today: date) -> Care | None:
    """When the household is to be seen again; None where no tag of its asks for it."""
    periods = {_frequency(tag, one.oldest) for tag in one.tags} - {""}
    if not periods or one.door.refusal:
        return None
    met = [knock.at for knock in one.door.knocks if _was_met(knock.outcome)]
    if not met:
        return Care(one.place, today, None)
    last_on = _day_of(max(met))
    return Care(one.place, min(_after(last_on, period) for period in periods), last_on)


def _day_of(at: str) -> date:
    return local_day(read_moment(at))


def _was_met(outcome: str) -> bool:
    codes = code_list("outcome").codes
    return outcome in codes and codes[outcome].traits["met"] == "y"


def _frequency(tag: str, oldest: int | None) -> str:
    """How often a care tag asks for a visit: "1w", "3m"; "" for none of its own."""
    codes = code_list("care_tag").codes
    if tag not in codes:
        return ""
    traits = codes[tag].traits
    is_aged = oldest is not None and oldest >= _AGED
    frequency = (is_aged and traits["frequency_if_80_or_ill"]) or traits["frequency"]
    return code_list("care_frequency")[frequency].traits["every"] if frequency else ""


def _after(day: date, period: str) -> date:
    count, unit = int(period[:-1]), period[-1]
    if unit == "w":
        return day + timedelta(weeks=count)
    years, month = divmod(day.month - 1 + count, 12)
    year, month = day.year + years, month + 1
    return day.replace(
        year=year, month=month, day=min(day.day, calendar.monthrange(year, month)[1])
    )


def rounds(behind: Iterable[Behind], now: datetime) -> Rounds:
    """Where to knock next, each door counted once, in the order in which the doors come."""
    evening, weekend, workdays = [], [], []
    tonight = this_evening(now)
    for one in behind:
        promise = standing_promise(one)
        door = replace(one.door, appointed_on=promise.on if promise else "")
        bands = due_bands(door, now)
        if tonight in bands:
            evening.append(one.place)
        elif WEEKEND in bands:
            weekend.append(one.place)
        elif bands:
            workdays.append(one.place)
    return Rounds(_by_building(evening), _by_building(weekend), _by_building(workdays))


def _by_building(places: Iterable[Place]) -> tuple[Round, ...]:
    counts: dict[tuple[str, str], Counter[str]] = {}
    for place in places:
        counts.setdefault((place.building_id, place.building), Counter())[place.unit] += 1
    return tuple(
        Round(building_id, building, tuple(sorted(units.items(), key=lambda u: natural_key(u[0]))))
        for (building_id, building), units in counts.items()
    )
