import sys
from datetime import date, datetime, time, timedelta
from pathlib import Path
from shutil import copy
from subprocess import run

import xlsxwriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gridapp.files.sheets import Limits, Sheet, read_sheets


def rows_of(path):
    (sheet,) = read_sheets(path)
    return sheet.rows


def test_whole_numbers_are_ints_and_lost_digits_stay_visible(workbook):
    numbers = [5.0, 10051908063.0, -3.0, 0.0, 2.5, 999999999999999.0, 9.901011958040404e17, 1e15]
    (row,) = rows_of(workbook({"A": [numbers]}))
    assert row == [5, 10051908063, -3, 0, 2.5, 999999999999999, 9.901011958040404e17, 1e15]
    assert [type(cell) for cell in row] == [int] * 4 + [float, int, float, float]


def test_words_dates_and_truths_keep_their_kind(workbook):
    row = ["户主\n姓名", "", True, date(2025, 3, 7), datetime(2025, 3, 7, 9, 30)]  # noqa: DTZ001
    path = workbook({"A": [["x"] * 5, row]})
    found = rows_of(path)[1]
    assert found[:3] == ["户主\n姓名", "", True]
    assert found[3] == date(2025, 3, 7)  # the format of the cell shows no hour


def test_moments_keep_their_hour(tmp_path):
    path = tmp_path / "moments.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet("A")
        moment = book.add_format({"num_format": "yyyy-mm-dd hh:mm"})
        sheet.write_datetime(0, 0, datetime(2025, 3, 7, 9, 30), moment)  # noqa: DTZ001
        sheet.write_datetime(0, 1, time(7, 30), book.add_format({"num_format": "hh:mm"}))
        sheet.write_datetime(0, 2, timedelta(hours=36), book.add_format({"num_format": "[h]:mm"}))
        sheet.write_formula(0, 3, "=1/0", None, "#DIV/0!")
        sheet.write_formula(0, 4, "=B2&C2", None, "5-101")
    assert rows_of(path) == [
        [datetime(2025, 3, 7, 9, 30), "07:30:00", "1 day, 12:00:00", "", "5-101"]  # noqa: DTZ001
    ]


def test_rows_and_columns_are_where_excel_shows_them(workbook):
    path = workbook({"A": [[], [], ["", "", "户主"], ["", "", "", "雷怡诺"]]})
    assert rows_of(path) == [[""] * 4, [""] * 4, ["", "", "户主", ""], ["", "", "", "雷怡诺"]]


def test_merged_cells_are_filled(workbook):
    rows = [["", "", ""], ["", "", 1], ["", "", 2]]
    path = workbook({"A": rows}, merged={"A": [(0, 0, 0, 2, "人员信息"), (1, 0, 2, 1, "1号楼")]})
    assert read_sheets(path) == [
        Sheet(
            "A",
            [["人员信息"] * 3, ["1号楼", "1号楼", 1], ["1号楼", "1号楼", 2]],
            [((0, 0), (0, 2)), ((1, 0), (2, 1))],
        )
    ]


def test_merged_dates_are_filled(workbook):
    path = workbook({"A": [["", "x"], ["", "y"]]}, merged={"A": [(0, 0, 1, 0, date(2025, 3, 7))]})
    assert rows_of(path) == [[date(2025, 3, 7), "x"], [date(2025, 3, 7), "y"]]


def test_hidden_sheets_are_not_read(tmp_path):
    path = tmp_path / "hidden.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        book.add_worksheet("台账").write(0, 0, "姓名")
        hidden = book.add_worksheet("下拉选项")
        hidden.write(0, 0, "自住")
        hidden.hide()
    assert [sheet.name for sheet in read_sheets(path)] == ["台账"]


def test_long_lists_arrive_whole(workbook):
    rows = [[number, f"{number}号", date(2025, 3, 7)] for number in range(1201)]
    assert rows_of(workbook({"A": rows})) == rows


def test_old_workbooks_are_read(old_workbook):
    path = old_workbook([["门牌", "户主"], ["1-1-101", 5.0], ["", 2.5]], merged=[((1, 0), (2, 0))])
    assert read_sheets(path) == [
        Sheet("1号楼", [["门牌", "户主"], ["1-1-101", 5], ["1-1-101", 2.5]], [((1, 0), (2, 0))])
    ]


def test_open_documents_are_read(open_document):
    path = open_document(
        "<table:table-row><table:table-cell office:value-type='string'><text:p>姓名</text:p>"
        "</table:table-cell><table:table-cell office:value-type='float' office:value='5'/>"
        "</table:table-row>"
    )
    assert rows_of(path) == [["姓名", 5]]


def test_the_name_of_a_file_does_not_matter(workbook, old_workbook, tmp_path):
    new = copy(workbook({"A": [["姓名"]]}), tmp_path / "named.xls")
    old = copy(old_workbook([["门牌"]]), tmp_path / "named.xlsx")
    none = copy(new, tmp_path / "名单")
    assert [rows_of(Path(path)) for path in (new, old, none)] == [
        [["姓名"]],
        [["门牌"]],
        [["姓名"]],
    ]


def test_text_is_read_in_the_encodings_offices_write(tmp_path):
    rows = [["序号", "姓名"], ["1", "㛃䶮"], ["2", "雷怡诺"]]
    for encoding in ("utf-8", "utf-8-sig", "gb18030", "utf-16"):
        for mark in (",", "\t", ";"):
            path = tmp_path / f"list-{encoding}.csv"
            path.write_text("\r\n".join(mark.join(row) for row in rows), encoding=encoding)
            (sheet,) = read_sheets(path)
            assert (sheet.name, sheet.rows) == (f"list-{encoding}", rows), mark


def test_text_keeps_quoted_commas_newlines_and_ragged_rows(tmp_path):
    path = tmp_path / "list.txt"
    path.write_text('某社区2026年台账\n姓名,备注\n雷怡诺,"狗,小心\n晚上来"\n\n蒋平晓\n', "utf-8")
    assert rows_of(path) == [
        ["某社区2026年台账", ""],
        ["姓名", "备注"],
        ["雷怡诺", "狗,小心\n晚上来"],
        ["", ""],
        ["蒋平晓", ""],
    ]


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.lists(
            st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), max_size=20)
            | st.integers(-(10**14), 10**14)
            | st.booleans(),
            min_size=3,
            max_size=3,
        ),
        min_size=1,
        max_size=5,
    )
)
def test_what_was_written_is_what_is_read(workbook, rows):
    path = workbook({"A": [["首", "", "尾"], *_as_strings(rows), ["首", "", "尾"]]})
    assert rows_of(path)[1:-1] == _as_strings(rows)


def _as_strings(rows):
    """xlsxwriter guesses at strings such as =1 and http://; those are not under test here."""
    return [[f"文{cell}" if isinstance(cell, str) else cell for cell in row] for row in rows]


def test_the_child_imports_little():
    """Each of these costs every import of a file more time than the child needs to start."""
    code = "import sys, gridapp.files.reader; print(*sys.modules)"
    loaded = run([sys.executable, "-c", code], capture_output=True, check=True, text=True).stdout
    slow = {"dataclasses", "typing", "pathlib", "gettext", "msgspec", "sqlalchemy", "xlsxwriter"}
    assert slow.intersection(loaded.split()) == set()


def test_modules_lying_in_the_working_folder_are_not_run(workbook, tmp_path, monkeypatch):
    (tmp_path / "json.py").write_text("raise SystemExit('taken over')")
    path = workbook({"A": [["姓名"]]})
    monkeypatch.chdir(tmp_path)
    assert read_sheets(Path(path.name), limits=Limits(seconds=20))[0].rows == [["姓名"]]
