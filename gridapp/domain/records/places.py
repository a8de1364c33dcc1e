"""Where people live: divisions, grids, compounds, buildings, stairwells, houses."""

from gridapp.domain import fields as f
from gridapp.domain.fields import Writing
from gridapp.domain.records.header import Record
from gridapp.domain.words import N_


@f.record("division", label=N_("Division"), writing=Writing.REFERENCE)
class Division(Record):
    """An administrative division, province to community. Codes: GB/T 2260 and GB/T 10114."""

    code: str = f.text(N_("Code"), limit=12)
    name: str = f.text(N_("Name"), limit=80)
    level: str = f.code(N_("Level"), "division_level")
    parent: str = f.text(N_("Parent"), limit=12, default="")


@f.record("grid", label=N_("Grid"), writing=Writing.REFERENCE)
class Grid(Record):
    """One cell of land and its worker. `code` is the community's 12 digits and 3 of its own."""

    code: str = f.text(N_("Code"), limit=15)
    name: str = f.text(N_("Name"), limit=80)
    dedicated: bool = f.flag(N_("Dedicated grid"))
    lines: tuple[str, ...] = f.several(N_("Merged lines"))


@f.record("compound", label=N_("Compound"), writing=Writing.CARD)
class Compound(Record):
    """A residential estate, or its part in one grid."""

    grid: str = f.text(N_("Grid"), limit=15)
    name: str = f.text(N_("Name"), limit=80, default="")
    community_type: str = f.code(N_("Community type"), "community_type", default="")
    property_status: str = f.code(N_("Property service"), "property_status", default="")
    property_company: str = f.text(N_("Property company"), limit=80, default="")
    built_in: int | None = f.whole(N_("Built in"), most=9999)
    gated: bool = f.flag(N_("Gated"))


@f.record("building", label=N_("Building"), writing=Writing.CARD)
class Building(Record):
    """One building, or one lane of bungalows."""

    compound_id: str = f.ref(N_("Compound"), "compound")
    no: str = f.text(N_("Number"), limit=40)
    walk_key: str = f.text(N_("Walking order"), limit=240, default="")
    building_kind: str = f.code(N_("Building kind"), "building_kind", default="")
    walk_mode: str = f.code(N_("Way of walking"), "walk_mode", default="")
    walk_reversed: bool = f.flag(N_("Walked the other way round"))
    walk_order: tuple[str, ...] = f.several(N_("Order set by hand"), kind="house", limit=2000)
    floors: int | None = f.whole(N_("Floors"), most=200)
    lift: bool = f.flag(N_("Lift"))
    built_in: int | None = f.whole(N_("Built in"), most=9999)


@f.record("unit", label=N_("Stair entrance"), writing=Writing.CARD)
class Unit(Record):
    """One stair entrance. `access` says how one gets in, never the code itself."""

    building_id: str = f.ref(N_("Building"), "building")
    no: str = f.text(N_("Number"), limit=20, default="")
    floors: int | None = f.whole(N_("Floors"), most=200)
    doors_per_floor: int | None = f.whole(N_("Doors a floor"), most=200)
    access: str = f.code(N_("Access"), "access", default="")


@f.record("house", label=N_("House"), writing=Writing.CARD)
class House(Record):
    """One door. Its id is its place, so two laptops that import the same roster agree."""

    building_id: str = f.ref(N_("Building"), "building")
    unit_id: str = f.ref(N_("Stair entrance"), "unit", default="")
    room: str = f.text(N_("Room"), limit=40)
    label: str = f.text(N_("Door"), limit=120)
    address: str = f.text(N_("Address"), limit=200, default="")
    floor: int | None = f.whole(N_("Floor"), most=200)
    walk_key: str = f.text(N_("Walking order"), limit=300)
    usage: str = f.code(N_("Use"), "usage", default="")
    hazards: tuple[str, ...] = f.several(N_("Hazards"), codes="hazard")


@f.record("calendar", label=N_("Calendar day"), writing=Writing.REFERENCE)
class CalendarDay(Record):
    """A day that is not what its weekday says: a holiday or a make-up working day."""

    day: str = f.day(N_("Day"))
    day_kind: str = f.code(N_("Kind of day"), "day_kind")
    name: str = f.text(N_("Name"), limit=40, default="")


@f.record("code", label=N_("Code"), writing=Writing.REFERENCE)
class CodeEntry(Record):
    """A code an office added to one of the shipped lists."""

    codes: str = f.text(N_("List"), limit=40)
    code: str = f.text(N_("Code"), limit=40)
    name: str = f.text(N_("Name"), limit=80)
    parent: str = f.text(N_("Parent"), limit=40, default="")
