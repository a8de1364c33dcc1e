"""The conversation by envelope: what is asked in one, and what its answer does whenever it comes."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from gridapp.domain.times import moment
from gridapp.store import outbox, settings, settling
from gridapp.store.engine import Store, Transaction
from gridapp.store.outbox import Parcel
from gridapp.sync.applying import apply, unequal
from gridapp.sync.converse import closed_ask
from gridapp.wire.columns import pack, unpack
from gridapp.wire.messages import Answer, Ask, Cursor

_MOST_CHANGES = 100_000
_NUMBER = "envelopes"  # the setting: the number of the last envelope

_Place = tuple[str, int]  # how far a reach was read: epoch and hub number


class Landed(NamedTuple):
    """What an answer did: verdicts on what still waited, records read, and whether it was due.

    One that is not due is older than what the laptop has read; `more` waits at the hub. Where it
    `differs`, the two do not hold the same, and only a talk by network finds out where.
    """

    verdicts: Mapping[str, int]
    received: int
    is_due: bool
    more: bool
    differs: bool


def last_number(connection: Transaction) -> int:
    """The number of the last envelope, 0 where there was none."""
    return int(settings.read(connection, _NUMBER, 0))


def ask_of(store: Store, now: datetime) -> tuple[int, Ask]:
    """The number of the next envelope, and everything that waits with how far was read."""
    _, ask = closed_ask(store, now, _MOST_CHANGES)
    with store.writing() as connection:
        number = last_number(connection) + 1
        settings.keep(connection, **{_NUMBER: number})
    # Nobody knows when it comes: by then what the hub told last to be named would be an old one.
    return number, Ask(ask.changes, ask.cursors, ask.desk_at, ask.made)


def land(store: Store, ask: Ask, answers: Sequence[Answer], now: datetime) -> Landed:
    """Take in the pages of the answer to `ask`, whatever was sent and read since.

    What was answered meanwhile is not settled again. A page counts only where it goes on from,
    and reaches beyond, what has been read: an older one would put back what changed since. A reach
    the hub is not sure of stays in doubt until it is healed.
    """
    with store.writing() as connection:
        before = settings.cursors(connection)
        verdicts = _settled(connection, ask, answers[0])
        sent, asked, received, due = Parcel(ask.made), _places(ask.cursors), 0, []
        for answer in answers:
            read_to, told = settings.cursors(connection), _places(answer.cursors)
            due.append(_is_due(read_to, asked, told))
            if due[-1] and (verdicts or read_to != told):
                received += apply(connection, answer, sent)
                settings.keep(connection, synced_at=answer.hub_at, heard_at=moment(now))
            sent, asked = Parcel(), told
        if verdicts and not all(due):
            # What the hub made of this stands in a page that is too old: it is read again.
            settings.keep_cursors(connection, _places(ask.cursors))
        doubtful = {reach: before[reach] for reach in answers[0].unsure if reach in before}
        settings.keep_cursors(connection, {**settings.cursors(connection), **doubtful})
        last = answers[-1]
        whole = due[-1] and not last.more
        differs = whole and bool(doubtful or unequal(connection, last))
    return Landed(verdicts, received, due[-1], last.more, differs)


def _settled(connection: Transaction, ask: Ask, answer: Answer) -> dict[str, int]:
    """Settle what of `ask` still waits; how often each verdict was given on it."""
    here = outbox.close(connection, _MOST_CHANGES, keep=False)
    said = {receipt.change_id: receipt.verdict for receipt in answer.receipts}
    made, numbers = {}, {}
    waited: list[str] = []
    for kind, columns in ask.made.items():
        waits = {row["id"] for row in unpack(here.made[kind])} if kind in here.made else set()
        told = zip(unpack(columns), answer.numbers[kind], strict=True)
        kept = [(row, rev) for row, rev in told if row["id"] in waits]
        if kept:
            made[kind] = pack([row for row, _ in kept])
            numbers[kind] = [rev for _, rev in kept]
        waited += ["stored" if rev else said[row["id"]] for row, rev in kept]
    edits = {change.change_id for change in here.changes}
    changes = [change for change in ask.changes if change.change_id in edits]
    waited += [said[change.change_id] for change in changes]
    settling.settle(connection, Parcel(made, changes), numbers, answer.receipts, answer.hub_at)
    return dict(Counter(waited))


def _places(cursors: Sequence[Cursor]) -> dict[str, _Place]:
    return {cursor.reach: (cursor.epoch, cursor.rev) for cursor in cursors}


def _is_due(
    read_to: Mapping[str, _Place], asked: Mapping[str, _Place], told: Mapping[str, _Place]
) -> bool:
    """True where the page begins no later and ends no earlier than what has been read so far."""
    return all(
        _is_next(read_to.get(reach), asked.get(reach), told.get(reach))
        for reach in read_to.keys() | told.keys()
    )


def _is_next(here: _Place | None, asked: _Place | None, told: _Place | None) -> bool:
    if here == asked:
        return True
    if here is None or told is None or here[0] != told[0]:
        return False
    start = asked[1] if asked and asked[0] == told[0] else 0
    return start <= here[1] <= told[1]
