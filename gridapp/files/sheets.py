"""Spreadsheets as rows of plain values, read in a child with little time and little memory."""

import json
import subprocess
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from gridapp.domain.errors import Expected
from gridapp.domain.words import N_
from gridapp.files import child
from gridapp.files.merges import Merge

Cell = str | int | float | bool | date | datetime  # an empty cell is ""

READER = "--read-sheet"  # what a bundle is called with to be the reading child
MODULE = "gridapp.files.reader"

REFUSALS = {
    "missing": N_("There is no file “{name}” here any more. Choose the file again."),
    "folder": N_("“{name}” is not a file. Choose one spreadsheet file."),
    "locked": N_("“{name}” cannot be opened. Close it in WPS or Excel and try again."),
    "kind": N_(
        "“{name}” is not a spreadsheet. Open it in WPS or Excel, save it as .xlsx and import that."
    ),
    "broken": N_(
        "“{name}” is damaged. Open it in WPS or Excel, save it as a new .xlsx and import that."
    ),
    "password": N_(
        "“{name}” is protected by a password. Save it as .xlsx without a password and import that."
    ),
    "empty": N_("There is nothing in “{name}”. Choose the file that holds the list."),
    "bomb": N_(
        "“{name}” unpacks to more than {limit} MB, which no list needs. Copy the list into a new .xlsx and import that."
    ),
    "large": N_(
        "“{name}” is larger than {limit} MB. Take the pictures out or split the list, and import the parts."
    ),
    "rows": N_(
        "A sheet of “{name}” has more than {limit} rows. Delete the rows below the list or split it, and import again."
    ),
    "columns": N_(
        "A sheet of “{name}” has more than {limit} columns. Delete the columns beside the list and import again."
    ),
    "memory": N_(
        "“{name}” holds too much to be read safely. Copy only the list into a new .xlsx and import that."
    ),
    "slow": N_(
        "“{name}” took longer than {limit} seconds to read. Split the list into smaller files and import those."
    ),
}


@dataclass(frozen=True)
class Limits:
    """How much one file may cost; the defaults carry a district's list and stop a bomb."""

    seconds: float = 30.0
    memory: int = 300 << 20  # bytes of address space; POSIX only
    file_bytes: int = 64 << 20
    unpacked: int = 200 << 20
    rows: int = 200_000
    columns: int = 200


@dataclass(frozen=True)
class Sheet:
    """One sheet: `rows` from row 1, merged cells filled; `merged` says where they were (from 0)."""

    name: str
    rows: list[list[Cell]]
    merged: list[Merge]


class CannotRead(Expected):
    """The file is refused; `reason` is a key of REFUSALS."""

    def __init__(self, reason: str, **values: object) -> None:
        super().__init__(REFUSALS[reason], **values)
        self.reason = reason


_USUAL = Limits()
_IN_JSON = {str, int, float, bool}


def read_sheets(path: Path, *, limits: Limits = _USUAL) -> list[Sheet]:
    """The sheets a person sees in the file, or CannotRead."""
    if not path.exists():
        raise CannotRead("missing", name=path.name)
    if not path.is_file():
        raise CannotRead("folder", name=path.name)
    answer = _answer(path, limits)
    try:
        if "refused" in answer:
            raise CannotRead(answer["refused"], name=path.name, **answer["values"])
        return [_sheet(path, said) for said in answer["sheets"]]
    except (TypeError, KeyError, IndexError, ValueError) as error:
        raise CannotRead("broken", name=path.name) from error


def _answer(path: Path, limits: Limits) -> dict[str, Any]:
    """What the child said. JSON, because a parser that was taken over must not run code here."""
    try:
        told = [str(path.absolute()), _limits_text(limits)]
        answer = json.loads(child.said(READER, MODULE, told, seconds=limits.seconds))
    except subprocess.TimeoutExpired as error:
        raise CannotRead("slow", name=path.name, limit=round(limits.seconds)) from error
    except subprocess.CalledProcessError as error:
        raise CannotRead(child.death(error.returncode), name=path.name) from error
    except (ValueError, RecursionError) as error:
        raise CannotRead("broken", name=path.name) from error
    return answer if isinstance(answer, dict) else {}


def _limits_text(limits: Limits) -> str:
    return json.dumps(
        {
            "seconds": limits.seconds,
            "memory": limits.memory,
            "file_bytes": limits.file_bytes,
            "unpacked": limits.unpacked,
            "rows": limits.rows,
            "columns": limits.columns,
        }
    )


def _sheet(path: Path, said: dict[str, Any]) -> Sheet:
    rows: list[list[Cell]] = said["rows"]
    if not all(type(row) is list and set(map(type, row)) <= _IN_JSON for row in rows):
        raise TypeError
    for row, column, text in said["dates"]:
        rows[row][column] = _date(text)
    merged = [((top, left), (bottom, right)) for (top, left), (bottom, right) in said["merged"]]
    return Sheet(str(said["name"]) or path.stem, rows, merged)


def _date(text: str) -> Cell:
    return datetime.fromisoformat(text) if "T" in text else date.fromisoformat(text)
