"""The benches of sync against the floor: seconds, bytes, requests and memory of the same work."""

import contextlib
import shutil
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from build import sync_postgres
from build.line import Line
from build.sync_office import Office, with_people, with_visits
from build.sync_sides import GRIDAPP, SIDES, Side, Synced

ROUNDS = 7


@dataclass
class Measured:
    """What one side needed: each sync in turn, and what crossed the line in one of them."""

    synced: list[Synced] = field(default_factory=list)
    up: int = 0
    down: int = 0
    requests: int = 0

    @property
    def seconds(self) -> list[float]:
        """Of each sync."""
        return [each.seconds for each in self.synced]

    @property
    def memory(self) -> float:
        """The client's peak, MB; the median of the syncs, the least of which says little."""
        return sorted(each.memory for each in self.synced)[len(self.synced) // 2]

    def one(self, side: Side, here: Path, address: str) -> None:
        """Let the worker sync once more; the first time what crosses the line is counted."""
        if self.requests:
            self.synced.append(side.sync(here, "worker", address))
            return
        with Line(address) as line:
            side.sync(here, "worker", line.entrance)
            self.up, self.down, self.requests = line.up, line.down, len(line.requests)


# The floor's and gridapp's.
Pair = tuple[Measured, Measured]


def _in_turn(prepare: Callable[[Path, str], None], *, postgres: bool = False) -> Pair:
    """Both sides in turn, each round with fresh copies of what `prepare` makes in a folder."""
    pair = Measured(), Measured()
    with contextlib.ExitStack() as open_:
        prepared = Path(open_.enter_context(tempfile.TemporaryDirectory())) / "prepared"
        prepared.mkdir()
        bases = open_.enter_context(sync_postgres.running() if postgres else _none())
        prepare(prepared, bases.template)
        for _ in range(ROUNDS + 1):
            for side, measured in zip(SIDES, pair, strict=True):
                with (
                    copied(prepared) as here,
                    bases.copied(is_hub=side is GRIDAPP) as base,
                    side.serve(here, base) as served,
                ):
                    side.sync(here, "colleague", served.address)  # the hub is not new to its work
                    measured.one(side, here, served.address)
    return pair


@contextlib.contextmanager
def _none() -> Iterator[sync_postgres.Bases]:
    yield sync_postgres.Bases()


@contextlib.contextmanager
def copied(prepared: Path) -> Iterator[Path]:
    """The same once more, for one round."""
    here = prepared.with_name("round")
    shutil.copytree(prepared, here)
    yield here
    shutil.rmtree(here)


@cache
def up(count: int, *, postgres: bool = False) -> Pair:
    """So many new visits up to an empty hub."""
    return _in_turn(lambda here, base: with_visits(here, count, base), postgres=postgres)


@cache
def ten_times() -> tuple[list[float], list[float]]:
    """The client's peak memory, MB, for 10,000 visits up and for 100,000."""
    with tempfile.TemporaryDirectory() as folder:
        here = Path(folder)
        with_visits(here, 100_000)
        with GRIDAPP.serve(here) as served:
            many = GRIDAPP.sync(here, "worker", served.address)
    return [each.memory for each in up(10_000)[1].synced], [many.memory]


@cache
def pull() -> Pair:
    """The first pull of 10,000 households and 30,000 residents, into SQLCipher on both sides."""
    return _in_turn(lambda here, _: with_people(here, 10_000))


@cache
def daily(existing: int) -> Pair:
    """Fifty up and fifty down where so many visits are on both sides, evening after evening."""
    pair = Measured(), Measured()
    with Office.of(existing) as office:
        for number in range(ROUNDS + 2):
            office.write(number)
            for side, measured in zip(SIDES, pair, strict=True):
                office.sync(side, "colleague")
                if number:
                    measured.one(side, office.folder, office.served[side.name].address)
                else:
                    office.sync(side, "worker")
    return pair


@cache
def growth(existing: int) -> tuple[list[float], list[float]]:
    """Seconds of gridapp's evenings where 1,000 visits are, and where so many are, in turn."""
    seconds: tuple[list[float], list[float]] = ([], [])
    with Office.of(1000) as small, Office.of(existing) as large:
        for number in range(2 * ROUNDS + 1):
            for office, told in zip((small, large), seconds, strict=True):
                office.write(number)
                office.sync(GRIDAPP, "colleague")
                synced = office.sync(GRIDAPP, "worker")
                if number:
                    told.append(synced.seconds)
    return seconds


@cache
def nothing() -> Pair:
    """A sync where there is nothing to do."""
    pair = Measured(), Measured()
    with Office.of(1000) as office:
        for side, measured in zip(SIDES, pair, strict=True):
            office.sync(side, "worker")
            for _ in range(ROUNDS + 1):
                measured.one(side, office.folder, office.served[side.name].address)
    return pair
