"""What an answer of the hub does to a desk, all of it or nothing."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from gridapp.domain.hub_numbers import Sum
from gridapp.domain.merge import said
from gridapp.domain.records import KINDS
from gridapp.domain.scopes import reach_named
from gridapp.domain.times import moment
from gridapp.store import arriving, search, settings, settling, standing, tallies, unknown
from gridapp.store.engine import Store, Transaction
from gridapp.store.outbox import Parcel
from gridapp.wire.messages import Answer
from gridapp.wire.sheets import fingerprint, fingerprints, sheets


def settle_answer(store: Store, parcel: Parcel, answer: Answer, now: datetime) -> int:
    """Settle what was sent with what came back, in one transaction; how many records came."""
    with store.writing() as connection:
        numbers, receipts = answer.numbers, answer.receipts
        settling.settle(connection, parcel, numbers, receipts, answer.hub_at)
        received = apply(connection, answer, parcel)
        settings.keep(connection, synced_at=answer.hub_at, heard_at=moment(now))
    return received


NOTHING = Parcel()


def apply(connection: Transaction, answer: Answer, parcel: Parcel = NOTHING) -> int:
    """Write a page, its cursors and its seals; how many records it brought."""
    count = 0
    households: set[str] = set()
    for name, arrived in answer.records.items():
        if name not in KINDS:
            unknown.put(connection, name, arrived)
            continue
        kind = KINDS[name]
        known = [_known(kind.fields, values) for values in arrived]
        laid = arriving.put(connection, kind.record, known)
        households |= _to_find(connection, name, laid)
        count += len(laid)
    search.forget(connection, households)
    standing.keep_sheets(connection, _sheets(answer, parcel), answer.seals)
    settings.keep_cursors(connection, {c.reach: (c.epoch, c.rev) for c in answer.cursors})
    standing.put_away(connection, [c.reach for c in answer.cursors])
    settings.keep(connection, durable=dict(answer.durable))
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
    return [
        c.reach
        for c in answer.cursors
        if tallies.of(connection, reach_named(c.reach)) != Sum(c.count, c.total)
    ]


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
