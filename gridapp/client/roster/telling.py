"""What one row of a roster tells, cell by cell; each doubt becomes a problem with a sentence."""

import csv
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any, NamedTuple

from gridapp.domain import address as doors
from gridapp.domain.address import Address, read_address
from gridapp.domain.dates import read_date, read_year_month
from gridapp.domain.errors import Expected
from gridapp.domain.fields import Kind
from gridapp.domain.idnumber import read_id_number
from gridapp.domain.names import tidy_name
from gridapp.domain.phones import tidy_phone
from gridapp.domain.records.people import Household, Resident
from gridapp.domain.remarks import Proposal, is_ditto, read_remark
from gridapp.domain.resources import resource
from gridapp.domain.words import N_
from gridapp.files.roster import Entry, Roster

LEFT_OUT = "row left out"
VALUE_LEFT_OUT = "value left out"
DOUBTFUL = "doubtful"
_YES = frozenset({"是", "有", "√", "✓", "1", "y", "yes"})
_SEX = {"男": "1", "女": "2"}  # GB/T 2261.1
_SURELY_FITS = 12  # characters: every field holds as many
_PEOPLE = re.compile(r"0{0,9}\d{1,2}")
_COMPOUND = re.compile("[一-龥]+?(?:小区|花园|家园|公寓|新村)")
_COMMUNITY = re.compile("[一-龥]+?社区")
_ABOVE = re.compile("^.*(?:街道|镇|乡|社区(?=.))")


class Unclear(Expected):
    """A cell says something that can be read in two ways, or not at all."""


@dataclass(frozen=True)
class Problem:
    """One doubt about one row: where, what became of it, and the sentence for the person."""

    sheet: str
    row: int
    field: str
    became: str
    text: str
    values: Mapping[str, Any]


class Person(NamedTuple):
    """One person of a household as a roster tells of them; "" where it says nothing."""

    name: str = ""
    phone: str = ""
    id_number: str = ""
    birth_ym: str = ""
    sex: str = ""
    relation: str = ""
    fictitious: bool = False


class Told(NamedTuple):
    """One household as a roster tells of it."""

    sheet: str
    row: int
    address: Address
    head: Person
    members: tuple[Person, ...]
    usage: str
    resident_count: int | None
    remark: str
    rest: str
    proposals: tuple[Proposal, ...]


class _Row:
    """Reads the cells of one row and gathers what was wrong with them."""

    def __init__(self, entry: Entry, today: date, problems: list[Problem]) -> None:
        self.entry = entry
        self.today = today
        self.problems = problems

    def note(self, name: str, became: str, problem: Expected) -> None:
        self.problems.append(
            Problem(self.entry.sheet, self.entry.row, name, became, problem.text, problem.values)
        )

    def text(self, name: str) -> str:
        return str(self.entry.cells.get(name, "")).strip()

    def read(self, name: str, reader: Callable[[Any], Any], blank: Any = "") -> Any:
        """What `reader` makes of the cell; a value it refuses is left out and noted."""
        cell = self.entry.cells.get(name, "")
        if cell == "" or not str(cell).strip():
            return blank
        try:
            return reader(cell)
        except Expected as problem:
            self.note(name, VALUE_LEFT_OUT, problem)
            return blank

    def fitting(
        self, name: str, kind: Kind, wanted: str, tidy: Callable[[str], str] = str.strip
    ) -> str:
        """The words of the cell, if the field `wanted` of `kind` holds them.

        With words it does not hold, the hub would set the whole record aside.
        """
        cell = self.entry.cells.get(name, "")
        if cell == "":
            return ""
        said = tidy(str(cell))
        if len(said) < _SURELY_FITS:
            return said
        try:
            kind.check(wanted, said)
        except Expected as problem:
            self.note(name, VALUE_LEFT_OUT, problem)
            return ""
        return said


def tell(roster: Roster, *, today: date) -> tuple[list[Told], list[Problem]]:
    """Every household the roster tells of, and every doubt; a row without a door is left out."""
    problems: list[Problem] = []
    told: list[Told] = []
    above = ""
    for entry in roster.entries:
        row = _Row(entry, today, problems)
        remark = _remark(row, above)
        above = remark
        try:
            address = _address(entry.cells)
        except Expected as problem:
            row.note("address", LEFT_OUT, problem)
            continue
        told.append(_household(row, address, remark))
    return told, problems


def titled(roster: Roster) -> str:
    """The compound or community the titles of the sheets name, "" where none or several do."""
    said = " ".join(each.text for each in roster.skipped if each.reason == "title")
    for kind in (_COMPOUND, _COMMUNITY):
        named = {_ABOVE.sub("", words) for words in kind.findall(said)}
        if len(named) == 1:
            return named.pop()
    return ""


def _address(cells: Mapping[str, Any]) -> Address:
    """The door: from one column, or from building, unit and room; a compound column helps both."""
    compound, area = _said(cells, "compound"), _said(cells, "area")
    if _said(cells, "address"):
        found = read_address(str(cells["address"]))
        return Address(
            found.area or area, found.compound or compound, found.building, found.unit, found.room
        )
    return Address(
        area,
        compound,
        doors.building_no(cells.get("building", "")),
        doors.unit_no(cells.get("unit", "")),
        doors.room_no(cells.get("room", "")),
    )


def _said(cells: Mapping[str, Any], name: str) -> str:
    return str(cells.get(name, "")).strip()


def _remark(row: _Row, above: str) -> str:
    said = row.fitting("remark", Household.kind, "remark")
    if not said or not is_ditto(said):
        return said
    if not above or is_ditto(above):
        row.note(
            "remark", DOUBTFUL, Unclear(N_("“{said}”, but the row above says nothing."), said=said)
        )
        return said
    return above


def _household(row: _Row, address: Address, remark: str) -> Told:
    head = _person(row)
    told_as_name = _usages().get(head.name, "")
    if told_as_name:  # 空置 over name and phone is nobody's name
        head = head._replace(name="")
    members = [_person(_Row(one, row.today, row.problems)) for one in row.entry.members]
    read = read_remark(remark) if remark and not is_ditto(remark) else None
    return Told(
        sheet=row.entry.sheet,
        row=row.entry.row,
        address=address,
        head=head,
        members=tuple(one for one in members if one.name),
        usage=_usage(row, head) or told_as_name,
        resident_count=row.read("resident_count", _count, None),
        remark=remark,
        rest=read.rest if read else remark,
        proposals=read.proposals if read else (),
    )


def _person(row: _Row) -> Person:
    number = row.read("id_number", lambda cell: read_id_number(cell, today=row.today), None)
    row.read("registered_on", lambda cell: read_date(cell, today=row.today))
    return Person(
        name=row.fitting("name", Household.kind, "head", tidy_name),
        phone=row.read("phone", tidy_phone),
        id_number=number.number if number else "",
        birth_ym=row.read("birth", read_year_month) or (number.birth_ym if number else ""),
        sex=number.sex if number else _SEX.get(row.text("sex"), ""),
        relation=row.fitting("relation", Resident.kind, "relation"),
        fictitious=bool(number and number.fictitious),
    )


def _count(cell: Any) -> int:
    text = str(cell).strip().removesuffix("人").removesuffix("口")
    if not _PEOPLE.fullmatch(text):
        raise Unclear(N_("“{said}” is not a number of people. Write it as a figure."), said=cell)
    return int(text)


def _usage(row: _Row, head: Person) -> str:
    said = row.text("usage").replace(" ", "")
    if not said:
        # A tick under "tenant" at a door where nobody is named says nothing certain.
        return "20" if head.name and row.text("tenant").lower() in _YES else ""
    code = _usages().get(said)
    if code is None:
        row.note(
            "usage",
            VALUE_LEFT_OUT,
            Unclear(N_("“{said}” is not a known use of a house. It was left empty."), said=said),
        )
    return code or ""


@cache
def _usages() -> Mapping[str, str]:
    with resource("roster", "usage.csv").open(encoding="utf-8", newline="") as file:
        return {row["words"]: row["code"] for row in csv.DictReader(file)}
