"""Lists on paper: made when they are wanted, printed with a number, looked at, handed back."""

from itertools import product

import pytest
from PySide6.QtCore import Qt
from PySide6.QtPrintSupport import QPrinter

from gridapp.client.actions.doors import list_doors
from gridapp.client.actions.list_pages import list_for
from gridapp.client.actions.visits import record_visit
from gridapp.domain.records.people import Household
from gridapp.domain.records.places import Building, Unit
from gridapp.domain.records.visits import PrintLog, VisitList
from gridapp.domain.words import LANGUAGES
from gridapp.ui.look import sizes
from gridapp.ui.printing.printers import NoPrinter
from tests.client.conftest import edit, held
from tests.ui import seen
from tests.ui.conftest import find
from tests.ui.seen import settled

_SOON = 15_000  # ms


@pytest.fixture
def place(desk, stairs):
    """The second stair of 3号楼."""
    assert stairs.households == 54
    (building,), (unit,) = held(desk, Building), held(desk, Unit, no="2")
    return {"building": building.id, "unit": unit.id}


@pytest.fixture
def printer(inside, tmp_path):
    """The page prints on this one, which keeps what comes out."""
    made = QPrinter(QPrinter.PrinterMode.HighResolution)
    made.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    made.setOutputFileName(str(tmp_path / "paper.pdf"))
    inside.go("lists")
    inside.workplace.page.panel.choose_printer = lambda *_: made
    return made


def press(inside, qtbot, name):
    qtbot.mouseClick(find(inside, name), Qt.MouseButton.LeftButton)
    settled()


def said(inside, name):
    return find(inside, name).text()


def waiting(inside, qtbot):
    """Until nothing is drawn or printed any more."""
    qtbot.waitUntil(lambda: not inside.here.tasks.is_busy, timeout=_SOON)
    settled()
    qtbot.waitUntil(lambda: not inside.here.tasks.is_busy, timeout=_SOON)
    settled()


def shown(inside, name):
    return any(part.objectName() == name for part in seen.shown(inside.window))


def write(inside, qtbot, name, text):
    line = find(inside, name)
    line.setFocus()
    line.selectAll()
    qtbot.keyClicks(line, text)


def save(inside, qtbot, path):
    press(inside, qtbot, "save-pdf")
    find(inside, "save-as").setText(str(path))
    press(inside, qtbot, "save-as-go")
    waiting(inside, qtbot)


def test_a_place_is_ready_to_print_and_nothing_is_written_yet(inside, desk, place):
    inside.go("lists", **place)
    settled()
    assert said(inside, "heading") == "打印 3号楼 2单元"
    assert said(inside, "purpose") == "入户走访"
    assert "清单还没做" in said(inside, "standing")
    assert not shown(inside, "preview")
    assert held(desk, VisitList) == []


def test_looking_makes_the_list_once_and_shows_its_pages(inside, desk, place, qtbot):
    inside.go("lists", **place)
    press(inside, qtbot, "look")
    waiting(inside, qtbot)
    (made,) = held(desk, VisitList)
    assert len(made.household_ids) == 18
    assert f"清单 {made.short_no}，今天 09:0" in said(inside, "standing")
    assert said(inside, "page-of") == "第 1/4 页"
    assert not find(inside, "page-before").isEnabled()
    press(inside, qtbot, "page-after")
    waiting(inside, qtbot)
    assert said(inside, "page-of") == "第 2/4 页"
    assert "101" in find(inside, "paper").accessibleDescription().split("\n")
    drawn = find(inside, "paper").grab().toImage()
    spots = product(range(5, drawn.width() - 5, 5), range(5, drawn.height() - 5, 5))
    assert sum(drawn.pixelColor(x, y).lightness() < 128 for x, y in spots) > 100
    inside.go("today")
    inside.go("lists", **place)
    waiting(inside, qtbot)
    assert not shown(inside, "look")
    assert held(desk, VisitList) == [made]
    assert held(desk, PrintLog) == []


def test_a_pdf_is_saved_and_its_copy_registered(inside, desk, place, qtbot, tmp_path):
    inside.go("lists", **place)
    press(inside, qtbot, "save-pdf")
    assert find(inside, "save-as").text().endswith("走访清单 3号楼 2单元 11-22.pdf")
    save(inside, qtbot, tmp_path / "清单")
    assert (tmp_path / "清单.pdf").read_bytes().startswith(b"%PDF")
    (made,), (first,) = held(desk, VisitList), held(desk, PrintLog)
    assert (first.list_id, first.copy_no, first.pages, first.purpose) == (made.id, 1, 4, "入户走访")
    assert said(inside, "notice-text").startswith("第 1 份，已存成 清单.pdf，已登记。")
    assert said(inside, "log-1-text") == "第 1 份  今天 09:00  演示li  入户走访  4 页"
    save(inside, qtbot, tmp_path / "again.pdf")
    assert said(inside, "log-1-text").startswith("第 2 份")
    assert "印过 2 份" in said(inside, "standing")


def test_a_file_is_written_over_only_when_that_is_said(inside, desk, place, qtbot, tmp_path):
    path = tmp_path / "old.pdf"
    path.write_text("keep me")
    inside.go("lists", **place)
    save(inside, qtbot, path)
    press(inside, qtbot, "answer-1")
    assert path.read_text() == "keep me"
    press(inside, qtbot, "save-as-go")
    press(inside, qtbot, "answer-2")
    waiting(inside, qtbot)
    assert path.read_bytes().startswith(b"%PDF")
    assert len(held(desk, PrintLog)) == 1


def test_a_folder_that_is_not_there_is_told_and_nothing_made(inside, desk, place, qtbot, tmp_path):
    inside.go("lists", **place)
    save(inside, qtbot, tmp_path / "nowhere" / "list.pdf")
    assert "没有" in said(inside, "notice-text")
    assert "nowhere" in said(inside, "notice-text")
    assert held(desk, VisitList) == []


def test_ctrl_p_prints_every_copy_under_its_own_number(inside, desk, place, printer, qtbot):
    printer.setCopyCount(2)
    inside.go("lists", **place)
    settled()
    qtbot.keyClick(inside.window, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    waiting(inside, qtbot)
    assert sorted(entry.copy_no for entry in held(desk, PrintLog)) == [1, 2]
    assert said(inside, "notice-text").startswith("第 2 份，已送打印机，已登记。")


def test_without_a_printer_a_pdf_is_offered(inside, desk, place, printer, qtbot):
    def nobody(*_):
        raise NoPrinter("This computer has no printer. Save a PDF and print it elsewhere?")

    assert printer.copyCount() == 1
    inside.workplace.page.panel.choose_printer = nobody
    inside.go("lists", **place)
    press(inside, qtbot, "print")
    assert said(inside, "notice-text") == "这台电脑没有打印机。存成 PDF，拿到别处打？"
    press(inside, qtbot, "answer-1")
    assert find(inside, "save-as").hasFocus()
    assert held(desk, VisitList) == []


def test_who_chooses_no_printer_prints_nothing(inside, desk, place, printer, qtbot):
    assert printer.copyCount() == 1
    inside.workplace.page.panel.choose_printer = lambda *_: None
    inside.go("lists", **place)
    press(inside, qtbot, "print")
    waiting(inside, qtbot)
    assert held(desk, VisitList) == []


def test_one_page_is_printed_again(inside, desk, place, printer, qtbot):
    assert printer.copyCount() == 1
    inside.go("lists", id=list_for(desk, **place))
    waiting(inside, qtbot)
    number = held(desk, VisitList)[0].short_no
    assert said(inside, "heading") == f"清单 {number}  3号楼 2单元"
    press(inside, qtbot, "wanted-one")
    press(inside, qtbot, "page-2")
    waiting(inside, qtbot)
    assert said(inside, "page-of") == "第 1/1 页"
    assert "501" in find(inside, "paper").accessibleDescription().split("\n")
    press(inside, qtbot, "print")
    waiting(inside, qtbot)
    (entry,) = held(desk, PrintLog)
    assert entry.pages == 1


def test_nothing_is_printed_for_no_purpose(inside, desk, place, printer, qtbot):
    assert printer.copyCount() == 1
    inside.go("lists", **place)
    find(inside, "purpose").clear()
    press(inside, qtbot, "print")
    assert said(inside, "notice-text") == "还差“用途”没填。"
    write(inside, qtbot, "purpose", "xunfang")
    press(inside, qtbot, "print")
    waiting(inside, qtbot)
    (entry,) = held(desk, PrintLog)
    assert entry.purpose == said(inside, "purpose") == "xunfang"


def test_slips_tell_where_the_office_is_and_it_is_remembered(inside, place, desk, qtbot):
    inside.go("lists", id=list_for(desk, **place))
    press(inside, qtbot, "wanted-cover")
    press(inside, qtbot, "wanted-slips")
    write(inside, qtbot, "office-phone", "10012345678")
    qtbot.keyClick(find(inside, "office-phone"), Qt.Key.Key_Tab)
    waiting(inside, qtbot)
    assert said(inside, "page-of") == "第 1/4 页"
    for _ in range(3):
        press(inside, qtbot, "page-after")
    waiting(inside, qtbot)
    assert "10012345678" in find(inside, "paper").accessibleDescription()
    assert not find(inside, "page-after").isEnabled()


def test_characters_the_paper_may_lack_are_told(inside, desk, place, qtbot):
    edit(desk, held(desk, Household)[0], salutation="🐼阿姨")
    inside.go("lists", id=list_for(desk, building=place["building"], unit=""))
    waiting(inside, qtbot)
    assert said(inside, "missing").endswith("🐼")


def test_lists_in_my_hands_are_counted_looked_at_and_handed_back(inside, desk, place, qtbot):
    inside.go("lists")
    assert said(inside, "no-lists") == "手上没有清单。"
    made = list_for(desk, **place)
    home = held(desk, VisitList)[0].household_ids[0]
    with inside.here.acting("visit", "visit_list"):
        record_visit(desk, household=home, outcome="20")
    settled()
    line = said(inside, "in-hand-1-text")
    assert line.startswith("3号楼 2单元  今天 09:00  L-")
    assert line.endswith("18户 · 敲过 1 · 见到 0 · 不敲 0 · 印过 0 份")
    press(inside, qtbot, "in-hand-1-b")
    assert not shown(inside, "in-hand-1")
    assert held(desk, VisitList)[0].returned_at
    press(inside, qtbot, "undo")
    assert not held(desk, VisitList)[0].returned_at
    press(inside, qtbot, "in-hand-1")
    assert made == held(desk, VisitList)[0].id
    press(inside, qtbot, "hand-back")
    assert "已交回" in said(inside, "standing")
    assert not find(inside, "print").isEnabled()


def test_a_list_that_is_not_here_is_told(inside):
    inside.go("lists", id="L-000-0101-1")
    assert "没有走访清单 L-000-0101-1" in said(inside, "notice-text")
    assert said(inside, "heading") == "清单"


def test_a_stair_is_chosen_and_the_chart_leads_here_too(inside, place, qtbot):
    inside.go("lists")
    assert find(inside, f"stair-{place['unit']}").text() == "2单元 18 户"
    press(inside, qtbot, f"stair-{place['unit']}")
    assert said(inside, "heading") == "打印 3号楼 2单元"
    inside.go("lists")
    press(inside, qtbot, "stair-whole")
    assert said(inside, "heading") == "打印 3号楼"
    inside.go("buildings")
    settled()
    qtbot.keyClick(inside.window, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    settled()
    assert said(inside, "heading") == "打印 3号楼 1单元"


def test_nothing_is_cut_on_the_page_of_one_list(inside, desk, place, qtbot):
    record_visit(desk, household=list_doors(desk)[0].household_id, outcome="20")
    inside.go("lists", id=list_for(desk, **place))
    press(inside, qtbot, "save-pdf")
    found = {}
    for language, size in product(LANGUAGES, sizes.SIZES):
        press(inside, qtbot, "wanted-slips" if language == "en" else "wanted-one")
        inside.here.look.choose(size=size, elder=size == sizes.ELDER)
        inside.here.words.choose(language)
        waiting(inside, qtbot)
        for complaint in (seen.cut, seen.overlapping, seen.outside, seen.nameless, seen.unreached):
            if told := complaint(inside.window):
                found[language, size, complaint.__name__] = told
    assert found == {}
