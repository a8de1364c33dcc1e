"""The conversation, the desk's half. Reads top to bottom: close, send, settle, again, compare."""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from gridapp.domain.errors import Expected
from gridapp.domain.snapshots import SnapshotGone
from gridapp.domain.times import moment
from gridapp.domain.words import N_
from gridapp.store import outbox, settings
from gridapp.store.collecting import no_collector
from gridapp.store.engine import Store, Transaction
from gridapp.store.outbox import Parcel
from gridapp.sync import snapshots
from gridapp.sync.applying import settle_answer, unequal
from gridapp.sync.healing import heal
from gridapp.sync.pacing import Pace
from gridapp.wire import codec
from gridapp.wire.columns import MOST_ROWS, column
from gridapp.wire.messages import Answer, Ask, Cursor, Remote, Spent

_PACE = "pace"  # the setting


class NotAnswered(Expected):
    """An answer without a receipt for each change, or with one more, is no answer."""


@dataclass(frozen=True)
class Tally:
    """What one evening's conversation moved; `verdicts` counts the hub's receipts.

    `given_back` are records the hub had lost and took again.
    """

    sent: int = 0
    received: int = 0
    round_trips: int = 0
    verdicts: Mapping[str, int] = field(default_factory=dict)
    given_back: int = 0

    @property
    def not_taken(self) -> int:
        """How many changes the hub did not take."""
        return self.verdicts.get("refused", 0) + self.verdicts.get("set_aside", 0)


@no_collector()
def converse(
    store: Store,
    remote: Remote,
    clock: Callable[[], datetime],
    *,
    most_bytes: int | None = None,
) -> Tally:
    """Hand in everything that waits and read everything new; raises what `remote` raises.

    Each round trip is settled in one transaction with the page and cursors it brought, so a cut
    at any moment loses nothing and the next call goes on. At the end both sides hold the same.
    Where what waits does not fit into `most_bytes`, the rest goes on waiting.
    """
    tally, begun = Tally(), remote.spent
    unsure: set[str] = set()
    gone = False
    while True:
        room = None if most_bytes is None else most_bytes - (remote.spent.up - begun.up)
        parcel, ask = closed_ask(store, clock(), room)
        before = remote.spent
        answer = checked(parcel, remote.exchange(ask))
        received = settle_answer(store, parcel, answer, clock())
        _remember_pace(store, parcel, before, remote.spent)
        tally = _counted(tally, parcel, answer, received)
        try:
            fetched = sum(snapshots.fetch(store, remote, offer) for offer in answer.offers)
            tally = replace(tally, received=tally.received + fetched)
        except SnapshotGone:  # a newer one is offered next time
            if gone:
                raise
            gone = True
        unsure |= set(answer.unsure)
        with store.reading() as connection:
            waiting = outbox.waiting(connection)
            differ = unequal(connection, answer)
        is_full = room is not None and not parcel.count
        if not answer.more and not answer.offers and (not waiting or is_full):
            break
    doubtful = sorted(unsure | set(differ))
    if not doubtful:
        return tally
    mended = heal(store, remote, doubtful, clock)
    return replace(
        tally,
        received=tally.received + mended.received,
        round_trips=tally.round_trips + mended.round_trips,
        given_back=mended.given,
    )


def _remember_pace(store: Store, parcel: Parcel, before: Spent, now: Spent) -> None:
    if parcel.count and now != before:
        with store.writing() as connection:
            pace = pace_of(connection).after(parcel.count, before, now)
            settings.keep(connection, **{_PACE: pace})


def pace_of(connection: Transaction) -> Pace:
    """How the line was last."""
    return Pace(*settings.read(connection, _PACE, ()))


def closed_ask(store: Store, now: datetime, room: int | None = None) -> tuple[Parcel, Ask]:
    """What is asked next, closed, and how far this desk has read; at most `room` bytes of it."""
    with store.writing() as connection:
        kept = settings.cursors(connection)
        cursors = [Cursor(reach, epoch, rev) for reach, (epoch, rev) in kept.items()]
        most = pace_of(connection).most
        while True:
            parcel = outbox.close(connection, most, keep=room is None)
            ask = Ask(parcel.changes, cursors, moment(now), parcel.made)
            if room is None or not parcel.count or len(codec.encode(ask)) <= room:
                break
            most //= 2
        if room is not None and parcel.count:
            parcel = outbox.close(connection, most)
            ask = Ask(parcel.changes, cursors, moment(now), parcel.made)
    return parcel, ask


def size_of_waiting(store: Store, now: datetime) -> tuple[int, int]:
    """How many changes wait, and about how many bytes they are on the line; nothing is closed."""
    with store.reading() as connection:
        parcel = outbox.close(connection, MOST_ROWS, keep=False)
    ask = Ask(parcel.changes, (), moment(now), parcel.made)
    return parcel.count, len(codec.encode(ask)) if parcel.count else 0


def checked(parcel: Parcel, answer: Answer) -> Answer:
    """`answer` where it answers for everything that was sent; raises NotAnswered."""
    asked = [change.change_id for change in parcel.changes]
    numbered = answer.numbers.keys() == parcel.made.keys() and all(
        len(answer.numbers[kind]) == len(made) for kind, made in parcel.made.items()
    )
    if numbered:
        for kind, made in parcel.made.items():
            given = zip(column(made, "id"), answer.numbers[kind], strict=True)
            asked += [this for this, rev in given if not rev]
    if not numbered or sorted(asked) != sorted(r.change_id for r in answer.receipts):
        raise NotAnswered(
            N_(
                "The office hub did not answer for everything that was sent. "
                "Nothing was taken as sent; everything is saved on this laptop."
            )
        )
    return answer


def _counted(tally: Tally, parcel: Parcel, answer: Answer, received: int) -> Tally:
    verdicts = Counter(tally.verdicts)
    verdicts.update(receipt.verdict for receipt in answer.receipts)
    for revs in answer.numbers.values():
        verdicts["stored"] += len(revs) - revs.count(0)
    return replace(
        tally,
        sent=tally.sent + parcel.count,
        received=tally.received + received,
        round_trips=tally.round_trips + 1,
        verdicts=dict(+verdicts),
    )
