"""Report an issue, correct it, take it back, and ask for the next step on its way."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from gridapp.client.actions.doors import door_of
from gridapp.client.actions.photos import take_photos_back
from gridapp.client.desk import Desk, NotYourGrid, check_same_words, my_grids, my_posts
from gridapp.client.issue_lines import IssueLine, line_of_copy, lines_of
from gridapp.domain.codes import code_list
from gridapp.domain.errors import Expected
from gridapp.domain.fields import check
from gridapp.domain.ids import new_id
from gridapp.domain.issue_rules import Standing, judge, standing
from gridapp.domain.records.issues import Dispatch, Issue, IssueStep
from gridapp.domain.records.people import Household
from gridapp.domain.scopes import place_of, scope
from gridapp.domain.times import moment
from gridapp.domain.words import N_
from gridapp.store import facts, leaving, outbox, photos, queries, rows
from gridapp.store.engine import Transaction

_SHORTEST = 4  # characters
_FIRST = "registered"  # the state in which nobody has acted yet


class UnknownCategory(Expected):
    """The category is not in the list."""


class TooShort(Expected):
    """Nobody could put this right from these words."""


class Nowhere(Expected):
    """The issue has neither a household nor a place."""


class NoSuchIssue(Expected):
    """There is no such issue on this laptop."""


class NotYours(Expected):
    """Somebody else reported it."""


class MovedOn(Expected):
    """Others have begun to act on these words."""


@dataclass(frozen=True)
class Reported:
    """What was written; `again` is True where this very issue had been reported before."""

    issue: Issue
    again: bool = False


def report_issue(desk: Desk, *, category: str, text: str, **told: Any) -> Reported:
    """Report an issue of a household (`household`: id or door) or of a `place` in a `grid`.

    With `on_spot` (a verdict code) it is settled in the same breath. `told` holds further fields
    of Issue, and `id` to make a repeated line harmless.
    """
    now = desk.clock()
    urgency = _usual_urgency(category)
    _check_words(text)
    with desk.store.writing() as connection:
        before = rows.get(connection, Issue, told["id"]) if told.get("id") else None
        if before is not None:
            check_same_words(before, {"category": category, "text": text.strip(), **told})
            return Reported(before, again=True)
        where, rest = _where(desk, connection, told)
        rest.setdefault("id", new_id(now))
        rest.setdefault("urgency", urgency)
        rest.setdefault("channel", "door_visit")
        on_spot = rest.pop("on_spot", "")
        issue = Issue(
            **desk.head(now),
            **where,
            **rest,
            short_no=desk.number(connection, "I", now),
            category=category,
            text=text.strip(),
            told_at=moment(now),
        )
        check(issue)
        steps = _first_steps(desk, issue, str(on_spot), now)
        roles = my_roles(connection, desk, issue)
        for number, step in enumerate(steps):
            judge(standing(steps[:number]), step, roles=roles)
        outbox.add(connection, [issue])
        outbox.add(connection, steps)
    return Reported(issue)


def _usual_urgency(category: str) -> str:
    leaf = code_list("category").codes.get(category)
    if leaf is None or not leaf.parent:
        raise UnknownCategory(
            N_("“{category}” is not a category. Use four digits such as 0205."), category=category
        )
    return leaf.traits["urgency"]


def _check_words(text: str) -> None:
    if len(text.strip()) < _SHORTEST:
        raise TooShort(N_("Please say what is wrong in at least four characters."))


def _where(
    desk: Desk, connection: Transaction, told: Mapping[str, Any]
) -> tuple[dict[str, Any], dict[str, Any]]:
    rest = dict(told)
    household, grid = rest.pop("household", ""), rest.pop("grid", "")
    if household:
        home: Household = door_of(connection, household)
        return {"household_id": home.id, "scope": home.scope}, rest
    if not rest.get("place"):
        raise Nowhere(N_("Where is it? Give a household or a place."))
    grids = my_grids(connection, desk)
    chosen = grid or (grids[0] if len(grids) == 1 else "")
    if chosen not in grids:
        raise NotYourGrid(N_("Which grid is it in? Give one of yours (--grid)."))
    return {"scope": scope(chosen)}, rest


def _first_steps(desk: Desk, issue: Issue, on_spot: str, now: datetime) -> list[IssueStep]:
    # Ids of one moment have no order of their own, and steps are folded in the order of theirs.
    first, second = sorted((new_id(now), new_id(now)))
    steps = [_step(desk, issue, now, id=first, step="register")]
    if on_spot:
        steps.append(_step(desk, issue, now, id=second, step="settle_on_spot", verdict=on_spot))
    return steps


def _step(desk: Desk, issue: Issue, now: datetime, **said: Any) -> IssueStep:
    made = IssueStep(
        **desk.head(now),
        **{"id": new_id(now), **said},
        scope=issue.scope,
        issue_id=issue.id,
        at=moment(now),
    )
    check(made)
    return made


def take_step(desk: Desk, *, issue: str, step: str, **said: Any) -> IssueStep:
    """Ask for the next step of an issue (its id or number); the hub accepts or refuses it.

    Raises NoSuchIssue, NotAllowedNow.
    """
    now = desk.clock()
    with desk.store.writing() as connection:
        held = _find(connection, issue)
        made = _step(desk, held, now, step=step, **said)
        judge(standing_of(connection, held.id), made, roles=my_roles(connection, desk, held))
        outbox.add(connection, [made])
    return made


def _find(connection: Transaction, wanted: str) -> Issue:
    by_id = rows.get(connection, Issue, wanted)
    if by_id is not None and not by_id.deleted:
        return by_id
    numbered = rows.where(connection, Issue, short_no=wanted)
    if not numbered:
        raise NoSuchIssue(
            N_("There is no issue {number} on this laptop. Send and update, then try again."),
            number=wanted,
        )
    # The number has no year: the newest of that number is meant.
    return max(numbered, key=lambda issue: issue.told_at)


def standing_of(connection: Transaction, issue_id: str) -> Standing:
    """Where an issue stands as this laptop knows it: with unsent steps, without refused ones."""
    return standing(queries.steps(connection, issue_id=issue_id).get(issue_id, ()))


def my_roles(connection: Transaction, desk: Desk, issue: Issue) -> set[str]:
    """The roles this person holds today over the place of an issue."""
    place = place_of(issue.scope)
    posts = my_posts(connection, desk)
    return {p.role for p in posts if not p.unit_id and place.startswith(p.place)}


def amend_issue(desk: Desk, issue_id: str, **changes: Any) -> Issue:
    """Correct what was told of an own issue; the issue that now stands.

    Its id is a new one where the old issue may have left this laptop. Raises NoSuchIssue,
    NotYours, MovedOn, UnknownCategory, TooShort, Nowhere, BadField.
    """
    now = desk.clock()
    with desk.store.writing() as connection:
        before = _own(desk, connection, issue_id)
        said = _corrected(before, changes)
        if all(getattr(before, name) == value for name, value in said.items()):
            return before
        after = replace(before, **said, **desk.head(now))
        check(after)
        if not after.household_id and not after.place:
            raise Nowhere(N_("Where is it? Give a household or a place."))
        stands = facts.amend(connection, before, after, new_id=new_id(now))
        if stands.id != before.id:
            _forget_steps(connection, before)
            outbox.add(connection, [_step(desk, stands, now, step="register")])
    return stands


def _corrected(before: Issue, changes: Mapping[str, Any]) -> dict[str, Any]:
    said = dict(changes)
    if "text" in said:
        _check_words(said["text"])
        said["text"] = said["text"].strip()
    if "category" in said:
        usual = _usual_urgency(said["category"])
        if before.urgency == _usual_urgency(before.category):
            said.setdefault("urgency", usual)
    return said


def _own(desk: Desk, connection: Transaction, issue_id: str) -> Issue:
    """An issue this person may still change; raises NoSuchIssue, NotYours or MovedOn."""
    held = _find(connection, issue_id)
    if held.written_by != desk.me.account:
        raise NotYours(N_("Somebody else reported this issue. Only they can change it."))
    if leaving.has_left(connection, held) and standing_of(connection, held.id).state != _FIRST:
        raise MovedOn(
            N_("This issue has moved on, so its words stay as they are. Add a note instead.")
        )
    return held


def _forget_steps(connection: Transaction, issue: Issue) -> None:
    # Steps that may have left stay: without their issue they mean nothing.
    for step in rows.where(connection, IssueStep, issue_id=issue.id):
        facts.forget(connection, step)


def withdraw_issue(desk: Desk, issue_id: str) -> None:
    """Take an own issue back with its photos; raises NoSuchIssue, NotYours or MovedOn."""
    now = desk.clock()
    with desk.store.writing() as connection:
        gone = _own(desk, connection, issue_id)
        pictures = take_photos_back(desk, connection, gone.id, now)
        _forget_steps(connection, gone)
        facts.withdraw(connection, gone, desk.head(now))
    photos.forget(desk.store, pictures)


def list_issues(desk: Desk, *, household_id: str = "") -> list[IssueLine]:
    """The issues of one household, newest first.

    Or all of this person's places, and what was sent to their department.
    """
    wanted = {"household_id": household_id} if household_id else {}
    with desk.store.reading() as connection:
        told = lines_of(connection, rows.where(connection, Issue, **wanted))
        sent = [] if household_id else rows.where(connection, Dispatch)
    return sorted([*told, *map(line_of_copy, sent)], key=lambda line: line.id, reverse=True)


def issue_timeline(desk: Desk, issue_id: str) -> list[IssueStep]:
    """The steps of an issue in their order; `rev` is 0 where the hub has not confirmed one."""
    with desk.store.reading() as connection:
        steps = queries.steps(connection, issue_id=issue_id).get(issue_id, [])
    return sorted(steps, key=lambda step: (step.rev == 0, step.rev))
