import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from gridapp.domain.phones import NotAPhone, all_phones, masked_phone, tidy_phone

ROSTERS = Path(__file__).parents[1] / "data" / "rosters"


@pytest.mark.parametrize(
    "value",
    [
        "10047182093",
        "100 4718 2093",
        "100-4718-2093",
        "１００４７１８２０９３",
        "+86 10047182093",
        "+86-100-4718-2093",
        "008610047182093",
        "8610047182093",
        "(+86)10047182093",
        "10047182093.0",
        10047182093.0,
        10047182093,
        "\u3000100\u00a04718 2093",
        "100.4718.2093",
        "100–4718–2093",
    ],
)
def test_a_mobile_number_is_eleven_digits(value):
    assert tidy_phone(value) == "10047182093"


@pytest.mark.parametrize(
    "value",
    [
        "0951-6012345",
        "(0951)6012345",
        "0951 6012345",
        "09516012345",
        "+86 951 6012345",
        "0951—6012345",
    ],
)
def test_a_landline_keeps_its_area_code_apart(value):
    assert tidy_phone(value) == "0951-6012345"


def test_areas_of_three_digits_and_numbers_without_area_are_landlines():
    assert tidy_phone("01060123456") == "010-60123456"
    assert tidy_phone("+86 10 60123456") == "010-60123456"
    assert tidy_phone("6012345") == "6012345"
    assert tidy_phone(60123456.0) == "60123456"


@pytest.mark.parametrize(
    "number", ["12345", "110", "120", "10086", "95588", "951234", "4001234567"]
)
def test_service_numbers_are_numbers(number):
    assert tidy_phone(number) == number


@pytest.mark.parametrize(
    "value",
    [
        "无",
        "100471820",
        "1004718209312",
        "张远",
        "10047182093儿子",
        True,
        10047182093.5,
        -1.0,
        "2025-03-07",
        "9516012345",
        "10011112222/无",
        "990101199601026444",
        "86",
        "+86",
    ],
)
def test_what_is_no_number_is_refused(value):
    with pytest.raises(NotAPhone, match="not a telephone number"):
        tidy_phone(value)


def test_a_number_the_spreadsheet_shortened_is_refused():
    with pytest.raises(NotAPhone, match="Set the column to text"):
        tidy_phone("1.00472E+10")


@pytest.mark.parametrize("value", ["", "  ", None])
def test_an_empty_cell_holds_no_number(value):
    assert tidy_phone(value) == ""
    assert all_phones(value) == ()


@pytest.mark.parametrize("between", ["/", "、", "，", ";", " ", "\n", "或", " / ", "；"])
def test_several_numbers_in_a_cell_are_all_found(between):
    cell = f"10011112222{between}10033334444"
    assert all_phones(cell) == ("10011112222", "10033334444")
    assert tidy_phone(cell) == "10011112222"


def test_mixed_numbers_are_found_and_doubles_said_once():
    cell = "100 1111 2222、0951-6012345，10011112222"
    assert all_phones(cell) == ("10011112222", "0951-6012345")


def test_a_shown_number_hides_its_middle():
    assert masked_phone("10011111234") == "100****1234"
    assert masked_phone("0951-6012345") == "****2345"
    assert masked_phone("12345") == "12345"
    assert masked_phone("") == ""


@given(
    st.text(max_size=15) | st.text("0123456789-+ ()/E.", max_size=15) | st.floats() | st.integers()
)
def test_any_cell_is_numbers_or_refused(value):
    try:
        phones = all_phones(value)
    except NotAPhone:
        return
    assert all(tidy_phone(phone) == phone for phone in phones)


def test_every_number_of_the_messy_rosters_is_read():
    with (ROSTERS / "榆晴小区网格户表_gbk.csv").open(encoding="gb18030", newline="") as file:
        cells: list[object] = [row["联系电话"] for row in csv.DictReader(file)]
    book = CalamineWorkbook.from_path(str(ROSTERS / "望溪社区分楼栋.xlsx"))
    for name in book.sheet_names:
        cells += [row[2] for row in book.get_sheet_by_name(name).to_python()[2:]]
    ledger = CalamineWorkbook.from_path(str(ROSTERS / "榆晴社区住户台账.xlsx"))
    cells += [row[8] for row in ledger.get_sheet_by_index(0).to_python()[4:]]
    phones = [phone for phone in map(tidy_phone, cells) if phone]
    assert len(phones) > 280
    assert all(len(phone) == 11 and phone.startswith("100") for phone in phones)
