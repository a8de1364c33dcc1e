import random

from hypothesis import given
from hypothesis import strategies as st

from gridapp.domain.address import read_address
from gridapp.domain.walk import door_order, natural_key, walk_key

shuffled = random.Random(5).sample


def test_buildings_go_by_number_and_a_renumbered_one_after_its_elder():
    buildings = [
        "",
        "1",
        "1甲",
        "2",
        "7",
        "7甲",
        "7乙",
        "7丙",
        "7丁",
        "10",
        "100",
        "A",
        "B",
        "幸福巷",
    ]
    assert sorted(shuffled(buildings, len(buildings)), key=natural_key) == buildings


def test_the_old_way_to_write_a_renumbered_building_stands_beside_the_new():
    assert sorted(["8", "甲7", "7", "10"], key=natural_key) == ["7", "甲7", "8", "10"]


def test_a_walk_climbs_each_stair_floor_by_floor():
    doors = ["1-1-B101", "1-1-101", "1-1-102", "1-1-101A", "1-1-201", "1-1-1001", "1-2-101"]
    doors = ["1-501", *doors[:2], "1-1-101A", "1-1-102", *doors[4:], "2-1-101", "10-1-101"]
    walked = sorted(shuffled(doors, len(doors)), key=_key)
    assert walked == doors


def test_houses_along_a_lane_follow_their_numbers():
    keys = [walk_key("幸福巷", "", room) for room in ("2", "9", "12", "12甲", "13", "102")]
    assert keys == sorted(keys)


def test_doors_of_one_compound_stay_together():
    doors = ["望溪小区1-1-101", "榆晴小区1-1-101", "榆晴小区2-1-101", "榆晴小区10-1-101"]
    ordered = sorted(shuffled(doors, 4), key=lambda door: door_order(read_address(door)))
    assert ordered == doors


@given(st.integers(0, 10**9), st.integers(0, 10**9))
def test_numbers_of_any_length_sort_as_numbers(one, other):
    assert (natural_key(str(one)) < natural_key(str(other))) == (one < other)


parts = st.text("0123456789甲A巷", max_size=5)


@given(parts, parts, parts)
def test_a_key_is_digits_only_and_the_same_each_time(building, unit, room):
    key = walk_key(building, unit, room)
    assert key.isascii()
    assert key.isdigit()
    assert key == walk_key(building, unit, room)


@given(st.integers(1, 999), parts, parts, parts)
def test_a_renumbered_building_comes_after_every_door_of_its_elder(building, unit, other, room):
    assert walk_key(str(building), unit, room) < walk_key(f"{building}甲", other, "B101")
    assert walk_key(f"{building}甲", unit, room) < walk_key(str(building + 1), other, "B101")


def _key(door):
    address = read_address(door)
    return walk_key(address.building, address.unit, address.room)
