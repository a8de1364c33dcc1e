"""Visit lists: who stands on them, what is said of each, and what is written down."""

from dataclasses import replace
from typing import Any

import pytest

from gridapp.client.actions import visit_lists
from gridapp.client.actions.issues import report_issue
from gridapp.client.actions.visits import record_visit
from gridapp.domain.fields import BadField
from gridapp.domain.records.people import Household, Resident
from gridapp.domain.records.places import Building, House
from gridapp.domain.records.visits import Campaign, PrintLog, VisitList
from gridapp.domain.scopes import scope
from tests.client.conftest import GRID, NEXT_GRID, edit, held, row, told_by_hub

PURPOSE = "冬季取暖走访"
pytestmark = pytest.mark.usefixtures("stair")


@pytest.fixture
def stair(take):
    """Twelve households behind the first stair entrance of building 5, two behind the second."""
    twelve = [row(f"{floor}0{door}", f"蒋平{floor}") for floor in range(1, 7) for door in (1, 2)]
    take(*twelve, *(row(room, "鲁小", unit="2单元") for room in ("101", "102")))


def home_of(desk, room, unit="1"):
    (house,) = held(desk, House, label=f"5-{unit}-{room}")
    (household,) = held(desk, Household, house_id=house.id)
    return household


def rows_of(desk, made):
    sheet = visit_lists.list_rows(desk, made.id)
    return {row.room: row for stair in sheet.stairs for row in stair.rows}


@pytest.fixture
def one(desk):
    """Make a list of the first stair entrance after something was done; what it says of 301."""

    def made(**household):
        if household:
            edit(desk, home_of(desk, "301"), **household)
        listed = visit_lists.make_list(desk, building="5", unit="1")
        return rows_of(desk, listed)["301"]

    return made


def test_a_list_is_a_snapshot_in_walking_order(desk):
    made = visit_lists.make_list(desk, building="5", unit="1")
    sheet = visit_lists.list_rows(desk, made.short_no)
    (listed,) = sheet.stairs
    climbed = [f"{floor}0{door}" for floor in range(1, 7) for door in (1, 2)]
    assert [row.room for row in listed.rows] == climbed
    assert [row.key for row in listed.rows] == list(made.row_keys)
    assert listed.place == "榆晴小区 5号楼1单元"
    assert (made.short_no[:2], made.workers, made.scope) == ("L-", ("演示li",), scope(GRID))


def test_both_stairs_of_a_building_follow_each_other(desk):
    made = visit_lists.make_list(desk, building="5")
    sheet = visit_lists.list_rows(desk, made.id)
    assert [(s.place, len(s.rows)) for s in sheet.stairs] == [
        ("榆晴小区 5号楼1单元", 12),
        ("榆晴小区 5号楼2单元", 2),
    ]
    assert {s.building for s in sheet.stairs} == {"榆晴小区 5号楼"}


def test_a_building_is_walked_as_somebody_set_it(desk):
    (building,) = held(desk, Building)
    edit(desk, building, walk_reversed=True)
    down = visit_lists.make_list(desk, building=building.id, unit="1")
    assert next(iter(rows_of(desk, down))) == "601"
    (building,) = held(desk, Building)
    edit(desk, building, walk_reversed=False, walk_order=(home_of(desk, "402").house_id,))
    by_hand = visit_lists.make_list(desk, building="5", unit="1")
    assert next(iter(rows_of(desk, by_hand))) == "101", "the unnamed ones keep their neighbours"
    assert sorted(rows_of(desk, by_hand)) == sorted(rows_of(desk, down))


def test_a_corridor_is_one_walk_through_all_stairs(desk):
    (building,) = held(desk, Building)
    edit(desk, building, walk_mode="corridor")
    made = visit_lists.make_list(desk, building="5")
    (listed,) = visit_lists.list_rows(desk, made.id).stairs
    assert listed.place == "榆晴小区 5号楼"
    assert [row.room for row in listed.rows][-4:] == ["102", "101", "102", "101"]


def test_a_household_that_comes_later_changes_nothing_on_a_list(desk, take):
    made = visit_lists.make_list(desk, building="5", unit="1")
    before = visit_lists.list_rows(desk, made.id).stairs
    take(row("103", "白新"))
    assert visit_lists.list_rows(desk, made.id).stairs == before
    assert len(visit_lists.make_list(desk, building="5", unit="1").household_ids) == 13


def test_households_can_be_named_one_by_one(desk):
    wanted = [home_of(desk, "602").id, home_of(desk, "101", "2").id, home_of(desk, "102").id]
    made = visit_lists.make_list(desk, households=wanted)
    assert made.household_ids == (wanted[2], wanted[0], wanted[1])


def test_who_moved_out_is_not_listed(desk):
    edit(desk, home_of(desk, "301"), moved_out_on="2026-11-01")
    assert len(visit_lists.make_list(desk, building="5", unit="1").household_ids) == 11


def test_short_codes_stay_apart_until_a_list_is_handed_back(desk):
    lists = [visit_lists.make_list(desk, building="5") for _ in range(3)]
    keys = [key for made in lists for key in made.row_keys]
    assert len(set(keys)) == len(keys) == 42
    numbers = [made.short_no for made in lists]
    assert [line.short_no for line in visit_lists.my_lists(desk)] == numbers[::-1]
    back = visit_lists.hand_back(desk, lists[0].short_no)
    assert back.returned_at
    assert visit_lists.hand_back(desk, back.id) == back
    assert [line.short_no for line in visit_lists.my_lists(desk)] == numbers[:0:-1]


def test_what_cannot_be_listed_is_told_and_nothing_is_made(desk):
    for wanted, problem in (
        ({"building": "77"}, visit_lists.NoDoors),
        ({"building": "5", "unit": "9"}, visit_lists.NoDoors),
        ({"building": ""}, visit_lists.NoDoors),
        ({"building": "5", "campaign": "没有的活动"}, visit_lists.NoSuchCampaign),
    ):
        with pytest.raises(problem):
            visit_lists.make_list(desk, **wanted)
    for act in (visit_lists.list_rows, visit_lists.hand_back):
        with pytest.raises(visit_lists.NoSuchList):
            act(desk, "L-000-0101-1")
    assert held(desk, VisitList) == []


def test_a_list_keeps_to_one_place(desk):
    other = home_of(desk, "101")
    told_by_hub(desk, replace(other, id="away", scope=scope(NEXT_GRID)))
    with pytest.raises(visit_lists.SeveralGrids):
        visit_lists.make_list(desk, households=[other.id, "away"])


def test_names_are_masked_or_as_people_are_addressed(one):
    assert one().called == "蒋**"
    assert one(salutation="蒋阿姨").called == "蒋阿姨"
    assert one(salutation="蒋平3").called == "蒋**"


def test_minors_are_never_named(one, desk):
    household = home_of(desk, "301")
    (resident,) = held(desk, Resident, household_id=household.id)
    edit(desk, resident, birth_ym="2012-05")
    assert one(salutation="蒋小朋友").called == ""


def test_care_is_a_letter_whoever_in_the_household_has_it(one, desk):
    household = home_of(desk, "301")
    (resident,) = held(desk, Resident, household_id=household.id)
    edit(desk, resident, care_tags=("E1",))
    said = one(care_tags=("W2", "W1")).care
    assert len(said) == 2
    assert said.isalpha()
    made = held(desk, VisitList)[-1]
    letters = visit_lists.list_rows(desk, made.id).letters
    assert set(said) == {letters["E1"], letters["W2"]}


def test_who_asked_to_be_left_alone_is_a_room_and_nothing_else(one):
    said = one(refusal="32", care_tags=("E1",), salutation="蒋阿姨", resident_count=2)
    assert (said.room, said.do_not_knock, said.called, said.care) == ("301", True, "", "")
    assert (said.residents, said.usage, said.last, said.issues) == (None, "", None, ())


def test_knocks_since_somebody_was_met_are_told(one, desk):
    told = [("11", 9), ("20", 10), ("40", 11), ("50", 19)]
    for outcome, hour in told:
        at = f"2026-11-20 {hour:02}:00"
        record_visit(desk, household="5-1-301", outcome=outcome, visited_at=at)
    said = one()
    assert [tried.key for tried in said.tried] == ["6", "2"], "one column stays free"
    assert said.last == said.tried[-1]
    assert said.last.at.startswith("2026-11-20T11:00")


def test_what_happens_after_the_list_was_handed_out_does_not_change_it(desk):
    made = visit_lists.make_list(desk, building="5", unit="1")
    record_visit(desk, household="5-1-301", outcome="20")
    assert rows_of(desk, made)["301"].tried == ()


def test_open_issues_and_what_is_to_be_asked_after_are_told(one, desk):
    report_issue(desk, category="0205", text="厨房下水反水", household="5-1-301")
    assert (one().issues, one().follow_up) == (("0205",), False)
    report_issue(desk, category="0204", text="楼道灯不亮", household="5-1-301", on_spot="2")
    assert one().follow_up


def test_how_far_each_list_has_come_is_counted(desk):
    edit(desk, home_of(desk, "601"), refusal="31")
    made = visit_lists.make_list(desk, building="5", unit="1")
    for room, outcome in (("101", "11"), ("102", "20"), ("201", "40"), ("202", "20")):
        record_visit(desk, household=f"5-1-{room}", outcome=outcome)
    record_visit(desk, household="5-1-202", outcome="10")
    visit_lists.print_logged(desk, made.id, pages=2, purpose=PURPOSE)
    (line,) = visit_lists.my_lists(desk)
    counted = (line.doors, line.knocked, line.met, line.do_not_knock, line.copies)
    assert counted == (12, 3, 2, 1, 1)


def test_each_print_is_written_down_with_the_number_of_its_copy(desk):
    made = visit_lists.make_list(desk, building="5", unit="1")
    other = visit_lists.make_list(desk, building="5", unit="2")
    assert visit_lists.print_logged(desk, made.id, pages=2, purpose=PURPOSE) == 1
    assert visit_lists.print_logged(desk, made.short_no, pages=1, purpose=PURPOSE) == 2
    assert visit_lists.print_logged(desk, other.id, pages=2, purpose=PURPOSE) == 1
    first, again, _ = sorted(held(desk, PrintLog), key=lambda entry: entry.id)
    assert (first.what, first.pages, first.copy_no) == (made.short_no, 2, 1)
    assert (first.purpose, first.scope, first.list_id) == (PURPOSE, made.scope, made.id)
    assert (again.pages, again.copy_no) == (1, 2)
    with pytest.raises(BadField):
        visit_lists.print_logged(desk, made.id, pages=1, purpose="长" * 201)


def test_a_campaign_gives_the_list_its_name(desk):
    told: dict[str, Any] = {
        "id": "c1",
        "scope": scope(GRID),
        "name": "冬季取暖",
        "item_no": "2026-1",
    }
    told |= {"campaign_kind": "01", "begins_on": "2026-11-01"}
    told_by_hub(desk, Campaign(**told))
    for wanted in ("c1", "冬季取暖"):
        made = visit_lists.make_list(desk, building="5", unit="1", campaign=wanted)
        assert visit_lists.list_rows(desk, made.id).campaign == "冬季取暖"


def test_a_list_and_its_return_reach_the_office(town, desk):
    made = visit_lists.make_list(desk, building="5", unit="1")
    visit_lists.print_logged(desk, made.id, pages=2, purpose=PURPOSE)
    town.sync(desk)
    visit_lists.hand_back(desk, made.id)
    office = town.desk("office")
    town.sync(desk, office)
    (seen,) = held(office, VisitList)
    assert (seen.row_keys, bool(seen.returned_at)) == (made.row_keys, True)
    assert [entry.copy_no for entry in held(office, PrintLog)] == [1]
