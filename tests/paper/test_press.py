"""Pages on paper: read back as a person, a search and a scanner would."""

import io
import re
import subprocess

import pytest
import zxingcpp
from PIL import Image, ImageFilter
from PySide6.QtPrintSupport import QPrinter

from gridapp.domain.page_codes import read_page_code
from gridapp.paper import press
from gridapp.paper.fonts import family, missing_characters
from gridapp.paper.slips import Office
from tests.paper.conftest import rows, sheet, stair

RARE = "镕喆堃赟昇玥珺翀䶮㛃"
PAGE_SIZE = re.compile(r"Page +\d+ size: +([\d.]+) x ([\d.]+)")


def pdf(path, pages):
    press.to_pdf(pages, path)
    return path


def asked(program, *words):
    """What a program of poppler says."""
    argv = [program, *map(str, words)]
    return subprocess.run(argv, capture_output=True, check=True).stdout.decode()


def text_of(path):
    return asked("pdftotext", "-layout", path, "-")


def picture(page, dpi):
    drawn = press.to_image(page, dpi)
    size = (drawn.width(), drawn.height())
    return Image.frombytes("RGB", size, bytes(drawn.constBits()), "raw", "BGRX")


def test_words_copied_out_of_a_pdf_are_the_words_on_it(tmp_path):
    listed = sheet(stair(rows(range(1, 7), 2, called=f"{RARE[:3]}**")))
    text = text_of(pdf(tmp_path / "list.pdf", press.pages(listed, has_cover=True)))
    for word in ("入户", "户主", "走访清单", "榆晴小区 3号楼2单元", "不愿谈", RARE[:3]):
        assert word in text
    assert not re.search("[⺀-⿟]", text), "no radical stands for a character"


def test_every_room_stands_once_and_no_number_of_a_person(tmp_path):
    text = text_of(pdf(tmp_path / "list.pdf", press.pages(sheet())))
    for row in sheet().stairs[0].rows:
        assert len(re.findall(rf"(?<![0-9A-Z]){row.room}(?![0-9A-Z])", text)) == 1
    assert not re.search("[0-9]{11}", text)


def test_pages_have_the_size_of_paper_and_their_own_font(tmp_path):
    pages = press.pages(sheet(), has_cover=True, office=Office("10012345678"))
    path = pdf(tmp_path / "list.pdf", pages)
    sizes = [
        tuple(map(float, size)) for size in PAGE_SIZE.findall(asked("pdfinfo", "-l", 99, path))
    ]
    lying = pytest.approx((841.9, 595.3), abs=1)
    assert sizes == [lying, lying, lying, pytest.approx((595.3, 841.9), abs=1)]
    fonts = asked("pdffonts", path).splitlines()[2:]
    assert [line.split()[0] for line in fonts] == ["GridappSansSC-Regular"]
    assert all(" yes " in line for line in fonts), "embedded, so that it prints anywhere"


def test_one_page_alone_can_be_printed_again():
    whole = press.pages(sheet())
    assert press.pages(sheet(), only=2) == whole[1:2]
    for wrong in (0, 3, -1):
        with pytest.raises(press.NoSuchPage):
            press.pages(sheet(), only=wrong)


@pytest.mark.parametrize("turned", [0, 2, 45, 180])
def test_the_square_code_is_read_from_a_poor_photo(turned):
    page = press.pages(sheet())[0]
    seen = picture(page, 150).convert("L").rotate(turned, expand=True, fillcolor=255)
    file = io.BytesIO()
    seen.filter(ImageFilter.GaussianBlur(1.2)).save(file, "JPEG", quality=40)
    (read,) = zxingcpp.read_barcodes(Image.open(file))
    assert read_page_code(read.text) == ("L-7K3-1122-4", 1, "A1")


def test_the_codes_of_a_pdf_name_its_pages(tmp_path):
    path = pdf(tmp_path / "list.pdf", press.pages(sheet(is_demo=True), has_cover=True))
    asked("pdftoppm", "-r", 100, "-png", path, tmp_path / "page")
    files = sorted(tmp_path.glob("page*.png"))
    read = [read_page_code(zxingcpp.read_barcodes(Image.open(file))[0].text) for file in files]
    assert [(code.page, code.template) for code in read] == [(0, "C1"), (1, "A1"), (2, "B1")]


def test_corner_marks_stand_where_a_reader_looks_for_them():
    seen = picture(press.pages(sheet())[0], 254).convert("L")
    assert seen.size == (2970, 2100)
    for x in (75, 2895):
        for y in (75, 2025):
            assert seen.getpixel((x, y)) == 0
    assert seen.getpixel((20, 20)) == 255


def test_a_printer_gets_the_same_pages(tmp_path):
    printer = QPrinter()
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "printed.pdf"))
    pages = press.pages(sheet())
    press.to_printer(pages, printer)
    # Dots of another size move words by a hair, and the reader parts them elsewhere.
    written = "".join(text_of(pdf(tmp_path / "list.pdf", pages)).split())
    assert "".join(text_of(tmp_path / "printed.pdf").split()) == written


def test_a_file_that_cannot_be_written_is_told(tmp_path):
    with pytest.raises(press.CannotPrint):
        press.to_pdf(press.pages(sheet()), tmp_path / "no such folder" / "list.pdf")


def test_characters_of_names_are_in_the_font_and_others_are_told():
    assert family() == "Gridapp Sans SC"
    assert missing_characters([RARE, "𬭎○◐□▦✓–♥‖", "入户\n"]) == []
    assert missing_characters(["雷𠮷", "𠮷ད"]) == ["𠮷", "ད"]


def test_a_name_with_a_character_the_font_lacks_is_still_drawn():
    with_rare, without = (
        picture(press.pages(sheet(stair(rows((1,), 1, called=called))))[0], 100)
        for called in ("雷ད", "")
    )
    cell = (200, 165, 230, 195)
    assert with_rare.crop(cell).tobytes() != without.crop(cell).tobytes()


def test_a_thousand_households_fit_a_small_file(tmp_path):
    stairs = [stair(rows(range(1, 7), 2), building=str(n // 3)) for n in range(84)]
    path = pdf(tmp_path / "many.pdf", press.pages(sheet(*stairs)))
    assert path.stat().st_size < 800_000
