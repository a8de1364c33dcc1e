"""The visit list on paper: a page a stair entrance, fourteen rows, two of them blank."""

from collections.abc import Iterator, Sequence
from functools import cache

from gridapp.domain.codes import code_list
from gridapp.domain.list_sheet import ListSheet, Row, Stair, Tried, named_issue, usage_in_clear
from gridapp.domain.words import N_, shown
from gridapp.paper.added_page import added_page
from gridapp.paper.frame import FOOT, HEAD, LEFT, Heading, framed, grid, when
from gridapp.paper.shapes import Align, Fill, Layer, Line, Page, Text, box, edges, fitted, ruled

TEMPLATE = "A1"
ROWS, MOST = 14, 12  # a page: so many rows, and so many of them households
_HEIGHT = 10.5
_FIRST = HEAD + 7
_WIDTHS = (12.0, 16.0, 20.0, 16.0, 24.0, 22.0, 30.0, 22.0, 22.0, 22.0, 47.0, 24.0)
_COLUMNS = edges(LEFT, _WIDTHS)
_NUMBER, _ROOM, _CALLED, _COUNT, _CARE, _LAST, _ISSUES = _COLUMNS[:7]
_TRIES, _WRITTEN, _FOLLOW_UP = _COLUMNS[7:10], _COLUMNS[10], _COLUMNS[11]
_HEADS = (
    N_("Row"),
    N_("Room"),
    N_("Contact person"),
    N_("Residents"),
    N_("Care"),
    N_("Last time"),
    N_("Open issues"),
    N_("1st time"),
    N_("2nd time"),
    N_("3rd time"),
    N_("Issue or need (code and words)"),
    N_("Follow-up"),
)
_CELL, _KEYS_A_LINE = 4.8, 3  # one box to tick
_SHORT = 14  # characters of what an issue is about
_SATISFIED = ("3", "2", "1")
_BANDS = ((12, N_("morning")), (18, N_("afternoon")), (24, N_("evening")))


def list_pages(sheet: ListSheet, language: str) -> list[Page]:
    """Every page of a list: the stairs in walking order, after each building one for new doors."""
    all_parts = list(parts(sheet))
    of = len(all_parts)
    return [
        _page(sheet, part, number, of, language)
        if part.rows
        else added_page(sheet, part.building, number, of, language)
        for number, part in enumerate(all_parts, 1)
    ]


def parts(sheet: ListSheet) -> Iterator[Stair]:
    """What stands on each page; a part without rows is the page for doors that are missing."""
    for number, stair in enumerate(sheet.stairs, 1):
        for rows in _cut(stair.rows):
            yield Stair(stair.building_id, stair.building, stair.place, rows)
        following = sheet.stairs[number].building_id if number < len(sheet.stairs) else None
        if following != stair.building_id:
            yield Stair(stair.building_id, stair.building, stair.place, ())


def _cut(rows: Sequence[Row]) -> Iterator[tuple[Row, ...]]:
    """As many rows as fit a page, cut between two floors where a floor fits."""
    while rows:
        most = min(MOST, len(rows))
        ends = [
            n for n in range(1, most + 1) if n == len(rows) or rows[n - 1].floor != rows[n].floor
        ]
        end = ends[-1] if ends else most
        yield tuple(rows[:end])
        rows = rows[end:]


def _page(sheet: ListSheet, part: Stair, number: int, of: int, language: str) -> Page:
    counts = shown(
        N_("Doors {doors}   to visit {due}   in care {care}"),
        language,
        doors=len(part.rows),
        due=sum(not row.do_not_knock for row in part.rows),
        care=sum(bool(row.care) for row in part.rows),
    )
    title = shown(N_("Door-knock visit list"), language)
    heading = Heading(title, part.place, counts, number, of, TEMPLATE)
    return framed(
        sheet, heading, language, _shading(part.rows), _table(language), _rows(part.rows, language)
    )


def _shading(rows: Sequence[Row]) -> Layer:
    """A grey band behind the rooms of every second floor."""
    bands, fills = 0, []
    for number, row in enumerate(rows):
        bands += bool(number) and row.floor != rows[number - 1].floor
        if bands % 2:
            left, right = _ROOM
            fills.append(Fill(left, _top(number), right - left, _HEIGHT, 0.86))
    return Layer(fills=tuple(fills))


def _top(number: int) -> float:
    return _FIRST + number * _HEIGHT


@cache
def _table(language: str) -> Layer:
    """What is the same on every page: the grid, the boxes and their digits."""
    ruling = grid(_COLUMNS, [shown(head, language) for head in _HEADS], HEAD, ROWS, _HEIGHT)
    lines, texts = list(ruling.lines), list(ruling.texts)
    for left, _ in _TRIES:
        lines += [_down(left + n * _CELL) for n in range(1, _KEYS_A_LINE + 1)]
    hour = shown(N_("h"), language)
    for number in range(ROWS):
        top = _top(number)
        texts.append(
            Text(
                _middle(_NUMBER), top + 3.4, str(number + 1), size=11, bold=True, align=Align.CENTRE
            )
        )
        for left, right in _TRIES:
            lines.append(Line(((left, top + _HEIGHT / 2), (left + 3 * _CELL, top + _HEIGHT / 2))))
            texts += [_digit(left, top, key) for key in range(6)]
            texts.append(Text(right - 0.6, top + 8, hour, size=8, align=Align.RIGHT))
        lines += _to_write(top)
    return Layer(ruling.fills, tuple(lines), tuple(texts))


def _down(x: float) -> Line:
    return Line(((x, _FIRST), (x, FOOT)))


def _digit(left: float, top: float, key: int) -> Text:
    x = left + key % _KEYS_A_LINE * _CELL + 0.6
    y = top + key // _KEYS_A_LINE * _HEIGHT / 2 + 1.5
    return Text(x, y, str(key + 1), size=7)


def _to_write(top: float) -> list[Line]:
    left, right = _WRITTEN
    codes = [box(left + 1 + n * 17, top + 0.9, 16, 4.4) for n in range(2)]
    return [*codes, ruled(left + 1, top + 9.6, right - left - 2)]


def _rows(rows: Sequence[Row], language: str) -> Layer:
    fills: list[Fill] = []
    lines: list[Line] = []
    texts: list[Text] = []
    for number, row in enumerate(rows):
        top = _top(number)
        if number and row.floor != rows[number - 1].floor:
            lines.append(Line(((LEFT, top), (_FOLLOW_UP[1], top)), 0.5))
        texts.append(_fit(_ROOM, top + _HEIGHT / 2, row.room, size=15, bold=True))
        if row.do_not_knock:
            fills.append(
                Fill(_CALLED[0] + 0.2, top + 0.3, _FOLLOW_UP[1] - _CALLED[0] - 0.4, 9.9, 0.93)
            )
            told = shown(N_("Do not knock"), language)
            texts.append(_fit(_CALLED, top + _HEIGHT / 2, told, size=13, bold=True))
        else:
            texts += _cells(row, top, language)
            lines += _ticks(row, top)
            if row.follow_up:
                asked, boxes = _verdicts(top, language)
                texts += asked
                lines += boxes
    return Layer(tuple(fills), tuple(lines), tuple(texts))


def _fit(
    column: tuple[float, float], y: float, text: str, *, size: float, bold: bool = False
) -> Text:
    said, size = fitted(text, column[1] - column[0] - 1, size=size, least=6)
    return Text(_middle(column), y, said, size=size, bold=bold, align=Align.CENTRE)


def _middle(column: tuple[float, float]) -> float:
    return (column[0] + column[1]) / 2


def _cells(row: Row, top: float, language: str) -> Iterator[Text]:
    upper, middle, lower = top + 3.2, top + _HEIGHT / 2, top + 7.6
    yield _fit(_NUMBER, top + 7.9, row.key, size=8.5)
    yield _fit(_CALLED, middle, row.called or shown(N_("Occupant"), language), size=12)
    count, usage = _residents(row, language), usage_in_clear(row.usage)
    yield _fit(_COUNT, upper, count, size=9.5)
    yield _fit(
        _COUNT, lower if count else middle, code_list("usage").label(usage, language), size=9
    )
    yield _fit(_CARE, middle, " ".join(row.care), size=14, bold=True)
    if row.last:
        yield _fit(
            _LAST, upper, f"{when(row.last.at, '%m-%d')} {_band(row.last, language)}", size=9
        )
        yield _fit(_LAST, lower, code_list("paper_key").label(row.last.key, language), size=9.5)
    if row.issues:
        count = shown(N_("{count} open"), language, count=len(row.issues))
        yield _fit(_ISSUES, upper, count, size=9.5)
        named = named_issue(row.issues)
        said = code_list("category").label(named, language) if named else ""
        yield _fit(_ISSUES, lower, said[:_SHORT] if language == "zh_CN" else said, size=9)
    for tried, (_, right) in zip(row.tried, _TRIES, strict=False):
        yield Text(right - 0.5, top + 2.2, when(tried.at, "%m-%d"), size=6.5, align=Align.RIGHT)
        yield Text(right - 3.9, top + 8, when(tried.at, "%H"), size=8, align=Align.RIGHT)


def _residents(row: Row, language: str) -> str:
    # Of a flat that may be empty the number would tell what its use does not.
    if not row.residents or (row.usage and usage_in_clear(row.usage) != row.usage):
        return ""
    return shown(N_("{count} people"), language, count=row.residents)


def _band(tried: Tried, language: str) -> str:
    hour = int(when(tried.at, "%H"))
    return shown(next(said for end, said in _BANDS if hour < end), language)


def _ticks(row: Row, top: float) -> Iterator[Line]:
    """The boxes of knocks already made, ticked beforehand."""
    for tried, (left, _) in zip(row.tried, _TRIES, strict=False):
        key = int(tried.key) - 1
        x = left + key % _KEYS_A_LINE * _CELL
        y = top + key // _KEYS_A_LINE * _HEIGHT / 2
        yield Line(((x + 1.2, y + 2.9), (x + 2.2, y + 4.2), (x + 4.1, y + 1.0)), 0.5)


def _verdicts(top: float, language: str) -> tuple[list[Text], list[Line]]:
    """What the resident says of what was done: three boxes with the first sign of each word."""
    texts, lines = [], []
    for number, verdict in enumerate(_SATISFIED):
        x, y = _FOLLOW_UP[0] + 0.7 + number * 7.8, top + _HEIGHT / 2
        word = code_list("satisfaction").label(verdict, language)[0]
        lines.append(box(x, y - 1.8, 3.6, 3.6))
        texts.append(Text(x + 4, y, word, size=9))
    return texts, lines
