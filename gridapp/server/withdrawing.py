"""Takes back a fact: it stays gone, also where the fact itself never came or comes later."""

from collections.abc import Mapping
from typing import Any

from gridapp.domain.errors import Expected
from gridapp.domain.fields import Kind, Writing
from gridapp.domain.merge import blank, same_fact, written
from gridapp.domain.words import N_
from gridapp.server import commands
from gridapp.store.hub import Batch, Held
from gridapp.wire.messages import Change

_SAYS = frozenset({"deleted", "scope", "replaces"})


class WrittenByAnother(Expected):
    """A laptop takes back under its own number what somebody else wrote."""


def is_withdrawal(kind: Kind, fields: Mapping[str, Any]) -> bool:
    """True where a change takes a fact back and says nothing else."""
    is_fact = kind.writing is Writing.FACT
    return is_fact and fields.get("deleted") is True and fields.keys() <= _SAYS


def was_taken_back(kind: Kind, held: Held, fields: Mapping[str, Any]) -> bool:
    """True where a fact was taken back and this is it, or nothing is known but that it was."""
    if kind.writing is not Writing.FACT or not held.values["deleted"]:
        return False
    aside = dict.fromkeys(_SAYS)
    is_known = bool(written(kind, held.values).keys() - _SAYS)
    return not is_known or same_fact(kind, {**held.values, **aside}, {**fields, **aside})


def withdraw(
    batch: Batch, kind: Kind, held: Held | None, change: Change, fields: Mapping[str, Any]
) -> tuple[str, int]:
    """The verdict and the number; "merged" tells the laptop to read what the hub has of it.

    Raises WrittenByAnother, or Refused where an issue has moved on.
    """
    if held is None:
        # Kept without a word of it: the fact may still be on its way, and must not come back.
        values = {name: blank(kind, name) for name in kind.fields}
    else:
        values = held.values
        if values["deleted"]:
            return "merged", int(values["rev"])
        _check(batch, kind, held, change)
    head = {"id": change.id, "written_by": change.written_by, "written_at": change.written_at}
    return "merged", batch.write(kind.name, {**values, **fields, **head}, fields)


def _check(batch: Batch, kind: Kind, held: Held, change: Change) -> None:
    # A laptop that has not heard of the hub's record means one of its own.
    if not change.base_rev and held.values["written_by"] != change.written_by:
        raise WrittenByAnother(
            N_("Another record with this number says something else. Both are kept for the office.")
        )
    if kind.name == "issue":
        commands.judge_withdrawal(batch, change.id)
