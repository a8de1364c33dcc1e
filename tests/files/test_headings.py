import csv
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gridapp.domain.resources import resource
from gridapp.files.columns import FIELDS, Column, ColumnMap, NotAColumnMap, letter_of, place_of
from gridapp.files.headings import recognise
from gridapp.files.sheets import Sheet, read_sheets


def sheet(*rows, name="台账"):
    width = max(map(len, rows))
    return Sheet(name, [[*row, *[""] * (width - len(row))] for row in rows], [])


def fields(found):
    return [column.field for column in found.columns]


def test_table_of_headings_names_known_fields_and_no_heading_twice():
    with resource("roster", "headings.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert {row["field"] for row in rows} == set(FIELDS)
    assert len({row["heading"] for row in rows}) == len(rows)


def test_two_row_heads_below_titles_are_found(rosters):
    (book,) = read_sheets(rosters / "榆晴社区住户台账.xlsx")
    found = recognise(book)
    assert found is not None
    assert (found.header_rows, found.building) == ((3, 4), "")
    assert [(each.letter, each.heading, each.field) for each in found.columns] == [
        ("A", "序号", "serial"),
        ("B", "楼号", "building"),
        ("C", "单元", "unit"),
        ("D", "楼层", "floor"),
        ("E", "房号", "room"),
        ("F", "姓名", "name"),
        ("G", "身份证号码", "id_number"),
        ("H", "出生年月", "birth"),
        ("I", "联系电话", "phone"),
        ("J", "与户主关系", "relation"),
        ("K", "房屋性质", "usage"),
        ("L", "备注", "remark"),
    ]


def test_two_row_heads_are_found_where_no_merges_are_kept():
    found = recognise(
        sheet(
            ["某社区台账"],
            ["序号", "房屋信息", "", "", "户主", "", "租户", "", "备注"],
            ["", "楼号", "单元", "房号", "姓名", "电话", "姓名", "电话", ""],
            [1, "1号楼", "1单元", "101", "雷怡诺", "10051908063", "蒋平晓", "", "户主"],
        )
    )
    assert found is not None
    assert found.header_rows == (2, 3)
    assert fields(found) == [
        *("serial", "building", "unit", "room", "name"),
        *("phone", "other", "other", "remark"),
    ]


def test_sheet_names_give_the_building(rosters):
    books = read_sheets(rosters / "望溪社区分楼栋.xlsx")
    found = [recognise(book) for book in books]
    assert [(each.building, each.header_rows) for each in found if each] == [
        *(("1号楼", (2,)), ("2号楼", (2,)), ("10号楼", (2,)))
    ]


@pytest.mark.parametrize(
    ("name", "building"),
    [
        ("１号 楼", "1号楼"),
        ("7甲号楼", "7甲号楼"),
        ("榆晴3栋（72户）", "3栋"),
        ("A座", "A座"),
        ("B12幢", "B12幢"),
        ("3#", "3#"),
        ("十一号楼", "十一号楼"),
        ("5号楼2单元", "5号楼2单元"),
        ("1号楼-3号楼", ""),
        ("Sheet1", ""),
        ("2026年3月", ""),
        ("台账", ""),
    ],
)
def test_sheets_are_named_after_one_building_or_none(name, building):
    found = recognise(sheet(["房号", "姓名"], ["101", "雷怡诺"], name=name))
    assert found is not None
    assert (found.building, found.says_where()) == (building, bool(building))


def test_a_building_column_goes_before_the_name_of_the_sheet():
    found = recognise(sheet(["楼号", "房号"], ["2号楼", "101"], name="1号楼"))
    assert found is not None
    assert found.building == ""


@pytest.mark.parametrize(
    "heading",
    [
        "姓 名",
        "姓\n名",
        " 姓名：",
        "*姓名",
        "姓名（必填）",
        "姓名(与身份证一致)",
        "\u3000姓\u3000名",
    ],
)
def test_headings_are_known_however_they_are_typed(heading):
    found = recognise(sheet(["ＮＯ．", "房号", "楼号", heading]))
    assert found is not None
    assert fields(found) == ["serial", "room", "building", "name"]


def test_the_surest_word_wins_and_unknown_columns_are_shown():
    found = recognise(sheet(["户主", "门牌", "姓名", "户籍地址", "民族", "", "面积"]))
    assert found is not None
    assert [(each.heading, each.field) for each in found.columns] == [
        *(("户主", "other"), ("门牌", "address"), ("姓名", "name")),
        *(("户籍地址", "other"), ("民族", "other"), ("面积", "other")),
    ]


def test_rooms_that_say_all_are_addresses():
    whole = recognise(sheet(["房号", "姓名"], ["3-2-501", "雷怡诺"], ["3-2-502", ""]))
    alone = recognise(sheet(["房号", "姓名"], ["501", "雷怡诺"], [502, ""]))
    assert whole is not None
    assert alone is not None
    assert (fields(whole), whole.says_where()) == (["address", "name"], True)
    assert (fields(alone), alone.says_where()) == (["room", "name"], False)


def test_no_headings_are_found_where_none_stand():
    assert recognise(sheet(["1-1-101", "雷怡诺"], ["1-1-102", "蒋平晓"])) is None
    assert recognise(sheet(["备注", "说明"], ["户主", "联系电话填手机"])) is None
    assert recognise(Sheet("Sheet2", [], [])) is None


def test_a_map_can_be_kept_and_given_back():
    book = sheet(
        ["名单"], ["住在哪", "姓名", "户主", "电话"], ["1-1-101", "雷怡诺", "蒋平晓"], name="1号楼"
    )
    found = recognise(book)
    assert found is not None
    assert fields(found) == ["other", "name", "other", "phone"]
    columns = (
        Column("A", "住在哪", "address"),
        Column("B", "姓名", "other"),
        Column("C", "户主", "name"),
        found.columns[3],
    )
    mended = ColumnMap.from_json(replace(found, columns=columns, building="").to_json())
    assert recognise(book, mended) == mended
    assert mended.says_where()


def test_a_map_of_last_year_is_understood_where_columns_have_moved():
    kept = ColumnMap("2025", (1,), (Column("A", "住在哪", "address"), Column("B", "谁", "name")))
    found = recognise(sheet(["新的一年"], ["谁", "备注", "住在 哪"], ["雷怡诺"], name="2026"), kept)
    assert found == ColumnMap(
        "2026",
        (2,),
        (
            Column("A", "谁", "name"),
            Column("B", "备注", "remark"),
            Column("C", "住在哪", "address"),
        ),
    )


def test_the_row_a_person_chose_is_the_header():
    book = sheet(["楼号", "房号", "姓名"], ["楼栋", "房间号", "住户"], ["1", "101", "雷怡诺"])
    found = recognise(book, ColumnMap("台账", (2,), ()))
    assert found is not None
    assert (found.header_rows, fields(found)) == ((2,), ["building", "room", "name"])


def test_a_column_without_a_heading_can_be_given_a_field():
    book = sheet(["", "姓名", "电话"], ["1-1-101", "雷怡诺", "10051908063"])
    found = recognise(book, ColumnMap("台账", (1,), (Column("A", "", "address"),)))
    assert found is not None
    assert fields(found) == ["address", "name", "phone"]


def test_a_list_without_headings_can_be_read_by_its_letters():
    book = sheet(["1-1-101", "雷怡诺"], ["1-1-102", "蒋平晓"])
    given = ColumnMap("台账", (), (Column("A", "", "address"), Column("B", "", "name")))
    assert recognise(book, given) == given


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "{}",
        '{"sheet":"A","header_rows":[1],"columns":[{"letter":"A"}],"building":""}',
        ColumnMap("A", (1,), (Column("A", "姓名", "password"),)).to_json(),
    ],
)
def test_other_texts_are_no_maps(text):
    with pytest.raises(NotAColumnMap):
        ColumnMap.from_json(text)


@given(st.integers(0, 16_383))
def test_letters_count_columns(place):
    assert place_of(letter_of(place)) == place


def test_letters_are_those_of_excel():
    letters = [letter_of(place) for place in (0, 25, 26, 51, 52, 701, 702, 16_383)]
    assert letters == ["A", "Z", "AA", "AZ", "BA", "ZZ", "AAA", "XFD"]
