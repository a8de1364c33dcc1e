"""Measures gridapp against a bare floor in the same run, and prints the table."""

import argparse
import json
import statistics
import sys
import tempfile
from dataclasses import asdict, dataclass
from itertools import chain
from pathlib import Path

if not __package__:  # run as a script: import from the checkout's top, nothing from build/
    sys.path[0] = str(Path(__file__).resolve().parent.parent)

from build import benches
from build.desktop_table import DESKTOP


@dataclass(frozen=True)
class Row:
    """One line of the table. `floor` and `gridapp` are in `unit`; `met` judges the bound."""

    what: str
    unit: str
    floor: float
    gridapp: float
    ratio: float
    bound: str
    met: bool


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
    )


def table(rows: list[Row]) -> str:
    """The rows as a Markdown table."""
    head = "| what | bare floor | gridapp | ratio | bound | met |\n|---|---|---|---|---|---|"
    lines = [
        f"| {r.what} | {r.floor:.2f} {r.unit} | {r.gridapp:.2f} {r.unit} | {r.ratio:.2f}"
        f" | {r.bound} | {'yes' if r.met else 'NO'} |"
        for r in rows
    ]
    return "\n".join([head, *lines])


def main() -> int:
    """Run the benches named, or all; 1 where a bound is not met."""
    parser = argparse.ArgumentParser(prog="bench.py", description=__doc__)
    every = {**benches.BENCHES, **DESKTOP}
    groups = {"all": list(every), "desktop": list(DESKTOP)}
    names = [*groups, *every]
    parser.add_argument("names", nargs="*", choices=names, default="all", help="benches to run")
    parser.add_argument("--json", type=Path, help="write the rows to this file too")
    chosen = parser.parse_args()
    rows = []
    asked = [chosen.names] if isinstance(chosen.names, str) else chosen.names
    for name in chain.from_iterable(groups.get(each, [each]) for each in asked):
        with tempfile.TemporaryDirectory() as folder:
            bench = every[name]
            rows.append(row_of(bench, *bench.run(Path(folder))))
    print(table(rows))
    if chosen.json:
        chosen.json.write_text(json.dumps([asdict(row) for row in rows], indent=1), "utf-8")
    return 0 if all(row.met for row in rows) else 1


if __name__ == "__main__":
    sys.exit(main())
