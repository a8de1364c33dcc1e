"""Walking order: every door once, and no corridor crossed twice."""

from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from gridapp.domain.codes import code_list
from gridapp.domain.walking import Door, walk

MODES = [mode.code for mode in code_list("walk_mode")] + ["", "a way of a newer hub"]

doors = st.lists(
    st.builds(
        Door,
        house_id=st.uuids().map(str),
        unit=st.sampled_from(["", "1", "2", "10", "甲"]),
        room=st.sampled_from(["101", "102", "B101", "12", "12甲", "1101", "车库"]),
        floor=st.none() | st.integers(-2, 33),
    ),
    max_size=40,
    unique_by=lambda door: door.house_id,
)


def building(floors, rooms, units=("",)):
    return [
        Door(f"{unit}-{floor}{room:02}", unit, f"{floor}{room:02}", floor)
        for floor in floors
        for unit in units
        for room in range(1, rooms + 1)
    ]


def rooms(walked):
    return [door.room for door in walked]


@settings(deadline=None)
@given(doors, st.sampled_from(MODES), st.booleans(), st.data())
def test_a_walk_goes_to_every_door_exactly_once(found, mode, is_reversed, data):
    houses = [door.house_id for door in found]
    by_hand = data.draw(st.lists(st.sampled_from([*houses, "gone"]), max_size=20))
    walked = walk(found, mode=mode, is_reversed=is_reversed, by_hand=by_hand)
    assert sorted(walked, key=str) == sorted(found, key=str)


@settings(deadline=None)
@given(doors, st.sampled_from(MODES), st.randoms())
def test_a_walk_does_not_depend_on_the_order_told(found, mode, random):
    shuffled = random.sample(found, len(found))
    assert walk(shuffled, mode=mode) == walk(found, mode=mode)


@settings(deadline=None)
@given(st.integers(1, 12), st.integers(1, 20), st.integers(1, 3), st.booleans())
def test_along_a_corridor_the_next_door_is_one_door_or_one_floor_away(floors, wide, units, up):
    stairs = [str(unit) for unit in range(1, units + 1)]
    found = building(range(1, floors + 1), wide, stairs)
    walked = walk(found, mode="corridor", is_reversed=up)
    place = {
        door: (door.floor, stairs.index(door.unit) * wide + int(door.room[-2:])) for door in found
    }
    for before, after in pairwise(walked):
        up_or_down = abs(place[before][0] - place[after][0])
        along = abs(place[before][1] - place[after][1])
        assert up_or_down + along == 1
    assert walked[0].floor == (1 if up else floors)


def test_stairs_are_climbed_and_a_lift_ridden_up_first():
    found = building((1, 2, 3), 2)
    climbed = ["101", "102", "201", "202", "301", "302"]
    assert rooms(walk(found, mode="walk_up")) == climbed
    assert rooms(walk(found, mode="lift")) == ["301", "302", "201", "202", "101", "102"]
    assert rooms(walk(found, mode="")) == climbed


def test_the_other_way_round_turns_up_into_down():
    found = building((1, 2), 2)
    assert rooms(walk(found, mode="walk_up", is_reversed=True)) == ["201", "202", "101", "102"]
    assert rooms(walk(found, mode="lift", is_reversed=True)) == ["101", "102", "201", "202"]


def test_one_stair_is_finished_before_the_next_begins():
    found = building((1, 2), 2, ("10", "2"))
    assert [door.unit for door in walk(found, mode="walk_up")] == ["2"] * 4 + ["10"] * 4


def test_wide_landings_are_walked_back_and_forth():
    walked = rooms(walk(building((1, 2, 3), 3), mode="walk_up"))
    assert walked == ["101", "102", "103", "203", "202", "201", "301", "302", "303"]


def test_a_lane_is_walked_up_the_odd_side_and_down_the_even_one():
    found = [Door(room, "", room, None) for room in ("1", "2", "3", "4", "5", "6", "8", "10")]
    lane = ["1", "3", "5", "10", "8", "6", "4", "2"]
    assert rooms(walk(found, mode="bungalow_lane")) == lane
    assert rooms(walk(found, mode="bungalow_lane", is_reversed=True)) == lane[::-1]
    assert rooms(walk(found, mode="")) == lane, "no door tells a floor: it is a lane"


def test_an_order_set_by_hand_holds_and_a_new_door_joins_its_neighbour():
    found = building((1, 2), 2)
    by_hand = ["-202", "-101", "-gone", "-201"]
    assert rooms(walk(found, mode="walk_up", by_hand=by_hand)) == ["202", "101", "102", "201"]


def test_a_new_first_door_stands_first_whatever_was_arranged():
    found = building((1, 2), 1)
    assert rooms(walk(found, mode="walk_up", by_hand=["-201"])) == ["101", "201"]
