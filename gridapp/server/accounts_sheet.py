"""A sheet of the people who get accounts: which column holds what, and what stands in each row."""

import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from gridapp.domain.errors import Expected
from gridapp.domain.words import N_
from gridapp.files.sheets import Cell, Sheet, read_sheets
from gridapp.server.enlist import Wanted

_SEARCHED_ROWS = 10
_HEADINGS: Mapping[str, str] = {
    **dict.fromkeys(("姓名", "person"), "person"),
    **dict.fromkeys(("账号", "帐号", "登录名", "用户名", "account"), "name"),
    **dict.fromkeys(("角色", "岗位", "职务", "role"), "role"),
    **dict.fromkeys(
        ("网格/地方", "网格", "地方", "所属网格", "负责网格", "网格编码", "单位", "place"), "place"
    ),
    **dict.fromkeys(("密码", "初始密码", "登录密码", "password"), "password"),
}
_NEEDED = frozenset({"person", "name", "role", "place"})


class NoHeadings(Expected):
    """The sheet does not say which column holds what."""


def read_wanted(path: Path) -> list[Wanted]:
    """The accounts a sheet asks for, a row each; raises CannotRead or NoHeadings."""
    for sheet in read_sheets(path):
        for at, row in enumerate(sheet.rows[:_SEARCHED_ROWS]):
            columns = _columns(row)
            if set(columns) >= _NEEDED:
                return list(_wanted(sheet, at, columns))
    raise NoHeadings(
        N_(
            "“{name}” has no row of headings. It needs the columns 姓名, 账号, 角色, 网格/地方, "
            "and may have 密码."
        ),
        name=path.name,
    )


def _columns(row: Sequence[Cell]) -> dict[str, int]:
    """Where each field stands; of two columns of the same meaning the first."""
    found: dict[str, int] = {}
    for column, cell in enumerate(row):
        meaning = _HEADINGS.get("".join(_text(cell).split()).lower().strip("*:"))
        if meaning:
            found.setdefault(meaning, column)
    return found


def _wanted(sheet: Sheet, heading: int, columns: Mapping[str, int]) -> Iterator[Wanted]:
    for number, row in enumerate(sheet.rows[heading + 1 :], heading + 2):
        said = {field: _text(row[column]) for field, column in columns.items() if column < len(row)}
        if any(said.values()):
            yield Wanted(**{"password": "", **dict.fromkeys(_NEEDED, ""), **said}, row=number)


def _text(cell: Cell) -> str:
    """A cell as a person typed it: a number without the point a spreadsheet puts behind it."""
    whole = int(cell) if isinstance(cell, float) and cell.is_integer() else cell
    return unicodedata.normalize("NFKC", str(whole)).strip()
