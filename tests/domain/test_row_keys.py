"""Row keys and page codes: what is typed or scanned back is what was printed, or it is told."""

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gridapp.domain.page_codes import NotAPageCode, PageCode, page_code, read_page_code
from gridapp.domain.row_keys import NotARowKey, new_row_keys, read_row_key

SIGNS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
KEYS = new_row_keys(300, taken=())

keys = st.sampled_from(KEYS)


def is_told(typed):
    try:
        return read_row_key(typed) is None
    except NotARowKey:
        return True


def test_no_key_is_given_twice_or_while_another_list_has_it():
    first = new_row_keys(1500, taken=())
    second = new_row_keys(1500, taken=set(first))
    assert len({*first, *second}) == 3000
    assert {len(key) for key in first} == {5}


@given(keys)
def test_a_key_is_read_however_it_is_typed(key):
    lookalikes = key.replace("0", "O").replace("1", "l").lower()
    assert read_row_key(f" {key[:2]}-{key[2:]} ") == key
    assert read_row_key(lookalikes) == key


@given(keys, st.integers(0, 4), st.sampled_from(SIGNS))
def test_one_wrong_character_is_told(key, at, sign):
    typed = key[:at] + sign + key[at + 1 :]
    assert typed == key or is_told(typed)


@given(keys, st.integers(0, 3))
def test_two_characters_that_changed_places_are_told(key, at):
    typed = key[:at] + key[at + 1] + key[at] + key[at + 2 :]
    assert typed == key or is_told(typed)


@pytest.mark.parametrize("typed", ["", "0", "0000", "雷怡诺", "00000000", "U0000", "*~$=U"])
def test_what_is_no_key_is_told(typed):
    assert is_told(typed)


pages = st.builds(
    PageCode,
    list_no=st.text(string.ascii_uppercase + string.digits + "-", min_size=1, max_size=20),
    page=st.integers(0, 9999),
    template=st.sampled_from(["A1", "B1", "C1"]),
)


@given(pages)
def test_a_page_code_says_its_page_and_is_short_ascii(page):
    text = page_code(page)
    assert read_page_code(text) == page
    assert set(text) <= set(string.ascii_uppercase + string.digits + ":-")
    assert len(text) <= 38, "more would need a larger square"


@given(pages, st.data())
def test_a_page_code_read_wrongly_is_told(page, data):
    text = page_code(page)
    at = data.draw(st.integers(0, len(text) - 1))
    sign = data.draw(st.sampled_from(string.ascii_uppercase + string.digits))
    wrong = text[:at] + sign + text[at + 1 :]
    if wrong != text:
        with pytest.raises(NotAPageCode):
            read_page_code(wrong)


def test_other_peoples_codes_are_told():
    for text in ("", "https://example.org", "G1:L-1:1:A1", "G1:L-1:1:A1:0000", "TEL:10012345678"):
        with pytest.raises(NotAPageCode):
            read_page_code(text)
