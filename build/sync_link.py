"""The benches of sync over a bad link, and over one that is cut."""

import contextlib
import subprocess
import tempfile
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from build import bad_link
from build.line import Line
from build.sync_benches import copied
from build.sync_office import GRID, with_visits, write_here
from build.sync_rows import Making
from build.sync_sides import GRIDAPP, SIDES, Side

_LINK = (64, 200, 5)  # kbit/s each way, ms one way, percent lost
_ROUNDS = 5
_NEXT = 100  # other choices than the first visits
_CUTS = 20
_IN_AN_ANSWER = 50  # bytes
_FEW, _MANY = 50, 3000  # visits


@cache
def slow(count: int) -> tuple[list[float], list[float]]:
    """Seconds of so many visits over 64 kbit/s, 400 ms there and back, 5 % lost.

    Each desk has called its hub over this link before.
    """
    seconds: tuple[list[float], list[float]] = ([], [])
    with _prepared(_FEW) as prepared, bad_link.ends() as link:
        for seed in range(_ROUNDS):
            for side, told in zip(SIDES, seconds, strict=True):
                told.append(_over(link, side, prepared, seed, count))
    return seconds


@contextlib.contextmanager
def _prepared(count: int) -> Iterator[Path]:
    with tempfile.TemporaryDirectory() as folder:
        prepared = Path(folder) / "prepared"
        prepared.mkdir()
        with_visits(prepared, count)
        yield prepared


def _over(link: bad_link.Link, side: Side, prepared: Path, seed: int, count: int) -> float:
    with (
        copied(prepared) as here,
        side.serve(here, within=link.hub) as served,
        bad_link.between(link, *_LINK, seed),
        link.leading_to(served.address) as address,
    ):
        side.sync(here, "worker", address, within=link.desk)
        write_here(here, "worker", Making(GRID, "worker", _NEXT + seed).visits(count))
        synced = side.sync(here, "worker", address, within=link.desk)
    assert synced.sent == count
    return synced.seconds


@cache
def cut() -> tuple[list[float], list[float]]:
    """Bytes of the largest batch of 3,000 visits; and the most that were sent again after a cut."""
    with _prepared(_MANY) as prepared:
        whole = _line(prepared, 0)
        length = whole.up + whole.down
        cuts = [length * place // _CUTS for place in range(1, _CUTS + 1)]
        cuts += [whole.requests[0] + _IN_AN_ANSWER, length - _IN_AN_ANSWER]
        again = [_line(prepared, at).up - whole.up for at in cuts]
    return [float(max(whole.requests))], [float(max(again))]


def _line(prepared: Path, cut: int) -> Line:
    """What crosses a line until all is sent, where it is cut once after so many bytes."""
    with (
        copied(prepared) as here,
        GRIDAPP.serve(here) as served,
        Line(served.address, cut=cut) as line,
    ):
        with contextlib.suppress(
            subprocess.CalledProcessError
        ):  # the person is told, and tries again
            GRIDAPP.sync(here, "worker", line.entrance)
        GRIDAPP.sync(here, "worker", line.entrance)
        up = line.up
        assert GRIDAPP.sync(here, "worker", line.entrance).sent == 0
        line.up = up
    return line
