"""How a building is walked: natural, turned round, or as somebody set it."""

import pytest

from gridapp.client.actions import visit_lists, walks
from gridapp.domain.fields import BadField
from gridapp.domain.records.places import Building
from tests.client.conftest import held, row

CLIMBED = ["101", "102", "201", "202", "301", "302"]


@pytest.fixture(autouse=True)
def _stair(take):
    take(*(row(f"{floor}0{door}", f"蒋平{floor}") for floor in (1, 2, 3) for door in (1, 2)))


def rooms(stops):
    return [stop.room for stop in stops]


def test_nothing_told_changes_nothing(desk):
    (before,) = held(desk, Building)
    assert rooms(walks.set_walk(desk, building="5")) == CLIMBED
    assert held(desk, Building) == [before]


def test_a_way_that_was_set_stays_set_and_new_lists_follow_it(desk):
    old = visit_lists.make_list(desk, building="5")
    down = walks.set_walk(desk, building="5", compound="榆晴小区", mode="lift")
    assert rooms(down) == ["301", "302", "201", "202", "101", "102"]
    assert walks.walk_of(desk, building="5") == down
    new = visit_lists.make_list(desk, building="5")
    assert set(new.household_ids) == set(old.household_ids)
    assert new.household_ids != old.household_ids
    assert rooms(walks.set_walk(desk, building="5", is_reversed=True)) == CLIMBED


def test_two_households_behind_one_door_are_one_stop(desk, take):
    take(row("101", "白新", relation="户主"))
    assert rooms(walks.walk_of(desk, building="5")) == CLIMBED


def test_doors_can_be_put_in_order_by_hand_and_back(desk):
    stops = walks.walk_of(desk, building="5")
    by_hand = [stops[at].house_id for at in (5, 0, 1, 2, 3, 4)]
    assert rooms(walks.set_walk(desk, building="5", order=by_hand)) == ["302", *CLIMBED[:5]]
    assert rooms(walks.set_walk(desk, building="5", order=[])) == CLIMBED


def test_what_cannot_be_walked_is_told(desk):
    with pytest.raises(walks.UnknownWay):
        walks.set_walk(desk, building="5", mode="fly")
    with pytest.raises(visit_lists.NoDoors):
        walks.walk_of(desk, building="77")
    with pytest.raises(BadField):
        walks.set_walk(desk, building="5", order=["x"] * 2001)


def test_the_office_sees_the_order(town, desk):
    walks.set_walk(desk, building="5", mode="corridor", is_reversed=True)
    office = town.desk("office")
    town.sync(desk, office)
    (seen,) = held(office, Building)
    assert (seen.walk_mode, seen.walk_reversed) == ("corridor", True)
