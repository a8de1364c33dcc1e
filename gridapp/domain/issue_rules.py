"""An issue's way: which step may follow which, who may take it, and where the issue then stands.

Both sides call this one function: the desk to offer what is possible, the hub to judge.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from gridapp.domain.errors import Expected
from gridapp.domain.records.issues import IssueStep
from gridapp.domain.words import N_

_FIELD = frozenset({"grid_worker", "grid_leader", "liaison_secretary"})
_LEVELS = _FIELD | {"community_worker", "community_secretary", "street_desk", "district_desk"}
_SATISFIED = "3"
_HIGHEST = 4


@dataclass(frozen=True)
class Standing:
    """Where an issue stands. `level` 1 compound, 2 community, 3 street, 4 district."""

    state: str = ""
    level: int = 1
    unit_id: str = ""
    verdict: str = ""


@dataclass(frozen=True)
class Move:
    """One line of the table: a step, the states it may follow, who, and the state it leads to."""

    follows: frozenset[str]
    roles: frozenset[str]
    to: str


MOVES: Mapping[str, Move] = {
    "register": Move(frozenset({""}), _LEVELS, "registered"),
    "settle_on_spot": Move(frozenset({"registered"}), _FIELD, "reported"),
    "handle_here": Move(frozenset({"registered", "triage"}), _LEVELS, "handling"),
    "pass_up": Move(frozenset({"registered", "handling", "triage"}), _LEVELS, "triage"),
    "dispatch": Move(frozenset({"triage"}), frozenset({"district_desk"}), "dispatched"),
    "report_done": Move(frozenset({"handling"}), _LEVELS, "reported"),
    "void": Move(frozenset({"registered"}), _LEVELS, "void"),
}


class NotAllowedNow(Expected):
    """The step does not follow from where the issue stands, or is not this person's to take."""


def standing(steps: Iterable[IssueStep]) -> Standing:
    """Where an issue stands after these steps, folded in the order of the hub's numbers.

    Steps the hub has not numbered yet come last, in the order given: no clock decides.
    """
    at = Standing()
    for step in sorted(steps, key=lambda s: (s.rev == 0, s.rev)):
        if _follows(at, step) and not _lacks(at, step):
            at = _after(at, step)
    return at


def _follows(at: Standing, step: IssueStep) -> bool:
    return step.step in MOVES and at.state in MOVES[step.step].follows


def _lacks(at: Standing, step: IssueStep) -> bool:
    return step.step == "dispatch" and (at.level != _HIGHEST or not step.unit_id)


def _after(at: Standing, step: IssueStep) -> Standing:
    moved = replace(at, state=MOVES[step.step].to, verdict=step.verdict or at.verdict)
    match step.step:
        case "settle_on_spot" if step.verdict == _SATISFIED:
            return replace(moved, state="closed")
        case "pass_up":
            return replace(moved, level=min(at.level + 1, _HIGHEST))
        case "dispatch":
            return replace(moved, unit_id=step.unit_id)
        case _:
            return moved


def judge(at: Standing, step: IssueStep, *, roles: Iterable[str]) -> None:
    """Raise NotAllowedNow where a person with these roles may not take `step` now."""
    if not _follows(at, step):
        raise NotAllowedNow(
            N_("This issue has moved on, so the step was not taken. Your words are kept.")
        )
    if not MOVES[step.step].roles & set(roles):
        raise NotAllowedNow(N_("This step is for somebody else to take. Your words are kept."))
    if _lacks(at, step):
        raise NotAllowedNow(
            N_("Only the district centre hands an issue to a department, and it must name one.")
        )
