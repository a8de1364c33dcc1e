"""Where desk and hub do not hold the same: what differs is found by ranges of numbers, and mended.

Each side gives the other what it lacks. What the hub forgot, because its records were put back,
it takes on its own seal.
"""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import NamedTuple

from gridapp.domain.hub_numbers import MOST, folded, sum_of
from gridapp.domain.scopes import Reach, reach_named
from gridapp.domain.times import moment
from gridapp.store import outbox, pictures, settings, standing, tallies
from gridapp.store.engine import Store, Transaction
from gridapp.store.standing import Standing
from gridapp.sync.applying import settle_answer
from gridapp.wire.columns import Columns, pack
from gridapp.wire.messages import Answer, Aside, Ask, Change, Cursor, Healed, Healing, Remote, Span

_SPANS = 128  # ranges compared at once: 4 kB to say
_MOST = 5000  # records listed or given back in one request


class Mended(NamedTuple):
    """How many records came, how many the hub took back, and how many requests it took."""

    received: int = 0
    given: int = 0
    round_trips: int = 0


def heal(
    store: Store, remote: Remote, reaches: Sequence[str], clock: Callable[[], datetime]
) -> Mended:
    """Make both sides hold the same of these reaches; raises what `remote` raises."""
    received = given = trips = 0
    is_put_back = False
    read_to: dict[str, tuple[str, int]] = {}

    def say(healing: Healing) -> Healed:
        nonlocal received, trips, is_put_back, read_to
        with store.reading() as connection:
            kept = settings.cursors(connection)
        cursors = [Cursor(reach, epoch, rev) for reach, (epoch, rev) in kept.items()]
        ask = Ask((), cursors, moment(clock()), healing=healing)
        answer: Answer = remote.exchange(ask)
        received += settle_answer(store, outbox.Parcel(), answer, clock())
        trips += 1
        is_put_back = is_put_back or bool(answer.unsure)
        # What came after the two were compared is still to be read.
        read_to = read_to or {c.reach: (c.epoch, c.rev) for c in answer.cursors}
        return answer.healed or Healed()

    with store.writing() as connection:
        held = {reach: _counted(connection, reach_named(reach)) for reach in reaches}
        aside = _aside(connection)
        me = settings.read(connection, "me", {}).get("account", "")
    gaps = say(
        Healing(spans=tuple(s for reach in reaches for s in _spans(reach, held[reach])))
    ).gaps
    listed = _listing(_inside(gaps, held))
    wanted = say(Healing(gaps=gaps, listed=listed, aside=aside)).wanted
    for kind, ids in wanted.items():
        for at in range(0, len(ids), _MOST):
            part = ids[at : at + _MOST]
            done = say(_returning(store, kind, part))
            given += len(part)
            with store.writing() as connection:
                for name, unproven in done.unproven.items():
                    standing.disown(connection, name, unproven, me)
                    given -= len(unproven)
    with store.writing() as connection:
        whole = {reach: read_to[reach] for reach in reaches if reach in read_to}
        settings.keep_cursors(connection, {**settings.cursors(connection), **whole})
    # It lacks the pictures of that time too, also where another gave the records back before.
    if is_put_back or given:
        with store.writing() as connection:
            pictures.doubt(connection)
    return Mended(received, given, trips)


def _counted(connection: Transaction, reach: Reach) -> list[Standing]:
    """What is really here: where this desk counted wrong, the sums would differ for ever."""
    held = standing.numbered(connection, reach)
    tallies.recount(connection, reach, ((e.kind, (e.id, e.scope, e.rev)) for e in held))
    return held


def _spans(reach: str, held: Sequence[Standing]) -> list[Span]:
    """What this desk holds, in ranges of about as many records each, up to whatever comes."""
    size = max(1, -(-len(held) // _SPANS))
    spans, after = [], 0
    for at in range(0, len(held), size):
        part = held[at : at + size]
        upto = part[-1].rev
        sums = [sum_of(each.kind, [(each.id, each.rev)]) for each in part]
        spans.append(Span(reach, after, upto, *folded(sums)))
        after = upto
    return [*spans, Span(reach, after, MOST)]


def _inside(gaps: Sequence[Span], held: dict[str, list[Standing]]) -> list[Standing]:
    return [
        each for gap in gaps for each in held.get(gap.reach, ()) if gap.after < each.rev <= gap.upto
    ]


def _listing(listed: Sequence[Standing]) -> Columns:
    return pack([{"kind": e.kind, "id": e.id, "rev": e.rev} for e in listed])


def _returning(store: Store, kind: str, ids: Sequence[str]) -> Healing:
    with store.reading() as connection:
        told = standing.as_told(connection, kind, ids)
        sheets = standing.proofs(connection, {kind: told})
        runs = standing.runs(connection)
    return Healing(returned={kind: pack(told)}, sheets=tuple(sheets), runs=runs)


def _aside(connection: Transaction) -> tuple[Aside, ...]:
    return tuple(
        Aside(
            Change(row["change_id"], row["kind"], row["record_id"], row["body"], 0, "", ""),
            row["verdict"],
            row["reason"],
            row["reason_values"],
        )
        for row in outbox.aside(connection)
    )
