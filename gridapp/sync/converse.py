"""The conversation, the desk's half. Reads top to bottom: close, send, settle, again, compare."""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from gridapp.domain.errors import Expected
from gridapp.domain.times import moment
from gridapp.domain.words import N_
from gridapp.store import outbox, settings
from gridapp.store.collecting import no_collector
from gridapp.store.engine import Store, Transaction
from gridapp.store.outbox import Parcel
from gridapp.sync import snapshots
from gridapp.sync.applying import TURN, settle_answer, unequal
from gridapp.sync.healing import Mended, heal
from gridapp.sync.pacing import Pace
from gridapp.wire import codec
from gridapp.wire.columns import MOST_ROWS, column
from gridapp.wire.messages import Answer, Ask, Cursor, Remote

_PACE = "pace"  # the setting
_MOST_HEALED = 3  # times in one conversation: a hub is put back more seldom


class NotAnswered(Expected):
    """An answer without a receipt for each change, or with one more, is no answer."""


@dataclass(frozen=True)
class Tally:
    """What one evening's conversation moved; `verdicts` counts the hub's receipts.

    `given_back` are records the hub had lost and took again. `is_double` where this laptop goes
    about twice, or was put back to an older copy.
    """

    sent: int = 0
    received: int = 0
    round_trips: int = 0
    verdicts: Mapping[str, int] = field(default_factory=dict)
    given_back: int = 0
    is_double: bool = False

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
    gone: set[str] = set()
    healed = 0
    with store.reading() as connection:
        pace = pace_of(connection)
    while True:
        room = None if most_bytes is None else most_bytes - (remote.spent.up - begun.up)
        parcel, ask = closed_ask(store, clock(), pace.most, room)
        before = remote.spent
        answer = checked(parcel, remote.exchange(ask))
        # A hub that was put back took nothing: first it is told what it forgot.
        parcel = Parcel() if answer.unsure else parcel
        pace = pace.after(parcel.count, before, remote.spent)
        received = settle_answer(store, parcel, answer, clock(), **{_PACE: pace})
        received += snapshots.fetch(store, remote, answer.offers, gone)
        tally = _counted(tally, parcel, answer, received)
        if answer.unsure:
            healed += 1
            if healed > _MOST_HEALED:
                raise NotAnswered(
                    N_(
                        "The office hub and this laptop found no way to hold the same. Everything "
                        "you wrote is saved on this laptop. Send again later, or ask the office."
                    )
                )
            tally = _mended(tally, heal(store, remote, answer.unsure, clock))
            continue
        with store.reading() as connection:
            is_sent = outbox.is_empty(connection)
            differ = unequal(connection, answer)
        is_full = room is not None and not parcel.count
        if not answer.more and not answer.offers and (is_sent or is_full):
            break
        if not is_sent:  # of what has gone nothing is needed for the next
            del parcel, ask, answer
            store.let_go()
    return _mended(tally, heal(store, remote, differ, clock)) if differ else tally


def _mended(tally: Tally, mended: Mended) -> Tally:
    return replace(
        tally,
        received=tally.received + mended.received,
        round_trips=tally.round_trips + mended.round_trips,
        given_back=tally.given_back + mended.given,
    )


def pace_of(connection: Transaction) -> Pace:
    """How the line was last."""
    return Pace(*settings.read(connection, _PACE, ()))


def closed_ask(
    store: Store, now: datetime, most: int, room: int | None = None
) -> tuple[Parcel, Ask]:
    """What is asked next, closed, and how far this desk has read.

    At most `most` changes, and where there is not `room` for so many bytes, fewer.
    """
    with store.reading() as connection:
        kept = settings.cursors(connection)
        cursors = [Cursor(reach, epoch, rev) for reach, (epoch, rev) in kept.items()]
        most = most if room is None else _fitting(connection, most, room)
        if not most or outbox.is_empty(connection):
            return Parcel(), Ask((), cursors, moment(now))
    with store.writing() as connection:
        parcel = outbox.close(connection, most)
        turn = settings.read(connection, TURN, "")
    return parcel, Ask(parcel.changes, cursors, moment(now), parcel.made, turn=turn)


def _fitting(connection: Transaction, most: int, room: int) -> int:
    """How many changes fit into so many bytes."""
    while most:
        parcel = outbox.close(connection, most, keep=False)
        if len(codec.encode(Ask(parcel.changes, (), "", parcel.made))) <= room:
            break
        most //= 2
    return most


def size_of_waiting(store: Store, now: datetime) -> tuple[int, int]:
    """How many changes wait, and about how many bytes they are on the line; nothing is closed."""
    with store.reading() as connection:
        parcel = outbox.close(connection, MOST_ROWS, keep=False)
    ask = Ask(parcel.changes, (), moment(now), parcel.made)
    return parcel.count, len(codec.encode(ask)) if parcel.count else 0


def checked(parcel: Parcel, answer: Answer) -> Answer:
    """`answer` where it answers for everything that was sent, or took nothing as it is unsure.

    Raises NotAnswered.
    """
    asked = [change.change_id for change in parcel.changes]
    if answer.unsure and not answer.receipts and not answer.numbers:
        return answer
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
        is_double=tally.is_double or answer.is_double,
    )
