"""The demonstration community: every door of a grid and who lives behind it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import cycle
from random import Random

from gridapp.demo import people, profiles
from gridapp.demo.care import care_tags
from gridapp.demo.chance import dealt, dice
from gridapp.demo.names import WOMAN, full_name, surname
from gridapp.demo.people import Person, Registry
from gridapp.demo.profiles import PROFILES, Plan, Stairs
from gridapp.domain.address import Address, door_label
from gridapp.domain.floors import floor_of
from gridapp.domain.walk import natural_key, walk_key

_REFUSALS = ("32", "31")
_REFUSAL_SHARE = 0.015
_MOVED_IN = 0.7  # of tenants
_WINTER = "11-03"
_WORKER_BORN = 1987


@dataclass(frozen=True)
class Household:
    """The people behind one door, the head first; nobody where the door is vacant."""

    members: tuple[Person, ...] = ()
    care_tags: tuple[str, ...] = ()
    refusal: str = ""  # what they will answer, 31 or 32; no office's list holds that
    seasonal: str = ""
    resident_kind: str = ""


@dataclass(frozen=True)
class Door:
    """One door as it will stand in the records; `room` is "B101" below ground."""

    room: str
    floor: int | None
    label: str
    walk_key: str
    usage: str
    household: Household


@dataclass(frozen=True)
class Unit:
    """One stair entrance; a lane has one without a number."""

    no: str
    floors: int
    doors_per_floor: int
    access: str
    doors: tuple[Door, ...]


@dataclass(frozen=True)
class Building:
    """One building, or one lane of bungalows."""

    no: str
    walk_key: str
    building_kind: str
    walk_mode: str
    floors: int
    lift: bool
    built_in: int
    units: tuple[Unit, ...]


@dataclass(frozen=True)
class Compound:
    """One residential estate."""

    name: str
    community_type: str
    property_status: str
    property_company: str
    built_in: int
    gated: bool
    buildings: tuple[Building, ...]


@dataclass(frozen=True)
class Place:
    """A door and the way to it."""

    compound: Compound
    building: Building
    unit: Unit
    door: Door


@dataclass(frozen=True)
class Community:
    """One grid and its worker; what the codes and names above it are, `divisions` tells."""

    profile: str
    seed: int
    code: str
    name: str
    grid: str
    grid_name: str
    worker: str
    compounds: tuple[Compound, ...]

    def places(self) -> Iterator[Place]:
        """Every door, as the buildings stand and from the ground up."""
        for compound in self.compounds:
            for building in compound.buildings:
                for unit in building.units:
                    for door in unit.doors:
                        yield Place(compound, building, unit, door)


def make(profile: str, seed: int) -> Community:
    """The community of "tiny" (40 doors) or "grid" (386), always the same."""
    rng = dice(seed)
    plans = PROFILES[profile]
    worker = full_name(rng, surname(rng), sex=WOMAN, year=_WORKER_BORN)
    count = sum(len(stairs.rooms) for plan in plans for stairs in plan.stairs)
    lived_in = iter(_households(rng, count))
    buildings = tuple(_building(plan, lived_in) for plan in plans)
    return Community(
        profile=profile,
        seed=seed,
        code=profiles.COMMUNITY,
        name=profiles.COMMUNITY_NAME,
        grid=profiles.GRID,
        grid_name=profiles.GRID_NAME,
        worker=worker,
        compounds=(_compound(buildings),),
    )


def _compound(buildings: tuple[Building, ...]) -> Compound:
    return Compound(
        name=profiles.COMPOUND_NAME,
        community_type="02",
        property_status="entrusted",
        property_company="演示物业服务中心",
        built_in=min(building.built_in for building in buildings),
        gated=True,
        buildings=buildings,
    )


def _households(rng: Random, count: int) -> list[tuple[str, Household]]:
    """How each door is used, and by whom."""
    registry = Registry(rng)
    usages = dealt(rng, profiles.USAGES, count)
    lived_in = [usage not in profiles.NOBODY_LIVES_IN for usage in usages]
    sizes = iter(dealt(rng, people.SIZES, sum(lived_in)))
    made = [
        (usage, _household(registry, usage, next(sizes)) if somebody else Household())
        for usage, somebody in zip(usages, lived_in, strict=True)
    ]
    return _with_refusals(rng, made)


def _household(registry: Registry, usage: str, size: int) -> Household:
    rng = registry.rng
    members = people.household(registry, size, sharing=usage in profiles.SHARED)
    return Household(
        members=members,
        care_tags=care_tags(rng, members, usage),
        seasonal=_WINTER if usage == profiles.SEASONAL else "",
        resident_kind="02" if usage in profiles.RENTED and rng.random() < _MOVED_IN else "01",
    )


def _with_refusals(
    rng: Random, made: Sequence[tuple[str, Household]]
) -> list[tuple[str, Household]]:
    asked = [number for number, (_, household) in enumerate(made) if household.members]
    some = rng.sample(asked, max(1, round(_REFUSAL_SHARE * len(asked))))
    answers = dict(zip(sorted(some), cycle(_REFUSALS), strict=False))
    return [
        (usage, replace(household, refusal=answers.get(number, "")))
        for number, (usage, household) in enumerate(made)
    ]


def _building(plan: Plan, lived_in: Iterator[tuple[str, Household]]) -> Building:
    return Building(
        no=plan.no,
        walk_key=natural_key(plan.no),
        building_kind=plan.building_kind,
        walk_mode=plan.walk_mode,
        floors=plan.floors,
        lift=plan.lift,
        built_in=plan.built_in,
        units=tuple(_unit(plan, stairs, lived_in) for stairs in plan.stairs),
    )


def _unit(plan: Plan, stairs: Stairs, lived_in: Iterator[tuple[str, Household]]) -> Unit:
    doors = tuple(_door(plan.no, stairs.no, room, *next(lived_in)) for room in stairs.rooms)
    return Unit(stairs.no, plan.floors, stairs.doors_per_floor, stairs.access, doors)


def _door(building: str, unit: str, room: str, usage: str, household: Household) -> Door:
    address = Address("", profiles.COMPOUND_NAME, building, unit, room)
    key = walk_key(building, unit, room)
    return Door(room, floor_of(room), door_label(address), key, usage, household)
