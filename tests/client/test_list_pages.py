"""What the page of lists asks: where a list can be made, which is there, what was printed."""

from datetime import timedelta
from typing import Any

import pytest

from gridapp.client.actions import list_pages, visit_lists, walks
from gridapp.domain.records.places import Building, Unit
from gridapp.domain.records.visits import Campaign, VisitList
from gridapp.domain.scopes import scope
from tests.client.conftest import GRID, edit, held, row, told_by_hub


@pytest.fixture
def place(desk, take):
    """The ids of building 5 and its first stair; four doors there, one behind the second."""
    take(*(row(room) for room in ("101", "102", "201", "202")), row("101", unit="2单元"))
    (building,) = held(desk, Building)
    (unit,) = held(desk, Unit, no="1")
    return {"building": building.id, "unit": unit.id}


def test_places_to_choose_from_have_their_doors_counted(desk, place):
    (found,) = list_pages.buildings(desk)
    assert (found.building_id, found.no, found.households) == (place["building"], "5", 5)
    counted = [(stair.no, stair.households) for stair in list_pages.stairs(desk, found.building_id)]
    assert counted == [("1", 4), ("2", 1)]
    assert list_pages.building(desk, found.building_id) == found
    assert list_pages.stair_no(desk, place["unit"]) == "1"
    with pytest.raises(list_pages.NoSuchBuilding):
        list_pages.building(desk, "gone")


def test_the_list_of_a_stair_is_made_once_a_day(desk, town, place):
    assert list_pages.list_of_today(desk, **place) == ""
    made = list_pages.list_for(desk, **place)
    assert list_pages.list_for(desk, **place) == list_pages.list_of_today(desk, **place) == made
    whole = list_pages.list_for(desk, building=place["building"], unit="")
    assert whole != made
    town.clock.at += timedelta(days=1)
    assert list_pages.list_of_today(desk, **place) == ""


def test_a_list_that_came_back_or_is_walked_otherwise_is_made_anew(desk, place):
    made = list_pages.list_for(desk, **place)
    walks.set_walk(desk, building=place["building"], mode="lift")
    down = list_pages.list_for(desk, **place)
    visit_lists.hand_back(desk, down)
    assert len({made, down, list_pages.list_for(desk, **place)}) == 3


def test_a_list_of_somebody_else_is_not_mine(desk, town, place):
    zhang = town.desk("zhang")
    made = list_pages.list_for(desk, **place)
    town.sync(desk, zhang)
    assert held(zhang, VisitList)[0].id == made
    assert list_pages.list_of_today(zhang, **place) == ""
    assert visit_lists.my_lists(zhang) == []


def test_a_list_tells_its_places_and_its_return_can_be_undone(desk, place):
    made = list_pages.list_for(desk, building=place["building"], unit="")
    (line,) = visit_lists.my_lists(desk)
    assert [(each.building.no, each.unit) for each in line.places] == [("5", "1"), ("5", "2")]
    visit_lists.hand_back(desk, made)
    assert visit_lists.list_standing(desk, made).returned_at
    visit_lists.undo_hand_back(desk, made)
    assert visit_lists.my_lists(desk) == [line]


def test_a_list_whose_short_codes_are_used_again_stays_handed_back(desk, place):
    made = list_pages.list_for(desk, **place)
    back = visit_lists.hand_back(desk, made)
    again = list_pages.list_for(desk, **place)
    edit(desk, held(desk, VisitList, id=again)[0], row_keys=back.row_keys)
    with pytest.raises(visit_lists.CodesTaken):
        visit_lists.undo_hand_back(desk, made)


def test_a_campaign_under_way_gives_lists_their_name(desk, place):
    assert list_pages.campaign_name(desk) == ""
    before = list_pages.list_for(desk, **place)
    told: dict[str, Any] = {"scope": scope(GRID), "item_no": "2026-1", "campaign_kind": "care"}
    for key, name, day in (("c1", "冬季取暖", "2026-11-01"), ("c2", "还没开始", "2026-12-01")):
        told_by_hub(desk, Campaign(id=key, name=name, begins_on=day, **told))
    assert list_pages.campaign_name(desk) == "冬季取暖"
    assert list_pages.campaign_name(desk, before) == ""
    whole = list_pages.list_for(desk, building=place["building"], unit="")
    assert list_pages.campaign_name(desk, whole) == "冬季取暖"


def test_prints_are_told_newest_first_with_their_people(desk, town, place):
    made = list_pages.list_for(desk, **place)
    zhang = town.desk("zhang")
    town.sync(desk, zhang)
    visit_lists.print_logged(zhang, made, pages=1, purpose="补打")
    town.sync(zhang, desk)
    visit_lists.print_logged(desk, made, pages=3, purpose="走访")
    told = [
        (each.copy_no, each.person, each.purpose, each.pages)
        for each in list_pages.prints(desk, made)
    ]
    assert told == [(2, "演示li", "走访", 3), (1, "演示zhang", "补打", 1)]


def test_what_slips_say_of_the_office_is_remembered(desk):
    assert list_pages.slip_office(desk) == ("", "")
    list_pages.keep_slip_office(desk, phone="10000000001", hours="9-17")
    assert list_pages.slip_office(desk) == ("10000000001", "9-17")


def test_the_way_of_a_building_is_told_as_it_is_set(desk, place):
    natural = walks.way_of(desk, building=place["building"])
    assert (natural.mode, natural.is_reversed, natural.by_hand) == ("", False, ())
    order = [stop.house_id for stop in natural.stops][::-1]
    walks.set_walk(desk, building=place["building"], mode="lift", order=order)
    way = walks.way_of(desk, building=place["building"])
    assert (way.mode, way.by_hand, way.stops) == ("lift", tuple(order), natural.stops[::-1])
