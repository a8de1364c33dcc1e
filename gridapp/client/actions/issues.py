"""Report an issue and ask for the next step on its way."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from gridapp.client.actions.doors import door_of
from gridapp.client.desk import Desk, NotYourGrid, check_same_words, my_grids, my_posts
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
from gridapp.store import outbox, queries, rows
from gridapp.store.engine import Transaction

_SHORTEST = 4  # characters


class UnknownCategory(Expected):
    """The category is not in the list."""


class TooShort(Expected):
    """Nobody could put this right from these words."""


class Nowhere(Expected):
    """The issue has neither a household nor a place."""


class NoSuchIssue(Expected):
    """There is no such issue on this laptop."""


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
    leaf = code_list("category").codes.get(category)
    if leaf is None or not leaf.parent:
        raise UnknownCategory(
            N_("“{category}” is not a category. Use four digits such as 0205."), category=category
        )
    if len(text.strip()) < _SHORTEST:
        raise TooShort(N_("Please say what is wrong in at least four characters."))
    with desk.store.writing() as connection:
        before = rows.get(connection, Issue, told["id"]) if told.get("id") else None
        if before is not None:
            check_same_words(before, {"category": category, "text": text.strip(), **told})
            return Reported(before, again=True)
        where, rest = _where(desk, connection, told)
        rest.setdefault("id", new_id(now))
        rest.setdefault("urgency", leaf.traits["urgency"])
        rest.setdefault("channel", "door")
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
        roles = _roles(connection, desk, issue)
        for number, step in enumerate(steps):
            judge(standing(steps[:number]), step, roles=roles)
        outbox.add(connection, [issue])
        outbox.add(connection, steps)
    return Reported(issue)


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
        judge(standing_of(connection, held.id), made, roles=_roles(connection, desk, held))
        outbox.add(connection, [made])
    return made


def _find(connection: Transaction, wanted: str) -> Issue:
    by_id = rows.get(connection, Issue, wanted)
    numbered = [by_id] if by_id else rows.where(connection, Issue, short_no=wanted)
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


def _roles(connection: Transaction, desk: Desk, issue: Issue) -> set[str]:
    place = place_of(issue.scope)
    posts = my_posts(connection, desk)
    return {p.role for p in posts if not p.unit_id and place.startswith(p.place)}


def list_issues(desk: Desk) -> list[dict[str, Any]]:
    """Every issue of this person's places, and what was sent to their department, newest first."""
    with desk.store.reading() as connection:
        steps = queries.steps(connection)
        told = [
            {
                "id": issue.id,
                "short_no": issue.short_no,
                "category": issue.category,
                "text": issue.text,
                "state": standing(steps.get(issue.id, ())).state,
                "at_hub": issue.rev > 0,
            }
            for issue in rows.where(connection, Issue)
        ]
        sent = [
            {
                "id": copy.issue_id,
                "short_no": copy.short_no,
                "category": copy.category,
                "text": copy.text,
                "state": "dispatched",
                "at_hub": True,
            }
            for copy in rows.where(connection, Dispatch)
        ]
    return sorted(told + sent, key=lambda line: str(line["id"]), reverse=True)
