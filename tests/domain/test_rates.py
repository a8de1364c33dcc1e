"""The rates of a round: the whole table by hand, and what it leaves out."""

from collections import Counter

import pytest

from gridapp.domain.codes import code_list
from gridapp.domain.rates import Progress, progress

# One door each: knocked, met, done, and whether it is counted at all.
TABLE = {
    "10": Progress(knocked=1, met=1, done=1, of=1),
    "11": Progress(knocked=1, met=1, done=1, of=1),
    "12": Progress(knocked=0, met=1, done=1, of=1),
    "13": Progress(knocked=1, met=0, done=0, of=1),
    "14": Progress(knocked=1, met=1, done=0, of=1),
    "20": Progress(knocked=1, met=0, done=0, of=1),
    "21": Progress(knocked=1, met=0, done=0, of=1),
    "22": Progress(knocked=1, met=0, done=0, of=1),
    "23": Progress(knocked=1, met=0, done=0, of=1),
    "30": Progress(knocked=1, met=1, done=0, of=1),
    "31": Progress(knocked=1, met=1, done=1, of=1),
    "32": Progress(knocked=1, met=1, done=1, of=1),
    "40": Progress(knocked=0, met=0, done=0, of=1),
    "41": Progress(knocked=1, met=0, done=0, of=1),
    "42": Progress(knocked=1, met=0, done=0, of=1),
    "50": Progress(knocked=1, met=0, done=0, of=1),
    "51": Progress(knocked=1, met=0, done=0, of=1),
    "52": Progress(knocked=0, met=0, done=0, of=0),
    "53": Progress(knocked=1, met=0, done=0, of=1),
    "54": Progress(knocked=0, met=0, done=0, of=0),
    "55": Progress(knocked=0, met=0, done=0, of=0),
}


@pytest.mark.parametrize(("outcome", "expected"), TABLE.items())
def test_one_door_with_each_outcome_counts_as_the_table_says(outcome, expected):
    assert progress([outcome]) == expected


def test_the_table_names_every_outcome_there_is():
    assert {code.code for code in code_list("outcome")} == set(TABLE)


def test_one_door_of_each_outcome_together():
    assert progress(TABLE) == Progress(knocked=16, met=7, done=5, of=18)


def test_a_round_worked_out_by_hand():
    doors = Counter({"11": 30, "10": 8, "12": 2, "20": 25, "40": 5, "31": 2, "30": 3})
    doors += Counter({"50": 9, "52": 4, "54": 1, "": 12})
    # Of 101 doors five are none; knocked are all but 2 telephoned, 5 behind a gate and 12 not tried.
    assert progress(doors.elements()) == Progress(knocked=77, met=45, done=42, of=96)


def test_doors_found_vacant_or_renovated_stay_until_somebody_confirms():
    assert progress(["50", "51", "11"]) == Progress(knocked=3, met=1, done=1, of=3)


def test_outcome_of_a_newer_program_counts_as_a_door_not_tried():
    assert progress(["99", "", "11"]) == Progress(knocked=1, met=1, done=1, of=3)


def test_a_round_without_doors_has_come_nowhere():
    assert progress([]) == Progress(knocked=0, met=0, done=0, of=0)
