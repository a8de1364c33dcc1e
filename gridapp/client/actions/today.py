"""The day's page: what is owed, due at an hour, next to knock at, unfinished, or to be looked at."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from gridapp.client.actions.conflicts import Disagreement, disagreements
from gridapp.client.actions.visits import unfinished_visits
from gridapp.client.actions.waiting import NotTaken, not_taken
from gridapp.client.desk import Desk, my_grids
from gridapp.client.list_sheets import in_order
from gridapp.domain.address import Address, door_words
from gridapp.domain.issue_rules import standing
from gridapp.domain.knocking import DoorFacts, Knock
from gridapp.domain.names import called
from gridapp.domain.records.issues import Issue
from gridapp.domain.records.visits import Visit
from gridapp.domain.times import local_day
from gridapp.domain.today import (
    Behind,
    Care,
    Place,
    Promise,
    Promised,
    Rounds,
    broken_promises,
    care_due,
    promised_today,
    rounds,
)
from gridapp.store import listing, queries, rows, todo
from gridapp.store.engine import Transaction
from gridapp.store.listing import Listed

_REPORTED = "reported"
_ROOM = "101"  # any: a building is said without it


class Owed(NamedTuple):
    """An issue reported as done, of which the resident is to be asked; `where` without a door."""

    issue_id: str
    household_id: str
    where: str
    who: str
    category: str


@dataclass(frozen=True)
class Today:
    """The lines of the day's page, group by group, each in the order in which it is shown."""

    owed: tuple[Owed, ...]
    broken: tuple[Promised, ...]
    promised: tuple[Promised, ...]
    care: tuple[Care, ...]
    rounds: Rounds
    undated: tuple[Place, ...]
    not_taken: tuple[NotTaken, ...]
    disagreements: tuple[Disagreement, ...]

    @property
    def is_quiet(self) -> bool:
        """True where nothing falls due at an hour of today."""
        return not self.promised and not self.care


def today(desk: Desk) -> Today:
    """What this day asks of this person, as this laptop knows it."""
    now = desk.clock()
    with desk.store.reading() as connection:
        behind = _behind(connection, my_grids(connection, desk), local_day(now))
        owed = _owed(connection, {one.place.household_id: one.place for one in behind})
    promised = promised_today(behind, now)
    seen = {each.place.household_id for each in promised}  # one visit does both
    return Today(
        owed=tuple(owed),
        broken=tuple(broken_promises(behind, now)),
        promised=tuple(promised),
        care=tuple(c for c in care_due(behind, now) if c.place.household_id not in seen),
        rounds=rounds(behind, now),
        undated=tuple(_undated(behind, unfinished_visits(desk))),
        not_taken=tuple(each for each in not_taken(desk) if each.is_new),
        disagreements=tuple(each for each in disagreements(desk) if each.is_new),
    )


def _behind(connection: Transaction, grids: list[str], day: date) -> list[Behind]:
    """Every household of these grids in walking order, with what decides what is due there."""
    ids = todo.living(connection, grids)
    doors = todo.doors(connection, ids)
    knocks: dict[str, list[Knock]] = {}
    for knock in listing.knocks(connection, ids):
        knocks.setdefault(knock.household_id, []).append(Knock(knock.outcome, knock.visited_at))
    promises: dict[str, list[Promise]] = {}
    for household, promise in todo.promises(connection, ids):
        promises.setdefault(household, []).append(promise)
    people = _people(connection, ids, day)
    return [
        Behind(
            place=_place(one, doors[one.household_id]),
            door=DoorFacts(tuple(knocks.get(one.household_id, ())), one.refusal, one.usage),
            promises=tuple(promises.get(one.household_id, ())),
            tags=people[one.household_id].tags | frozenset(one.care_tags),
            oldest=people[one.household_id].oldest,
        )
        for one in in_order(listing.listed(connection, ids))
    ]


class _People(NamedTuple):
    tags: frozenset[str] = frozenset()
    oldest: int | None = None


def _people(connection: Transaction, ids: Iterable[str], day: date) -> Mapping[str, _People]:
    found = dict.fromkeys(ids, _People())
    for household, _, birth_ym, tags in listing.people(connection, ids):
        held = found[household]
        ages = [age for age in (held.oldest, _age(birth_ym, day)) if age is not None]
        found[household] = _People(held.tags | frozenset(tags), max(ages, default=None))
    return found


def _age(birth_ym: str, day: date) -> int | None:
    return day.year - int(birth_ym[:4]) if birth_ym else None


def _place(one: Listed, door: str) -> Place:
    words = door_words(Address("", "", one.building, "", _ROOM))
    building = words[: words.rindex(_ROOM)]
    return Place(
        one.household_id,
        door,
        called(one.head, one.salutation),
        one.building_id,
        building,
        one.unit,
    )


def _owed(connection: Transaction, places: Mapping[str, Place]) -> list[Owed]:
    steps = queries.steps(connection)
    asked = [this for this, taken in steps.items() if standing(taken).state == _REPORTED]
    issues = rows.by_id(connection, Issue, asked).values()
    found = [_to_ask(issue, places.get(issue.household_id)) for issue in issues]
    return sorted(found, key=lambda owed: owed.issue_id)


def _to_ask(issue: Issue, place: Place | None) -> Owed:
    return Owed(
        issue_id=issue.id,
        household_id=issue.household_id,
        where=place.door if place else issue.place,
        who=place.who if place else "",
        category=issue.category,
    )


def _undated(behind: Iterable[Behind], visits: Iterable[Visit]) -> list[Place]:
    """Where an appointment was made, its day not told, and nobody knocked since."""
    asked = {visit.household_id: visit.visited_at for visit in visits}
    return [
        one.place
        for one in behind
        if (at := asked.get(one.place.household_id)) and one.door.knocks[-1].at <= at
    ]
