"""The hub: one store, who may speak to it, and the conversation itself. It is a `Remote` maker."""

import contextlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime

from gridapp.domain.errors import Expected
from gridapp.domain.words import N_
from gridapp.server import accounts, exchange, pictures, snapshots
from gridapp.server.accounts import Device
from gridapp.server.lineage import Lineage
from gridapp.store import settings
from gridapp.store.engine import Store
from gridapp.wire.messages import Answer, Ask, Enrolment, SignIn, SnapshotPiece, Spent
from gridapp.wire.pictures import PictureHeld, PicturePiece


class WrongWorld(Expected):
    """A demo and a real hub must never mix."""


@dataclass(frozen=True)
class Hub:
    """One hub. `clock` gives the time, UTC; `address` is what it tells laptops to call.

    `fingerprint` is of its certificate, "" where it has none; `addresses` are all it listens at.
    """

    store: Store
    clock: Callable[[], datetime]
    address: str = ""
    fingerprint: str = ""
    addresses: tuple[str, ...] = ()
    lineage: Lineage = field(default_factory=Lineage)

    def sign_in(self, ask: SignIn) -> Enrolment:
        """Register a laptop for an account; raises NotLetIn or WrongWorld.

        A wrong password is counted even though the request fails, so it has its own transaction.
        """
        now = self.clock()
        with self.store.reading() as connection:
            if settings.read(connection, "demo") != ask.demo:
                raise WrongWorld(
                    N_(
                        "One side is the demonstration and the other is real. "
                        "Nothing was sent. Please check the address."
                    )
                )
        with self.store.writing() as connection:
            problem = accounts.check_password(connection, ask.account, ask.password, now)
        if problem:
            raise problem
        with self.store.writing() as connection:
            device = accounts.enrol(connection, ask.account, ask.public_key, ask.label, now)
            told = exchange.enrolment(connection, device, self.address, now, self.lineage)
        return told.reached(self.fingerprint, self.addresses)

    def hub_id(self) -> str:
        """What tells this hub from another one; nobody's secret."""
        with self.store.reading() as connection:
            return str(settings.read(connection, "hub_id"))

    def device(self, device_id: str) -> Device | None:
        """The device of this id, if the hub knows it and has not stopped it."""
        with self.store.reading() as connection:
            return accounts.device(connection, device_id)

    def at(self, device: Device, *, by_pages: bool = False) -> "DeskSide":
        """The hub as this device sees it; `by_pages` where it can fetch nothing in between."""
        return DeskSide(self, device, by_pages)


@dataclass(frozen=True)
class DeskSide:
    """The hub behind one known device; a `PictureRemote` without HTTP in between."""

    hub: Hub
    device: Device
    by_pages: bool = False

    @property
    def spent(self) -> Spent:
        """No line is between."""
        return Spent()

    def sign_in(self, ask: SignIn) -> Enrolment:
        """Register another laptop."""
        return self.hub.sign_in(ask)

    def exchange(self, ask: Ask) -> Answer:
        """One request, one transaction: return commits, raise rolls back."""
        now = self.hub.clock()
        store, lineage = self.hub.store, self.hub.lineage
        writes = bool(ask.changes or ask.made or ask.healing)
        with store.writing() if writes else store.reading() as connection:
            answer, revs = exchange.exchange(
                connection, self.device, ask, now, lineage, by_pages=self.by_pages
            )
            if writes:
                device_id = self.device.device_id
                # A hub that was put back has forgotten what it told last.
                named = "" if answer.unsure else ask.turn
                turn = accounts.take_turn(connection, device_id, named, now)
                answer = answer.with_turn(*turn)
        lineage.note(revs)
        withdrawn = [c.id for c in ask.changes if c.kind == "photo" and c.fields.get("deleted")]
        if withdrawn:
            pictures.forget_withdrawn(self.hub.store, withdrawn)
        unread = [cursor.reach for cursor in answer.cursors if not cursor.epoch]
        offers = snapshots.offers(store, unread, lineage.secret) if unread else ()
        return answer.offering(offers)

    def snapshot_piece(self, etag: str, offset: int) -> SnapshotPiece:
        """A piece of a snapshot."""
        return snapshots.piece(self.hub.store, self.device, etag, offset, self.hub.clock())

    def picture_held(self, name: str) -> PictureHeld:
        """How much of a picture is here."""
        return pictures.held(self.hub.store, self.device, name, self.hub.clock())

    def put_picture_piece(self, name: str, offset: int, total: int, picture: bytes) -> PictureHeld:
        """Take a piece of a picture."""
        at, store = self.hub.clock(), self.hub.store
        return pictures.take(store, self.device, name, offset, total, picture, at)

    def get_picture(self, name: str, offset: int) -> PicturePiece:
        """A piece of a picture."""
        return pictures.give(self.hub.store, self.device, name, offset, self.hub.clock())


@contextlib.contextmanager
def closing(hub: Hub) -> Iterator[Hub]:
    """`hub` for a while; its files are given back at the end."""
    try:
        yield hub
    finally:
        hub.store.close()
