"""All faults at their full counts: python3 build/faults.py [--seed S] [--share 1.0] [--only WORD]."""

import argparse
import contextlib
import random
import secrets
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator
from pathlib import Path

from tests.faults import disk, machine
from tests.faults.counted import Count, table
from tests.faults.plan import of_the_line, times
from tests.faults.starving import FAILURES, Starving, turned
from tests.faults.town import Town
from tests.faults.trials import Trials
from tests.postgres import STORES, running
from tests.server.world import KEY, Built, build

_KILLS, _HUB_KILLS, _CUTS, _WRITES, _BITS = 2000, 300, 1000, 200, 1000


def network(built: Built, folder: Path, seed: int, share: float) -> Iterator[Count]:
    """Every fault of the line."""
    with Town.of(built, folder) as town:
        yield from of_the_line(Trials.begun(town, random.Random(seed)), share)


def on_postgres(_: Built, folder: Path, seed: int, share: float) -> Iterator[Count]:
    """The same with the hub's records on PostgreSQL, a tenth as often."""
    if "postgres" not in STORES:
        _tell("NOT RUN: faults of the line with PostgreSQL, which is not built for this machine")
        return
    with running() as server:
        for count in network(build(folder / "built", server), folder / "town", seed, share / 10):
            count.note = "PostgreSQL"
            yield count


def kills(built: Built, folder: Path, seed: int, share: float) -> Iterator[Count]:
    """Programs that are killed."""
    with machine.killed(built, folder, random.Random(seed)) as killed:
        yield killed.recording(times(_KILLS, share))
        yield killed.attaching(times(_KILLS, share))
        yield killed.sending(times(_KILLS, share))
        yield killed.hub(times(_HUB_KILLS, share))


def disks(built: Built, folder: Path, seed: int, share: float) -> Iterator[Count]:
    """Power cuts and disks that fail."""
    if not disk.is_to_be_had():
        _tell(disk.NOT_RUN)
        return
    chance = random.Random(seed)
    with machine.laptops_cut(built, folder / "laptops", chance) as cut:
        yield cut.recording(times(_CUTS, share))
        yield cut.attaching(times(_CUTS, share))
        yield cut.sending(times(_CUTS, share))
        for failure in FAILURES:
            yield Starving(cut).laptop(failure, times(_WRITES, share))
    with machine.hub_cut(built, folder / "hub", chance) as cut:
        yield cut.hub(times(_HUB_KILLS, share))
        for failure in FAILURES:
            yield Starving(cut).hub(failure, times(_WRITES, share))


def bits(built: Built, folder: Path, seed: int, share: float) -> Iterator[Count]:
    """Bits that turned over in what lies on the disk."""
    with Town.of(built, folder) as town:
        trials = Trials.begun(town, random.Random(seed))
        path, chance = trials.desks[0][0].store.path, trials.chance
    yield turned(path, KEY, chance, times(_BITS, share))
    yield turned(town.world.hub.store.path, built.key, chance, times(_BITS, share))


PARTS = (network, on_postgres, kills, disks, bits)


def main(words: list[str]) -> int:
    """Run, tell, and say 1 where anything was lost, doubled or taken for sent that was not."""
    told = argparse.ArgumentParser(prog="build/faults.py", description=__doc__)
    told.add_argument("--seed", type=int, default=secrets.randbits(32))
    told.add_argument("--share", type=float, default=1.0, help="of the full counts")
    told.add_argument("--only", choices=[part.__name__ for part in PARTS])
    chosen = told.parse_args(words)
    _tell(f"seed {chosen.seed}, share {chosen.share}")
    counts = []
    with tempfile.TemporaryDirectory(prefix="gridapp-faults-", ignore_cleanup_errors=True) as top:
        built = build(Path(top) / "built")
        for part in PARTS:
            if chosen.only in {None, part.__name__}:
                run = part(built, Path(top) / part.__name__, chosen.seed, chosen.share)
                counts += list(_said(run))
    _tell(table(counts))
    return 0 if all(count.is_clean for count in counts) else 1


def _said(run: Iterable[Count]) -> Iterator[Count]:
    begun = time.monotonic()
    with contextlib.closing(iter(run)) as going:  # type: ignore[type-var]  # a generator it is
        for count in going:
            _tell(f"  {count.fault}: {count.trials} in {time.monotonic() - begun:.0f} s")
            begun = time.monotonic()
            yield count


def _tell(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
