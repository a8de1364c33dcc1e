"""Runs the hub as a process: one per data folder, on this computer's own address."""

import contextlib
import ipaddress
import signal
import socket
import sys
from collections.abc import Callable
from pathlib import Path

from gridapp.domain.errors import Expected
from gridapp.domain.words import N_
from gridapp.server import admin, clock, http, running
from gridapp.server.hub import closing
from gridapp.store.keys import Custody


class NotLoopback(Expected):
    """Without a certificate the hub speaks on this computer only."""


class PortTaken(Expected):
    """Another program listens there."""


class NoHub(Expected):
    """There is no hub in this folder."""


def hub_custody(folder: Path, passphrase: str | None) -> Custody:
    """Where the key of the hub in `folder` is kept."""
    return Custody(folder, admin.STORE, passphrase)


def existing(folder: Path, passphrase: str | None) -> Custody:
    """The same, of a hub that is there; raises NoHub."""
    custody = hub_custody(folder, passphrase)
    if not custody.is_made or (custody.key_path.exists() and not custody.store_path.exists()):
        raise NoHub(N_("There is no hub here yet. Run “gridapp admin init” first."))
    return custody


def serve(
    folder: Path,
    passphrase: str | None,
    *,
    host: str,
    port: int,
    ready: Callable[[str], None],
) -> None:
    """Serve until told to stop; `ready` is called with the address once laptops can call."""
    custody = existing(folder, passphrase)
    # A system that shuts down asks like this; by default nothing would be tidied up.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    with running.alone(folder), contextlib.closing(_listening(host, port)) as listener:
        address = "http://{}:{}".format(*listener.getsockname()[:2])
        with (
            closing(admin.opened(custody, clock=clock.now, address=address)) as hub,
            running.serving_at(folder, address),
        ):
            ready(address)
            http.run(hub, listener, is_over=lambda: running.is_told_to_stop(folder))


def _listening(host: str, port: int) -> socket.socket:
    try:
        loopback = ipaddress.ip_address(host).is_loopback
    except ValueError:
        loopback = host == "localhost"
    if not loopback:
        raise NotLoopback(
            N_(
                "This hub has no certificate, so it speaks on this computer only. "
                "Leave --host out, or give 127.0.0.1."
            )
        )
    try:
        return socket.create_server((host, port))
    except (OSError, OverflowError):
        raise PortTaken(
            N_("Port {port} is in use on this computer. Choose another with --port."), port=port
        ) from None
