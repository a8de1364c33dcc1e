"""Files that cannot be taken: one sentence each, and nothing is imported."""

import zipfile

import pytest
import xlsxwriter

from tests.end_to_end.office import DATA

pytestmark = pytest.mark.end_to_end

_OLE = bytes.fromhex("d0cf11e0a1b11ae1")
HEADINGS = ("序号", "姓名", "电话")


def workbook(path, rows):
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet("台账")
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)


def bomb(path):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as parts:
        parts.writestr("xl/workbook.xml", "<workbook/>")
        with parts.open("xl/worksheets/sheet1.xml", "w") as part:
            for _ in range(210):
                part.write(bytes(1 << 20))


@pytest.fixture
def bad_files(tmp_path):
    """Each file that cannot be taken, and what is said of it."""
    made = {
        "photo.xlsx": "is not a spreadsheet",
        "empty.csv": "There is nothing in",
        "locked.xlsx": "is protected by a password",
        "bomb.xlsx": "unpacks to more than",
        "people.xlsx": "",
        "broken.xlsx": "is damaged",
    }
    (tmp_path / "photo.xlsx").write_bytes(bytes.fromhex("ffd8ffe000104a46") + bytes(range(256)))
    (tmp_path / "empty.csv").write_bytes(b"\r\n,,\r\n")
    locked = _OLE + bytes(2000) + "EncryptedPackage".encode("utf-16-le") + bytes(2000)
    (tmp_path / "locked.xlsx").write_bytes(locked)
    bomb(tmp_path / "bomb.xlsx")
    workbook(tmp_path / "people.xlsx", [HEADINGS, (1, "韦桂芬", "10000000000")])
    workbook(tmp_path / "whole.xlsx", [HEADINGS, (1, "韦桂芬", "10000000000")])
    (tmp_path / "broken.xlsx").write_bytes((tmp_path / "whole.xlsx").read_bytes()[:-900])
    return {tmp_path / name: expected for name, expected in made.items()}


def test_roster_that_cannot_be_taken_is_told_and_nothing_is_imported(town, bad_files):
    laptop = town.laptop("li")
    before = laptop.status()
    missing = {town.root / "no such.xlsx": "There is no file", town.root: "is not a file"}
    for path, expected in (bad_files | missing).items():
        said = laptop.desk("import", path)
        assert (said.code, said.out, said.error.count("\n")) == (1, "", 1), (path, said)
        assert expected in said.error
    assert laptop.status() == before
    assert list((town.root / "tmp").rglob("*.xlsx")) == []


def test_roster_for_a_grid_of_somebody_else_is_refused(town):
    laptop = town.laptop("li")
    roster = DATA / "rosters" / "榆晴社区住户台账.xlsx"
    before = laptop.status()
    said = laptop.desk("import", roster, "--grid", "120110001001009")
    assert (said.code, said.out) == (1, "")
    assert "is not a grid of yours. Nothing was imported." in said.error
    assert laptop.status() == before


def test_files_and_folders_people_name_wrongly_are_told(town):
    laptop, nowhere = town.laptop("li"), town.root / "nowhere" / "x.json"
    roster = DATA / "rosters" / "榆晴社区住户台账.xlsx"
    letter = town.root / "letter.txt"
    letter.write_text("a letter\nto the office\n", encoding="utf-8")
    for said in (
        laptop.desk("import", roster, "--preview", "--columns", nowhere),
        laptop.desk("import", roster, "--preview", "--columns", letter),
        laptop.desk("import", roster, "--preview", "--save-columns", nowhere),
        laptop.desk("import", roster, "--preview", "--problems", nowhere),
        laptop.desk("import", roster, "--preview", "--grid-map", nowhere),
        laptop.desk("import", roster, "--preview", "--grid-map", letter),
        laptop.desk("sign-in", "--hub", "http://127.0.0.1:9", "--password-file", nowhere),
        town.office.run("admin", "divisions", nowhere),
        town.office.run("admin", "divisions", letter),
        town.office.run("admin", "laptop", "--account", "li", "--out", nowhere),
    ):
        assert (said.code, said.error.count("\n")) == (1, 1), said
    assert not nowhere.parent.exists()
    assert not (laptop.home / "log").exists()


def test_data_folder_that_is_no_folder_is_told(town):
    file = town.root / "letter.txt"
    file.write_text("a letter\n", encoding="utf-8")
    enrolment, code = town.office.laptop_file("li", town.line.address)
    for words in (
        ["desk", "status"],
        ["desk", "sign-in", "--enrolment", enrolment, "--code", code],
    ):
        said = town.office.run(*words, GRIDAPP_HOME=str(file))
        assert (said.code, said.error.count("\n")) == (1, 1), said
    assert file.read_text("utf-8") == "a letter\n"


def test_second_place_that_cannot_be_written_is_told_and_the_sending_stands(town):
    town.open()
    laptop = town.laptop("li")
    laptop.good(
        "desk", "report-issue", "--place", "东门", "--category", "0205", "--text", "路灯不亮"
    )
    stick = town.root / "stick"
    stick.write_text("no folder", encoding="utf-8")
    said = laptop.desk("sync", "--backup", stick)
    assert (said.code, said.error.count("\n")) == (1, 1), said
    assert '"sent": ' in said.out
    status = laptop.status()
    assert (status["waiting"], status["records"]["issue"]) == ({}, 1)
