from datetime import date, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from gridapp.domain.dates import (
    DoubtfulDate,
    ImpossibleDate,
    NotADate,
    read_date,
    read_year_month,
)

ROSTERS = Path(__file__).parents[1] / "data" / "rosters"
TODAY = date(2026, 3, 7)
EXPECTED = (NotADate, ImpossibleDate, DoubtfulDate)
MARCH_7 = "2025年3月7日|2025年03月07号|2025.3.7|2025/3/7|2025-03-07|20250307|２０２５．３．７|45723"


@pytest.mark.parametrize(
    "value",
    [
        *MARCH_7.split("|"),
        *("2025 年 3 月 7 日", "2025 3 7", " 2025-3-7 ", "2025-03-07 08:30:00", "2025-03-07T08:30"),
        *(45723, 45723.0, 20250307.0, date(2025, 3, 7), datetime(2025, 3, 7, 8, 30)),  # noqa: DTZ001 - as read from a sheet
    ],
)
def test_a_day_is_read_however_it_is_written(value):
    assert read_date(value, today=TODAY) == date(2025, 3, 7)
    assert read_year_month(value) == "2025-03"


def test_a_day_without_a_year_is_the_latest_such_day():
    assert read_date("11月22日", today=TODAY) == date(2025, 11, 22)
    assert read_date("3月7日", today=TODAY) == TODAY
    assert read_date("3月8日", today=TODAY) == date(2025, 3, 8)


@pytest.mark.parametrize(
    "value", ["2025年2月30日", "2025.13.1", "20251301", "0225-03-07", "2月29日", "13月1日"]
)
def test_a_day_the_calendar_lacks_is_impossible(value):
    with pytest.raises(ImpossibleDate, match="calendar"):
        read_date(value, today=TODAY)


@pytest.mark.parametrize(
    "value", ["25.3.7", "3/7/2025", "11.22", "11-22", "2025年3月", "202503", "2025", 2025.0, 2025.3]
)
def test_a_day_that_lacks_a_part_is_doubtful(value):
    with pytest.raises(DoubtfulDate, match="Write all three"):
        read_date(value, today=TODAY)


@pytest.mark.parametrize(
    "value", ["", "  ", None, "是", True, 45723.5, -45723.0, 7.0, 1e300, "昨天"]
)
def test_what_is_no_day_is_refused(value):
    with pytest.raises(NotADate, match="2025-03-07"):
        read_date(value, today=TODAY)
    with pytest.raises(NotADate, match="1996-01"):
        read_year_month(value)


@pytest.mark.parametrize(
    "value",
    [
        "1996.1",
        "1996.01",
        "199601",
        "1996-01",
        "1996-1",
        "1996/1",
        "1996年01月",
        "1996年1月",
        "1996年1月份",
        "１９９６年１月",
        "1996 1",
        199601.0,
        199601,
        1996.01,
        "1996.1.26",
        35090.0,
    ],
)
def test_a_month_is_read_however_it_is_written(value):
    assert read_year_month(value) == "1996-01"


def test_months_at_the_end_of_the_year_keep_their_last_digit():
    assert read_year_month("1996.10") == "1996-10"
    assert read_year_month(1996.11) == "1996-11"
    assert read_year_month(1996.5) == "1996-05"


def test_a_number_that_lost_its_last_zero_may_be_january_or_october():
    with pytest.raises(DoubtfulDate, match=r"January or October.*1974-01 or 1974-10"):
        read_year_month(1974.1)


@pytest.mark.parametrize("value", ["1996年", "1996", 1996.0])
def test_a_year_alone_has_no_month(value):
    with pytest.raises(DoubtfulDate, match="without a month"):
        read_year_month(value)


@pytest.mark.parametrize("value", ["96.1", "96年1月", "1.1996", "5-6-7"])
def test_a_month_of_an_unsure_year_is_doubtful(value):
    with pytest.raises(DoubtfulDate, match="Write both"):
        read_year_month(value)


@pytest.mark.parametrize("value", ["1996.13", "199613", "1996-00", "1896.1", "1996年2月30日"])
def test_a_month_the_calendar_lacks_is_impossible(value):
    with pytest.raises(ImpossibleDate, match="calendar"):
        read_year_month(value)


@given(st.dates(date(1928, 1, 1), date(2099, 12, 31)))
def test_every_spelling_of_a_day_reads_back(day):
    serial = (day - date(1899, 12, 30)).days
    said = (day, f"{day:%Y%m%d}", f"{day.year}年{day.month}月{day.day}日", serial, float(serial))
    dotted = [f"{day.year}{dot}{day.month}{dot}{day.day}" for dot in "-/. "]
    assert {read_date(value, today=TODAY) for value in (*said, *dotted)} == {day}


@given(st.text(max_size=12) | st.text("0123456789年月日.-/ :", max_size=12) | st.floats())
def test_any_cell_is_a_date_or_refused(value):
    for read in (read_year_month, lambda cell: read_date(cell, today=TODAY)):
        try:
            read(value)
        except EXPECTED:
            continue


def test_every_date_of_the_messy_workbooks_is_read():
    book = CalamineWorkbook.from_path(str(ROSTERS / "望溪社区分楼栋.xlsx"))
    cells = [
        row[5] for name in book.sheet_names for row in book.get_sheet_by_name(name).to_python()[2:]
    ]
    assert {read_date(cell, today=TODAY) for cell in cells if cell} == {date(2025, 3, 7)}
    book = CalamineWorkbook.from_path(str(ROSTERS / "榆晴社区住户台账.xlsx"))
    people = [row for row in book.get_sheet_by_index(0).to_python() if len(str(row[6])) == 18]
    told = [(read_year_month(row[7]), str(row[6])) for row in people]
    assert len(told) == 245
    assert all(month[:4] == number[6:10] for month, number in told)
