"""Code lists: the trade's own words as data, one file a list in resources/codes."""

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache

from gridapp.domain.resources import resource

_COMMON = ("code", "zh", "en", "parent")


@dataclass(frozen=True)
class Code:
    """One row of a list; `traits` are the columns only that list has."""

    code: str
    zh: str
    en: str
    parent: str = ""
    traits: Mapping[str, str] = field(default_factory=dict, hash=False)

    def label(self, language: str) -> str:
        return self.en if language == "en" else self.zh


@dataclass(frozen=True)
class CodeList:
    """A list in the order of its file."""

    name: str
    codes: Mapping[str, Code] = field(hash=False)

    def __getitem__(self, code: str) -> Code:
        return self.codes[code]

    def __contains__(self, code: object) -> bool:
        return code in self.codes

    def __iter__(self) -> Iterator[Code]:
        return iter(self.codes.values())

    def label(self, code: str, language: str) -> str:
        """The word for `code`; a code a newer hub knows and we do not is shown as itself."""
        return self.codes[code].label(language) if code in self.codes else code

    def named(self, text: str) -> Code | None:
        """The code with exactly this label in either language, as spreadsheets give it."""
        return next((code for code in self if text in (code.zh, code.en)), None)


@cache
def code_list(name: str) -> CodeList:
    """The shipped list `name`, read once; a list that does not exist is a bug."""
    path = resource("codes", f"{name}.csv")
    with path.open(encoding="utf-8", newline="") as file:
        codes = [_code(row) for row in csv.DictReader(file)]
    return CodeList(name, {code.code: code for code in codes})


def list_names() -> tuple[str, ...]:
    return tuple(sorted(path.stem for path in resource("codes").glob("*.csv")))


def _code(row: Mapping[str, str]) -> Code:
    traits = {column: text for column, text in row.items() if column not in _COMMON}
    return Code(row["code"], row["zh"], row["en"], row["parent"], traits)
