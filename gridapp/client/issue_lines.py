"""Issues as lists show them: one line each, and where it stands as this laptop knows it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from gridapp.domain.issue_rules import standing
from gridapp.domain.records.issues import Dispatch, Issue
from gridapp.domain.records.people import Household
from gridapp.domain.records.places import House
from gridapp.store import outbox, queries, rows
from gridapp.store.engine import Transaction


@dataclass(frozen=True)
class IssueLine:
    """One issue. `door` is the label of its door, or its place where it has none.

    `told_at` is UTC text; of what was sent to a department, when it was sent. `aside` is True
    where the hub did not take something of it and a person must look.
    """

    id: str
    short_no: str
    category: str
    text: str
    state: str
    urgency: str
    told_at: str
    door: str
    household_id: str
    at_hub: bool
    aside: bool


def lines_of(connection: Transaction, issues: Sequence[Issue]) -> list[IssueLine]:
    """These issues as lines, in their order."""
    steps = queries.steps(connection)
    doors = _doors(connection, {issue.household_id for issue in issues})
    aside = {row["record_id"] for row in outbox.aside(connection)}
    return [
        IssueLine(
            id=issue.id,
            short_no=issue.short_no,
            category=issue.category,
            text=issue.text,
            state=standing(steps.get(issue.id, ())).state,
            urgency=issue.urgency,
            told_at=issue.told_at,
            door=doors.get(issue.household_id, issue.place),
            household_id=issue.household_id,
            at_hub=issue.rev > 0,
            aside=issue.id in aside,
        )
        for issue in issues
    ]


def _doors(connection: Transaction, household_ids: Iterable[str]) -> dict[str, str]:
    homes = rows.by_id(connection, Household, household_ids)
    houses = rows.by_id(connection, House, {home.house_id for home in homes.values()})
    return {h.id: houses[h.house_id].label for h in homes.values() if h.house_id in houses}


def line_of_copy(copy: Dispatch) -> IssueLine:
    """What a department was handed, as a line."""
    return IssueLine(
        id=copy.issue_id,
        short_no=copy.short_no,
        category=copy.category,
        text=copy.text,
        state="dispatched",
        urgency=copy.urgency,
        told_at=copy.dispatched_at,
        door=copy.place,
        household_id="",
        at_hub=True,
        aside=False,
    )
