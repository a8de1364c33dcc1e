"""What stands in a cell, and cells as another program can take them over."""

import html
import re
from collections.abc import Iterable, Sequence
from typing import Any

from PySide6.QtCore import QMimeData

from gridapp.client.actions.listing import Column, Marked
from gridapp.client.desk import Desk
from gridapp.domain.fields import Form
from gridapp.domain.outcomes import word
from gridapp.ui import when
from gridapp.ui.words import Words

# What a spreadsheet takes for the beginning of a formula.
_FORMULA = re.compile(r"[\s\0]*[=+\-@]")
_BREAKS = re.compile(r"[\t\r\n\v\f\x85\u2028\u2029]+")
_OUTCOMES = "outcome"
_TEXT_CELL = "mso-number-format:'\\@'"  # WPS and Excel: text, whatever it looks like


def cell(words: Words, desk: Desk, column: Column, value: Any, *, masking: bool) -> str:
    """A value in the words of the language in force."""
    if value is None or value in ("", ()):
        return ""
    if isinstance(value, Marked):
        return words.shown(value)
    if masking and column.mask:
        return column.mask(str(value))
    if column.field.form is Form.MOMENT:
        return when.said(words, value, desk.clock())
    if isinstance(value, tuple):
        return "、".join(_said(words, column.field.codes, each) for each in value)
    return _said(words, column.field.codes, value)


def _said(words: Words, codes: str, value: Any) -> str:
    if codes == _OUTCOMES:
        return words.code(*word(value))  # as paper, chart and form say it
    return words.code(codes, value) if codes else str(value)


def copied(heads: Sequence[str], lines: Iterable[Sequence[str]]) -> QMimeData:
    """Cells for the clipboard: as plain text without heads, and as a table of texts with them.

    No cell becomes a formula where it is pasted, and no number loses its first zeros.
    """
    shown = list(lines)
    made = QMimeData()
    made.setText("\n".join("\t".join(map(_plain, line)) for line in shown) + "\n")
    made.setHtml(f"<meta charset=utf-8><table>{_row('th', heads)}{_rows(shown)}</table>")
    return made


def _plain(text: str) -> str:
    said = _BREAKS.sub(" ", text)
    return f"'{said}" if _FORMULA.match(said) else said


def _rows(lines: Iterable[Sequence[str]]) -> str:
    return "".join(_row("td", line) for line in lines)


def _row(tag: str, texts: Sequence[str]) -> str:
    cells = (f'<{tag} style="{_TEXT_CELL}">{_marked(text)}</{tag}>' for text in texts)
    return f"<tr>{''.join(cells)}</tr>"


def _marked(text: str) -> str:
    return html.escape(text.replace("\0", "")).replace("\n", "<br>")
