"""A certificate is compared on the phone: digits that say it, however they are grouped."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gridapp.domain.fingerprints import is_said, is_whole, spoken

FINGERPRINTS = st.integers(0, 2**256 - 1).map(lambda number: f"{number:064x}")
ONE = "0949f0deaa1be3ba1dfc3c5ae3d0d6c5d8b5b4a09c1b6c8f1fd1a8d8d7f2a4e1"


def test_digits_stand_in_six_groups_of_five():
    assert [len(group) for group in spoken(ONE).split()] == [5] * 6
    assert spoken(f"{7:064x}") == "00000 00000 00000 00000 00000 00007"
    assert spoken("") == ""


@given(FINGERPRINTS)
def test_what_is_read_out_is_what_is_said(fingerprint):
    digits = spoken(fingerprint)
    full_width = digits.translate(dict(zip(range(48, 58), range(0xFF10, 0xFF1A), strict=True)))
    for said in (digits, digits.replace(" ", ""), digits.replace(" ", "-"), full_width):
        assert is_whole(said)
        assert is_said(said, fingerprint)
    assert is_said(fingerprint.upper(), fingerprint)


@given(FINGERPRINTS, st.integers(0, 29), st.integers(1, 9))
def test_one_wrong_digit_is_another_certificate(fingerprint, at, more):
    digits = spoken(fingerprint).replace(" ", "")
    wrong = f"{digits[:at]}{(int(digits[at]) + more) % 10}{digits[at + 1 :]}"
    assert not is_said(wrong, fingerprint)


@pytest.mark.parametrize(
    "said", ["", " ", "12345", "12345 " * 5, "12345 " * 7, "x" * 64, "一" * 30]
)
def test_what_cannot_be_digits_of_a_certificate_is_noticed(said):
    assert not is_whole(said)
    assert not is_said(said, ONE)
    assert not is_said(said, "")
