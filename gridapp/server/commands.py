"""Commands: judged by the rules at the hub's state; and what follows from each."""

from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy import select

from gridapp.domain.errors import Expected
from gridapp.domain.fields import Kind
from gridapp.domain.ids import place_id
from gridapp.domain.issue_rules import judge as judge_step
from gridapp.domain.issue_rules import standing
from gridapp.domain.merge import blank
from gridapp.domain.records import KINDS
from gridapp.domain.records.issues import IssueStep, Resolution
from gridapp.domain.scopes import place_of, scope, shard_of
from gridapp.domain.words import N_
from gridapp.server import resolving
from gridapp.server.reach import Person
from gridapp.store import rows
from gridapp.store.hub import Batch
from gridapp.store.hub_tables import on_hub


class Refused(Expected):
    """The rules do not allow this command now; its words are kept."""


def judge(batch: Batch, person: Person, kind: Kind, values: Mapping[str, Any]) -> None:
    """Raise Refused where the rules do not allow this command at the hub's state."""
    if kind is Resolution.kind:
        try:
            resolving.judge(batch, person, values)
        except Expected as problem:
            raise Refused(problem.text, **problem.values) from problem
    if kind is not IssueStep.kind:
        return
    issue = batch.find("issue", values["issue_id"])
    if issue is None or issue.values["scope"] != values["scope"]:
        raise Refused(N_("The office hub does not know this issue. Please send it again."))
    # What the author's laptop had sent already ends with the issue and is no loss.
    if issue.values["deleted"] and issue.values["written_by"] != values["written_by"]:
        raise Refused(N_("This issue was withdrawn by who reported it. Your words are kept."))
    at = standing(_steps(batch, values["issue_id"]))
    step = IssueStep(**values)
    place = place_of(issue.values["scope"])
    try:
        judge_step(at, step, roles=person.roles_at(place))
    except Expected as problem:
        raise Refused(problem.text) from problem


def judge_withdrawal(batch: Batch, issue_id: str) -> None:
    """Raise Refused where somebody has begun to handle the issue."""
    if standing(_steps(batch, issue_id)).state not in {"", "registered"}:
        raise Refused(N_("This issue has moved on, so it was not withdrawn."))


def _steps(batch: Batch, issue_id: str) -> list[IssueStep]:
    table = on_hub("issue_step")
    query = select(table).where(table.c.issue_id == issue_id)
    stored = {
        row["id"]: rows.from_row(IssueStep, row)
        for row in batch.connection.execute(query).mappings()
    }
    now = {
        this: IssueStep(**batch.held[kind, this].values)
        for kind, this in batch.changed
        if kind == "issue_step" and batch.held[kind, this].values["issue_id"] == issue_id
    }
    return list((stored | now).values())


def react(batch: Batch, kind: Kind, values: Mapping[str, Any]) -> None:
    """Do what follows from an accepted command."""
    for reaction in REACTIONS.get((kind.name, str(values.get("step", ""))), ()):
        reaction(batch, values)


def tell(batch: Batch, kind: str, told: Mapping[str, Any]) -> None:
    """Write a record of the hub's own."""
    values = {name: blank(KINDS[kind], name) for name in KINDS[kind].fields} | dict(told)
    batch.write(kind, values, told)


def _hand_over(batch: Batch, step: Mapping[str, Any]) -> None:
    """A dispatched issue: the department gets a copy with what it needs, and nothing more."""
    found = batch.find("issue", step["issue_id"])
    assert found is not None
    issue = found.values
    shard = shard_of(issue["scope"])
    told = {
        "id": place_id(step["unit_id"], "dispatch", step["issue_id"]),
        "scope": scope(shard, f"unit:{step['unit_id']}"),
        "issue_id": issue["id"],
        "unit_id": step["unit_id"],
        "dispatched_at": step["at"],
        "words": step["text"],
        "written_by": step["written_by"],
        "written_at": step["written_at"],
    }
    copied = {name: issue[name] for name in ("short_no", "category", "text", "place", "urgency")}
    tell(batch, "dispatch", told | copied)


# What happened, and what follows.
REACTIONS: Mapping[tuple[str, str], tuple[Callable[[Batch, Mapping[str, Any]], None], ...]] = {
    ("issue_step", "dispatch"): (_hand_over,),
    ("resolution", ""): (resolving.carry_out,),
}
