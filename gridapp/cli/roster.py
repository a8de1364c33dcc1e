"""gridapp desk import: a roster from a spreadsheet, shown first, then taken."""

import argparse
import csv
from collections.abc import Callable
from pathlib import Path
from typing import Any

from gridapp.cli import edge
from gridapp.client.surroundings import language
from gridapp.domain.errors import Expected
from gridapp.domain.words import N_, shown

_ALL = "all"


class NotAGridMap(Expected):
    """The file that deals buildings to grids cannot be read."""


def register(command: argparse.ArgumentParser, words: Callable[[str], str]) -> None:
    """Add the options of import."""
    command.add_argument("file", type=Path, help=words(N_("The spreadsheet, or a csv file.")))
    command.add_argument("--grid", default="", help=words(N_("Grid of all its households.")))
    command.add_argument(
        "--grid-map",
        type=Path,
        help=words(N_("csv with columns building,grid, one building a row.")),
    )
    command.add_argument(
        "--compound", default="", help=words(N_("Compound of the rows that name none."))
    )
    command.add_argument(
        "--preview", action="store_true", help=words(N_("Say what it would do; change nothing."))
    )
    command.add_argument(
        "--columns", type=Path, help=words(N_("Corrected columns, as --save-columns wrote them."))
    )
    command.add_argument(
        "--save-columns",
        type=Path,
        help=words(N_("Write the recognised columns, to correct them.")),
    )
    command.add_argument(
        "--confirm",
        action="append",
        default=[],
        help=words(
            N_(
                "Take what remarks propose: refusal, preferred_time, two_persons, hearing_help, "
                "care_tag, seasonal, or all; may be given more than once."
            )
        ),
    )
    command.add_argument(
        "--overwrite",
        action="store_true",
        help=words(N_("Where the list says otherwise than this laptop, take the list.")),
    )
    command.add_argument(
        "--keep-id-numbers",
        default="",
        metavar="PURPOSE",
        help=words(N_("Keep ID numbers, and why; without it they are checked and forgotten.")),
    )
    command.add_argument(
        "--problems", type=Path, help=words(N_("Write the rows with problems to this .xlsx file."))
    )
    command.set_defaults(run=_import)


def _import(chosen: argparse.Namespace) -> int:
    from gridapp.client.actions import import_roster as roster  # noqa: PLC0415 - slow to import
    from gridapp.client.roster.planning import PROPOSALS, Dealing  # noqa: PLC0415

    confirmed = PROPOSALS if _ALL in chosen.confirm else chosen.confirm
    dealing = Dealing(
        grid=chosen.grid,
        grids=_grid_map(chosen.grid_map) if chosen.grid_map else {},
        compound=chosen.compound,
        confirmed=frozenset(confirmed),
        id_purpose=chosen.keep_id_numbers,
    )
    with edge.at_desk() as desk:
        done = roster.import_roster(
            desk,
            chosen.file,
            dealing=dealing,
            columns=roster.kept_columns(chosen.columns) if chosen.columns else (),
            preview=chosen.preview,
            overwrite=chosen.overwrite,
        )
    if chosen.save_columns:
        roster.keep_columns(done.columns, chosen.save_columns)
    if chosen.problems:
        roster.write_problems(done, chosen.problems, _sentence)
    edge.out(_answer(done, preview=chosen.preview))
    return edge.DONE


def _sentence(problem: Any) -> str:
    return shown(problem.text, language(), **problem.values)


def _answer(done: Any, *, preview: bool) -> dict[str, Any]:
    columns = {
        each.sheet: {column.letter: [column.heading, column.field] for column in each.columns}
        for each in done.columns
    }
    problems = [
        {"sheet": p.sheet, "row": p.row, "field": p.field, "became": p.became, "why": _sentence(p)}
        for p in done.problems
    ]
    return {
        "preview": preview,
        "households": done.households,
        "new": done.new,
        "filled": done.filled,
        "differing": done.differing,
        "proposals": done.proposals,
        "fictitious_id_numbers": done.fictitious,
        "rows_skipped": done.skipped,
        "problems": problems,
        "columns": columns,
    }


def _grid_map(path: Path) -> dict[str, str]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            return {row["building"].strip(): row["grid"].strip() for row in csv.DictReader(file)}
    except (OSError, KeyError, AttributeError, UnicodeDecodeError):
        raise NotAGridMap(
            N_("{file} does not deal buildings to grids. It needs the columns building,grid."),
            file=path.name,
        ) from None
