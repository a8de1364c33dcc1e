"""Measures gridapp against a bare floor in the same run, and prints the table."""

import argparse
import json
import os
import statistics
import sys
import tempfile
from dataclasses import asdict, dataclass, field
from itertools import chain
from pathlib import Path

if not __package__:  # run as a script: import from the checkout's top, nothing from build/
    sys.path[0] = str(Path(__file__).resolve().parent.parent)

from build import benches
from build.desktop_table import DESKTOP
from build.sync_table import SYNC

_APART = {"sync-million"}  # it takes as long as all the others: asked for by its name


@dataclass(frozen=True)
class Row:
    """One line of the table. `floor` and `gridapp` are in `unit`; `met` judges the bound.

    A bench this computer cannot run is told as not run, and breaks no bound.
    """

    what: str
    unit: str
    floor: float
    gridapp: float
    ratio: float
    bound: str
    met: bool
    beside: benches.Beside = field(default_factory=benches.Beside)
    is_run: bool = True


def row_of(bench: benches.Bench, floors: list[float], ours: list[float]) -> Row:
    """The figures of one bench: medians, or for a bench of single saves the 95th percentile."""
    floor = statistics.median(floors)
    figure = statistics.quantiles(ours, n=20)[-1] if bench.p95 else statistics.median(ours)
    ratio = figure / floor
    return Row(
        what=bench.what,
        unit=bench.unit,
        floor=floor,
        gridapp=figure,
        ratio=ratio,
        bound=bench.bound,
        met=figure <= bench.most if bench.most else ratio <= bench.most_ratio,
        beside=bench.beside(),
    )


def not_run(bench: benches.Bench) -> Row:
    """The line of a bench that needs another computer than this."""
    return Row(bench.what, bench.unit, 0, 0, 0, bench.bound, met=True, is_run=False)


def table(rows: list[Row]) -> str:
    """The rows as a Markdown table."""
    heads = ["what", "bare floor", "gridapp", "ratio", "bound", "met"]
    is_told = any(r.beside != benches.Beside() for r in rows)
    heads += ["bytes up + down", "requests", "client memory"] if is_told else []
    lines = [heads, ["---"] * len(heads)]
    for r in rows:
        figures = [f"{r.floor:.2f} {r.unit}", f"{r.gridapp:.2f} {r.unit}", f"{r.ratio:.2f}"]
        told = [*figures, r.bound, "yes" if r.met else "NO"]
        line = [r.what, *(told if r.is_run else ["", "", "", r.bound, "not run"])]
        lines.append([*line, *(r.beside if is_told else ())])
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def main() -> int:
    """Run the benches named, or all; 1 where a bound is not met."""
    parser = argparse.ArgumentParser(prog="bench.py", description=__doc__)
    every = {**benches.BENCHES, **DESKTOP, **SYNC}
    groups = {"desktop": list(DESKTOP), "sync": [name for name in SYNC if name not in _APART]}
    groups["all"] = [name for name in every if name not in _APART]
    names = [*groups, *every]
    parser.add_argument("names", nargs="*", choices=names, default="all", help="benches to run")
    parser.add_argument("--json", type=Path, help="write the rows to this file too")
    looked = "folder for where the time of the sync benches goes, on both sides"
    parser.add_argument("--profile", type=Path, help=looked)
    chosen = parser.parse_args()
    if chosen.profile:
        chosen.profile.mkdir(parents=True, exist_ok=True)
        os.environ["BENCH_PROFILE"] = str(chosen.profile.resolve())
    rows = []
    asked = [chosen.names] if isinstance(chosen.names, str) else chosen.names
    for name in chain.from_iterable(groups.get(each, [each]) for each in asked):
        with tempfile.TemporaryDirectory() as folder:
            bench = every[name]
            can_run = bench.can_run()
            rows.append(row_of(bench, *bench.run(Path(folder))) if can_run else not_run(bench))
    print(table(rows))
    if chosen.json:
        chosen.json.write_text(json.dumps([asdict(row) for row in rows], indent=1), "utf-8")
    return 0 if all(row.met for row in rows) else 1


if __name__ == "__main__":
    sys.exit(main())
