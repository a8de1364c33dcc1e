"""What the pages of issues read: the form before anything is written, and one issue as it stands."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from gridapp.client.actions.doors import door_of
from gridapp.client.actions.issues import NoSuchIssue, issue_timeline, my_roles
from gridapp.client.actions.whereabouts import Where, where_of
from gridapp.client.desk import Desk, my_grids
from gridapp.client.issue_lines import IssueLine, line_of_copy, lines_of
from gridapp.domain.issue_rules import MOVES, Standing, standing
from gridapp.domain.names import masked
from gridapp.domain.records.issues import Dispatch, Issue, IssueStep
from gridapp.domain.records.people import Household, Post
from gridapp.domain.records.places import Grid, House
from gridapp.domain.words import N_
from gridapp.store import rows
from gridapp.store.engine import Transaction

_NEEDS_A_UNIT = {"dispatch"}  # chosen at the centre, not with one press
_NEEDS_WORDS = {"pass_up", "report_done", "void"}
_NEEDS_A_VERDICT = {"settle_on_spot"}


class Possible(NamedTuple):
    """A step this person may take now, and what it asks for: words, the resident's verdict."""

    step: str
    words: bool
    verdict: bool


@dataclass(frozen=True)
class OpenIssue:
    """One issue as it stands. `told_by` is masked.

    `workers` names who wrote the steps, by account.
    """

    line: IssueLine
    told_by: str
    anonymous: bool
    steps: list[IssueStep]
    standing: Standing
    possible: tuple[Possible, ...]
    workers: dict[str, str]
    where: Where


def open_issue(desk: Desk, issue_id: str) -> OpenIssue:
    """An issue of this laptop, or the copy a department was handed; raises NoSuchIssue."""
    steps = issue_timeline(desk, issue_id)
    with desk.store.reading() as connection:
        issue = rows.get(connection, Issue, issue_id)
        if issue is None or issue.deleted:
            return _copy(connection, issue_id, steps)
        at = standing(steps)
        return OpenIssue(
            line=lines_of(connection, [issue])[0],
            told_by=masked(issue.told_by or _head(connection, issue)),
            anonymous=issue.anonymous,
            steps=steps,
            standing=at,
            possible=tuple(_possible(at, my_roles(connection, desk, issue))),
            workers=_workers(connection),
            where=where_of(connection, "issue", issue.id),
        )


def _possible(at: Standing, roles: set[str]) -> Iterable[Possible]:
    for step, move in MOVES.items():
        if at.state in move.follows and move.roles & roles and step not in _NEEDS_A_UNIT:
            yield Possible(step, step in _NEEDS_WORDS, step in _NEEDS_A_VERDICT)


def _head(connection: Transaction, issue: Issue) -> str:
    home = rows.get(connection, Household, issue.household_id)
    return home.head if home is not None and not issue.anonymous else ""


def _workers(connection: Transaction) -> dict[str, str]:
    return {post.account: post.person for post in rows.where(connection, Post)}


def _copy(connection: Transaction, issue_id: str, steps: list[IssueStep]) -> OpenIssue:
    copies = rows.where(connection, Dispatch, issue_id=issue_id)
    if not copies:
        raise NoSuchIssue(
            N_("There is no issue {number} on this laptop. Send and update, then try again."),
            number=issue_id,
        )
    line, at = line_of_copy(copies[-1]), standing(steps)
    where = where_of(connection, "dispatch", copies[-1].id)
    return OpenIssue(line, "", False, steps, at, (), _workers(connection), where)  # noqa: FBT003 - a record


def door_label(desk: Desk, household_id: str) -> str:
    """“3-2-501 王**”: the door of a household as a form names it; raises NoSuchHousehold."""
    with desk.store.reading() as connection:
        home = door_of(connection, household_id)
        house = rows.get(connection, House, home.house_id)
    label = house.label if house is not None else ""
    return f"{label} {masked(home.head)}".strip()


def grids_by_name(desk: Desk) -> dict[str, str]:
    """The grids this person holds a post at today: the name of each by its code."""
    with desk.store.reading() as connection:
        named = {grid.code: grid.name for grid in rows.where(connection, Grid)}
        return {code: named.get(code, code) for code in my_grids(connection, desk)}
