"""The conversation, the desk's half. Reads top to bottom: close, send, settle, apply, again."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from gridapp.domain.errors import Expected
from gridapp.domain.records import KINDS
from gridapp.domain.times import moment
from gridapp.domain.words import N_
from gridapp.store import outbox, rows, search, settings
from gridapp.store.engine import Store, Transaction
from gridapp.wire.messages import Answer, Ask, Change, Cursor, Remote

_MOST_CHANGES = 2000  # a body stays a few hundred kB


class NotAnswered(Expected):
    """An answer without a receipt for each change, or with one more, is no answer."""


@dataclass(frozen=True)
class Tally:
    """What one evening's conversation moved; `verdicts` counts the hub's receipts."""

    sent: int = 0
    received: int = 0
    round_trips: int = 0
    verdicts: Mapping[str, int] = field(default_factory=dict)

    @property
    def not_taken(self) -> int:
        """How many changes the hub did not take."""
        return self.verdicts.get("refused", 0) + self.verdicts.get("set_aside", 0)


def converse(store: Store, remote: Remote, clock: Callable[[], datetime]) -> Tally:
    """Hand in everything that waits and read everything new; raises what `remote` raises.

    Each round trip is settled in one transaction with the page and cursors it brought, so a cut
    at any moment loses nothing and the next call goes on.
    """
    tally = Tally()
    while True:
        closed = _closed(store)
        changes = [each.change for each in closed]
        answer = _answered(changes, remote.exchange(_ask(store, changes, clock())))
        with store.writing() as connection:
            outbox.settle(connection, closed, answer.receipts, answer.hub_at)
            received = apply(connection, answer)
            settings.keep(connection, synced_at=answer.hub_at, heard_at=moment(clock()))
            waiting = outbox.waiting(connection)
        tally = _counted(tally, changes, answer, received)
        if not answer.more and not waiting:
            return tally


def _closed(store: Store) -> list[outbox.Closed]:
    with store.reading() as connection:
        if not outbox.waiting(connection):
            return []
    with store.writing() as connection:
        return outbox.close(connection, _MOST_CHANGES)


def _ask(store: Store, changes: Sequence[Change], now: datetime) -> Ask:
    with store.reading() as connection:
        cursors = settings.cursors(connection)
    read_to = [Cursor(reach, epoch, rev) for reach, (epoch, rev) in cursors.items()]
    return Ask(changes=changes, cursors=read_to, desk_at=moment(now))


def _answered(changes: Sequence[Change], answer: Answer) -> Answer:
    given = {receipt.change_id for receipt in answer.receipts}
    if given != {change.change_id for change in changes}:
        raise NotAnswered(
            N_(
                "The office hub did not answer for everything that was sent. "
                "Nothing was taken as sent; everything is saved on this laptop."
            )
        )
    return answer


def apply(connection: Transaction, answer: Answer) -> int:
    """Write a page and its cursors; how many records it brought."""
    count = 0
    households: set[str] = set()
    for name, arrived in answer.records.items():
        if name not in KINDS:
            continue
        kind = KINDS[name]
        known = [_known(kind.fields, values) for values in arrived]
        laid = outbox.overlay(connection, kind.record, known)
        rows.put(connection, laid)
        households |= _to_find(connection, name, laid)
        count += len(laid)
    search.forget(connection, households)
    settings.keep_cursors(connection, {c.reach: (c.epoch, c.rev) for c in answer.cursors})
    return count


def _known(fields: Mapping[str, Any], values: Mapping[str, Any]) -> dict[str, Any]:
    """Fields a newer program wrote are kept under `extra` and passed on."""
    known = {name: value for name, value in values.items() if name in fields}
    newer = {name: value for name, value in values.items() if name not in fields}
    return known | {"extra": {**known.get("extra", {}), **newer}} if newer else known


def _to_find(connection: Transaction, kind: str, laid: Sequence[Any]) -> set[str]:
    match kind:
        case "household":
            return {entry.id for entry in laid}
        case "resident":
            return {entry.household_id for entry in laid}
        case "house":
            return search.households_of(connection, [entry.id for entry in laid])
        case _:
            return set()


def _counted(tally: Tally, changes: Sequence[Change], answer: Answer, received: int) -> Tally:
    verdicts = dict(tally.verdicts)
    for receipt in answer.receipts:
        verdicts[receipt.verdict] = verdicts.get(receipt.verdict, 0) + 1
    return replace(
        tally,
        sent=tally.sent + len(changes),
        received=tally.received + received,
        round_trips=tally.round_trips + 1,
        verdicts=verdicts,
    )
