"""The hub: one store, who may speak to it, and the conversation itself. It is a `Remote` maker."""

import contextlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime

from gridapp.domain.errors import Expected
from gridapp.domain.words import N_
from gridapp.server import accounts, exchange
from gridapp.server.accounts import Device
from gridapp.store import settings
from gridapp.store.engine import Store
from gridapp.wire.messages import Answer, Ask, Enrolment, SignIn


class WrongWorld(Expected):
    """A demo and a real hub must never mix."""


@dataclass(frozen=True)
class Hub:
    """One hub. `clock` gives the time, UTC; `address` is what it tells laptops to call."""

    store: Store
    clock: Callable[[], datetime]
    address: str = ""

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
            return exchange.enrolment(connection, device, self.address, now)

    def device(self, device_id: str) -> Device | None:
        """The device of this id, if the hub knows it and has not stopped it."""
        with self.store.reading() as connection:
            return accounts.device(connection, device_id)

    def at(self, device: Device) -> "DeskSide":
        """The hub as this device sees it."""
        return DeskSide(self, device)


@dataclass(frozen=True)
class DeskSide:
    """The hub behind one known device; a `Remote` without HTTP in between."""

    hub: Hub
    device: Device

    def sign_in(self, ask: SignIn) -> Enrolment:
        """Register another laptop."""
        return self.hub.sign_in(ask)

    def exchange(self, ask: Ask) -> Answer:
        """One request, one transaction: return commits, raise rolls back."""
        now = self.hub.clock()
        with self.hub.store.writing() as connection:
            return exchange.exchange(connection, self.device, ask, now)


@contextlib.contextmanager
def closing(hub: Hub) -> Iterator[Hub]:
    """`hub` for a while; its files are given back at the end."""
    try:
        yield hub
    finally:
        hub.store.close()
