from collections import Counter

import pytest
from python_calamine import CalamineWorkbook

from gridapp.files.columns import Column, ColumnMap
from gridapp.files.roster import NoAddressColumn, NoHeadings, roster_rows
from gridapp.files.sheets import Sheet, read_sheets


def roster(*rows, name="台账", merged=(), given=()):
    width = max(map(len, rows))
    filled = [[*row, *[""] * (width - len(row))] for row in rows]
    return roster_rows([Sheet(name, filled, list(merged))], given)


def doors(found, *fields):
    return [tuple(entry.cells.get(field) for field in fields) for entry in found.entries]


def reasons(found):
    return [(row.row, row.reason) for row in found.skipped]


def test_book_with_merged_cells_gives_every_household_and_member(rosters):
    path = rosters / "榆晴社区住户台账.xlsx"
    found = roster_rows(read_sheets(path))
    bare = CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python(skip_empty_area=False)
    people = sum(1 for row in bare[4:263] if row[5])
    heads = sum(1 for row in bare[4:263] if row[0] != "" and row[5] and row[0] != "小计")
    assert len(found.entries) == 108
    assert sum(len(entry.members) for entry in found.entries) == people - heads == 149
    assert Counter(row.reason for row in found.skipped) == Counter(
        title=2, heading=2, total=4, blank=1, signature=1
    )
    assert Counter(entry.cells["building"] for entry in found.entries) == {
        "1号楼": 36,
        "2号楼": 36,
        "3号楼": 36,
    }
    assert [entry.cells["serial"] for entry in found.entries] == list(range(1, 109))


def test_members_keep_their_own_cells_and_the_household_its_remark(rosters):
    (first, *_) = roster_rows(read_sheets(rosters / "榆晴社区住户台账.xlsx")).entries
    assert (first.sheet, first.row) == ("台账", 5)
    assert first.cells == {
        "serial": 1,
        "building": "1号楼",
        "unit": "1单元",
        "floor": 1,
        "room": "101",
        "name": "雷怡诺",
        "id_number": "990101199601026444",
        "birth": "1996.1",
        "phone": "10051908063",
        "relation": "户主",
        "usage": "空置",
        "remark": "独居老人",
    }
    assert [member.row for member in first.members] == [6, 7, 8, 9]
    assert first.members[2].cells["name"] == "姚  伟"
    assert {member.cells["remark"] for member in first.members} == {""}


def test_text_roster_gives_every_row_with_the_doubled_ones(rosters):
    found = roster_rows(read_sheets(rosters / "榆晴小区网格户表_gbk.csv"))
    assert len(found.entries) == 75
    assert len({entry.cells["address"] for entry in found.entries}) == 72
    assert sum(len(entry.members) for entry in found.entries) == 0
    assert reasons(found) == [(1, "heading")]
    assert (found.entries[0].row, found.entries[0].cells["address"]) == (2, "5#1-101")


def test_one_sheet_for_each_building_gives_all_of_them(rosters):
    found = roster_rows(read_sheets(rosters / "望溪社区分楼栋.xlsx"))
    assert Counter(entry.sheet for entry in found.entries) == {
        "1号楼": 44,
        "2号楼": 44,
        "10号楼": 44,
    }
    assert sum(len(entry.members) for entry in found.entries) == 0
    assert {entry.cells["building"] == entry.sheet for entry in found.entries} == {True}
    assert Counter(row.reason for row in found.skipped) == Counter(
        title=3, heading=3, blank=3, total=3
    )
    assert [columns.sheet for columns in found.columns] == ["1号楼", "2号楼", "10号楼"]


def test_totals_signatures_and_repeated_heads_are_left_out():
    heads = ["序号", "楼号", "房号", "姓名", "备注"]
    found = roster(
        ["榆晴社区台账"],
        heads,
        [1, "1号楼", "101", "雷怡诺", "同上"],
        ["小 计", "1户", "", "1人"],
        ["1号楼合计：", "", "1户"],
        [],
        heads,
        [2, "2号楼", "101", "共小明", "〃"],
        ["共", "", "2户"],
        ["", "共2户，2人"],
        ["累计", 2],
        [3],
        ["制表人：", "", "审核人："],
        ["填表日期:2026.3.7"],
        ["备注：同上指与上一户相同"],
    )
    assert doors(found, "serial", "name", "remark") == [(1, "雷怡诺", "同上"), (2, "共小明", "〃")]
    assert reasons(found) == [
        *((1, "title"), (2, "heading"), (4, "total"), (5, "total"), (6, "blank"), (7, "heading")),
        *((9, "total"), (10, "total"), (11, "total"), (12, "stray"), (13, "signature")),
        *((14, "signature"), (15, "signature")),
    ]


def test_empty_flats_are_households_and_never_members():
    found = roster(
        ["门牌", "户主", "备注"],
        ["1-1-101", "雷怡诺"],
        ["1-1-102", "", "空"],
        ["", "蒋平晓"],
        ["1-1-201", ""],
    )
    assert doors(found, "address", "name") == [
        *(("1-1-101", "雷怡诺"), ("1-1-102", ""), ("1-1-201", ""))
    ]
    assert [len(entry.members) for entry in found.entries] == [0, 1, 0]


def test_a_name_without_a_door_is_kept_to_be_put_right():
    found = roster(["序号", "门牌", "户主"], ["", "", "雷怡诺"], [2, "", "蒋平晓"])
    assert doors(found, "name") == [("雷怡诺",), ("蒋平晓",)]


def test_people_who_repeat_the_door_and_say_how_they_are_related_are_members():
    found = roster(
        ["序号", "楼号", "房号", "姓名", "与户主关系"],
        [1, "1号楼", 101, "雷怡诺", "户主"],
        [2, "1号楼", "101", "贾珍文", "配偶"],
        [3, "1号楼", "101", "武东勇", "户 主"],
        [4, "1号楼", "102", "姚伟", "子"],
        [5, "1号楼", "102", "孟艳玲", ""],
    )
    assert [(entry.row, len(entry.members)) for entry in found.entries] == [
        *((2, 1), (4, 0), (5, 0), (6, 0))
    ]


def test_buildings_written_once_are_carried_down():
    found = roster(
        ["楼号", "单元", "房号", "姓名"],
        ["1号楼", "1单元", "101", "雷怡诺"],
        ["", "", "", "贾珍文"],
        ["", "", "102", "蒋平晓"],
        ["小计", "2户"],
        ["", "2单元", "101", "沈小"],
        ["2号楼", "", "101", "崔丽艳"],
        ["", "", "102", "白德福"],
    )
    assert doors(found, "building", "unit", "room") == [
        *(("1号楼", "1单元", "101"), ("1号楼", "1单元", "102"), ("1号楼", "2单元", "101")),
        *(("2号楼", "", "101"), ("2号楼", "", "102")),
    ]


def test_a_gap_in_a_column_written_on_every_row_stays_a_gap():
    found = roster(
        ["楼号", "单元", "房号"],
        *(["1号楼", "1单元", "101"], ["1号楼", "1单元", "102"], ["", "1单元", "201"]),
        *(["2号楼", "", "101"], ["2号楼", "", "102"]),
    )
    assert doors(found, "building", "unit") == [
        *(("1号楼", "1单元"), ("1号楼", "1单元"), ("", "1单元"), ("2号楼", ""), ("2号楼", ""))
    ]


def test_a_whole_address_takes_nothing_from_the_row_above():
    found = roster(
        ["楼号", "详细地址", "姓名"], ["5号楼", "1单元101", "雷怡诺"], ["", "6号楼1-101", "蒋平晓"]
    )
    assert doors(found, "building", "address") == [("5号楼", "1单元101"), ("", "6号楼1-101")]


def test_values_merged_downwards_belong_to_each_household():
    found = roster(
        ["楼号", "房号", "姓名", "备注"],
        ["1号楼", "101", "雷怡诺", "低保"],
        ["1号楼", "102", "蒋平晓", "低保"],
        ["1号楼", "", "沈小", ""],
        merged=[((1, 0), (3, 0)), ((1, 3), (2, 3))],
    )
    assert doors(found, "building", "room", "remark") == [
        *(("1号楼", "101", "低保"), ("1号楼", "102", "低保"))
    ]
    assert found.entries[1].members[0].cells["building"] == ""


def test_a_value_merged_across_columns_belongs_to_the_first():
    found = roster(
        ["楼号", "房号", "姓名", "联系电话", "备注"],
        ["1号楼", "101", "空置", "空置", "空置"],
        merged=[((1, 2), (1, 4))],
    )
    assert doors(found, "name", "phone", "remark") == [("空置", "", "")]


def test_sheets_without_households_are_left_out():
    households = Sheet("台账", [["门牌", "户主"], ["1-1-101", "雷怡诺"]], [])
    figures = Sheet("汇总", [["姓名", "人数"], ["雷怡诺", 5]], [])
    notes = Sheet("说明", [["请如实填写"]], [])
    found = roster_rows([notes, households, figures, Sheet("Sheet4", [], [])])
    assert [entry.sheet for entry in found.entries] == ["台账"]
    assert [(row.sheet, row.row, row.reason) for row in found.skipped if not row.row] == [
        *(("说明", 0, "no_headings"), ("汇总", 0, "no_address"))
    ]


def test_a_roster_without_addresses_names_the_headings_it_has():
    with pytest.raises(NoAddressColumn) as refused:
        roster(["序号", "姓 名", "联系\n电话", "民族"], [1, "雷怡诺", "10051908063", "汉"])
    assert "序号、姓名、联系电话、民族" in str(refused.value)


def test_rooms_without_a_building_are_no_address():
    with pytest.raises(NoAddressColumn):
        roster(["房号", "姓名"], ["101", "雷怡诺"])


def test_a_file_without_headings_says_what_to_add():
    with pytest.raises(NoHeadings, match="姓名"):
        roster(["1-1-101", "雷怡诺"])


def test_what_a_person_chose_goes_before_the_headings():
    columns = (Column("A", "住在哪", "address"), Column("B", "姓名", "name"))
    rows = (["住在哪", "姓名"], ["1-1-101", "雷怡诺"])
    given = [ColumnMap("台账", (1,), columns)]
    assert doors(roster(*rows, given=given), "address", "name") == [("1-1-101", "雷怡诺")]
    assert doors(roster(*rows, name="新表", given=given), "address") == [("1-1-101",)]


def test_a_list_without_headings_is_read_from_its_first_row():
    given = [ColumnMap("台账", (), (Column("A", "", "address"), Column("B", "", "name")))]
    found = roster(["1-1-101", "雷怡诺"], ["合计", 1], given=given)
    assert doors(found, "address", "name") == [("1-1-101", "雷怡诺")]
    assert reasons(found) == [(2, "total")]


def test_a_building_a_person_named_is_given_to_every_household():
    found = roster(
        ["房号", "姓名"], ["101", "雷怡诺"], given=[ColumnMap("台账", (1,), (), "5号楼")]
    )
    assert doors(found, "building", "room") == [("5号楼", "101")]


def test_ten_thousand_rows_arrive_by_their_row_numbers(workbook):
    rows = [[number, f"{number % 40}号楼", "101", f"住{number}"] for number in range(10_000)]
    found = roster_rows(read_sheets(workbook({"台账": [["序号", "楼号", "房号", "姓名"], *rows]})))
    assert [entry.row - 2 for entry in found.entries] == [row[0] for row in rows]
