"""Where each record is safe: on this laptop, sealed for sending, at the hub, backed up, or set aside."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from gridapp.client.actions.list_pages import untyped_doors
from gridapp.client.actions.waiting import looked_at
from gridapp.client.desk import Desk
from gridapp.domain.errors import Expected
from gridapp.domain.records import KINDS
from gridapp.domain.scopes import shard_of
from gridapp.domain.words import N_
from gridapp.store import leaving, outbox, pictures, queries, rows, settings
from gridapp.store.engine import Transaction

LAPTOP, SEALED, HUB, BACKED_UP, ASIDE = "laptop", "sealed", "hub", "backed_up", "aside"
_DURABLE = "durable"  # the setting: by district, up to which number the hub has a copy elsewhere


class NoSuchRecord(Expected):
    """No record has this id or number on this laptop."""


class Where(NamedTuple):
    """The place a record has reached with all that was written of it, and its number at the hub.

    `laptop` only here; `sealed` what is sent was closed, by network or by envelope, and nobody has
    answered; `hub` stored there; `backed_up` copied from there too; `aside` not taken, for `reason`.
    """

    kind: str
    record_id: str
    place: str
    rev: int
    hub_at: str
    reason: str = ""
    values: Mapping[str, Any] = {}


class Left(NamedTuple):
    """What keeps the day from being done; `aside` is all that was not taken, `unseen` of it new.

    `doors` are those on a printed list of this person's of which nothing was typed in yet.
    """

    waiting: int
    aside: int
    unseen: int
    photos: int
    doors: int
    as_of: str

    @property
    def is_all_sent(self) -> bool:
        """True where nothing that was written lies on this laptop or on paper alone."""
        left = self.waiting or self.unseen or self.photos or self.doors
        return bool(self.as_of) and not left

    @property
    def are_records_sent(self) -> bool:
        """True where every record is answered, whatever pictures and paper still wait."""
        return bool(self.as_of) and not (self.waiting or self.unseen)


def whereabouts(desk: Desk, kind: str, record_id: str) -> Where:
    """Where a record is; raises NoSuchRecord."""
    with desk.store.reading() as connection:
        return where_of(connection, kind, record_id)


def where_of(connection: Transaction, kind: str, record_id: str) -> Where:
    """The same inside a transaction."""
    held = rows.get(connection, KINDS[kind].record, record_id)
    if held is None:
        raise _missing(record_id)
    told = {"kind": kind, "record_id": record_id, "rev": held.rev, "hub_at": held.hub_at}
    if aside := queries.aside_of(connection, record_id):
        return Where(**told, place=ASIDE, reason=aside.reason, values=aside.reason_values)
    durable: Mapping[str, int] = settings.read(connection, _DURABLE, {})
    waits = queries.sealed_edits(connection, record_id)
    if held.rev and not waits:
        is_copied = durable.get(shard_of(held.scope), 0) >= held.rev
        return Where(**told, place=BACKED_UP if is_copied else HUB)
    sealed = all(waits) if waits else leaving.has_left(connection, held)
    return Where(**told, place=SEALED if sealed else LAPTOP)


def find_whereabouts(desk: Desk, wanted: str) -> Where:
    """Where the record of this id, or of this number on a paper, is; raises NoSuchRecord."""
    with desk.store.reading() as connection:
        found = queries.named(connection, wanted)
    if found is None:
        raise _missing(wanted)
    return whereabouts(desk, *found)


def _missing(wanted: str) -> NoSuchRecord:
    return NoSuchRecord(
        N_("There is nothing of the number {number} on this laptop. Check how it is written."),
        number=wanted,
    )


def left(desk: Desk) -> Left:
    """What still lies only here: its cost does not grow with what is here."""
    with desk.store.reading() as connection:
        aside = {row["change_id"] for row in outbox.aside(connection)}
        return Left(
            waiting=sum(outbox.waiting(connection).values()),
            aside=len(aside),
            unseen=len(aside.difference(looked_at(connection))),
            photos=pictures.waiting(connection).photos,
            doors=untyped_doors(desk, connection),
            as_of=settings.read(connection, "synced_at", ""),
        )
