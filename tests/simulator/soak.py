"""Many histories, one after the other or side by side; the first that breaks a promise ends it."""

import argparse
import gc
import multiprocessing
import os
import sys
import time
from collections.abc import Iterator
from functools import partial

from tests.simulator.run import run, shortest, swept
from tests.simulator.steps import Step

_PART = 100  # histories
_ORDER = "PYTHONHASHSEED"  # else the order of sets is another in each process


def main(arguments: list[str]) -> int:
    """Run what the command line asks for; 1 where a promise was broken."""
    if os.environ.get(_ORDER) != "0":
        os.environ[_ORDER] = "0"
        os.execv(sys.executable, [sys.executable, "-m", "tests.simulator.soak", *arguments])  # noqa: S606
    asked = _parser().parse_args(arguments)
    if asked.replay is not None:
        return _replayed(asked.replay)
    return _soaked(asked.seed, asked.histories, asked.jobs)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--histories", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=0, help="of the first history")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    parser.add_argument(
        "--replay", type=int, help="run the history of this seed and tell its steps"
    )
    return parser


def _soaked(first: int, count: int, jobs: int) -> int:
    begun, done = time.monotonic(), 0
    _say(f"{count} histories from seed {first}")
    for number, broken in _parts(first, count, jobs):
        done += number
        if broken is not None:
            seed, words = broken
            _say(f"seed {seed}: {words}")
            return _replayed(seed)
        _say(f"{done} of {count}, {time.monotonic() - begun:.0f} s")
    return 0


def _parts(first: int, count: int, jobs: int) -> Iterator[tuple[int, tuple[int, str] | None]]:
    """How many histories went and what broke, part by part."""
    begins = range(first, first + count, _PART)
    part = partial(_part, end=first + count)
    if jobs == 1:
        yield from map(part, begins)
        return
    with multiprocessing.get_context("spawn").Pool(jobs) as pool:
        yield from pool.imap_unordered(part, begins)


def _part(begin: int, end: int) -> tuple[int, tuple[int, str] | None]:
    gc.disable()
    seeds = range(begin, min(begin + _PART, end))
    for seed in seeds:
        swept(seed)
        words = run(seed)
        if words:
            return len(seeds), (seed, words)
    return len(seeds), None


def _replayed(seed: int) -> int:
    """Run one history; where it breaks a promise, tell the shortest that does."""
    words = run(seed)
    if not words:
        _say(f"seed {seed}: all is well")
        return 0
    _say(f"seed {seed}: {words}\nThe shortest history:")
    steps: list[Step] = shortest(seed)
    for step in steps:
        _say(f"    {step}")
    _say(run(seed, steps))
    return 1


def _say(words: str) -> None:
    sys.stdout.write(words + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
