import os
import struct
import sys
import time
import zipfile
from subprocess import run

import pytest
import xlsxwriter

from gridapp.domain.errors import Expected
from gridapp.files.sheets import REFUSALS, CannotRead, Limits, read_sheets

MIB = 1 << 20
WORKBOOK = (
    '<?xml version="1.0"?><workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    ' xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">'
    '<sheets><sheet name="A" sheetId="1" r:id="rId1"/></sheets></workbook>'
)
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
RELATION = (
    '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/'
    f'relationships"><Relationship Id="rId1" Target="{{target}}" Type="{OFFICE}/{{kind}}"/>'
    "</Relationships>"
)
SHEET = (
    '<?xml version="1.0"?>{before}<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/'
    '2006/main"><sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>{cell}</t></is></c></row>'
    "</sheetData>{after}</worksheet>"
)


def refusal(path, **limits):
    with pytest.raises(CannotRead) as refused:
        read_sheets(path, limits=Limits(**limits))
    assert isinstance(refused.value, Expected)
    assert path.name in str(refused.value)
    assert "{" not in str(refused.value)
    return refused.value.reason


def quick_refusal(path, **limits):
    start = time.perf_counter()
    reason = refusal(path, **limits)
    assert time.perf_counter() - start < 1
    return reason


def by_hand(path, sheet, *, more=()):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as parts:
        parts.writestr("xl/workbook.xml", WORKBOOK)
        for name, target, kind in (
            ("_rels/.rels", "xl/workbook.xml", "officeDocument"),
            ("xl/_rels/workbook.xml.rels", "worksheets/sheet1.xml", "worksheet"),
        ):
            parts.writestr(name, RELATION.format(target=target, kind=kind))
        parts.writestr("xl/worksheets/sheet1.xml", sheet)
        for name in more:
            parts.writestr(name, "x")
    return path


@pytest.fixture(scope="module")
def bomb(tmp_path_factory):
    """306 MiB of zeros in a third of a MiB."""
    path = tmp_path_factory.mktemp("bomb") / "bomb.xlsx"
    by_hand(path, SHEET.format(before="", cell="姓名", after=""))
    with (
        zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as parts,
        parts.open("xl/sharedStrings.xml", "w") as part,
    ):
        for _ in range(306):
            part.write(bytes(MIB))
    return path


def lying(path, real):
    """The same zip, claiming that its largest part is one byte long."""
    said = path.read_bytes()
    assert said.count(struct.pack("<L", real)) >= 1
    path.with_name("lying.xlsx").write_bytes(
        said.replace(struct.pack("<L", real), struct.pack("<L", 1))
    )
    return path.with_name("lying.xlsx")


def test_a_file_that_is_gone_is_named(tmp_path):
    assert refusal(tmp_path / "去年.xlsx") == "missing"


def test_a_folder_is_refused(tmp_path):
    assert refusal(tmp_path) == "folder"


@pytest.mark.parametrize(
    "content",
    [
        bytes.fromhex("ffd8ffe000104a46494600") + bytes(range(256)) * 8,  # a photo
        bytes(range(256)) * 40,
        b"%PDF-1.7\n1 0 obj\n",
        b"<html><table><tr><td>\xd0\xf2\xba\xc5</td></tr></table></html>",
        b"{\\rtf1\\ansi",
        b"\xff\xff\xff",
    ],
)
def test_what_is_no_spreadsheet_is_refused_whatever_its_name(tmp_path, content):
    path = tmp_path / "photo.xlsx"
    path.write_bytes(content)
    assert refusal(path) == "kind"


def test_documents_of_other_programs_are_refused(tmp_path, open_document, compound_file):
    path = tmp_path / "letter.docx"
    with zipfile.ZipFile(path, "w") as parts:
        parts.writestr("word/document.xml", "<w/>")
    assert refusal(path) == "kind"
    assert refusal(open_document("", kind="text", name="letter.odt")) == "broken"
    assert refusal(compound_file({"WordDocument": b"x"}, name="letter.doc")) == "broken"


def test_a_file_with_a_password_is_refused(compound_file, old_workbook):
    streams = {"EncryptionInfo": b"\4\0\4\0", "EncryptedPackage": os.urandom(6000)}
    assert refusal(compound_file(streams, name="locked.xlsx")) == "password"
    assert refusal(old_workbook([["门牌"]], password=True)) == "password"


def test_a_file_without_a_word_is_empty(tmp_path, workbook):
    nothing = tmp_path / "nothing.csv"
    nothing.write_bytes(b"")
    lines = tmp_path / "lines.csv"
    lines.write_bytes(b"\r\n,,\r\n")
    assert [refusal(path) for path in (nothing, lines, workbook({"A": []}))] == ["empty"] * 3


def test_a_bomb_is_refused_at_once(bomb):
    assert bomb.stat().st_size < MIB
    assert quick_refusal(bomb) == "bomb"


def test_a_bomb_with_lying_sizes_is_refused_at_once(bomb):
    assert quick_refusal(lying(bomb, 306 * MIB)) == "bomb"


def test_many_small_parts_are_summed(tmp_path):
    path = by_hand(tmp_path / "parts.xlsx", SHEET.format(before="", cell="姓名", after=""))
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as parts:
        for number in range(8):
            parts.writestr(f"xl/media/{number}", bytes(MIB))
    assert refusal(path, unpacked=7 * MIB) == "bomb"
    assert read_sheets(path, limits=Limits(unpacked=9 * MIB))[0].rows == [["姓名"]]


def test_a_directory_longer_than_any_workbooks_is_refused_at_once(tmp_path):
    names = [f"xl/{number:0200}" for number in range(5000)]
    path = by_hand(tmp_path / "names.xlsx", "<worksheet/>", more=names)
    assert quick_refusal(path) == "memory"


def test_entities_do_not_multiply(tmp_path):
    lol = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    before = f'<!DOCTYPE worksheet [<!ENTITY l0 "lol">{lol}]>'
    path = by_hand(tmp_path / "lol.xlsx", SHEET.format(before=before, cell="&l9;", after=""))
    assert quick_refusal(path) == "broken"


def test_a_far_away_cell_costs_a_refusal(tmp_path):
    path = tmp_path / "far.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet("A")
        sheet.write(0, 0, "姓名")
        sheet.write(1_048_575, 16_383, "x")
    assert quick_refusal(path) == "memory"


def test_repeated_cells_of_an_open_document_cost_a_refusal(open_document):
    cell = (
        "<table:table-row table:number-rows-repeated='90000'><table:table-cell office:value-type="
        "'float' office:value='1' table:number-columns-repeated='1000'/></table:table-row>"
    )
    assert quick_refusal(open_document(cell)) == "memory"


def test_rows_and_columns_have_limits(workbook, tmp_path):
    path = workbook({"A": [["x"] * 3] * 5})
    assert refusal(path, rows=4) == "rows"
    assert refusal(path, columns=2) == "columns"
    text = tmp_path / "list.csv"
    text.write_text("a,b,c\n" * 5)
    assert refusal(text, rows=4) == "rows"
    assert refusal(text, columns=2) == "columns"


def test_a_very_large_file_is_not_even_opened_by_the_parser(workbook):
    assert refusal(workbook({"A": [["x"]]}), file_bytes=100) == "large"


def test_overlapping_merges_are_refused(tmp_path):
    cells = "".join(f'<mergeCell ref="A1:A{last}"/>' for last in range(2, 900))
    rows = "".join(f'<row r="{n}"><c r="A{n}"><v>1</v></c></row>' for n in range(2, 900))
    sheet = SHEET.format(before="", cell="x", after=f"<mergeCells>{cells}</mergeCells>")
    path = by_hand(tmp_path / "m.xlsx", sheet.replace("</sheetData>", f"{rows}</sheetData>"))
    assert refusal(path) == "broken"


@pytest.fixture(scope="module")
def hungry(tmp_path_factory):
    """One long text in a hundred thousand cells: small on disk, 3 GB for a parser."""
    path = tmp_path_factory.mktemp("hungry") / "hungry.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet("A")
        for row in range(20_000):
            for column in range(5):
                sheet.write_string(row, column, "长" * 10_000)
    return path


def test_a_child_that_eats_memory_is_stopped_below_its_limit(hungry):
    code = (
        "import sys, resource; from pathlib import Path; from gridapp.files import sheets\n"
        "try: sheets.read_sheets(Path(sys.argv[1]))\n"
        "except sheets.CannotRead as refused: print(refused.reason)\n"
        "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)"
    )
    command = [sys.executable, "-c", code, str(hungry)]
    reason, kib = run(command, capture_output=True, check=True, text=True).stdout.split()
    assert reason == "memory"
    assert 100 * 1024 < int(kib) <= 300 * 1024


def test_a_child_that_takes_long_is_stopped(hungry):
    start = time.perf_counter()
    assert refusal(hungry, seconds=0.2, memory=1 << 40) == "slow"
    assert time.perf_counter() - start < 2


def test_broken_files_are_refused_and_never_a_bug(workbook, tmp_path):
    whole = workbook({"台账": [["楼号", "房号", "姓名"], ["1", "101", "雷怡诺"]]}).read_bytes()
    path = tmp_path / "broken.xlsx"
    for keep in range(1, len(whole), len(whole) // 12):
        path.write_bytes(whole[:keep] + b"\0" * 30)
        assert refusal(path) in REFUSALS


def test_number_that_json_cannot_carry_is_refused(tmp_path):
    sheet = SHEET.format(before="", cell="x", after="").replace(
        "</row>", '<c r="B1"><v>NaN</v></c></row>'
    )
    assert refusal(by_hand(tmp_path / "nan.xlsx", sheet)) == "broken"
