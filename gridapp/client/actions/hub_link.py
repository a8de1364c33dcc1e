"""Where this laptop calls its hub, and whether the hub answers there."""

import contextlib
from collections.abc import Sequence

from gridapp.client.desk import Desk
from gridapp.store import settings

_ADDRESS, _FINGERPRINT = "hub_address", "hub_fingerprint"


def address_of(desk: Desk) -> str:
    """Where the hub was last found."""
    with desk.store.reading() as connection:
        return str(settings.read(connection, _ADDRESS, desk.me.address))


def fingerprint_of(desk: Desk) -> str:
    """Of the one certificate that is trusted there, "" where a known root vouches for it."""
    with desk.store.reading() as connection:
        return str(settings.read(connection, _FINGERPRINT, desk.me.fingerprint))


def remember(desk: Desk, address: str) -> None:
    """The hub was found there."""
    with desk.store.writing() as connection:
        settings.keep(connection, **{_ADDRESS: address})


def probe_hub(desk: Desk) -> None:
    """Raise what keeps the hub from answering here and now; where it was found is remembered."""
    found = _found(desk, address_of(desk), fingerprint_of(desk), desk.me.addresses)
    if found != address_of(desk):
        remember(desk, found)


def move_hub(desk: Desk, address: str, said: str = "") -> str:
    """Call the hub at `address` from now on; the address as it is kept.

    `said` are the digits of a new certificate, as the office reads them out; "" for the one known.
    Only where the very hub answers there, by its certificate; raises what keeps it from that.
    """
    # Slow to import, and a hub seldom moves.
    from gridapp.client.actions.sign_in import certificate_at  # noqa: PLC0415

    fingerprint = certificate_at(address, said) or fingerprint_of(desk)
    found = _found(desk, address, fingerprint)
    with desk.store.writing() as connection:
        settings.keep(connection, **{_ADDRESS: found, _FINGERPRINT: fingerprint})
    return found


def _found(desk: Desk, address: str, fingerprint: str, others: Sequence[str] = ()) -> str:
    """Where the very hub answers."""
    # Slow to import, and only sending needs the network.
    from gridapp.sync.http import HttpRemote  # noqa: PLC0415

    with contextlib.closing(HttpRemote(address, fingerprint=fingerprint, others=others)) as hub:
        hub.probe(desk.me.hub_id)
        return hub.address
