"""One sheet as an .xlsx, written out by hand: to the last byte the same on every machine."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from io import BytesIO
from zipfile import ZIP_STORED, ZipFile, ZipInfo

Cell = str | int

_MADE_ON = (2026, 11, 1, 8, 0, 0)
_MADE_AT = "2026-11-01T00:00:00Z"
_TITLE, _HEAD, _LINE = 1, 2, 3  # numbers of the styles below

_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_OFFICE = "http://schemas.openxmlformats.org"
_MAIN = f'xmlns="{_OFFICE}/spreadsheetml/2006/main"'
_LINKS = f'<Relationships xmlns="{_OFFICE}/package/2006/relationships">'
_LINK = f"{_OFFICE}/officeDocument/2006/relationships"
_CORE = f"{_OFFICE}/package/2006"
_BOOK_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"

_PARTS: Mapping[str, str] = {
    "[Content_Types].xml": (
        f'<Types xmlns="{_CORE}/content-types">'
        '<Default Extension="rels"'
        ' ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{_BOOK_TYPE}.sheet.main+xml"/>'
        f'<Override PartName="/xl/styles.xml" ContentType="{_BOOK_TYPE}.styles+xml"/>'
        '<Override PartName="/xl/worksheets/sheet1.xml"'
        f' ContentType="{_BOOK_TYPE}.worksheet+xml"/>'
        '<Override PartName="/docProps/core.xml"'
        ' ContentType="application/vnd.openxmlformats-package.core-properties+xml"/></Types>'
    ),
    "_rels/.rels": (
        f'{_LINKS}<Relationship Id="rId1" Type="{_LINK}/officeDocument"'
        ' Target="xl/workbook.xml"/>'
        f'<Relationship Id="rId2" Type="{_CORE}/relationships/metadata/core-properties"'
        ' Target="docProps/core.xml"/></Relationships>'
    ),
    "docProps/core.xml": (
        f'<cp:coreProperties xmlns:cp="{_CORE}/metadata/core-properties"'
        ' xmlns:dcterms="http://purl.org/dc/terms/"'
        ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f'<dcterms:created xsi:type="dcterms:W3CDTF">{_MADE_AT}</dcterms:created>'
        "</cp:coreProperties>"
    ),
    "xl/_rels/workbook.xml.rels": (
        f'{_LINKS}<Relationship Id="rId1" Type="{_LINK}/worksheet"'
        ' Target="worksheets/sheet1.xml"/>'
        f'<Relationship Id="rId2" Type="{_LINK}/styles" Target="styles.xml"/></Relationships>'
    ),
    "xl/styles.xml": (
        f"<styleSheet {_MAIN}>"
        '<fonts count="3"><font><sz val="11"/><name val="宋体"/></font>'
        '<font><b/><sz val="16"/><name val="宋体"/></font>'
        '<font><b/><sz val="11"/><name val="宋体"/></font></fonts>'
        '<fills count="2"><fill><patternFill patternType="none"/></fill>'
        '<fill><patternFill patternType="gray125"/></fill></fills>'
        '<borders count="2"><border><left/><right/><top/><bottom/><diagonal/></border>'
        '<border><left style="thin"/><right style="thin"/><top style="thin"/>'
        '<bottom style="thin"/><diagonal/></border></borders>'
        '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/>'
        "</cellStyleXfs>"
        '<cellXfs count="4"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>'
        '<xf numFmtId="0" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1"'
        ' applyAlignment="1"><alignment horizontal="center"/></xf>'
        '<xf numFmtId="0" fontId="2" fillId="0" borderId="1" xfId="0" applyFont="1"'
        ' applyBorder="1" applyAlignment="1"><alignment horizontal="center"/></xf>'
        '<xf numFmtId="49" fontId="0" fillId="0" borderId="1" xfId="0" applyNumberFormat="1"'
        ' applyBorder="1"/></cellXfs></styleSheet>'
    ),
}


@dataclass(frozen=True)
class Table:
    """A sheet as an office makes it: titles across the whole width, the heads, the rows."""

    name: str
    titles: Sequence[str]
    heads: Mapping[str, int]  # and how many characters wide each column is
    rows: Sequence[Sequence[Cell]]


def workbook(table: Table) -> bytes:
    """The file that holds `table`. Nothing in it is compressed: not every zlib packs alike."""
    parts = {
        **_PARTS,
        "xl/workbook.xml": (
            f'<workbook {_MAIN} xmlns:r="{_LINK}"><sheets>'
            f'<sheet name="{escape(table.name)}" sheetId="1" r:id="rId1"/></sheets></workbook>'
        ),
        "xl/worksheets/sheet1.xml": "".join(_sheet(table)),
    }
    file = BytesIO()
    with ZipFile(file, "w", ZIP_STORED) as packed:
        for name, text in parts.items():
            part = ZipInfo(name, _MADE_ON)
            part.create_system = 0  # else it tells the system it was made on
            packed.writestr(part, _XML + text)
    return file.getvalue()


def _sheet(table: Table) -> Iterator[str]:
    last = chr(ord("A") + len(table.heads) - 1)
    yield f"<worksheet {_MAIN}><cols>"
    for number, width in enumerate(table.heads.values(), start=1):
        yield f'<col min="{number}" max="{number}" width="{width}" customWidth="1"/>'
    yield "</cols><sheetData>"
    titles = [[title] for title in table.titles]
    yield from _rows(titles, first=1, style=_TITLE)
    yield from _rows([list(table.heads)], first=len(titles) + 1, style=_HEAD)
    yield from _rows(table.rows, first=len(titles) + 2, style=_LINE)
    yield f'</sheetData><mergeCells count="{len(titles)}">'
    for number in range(1, len(titles) + 1):
        yield f'<mergeCell ref="A{number}:{last}{number}"/>'
    yield "</mergeCells></worksheet>"


def _rows(rows: Sequence[Sequence[Cell]], *, first: int, style: int) -> Iterator[str]:
    for number, row in enumerate(rows, start=first):
        yield f'<row r="{number}">'
        for column, cell in enumerate(row):
            yield _cell(f"{chr(ord('A') + column)}{number}", cell, style)
        yield "</row>"


def _cell(at: str, cell: Cell, style: int) -> str:
    if isinstance(cell, int):
        return f'<c r="{at}" s="{style}"><v>{cell}</v></c>'
    if not cell:
        return f'<c r="{at}" s="{style}"/>'
    return f'<c r="{at}" s="{style}" t="inlineStr"><is><t>{escape(cell)}</t></is></c>'
