import csv
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from gridapp.domain.dates import ImpossibleDate
from gridapp.domain.errors import Expected
from gridapp.domain.idnumber import (
    IdNumber,
    LostDigits,
    NotAnIdNumber,
    OldIdNumber,
    WrongCheckDigit,
    check_digit,
    masked_id_number,
    read_id_number,
)

ROSTERS = Path(__file__).parents[1] / "data" / "rosters"
TODAY = date(2026, 3, 7)


def _number(seventeen: str) -> str:
    return seventeen + check_digit(seventeen)


@pytest.mark.parametrize(
    "number",
    ["990101195203140016", "990101197809020026", "990101201806050034", "99010119880808003X"],
)
def test_a_right_number_tells_birth_and_sex(number):
    read = read_id_number(number, today=TODAY)
    sex = "1" if number[16] in "13579" else "2"
    assert read == IdNumber(number, f"{number[6:10]}-{number[10:12]}", sex, fictitious=True)
    assert number not in repr(read)


@pytest.mark.parametrize(
    "cell",
    [
        "99010119880808003x",
        " 990101 19880808 003X ",
        "９９０１０１１９８８０８０８００３Ｘ",
        "'99010119880808003X",
    ],
)
def test_a_number_is_read_however_it_is_typed(cell):
    assert read_id_number(cell, today=TODAY).number == "99010119880808003X"


def test_no_region_is_refused_and_only_99_is_fictitious():
    for region in ("990101", "000000", "123456"):
        read = read_id_number(_number(f"{region}19880808003"), today=TODAY)
        assert read.fictitious == region.startswith("99")


@pytest.mark.parametrize(
    "cell", [9.901011958040404e17, 990101199601026444, "9.90101E+17", "9.901011958040404e17"]
)
def test_a_number_kept_as_a_figure_has_lost_digits(cell):
    with pytest.raises(LostDigits, match="Set the column to text"):
        read_id_number(cell, today=TODAY)


def test_a_rounded_number_turned_into_text_has_lost_digits():
    with pytest.raises(LostDigits):
        read_id_number("990101195804040000", today=TODAY)


@pytest.mark.parametrize("cell", ["990101880808003", 990101880808003.0, 990101880808003])
def test_a_number_of_fifteen_digits_is_old_and_not_converted(cell):
    with pytest.raises(OldIdNumber, match="old number of 15 digits"):
        read_id_number(cell, today=TODAY)


def test_a_mistyped_digit_is_found():
    with pytest.raises(WrongCheckDigit, match="card"):
        read_id_number("990101198808080031", today=TODAY)


@pytest.mark.parametrize("birthday", ["19880230", "19881301", "20260308", "18990101", "00000101"])
def test_an_impossible_birthday_is_found(birthday):
    with pytest.raises(ImpossibleDate, match="birthday"):
        read_id_number(_number(f"990101{birthday}003"), today=TODAY)
    assert read_id_number(_number("99010120260307003"), today=TODAY).birth_ym == "2026-03"


@pytest.mark.parametrize(
    "cell",
    [
        "",
        None,
        "钱远",
        "9901011988080800",
        "99010119880808003X1",
        True,
        12.5,
        float("nan"),
        "9" * 99,
    ],
)
def test_what_is_no_number_is_refused(cell):
    with pytest.raises(NotAnIdNumber, match="18 digits"):
        read_id_number(cell, today=TODAY)


@pytest.mark.parametrize(
    "number",
    ["990101198808080031", "990101880808003", "990101198802300031", "99010119880808003"],
)
def test_no_sentence_shows_the_number(number):
    with pytest.raises(Expected) as refused:
        read_id_number(number, today=TODAY)
    shown = str(refused.value)
    assert number[1:5] not in shown
    assert f"{number[0]}{'*' * (len(number) - 2)}{number[-1]}" in shown
    assert number not in str(refused.value.values)


def test_a_shown_number_keeps_its_first_and_last_digit():
    assert masked_id_number("990101195203140016") == "9****************6"
    assert [masked_id_number(short) for short in ("", "9", "91", "912")] == ["", "*", "**", "9*2"]


@given(
    st.dates(date(1900, 1, 1), TODAY), st.integers(0, 999), st.integers(0, 16), st.integers(1, 9)
)
def test_one_wrong_digit_never_passes(birthday, order, place, more):
    number = _number(f"990101{birthday:%Y%m%d}{order:03}")
    assert read_id_number(number, today=TODAY).birth_ym == f"{birthday:%Y-%m}"
    digit = (int(number[place]) + more) % 10
    with pytest.raises((WrongCheckDigit, ImpossibleDate, LostDigits)):
        read_id_number(f"{number[:place]}{digit}{number[place + 1 :]}", today=TODAY)


@given(st.text(max_size=20) | st.text("0123456789xX-", max_size=20) | st.floats() | st.integers())
def test_any_cell_is_a_number_or_refused(value):
    try:
        read_id_number(value, today=TODAY)
    except Expected:
        return


def test_the_messy_rosters_hold_rounded_numbers_and_one_mistyped():
    with (ROSTERS / "榆晴小区网格户表_gbk.csv").open(encoding="gb18030", newline="") as file:
        cells: list[object] = [row["公民身份号码"] for row in csv.DictReader(file)]
    book = CalamineWorkbook.from_path(str(ROSTERS / "望溪社区分楼栋.xlsx"))
    for name in book.sheet_names:
        cells += [row[3] for row in book.get_sheet_by_name(name).to_python()[2:]]
    ledger = CalamineWorkbook.from_path(str(ROSTERS / "榆晴社区住户台账.xlsx"))
    cells += [row[6] for row in ledger.get_sheet_by_index(0).to_python()[4:]]
    lost, wrong, right = [], [], []
    for cell in filter(None, cells):
        try:
            right.append(read_id_number(cell, today=TODAY))
        except LostDigits:
            lost.append(cell)
        except WrongCheckDigit:
            wrong.append(cell)
    assert (len(right), len(lost), wrong) == (410, 31, ["990101196608190275"])
    assert all(isinstance(cell, float) for cell in lost)
    assert all(number.fictitious for number in right)
