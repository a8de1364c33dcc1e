"""Import a roster: read it, say what it would do, do it in one transaction; twice is once."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path

from gridapp.client.desk import Desk, NotYourGrid, my_grids, my_places
from gridapp.client.roster.correcting import to_correct
from gridapp.client.roster.judging import Outcome
from gridapp.client.roster.matching import Opened, open_roster
from gridapp.client.roster.planning import Dealing, Plan, another_household, plan
from gridapp.client.roster.showing import Shown, show
from gridapp.client.roster.telling import Problem, tell, titled
from gridapp.domain.ids import new_id
from gridapp.domain.records.people import Household
from gridapp.domain.records.places import Grid
from gridapp.domain.records.visits import Note
from gridapp.domain.scopes import scope
from gridapp.domain.times import local_day
from gridapp.domain.words import N_
from gridapp.files.columns import ColumnMap
from gridapp.files.errorsheet import write_problem_sheet
from gridapp.files.roster import Entry, Roster, roster_rows
from gridapp.files.sheets import Sheet
from gridapp.store import imports, outbox, rows, search
from gridapp.store.collecting import no_collector
from gridapp.store.engine import Transaction
from gridapp.store.imports import Import


@dataclass(frozen=True)
class Imported:
    """What an import did, or with `preview` would do.

    `new`, `filled` and `differing` count records by kind: added, blanks filled, and those where
    the roster says otherwise than this laptop (left as they were, unless overwriting).
    `proposals` counts what remarks propose, by kind; `compound` is that of rows that name none.
    `shown` has the rows of a preview; `id` is what undo_import is handed, "" where nothing changed.
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
    shown: Shown = field(repr=False, compare=False, default=Shown())
    id: str = field(compare=False, default="")


def _on(_: int) -> None:
    """Nobody waits for it."""


@no_collector()
def import_roster(  # noqa: PLR0913 - each is one decision of the person
    desk: Desk,
    path: Path | Opened,
    *,
    dealing: Dealing,
    columns: Sequence[ColumnMap] = (),
    preview: bool = False,
    overwrite: bool = False,
    went_on: Callable[[int], None] = _on,
) -> Imported:
    """Import the households of a spreadsheet.

    All good rows come in, in one transaction; the others are told with their reason. `went_on`
    hears how far it is, in hundredths. Raises CannotRead, NoAddressColumn, NotYourGrid, or what
    `went_on` raises; then nothing was imported.
    """
    now = desk.clock()
    dealt = _dealt(desk, dealing)
    opened = path if isinstance(path, Opened) else open_roster(path)
    went_on(10)
    roster = roster_rows(opened.sheets, columns)
    told, problems = tell(roster, today=local_day(now))
    went_on(35)
    planned = plan(desk, told, dealt, titled=titled(roster), now=now)
    went_on(60)
    outcome = Outcome()
    with desk.store.reading() if preview else desk.store.writing() as connection:
        outcome.judge(connection, planned, overwrite=overwrite)
        planned.problems.extend(_behind_known_doors(connection, planned))
        problems = sorted([*problems, *planned.problems], key=lambda p: (p.sheet, p.row))
        done = _told(roster, opened.sheets, planned, outcome, problems)
        if preview:
            return replace(done, shown=show(planned, outcome, problems, roster.entries))
        outcome.write(connection, lambda: went_on(70))
        why = [_why_kept(desk, dealt, now)] if dealt.id_purpose else []
        outbox.add(connection, why)
        went_on(95)
        return replace(done, id=_remembered(connection, desk, opened.name, outcome, why, now))


def _remembered(
    connection: Transaction,
    desk: Desk,
    name: str,
    outcome: Outcome,
    why: Sequence[Note],
    now: datetime,
) -> str:
    """Keep what was written, to take it back; its id, or "" where nothing was."""
    added, changed = outcome.added(), outcome.changed()
    if not (added or changed or why):
        return ""
    if why:
        added["note"] = [note.id for note in why]
    head, count = desk.head(now), len(added.get("household", ()))
    done = Import(new_id(now), name, **head, households=count, added=added, changed=changed)
    imports.keep(connection, done)
    return done.id


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


def _told(
    roster: Roster,
    sheets: Sequence[Sheet],
    planned: Plan,
    outcome: Outcome,
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
        problems=tuple(problems),
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
