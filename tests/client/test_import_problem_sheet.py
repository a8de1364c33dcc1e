"""The sheet of rows with problems: corrected and imported, it is the same households again."""

import pytest

from gridapp.client.actions.import_roster import import_roster, write_problems
from gridapp.client.roster.planning import Dealing
from gridapp.domain.records.people import Household, Resident
from gridapp.domain.records.places import Compound, House
from gridapp.files.sheets import read_sheets
from tests.client.conftest import HEADS, ROSTERS, dump, held, row

WRONG, RIGHT = "990101199601026445", "990101199601026444"


@pytest.fixture
def back(tmp_path):
    """Write the problems of an import, and read the sheet: its path, its headings, its rows."""

    def write(done):
        path = tmp_path / "problems.xlsx"
        count = write_problems(done, path, lambda problem: problem.text.format(**problem.values))
        (read,) = read_sheets(path)
        headings, *rows = read.rows
        assert count == len({(each.sheet, each.row) for each in done.problems})
        assert count == sum(bool(cells[-1]) for cells in rows)
        return path, headings, rows

    return write


def again(desk, path):
    """What the written sheet would do if nobody corrected it."""
    return import_roster(desk, path, dealing=Dealing(), preview=True)


def test_bad_rows_come_back_in_their_columns_with_the_reason_last(take, back):
    bad, worse = row("102", "蒋平晓", id=WRONG), row("201", "丁勇", phone="1", usage="养蜂")
    unread = row("不清楚", "潘宇")
    done = take(row(), bad, row("202", "郝明"), worse, unread)
    _, headings, rows = back(done)
    assert headings == [*HEADS, "小区", "原因"]
    assert [cells[:-2] for cells in rows] == [bad, worse, unread]
    reasons = [cells[-1] for cells in rows]
    assert reasons[0].startswith("9****************5 has a mistyped digit")
    assert "not a telephone number" in reasons[1]
    assert "not a known use" in reasons[1]
    assert "names no door" in reasons[2]


def test_a_list_that_names_its_compounds_comes_back_in_its_own_columns(take, back):
    heads = ["小区", "门牌", "姓名", "联系电话"]
    bad = ["榆晴小区", "5-1-102", "蒋平晓", "1"]
    done = take(["榆晴小区", "5-1-101", "雷怡诺", ""], bad, heads=heads, dealing=Dealing())
    _, headings, rows = back(done)
    assert headings == [*heads, "原因"]
    assert [cells[:-1] for cells in rows] == [bad]


def test_corrected_rows_fill_what_was_left_out(take, desk, back, sheet):
    done = take(row(), row("102", "蒋平晓", id=WRONG, phone="1002474252"), row("不清楚", "丁勇"))
    _, headings, (cells, other) = back(done)
    corrected = ["10024742526" if cell == "1002474252" else cell for cell in cells]
    put_right = ["901" if cell == "不清楚" else cell for cell in other]
    import_roster(desk, sheet(corrected, put_right, heads=headings), dealing=Dealing())
    (home,) = held(desk, Household, head="蒋平晓")
    assert home.phone == "10024742526"
    assert len(held(desk, Household)) == len(held(desk, House)) == 3
    assert [each.name for each in held(desk, Compound)] == ["榆晴小区"]


@pytest.mark.parametrize("path", sorted(ROSTERS.iterdir()), ids=lambda path: path.stem)
def test_the_sheet_imported_as_it_is_changes_nothing(desk, back, path):
    done = import_roster(desk, path, dealing=Dealing())
    written, _, rows = back(done)
    assert rows
    before = dump(desk)
    same = import_roster(desk, written, dealing=Dealing())
    assert (same.new, same.filled, same.differing) == ({}, {}, {})
    assert dump(desk) == before


def test_a_building_written_once_above_its_rows_comes_back_with_each(take, desk, back):
    done = take(
        row("101", "雷怡诺"),
        row("102", "蒋平晓", building="", unit="", phone="1"),
        row("101", "丁勇", building="6号楼"),
        row("102", "郝明", building="", unit="", phone="2"),
    )
    path, _, rows = back(done)
    assert [cells[:4] for cells in rows] == [
        ["5号楼", "1单元", "102", "蒋平晓"],
        ["6号楼", "1单元", "102", "郝明"],
    ]
    assert again(desk, path).new == {}


def test_a_members_wrong_number_brings_the_whole_household_back(take, desk, back):
    member = ["", "", "", "蒋平晓", "配偶", WRONG, "", "", "", ""]
    child = ["", "", "", "雷小诺", "子", "", "", "", "", ""]
    done = take(row("102", "丁勇", id=WRONG), row("201", "雷怡诺"), member, child)
    path, _, rows = back(done)
    assert [(cells[3], bool(cells[-1])) for cells in rows] == [
        *(("丁勇", True), ("雷怡诺", False), ("蒋平晓", True), ("雷小诺", False))
    ]
    assert again(desk, path).new == {}
    assert len(held(desk, Resident)) == 4


def test_a_remark_like_the_one_above_comes_back_in_words(take, back):
    done = take(row(remark="爱养花"), row("102", "蒋平晓", remark="同上", phone="1"))
    _, headings, (cells,) = back(done)
    assert cells[headings.index("备注")] == "爱养花"


def test_a_column_without_a_heading_moves_no_other(take, back):
    heads = ["门牌", "", "姓名", "联系电话"]
    done = take(["5-1-101", "x", "雷怡诺", "1"], heads=heads)
    _, headings, (cells,) = back(done)
    told = dict(zip(headings, cells, strict=True))
    assert (told["门牌"], told["姓名"], told["联系电话"]) == ("5-1-101", "雷怡诺", "1")


def test_sheets_of_different_columns_come_back_under_their_own_headings(take, desk, back):
    first = [["门牌", "姓名", "联系电话", "民族"], ["1-1-101", "雷怡诺", "1", "汉"]]
    second = [["联系电话", "姓名", "房号", "兴趣"], ["2", "蒋平晓", "102", "养花"]]
    done = take(sheets={"1号楼": first, "2号楼": second}, dealing=Dealing())
    path, headings, (one, other) = back(done)
    assert headings == ["门牌", "姓名", "联系电话", "民族", "房号", "兴趣", "楼号", "原因"]
    assert one[:-1] == ["1-1-101", "雷怡诺", "1", "汉", "", "", ""]
    assert other[:-1] == ["", "蒋平晓", "2", "", "102", "养花", "2号楼"]
    assert again(desk, path).new == {}


def test_no_digit_is_lost_and_nothing_becomes_a_formula(take, back):
    done = take(row(name="=1+1", id=RIGHT, phone="1"))
    _, _, (cells,) = back(done)
    assert (cells[3], cells[5]) == ("=1+1", RIGHT)
