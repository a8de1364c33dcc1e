"""Import a roster: read it, say what it would do, do it in one transaction; twice is once."""

import contextlib
import gc
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from gridapp.client.desk import Desk, NotYourGrid, my_grids, my_places
from gridapp.client.roster.correcting import to_correct
from gridapp.client.roster.planning import Dealing, Plan, another_household, plan
from gridapp.client.roster.telling import Problem, tell, titled
from gridapp.domain.ids import new_id
from gridapp.domain.merge import BOOKKEEPING, blank
from gridapp.domain.records.header import Record
from gridapp.domain.records.people import Household, Resident
from gridapp.domain.records.places import Grid
from gridapp.domain.records.visits import Note
from gridapp.domain.scopes import scope
from gridapp.domain.times import local_day
from gridapp.domain.words import N_
from gridapp.files.columns import ColumnMap
from gridapp.files.errorsheet import write_problem_sheet
from gridapp.files.roster import Entry, Roster, roster_rows
from gridapp.files.sheets import Sheet, read_sheets
from gridapp.store import outbox, rows, search
from gridapp.store.engine import Transaction


@dataclass(frozen=True)
class Imported:
    """What an import did, or with `preview` would do.

    `new`, `filled` and `differing` count records by kind: added, blanks filled, and those where
    the roster says otherwise than this laptop (left as they were, unless overwriting).
    `proposals` counts what remarks propose, by kind; `compound` is that of rows that name none.
    """

    columns: tuple[ColumnMap, ...]
    households: int
    new: Mapping[str, int]
    filled: Mapping[str, int]
    differing: Mapping[str, int]
    proposals: Mapping[str, int]
    fictitious: int
    skipped: int
    problems: tuple[Problem, ...]
    compound: str = ""
    entries: Sequence[Entry] = field(repr=False, default=())
    sheets: Sequence[Sheet] = field(repr=False, default=())


@contextlib.contextmanager
def _no_collector() -> Iterator[None]:
    """An import makes some hundred thousand objects and no cycles; nothing is there to collect.

    Around the whole function: what it held is gone before the collector looks again.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


@_no_collector()
def import_roster(
    desk: Desk,
    path: Path,
    *,
    dealing: Dealing,
    columns: Sequence[ColumnMap] = (),
    preview: bool = False,
    overwrite: bool = False,
) -> Imported:
    """Import the households of a spreadsheet.

    All good rows come in, in one transaction; the others are told with their reason. Raises
    CannotRead, NoAddressColumn, NotYourGrid; then nothing was imported.
    """
    now = desk.clock()
    dealt = _dealt(desk, dealing)
    sheets = read_sheets(path)
    roster = roster_rows(sheets, columns)
    told, problems = tell(roster, today=local_day(now))
    planned = plan(desk, told, dealt, titled=titled(roster), now=now)
    outcome = _Outcome()
    opened = desk.store.reading() if preview else desk.store.writing()
    with opened as connection:
        outcome.judge(connection, planned, overwrite=overwrite)
        planned.problems.extend(_behind_known_doors(connection, planned))
        if not preview:
            outcome.write(connection)
            if dealt.id_purpose:
                outbox.add(connection, [_why_kept(desk, dealt, now)])
    return _told(roster, sheets, planned, outcome, [*problems, *planned.problems])


def _dealt(desk: Desk, dealing: Dealing) -> Dealing:
    """With the worker's only grid where none was named; raises NotYourGrid."""
    with desk.store.reading() as connection:
        mine = my_grids(connection, desk)
    named = {dealing.grid, *dealing.grids.values()} - {""}
    if not named and len(mine) == 1:
        return replace(dealing, grid=mine[0])
    if not named:
        raise NotYourGrid(
            N_("Which grid do these households belong to? Name one of yours: {grids}."),
            grids=", ".join(mine or _known_grids(desk)),
        )
    strange = sorted(grid for grid in named if grid not in mine and not _below(desk, grid))
    if strange:
        raise NotYourGrid(
            N_("{grid} is not a grid of yours. Nothing was imported."), grid=strange[0]
        )
    return dealing


def _known_grids(desk: Desk) -> list[str]:
    with desk.store.reading() as connection:
        return sorted(grid.code for grid in rows.where(connection, Grid))


def _why_kept(desk: Desk, dealing: Dealing, now: datetime) -> Note:
    """ID numbers are kept only with a purpose, and the purpose is kept with them."""
    grid = dealing.grid or min(dealing.grids.values())
    return Note(
        **desk.head(now),
        id=new_id(now),
        scope=scope(grid),
        about_kind="grid",
        about_id=grid,
        text=dealing.id_purpose,
    )


def _below(desk: Desk, grid: str) -> bool:
    """True where the person holds a post above this grid, as a community office does."""
    with desk.store.reading() as connection:
        above = any(grid.startswith(place) for place in my_places(connection, desk))
        return above and bool(rows.where(connection, Grid, code=grid))


def _behind_known_doors(connection: Transaction, planned: Plan) -> list[Problem]:
    """The households behind whose doors this laptop knows others, who may have moved away."""
    if not rows.has(connection, Household):
        return []
    others = search.households_of(connection, planned.houses) - planned.households.keys()
    held = rows.by_id(connection, Household, others).values()
    doors = {each.house_id for each in held if not each.deleted and not each.moved_out_on}
    return [
        another_household(told)
        for this, told in planned.taken.items()
        if getattr(planned.households[this], "house_id", "") in doors
    ]


class _Outcome:
    """What is new, what fills a blank, and where roster and laptop differ."""

    def __init__(self) -> None:
        self._added: list[list[Record]] = []
        self._edited: list[tuple[Record, Record]] = []
        self.new: Counter[str] = Counter()
        self.filled: Counter[str] = Counter()
        self.differing: Counter[str] = Counter()

    def judge(self, connection: Transaction, planned: Plan, *, overwrite: bool) -> None:
        for group in planned.groups():
            if not group:
                continue
            kind = type(next(iter(group.values())))
            held = rows.by_id(connection, kind, group) if rows.has(connection, kind) else {}
            self._added.append([entry for this, entry in group.items() if this not in held])
            self.new[kind.kind.name] += len(self._added[-1])
            for this, before in held.items():
                self._compare(before, group[this], overwrite=overwrite)

    def _compare(self, before: Record, told: Record, *, overwrite: bool) -> None:
        kind = before.kind
        said = {
            name: value
            for name, value in told.__dict__.items()
            if name not in BOOKKEEPING and value != blank(kind, name)
        }
        held = before.__dict__
        fills = {n: v for n, v in said.items() if held[n] == blank(kind, n)}
        others = {n: v for n, v in said.items() if held[n] != v and n not in fills}
        if others:
            self.differing[kind.name] += 1
        changes = {**fills, **others} if overwrite else fills
        if changes:
            self.filled[kind.name] += 1
            head: dict[str, Any] = {
                "written_by": told.written_by,
                "written_at": told.written_at,
            }
            self._edited.append((before, replace(before, **changes, **head)))

    def write(self, connection: Transaction) -> None:
        for group in self._added:
            outbox.add(connection, group)
        for before, after in self._edited:
            outbox.edit(connection, before, after)
        search.forget(connection, self._changed_households())

    def _changed_households(self) -> set[str]:
        """Those known before whose words changed; of new ones there are none to forget."""
        added = [entry for group in self._added for entry in group]
        changed = [after for _, after in self._edited]
        new = {entry.id for entry in added if isinstance(entry, Household)}
        people = (entry for entry in (*added, *changed) if isinstance(entry, Resident))
        own = {entry.id for entry in changed if isinstance(entry, Household)}
        return own | {entry.household_id for entry in people} - new


def _told(
    roster: Roster,
    sheets: Sequence[Sheet],
    planned: Plan,
    outcome: _Outcome,
    problems: Sequence[Problem],
) -> Imported:
    people = [person for each in planned.taken.values() for person in (each.head, *each.members)]
    return Imported(
        columns=roster.columns,
        households=len(planned.households),
        new=+outcome.new,
        filled=+outcome.filled,
        differing=+outcome.differing,
        proposals=Counter(p.kind for each in planned.taken.values() for p in each.proposals),
        fictitious=sum(person.fictitious for person in people),
        skipped=len(roster.skipped),
        problems=tuple(sorted(problems, key=lambda p: (p.sheet, p.row))),
        compound=planned.compound,
        entries=roster.entries,
        sheets=sheets,
    )


def write_problems(imported: Imported, path: Path, say: Callable[[Problem], str]) -> int:
    """Write the rows with problems to a spreadsheet with the roster's columns and why; how many.

    A household comes whole, and says where it lives: the sheet can be corrected and imported.
    """
    whole: dict[tuple[str, int], str] = {}
    for problem in imported.problems:
        row = problem.sheet, problem.row
        whole[row] = f"{whole.get(row, '')} {say(problem)}".strip()
    listed = to_correct(
        imported.entries, imported.sheets, imported.columns, whole, compound=imported.compound
    )
    write_problem_sheet(path, listed.headings, listed.rows)
    return len(whole)


def keep_columns(columns: Sequence[ColumnMap], path: Path) -> None:
    """Write the recognised columns, one JSON line a sheet, for a person to correct."""
    path.write_text("".join(each.to_json() + "\n" for each in columns), encoding="utf-8")


def kept_columns(path: Path) -> list[ColumnMap]:
    """The columns a person corrected; raises NotAColumnMap."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return [ColumnMap.from_json(line) for line in lines if line.strip()]
