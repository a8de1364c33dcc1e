"""The sync benches with their bounds."""

from collections.abc import Callable, Mapping
from pathlib import Path

from build import bad_link, benches, sync_benches, sync_laptops, sync_link, sync_postgres
from build.sync_benches import Measured, Pair

_KB = 1e3


def _seconds(pair: Callable[[], Pair]) -> Callable[[Path], benches.Samples]:
    return lambda _: tuple([1e3 * each for each in side.seconds] for side in pair())  # type: ignore[return-value]


def _figure(
    pair: Callable[[], Pair], figure: Callable[[Measured], float]
) -> Callable[[Path], benches.Samples]:
    return lambda _: tuple([figure(side)] for side in pair())  # type: ignore[return-value]


def _bytes(side: Measured) -> float:
    return (side.up + side.down) / _KB


def _beside(pair: Callable[[], Pair]) -> Callable[[], benches.Beside]:
    def told() -> benches.Beside:
        floor, ours = pair()
        return benches.Beside(
            f"{floor.up / _KB:.1f} + {floor.down / _KB:.1f}"
            f" → {ours.up / _KB:.1f} + {ours.down / _KB:.1f} kB",
            f"{floor.requests} → {ours.requests}",
            f"{floor.memory:.0f} → {ours.memory:.0f} MB",
        )

    return told


def _up() -> Pair:
    return sync_benches.up(10_000)


def _up_postgres() -> Pair:
    return sync_benches.up(10_000, postgres=True)


def _daily() -> Pair:
    return sync_benches.daily(1000)


SYNC: Mapping[str, benches.Bench] = {
    "sync-up": benches.Bench(
        "10,000 new visits up, the hub on SQLite",
        "ms",
        "≤ 2×",
        _seconds(_up),
        most_ratio=2,
        beside=_beside(_up),
    ),
    "sync-up-postgres": benches.Bench(
        "the same, the hub on PostgreSQL",
        "ms",
        "≤ 2×",
        _seconds(_up_postgres),
        most_ratio=2,
        can_run=sync_postgres.is_to_be_had,
        beside=_beside(_up_postgres),
    ),
    "sync-up-bytes": benches.Bench(
        "bytes of it, both ways", "kB", "≤ 0.85×", _figure(_up, _bytes), most_ratio=0.85
    ),
    "sync-up-memory": benches.Bench(
        "client peak memory of it", "MB", "≤ 1.5×", _figure(_up, lambda s: s.memory), most_ratio=1.5
    ),
    "sync-daily": benches.Bench(
        "50 up and 50 down where 1,000 are",
        "ms",
        "≤ 3×",
        _seconds(_daily),
        most_ratio=3,
        beside=_beside(_daily),
    ),
    "sync-daily-requests": benches.Bench(
        "requests of it", "", "≤ 1", _figure(_daily, lambda side: side.requests), most=1
    ),
    "sync-daily-bytes": benches.Bench(
        "bytes of it, both ways", "kB", "≤ 1.2×", _figure(_daily, _bytes), most_ratio=1.2
    ),
    "sync-nothing": benches.Bench(
        "nothing to do: bytes, the fuller way",
        "kB",
        "≤ 1 kB",
        _figure(sync_benches.nothing, lambda side: max(side.up, side.down) / _KB),
        most=1,
        beside=_beside(sync_benches.nothing),
    ),
    "sync-pull": benches.Bench(
        "first pull of 10,000 households and 30,000 residents",
        "ms",
        "≤ 2×",
        _seconds(sync_benches.pull),
        most_ratio=2,
        beside=_beside(sync_benches.pull),
    ),
    "sync-pull-bytes": benches.Bench(
        "bytes of it, both ways", "kB", "≤ 0.8×", _figure(sync_benches.pull, _bytes), most_ratio=0.8
    ),
    "sync-growth": benches.Bench(
        "gridapp's 50 and 50 where 100,000 are, against where 1,000 are",
        "ms",
        "≤ 1.1×",
        lambda _: _times(sync_benches.growth(100_000), 1e3),
        most_ratio=1.1,
    ),
    "sync-million": benches.Bench(
        "the same where 1,000,000 are",
        "ms",
        "≤ 1.3×",
        lambda _: _times(sync_benches.growth(1_000_000), 1e3),
        most_ratio=1.3,
    ),
    "sync-flat": benches.Bench(
        "client peak memory for 100,000 visits up, against 10,000",
        "MB",
        "≤ 1.1×",
        lambda _: sync_benches.ten_times(),
        most_ratio=1.1,
    ),
    "sync-slow-50": benches.Bench(
        "50 visits over 64 kbit/s, 400 ms, 5 % loss",
        "s",
        "≤ 1.5×",
        lambda _: sync_link.slow(50),
        most_ratio=1.5,
        can_run=bad_link.is_to_be_had,
    ),
    "sync-slow-1000": benches.Bench(
        "1,000 visits over it",
        "s",
        "≤ 1×",
        lambda _: sync_link.slow(1000),
        most_ratio=1,
        can_run=bad_link.is_to_be_had,
    ),
    "sync-cut": benches.Bench(
        "sent again after a cut at any of 22 bytes, against the largest batch",
        "kB",
        "≤ 1×",
        lambda _: _times(sync_link.cut(), 1 / _KB),
        most_ratio=1,
    ),
    "sync-laptops": benches.Bench(
        "1,000 laptops of 50 visits within a minute, no error, 99th percentile",
        "s",
        "≤ 10 s",
        lambda _: tuple([sync_laptops.p99(told)] for told in sync_laptops.measured()),  # type: ignore[arg-type,return-value]
        most=10,
        can_run=sync_postgres.is_to_be_had,
    ),
    "sync-laptops-memory": benches.Bench(
        "the hub's memory after all of them, against after a tenth",
        "MB",
        "≤ 1.2×",
        lambda _: sync_laptops.memory(),
        most_ratio=1.2,
        can_run=sync_postgres.is_to_be_had,
    ),
}


def _times(samples: benches.Samples, unit: float) -> benches.Samples:
    floors, ours = samples
    return [unit * each for each in floors], [unit * each for each in ours]
