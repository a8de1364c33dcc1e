"""What a printed list may say."""

from gridapp.domain.codes import code_list
from gridapp.domain.list_sheet import care_letters, named_issue, paper_key, usage_in_clear


def test_emptiness_and_suspicion_are_never_printed_in_clear():
    hidden = {"", "22", "30", "31", "40", "60"}
    assert {usage_in_clear(usage) for usage in hidden} == {"90"}
    assert usage_in_clear("10") == "10"
    assert {paper_key(code) for code in ("20", "21", "50", "51", "52", "53", "54", "55")} == {"2"}


def test_every_outcome_has_a_digit_that_is_printed():
    digits = {outcome.code: paper_key(outcome.code) for outcome in code_list("outcome")}
    assert set(digits.values()) == {"1", "2", "3", "4", "6"}
    told = {code: key for code, key in digits.items() if code in ("10", "11", "22", "30", "40")}
    assert told == {"10": "1", "11": "1", "22": "4", "30": "3", "40": "6"}
    assert paper_key("99") == "2"


def test_letters_are_drawn_anew_for_each_list_and_the_same_at_a_reprint():
    drawn = [care_letters(f"list-{number}") for number in range(20)]
    assert care_letters("list-0") == drawn[0]
    assert len({letters["E1"] for letters in drawn}) > 5
    for letters in drawn:
        assert letters["W1"] == letters["W2"] == letters["W3"]
        usual = {tag.code: tag.traits["letter"] for tag in code_list("care_tag")}
        assert len(set(letters.values())) == len(set(usual.values()))


def test_troubles_that_are_nobody_elses_to_read_are_not_named():
    assert named_issue(["0902", "1001", "1205", "0205"]) == "0205"
    assert named_issue(["0902", "1001", "1205", "a newer code"]) == ""
