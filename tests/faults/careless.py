"""Broken programs in a child of their own: each promises what it did not make sure of."""

import contextlib
from concurrent.futures import ThreadPoolExecutor

from gridapp.server import exchange as exchanges
from gridapp.server import hub
from gridapp.store import engine
from gridapp.wire.messages import Answer

_LATER = ThreadPoolExecutor(1)


def never_syncs() -> None:
    """A store that trusts the disk to write in its own time."""
    _sync("OFF")


def seldom_syncs() -> None:
    """The same, but for the order of things."""
    _sync("NORMAL")


def _sync(how: str) -> None:
    said = [each.replace("synchronous=FULL", f"synchronous={how}") for each in engine._PRAGMAS]
    engine._PRAGMAS = tuple(said)  # type: ignore[assignment]  # as many as before


def answers_early() -> None:
    """A hub that says yes before it has written anything."""
    real = hub.DeskSide.exchange

    def exchange(side, ask):
        told: list[Answer] = []
        with contextlib.suppress(_NotYetError):
            _undone(side, ask, told)
        _LATER.submit(real, side, ask)
        return told[0]

    hub.DeskSide.exchange = exchange  # type: ignore[method-assign]


class _NotYetError(Exception):
    pass


def _undone(side, ask, told):
    with side.hub.store.writing() as connection:
        now = side.hub.clock()
        told.append(exchanges.exchange(connection, side.device, ask, now, side.hub.lineage)[0])
        raise _NotYetError
