"""The rosters as offices keep them: exactly their households, once, and every doubt named."""

from collections import Counter

import pytest

from gridapp.client.actions.import_roster import import_roster
from gridapp.client.roster.planning import Dealing
from gridapp.domain.records.people import Household, Resident
from gridapp.domain.records.places import Building, Compound, House
from tests.client.conftest import ROSTERS, dump, held, row

BOOK = "榆晴社区住户台账.xlsx"
TEXT = "榆晴小区网格户表_gbk.csv"
SHEETS = "望溪社区分楼栋.xlsx"


def take_in(desk, name, **told):
    return import_roster(desk, ROSTERS / name, dealing=Dealing(), **told)


def named(desk, kind, **equal):
    return sorted(getattr(entry, "name", "") for entry in held(desk, kind, **equal))


def counts(*numbers):
    kinds = "compound", "building", "unit", "house", "household", "resident"
    return dict(zip(kinds, numbers, strict=True))


def doubts(done):
    return Counter((each.field, each.became) for each in done.problems)


def test_text_of_one_estate_gives_each_of_its_doors_once(desk):
    done = take_in(desk, TEXT)
    assert done.households == 72
    assert done.new == counts(1, 3, 6, 72, 72, 65)
    assert (done.filled, done.differing, done.skipped) == ({}, {}, 1)
    assert [(each.row, each.field, each.became) for each in done.problems] == [
        (15, "id_number", "value left out"),
        *((74, "address", "row left out"), (75, "address", "row left out")),
        (76, "address", "row left out"),
    ]
    assert len(held(desk, Household)) == len(held(desk, House)) == 72
    assert {entry.no for entry in held(desk, Building)} == {"5", "6", "7甲"}
    assert named(desk, Compound) == ["榆晴小区"]


def test_book_with_members_gives_households_and_everybody_in_them(desk):
    done = take_in(desk, BOOK)
    assert done.households == 108
    assert done.new == counts(1, 3, 9, 108, 108, 245)
    assert set(doubts(done)) == {("remark", "doubtful")}
    people = Counter(entry.household_id for entry in held(desk, Resident))
    assert len(people) == 108 - 12  # a dozen flats are vacant
    for home in held(desk, Household):
        listed = people[home.id]
        assert home.resident_count == (listed if listed > 1 else None)


def test_one_sheet_for_each_building_gives_all_their_doors(desk):
    done = take_in(desk, SHEETS)
    assert done.households == 132
    assert done.new == counts(1, 3, 6, 132, 132, 129)
    assert doubts(done) == {("id_number", "value left out"): 31}
    assert {each.sheet for each in done.problems} == {"1号楼", "2号楼", "10号楼"}


@pytest.mark.parametrize("name", [BOOK, TEXT, SHEETS])
def test_the_same_list_twice_changes_nothing(desk, name):
    first = take_in(desk, name)
    before = dump(desk)
    again = take_in(desk, name)
    assert dump(desk) == before
    assert (again.new, again.filled, again.differing) == ({}, {}, {})
    assert again.households == first.households
    assert again.problems == first.problems


@pytest.mark.parametrize("name", [BOOK, TEXT, SHEETS])
def test_preview_says_what_the_import_then_does_and_changes_nothing(desk, name):
    before = dump(desk)
    shown = take_in(desk, name, preview=True)
    assert dump(desk) == before
    assert shown == take_in(desk, name)
    assert dump(desk) != before


def test_preview_of_a_list_that_is_there_tells_what_differs(take, desk):
    take(row(phone="10051908063"))
    before = dump(desk)
    shown = take(row(phone="10024742526", count=3), row("102", "蒋平晓"), preview=True)
    assert (shown.new, shown.filled) == (
        {"house": 1, "household": 1, "resident": 1},
        {"household": 1},
    )
    assert shown.differing == {"household": 1, "resident": 1}
    assert dump(desk) == before


def test_title_names_the_compound_of_a_list_that_names_none(take, desk):
    done = take(row(), title="听枫街道榆晴社区榆晴小区住户台账", dealing=Dealing())
    assert done.compound == "榆晴小区"
    assert named(desk, Compound) == ["榆晴小区"]
    assert [entry.address for entry in held(desk, House)] == ["榆晴小区5号楼1单元101"]


def test_title_may_name_the_community_alone(take, desk):
    take(row(), title="望溪社区住户登记表", dealing=Dealing())
    assert named(desk, Compound) == ["望溪社区"]


def test_a_person_knows_the_compound_better_than_the_title(take, desk):
    take(row(), title="榆晴小区住户台账", dealing=Dealing(compound="望溪花园"))
    assert named(desk, Compound) == ["望溪花园"]


def test_rows_that_name_a_compound_decide_for_those_that_do_not(take, desk):
    heads = ["详细地址", "户主姓名"]
    listed = ["榆晴小区5号楼1单元101", "雷怡诺"], ["5-1-102", "蒋平晓"]
    take(*listed, heads=heads, title="望溪花园台账", dealing=Dealing())
    assert named(desk, Compound) == ["榆晴小区"]


def test_lists_of_two_compounds_keep_their_buildings_apart(take, desk):
    heads = ["小区", "楼号", "房号", "姓名"]
    take(
        *(["榆晴小区", "5号楼", "101", "雷怡诺"], ["望溪花园", "5号楼", "101", "雷怡诺"]),
        heads=heads,
        dealing=Dealing(),
    )
    assert named(desk, Compound) == ["望溪花园", "榆晴小区"]
    assert len(held(desk, Building)) == len(held(desk, House)) == len(held(desk, Household)) == 2


def test_vacant_doors_are_households_without_people(take, desk):
    take(
        row("101", "", usage="空置"),
        row("102", "  ", usage="空"),
        row("201", "空置"),
        row("202", "雷怡诺"),
    )
    assert [each.usage for each in sorted(held(desk, House), key=lambda h: h.room)] == [
        *("30", "30", "30", "")
    ]
    assert sorted(each.head for each in held(desk, Household)) == ["", "", "", "雷怡诺"]
    assert [each.resident_count for each in held(desk, Household)] == [None] * 4
    assert named(desk, Resident) == ["雷怡诺"]


def test_the_words_of_the_cells_arrive_in_the_records(take, desk):
    cells = {"id": "990101199601026444", "phone": "100 5190 8063", "count": "2人", "usage": "出租"}
    take(row(name="雷  怡诺", relation="户主", **cells, remark="爱养花"))
    (home,) = held(desk, Household)
    (house,) = held(desk, House)
    (person,) = held(desk, Resident)
    assert (home.head, home.phone, home.resident_count) == ("雷怡诺", "10051908063", 2)
    assert (home.salutation, home.remark) == ("雷女士", "爱养花")
    assert (house.label, house.room, house.floor, house.usage) == ("5-1-101", "101", 1, "20")
    assert (person.name, person.sex, person.birth_ym) == ("雷怡诺", "2", "1996-01")
    assert (person.relation, person.household_id) == ("户主", home.id)
    assert (home.written_by, home.rev, home.house_id) == ("li", 0, house.id)
