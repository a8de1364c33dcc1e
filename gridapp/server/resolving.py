"""Decisions about what two people wrote differently: judged here, and what follows from one."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select

from gridapp.domain.conflict_rules import (
    LEADER,
    NotYoursToDecide,
    decides,
    is_led,
    with_fields,
    written,
)
from gridapp.domain.conflict_rules import judge as judge_decision
from gridapp.domain.errors import Expected
from gridapp.domain.records import KINDS
from gridapp.domain.records.issues import Conflict, Resolution
from gridapp.domain.records.people import Post
from gridapp.domain.scopes import place_of
from gridapp.domain.times import local_day, read_moment
from gridapp.domain.words import N_
from gridapp.server.reach import Person
from gridapp.store import rows
from gridapp.store.hub import Batch
from gridapp.store.hub_tables import on_hub


class NothingToDecide(Expected):
    """The hub does not hold what the decision is about."""


def judge(batch: Batch, person: Person, values: Mapping[str, Any]) -> None:
    """Raise where this person may not decide so at the hub's state.

    Raises NothingToDecide, NotYoursToDecide, DecidedAlready, WrittenSince or BadField.
    """
    resolution = Resolution(**values)
    conflict = _conflict(batch, resolution)
    place = place_of(conflict.scope)
    if not decides(person.roles_at(place), has_leader=_is_led(batch, place)):
        raise NotYoursToDecide(N_("The grid leader decides this. What you chose was not taken."))
    card = batch.find(conflict.about_kind, conflict.about_id)
    if card is None:  # a hub that was put back may hear of the conflict first
        raise _nothing()
    judge_decision(KINDS[conflict.about_kind], card.values, conflict, resolution)


def _conflict(batch: Batch, resolution: Resolution) -> Conflict:
    held = batch.find("conflict", resolution.conflict_id)
    if held is None or held.values["scope"] != resolution.scope:
        raise _nothing()
    return Conflict(**held.values)


def _nothing() -> NothingToDecide:
    return NothingToDecide(
        N_("The office hub does not know what this decides. Send and update, then look again.")
    )


def _is_led(batch: Batch, place: str) -> bool:
    table = on_hub("post")
    query = select(table).where(table.c.role == LEADER, table.c.deleted.is_(False))
    leaders = [rows.from_row(Post, row) for row in batch.connection.execute(query).mappings()]
    return is_led(leaders, place, today=local_day(read_moment(batch.hub_at)))


def carry_out(batch: Batch, values: Mapping[str, Any]) -> None:
    """Write what was decided into the card, and on the conflict who decided it, when and which."""
    resolution = Resolution(**values)
    conflict = _conflict(batch, resolution)
    card = batch.find(conflict.about_kind, conflict.about_id)
    assert card is not None  # judged before
    head = {name: values[name] for name in ("written_by", "written_at")}
    said = written(conflict, resolution)
    after = with_fields(card.values, said)
    if after != card.values:
        batch.write(conflict.about_kind, {**after, **head}, said)
    decided = {
        "resolution_id": resolution.id,
        "taken": resolution.takes,
        "resolved_by": resolution.written_by,
        "resolved_at": resolution.written_at,
    }
    batch.write("conflict", {**conflict.__dict__, **decided}, decided)
