"""record-visit and report-issue: one from options, or many as JSON lines from standard input."""

import argparse
import json
import sys
from collections.abc import Callable
from typing import Any

from gridapp.cli import edge
from gridapp.domain.errors import Expected
from gridapp.domain.fields import BadField, Kind, UnknownField, told
from gridapp.domain.records.header import HEADER
from gridapp.domain.words import N_

# Read by the action itself, which takes them as people write them.
_VISIT_TAKES = ("household", "visited_at", "next_on")
_ISSUE_TAKES = ("household", "grid", "on_spot")
# What the laptop itself says of a record, whatever a line tells.
_HEAD = frozenset(HEADER) - {"id"}
_VISIT_OURS = _HEAD | {"short_no", "household_id", "house_id", "typed_by", "replaces"}
_ISSUE_OURS = _HEAD | {"short_no", "household_id", "told_at", "replaces"}
_MOST = 2**63


class NotALine(Expected):
    """A line of standard input is no JSON object."""


def register_visit(command: argparse.ArgumentParser, words: Callable[[str], str]) -> None:
    """Add the options of record-visit."""
    command.description = words(_LINES)
    command.add_argument(
        "--household", default="", help=words(N_("Household: its id or its door."))
    )
    command.add_argument("--outcome", default="", help=words(N_("Outcome, of list outcome.")))
    command.add_argument("--note", default="", help=words(N_("A few words.")))
    command.add_argument("--visited-at", default="", help=words(N_("When, if not now.")))
    command.add_argument("--next-on", default="", help=words(N_("Day to come back.")))


def register_issue(command: argparse.ArgumentParser, words: Callable[[str], str]) -> None:
    """Add the options of report-issue."""
    command.description = words(_LINES)
    command.add_argument(
        "--household", default="", help=words(N_("Household: its id or its door."))
    )
    command.add_argument("--place", default="", help=words(N_("Where, if at no household.")))
    command.add_argument("--grid", default="", help=words(N_("Grid of that place.")))
    command.add_argument("--category", default="", help=words(N_("Category, four digits.")))
    command.add_argument("--text", default="", help=words(N_("What is wrong.")))
    command.add_argument(
        "--on-spot", default="", help=words(N_("Settled at once; what the resident says, 0 to 3."))
    )


_LINES = N_(
    "Without --outcome or --category, JSON lines are read from standard input, one record a line "
    "with the fields by their names; each id is printed once it is safe on the disk. "
    "A line with its own id may be sent again without harm."
)


def record_visit(chosen: argparse.Namespace) -> int:
    """Run record-visit."""
    from gridapp.client.actions import visits  # noqa: PLC0415 - help must not open a store
    from gridapp.domain.records.visits import Visit  # noqa: PLC0415

    def write(desk: Any, line: dict[str, Any]) -> dict[str, Any]:
        fields = _told(Visit.kind, line, also=_VISIT_TAKES, ours=_VISIT_OURS)
        done = visits.record_visit(desk, **_required(fields, "household", "outcome"))
        return {"id": done.visit.id, "short_no": done.visit.short_no, "again": done.again}

    return _run(chosen, ("household", "outcome", "note", "visited_at", "next_on"), "outcome", write)


def report_issue(chosen: argparse.Namespace) -> int:
    """Run report-issue."""
    from gridapp.client.actions import issues  # noqa: PLC0415
    from gridapp.domain.records.issues import Issue  # noqa: PLC0415

    def write(desk: Any, line: dict[str, Any]) -> dict[str, Any]:
        fields = _told(Issue.kind, line, also=_ISSUE_TAKES, ours=_ISSUE_OURS)
        done = issues.report_issue(desk, **_required(fields, "category", "text"))
        return {"id": done.issue.id, "short_no": done.issue.short_no, "again": done.again}

    options = ("household", "place", "grid", "category", "text", "on_spot")
    return _run(chosen, options, "category", write)


def _told(
    kind: Kind, line: dict[str, Any], *, also: tuple[str, ...], ours: frozenset[str]
) -> dict[str, Any]:
    if strange := ours & set(line):
        raise UnknownField(
            N_("“{name}” is not a field of {kind}. Please check its spelling."),
            name=min(strange),
            kind=kind.label,
        )
    for name in also:
        if not isinstance(line.get(name, ""), str):
            raise BadField(
                N_(
                    "“{field}” of {kind} cannot hold this value. Please write it shorter or check it."
                ),
                field=name,
                kind=kind.label,
            )
    return told(kind, line, also=also)


def _required(fields: dict[str, Any], *names: str) -> dict[str, Any]:
    missing = [name for name in names if not fields.get(name)]
    if missing:
        raise NotALine(N_("“{field}” is still missing."), field=missing[0])
    return fields


def _run(
    chosen: argparse.Namespace,
    options: tuple[str, ...],
    key: str,
    write: Callable[[Any, dict[str, Any]], dict[str, Any]],
) -> int:
    given = {name: getattr(chosen, name) for name in options if getattr(chosen, name)}
    with edge.at_desk() as desk:
        if given.get(key):
            edge.out(write(desk, given))
            return edge.DONE
        return _lines(desk, write)


def _lines(desk: Any, write: Callable[[Any, dict[str, Any]], dict[str, Any]]) -> int:
    """Each good line is written and told; each bad one is one sentence, and the rest goes on."""
    status = edge.DONE
    for number, line in enumerate(sys.stdin.buffer, 1):
        if not line.strip():
            continue
        try:
            edge.out(write(desk, _object(line)))
        except Expected as problem:
            if problem.ends:
                raise
            edge.complain(f"{number}: {edge.sentence(problem)}")
            status = edge.CAN_ACT
    return status


def _object(line: bytes) -> dict[str, Any]:
    try:
        text = line.decode("utf-8-sig")
        read = json.loads(text, parse_int=_whole, parse_constant=_whole)
        json.dumps(read, ensure_ascii=False).encode()  # half a character is no text
    except (ValueError, RecursionError):
        read = None
    if not isinstance(read, dict):
        raise NotALine(N_("This line is not a JSON object. It was left out."))
    return read


def _whole(digits: str) -> int:
    number = int(digits)
    if abs(number) >= _MOST:
        raise ValueError(digits)
    return number
