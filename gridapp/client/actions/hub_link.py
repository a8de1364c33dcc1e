"""Where this laptop calls its hub, and whether the hub answers there."""

import contextlib
from collections.abc import Sequence

from gridapp.client.desk import Desk
from gridapp.store import settings

_ADDRESS = "hub_address"


def address_of(desk: Desk) -> str:
    """Where the hub was last found."""
    with desk.store.reading() as connection:
        return str(settings.read(connection, _ADDRESS, desk.me.address))


def remember(desk: Desk, address: str) -> None:
    """The hub was found there."""
    with desk.store.writing() as connection:
        settings.keep(connection, **{_ADDRESS: address})


def probe_hub(desk: Desk) -> None:
    """Return where the hub answers here and now; raises what keeps it from answering."""
    found = _found(desk, address_of(desk), desk.me.addresses)
    if found != address_of(desk):
        remember(desk, found)


def move_hub(desk: Desk, address: str) -> str:
    """Call the hub at `address` from now on; the address as it is kept.

    Only where the very hub answers there, by its certificate; raises what keeps it from that.
    """
    found = _found(desk, address)
    remember(desk, found)
    return found


def _found(desk: Desk, address: str, others: Sequence[str] = ()) -> str:
    """Where the very hub answers."""
    # Slow to import, and only sending needs the network.
    from gridapp.sync.http import HttpRemote  # noqa: PLC0415

    me = desk.me
    with contextlib.closing(HttpRemote(address, fingerprint=me.fingerprint, others=others)) as hub:
        hub.probe(me.hub_id)
        return hub.address
