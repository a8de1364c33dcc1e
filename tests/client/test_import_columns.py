"""What the columns mean: recognised, corrected by a person, and kept for the next list."""

from dataclasses import replace

import pytest

from gridapp.client.actions.import_roster import import_roster, keep_columns, kept_columns
from gridapp.client.roster.planning import Dealing
from gridapp.domain.records.people import Household
from gridapp.files.columns import NotAColumnMap
from gridapp.files.roster import NoAddressColumn, NoHeadings
from tests.client.conftest import ROSTERS, dump, held, row

OWNERS = ["门牌", "业主姓名", "租客", "联系电话", "紧急电话"]
LISTED = [["5-1-101", "雷怡诺", "蒋平晓", "10051908063", "10024742526"]]


def corrected(columns, **meanings):
    """The columns with other meanings for some headings; what had the meaning has none."""

    def told(column):
        taken = column.field in meanings.values()
        return replace(
            column, field=meanings.get(column.heading, "other" if taken else column.field)
        )

    return [replace(each, columns=tuple(map(told, each.columns))) for each in columns]


def people(desk):
    return [(each.head, each.phone) for each in held(desk, Household)]


@pytest.mark.parametrize("path", sorted(ROSTERS.iterdir()), ids=lambda path: path.stem)
def test_columns_kept_and_read_again_are_the_same_and_read_the_same(desk, tmp_path, path):
    done = import_roster(desk, path, dealing=Dealing(), preview=True)
    keep_columns(done.columns, tmp_path / "columns.jsonl")
    columns = kept_columns(tmp_path / "columns.jsonl")
    assert columns == list(done.columns)
    assert import_roster(desk, path, dealing=Dealing(), columns=columns, preview=True) == done


def test_a_corrected_column_gives_its_new_meaning_to_the_import(desk, sheet, tmp_path):
    path = sheet(*LISTED, heads=OWNERS)
    done = import_roster(desk, path, dealing=Dealing(), preview=True)
    keep_columns(corrected(done.columns, 租客="name", 紧急电话="phone"), tmp_path / "columns.jsonl")
    columns = kept_columns(tmp_path / "columns.jsonl")
    import_roster(desk, path, dealing=Dealing(), columns=columns)
    assert people(desk) == [("蒋平晓", "10024742526")]


def test_without_the_correction_the_headings_decide(desk, sheet):
    import_roster(desk, sheet(*LISTED, heads=OWNERS), dealing=Dealing())
    assert people(desk) == [("雷怡诺", "10051908063")]


def test_a_column_may_be_left_out(desk, sheet):
    path = sheet(*LISTED, heads=OWNERS)
    done = import_roster(desk, path, dealing=Dealing(), preview=True)
    columns = corrected(done.columns, 联系电话="other")
    import_roster(desk, path, dealing=Dealing(), columns=columns)
    assert people(desk) == [("雷怡诺", "")]


def test_columns_of_last_years_list_read_this_years_in_another_order(desk, sheet):
    last_year = sheet(*LISTED, heads=OWNERS)
    done = import_roster(desk, last_year, dealing=Dealing(), preview=True)
    columns = corrected(done.columns, 租客="name")
    this_year = sheet(["蒋平晓", "雷怡诺", "5-1-101"], heads=["租客", "业主姓名", "门牌"])
    import_roster(desk, this_year, dealing=Dealing(), columns=columns)
    assert people(desk) == [("蒋平晓", "")]


@pytest.mark.parametrize("kept", ["not json", "{}", '{"sheet": "台账"}', "[1]", '"台账"'])
def test_what_is_no_column_map_is_refused(tmp_path, kept):
    path = tmp_path / "columns.jsonl"
    path.write_text(f"{kept}\n", encoding="utf-8")
    with pytest.raises(NotAColumnMap):
        kept_columns(path)


def test_a_meaning_nobody_knows_is_refused(desk, sheet, tmp_path):
    path = sheet(*LISTED, heads=OWNERS)
    done = import_roster(desk, path, dealing=Dealing(), preview=True)
    keep_columns(corrected(done.columns, 租客="blood_group"), tmp_path / "columns.jsonl")
    with pytest.raises(NotAColumnMap):
        kept_columns(tmp_path / "columns.jsonl")


def test_a_list_without_a_door_column_imports_nothing(take, desk):
    before = dump(desk)
    with pytest.raises(NoAddressColumn, match="姓名、联系电话"):
        take(["雷怡诺", "10051908063"], heads=["姓名", "联系电话"])
    with pytest.raises(NoHeadings):
        take(row(), heads=row("102", "蒋平晓"))
    assert dump(desk) == before
