"""Broken programs in a child of their own: each promises what it did not make sure of."""

from concurrent.futures import ThreadPoolExecutor

from gridapp.server import hub
from gridapp.store import engine

_LATER = ThreadPoolExecutor(1)


def never_syncs() -> None:
    """A store that trusts the disk to write in its own time."""
    engine._PRAGMAS = tuple(p.replace("synchronous=FULL", "synchronous=OFF") for p in engine._PRAGMAS)


def seldom_syncs() -> None:
    """The same, but for the order of things."""
    engine._PRAGMAS = tuple(
        p.replace("synchronous=FULL", "synchronous=NORMAL") for p in engine._PRAGMAS
    )


def answers_early() -> None:
    """A hub that says yes before it has written anything."""
    real = hub.DeskSide.exchange

    def exchange(side, ask):
        answer = None
        try:
            with side.hub.store.writing() as connection:
                answer, _ = hub.exchange.exchange(
                    connection, side.device, ask, side.hub.clock(), side.hub.lineage
                )
                raise _NotYet
        except _NotYet:
            _LATER.submit(real, side, ask)
        return answer

    hub.DeskSide.exchange = exchange


class _NotYet(Exception):  # noqa: N818 - it says when
    pass
