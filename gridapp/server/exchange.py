"""The conversation, the hub's half: take each change once, number it, tell what is new."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import Connection

from gridapp.domain.records import KINDS
from gridapp.domain.scopes import shard_of
from gridapp.domain.times import moment
from gridapp.server import accounts, take
from gridapp.server.accounts import Device
from gridapp.server.reach import Person, person_of
from gridapp.store import hub, settings
from gridapp.store.hub import Batch
from gridapp.wire.messages import Answer, Ask, Enrolment, Receipt


def exchange(connection: Connection, device: Device, ask: Ask, now: datetime) -> Answer:
    """Answer one request of a device, inside the caller's transaction."""
    person = person_of(connection, device.account, now)
    batch = Batch(connection, moment(now))
    receipts = take.take(batch, person, device, ask.changes)
    batch.commit()
    epoch = str(settings.read(connection, "epoch"))
    # A cursor of another epoch says nothing about this hub: read from the start.
    read_to = {c.reach: c.rev for c in ask.cursors if c.epoch == epoch}
    handed = {r.change_id: r.rev for r in receipts if r.verdict == "stored"}
    # What was written before this request, the desk may hold with another time or writer.
    known = frozenset(
        (c.kind, c.id, handed[c.change_id])
        for c in ask.changes
        if c.change_id in handed and (c.kind, c.id) in batch.changed
    )
    again = _unchanged(batch, person, ask, receipts)
    return _told(
        connection, person, read_to, epoch, now, receipts=receipts, known=known, again=again
    )


def _unchanged(
    batch: Batch, person: Person, ask: Ask, receipts: list[Receipt]
) -> frozenset[tuple[str, str]]:
    """What a desk wrote in vain: it may have read past it, and is told anew what the hub has."""
    merged = {r.change_id for r in receipts if r.verdict == "merged"}
    about = {(c.kind, c.id) for c in ask.changes if c.change_id in merged} - batch.changed.keys()
    return frozenset(
        (kind, this)
        for kind, this in about
        if (held := batch.find(kind, this)) and person.writes(KINDS[kind], held.values["scope"])
    )


def _told(  # noqa: PLR0913 - one answer, said in one place
    connection: Connection,
    person: Person,
    read_to: Mapping[str, int],
    epoch: str,
    now: datetime,
    *,
    receipts: list[Receipt],
    known: frozenset[tuple[str, str, int]] = frozenset(),
    again: frozenset[tuple[str, str]] = frozenset(),
) -> Answer:
    page = hub.page(connection, person.reaches, read_to, epoch=epoch, known=known, again=again)
    return Answer(
        receipts=receipts,
        records=page.records,
        cursors=page.cursors,
        more=page.more,
        hub_at=moment(now),
    )


def enrolment(connection: Connection, device: Device, address: str, now: datetime) -> Enrolment:
    """What a newly registered laptop is told, its first page included."""
    person = person_of(connection, device.account, now)
    epoch = str(settings.read(connection, "epoch"))
    shards = {shard_of(post.place) for post in person.posts}
    return Enrolment(
        hub_id=str(settings.read(connection, "hub_id")),
        address=address,
        demo=bool(settings.read(connection, "demo")),
        device_id=device.device_id,
        tag=device.tag,
        account=device.account,
        person=accounts.person_name(connection, device.account),
        salts=hub.salts(connection, shards),
        first=_told(connection, person, {}, epoch, now, receipts=[]),
    )
