"""ID numbers are checked and forgotten, unless somebody says what they are kept for."""

import re

import pytest

from gridapp.client.actions.import_roster import import_roster
from gridapp.client.roster.planning import Dealing
from gridapp.domain.idnumber import check_digit
from gridapp.domain.records.people import Resident
from gridapp.domain.records.visits import Note
from gridapp.files.sheets import read_sheets
from tests.client.conftest import GRID, NEXT_GRID, ROSTERS, dump, held, row

NUMBER, OTHER = "990101199601026444", "990101197411132722"
# Digits of the right length and no others beside them: ids of records are longer.
RUN = re.compile(r"(?<![0-9a-fA-F])[0-9]{17}[0-9Xx](?![0-9a-fA-F])")
PURPOSE = "发放高龄津贴"


def runs(desk):
    """Everything in any table of the store that looks like an ID number."""
    return set(RUN.findall(str(dump(desk))))


def listed(path):
    """Every ID number that stands in a spreadsheet."""
    cells = (str(cell) for sheet in read_sheets(path) for row in sheet.rows for cell in row)
    return {cell for cell in cells if RUN.fullmatch(cell)}


@pytest.mark.parametrize("path", sorted(ROSTERS.iterdir()), ids=lambda path: path.stem)
def test_no_id_number_of_a_roster_is_kept(desk, path):
    assert len(listed(path)) > 60
    done = import_roster(desk, path, dealing=Dealing())
    assert done.new["resident"] > 60
    assert runs(desk) == set()
    assert {each.id_number for each in held(desk, Resident)} == {""}
    assert held(desk, Note) == []


def test_what_the_number_tells_is_kept_without_it(take, desk):
    take(row(id=NUMBER))
    (person,) = held(desk, Resident)
    assert (person.birth_ym, person.sex, person.id_number) == ("1996-01", "2", "")


def test_with_a_purpose_numbers_are_kept_and_a_note_holds_the_purpose(desk):
    path = ROSTERS / "榆晴小区网格户表_gbk.csv"
    import_roster(desk, path, dealing=Dealing(id_purpose=PURPOSE))
    kept = {each.id_number for each in held(desk, Resident)} - {""}
    assert len(kept) == 64  # 65 people, one with a wrong check digit
    assert kept <= {number.upper() for number in listed(path)}
    (note,) = held(desk, Note)
    assert (note.text, note.about_kind, note.about_id) == (PURPOSE, "grid", GRID)
    assert (note.scope, note.written_by) == (f"{GRID}/place", "li")


def test_the_note_of_the_purpose_reaches_the_others(take, town, desk):
    take(row(id=NUMBER), dealing=Dealing(id_purpose=PURPOSE))
    zhang = town.desk("zhang")
    town.sync(desk, zhang)
    assert [each.text for each in held(zhang, Note)] == [PURPOSE]


def test_lists_dealt_to_several_grids_have_the_note_in_one_of_them(take, town):
    both = town.desk("both")
    grids = {"5": NEXT_GRID, "6": GRID}
    take(row(id=NUMBER), at=both, dealing=Dealing(grids=grids, id_purpose=PURPOSE))
    assert [each.about_id for each in held(both, Note)] == [GRID]


def test_preview_keeps_neither_numbers_nor_note(take, desk):
    take(row(id=NUMBER), dealing=Dealing(id_purpose=PURPOSE), preview=True)
    assert runs(desk) == set()
    assert held(desk, Note) == held(desk, Resident) == []


def test_a_purpose_given_later_fills_the_numbers_in(take, desk):
    take(row(id=NUMBER))
    done = take(row(id=NUMBER), dealing=Dealing(compound="榆晴小区", id_purpose=PURPOSE))
    assert (done.new, done.filled) == ({}, {"resident": 1})
    assert runs(desk) == {NUMBER}


def test_numbers_of_demonstrations_are_counted_and_kept_as_others(take, desk):
    member = ["", "", "", "蒋平晓", "配偶", OTHER, "", "", "", ""]
    nowhere = "00000019960102001"  # no such place, but no demonstration either
    nowhere += check_digit(nowhere)
    last = row("102", "丁勇", id=nowhere)
    done = take(row(id=NUMBER), member, last, dealing=Dealing(id_purpose=PURPOSE))
    assert done.problems == ()
    assert done.fictitious == 2
    assert {each.id_number for each in held(desk, Resident)} == {*(NUMBER, OTHER, nowhere)}


def test_a_doubled_row_does_not_count_its_number_twice(take):
    assert take(row(id=NUMBER), row(id=NUMBER)).fictitious == 1


def test_a_number_with_a_small_x_is_kept_with_a_capital_one(take, desk):
    take(row(id="99010119831101845x"), dealing=Dealing(id_purpose=PURPOSE))
    assert [each.id_number for each in held(desk, Resident)] == ["99010119831101845X"]
