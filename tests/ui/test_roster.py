"""The steps of an import, as a person walks them: columns, preview, remarks; nothing is cut."""

from itertools import product

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QTableView
from python_calamine import CalamineWorkbook

from gridapp.client.roster.recent import recent_folder
from gridapp.domain.records.people import Household, Resident
from gridapp.domain.records.places import Building
from gridapp.domain.words import LANGUAGES
from gridapp.ui.look import sizes
from tests.client.conftest import held, row
from tests.ui import hands, seen
from tests.ui.conftest import find
from tests.ui.importing import (
    LISTED,
    choose,
    finish,
    offer,
    page,
    press,
    rows_of,
    said,
    shown,
    walk,
)

__all__ = ["offer", "page", "walk"]


def test_columns_show_what_was_recognised_with_masked_values(inside, sheet, offer):
    offer(sheet(*LISTED, title="榆晴小区住户台账"))
    name, phone = find(inside, "column-name"), find(inside, "column-phone")
    assert name.currentText() == "D  姓名"
    assert said(inside, "samples-name") == "雷**、蒋**、丁**"
    assert said(inside, "samples-phone") == "100****8063、****0806、100****2526"
    assert phone.currentData() == "G"
    assert find(inside, "header-row").currentData() == 2
    assert "认出 10 列" in said(inside, "columns-said")


def test_a_column_that_was_not_recognised_is_chosen(inside, desk, sheet, offer, walk, qtbot):
    path = sheet(["11号楼1单元101", "雷怡诺", ""], heads=["位置", "姓名", "电话"])
    offer(path)
    assert "哪一列写着住哪儿" in said(inside, "columns-said")
    page = find(inside, "page-roster")
    qtbot.keyClick(page, Qt.Key.Key_Return)
    assert "对一对列" in said(inside, "roster-step")
    choose(find(inside, "column-address"), "A")
    assert "认出 3 列" in said(inside, "columns-said")
    walk(2)
    finish(inside, qtbot)
    assert "11" in {each.no for each in held(desk, Building)}


def test_the_row_of_the_headings_is_said_where_none_is_recognised(inside, sheet, offer, walk):
    offer(sheet(["住在", "谁"], ["11-1-101", "雷怡诺"], heads=["甲", "乙"]))
    assert "没认出表头" in said(inside, "columns-said")
    choose(find(inside, "header-row"), 2)
    choose(find(inside, "column-address"), "A")
    choose(find(inside, "column-name"), "B")
    walk()
    assert [line[1:4] for line in rows_of(inside)] == [["3", "11-1-101", "雷**"]]


def test_a_count_opens_its_rows_with_their_reasons(inside, sheet, offer, walk, qtbot):
    offer(sheet(*LISTED))
    walk()
    assert said(inside, "group-new") == "1 新增 3 户"
    assert said(inside, "group-doubled") == "4 名册里重复 1 行"
    assert said(inside, "group-bad") == "6 有问题 2 处"
    lines = rows_of(inside)
    assert [line[1] for line in lines] == ["3", "4"]
    assert "不是电话号码" in lines[0][4]
    assert "****0806" in lines[0][4]
    assert said(inside, "row-reason") == lines[0][4]
    qtbot.keyClick(find(inside, "roster-rows"), Qt.Key.Key_4)
    assert [line[1] for line in rows_of(inside)] == ["5"]
    press(inside, qtbot, "group-new")
    assert [line[2:4] for line in rows_of(inside)] == [
        ["8-1-101", "雷**"],
        ["8-1-102", "蒋**"],
        ["9-1-101", "郝**"],
    ]


def test_what_differs_stays_unless_the_list_is_taken(inside, desk, sheet, offer, walk, qtbot):
    known = row("101", "雷怡诺", building="3号楼", phone="10077777777", count="3")
    offer(sheet(known, title="榆晴小区"))
    walk()
    press(inside, qtbot, "group-differing")
    (line,) = rows_of(inside)
    assert "电话：本机 100****0000，名册 100****7777" in line[4]
    press(inside, qtbot, "overwrite")
    walk()
    finish(inside, qtbot)
    (home,) = [h for h in held(desk, Household) if h.phone == "10077777777"]
    press(inside, qtbot, "undo-import")
    qtbot.waitUntil(lambda: "选文件" in said(inside, "roster-step"))
    assert [h.phone for h in held(desk, Household) if h.id == home.id] == ["10000000000"]


def test_remarks_are_taken_by_kind(inside, desk, sheet, offer, walk, qtbot):
    offer(sheet(*LISTED))
    walk(2)
    assert "备注里提到的" in said(inside, "roster-step")
    assert said(inside, "words-care_tag") == "独居老人"
    press(inside, qtbot, "take-refusal")
    walk()
    finish(inside, qtbot)
    homes = {h.head: h for h in held(desk, Household) if h.remark or h.refusal}
    assert homes["蒋平晓"].refusal == "32"
    assert homes["雷怡诺"].care_tags == ()


def test_id_numbers_are_kept_only_with_a_purpose(inside, desk, sheet, offer, walk, qtbot):
    listed = row("101", "雷怡诺", building="8号楼", id="990101199601026444")
    offer(sheet(listed))
    assert said(inside, "samples-id_number") == "****6444"
    hands.say(find(inside, "id-purpose"), "发放高龄津贴")
    walk(2)
    finish(inside, qtbot)
    assert "990101199601026444" in {each.id_number for each in held(desk, Resident)}
    press(inside, qtbot, "import-another")
    offer(sheet(row("102", "蒋平晓", building="8号楼", id="990101199601026444")))
    walk(2)
    finish(inside, qtbot)
    (person,) = [r for r in held(desk, Resident) if r.name == "蒋平晓" and not r.phone]
    assert person.id_number == ""


def test_a_bad_file_is_told_in_the_page_and_another_can_be_chosen(
    inside, page, sheet, offer, tmp_path, qtbot
):
    bad = tmp_path / "名册.xlsx"
    bad.write_bytes(b"PK\x03\x04 and nothing of a sheet")
    assert hands.drop(page, hands.files(bad))
    qtbot.waitUntil(
        lambda: bool(shown(inside, "roster-told")) and "名册.xlsx" in said(inside, "roster-told")
    )
    assert "选文件" in said(inside, "roster-step")
    assert recent_folder(inside.here.desk) == str(tmp_path)
    offer(sheet(*LISTED))
    assert shown(inside, "roster-told") == []


@pytest.fixture
def saved(tmp_path, monkeypatch):
    """Where a person says to save, in the dialog of the system."""
    answer = staticmethod(lambda *_: (str(tmp_path / "有问题的行"), ""))
    monkeypatch.setattr(QFileDialog, "getSaveFileName", answer)
    return tmp_path / "有问题的行.xlsx"


def test_the_rows_with_problems_are_saved_as_a_list(inside, sheet, offer, walk, qtbot, saved):
    offer(sheet(*LISTED))
    walk()
    press(inside, qtbot, "save-problems")
    qtbot.waitUntil(lambda: "有问题的行.xlsx" in said(inside, "notice-text"))
    table = CalamineWorkbook.from_path(str(saved)).get_sheet_by_index(0).to_python()
    assert table[0][-1] == "原因"
    assert len(table) == 4


def test_steps_are_stepped_back_and_what_was_decided_stays(inside, sheet, offer, walk, qtbot):
    offer(sheet(*LISTED))
    choose(find(inside, "column-phone"), "")
    walk()
    assert said(inside, "group-bad") == "6 有问题 1 处"
    press(inside, qtbot, "back")
    assert find(inside, "column-phone").currentData() == ""
    choose(find(inside, "column-phone"), "G")
    walk()
    assert said(inside, "group-bad") == "6 有问题 2 处"


def test_the_language_changes_in_the_middle_of_it(inside, sheet, offer, walk):
    offer(sheet(*LISTED))
    hands.say(find(inside, "compound"), "榆晴小区")
    inside.here.words.choose("en")
    assert said(inside, "roster-step") == "Step 2 of 4: Match columns"
    assert find(inside, "compound").text() == "榆晴小区"
    walk()
    assert said(inside, "group-new") == "1 New: 3"


def test_a_list_of_several_sheets_is_matched_sheet_by_sheet(inside, sheet, offer, walk):
    heads = ["门牌", "住的人", "电话"]
    sheets = {f"{n}号楼": [heads, [f"{n}-1-101", "雷怡诺", ""]] for n in (8, 9)}
    offer(sheet(sheets=sheets))
    assert find(inside, "sheet").count() == 2
    choose(find(inside, "column-name"), "B")
    choose(find(inside, "sheet"), "9号楼")
    assert find(inside, "column-name").currentData() == "B"
    walk()
    assert [line[0] for line in rows_of(inside)] == ["8号楼", "9号楼"]
    assert not find(inside, "roster-rows").isColumnHidden(0)
    assert isinstance(find(inside, "roster-rows"), QTableView)


COMPLAINTS = (seen.cut, seen.overlapping, seen.outside, seen.nameless)


def complaints(inside):
    """What a person would complain of in the step in sight, in both languages and all sizes."""
    found = {}
    for language, size in product(LANGUAGES, (min(sizes.SIZES), max(sizes.SIZES))):
        inside.here.look.choose(size=size)
        inside.here.words.choose(language)
        seen.settled()
        for complaint in COMPLAINTS:
            if said := complaint(inside.window):
                found[language, size, complaint.__name__] = said
    inside.here.look.choose(size=sizes.USUAL)
    inside.here.words.choose("zh_CN")
    return found


def test_nothing_is_cut_in_any_step(inside, sheet, offer, walk, qtbot):
    offer(sheet(*LISTED, title="榆晴小区住户台账"))
    assert complaints(inside) == {}
    for _ in range(3):
        walk()
        assert complaints(inside) == {}
    finish(inside, qtbot)
    assert complaints(inside) == {}
