"""Record a visit: what happened at one door, safe the moment it is said."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from gridapp.client.actions.doors import door_of
from gridapp.client.desk import Desk, check_same_words
from gridapp.domain.codes import code_list
from gridapp.domain.dates import NotADate
from gridapp.domain.errors import Expected
from gridapp.domain.fields import check
from gridapp.domain.ids import new_id
from gridapp.domain.records.people import Household
from gridapp.domain.records.visits import Appointment, Visit
from gridapp.domain.times import moment, read_moment
from gridapp.domain.words import N_
from gridapp.store import outbox, rows
from gridapp.store.engine import Transaction

_REFUSED = frozenset({"31", "32"})
_APPOINTMENT = "22"


class UnknownOutcome(Expected):
    """The outcome is not in the list."""


class NeedsDay(Expected):
    """An appointment has no day."""


class NotAMoment(Expected):
    """A time cannot be read."""


@dataclass(frozen=True)
class Recorded:
    """What was written; `again` is True where this very visit had been recorded before."""

    visit: Visit
    again: bool = False


def record_visit(desk: Desk, *, household: str, outcome: str, **told: Any) -> Recorded:
    """Record one knock on one door and everything that follows from it, in one transaction.

    `household` is an id or a door ("5-1-101"); `told` holds further fields of Visit, and `id` to
    make a repeated line harmless. Raises UnknownOutcome, NoSuchHousehold, WhichHousehold,
    NotAMoment, NotADate, NeedsDay, BadField.
    """
    now = desk.clock()
    if outcome not in code_list("outcome"):
        raise UnknownOutcome(
            N_("“{outcome}” is not an outcome. Use a number such as 11 or 20."), outcome=outcome
        )
    with desk.store.writing() as connection:
        before = rows.get(connection, Visit, told["id"]) if told.get("id") else None
        if before is not None:
            times = {"visited_at", "next_on"}  # read in many spellings
            check_same_words(
                before, {"outcome": outcome} | {n: told[n] for n in told.keys() - times}
            )
            return Recorded(before, again=True)
        home = door_of(connection, household)
        visit = _visit(desk, connection, home, outcome, told, now)
        check(visit)
        outbox.add(connection, [visit])
        _follow(desk, connection, home, visit, now)
    return Recorded(visit)


def _visit(
    desk: Desk,
    connection: Transaction,
    home: Household,
    outcome: str,
    told: Mapping[str, Any],
    now: datetime,
) -> Visit:
    fields = {**told, "visited_at": _at(told.get("visited_at"), now)}
    fields.setdefault("id", new_id(now))
    fields.setdefault("workers", (desk.me.person,))
    fields["next_on"] = _day(told.get("next_on"))
    return Visit(
        **desk.head(now),
        **fields,
        scope=home.scope,
        short_no=desk.number(connection, "V", now),
        household_id=home.id,
        house_id=home.house_id,
        outcome=outcome,
        typed_by=desk.me.person,
    )


def _at(told: Any, now: datetime) -> str:
    if not told:
        return moment(now)
    try:
        return moment(read_moment(str(told)))
    except (ValueError, OverflowError):
        raise NotAMoment(
            N_("“{time}” is not a time. Write it as 2026-11-22 19:05."), time=told
        ) from None


def _day(told: Any) -> str:
    try:
        return date.fromisoformat(str(told)).isoformat() if told else ""
    except ValueError:
        raise NotADate(N_("“{value}” is not a date. Write it as 2025-03-07."), value=told) from None


def _follow(
    desk: Desk, connection: Transaction, home: Household, visit: Visit, now: datetime
) -> None:
    if visit.outcome in _REFUSED and home.refusal != visit.outcome:
        # An answer to be respected: never due again until the household itself asks.
        outbox.edit(connection, home, replace(home, refusal=visit.outcome, **desk.head(now)))
    if visit.outcome == _APPOINTMENT:
        if not visit.next_on:
            raise NeedsDay(N_("When do they want us back? Give the day (next_on)."))
        outbox.add(connection, [_appointment(desk, visit, now)])


def _appointment(desk: Desk, visit: Visit, now: datetime) -> Appointment:
    return Appointment(
        **desk.head(now),
        id=new_id(now),
        scope=visit.scope,
        household_id=visit.household_id,
        visit_id=visit.id,
        on=visit.next_on,
        part_of_day=visit.next_band,
    )
