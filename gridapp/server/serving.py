"""Runs the hub as a process: one per data folder, or several where the records are in a database."""

import contextlib
import errno
import signal
import socket
import ssl
import sys
from collections.abc import Callable
from pathlib import Path

from gridapp.domain.errors import Expected
from gridapp.domain.words import N_
from gridapp.server import addresses, admin, certifying, clock, keeping, running
from gridapp.server.http import listen
from gridapp.server.hub import closing
from gridapp.store.keys import Custody

_TAKEN = frozenset({errno.EADDRINUSE, errno.EACCES})


class NotLoopback(Expected):
    """Without a certificate the hub speaks on this computer only."""


class NotItsAddress(Expected):
    """The address is another computer's, or of a kind this one does not speak."""


class PortTaken(Expected):
    """Another program listens there."""


def hub_custody(folder: Path, passphrase: str | None) -> Custody:
    """Where the key of the hub in `folder` is kept."""
    return Custody(folder, admin.STORE, passphrase)


def existing(folder: Path, passphrase: str | None, database: str = "") -> Custody:
    """The same, of a hub that is there, its records in the folder or a `database`; raises NoHub."""
    custody = hub_custody(folder, passphrase)
    has_store = bool(database) or custody.store_path.exists()
    if not custody.is_made:
        raise keeping.no_hub()
    if custody.key_path.exists() and not has_store:
        raise keeping.no_records()
    return custody


def serve(
    folder: Path,
    passphrase: str | None,
    *,
    host: str,
    port: int,
    ready: Callable[[str], None],
    database: str = "",
) -> None:
    """Serve until told to stop; `ready` is called with the address once laptops can call."""
    custody = existing(folder, passphrase, database)
    # A system that shuts down asks like this; by default nothing would be tidied up.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    protected = None if addresses.is_loopback(host) else _protected(custody)
    programs = running.among_others if database else running.alone
    with programs(folder) as name, contextlib.closing(_listening(host, port)) as listener:
        told = _told(listener, is_protected=protected is not None)
        known = told if protected else ()  # of this computer alone no other has to know
        made = admin.opened(
            custody, clock=clock.now, address=told[0], addresses=known, database=database
        )
        with closing(made) as hub, running.serving_at(folder, told, name):
            ready(told[0])
            listen.run(
                hub,
                listener,
                is_over=lambda: running.is_told_to_stop(folder),
                protected=protected,
            )


def _protected(custody: Custody) -> ssl.SSLContext:
    if not certifying.is_there(custody.folder):
        raise NotLoopback(
            N_(
                "This hub has no certificate, so it speaks on this computer only. "
                "Make one with “gridapp admin certificate”, or leave --host out."
            )
        )
    return certifying.context(custody)


def _told(listener: socket.socket, *, is_protected: bool) -> tuple[str, ...]:
    host, port = listener.getsockname()[:2]
    return addresses.reached_at(host, port, "https" if is_protected else "http")


def _listening(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    both = host == "::" and socket.has_dualstack_ipv6()
    try:
        return socket.create_server((host, port), family=family, dualstack_ipv6=both)
    except (OSError, OverflowError) as problem:
        if isinstance(problem, OSError) and problem.errno not in _TAKEN:
            raise NotItsAddress(
                N_("This computer cannot listen at {host}: that is no address of its own."),
                host=host,
            ) from None
        raise PortTaken(
            N_("Port {port} is in use on this computer. Choose another with --port."), port=port
        ) from None
