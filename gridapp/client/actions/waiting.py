"""What is where: changes the hub has not answered, and what it did not take."""

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from gridapp.client.desk import Desk
from gridapp.domain.fields import Form
from gridapp.domain.records import KINDS
from gridapp.domain.records.header import Record
from gridapp.domain.records.issues import IssueStep
from gridapp.store import outbox, rows, settings, todo
from gridapp.store.engine import Transaction

_LOOKED_AT = "looked_at"
_MOST_LOOKED_AT = 1000
# The field that says in one word what a record of a kind says.
_SAYS = {"visit": "outcome", "issue": "category", "issue_step": "step", "household": "refusal"}

_NUMBERS = ("short_no", "what", "no")


class About(NamedTuple):
    """A record: its kind, and the issue, household and door it is about, "" for none."""

    kind: str
    record_id: str
    issue_id: str
    household_id: str
    door: str


class Waiting(NamedTuple):
    """A change not yet answered. `code` of the list `codes` says what; `changed` an edit's fields.

    `has_left` where it was closed to be sent, by network or by envelope.
    """

    about: About
    codes: str
    code: str
    number: str
    changed: tuple[str, ...]
    written_at: str
    has_left: bool


class NotTaken(NamedTuple):
    """A change the hub did not take: the reason as a marked text, and what it said."""

    change_id: str
    about: About
    verdict: str
    reason: str
    values: Mapping[str, Any]
    said: Mapping[str, Any]
    answered_at: str
    is_new: bool


def waiting_changes(desk: Desk, *, most: int = 100) -> list[Waiting]:
    """The newest changes not yet answered, newest first."""
    with desk.store.reading() as connection:
        found = todo.unsent(connection, most)
        told = about_each(connection, [(each.kind, each.record_id) for each in found])
        held = _held(connection, [(each.kind, each.record_id) for each in found])
        return [
            _waiting(told[each.kind, each.record_id], held[each.kind, each.record_id], each)
            for each in found
        ]


def _waiting(about: About, held: Record, each: todo.Unsent) -> Waiting:
    name = "" if each.changed else _SAYS.get(each.kind, "")
    codes = KINDS[each.kind].fields[name].codes if name else ""
    return Waiting(
        about=about,
        codes=codes,
        code=getattr(held, name) if name else "",
        number=next((text for n in _NUMBERS if (text := getattr(held, n, ""))), ""),
        changed=each.changed,
        written_at=each.written_at,
        has_left=each.has_left,
    )


def not_taken(desk: Desk) -> list[NotTaken]:
    """What the hub did not take, newest first; `is_new` until this person looked at it."""
    with desk.store.reading() as connection:
        seen = looked_at(connection)
        found = outbox.aside(connection)[::-1]
        told = about_each(connection, [(row["kind"], row["record_id"]) for row in found])
    return [
        NotTaken(
            change_id=row["change_id"],
            about=told[row["kind"], row["record_id"]],
            verdict=row["verdict"],
            reason=row["reason"],
            values=row["reason_values"],
            said=_in_words(row["kind"], row["body"]),
            answered_at=row["answered_at"],
            is_new=row["change_id"] not in seen,
        )
        for row in found
    ]


def _in_words(kind: str, body: Mapping[str, Any]) -> dict[str, Any]:
    """What a person wrote of a record: no ids, no scopes."""
    fields = KINDS[kind].fields
    inner = {"scope", "extra", "deleted"}
    return {
        name: value
        for name, value in body.items()
        if name in fields and name not in inner and fields[name].form is not Form.REF and value
    }


def look_at(desk: Desk, entry_id: str) -> None:
    """Note that this person looked at what was not taken, or at what two people wrote."""
    with desk.store.writing() as connection:
        seen = [each for each in looked_at(connection) if each != entry_id]
        settings.keep(connection, **{_LOOKED_AT: [*seen, entry_id][-_MOST_LOOKED_AT:]})


def looked_at(connection: Transaction) -> tuple[str, ...]:
    """What this person looked at, by id."""
    return tuple(settings.read(connection, _LOOKED_AT, ()))


def _held(
    connection: Transaction, wanted: Iterable[tuple[str, str]]
) -> dict[tuple[str, str], Record]:
    return {
        (kind, this): entry
        for kind, ids in _by_kind(wanted).items()
        for this, entry in rows.by_id(connection, KINDS[kind].record, ids).items()
    }


def about_each(
    connection: Transaction, wanted: Iterable[tuple[str, str]]
) -> dict[tuple[str, str], About]:
    """What each of these records (kind, id) is about."""
    wanted = list(wanted)
    of: dict[tuple[str, str], str] = {}
    for kind, ids in _by_kind(wanted).items():
        found = todo.households_of(connection, kind, ids)
        of |= {(kind, this): household for this, household in found.items()}
    issues = {("issue", this): this for kind, this in wanted if kind == "issue"}
    steps = rows.by_id(
        connection, IssueStep, (this for kind, this in wanted if kind == "issue_step")
    )
    issues |= {("issue_step", this): step.issue_id for this, step in steps.items()}
    doors = todo.doors(connection, set(of.values()))
    return {
        each: About(*each, issues.get(each, ""), of.get(each, ""), doors.get(of.get(each, ""), ""))
        for each in wanted
    }


def _by_kind(wanted: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    grouped: dict[str, list[str]] = {}
    for kind, this in wanted:
        grouped.setdefault(kind, []).append(this)
    return grouped
