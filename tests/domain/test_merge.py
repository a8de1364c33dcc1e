"""When two laptops meet: nobody's words are lost, nobody's edit beats another's in silence."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gridapp.domain.merge import BOOKKEEPING, blank, merge_card, same_fact, written
from gridapp.domain.records import KINDS
from gridapp.domain.records.people import Household
from gridapp.domain.records.visits import Visit

NAMES = ("head", "phone", "remark", "care_tags")
VALUES = st.integers(0, 3)
CARDS = st.fixed_dictionaries(dict.fromkeys(NAMES, VALUES))
EDITS = st.dictionaries(st.sampled_from(NAMES), VALUES, min_size=1)
TOUCHES = st.dictionaries(
    st.sampled_from(NAMES), st.tuples(st.integers(1, 9), st.sampled_from(["ours", "theirs"]))
)
BASES = st.integers(0, 9)


def after(card, edit, *, rev, base_rev, device):
    """A card at the hub, values and touches, after an edit, and what clashed."""
    held, touched = card
    merged = merge_card(held, touched, edit, base_rev=base_rev, device=device)
    marks = dict.fromkeys(merged.applied, (rev, device))
    return (held | merged.applied, touched | marks), merged.clashing


@given(CARDS, TOUCHES, EDITS, BASES)
def test_every_offered_value_is_taken_held_already_or_shown(held, touched, edit, base):
    merged = merge_card(held, touched, edit, base_rev=base, device="ours")
    same = {name for name in edit if held[name] == edit[name]}
    assert set(merged.applied) | set(merged.clashing) | same == set(edit)
    assert not set(merged.applied) & set(merged.clashing)
    assert not same & (set(merged.applied) | set(merged.clashing))
    assert {**merged.applied, **merged.clashing}.items() <= edit.items()


@given(CARDS, TOUCHES, EDITS)
def test_edit_of_what_nobody_touched_since_always_applies(held, touched, edit):
    newest = max((rev for rev, _ in touched.values()), default=0)
    merged = merge_card(held, touched, edit, base_rev=newest, device="ours")
    assert merged.clashing == {}
    assert {**held, **merged.applied} == {**held, **edit}


@given(CARDS, TOUCHES, BASES)
def test_same_value_never_clashes(held, touched, base):
    merged = merge_card(held, touched, held, base_rev=base, device="ours")
    assert (merged.applied, merged.clashing) == ({}, {})


@given(CARDS, EDITS, BASES, st.integers(1, 5))
def test_field_another_wrote_since_keeps_the_first_value_and_shows_the_second(
    held, edit, base, later
):
    touched = dict.fromkeys(NAMES, (base + later, "theirs"))
    merged = merge_card(held, touched, edit, base_rev=base, device="ours")
    assert merged.applied == {}
    assert merged.clashing == {n: v for n, v in edit.items() if held[n] != v}


@given(CARDS, EDITS, BASES, st.integers(1, 5))
def test_what_a_laptop_wrote_itself_never_clashes_with_it(held, edit, base, later):
    touched = dict.fromkeys(NAMES, (base + later, "ours"))
    assert merge_card(held, touched, edit, base_rev=base, device="ours").clashing == {}


@given(CARDS, st.permutations(NAMES), st.integers(1, 3), st.data())
def test_order_of_two_edits_of_different_fields_does_not_matter(held, names, cut, drawn):
    one = {name: drawn.draw(VALUES) for name in names[:cut]}
    other = {name: drawn.draw(VALUES) for name in names[cut:]}
    begin = held, dict.fromkeys(NAMES, (5, "first"))
    told = [(one, "ours"), (other, "theirs")]
    ends = []
    for order in (told, told[::-1]):
        card = begin
        for rev, (edit, device) in enumerate(order, 6):
            card, clashing = after(card, edit, rev=rev, base_rev=5, device=device)
            assert clashing == {}
        ends.append(card[0])
    assert ends[0] == ends[1] == {**held, **one, **other}


@given(CARDS, EDITS, EDITS)
def test_of_two_edits_of_one_field_the_first_stays_whoever_comes_first(held, one, other):
    begin = held, dict.fromkeys(NAMES, (5, "first"))
    card, clashing = after(begin, one, rev=6, base_rev=5, device="ours")
    assert clashing == {}
    card, clashing = after(card, other, rev=7, base_rev=5, device="theirs")
    for name, value in other.items():
        if name in one and one[name] != held[name]:
            assert card[0][name] == one[name]
            assert clashing.get(name, one[name]) == value
        else:
            assert card[0][name] == value


@given(CARDS, EDITS, BASES)
def test_edit_that_comes_again_changes_nothing(held, edit, base):
    card, _ = after((held, {}), edit, rev=base + 1, base_rev=base, device="ours")
    again, clashing = after(card, edit, rev=base + 2, base_rev=base, device="ours")
    assert again == card
    assert clashing == {}


def test_field_that_a_newer_program_writes_is_merged_like_any_other():
    held = {"head": "吴"}
    merged = merge_card(held, {}, {"balcony": "south"}, base_rev=0, device="ours")
    assert merged.applied == {"balcony": "south"}
    touched = {"balcony": (3, "theirs")}
    merged = merge_card({"balcony": "east"}, touched, {"balcony": ""}, base_rev=2, device="ours")
    assert merged.clashing == {"balcony": ""}


VISIT = {
    "scope": "990101001001001/place",
    "short_no": "V-7K3-1122-1",
    "household_id": "h1",
    "house_id": "x",
    "outcome": "10",
    "visited_at": "2026-11-22T10:42:07.312Z",
    "workers": ("吴",),
}
FULL = {name: blank(Visit.kind, name) for name in Visit.kind.fields} | VISIT


def test_fact_that_comes_again_is_the_same():
    assert same_fact(Visit.kind, FULL, VISIT)
    assert same_fact(Visit.kind, FULL, FULL)


@pytest.mark.parametrize("name", sorted(BOOKKEEPING))
def test_fact_is_the_same_whoever_brings_it_and_when(name):
    assert same_fact(Visit.kind, FULL | {name: "other"}, VISIT)
    assert same_fact(Visit.kind, FULL, VISIT | {name: "other"})


@pytest.mark.parametrize("name", sorted(set(Visit.kind.fields) - BOOKKEEPING))
def test_fact_that_says_anything_else_is_another(name):
    assert not same_fact(Visit.kind, FULL, VISIT | {name: "other"})
    assert not same_fact(Visit.kind, FULL | {name: "other"}, VISIT)


def test_fact_that_says_less_is_another():
    assert not same_fact(Visit.kind, FULL, {n: v for n, v in VISIT.items() if n != "workers"})


@pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)
def test_blank_record_says_nothing(kind):
    assert written(kind, {name: blank(kind, name) for name in kind.fields}) == {}


@pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)
def test_what_is_written_fills_a_blank_record_again(kind):
    blanks = {name: blank(kind, name) for name in kind.fields}
    said = {name: "something" for name in kind.fields if name not in BOOKKEEPING}
    assert written(kind, blanks | said) == said
    assert not set(written(kind, dict.fromkeys(kind.fields, "something"))) & BOOKKEEPING


def test_number_nobody_gave_is_not_zero():
    assert written(Household.kind, {"resident_count": 0}) == {"resident_count": 0}
    assert written(Household.kind, {"resident_count": None}) == {}
