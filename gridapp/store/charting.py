"""What the door chart asks: the buildings, and everything known behind the doors of one."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, RowMapping, Select, and_, func, select, text

from gridapp.domain.chart import Building, Door, Told
from gridapp.domain.floor_plan import Site
from gridapp.domain.issue_rules import standing
from gridapp.domain.knocking import DoorFacts, Knock
from gridapp.domain.names import called
from gridapp.domain.records.issues import IssueStep
from gridapp.domain.times import local_day
from gridapp.domain.today import Behind, Place, Promise
from gridapp.store import rows, todo
from gridapp.store.rows import LISTED
from gridapp.store.tables import on_desk, set_aside
from gridapp.wire.jsontext import packed

_household, _house, _unit = on_desk("household"), on_desk("house"), on_desk("unit")
_building, _compound, _visit = on_desk("building"), on_desk("compound"), on_desk("visit")
_resident, _issue, _step = on_desk("resident"), on_desk("issue"), on_desk("issue_step")

# Somebody lives there as far as is known.
_PRESENT = (_household.c.deleted.is_(False), _household.c.moved_out_on == "")
_CARD = (
    *("id", "head", "salutation", "resident_count", "refusal"),
    *("two_persons", "care_tags"),
)


@dataclass
class _Known:
    """What other records say of one household."""

    knocks: list[Knock] = field(default_factory=list)
    promises: list[Promise] = field(default_factory=list)
    tags: set[str] = field(default_factory=set)
    births: list[str] = field(default_factory=list)
    issues: list[Told] = field(default_factory=list)


def buildings(connection: Connection) -> list[Building]:
    """Every building of this desk in walking order, with its households."""
    lives = and_(_household.c.house_id == _house.c.id, *_PRESENT)
    query = (
        select(
            _building.c.id,
            func.coalesce(_compound.c.name, ""),
            _building.c.no,
            func.count(_household.c.id),
        )
        .select_from(_building)
        .outerjoin(_compound, _compound.c.id == _building.c.compound_id)
        .outerjoin(_house, and_(_house.c.building_id == _building.c.id, ~_house.c.deleted))
        .outerjoin(_household, lives)
        .where(_building.c.deleted.is_(False))
        .group_by(_building.c.id)
        .order_by(_building.c.walk_key, _building.c.id)
    )
    return [Building(*row) for row in connection.execute(query)]


def doors(connection: Connection, building_id: str, *, now: datetime) -> list[Door]:
    """The doors of a building with all that is known behind each, as their numbers go."""
    lives = and_(_household.c.house_id == _house.c.id, *_PRESENT)
    query = (
        select(
            *(_house.c[n].label(f"house_{n}") for n in ("id", "room", "floor", "label", "usage")),
            *(_household.c[name] for name in _CARD),
            _unit.c.id.label("unit_id"),
            func.coalesce(_unit.c.no, "").label("unit"),
        )
        .select_from(_house)
        .outerjoin(_household, lives)
        .outerjoin(_unit, _unit.c.id == _house.c.unit_id)
        .where(_house.c.building_id == building_id, _house.c.deleted.is_(False))
        .order_by(_house.c.walk_key, _household.c.id)
    )
    found = connection.execute(query).mappings().all()
    known = _known(connection, [row["id"] for row in found if row["id"]])
    return [_door(row, building_id, known, now) for row in found]


def _door(row: RowMapping, building_id: str, known: dict[str, _Known], now: datetime) -> Door:
    site = Site(
        row["house_id"], row["unit_id"] or "", row["unit"], row["house_room"], row["house_floor"]
    )
    door = Door(site=site, label=row["house_label"], usage=row["house_usage"])
    if not row["id"]:
        return door
    here, said = known[row["id"]], called(row["head"], row["salutation"])
    place = Place(row["id"], row["house_label"], said, building_id, "", row["unit"])
    facts = DoorFacts(tuple(here.knocks), row["refusal"], row["house_usage"])
    years = [local_day(now).year - int(birth[:4]) for birth in here.births]
    return replace(
        door,
        behind=Behind(
            place=place,
            door=facts,
            promises=tuple(here.promises),
            tags=frozenset(here.tags.union(row["care_tags"])),
            oldest=max(years, default=None),
        ),
        called=said,
        residents=row["resident_count"],
        two_persons=row["two_persons"],
        issues=tuple(here.issues),
    )


def _known(connection: Connection, households: Sequence[str]) -> dict[str, _Known]:
    known: dict[str, _Known] = defaultdict(_Known)
    these = {"listed": packed(list(households))}
    for home, outcome, at in connection.execute(
        _of(_visit, "outcome", "visited_at").order_by(_visit.c.visited_at, _visit.c.id), these
    ):
        known[home].knocks.append(Knock(outcome, at))
    for home, promise in todo.promises(connection, households):
        known[home].promises.append(promise)
    for home, birth, tags in connection.execute(_of(_resident, "birth_ym", "care_tags"), these):
        known[home].births += [birth] if birth else []
        known[home].tags.update(tags)
    told = _of(_issue, "id", "category", "told_at").order_by(_issue.c.told_at.desc(), _issue.c.id)
    issues = connection.execute(told, these).all()
    states = _states(connection, [issue for _, issue, *_ in issues])
    for home, issue, category, at in issues:
        known[home].issues.append(Told(issue, category, states.get(issue, ""), at))
    return known


def _of(table: Any, *columns: str) -> Select[Any]:
    query = select(table.c.household_id, *(table.c[name] for name in columns))
    return query.where(table.c.household_id.in_(LISTED), table.c.deleted.is_(False))


def _states(connection: Connection, issues: Iterable[str]) -> dict[str, str]:
    """Where each of these issues stands, without the steps the hub did not take."""
    query = (
        select(_step)
        .where(_step.c.issue_id.in_(LISTED))
        .where(_step.c.id.not_in(select(set_aside.c.record_id)))
        .order_by(text("rowid"))
    )
    steps: dict[str, list[IssueStep]] = defaultdict(list)
    for row in connection.execute(query, {"listed": packed(list(issues))}).mappings():
        steps[row["issue_id"]].append(rows.from_row(IssueStep, row))
    return {issue: standing(taken).state for issue, taken in steps.items()}
