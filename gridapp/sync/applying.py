"""What an answer of the hub does to a desk, all of it or nothing."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from functools import partial
from typing import Any

from gridapp.domain.hub_numbers import Sum
from gridapp.domain.merge import said
from gridapp.domain.records import KINDS
from gridapp.domain.scopes import reach_named
from gridapp.domain.times import moment
from gridapp.store import (
    arriving,
    landing,
    seals,
    search,
    settings,
    settling,
    standing,
    tallies,
    unknown,
)
from gridapp.store.engine import Store, Transaction
from gridapp.store.outbox import Parcel
from gridapp.wire.messages import Answer
from gridapp.wire.sheets import fingerprint, fingerprints, sheets

TURN = "turn"  # the setting: what this laptop names next (see server.accounts.take_turn)


def settle_answer(store: Store, parcel: Parcel, answer: Answer, now: datetime, **kept: Any) -> int:
    """Settle what was sent with what came back, in one transaction; how many records came.

    Settings `kept` go with it.
    """
    with store.writing() as connection:
        numbers, receipts = answer.numbers, answer.receipts
        settling.settle(connection, parcel, numbers, receipts, answer.hub_at)
        before = settings.cursors(connection)
        received = apply(connection, answer, parcel)
        # A reach the hub is not sure of was not read: until it is healed it stays in doubt.
        doubtful = {reach: before[reach] for reach in answer.unsure if reach in before}
        if doubtful:
            settings.keep_cursors(connection, settings.cursors(connection) | doubtful)
        if answer.turn:
            settings.keep(connection, **{TURN: answer.turn})
        settings.keep(connection, synced_at=answer.hub_at, heard_at=moment(now), **kept)
    return received


NOTHING = Parcel()


def apply(connection: Transaction, answer: Answer, parcel: Parcel = NOTHING) -> int:
    """Write a page, its cursors and its seals; how many records it brought."""
    count = lay(connection, answer.records)
    standing.keep_sheets(connection, _sheets(answer, parcel), answer.seals)
    standing.keep_runs(connection, answer.runs)
    seals.age(connection, answer)
    landing.forget_others(connection, {etag for offer in answer.offers for etag in offer.etags})
    settings.keep_cursors(connection, {c.reach: (c.epoch, c.rev) for c in answer.cursors})
    if not answer.unsure:  # else it may have forgotten whose posts these are, and what it copied
        standing.put_away(connection, [c.reach for c in answer.cursors])
        settings.keep(connection, durable=dict(answer.durable))
    return count


def lay(connection: Transaction, records: Mapping[str, Sequence[Mapping[str, Any]]]) -> int:
    """Lay records of the hub over what is here; how many of them this program knows."""
    count = 0
    households: set[str] = set()
    for name, arrived in records.items():
        if name not in KINDS:
            unknown.put(connection, name, arrived)
            continue
        kind = KINDS[name]
        known = [_known(kind.fields, values) for values in arrived]
        laid = arriving.put(connection, kind.record, known)
        households |= to_find(connection, name, partial(_column, laid))
        count += len(laid)
    search.forget(connection, households)
    return count


def _sheets(answer: Answer, parcel: Parcel) -> list[bytes]:
    rows = []
    for kind, revs in answer.numbers.items():
        prints = fingerprints(kind, parcel.made[kind])
        rows += [one for one in zip(revs, prints, strict=True) if one[0]]
    for kind, told in answer.records.items():
        rows += [(values["rev"], fingerprint(kind, _said(kind, values))) for values in told]
    return sheets(rows)


def _said(kind: str, values: Mapping[str, Any]) -> Mapping[str, Any]:
    return said(kind, values) if kind in KINDS else unknown.said(values)


def unequal(connection: Transaction, answer: Answer) -> list[str]:
    """The reaches of which the hub holds something else than this desk."""
    read = [c for c in answer.cursors if c.epoch]
    held = tallies.of(connection, [reach_named(c.reach) for c in read])
    return [c.reach for c, one in zip(read, held, strict=True) if one != Sum(c.count, c.total)]


def _known(fields: Mapping[str, Any], values: Mapping[str, Any]) -> dict[str, Any]:
    """Fields a newer program wrote are kept under `extra` and passed on."""
    known = {name: value for name, value in values.items() if name in fields}
    newer = {name: value for name, value in values.items() if name not in fields}
    return known | {"extra": {**known.get("extra", {}), **newer}} if newer else known


def _column(laid: Sequence[Any], name: str) -> list[str]:
    return [getattr(entry, name) for entry in laid]


def to_find(connection: Transaction, kind: str, column: Callable[[str], Sequence[str]]) -> set[str]:
    """The households that are found by words of these records, given as columns."""
    match kind:
        case "household":
            return set(column("id"))
        case "resident":
            return set(column("household_id"))
        case "house":
            return search.households_of(connection, column("id"))
        case _:
            return set()
