import zipfile
from datetime import date, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from gridapp.files.errorsheet import CannotWrite, write_problem_sheet
from gridapp.files.roster import roster_rows
from gridapp.files.sheets import read_sheets

HEADINGS = ["序号", "地址", "姓名", "身份证号码"]


def read(path):
    return CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python(skip_empty_area=False)


def inside(path):
    with zipfile.ZipFile(path) as parts:
        return parts.read("xl/worksheets/sheet1.xml").decode()


def test_rows_come_back_as_text_with_the_reason_last(tmp_path):
    path = tmp_path / "待更正.xlsx"
    write_problem_sheet(
        path,
        HEADINGS,
        [
            ([7, "5-1-101", "雷怡诺", "990101199601026444"], "缺少单元"),
            ([8, date(2025, 3, 7), True, 9.901011958040404e17], "号码丢了数字"),
            ([9, datetime(2025, 3, 7, 9, 30), 2.5, ""], "地址不明"),  # noqa: DTZ001
        ],
    )
    assert read(path) == [
        [*HEADINGS, "原因"],
        ["7", "5-1-101", "雷怡诺", "990101199601026444", "缺少单元"],
        ["8", "2025-03-07", "TRUE", "9.901011958040404e+17", "号码丢了数字"],
        ["9", "2025-03-07 09:30:00", "2.5", "", "地址不明"],
    ]


DANGEROUS = ["=1+1", "+8610051908063", "-1-101", "@SUM(A1)", "\t=1", "\r=1", "http://x.example",
             "mailto:x@y.example", "{=1}", "001", "1e5", "TRUE", "#REF!", "<b>&amp;"]  # fmt: skip


def test_no_cell_is_ever_a_formula_a_number_or_a_link(tmp_path):
    path = tmp_path / "p.xlsx"
    write_problem_sheet(path, DANGEROUS, [([*DANGEROUS], "=cmd"), ([*DANGEROUS[::-1]], "@x")])
    assert read(path)[1:] == [[*DANGEROUS, "=cmd"], [*DANGEROUS[::-1], "@x"]]
    xml = inside(path)
    assert "<f>" not in xml
    assert "<hyperlink" not in xml
    assert xml.count('t="s"') == 3 * (len(DANGEROUS) + 1)


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.text("=+-@\t'\"<&0123456789X雷怡诺 ", max_size=12).filter(lambda s: s == s.strip()),
        min_size=4,
        max_size=4,
    )
)
def test_reopened_cells_equal_what_was_written(tmp_path, cells):
    path = tmp_path / "p.xlsx"
    write_problem_sheet(path, HEADINGS, [(list(cells), "原因")])
    assert read(path)[1] == [*cells, "原因"]
    assert "<f>" not in inside(path)


def test_the_head_stays_in_sight_and_columns_are_wide_enough(tmp_path):
    path = tmp_path / "p.xlsx"
    write_problem_sheet(path, HEADINGS, [([1, "榆晴小区5号楼1单元101室", "", ""], "x" * 500)])
    xml = inside(path)
    assert '<pane ySplit="1"' in xml
    widths = [float(part.split('"')[0]) for part in xml.split(' width="')[1:]]
    assert widths[1] > 22
    assert max(widths) < 45


def test_short_and_long_rows_keep_the_reason_in_its_column(tmp_path):
    path = tmp_path / "p.xlsx"
    write_problem_sheet(path, ["姓名", "电话"], [(["雷怡诺"], "甲"), (["蒋", "1", "多"], "乙")])
    assert read(path) == [
        ["姓名", "电话", "", "原因"],
        ["雷怡诺", "", "", "甲"],
        ["蒋", "1", "多", "乙"],
    ]


def test_overlong_words_are_cut_and_not_lost(tmp_path):
    path = tmp_path / "p.xlsx"
    write_problem_sheet(path, ["备注"], [(["长" * 40_000], "太长")])
    assert len(read(path)[1][0]) == 32_767


def test_a_mended_sheet_can_be_imported_again(tmp_path):
    path = tmp_path / "p.xlsx"
    write_problem_sheet(path, HEADINGS, [([7, "5-1-101", "雷怡诺", ""], "缺少单元")])
    (entry,) = roster_rows(read_sheets(path)).entries
    said = {"serial": "7", "address": "5-1-101", "name": "雷怡诺", "id_number": ""}
    assert entry.cells == said


def test_a_place_that_cannot_be_written_is_named(tmp_path):
    with pytest.raises(CannotWrite, match=r"待更正\.xlsx"):
        write_problem_sheet(tmp_path / "none" / "待更正.xlsx", HEADINGS, [])
