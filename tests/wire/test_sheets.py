"""What the hub sealed is proven again, and nothing else is."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gridapp.domain.merge import said
from gridapp.wire.columns import held, pack
from gridapp.wire.sheets import (
    ROW,
    fingerprint,
    fingerprints,
    is_sealed,
    row,
    rows_of,
    sheets,
    tag,
)
from tests.store.made import household, visit

SECRET = bytes(range(32))
VALUES: st.SearchStrategy[Any] = (
    st.none() | st.booleans() | st.integers(-(2**63), 2**63 - 1) | st.text(max_size=5)
)
VALUES |= st.lists(st.text(max_size=3), max_size=3).map(tuple)
FIELDS = st.dictionaries(st.sampled_from(["id", "scope", "head", "phone", "tags"]), VALUES)


@given(st.lists(FIELDS, max_size=6), st.randoms())
def test_fingerprint_is_the_same_alone_and_among_others_in_any_order(many, random):
    alone = [fingerprint("household", each) for each in many]
    assert fingerprints("household", pack(many)) == alone
    turned = []
    for each in many:
        names = list(each)
        random.shuffle(names)
        turned.append({name: each[name] for name in names})
    assert fingerprints("household", held(pack(turned))) == alone


@given(FIELDS, st.dictionaries(st.sampled_from(["solar", "balcony"]), VALUES, min_size=1))
def test_fields_of_a_newer_program_count_wherever_they_stand(known, newer):
    beside = fingerprint("household", {**known, **newer})
    assert fingerprint("household", {**known, "extra": newer}) == beside
    assert fingerprints("household", pack([{**known, "extra": newer}, known])) == [
        beside,
        fingerprint("household", known),
    ]


def test_number_and_time_of_the_hub_are_not_what_a_record_says():
    one = said("visit", visit("v1").__dict__)
    told = {**one, "rev": 7, "hub_at": "2026-11-22T20:00:00.000Z"}
    assert fingerprint("visit", told) == fingerprint("visit", one)
    assert fingerprints("visit", pack([told])) == [fingerprint("visit", one)]


def test_fingerprint_does_not_change_from_one_release_to_the_next():
    """Laptops keep sheets for as long as they live."""
    one = said("household", household("h1", head="吴桂芳", care_tags=("E1",)).__dict__)
    assert fingerprint("household", one).hex() == "7787b6aad437d2fd412c40eea9c18fe4"


@given(FIELDS, FIELDS)
def test_records_that_say_something_else_have_another_fingerprint(one, other):
    same = {n: repr(v) for n, v in one.items()} == {n: repr(v) for n, v in other.items()}
    assert (fingerprint("visit", one) == fingerprint("visit", other)) == same
    assert fingerprint("visit", one) != fingerprint("household", one)


def proves(sealed, rev, kind, values):
    body, seal = sealed
    return is_sealed(SECRET, body, seal) and row(rev, fingerprint(kind, values)) in rows_of(body)


@pytest.fixture
def told():
    return said("visit", visit("v1", note="met the son").__dict__)


@pytest.fixture
def sealed(told):
    """A sheet about a visit, number 7, among others; and its seal."""
    others = [(n, fingerprint("visit", {"id": f"v{n}"})) for n in (6, 8)]
    [body] = sheets([*others, (7, fingerprint("visit", told))])
    return body, tag(SECRET, body)


def test_sheet_proves_each_record_on_it(sealed, told):
    assert proves(sealed, 7, "visit", told)
    assert proves(sealed, 6, "visit", {"id": "v6"})


@pytest.mark.parametrize(
    "changed",
    [{"note": "met nobody"}, {"id": "v2"}, {"deleted": True}, {"scope": "99/place"}, {"x": 1}],
    ids=str,
)
def test_changed_record_is_not_proven(sealed, told, changed):
    assert not proves(sealed, 7, "visit", told | changed)


def test_record_without_a_field_or_of_another_kind_or_number_is_not_proven(sealed, told):
    less = {name: value for name, value in told.items() if name != "note"}
    assert not proves(sealed, 7, "visit", less)
    assert not proves(sealed, 7, "issue", told)
    assert not proves(sealed, 8, "visit", told)


def test_sheet_of_another_hub_or_with_one_bit_changed_proves_nothing(sealed):
    body, seal = sealed
    assert is_sealed(SECRET, body, seal)
    assert not is_sealed(bytes(32), body, seal)
    assert not is_sealed(SECRET, body[:-1] + bytes([body[-1] ^ 1]), seal)
    assert not is_sealed(SECRET, body[:-ROW], seal)
    assert not is_sealed(SECRET, body[1:], tag(SECRET, body[1:])), "rows stand where they stand"
    assert not is_sealed(SECRET, body, b"")


@pytest.mark.parametrize(
    ("count", "lengths"),
    [(0, []), (1, [1]), (500, [500]), (501, [500, 1]), (1200, [500, 500, 200])],
)
def test_sheets_hold_five_hundred_rows_in_order(count, lengths):
    many = [(n, bytes([n % 256]) * 16) for n in range(1, count + 1)]
    made = sheets(many)
    assert [len(body) // ROW for body in made] == lengths
    assert b"".join(made) == b"".join(row(*one) for one in many)
