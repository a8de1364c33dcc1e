"""Files of every kind as other programs write them, made by hand where no program is at hand."""

import struct
import zipfile
from pathlib import Path

import pytest
import xlsxwriter

ROSTERS = Path(__file__).parents[1] / "data" / "rosters"


@pytest.fixture
def rosters():
    return ROSTERS


@pytest.fixture
def workbook(tmp_path):
    """Write an .xlsx of {sheet: rows}, with {sheet: [(r0, c0, r1, c1, value)]} merged."""

    def write(sheets, *, merged=None, name="list.xlsx"):
        path = tmp_path / name
        with xlsxwriter.Workbook(str(path), {"default_date_format": "yyyy-mm-dd"}) as book:
            for title, rows in sheets.items():
                sheet = book.add_worksheet(title)
                for number, row in enumerate(rows):
                    sheet.write_row(number, 0, row)
                for merge in (merged or {}).get(title, []):
                    sheet.merge_range(*merge)
        return path

    return write


@pytest.fixture
def compound_file(tmp_path):
    """Write an OLE container of {stream name: bytes}, each stream in sectors of its own."""

    def write(streams, *, name):
        path = tmp_path / name
        path.write_bytes(_compound(streams))
        return path

    return write


@pytest.fixture
def old_workbook(compound_file):
    """Write a BIFF8 .xls of one sheet, as Excel 97 would."""

    def write(rows, *, merged=(), password=False, name="old.xls"):
        return compound_file({"Workbook": _biff(rows, merged, password=password)}, name=name)

    return write


@pytest.fixture
def open_document(tmp_path):
    """Write an .ods from the XML of its table rows."""

    def write(table, *, kind="spreadsheet", name="list.ods"):
        path = tmp_path / name
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as parts:
            mimetype = f"application/vnd.oasis.opendocument.{kind}"
            parts.writestr(zipfile.ZipInfo("mimetype"), mimetype)
            parts.writestr("content.xml", _CONTENT.format(table=table))
            parts.writestr("META-INF/manifest.xml", _MANIFEST.format(mimetype=mimetype))
        return path

    return write


_CONTENT = """<?xml version="1.0" encoding="UTF-8"?>
<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0">
<office:body><office:spreadsheet><table:table table:name="台账">{table}</table:table>
</office:spreadsheet></office:body></office:document-content>"""
_MANIFEST = """<?xml version="1.0" encoding="UTF-8"?>
<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">
<manifest:file-entry manifest:full-path="/" manifest:media-type="{mimetype}"/>
</manifest:manifest>"""

_SECTOR = 512
_END_OF_CHAIN, _FREE, _NONE, _FAT = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFF, 0xFFFFFFFD


def _compound(streams):
    """Sector 0 is the allocation table, then the directory, then the streams one by one."""
    padded = {name: body.ljust(-(-max(len(body), 4096) // _SECTOR) * _SECTOR, b"\0")
              for name, body in streams.items()}  # fmt: skip
    entries = [_directory_entry("Root Entry", 5, _END_OF_CHAIN, 0, child=1)]
    directory_sectors = -(-(len(streams) + 1) // 4)
    table = [_FAT, *range(2, directory_sectors + 1), _END_OF_CHAIN]
    for number, (name, body) in enumerate(padded.items(), start=1):
        start, sectors = len(table), len(body) // _SECTOR
        table += [*range(start + 1, start + sectors), _END_OF_CHAIN]
        right = number + 1 if number < len(padded) else _NONE
        entries.append(_directory_entry(name, 2, start, len(body), right=right))
    table += [_FREE] * (_SECTOR // 4 - len(table))
    header = struct.pack(
        "<8s16x5H6x9L", bytes.fromhex("d0cf11e0a1b11ae1"), 0x3E, 3, 0xFFFE, 9, 6,
        0, 1, 1, 0, 4096, _END_OF_CHAIN, 0, _END_OF_CHAIN, 0,
    )  # fmt: skip
    header += struct.pack("<109L", 0, *[_FREE] * 108)
    directory = b"".join(entries).ljust(directory_sectors * _SECTOR, b"\0")
    return header + struct.pack("<128L", *table) + directory + b"".join(padded.values())


def _directory_entry(name, kind, start, size, *, right=_NONE, child=_NONE):
    words = (name + "\0").encode("utf-16-le")
    head = struct.pack("<64sHBB3L", words, len(words), kind, 1, _NONE, right, child)
    return head + bytes(36) + struct.pack("<LQ", start, size)


def _biff(rows, merged, *, password):
    def record(kind, body=b""):
        return struct.pack("<2H", kind, len(body)) + body

    def text(words):
        return b"\1" + words.encode("utf-16-le")

    lock = record(0x2F, struct.pack("<H52x", 1)) if password else b""
    name = "1号楼"
    opening = record(0x809, struct.pack("<4H2L", 0x600, 5, 0, 0, 0, 0)) + lock
    starts_at = len(opening) + (4 + 8 + 2 * len(name)) + 4
    sheet = record(0x809, struct.pack("<4H2L", 0x600, 0x10, 0, 0, 0, 0))
    sheet += record(0x200, struct.pack("<2L3H", 0, len(rows), 0, len(rows[0]), 0))
    for row, cells in enumerate(rows):
        for column, cell in enumerate(cells):
            at = struct.pack("<3H", row, column, 0)
            if isinstance(cell, str):
                sheet += record(0x204, at + struct.pack("<H", len(cell)) + text(cell))
            else:
                sheet += record(0x203, at + struct.pack("<d", cell))
    if merged:
        ranges = b"".join(struct.pack("<4H", r0, r1, c0, c1) for (r0, c0), (r1, c1) in merged)
        sheet += record(0xE5, struct.pack("<H", len(merged)) + ranges)
    where = struct.pack("<LBBB", starts_at, 0, 0, len(name)) + text(name)
    return opening + record(0x85, where) + record(0x0A) + sheet + record(0x0A)
