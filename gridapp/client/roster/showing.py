"""What a preview shows: each row that is new, changes something, or is in doubt, in short words."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from gridapp.client.roster.judging import Compared, Outcome
from gridapp.client.roster.masking import masked_value
from gridapp.client.roster.planning import Plan, is_doubled
from gridapp.client.roster.telling import DOUBTFUL, Problem, Told
from gridapp.domain.address import door_label
from gridapp.domain.names import masked
from gridapp.domain.records.header import Record
from gridapp.files.roster import Entry

_DOOR = ("address", "compound", "building", "unit", "room")
_EXAMPLES = 4


class Change(NamedTuple):
    """One field of a record the laptop knows: what stands there and what the roster tells."""

    kind: str
    field: str
    before: Any
    told: Any


class Line(NamedTuple):
    """One row of the roster; names and numbers are masked."""

    sheet: str
    row: int
    door: str
    head: str
    changes: Sequence[Change] = ()
    problem: Problem | None = None


class BuildingTold(NamedTuple):
    """A building of the roster, the grid it was dealt to, and its households."""

    compound: str
    building: str
    grid: str
    households: int

    @property
    def name(self) -> str:
        """The name it has in a Dealing."""
        return f"{self.compound}/{self.building}"


class Shown(NamedTuple):
    """All a preview shows: lines by group, buildings, examples of remarks by what they propose.

    The groups are new, filled, differing, doubled, doubtful and bad.
    """

    groups: Mapping[str, Sequence[Line]] = {}
    buildings: Sequence[BuildingTold] = ()
    examples: Mapping[str, Sequence[str]] = {}


def show(
    planned: Plan, outcome: Outcome, problems: Sequence[Problem], entries: Sequence[Entry]
) -> Shown:
    """What a preview shows of this plan."""
    new = outcome.new_ids("household")
    groups = {
        "new": [_line(told) for this, told in planned.taken.items() if this in new],
        "filled": _changes(planned, outcome.compared, fills=True),
        "differing": _changes(planned, outcome.compared, fills=False),
        **_doubts(problems, entries),
    }
    return Shown(
        groups=groups,
        buildings=_buildings(planned),
        examples=_examples(planned.taken.values()),
    )


def _line(told: Told) -> Line:
    return Line(told.sheet, told.row, door_label(told.address), masked(told.head.name))


def _changes(planned: Plan, compared: Sequence[Compared], *, fills: bool) -> list[Line]:
    behind = {getattr(held, "house_id", ""): this for this, held in planned.households.items()}
    changes: defaultdict[str, list[Change]] = defaultdict(list)
    for each in compared:
        for name, value in (each.fills if fills else each.others).items():
            before = masked_value(name, getattr(each.before, name))
            change = Change(each.before.kind.name, name, before, masked_value(name, value))
            changes[_household_of(each.told, behind)].append(change)
    return [
        _line(told)._replace(changes=changes[this])
        for this, told in planned.taken.items()
        if this in changes
    ]


def _household_of(told: Record, behind: Mapping[str, str]) -> str:
    if told.kind.name == "house":
        return behind.get(told.id, "")
    return getattr(told, "household_id", told.id)


def _doubts(problems: Sequence[Problem], entries: Sequence[Entry]) -> dict[str, list[Line]]:
    wanted = {(each.sheet, each.row) for each in problems}
    rows = {
        (one.sheet, one.row): one
        for entry in entries
        for one in (entry, *entry.members)
        if (one.sheet, one.row) in wanted
    }
    groups: dict[str, list[Line]] = {"doubled": [], "doubtful": [], "bad": []}
    for each in problems:
        group = "doubtful" if each.became == DOUBTFUL else "bad"
        cells = rows[each.sheet, each.row].cells
        door = " ".join(filter(None, (str(cells.get(name, "")).strip() for name in _DOOR)))
        head = masked(str(cells.get("name", "")))
        line = Line(each.sheet, each.row, door, head, problem=each)
        groups["doubled" if is_doubled(each) else group].append(line)
    return groups


def _buildings(planned: Plan) -> list[BuildingTold]:
    counts: defaultdict[str, int] = defaultdict(int)
    for held in planned.households.values():
        house: Any = planned.houses[getattr(held, "house_id", "")]
        counts[house.building_id] += 1
    found = []
    for this, building in planned.buildings.items():
        compound: Any = planned.compounds[getattr(building, "compound_id", "")]
        no = getattr(building, "no", "")
        found.append(BuildingTold(compound.name, no, compound.grid, counts[this]))
    return found


def _examples(taken: Iterable[Told]) -> dict[str, list[str]]:
    """For each kind of proposal a few of the words that mean it."""
    found: defaultdict[str, dict[str, None]] = defaultdict(dict)
    for told in taken:
        for each in told.proposals:
            if len(found[each.kind]) < _EXAMPLES:
                found[each.kind][each.words] = None
    return {kind: list(words) for kind, words in found.items()}
