"""From what a roster tells to records: who lives where, each place and person under its own id."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any, NamedTuple

from gridapp.client.desk import Desk
from gridapp.client.roster.telling import DOUBTFUL, LEFT_OUT, Person, Problem, Told
from gridapp.domain.address import door_label, door_words
from gridapp.domain.errors import Expected
from gridapp.domain.fields import check
from gridapp.domain.floors import floor_of
from gridapp.domain.names import name_key, salutation_of
from gridapp.domain.records.header import Record
from gridapp.domain.records.people import Household, Resident
from gridapp.domain.records.places import Building, Compound, House, Unit
from gridapp.domain.scopes import scope
from gridapp.domain.walk import door_order, natural_key
from gridapp.domain.words import N_

# What a remark proposes, and the field of a household it fills once confirmed.
PROPOSALS = ("refusal", "preferred_time", "two_persons", "hearing_help", "care_tag", "seasonal")
_TWICE = N_("This household stands in the list twice. It was taken once.")
Ids = dict[str, Record]


class Doubled(Expected):
    """The same household stands in the roster twice."""


class WhoseGrid(Expected):
    """The import does not say which grid the building belongs to."""


@dataclass(frozen=True)
class Dealing:
    """What a person decided before an import.

    `grid` for all buildings, or `grids` by building ("7甲" or "榆晴小区/7甲"); `compound` for rows
    that name none; `confirmed` kinds of proposals; `id_purpose` says why ID
    numbers are kept, and where it is empty they are not.
    """

    grid: str = ""
    grids: Mapping[str, str] = field(default_factory=dict)
    compound: str = ""
    confirmed: frozenset[str] = frozenset()
    id_purpose: str = ""

    def grid_of(self, compound: str, building: str) -> str:
        """The grid of a building; raises WhoseGrid."""
        named = self.grids.get(f"{compound}/{building}") or self.grids.get(building) or self.grid
        if not named:
            raise WhoseGrid(
                N_("Which grid does building {building} belong to? Name it, and import again."),
                building=f"{compound}{building}",
            )
        return named


@dataclass
class Plan:
    """The records of an import by kind and id, places before the people in them.

    `taken` are the households as told, by id; `compound` is that of those which name none.
    """

    compound: str = ""
    compounds: Ids = field(default_factory=dict)
    buildings: Ids = field(default_factory=dict)
    units: Ids = field(default_factory=dict)
    houses: Ids = field(default_factory=dict)
    households: Ids = field(default_factory=dict)
    residents: Ids = field(default_factory=dict)
    taken: dict[str, Told] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def groups(self) -> Iterable[Ids]:
        """In the order they are written."""
        return (
            self.compounds,
            self.buildings,
            self.units,
            self.houses,
            self.households,
            self.residents,
        )


def plan(
    desk: Desk, told: Sequence[Told], dealing: Dealing, *, titled: str = "", now: datetime
) -> Plan:
    """The records of these households; one that stands there twice is planned once and noted.

    `titled` is the place the title of the list names.
    """
    named = {each.address.compound for each in told if each.address.compound}
    # A file that speaks of one compound means it on the rows that leave it out too; else two
    # communities' building 1 would become one.
    only = dealing.compound or (named.pop() if len(named) == 1 else titled)
    planner = _Planner(desk, dealing, only, now)
    for each in told:
        try:
            planner.add(each)
        except Expected as problem:
            planner.note(each, "address", LEFT_OUT, problem)
    return planner.plan


def another_household(told: Told) -> Problem:
    """The doubt about a household behind whose door stands another one too."""
    text = N_("Another household stands at this door. Both were taken; please check.")
    return Problem(told.sheet, told.row, "address", DOUBTFUL, text, {})


def is_doubled(problem: Problem) -> bool:
    """True where the row was left out as its household stands in the roster already."""
    return problem.text == _TWICE


class _Stair(NamedTuple):
    """A stair entrance that was met, and what gives the ids of all behind its doors."""

    scope: str
    compound: Compound
    building: Building
    unit: Unit | None
    house: Callable[..., str]
    household: Callable[..., str]
    resident: Callable[..., str]


class _Planner:
    """Adds one household at a time to the plan."""

    def __init__(self, desk: Desk, dealing: Dealing, compound: str, now: datetime) -> None:
        self.plan = Plan(compound)
        self._desk = desk
        self._dealing = dealing
        self._compound = compound
        self._head = desk.head(now)
        self._today = now.date()
        self._at_door: set[str] = set()
        self._stairs: dict[tuple[str, str, str], _Stair] = {}

    def note(self, told: Told, name: str, became: str, problem: Expected) -> None:
        self.plan.problems.append(
            Problem(told.sheet, told.row, name, became, problem.text, problem.values)
        )

    def add(self, told: Told) -> None:
        at = told.address
        place = (at.compound or self._compound, at.building, at.unit)
        stair = self._stairs.get(place) or self._stair(*place)
        house_id = self._house(told, stair)
        if place not in self._stairs:
            self._keep(place, stair)
        household_id = stair.household(house_id, name_key(told.head.name))
        if household_id in self.plan.households:
            raise Doubled(_TWICE)
        if house_id in self._at_door:
            self.plan.problems.append(another_household(told))
        self._at_door.add(house_id)
        self.plan.taken[household_id] = told
        self.plan.households[household_id] = Household(
            id=household_id,
            scope=stair.scope,
            house_id=house_id,
            head=told.head.name,
            phone=told.head.phone,
            salutation=_salutation(told.head, self._today),
            resident_count=_counted(told),
            remark=told.remark,
            **self._head,
        )
        self._confirm(told, household_id)
        for person in (told.head, *told.members):
            if person.name:
                self._resident(told, stair, household_id, person)

    def _house(self, told: Told, stair: _Stair) -> str:
        at = told.address
        house_id = stair.house(at.room)
        if house_id not in self.plan.houses:
            compound = stair.compound.name
            whole = at if at.compound == compound else replace(at, compound=compound)
            house = House(
                id=house_id,
                scope=stair.scope,
                building_id=stair.building.id,
                unit_id=stair.unit.id if stair.unit else "",
                room=at.room,
                label=door_label(at),
                address=door_words(whole),
                floor=floor_of(at.room),
                walk_key=door_order(whole),
                usage=told.usage,
                **self._head,
            )
            # The rest fits where its building does.
            House.kind.check("floor", house.floor)
            House.kind.check("walk_key", house.walk_key)
            self.plan.houses[house_id] = house
        return house_id

    def _stair(self, compound: str, building: str, unit: str) -> _Stair:
        """A stair entrance, with the building and the compound it stands in; raises BadField."""
        grid = self._dealing.grid_of(compound, building)
        place, namer = self._desk.place_id, self._desk.namer
        head: dict[str, Any] = {"scope": scope(grid), **self._head}
        compound_id = place(grid, "compound", grid, compound)
        building_id = place(grid, "building", grid, compound, building)
        unit_id = place(grid, "unit", grid, compound, building, unit)
        key = natural_key(compound) + natural_key(building)
        stair = _Stair(
            scope(grid),
            Compound(id=compound_id, grid=grid, name=compound, **head),
            Building(id=building_id, compound_id=compound_id, no=building, walk_key=key, **head),
            Unit(id=unit_id, building_id=building_id, no=unit, **head) if unit else None,
            namer(grid, "house", grid, compound, building, unit),
            namer(grid, "household"),
            namer(grid, "resident"),
        )
        check(stair.compound)
        check(stair.building)
        return stair

    def _keep(self, place: tuple[str, str, str], stair: _Stair) -> None:
        self._stairs[place] = stair
        self.plan.compounds[stair.compound.id] = stair.compound
        self.plan.buildings[stair.building.id] = stair.building
        if stair.unit:
            self.plan.units[stair.unit.id] = stair.unit

    def _resident(self, told: Told, stair: _Stair, household_id: str, person: Person) -> None:
        resident_id = stair.resident(household_id, name_key(person.name))
        if resident_id in self.plan.residents:
            twice = Doubled(N_("Two people of one name in one household; one was taken."))
            self.note(told, "name", DOUBTFUL, twice)
            return
        self.plan.residents[resident_id] = Resident(
            id=resident_id,
            scope=stair.scope,
            household_id=household_id,
            name=person.name,
            phone=person.phone,
            birth_ym=person.birth_ym,
            sex=person.sex,
            relation=person.relation,
            id_number=person.id_number if self._dealing.id_purpose else "",
            **self._head,
        )

    def _confirm(self, told: Told, household_id: str) -> None:
        """Fill in what a person confirmed of the remark; the rest stays a remark."""
        if not told.proposals:
            return
        kinds = {each.kind for each in told.proposals}
        confirmed = [p for p in told.proposals if p.kind in self._dealing.confirmed]
        if not confirmed:
            return
        values: dict[str, Any] = {}
        for each in confirmed:
            match each.kind:
                case "hearing_help":
                    values["assistance"] = (each.value,)
                case "care_tag":
                    values["care_tags"] = (*values.get("care_tags", ()), each.value)
                case "two_persons":
                    values["two_persons"] = True
                case kind:
                    values[kind] = each.value
        if kinds <= self._dealing.confirmed and "two_persons" not in kinds:
            values["remark"] = told.rest
        held = self.plan.households[household_id]
        self.plan.households[household_id] = replace(held, **values)


def _salutation(person: Person, today: date) -> str:
    if not (person.name and person.sex and person.birth_ym):
        return ""  # nobody can be addressed by half a name
    age = today.year - int(person.birth_ym[:4])
    return salutation_of(person.name, sex=person.sex, age=age)


def _counted(told: Told) -> int | None:
    # A roster that lists everybody says how many they are.
    listed = 1 + len(told.members) if told.members else None
    return listed if told.resident_count is None else told.resident_count
