"""Record a visit, correct it, take it back: what happened at one door, safe once it is said."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from gridapp.client.actions.doors import door_of
from gridapp.client.actions.photos import take_photos_back
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
from gridapp.store import facts, outbox, photos, rows
from gridapp.store.engine import Transaction

_REFUSED = frozenset({"31", "32"})
_APPOINTMENT = "22"


class UnknownOutcome(Expected):
    """The outcome is not in the list."""


class NoSuchVisit(Expected):
    """There is no such visit on this laptop."""


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
    make a repeated line harmless. An appointment (22) may wait for its day: a visit exists from
    the moment its outcome is known. Raises UnknownOutcome, NoSuchHousehold, WhichHousehold,
    NotAMoment, NotADate, BadField.
    """
    now = desk.clock()
    _check_outcome(outcome)
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
        _respect(desk, connection, home, visit.outcome, now)
        _promise(desk, connection, visit, now)
    return Recorded(visit)


def _check_outcome(outcome: str) -> None:
    if outcome not in code_list("outcome"):
        raise UnknownOutcome(
            N_("“{outcome}” is not an outcome. Use a number such as 11 or 20."), outcome=outcome
        )


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


def _respect(
    desk: Desk, connection: Transaction, home: Household, outcome: str, now: datetime
) -> None:
    """A refusal is an answer to be respected: never due again until the household itself asks."""
    if outcome in _REFUSED and home.refusal != outcome:
        outbox.edit(connection, home, replace(home, refusal=outcome, **desk.head(now)))


def _promise(desk: Desk, connection: Transaction, visit: Visit, now: datetime) -> None:
    if visit.outcome == _APPOINTMENT and visit.next_on:
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


def amend_visit(desk: Desk, visit_id: str, **changes: Any) -> Visit:
    """Correct fields of a visit and what follows from them; the visit that now stands.

    Its id is a new one where the old visit may have left this laptop. Raises NoSuchVisit,
    UnknownOutcome, NotAMoment, NotADate, BadField.
    """
    now = desk.clock()
    with desk.store.writing() as connection:
        before = _standing(connection, visit_id)
        said = _read(changes, now)
        if all(getattr(before, name) == value for name, value in said.items()):
            return before
        after = replace(before, **said, **desk.head(now))
        _check_outcome(after.outcome)
        check(after)
        stands = facts.amend(connection, before, after, new_id=new_id(now))
        if _promised(before) != _promised(stands):
            _break_promise(desk, connection, before, now)
            _promise(desk, connection, stands, now)
        if before.outcome != stands.outcome:
            _forgive(desk, connection, before, now)
            home = rows.get(connection, Household, stands.household_id)
            if home is not None:  # the office may have set it aside, and the visit come alone
                _respect(desk, connection, home, stands.outcome, now)
    return stands


def _read(changes: Mapping[str, Any], now: datetime) -> dict[str, Any]:
    said = dict(changes)
    if "visited_at" in said:
        said["visited_at"] = _at(said["visited_at"], now)
    if "next_on" in said:
        said["next_on"] = _day(said["next_on"])
    return said


def _standing(connection: Transaction, visit_id: str) -> Visit:
    held = rows.get(connection, Visit, visit_id)
    if held is None or held.deleted:
        raise NoSuchVisit(N_("This visit is not here any more. Look at the household’s visits."))
    return held


def _promised(visit: Visit) -> tuple[str, ...]:
    return visit.id, visit.outcome, visit.next_on, visit.next_band


def _break_promise(desk: Desk, connection: Transaction, visit: Visit, now: datetime) -> None:
    for promised in rows.where(connection, Appointment, visit_id=visit.id):
        facts.withdraw(connection, promised, desk.head(now))


def _forgive(desk: Desk, connection: Transaction, gone: Visit, now: datetime) -> None:
    """A refusal that was not one: the household is as the visits that remain say."""
    home = rows.get(connection, Household, gone.household_id)
    if home is not None and gone.outcome in _REFUSED and home.refusal == gone.outcome:
        standing = rows.where(connection, Visit, household_id=home.id)
        refused = [visit for visit in standing if visit.outcome in _REFUSED]
        last = max(refused, key=lambda visit: (visit.visited_at, visit.id), default=None)
        said = last.outcome if last else ""
        outbox.edit(connection, home, replace(home, refusal=said, **desk.head(now)))


def withdraw_visit(desk: Desk, visit_id: str) -> None:
    """Take a visit back with its photos and what followed from it; raises NoSuchVisit."""
    now = desk.clock()
    with desk.store.writing() as connection:
        gone = _standing(connection, visit_id)
        pictures = take_photos_back(desk, connection, gone.id, now)
        facts.withdraw(connection, gone, desk.head(now))
        _break_promise(desk, connection, gone, now)
        _forgive(desk, connection, gone, now)
    photos.forget(desk.store, pictures)


def unfinished_visits(desk: Desk) -> list[Visit]:
    """Visits this person wrote down where an appointment was made and its day is not told yet."""
    told = {"written_by": desk.me.account, "outcome": _APPOINTMENT, "next_on": ""}
    with desk.store.reading() as connection:
        return rows.where(connection, Visit, **told)
