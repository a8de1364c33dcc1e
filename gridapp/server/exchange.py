"""The conversation, the hub's half: take each change once, number it, tell what is new."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from gridapp.domain.scopes import Reach, shard_of
from gridapp.domain.times import moment
from gridapp.server import accounts, ancestry, healing, relay_key, take
from gridapp.server.accounts import Device
from gridapp.server.lineage import Lineage
from gridapp.server.reach import Person, person_of
from gridapp.store import hub_memory, hub_pages, settings
from gridapp.store.hub import Batch
from gridapp.store.hub_log import knows, last_of
from gridapp.wire.messages import Answer, Ask, Cursor, Enrolment
from gridapp.wire.sheets import fingerprint, fingerprints, sheets, tag

Told = dict[str, list[dict[str, Any]]]
Scopes = Mapping[Reach, Sequence[hub_pages.Held]]  # what stands in each reach


def exchange(
    connection: Connection,
    device: Device,
    ask: Ask,
    now: datetime,
    lineage: Lineage,
    *,
    by_pages: bool = False,
) -> tuple[Answer, Mapping[str, int]]:
    """Answer one request of a device, inside the caller's transaction; and the numbers given.

    A request that hands in nothing may be answered where nothing can be written. A large reach
    that was never read is to be fetched, unless all is told `by_pages`.
    """
    person = person_of(connection, device.account, now)
    batch = Batch(connection, moment(now), lineage.begun)
    before = _numbers(batch, person, writes=bool(ask.changes or ask.made or ask.healing))
    epoch = str(settings.read(connection, "epoch"))
    unsure = _unsure(connection, person, ask.cursors, epoch)
    # By what it forgot a hub would refuse and cover: it takes nothing until it was told. On a
    # stick nobody can tell it.
    waits = bool(unsure) and not by_pages
    taken = take.Taken() if waits else take.take(batch, person, ask.changes, ask.made)
    healed, again = None, taken.about
    if ask.healing:
        healed, told = healing.heal(batch, person, ask.healing, lineage)
        again = again | told
    if batch.log.revs:
        batch.commit()
    after = {**before, **batch.log.revs}
    read_to = {c.reach: c.rev for c in ask.cursors if c.epoch == epoch}
    sure = [reach for reach in person.reaches if reach.key not in unsure]
    surely = {reach.key: read_to[reach.key] for reach in sure if reach.key in read_to}
    held = {reach: hub_pages.held(connection, reach) for reach in person.reaches}
    unread = [] if by_pages else _large(sure, held, read_to)
    paged = {reach: held[reach] for reach in sure if reach not in unread}
    page = hub_pages.page(connection, paged, read_to, before)
    records = _records(connection, person, page.ids, again | batch.changed.keys())
    ends = {r.key: after.get(hub_pages.shard_of_reach(r), 0) for r in person.reaches}
    answer = Answer(
        receipts=taken.receipts,
        records=records,
        cursors=_cursors(held, epoch, {**ends, **page.cut}, unread),
        more=page.more,
        hub_at=moment(now),
        numbers=taken.numbers,
        seals=_seals(lineage, ask, taken.numbers, records),
        unsure=tuple(unsure),
        durable=settings.read(connection, "durable", {}),
        healed=healed,
        runs=ancestry.news(connection, lineage.secret, person.reaches, surely, after),
    )
    return answer, batch.log.revs


def _numbers(batch: Batch, person: Person, *, writes: bool) -> dict[str, int]:
    """The last numbers of the districts this person sees; under their lock where it `writes`."""
    shards = sorted({hub_pages.shard_of_reach(reach) for reach in person.reaches})
    if not writes:
        return {shard: last_of(batch.connection, shard) or 0 for shard in shards}
    home = {shard_of(post.place) for post in person.posts}
    return {
        shard: batch.log.last(shard) if shard in home else last_of(batch.connection, shard) or 0
        for shard in shards
    }


def _unsure(
    connection: Connection, person: Person, cursors: Iterable[Cursor], epoch: str
) -> list[str]:
    """The reaches of which a cursor says nothing: of another epoch, or of what this hub forgot."""
    shards = {reach.key: hub_pages.shard_of_reach(reach) for reach in person.reaches}
    known = {
        place: knows(connection, *place)
        for place in {(shards[c.reach], c.rev) for c in cursors if c.rev and c.reach in shards}
    }
    return [
        c.reach
        for c in cursors
        if c.epoch
        and c.reach in shards
        and (c.epoch != epoch or not known.get((shards[c.reach], c.rev), True))
    ]


def _large(sure: Iterable[Reach], held: Scopes, read_to: Mapping[str, int]) -> list[Reach]:
    """The reaches that were never read and are too large for a page."""
    new = (reach for reach in sure if reach.key not in read_to)
    return [reach for reach in new if hub_pages.sum_of(held[reach]).records > hub_pages.PAGE]


def _records(
    connection: Connection,
    person: Person,
    ids: hub_pages.Ids,
    again: Iterable[tuple[str, str]],
) -> Told:
    """What is new, and what a desk is told though it may have read past it."""
    wanted = {kind: set(these) for kind, these in ids.items()}
    extra: dict[str, set[str]] = {}
    for kind, this in again:
        if this not in wanted.get(kind, ()):
            extra.setdefault(kind, set()).add(this)
    records = hub_pages.bodies(connection, wanted)
    for kind, found in hub_pages.bodies(connection, extra).items():
        seen = [values for values in found if _sees(person.reaches, values["scope"])]
        if seen:
            records.setdefault(kind, []).extend(seen)
    return records


def _sees(reaches: Sequence[Reach], scope: str) -> bool:
    return any(reach.holds(scope) for reach in reaches)


def _cursors(
    held: Scopes, epoch: str, ends: Mapping[str, int], unread: Sequence[Reach]
) -> list[Cursor]:
    return [
        Cursor(reach.key, "", 0)
        if reach in unread
        else Cursor(reach.key, epoch, ends[reach.key], *hub_pages.sum_of(scopes))
        for reach, scopes in held.items()
    ]


def _seals(
    lineage: Lineage, ask: Ask, numbers: Mapping[str, Sequence[int]], records: Told
) -> tuple[bytes, ...]:
    rows = []
    for kind, revs in numbers.items():
        prints = fingerprints(kind, ask.made[kind])
        rows += [one for one in zip(revs, prints, strict=True) if one[0]]
    for kind, told in records.items():
        rows += [(values["rev"], fingerprint(kind, values)) for values in told]
    return tuple(tag(lineage.secret, body) for body in sheets(rows))


def enrolment(
    connection: Connection,
    device: Device,
    address: str,
    now: datetime,
    lineage: Lineage,
    *,
    by_pages: bool = False,
) -> Enrolment:
    """What a newly registered laptop is told, its first page included."""
    person = person_of(connection, device.account, now)
    shards = {shard_of(post.place) for post in person.posts}
    return Enrolment(
        hub_id=str(settings.read(connection, "hub_id")),
        address=address,
        demo=bool(settings.read(connection, "demo")),
        device_id=device.device_id,
        tag=device.tag,
        account=device.account,
        person=accounts.person_name(connection, device.account),
        salts=hub_memory.salts(connection, shards),
        first=exchange(
            connection, device, Ask((), (), moment(now)), now, lineage, by_pages=by_pages
        )[0],
        relay_key=relay_key.public(connection),
    )
