from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from gridapp.domain.names import called, masked, name_key, salutation_of, surname, tidy_name

ROSTERS = Path(__file__).parents[1] / "data" / "rosters"


@pytest.mark.parametrize(
    ("name", "tidy"),
    [
        ("钱  远", "钱远"),
        ("钱\u3000远", "钱远"),
        (" 钱\n远\u200b", "钱远"),
        ("阿依古丽·买买提", "阿依古丽·买买提"),
        ("阿依古丽 • 买买提", "阿依古丽·买买提"),
        ("阿依古丽．买买提", "阿依古丽·买买提"),
        ("阿依古丽・买买提", "阿依古丽·买买提"),
        ("Anna  Maria Rossi", "Anna Maria Rossi"),
        ("J. R. Smith", "J. R. Smith"),
        ("Ａｎｎａ 钱", "Anna钱"),
        ("王𬭎", "王𬭎"),
        ("王 㛃", "王㛃"),
        ("", ""),
        ("  ", ""),
    ],
)
def test_a_tidy_name_has_no_spaces_for_show(name, tidy):
    assert tidy_name(name) == tidy
    assert tidy_name(tidy) == tidy


def test_spellings_of_one_name_share_a_key():
    assert name_key("钱  远") == name_key("钱远")
    assert name_key("阿依古丽·买买提") == name_key("阿依古丽买买提")
    assert name_key("ANNA  Rossi") == name_key("Anna Rossi")
    assert name_key("钱远") != name_key("钱园")


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("钱远", "钱"),
        ("钱小远", "钱"),
        ("欧阳小远", "欧阳"),
        ("司马 远", "司马"),
        ("欧阳", "欧"),
        ("阿依古丽·买买提", ""),
        ("买买提江", ""),
        ("Anna Rossi", ""),
        ("钱", ""),
        ("", ""),
    ],
)
def test_the_surname_may_have_two_characters(name, expected):
    assert surname(name) == expected


def test_a_masked_name_tells_neither_given_name_nor_length():
    names = ["钱远", "钱小远", "欧阳小远", "阿依古丽·买买提", "Anna Rossi", "钱", ""]
    assert [masked(name) for name in names] == ["钱**", "钱**", "欧阳**", "阿**", "A**", "钱**", ""]


def test_a_grown_up_is_addressed_by_surname_where_the_sex_is_known():
    assert salutation_of("钱  远", sex="2", age=40) == "钱女士"
    assert salutation_of("欧阳小远", sex="1", age=18) == "欧阳先生"


@pytest.mark.parametrize(("sex", "age"), [("0", 40), ("9", 40), ("", 40), ("1", None), ("1", 17)])
def test_others_are_not_addressed_by_a_guess(sex, age):
    assert salutation_of("钱远", sex=sex, age=age) == "钱**"


def test_who_has_no_known_surname_is_not_addressed_by_a_guess():
    assert salutation_of("阿依古丽·买买提", sex="2", age=40) == "阿**"


@given(st.text(max_size=12) | st.text("钱远欧阳 ·.A\u3000", max_size=8))
def test_tidying_twice_changes_nothing(name):
    assert tidy_name(tidy_name(name)) == tidy_name(name)
    assert name_key(tidy_name(name)) == name_key(name)
    assert name_key(name_key(name)) == name_key(name)


def test_every_name_of_the_messy_ledger_is_tidied():
    book = CalamineWorkbook.from_path(str(ROSTERS / "榆晴社区住户台账.xlsx"))
    names = [str(row[5]) for row in book.get_sheet_by_index(0).to_python()[4:] if row[5]]
    assert all(2 <= len(tidy_name(name)) <= 3 for name in names)
    assert all(surname(name) == name[0] for name in names)


@pytest.mark.parametrize(
    ("head", "salutation", "said"),
    [
        ("王秀英", "王阿姨", "王阿姨"),
        ("王秀英", "", "王**"),
        ("王秀英", "王 秀英", "王**"),
        ("", "王阿姨", "王阿姨"),
        ("", "", ""),
    ],
)
def test_a_household_is_called_as_one_speaks_to_it_and_never_by_its_full_name(
    head, salutation, said
):
    assert called(head, salutation) == said
