import csv
from collections import Counter
from dataclasses import fields
from pathlib import Path

import pytest

from gridapp.demo import profiles
from gridapp.demo.community import Community, make
from gridapp.domain.address import read_address
from gridapp.domain.codes import code_list
from gridapp.domain.records.people import Household
from gridapp.domain.records.places import Building, Compound, House, Unit
from gridapp.domain.walk import natural_key, walk_key

DIVISIONS = Path(__file__).parents[1] / "data" / "divisions.csv"


def doors(community: Community):
    return [place.door for place in community.places()]


def coded(record, thing):
    """Every code that `thing` holds in a field for which `record` names a list."""
    for field in fields(thing):
        known = record.kind.fields.get(field.name)
        if known and known.codes:
            value = getattr(thing, field.name)
            for code in value if isinstance(value, tuple) else (value,):
                yield known.codes, code


@pytest.mark.parametrize(("profile", "count", "buildings"), [("tiny", 40, 2), ("grid", 386, 9)])
def test_profile_has_exactly_its_doors(profile, count, buildings):
    for seed in range(3):
        community = make(profile, seed)
        assert len(doors(community)) == count
        assert sum(len(compound.buildings) for compound in community.compounds) == buildings


def test_same_seed_is_the_same_community_and_another_is_not():
    assert make("grid", 7) == make("grid", 7)
    assert doors(make("grid", 7)) != doors(make("grid", 8))


def test_mean_household_is_that_of_the_census():
    for profile, seed in (("tiny", 1), ("tiny", 2), ("grid", 1), ("grid", 2)):
        sizes = [len(door.household.members) for door in doors(make(profile, seed))]
        lived_in = [size for size in sizes if size]
        assert 2.55 <= sum(lived_in) / len(lived_in) <= 2.70


def test_doors_are_used_in_the_shares_of_a_town():
    used = Counter(door.usage for door in doors(make("grid", 3)))
    shares = {usage: 100 * count / 386 for usage, count in used.items()}
    assert shares["10"] == pytest.approx(68, abs=0.5)
    assert shares["20"] + shares["21"] + shares["22"] == pytest.approx(15, abs=0.5)
    assert shares["30"] == pytest.approx(9, abs=0.5)
    assert shares["11"] == pytest.approx(3, abs=0.5)
    assert shares["31"] == pytest.approx(3, abs=0.5)


@pytest.mark.parametrize("profile", ["tiny", "grid"])
def test_vacant_doors_have_no_people_and_some_people_refuse(profile):
    community = make(profile, 3)
    for door in doors(community):
        assert bool(door.household.members) == (door.usage not in profiles.NOBODY_LIVES_IN)
        assert door.household.members or not door.household.care_tags
    refusals = [door.household.refusal for door in doors(community) if door.household.refusal]
    assert 1 <= len(refusals) <= 8
    assert set(refusals) <= {"31", "32"}


def test_some_households_need_looking_after():
    households = [door.household for door in doors(make("grid", 3)) if door.household.members]
    tagged = sum(bool(household.care_tags) for household in households) / len(households)
    assert 0.2 < tagged < 0.6
    tags = {tag for household in households for tag in household.care_tags}
    assert {"E1", "E2", "E6", "F2", "H1", "H2"} <= tags


@pytest.mark.parametrize("profile", ["tiny", "grid"])
def test_labels_are_unique_and_read_back_to_the_door(profile):
    community = make(profile, 3)
    assert len({door.label for door in doors(community)}) == len(doors(community))
    for place in community.places():
        said = place.building.no, place.unit.no, place.door.room
        read = read_address(place.door.label)
        assert (read.building, read.unit, read.room) == said
        assert place.door.walk_key == walk_key(*said)


def test_grid_has_every_sort_of_building():
    [compound] = make("grid", 3).compounds
    numbers = [building.no for building in compound.buildings]
    assert numbers == sorted(numbers, key=natural_key)
    assert numbers[:3] == ["1", "1甲", "2"]
    by_no = {building.no: building for building in compound.buildings}
    heights = {building.no: building.floors for building in compound.buildings if building.lift}
    assert sorted(heights.values()) == [11, 18]
    assert by_no["榆钱巷"].walk_mode == "bungalow_lane"
    rooms = {no: [d.room for u in b.units for d in u.doors] for no, b in by_no.items()}
    assert "B101" in rooms["3"]
    assert by_no["3"].units[0].doors[0].floor == -1
    assert {door.floor for unit in by_no["7"].units for door in unit.doors} == {
        *(1, 2, 3),
        *range(5, 13),
    }
    walk_ups = [no for no, building in by_no.items() if building.walk_mode == "walk_up"]
    assert sum(len(rooms[no]) for no in walk_ups) / 386 > 0.55


@pytest.mark.parametrize("profile", ["tiny", "grid"])
def test_every_code_is_in_its_shipped_list(profile):
    used = {
        code
        for place in make(profile, 3).places()
        for record, thing in (
            (Compound, place.compound),
            (Building, place.building),
            (Unit, place.unit),
            (House, place.door),
            (Household, place.door.household),
        )
        for code in coded(record, thing)
    }
    assert {name for name, _ in used} >= {"usage", "building_kind", "access", "care_tag"}
    assert [(name, code) for name, code in used if code and code not in code_list(name)] == []


def test_what_stands_in_the_community_fits_the_records():
    for place in make("grid", 3).places():
        for record, thing in (
            (Compound, place.compound),
            (Building, place.building),
            (Unit, place.unit),
            (House, place.door),
            (Household, place.door.household),
        ):
            for field in fields(thing):
                if field.name in record.kind.fields:
                    record.kind.check(field.name, getattr(thing, field.name))


def test_divisions_lead_from_the_province_to_the_community():
    rows = profiles.divisions()
    with DIVISIONS.open(encoding="utf-8", newline="") as file:
        assert list(rows[0]) == csv.DictReader(file).fieldnames
    by_code = {row["code"]: row for row in rows}
    levels = code_list("division_level")
    for row in rows:
        level = levels[row["level"]]
        assert len(row["code"]) == int(level.traits["digits"])
        above = by_code.get(row["parent"], {"level": ""})
        assert above["level"] == level.parent
    names = [row["name"] for row in rows if row["level"] == "community"]
    assert names == ["榆晴社区", "望溪社区", "揽星社区"]
    community = make("tiny", 1)
    assert by_code[community.code]["name"] == community.name
    assert community.grid == f"{community.code}001"


def test_no_place_of_the_demonstration_exists():
    with DIVISIONS.open(encoding="utf-8", newline="") as file:
        real = list(csv.DictReader(file))
    places = [row["name"] for row in profiles.divisions()]
    places += [profiles.COMPOUND_NAME, profiles.LANE_NAME, profiles.ABOVE, profiles.GRID_NAME]
    assert [(place, row) for place in places for row in real if place in row["name"]] == []
    assert [row for row in real if row["code"].startswith("99")] == []
