"""The demonstration community: every door of a grid and who lives behind it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import cycle
from random import Random

from gridapp.demo import people, profiles
from gridapp.demo.care import care_tags
from gridapp.demo.chance import dealt, dice
from gridapp.demo.drawings import GridPlan, Plan, Stairs
from gridapp.demo.names import MAN, WOMAN, full_name, surname
from gridapp.demo.people import Person, Registry
from gridapp.demo.profiles import PROFILES
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
    """One grid of a community; what the codes and names above it are, `divisions` tells.

    The first of its `workers` is the one who goes from door to door.
    """

    profile: str
    seed: int
    code: str
    name: str
    grid: str
    grid_name: str
    workers: tuple[str, ...]
    compounds: tuple[Compound, ...]

    @property
    def worker(self) -> str:
        """Who goes from door to door."""
        return self.workers[0]

    def places(self) -> Iterator[Place]:
        """Every door, as the buildings stand and from the ground up."""
        for compound in self.compounds:
            for building in compound.buildings:
                for unit in building.units:
                    for door in unit.doors:
                        yield Place(compound, building, unit, door)


def make(profile: str, seed: int) -> Community:
    """The first grid of a profile, always the same: 40 doors in "tiny", 386 in "grid"."""
    return next(every(profile, seed))


def every(profile: str, seed: int) -> Iterator[Community]:
    """Every grid of a profile, one after the other; nobody lives in two of them."""
    registry = Registry(dice(seed))
    for plan in PROFILES[profile].grids:
        yield _community(registry, plan, profile, seed)


def _community(registry: Registry, plan: GridPlan, profile: str, seed: int) -> Community:
    rng = registry.rng
    worker = full_name(rng, surname(rng), sex=WOMAN, year=_WORKER_BORN)
    count = sum(len(stairs.rooms) for each in plan.buildings for stairs in each.stairs)
    lived_in = iter(_households(registry, count))
    buildings = tuple(_building(plan.compound, each, lived_in) for each in plan.buildings)
    others = [
        full_name(rng, surname(rng), sex=rng.choice((MAN, WOMAN)), year=_WORKER_BORN)
        for _ in range(plan.workers - 1)
    ]
    code = plan.code[: len(profiles.COMMUNITY)]
    return Community(
        profile=profile,
        seed=seed,
        code=code,
        name=profiles.COMMUNITY_NAMES[code],
        grid=plan.code,
        grid_name=plan.name,
        workers=(worker, *others),
        compounds=(_compound(plan.compound, buildings),),
    )


def _compound(name: str, buildings: tuple[Building, ...]) -> Compound:
    return Compound(
        name=name,
        community_type="02",
        property_status="entrusted",
        property_company="演示物业服务中心",
        built_in=min(building.built_in for building in buildings),
        gated=True,
        buildings=buildings,
    )


def _households(registry: Registry, count: int) -> list[tuple[str, Household]]:
    """How each door is used, and by whom."""
    rng = registry.rng
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


def _building(compound: str, plan: Plan, lived_in: Iterator[tuple[str, Household]]) -> Building:
    return Building(
        no=plan.no,
        walk_key=natural_key(plan.no),
        building_kind=plan.building_kind,
        walk_mode=plan.walk_mode,
        floors=plan.floors,
        lift=plan.lift,
        built_in=plan.built_in,
        units=tuple(_unit(compound, plan, stairs, lived_in) for stairs in plan.stairs),
    )


def _unit(
    compound: str, plan: Plan, stairs: Stairs, lived_in: Iterator[tuple[str, Household]]
) -> Unit:
    doors = tuple(
        _door(Address("", compound, plan.no, stairs.no, room), *next(lived_in))
        for room in stairs.rooms
    )
    return Unit(stairs.no, plan.floors, stairs.doors_per_floor, stairs.access, doors)


def _door(address: Address, usage: str, household: Household) -> Door:
    room = address.room
    key = walk_key(address.building, address.unit, room)
    return Door(room, floor_of(room), door_label(address), key, usage, household)
