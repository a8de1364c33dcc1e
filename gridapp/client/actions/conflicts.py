"""What two people wrote into one field: both sides, what stands, and the decision between them."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from gridapp.client.actions.households import read_fields
from gridapp.client.actions.waiting import About, about_each, looked_at
from gridapp.client.desk import Desk, my_posts
from gridapp.domain.conflict_rules import (
    LEADER,
    OTHER,
    NotYoursToDecide,
    check_fits,
    chosen,
    decides,
    is_led,
    plain,
    stands,
)
from gridapp.domain.errors import Expected
from gridapp.domain.fields import check, read_text
from gridapp.domain.ids import new_id
from gridapp.domain.records import KINDS
from gridapp.domain.records.issues import Conflict, Resolution
from gridapp.domain.records.people import Post
from gridapp.domain.scopes import place_of
from gridapp.domain.times import local_day
from gridapp.domain.words import N_
from gridapp.store import facts, outbox, queries, rows
from gridapp.store.engine import Transaction

_CALLED = ("name", "short_no", "no")


class NoSuchConflict(Expected):
    """There is nothing of this id to decide."""


class DecisionSent(Expected):
    """A decision has left this laptop."""


class WrittenHere(Expected):
    """An edit of the field lies on this laptop and was not sent yet."""


class Side(NamedTuple):
    """What one person wrote, and when; `is_mine` for the person of this laptop.

    `changed` holds the fields of an edit that met a deletion.
    """

    value: Any
    person: str
    at: str
    is_mine: bool
    changed: Mapping[str, Any]


class Decision(NamedTuple):
    """What was taken, by whom and when; waiting for the hub until `is_confirmed`."""

    resolution_id: str
    takes: str
    value: Any
    person: str
    at: str
    is_mine: bool
    is_confirmed: bool


class Disagreement(NamedTuple):
    """A field into which two people wrote different things; `kept` is what the hub had first.

    `called` is the name or number the card itself has, "" for a door's. `stands` is what the field
    holds now as this laptop knows. `decision` is the last one.
    """

    conflict_id: str
    about: About
    called: str
    field: str
    kept: Side
    offered: Side
    stands: Any
    decision: Decision | None
    is_mine_to_decide: bool
    is_new: bool


def disagreements(desk: Desk) -> list[Disagreement]:
    """Where two people wrote different things and the hub knows of no decision, newest first."""
    with desk.store.reading() as connection:
        found = rows.where(connection, Conflict, resolution_id="")
        found.sort(key=lambda each: (each.found_at, each.id), reverse=True)
        return _told(desk, connection, found)


def decided(desk: Desk) -> list[Disagreement]:
    """Where it was decided, the last decided first: what lost can be taken after all."""
    with desk.store.reading() as connection:
        found = [each for each in rows.where(connection, Conflict) if each.resolution_id]
        found.sort(key=lambda each: each.resolved_at, reverse=True)
        return _told(desk, connection, found)


def resolve(desk: Desk, conflict_id: str, takes: str, value: Any = None) -> Resolution:
    """Choose what is to stand: `kept`, `offered`, or `other` with a `value`; the hub confirms it.

    A choice that has not left this laptop is replaced. Raises NoSuchConflict, NotYoursToDecide,
    WrittenHere, NotToBeChanged, BadField, and what reading a phone or a date raises.
    """
    now = desk.clock()
    with desk.store.writing() as connection:
        conflict = _find(connection, conflict_id)
        card = _card(connection, conflict)
        if card is None or not _may_decide(desk, connection, conflict):
            raise NotYoursToDecide(N_("The grid leader decides this. Nothing was changed."))
        if conflict.field in queries.edited(connection, conflict.about_id):
            raise WrittenHere(
                N_("You wrote something there since, which is not sent yet. Send it, then choose.")
            )
        last = _last_sent(connection, conflict)
        made = Resolution(
            **desk.head(now),
            id=new_id(now),
            scope=conflict.scope,
            conflict_id=conflict.id,
            takes=takes,
            other={"value": _third(conflict, value)} if takes == OTHER else {},
            before={"value": chosen(conflict, last) if last else stands(card, conflict.field)},
            replaces=last.id if last else conflict.resolution_id,
        )
        check(made)
        check_fits(KINDS[conflict.about_kind], conflict, made)
        outbox.add(connection, [made])
    return made


def _last_sent(connection: Transaction, conflict: Conflict) -> Resolution | None:
    """The last choice not yet answered; one that has not left is forgotten."""
    waiting = _unconfirmed(queries.decisions(connection, [conflict.id]).get(conflict.id, []))
    if waiting and facts.forget(connection, waiting[-1]):
        waiting.pop()
    return waiting[-1] if waiting else None


def _unconfirmed(made: Iterable[Resolution]) -> list[Resolution]:
    return [each for each in made if each.rev == 0]


def _third(conflict: Conflict, value: Any) -> Any:
    known = KINDS[conflict.about_kind].fields.get(conflict.field)
    said = read_text(known, value) if known and isinstance(value, str) else value
    return read_fields({conflict.field: said})[conflict.field]


def take_decision_back(desk: Desk, resolution_id: str) -> None:
    """Choose nothing after all; raises DecisionSent where the hub may know of the choice."""
    with desk.store.writing() as connection:
        held = rows.get(connection, Resolution, resolution_id)
        if held is not None and not facts.forget(connection, held):
            raise DecisionSent(
                N_("This has been sent already. Choose the other value instead; nothing is lost.")
            )


def _find(connection: Transaction, conflict_id: str) -> Conflict:
    found = rows.get(connection, Conflict, conflict_id)
    if found is None:
        raise NoSuchConflict(
            N_("There is nothing of this number to decide. Send and update, then look again.")
        )
    return found


def _card(connection: Transaction, conflict: Conflict) -> Mapping[str, Any] | None:
    found = rows.get(connection, KINDS[conflict.about_kind].record, conflict.about_id)
    return found.__dict__ if found else None


def _may_decide(desk: Desk, connection: Transaction, conflict: Conflict) -> bool:
    place = place_of(conflict.scope)
    posts = my_posts(connection, desk)
    roles = {post.role for post in posts if not post.unit_id and place.startswith(post.place)}
    leaders = rows.where(connection, Post, role=LEADER)
    led = is_led(leaders, place, today=local_day(desk.clock()))
    return decides(roles, has_leader=led)


def _told(desk: Desk, connection: Transaction, found: Iterable[Conflict]) -> list[Disagreement]:
    known = [each for each in found if each.about_kind in KINDS]
    told = about_each(connection, [(each.about_kind, each.about_id) for each in known])
    made = queries.decisions(connection, [each.id for each in known])
    named = {post.account: post.person for post in rows.where(connection, Post)}
    named[desk.me.account] = desk.me.person
    seen = looked_at(connection)
    return [
        Disagreement(
            conflict_id=each.id,
            about=told[each.about_kind, each.about_id],
            field=each.field,
            kept=_side(desk, named, each.kept),
            offered=_side(desk, named, each.offered),
            called=_called(connection, each),
            stands=_stands(connection, each),
            decision=_decision(desk, named, each, made.get(each.id, [])),
            is_mine_to_decide=_may_decide(desk, connection, each),
            is_new=each.id not in seen,
        )
        for each in known
    ]


def _side(desk: Desk, named: Mapping[str, str], side: Mapping[str, Any]) -> Side:
    account = str(side.get("by", ""))
    return Side(
        value=plain(side.get("value")),
        person=named.get(account, account),
        at=str(side.get("at", "")),
        is_mine=account == desk.me.account,
        changed=side.get("changed", {}),
    )


def _called(connection: Transaction, conflict: Conflict) -> str:
    card = _card(connection, conflict) or {}
    return next((str(card[name]) for name in _CALLED if card.get(name)), "")


def _stands(connection: Transaction, conflict: Conflict) -> Any:
    card = _card(connection, conflict)
    return stands(card, conflict.field) if card else conflict.kept.get("value")


def _decision(
    desk: Desk, named: Mapping[str, str], conflict: Conflict, made: Sequence[Resolution]
) -> Decision | None:
    waiting = _unconfirmed(made)
    taken = [each for each in made if each.id == conflict.resolution_id]
    for each in (*waiting[-1:], *taken):
        return Decision(
            resolution_id=each.id,
            takes=each.takes,
            value=chosen(conflict, each),
            person=named.get(each.written_by, each.written_by),
            at=each.written_at,
            is_mine=each.written_by == desk.me.account,
            is_confirmed=each.rev > 0,
        )
    return None
