"""Six keys reach every outcome, and each outcome asks only what it needs."""

import pytest

from gridapp.domain.codes import code_list
from gridapp.domain.outcomes import (
    MORE,
    Asks,
    asks,
    is_for_good,
    key_of,
    outcome_of,
    refinements,
    word,
)

KEYS = tuple(code_list("paper_key").codes)


def test_each_key_records_its_outcome_at_once():
    assert [outcome_of(key) for key in KEYS] == ["11", "20", "30", "22", "50", "40"]


def test_a_second_digit_says_how_they_were_met():
    said = {code.traits["digit"]: code.code for code in refinements("1")}
    assert said == {"1": "10", "2": "11", "3": "12", "4": "13", "5": "14"}


def test_a_second_digit_says_how_they_declined():
    assert {code.code for code in refinements("3")} == {"30", "31", "32", "23"}


@pytest.mark.parametrize("key", ["2", "4", "6"])
def test_some_keys_say_everything(key):
    assert refinements(key) == []


def test_every_outcome_is_reached_by_keys_and_only_once():
    refined = [code.code for key in (*KEYS, MORE) for code in refinements(key)]
    assert len(refined) == len(set(refined))
    assert {*refined, *map(outcome_of, KEYS)} == set(code_list("outcome").codes)


@pytest.mark.parametrize("key", [*KEYS, MORE])
def test_second_digits_of_a_key_count_from_one(key):
    digits = [code.traits["digit"] for code in refinements(key)]
    assert digits == [str(number) for number in range(1, len(digits) + 1)]


def test_the_outcome_of_a_key_stands_under_that_key():
    assert all(key_of(outcome_of(key)) == key for key in KEYS)
    assert [key_of(code) for code in ("10", "31", "55", "21", "99")] == ["1", "3", "5", MORE, MORE]


def test_an_outcome_is_told_in_the_words_of_paper_where_it_has_some():
    assert word("20") == ("paper_key", "2")
    assert word("10") == ("outcome_digit", "10")
    assert word("99") == ("outcome", "99")


def test_nobody_at_home_is_asked_nothing_more():
    assert asks("20") == frozenset()


def test_an_appointment_asks_for_its_day():
    assert asks("22") == {Asks.RETURN}


@pytest.mark.parametrize("outcome", ["10", "11", "12", "13", "14"])
def test_who_was_spoken_with_is_asked_all(outcome):
    assert asks(outcome) == {Asks.FACTS, Asks.TOLD, Asks.MATTERS}


@pytest.mark.parametrize("outcome", ["30", "40", "42", "50", "99"])
def test_a_matter_may_be_seen_where_nobody_was_spoken_with(outcome):
    assert asks(outcome) == {Asks.MATTERS}


def test_only_two_answers_are_for_good():
    assert {code.code for code in code_list("outcome") if is_for_good(code.code)} == {"31", "32"}
