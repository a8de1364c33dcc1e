"""Each doubt about a row is named with its row, and the good rows come in all the same."""

from datetime import date

import pytest

from gridapp.client.roster.planning import Dealing
from gridapp.domain.records.people import Household, Resident
from gridapp.domain.records.places import Building, House, Unit
from tests.client.conftest import HEADS, dump, held, row

GOOD, WRONG = "990101199601026444", "990101199601026445"


def doubts(done):
    return [(each.row, each.field, each.became) for each in done.problems]


def said(problem):
    return problem.text.format(**problem.values)


def doors(desk):
    return sorted(each.label for each in held(desk, House))


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (990101199601026444, "rounded its last digits"),
        ("9.90101E+17", "rounded its last digits"),
        ("990101199601026000", "rounded its last digits"),
        (WRONG, "has a mistyped digit"),
        ("990101199602306444", "a birthday that is no day of the calendar"),
        ("990101209901026444", "yet to come"),
        ("990101960102644", "an old number of 15 digits"),
        ("99010119960102644", "is not an ID number"),
        ("见附件", "is not an ID number"),
    ],
)
def test_a_wrong_id_number_is_told_and_its_household_comes_in(take, desk, number, words):
    dealing = Dealing(compound="榆晴小区", id_purpose="发放高龄津贴")
    done = take(row(id=number), row("102", "蒋平晓"), dealing=dealing)
    assert doubts(done) == [(2, "id_number", "value left out")]
    assert words in said(done.problems[0])
    assert str(number) not in said(done.problems[0])
    assert doors(desk) == ["5-1-101", "5-1-102"]
    assert [each.id_number for each in held(desk, Resident)] == ["", ""]


@pytest.mark.parametrize(
    ("heading", "cell", "field", "words"),
    [
        ("出生年月", "1996-13", "birth", "no month of the calendar"),
        ("出生年月", "1996年", "birth", "a year without a month"),
        ("出生年月", 1996.1, "birth", "January or October"),
        ("出生日期", "1996-2-30", "birth", "no day of the calendar"),
        ("登记日期", "2025-2-29", "registered_on", "no day of the calendar"),
        ("登记日期", "3/7", "registered_on", "does not tell year, month and day"),
        ("登记日期", "去年", "registered_on", "is not a date"),
        ("联系电话", "1005190806", "phone", "is not a telephone number"),
        ("联系电话", "1.00519E+10", "phone", "the spreadsheet shortened"),
        ("人数", "若干", "resident_count", "not a number of people"),
        ("人数", 100, "resident_count", "not a number of people"),
        ("人数", -1, "resident_count", "not a number of people"),
        ("人数", 2.5, "resident_count", "not a number of people"),
        ("房屋性质", "养蜂", "usage", "not a known use"),
    ],
)
def test_an_unreadable_value_is_left_out_and_told(take, desk, heading, cell, field, words):
    heads = ["门牌", "姓名", heading]
    done = take(["5-1-101", "雷怡诺", cell], ["5-1-102", "蒋平晓", ""], heads=heads)
    assert doubts(done) == [(2, field, "value left out")]
    assert words in said(done.problems[0])
    assert doors(desk) == ["5-1-101", "5-1-102"]
    (home,) = held(desk, Household, head="雷怡诺")
    (person,) = held(desk, Resident, name="雷怡诺")
    assert (home.phone, home.resident_count, person.birth_ym) == ("", None, "")
    assert [each.usage for each in held(desk, House)] == ["", ""]


@pytest.mark.parametrize(
    ("door", "words"),
    [
        ("五单元", "names no building"),
        ("5号楼", "names no room"),
        ("5-1-2", "can be read in two ways"),
        ("5-l-101", "the letter I, L or O"),
        (date(2025, 1, 5), "is a date which the spreadsheet made"),
        ("村东头老槐树旁", "names no door"),
        ("5号楼1单元101至106", "is not one door"),
        ("长" * 90, "is not one door"),
        ("5-1-101" * 5000, "is not one door"),
    ],
)
def test_a_row_whose_door_cannot_be_read_is_left_out_and_the_rest_comes_in(take, desk, door, words):
    listed = ["5-1-101", "雷怡诺"], [door, "蒋平晓"], ["5-1-201", "丁勇"]
    done = take(*listed, heads=["门牌", "姓名"])
    assert doubts(done) == [(3, "address", "row left out")]
    assert words in said(done.problems[0])
    assert doors(desk) == ["5-1-101", "5-1-201"]
    assert sorted(each.head for each in held(desk, Household)) == ["丁勇", "雷怡诺"]
    assert sorted(each.name for each in held(desk, Resident)) == ["丁勇", "雷怡诺"]


@pytest.mark.parametrize("field", ["building", "unit", "room"])
def test_a_door_in_three_cells_is_left_out_for_any_of_them(take, desk, field):
    done = take(
        row(), row(**{"room": "102", "name": "蒋平晓", field: "不清楚"}), row("201", "丁勇")
    )
    assert doubts(done) == [(3, "address", "row left out")]
    assert doors(desk) == ["5-1-101", "5-1-201"]


def test_nothing_is_left_behind_of_a_row_that_is_left_out(take, desk):
    done = take(row(), row("99901", building="6号楼", unit="3单元"))
    assert doubts(done) == [(3, "address", "row left out")]
    assert "Floor" in said(done.problems[0])
    assert [each.no for each in held(desk, Building)] == ["5"]
    assert [each.no for each in held(desk, Unit)] == ["1"]
    assert len(held(desk, House)) == len(held(desk, Household)) == len(held(desk, Resident)) == 1


def test_a_list_of_which_no_row_can_be_read_imports_nothing(take, desk):
    before = dump(desk)
    done = take(["老地方", "雷怡诺"], ["5号楼", "蒋平晓"], heads=["门牌", "姓名"])
    assert doubts(done) == [(2, "address", "row left out"), (3, "address", "row left out")]
    assert (done.households, done.new) == (0, {})
    assert dump(desk) == before


def test_a_doubled_row_is_taken_once_and_told(take, desk):
    done = take(row(phone="10051908063"), row("102", "蒋平晓"), row(name="雷 怡诺", unit="一单元"))
    assert doubts(done) == [(4, "address", "row left out")]
    assert said(done.problems[0]) == "This household stands in the list twice. It was taken once."
    assert done.households == 2
    assert [each.phone for each in held(desk, Household, head="雷怡诺")] == ["10051908063"]


def test_a_second_household_at_one_door_is_taken_and_doubted(take, desk):
    done = take(row(name="雷怡诺"), row(name="蒋平晓"), row("102", "丁勇"))
    assert doubts(done) == [(3, "address", "doubtful")]
    assert said(done.problems[0]).startswith("Another household stands at this door.")
    assert len(held(desk, House)) == 2
    assert len({each.id for each in held(desk, Household)}) == 3
    at_first = held(desk, House, label="5-1-101")[0].id
    assert sorted(each.head for each in held(desk, Household, house_id=at_first)) == [
        *("蒋平晓", "雷怡诺")
    ]


def test_two_people_of_one_name_in_a_household_are_doubted(take, desk):
    son = ["", "", "", "雷怡诺", "子", "", "", "", "", ""]
    done = take(row(relation="户主"), son, row("102", "雷怡诺"))
    assert doubts(done) == [(2, "name", "doubtful")]
    assert said(done.problems[0]) == "Two people of one name in one household; one was taken."
    assert [each.name for each in held(desk, Resident)] == ["雷怡诺", "雷怡诺"]
    assert len({each.household_id for each in held(desk, Resident)}) == 2


def test_a_members_wrong_number_is_told_at_the_members_own_row(take, desk):
    member = ["", "", "", "蒋平晓", "配偶", WRONG, "", "", "", ""]
    done = take(row(id=GOOD), member)
    assert doubts(done) == [(3, "id_number", "value left out")]
    assert sorted(each.name for each in held(desk, Resident)) == ["蒋平晓", "雷怡诺"]


def test_doubts_name_the_sheet_and_come_in_the_order_of_its_rows(take):
    bad = [HEADS, row(phone="x"), row("102", "蒋平晓"), row("201", "丁勇", id=WRONG, phone="y")]
    done = take(sheets={"2号楼": bad, "1号楼": bad[:2]})
    assert [(each.sheet, each.row, each.field) for each in done.problems] == [
        *(("1号楼", 2, "phone"), ("1号楼", 2, "address"), ("2号楼", 2, "phone")),
        *(("2号楼", 4, "id_number"), ("2号楼", 4, "phone")),
    ]
