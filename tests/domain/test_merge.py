"""When two laptops meet: nobody's words are lost, nobody's edit beats another's in silence."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gridapp.domain.merge import (
    BOOKKEEPING,
    WHOLE,
    Touch,
    blank,
    merge_card,
    same_fact,
    touch_of,
    written,
)
from gridapp.domain.records import KINDS
from gridapp.domain.records.people import Household
from gridapp.domain.records.visits import Visit

NAMES = ("head", "phone", "remark", "care_tags")
VALUES = st.integers(0, 3)
CARDS = st.fixed_dictionaries(dict.fromkeys(NAMES, VALUES))
EDITS = st.dictionaries(st.sampled_from(NAMES), VALUES, min_size=1)
TOUCHES = st.dictionaries(
    st.sampled_from((*NAMES, WHOLE)),
    st.builds(Touch, st.integers(1, 9), st.sampled_from(["ours", "theirs"])),
)
BASES = st.integers(0, 9)


def after(card, edit, *, rev, base_rev, change):
    """A card at the hub, values and touches, after an edit by a change, and what clashed."""
    held, touched = card
    merged = merge_card(held, touched, edit, base_rev=base_rev, after=[change])
    marks = dict.fromkeys(merged.applied, Touch(rev, change))
    return (held | merged.applied, touched | marks), merged.clashing


@given(CARDS, TOUCHES, EDITS, BASES)
def test_every_offered_value_is_taken_held_already_or_shown(held, touched, edit, base):
    merged = merge_card(held, touched, edit, base_rev=base, after=["ours"])
    same = {name for name in edit if held[name] == edit[name]}
    assert set(merged.applied) | set(merged.clashing) | same == set(edit)
    assert not set(merged.applied) & set(merged.clashing)
    assert not same & (set(merged.applied) | set(merged.clashing))
    assert {**merged.applied, **merged.clashing}.items() <= edit.items()


@given(CARDS, TOUCHES, EDITS)
def test_edit_of_what_nobody_touched_since_always_applies(held, touched, edit):
    newest = max((touch.rev for touch in touched.values()), default=0)
    merged = merge_card(held, touched, edit, base_rev=newest, after=["ours"])
    assert merged.clashing == {}
    assert {**held, **merged.applied} == {**held, **edit}


@given(CARDS, TOUCHES, BASES)
def test_same_value_never_clashes(held, touched, base):
    merged = merge_card(held, touched, held, base_rev=base, after=["ours"])
    assert (merged.applied, merged.clashing) == ({}, {})


@given(CARDS, EDITS, BASES, st.integers(1, 5))
def test_field_another_wrote_since_keeps_the_first_value_and_shows_the_second(
    held, edit, base, later
):
    touched = dict.fromkeys(NAMES, Touch(base + later, "theirs"))
    merged = merge_card(held, touched, edit, base_rev=base, after=["ours"])
    assert merged.applied == {}
    assert merged.clashing == {n: v for n, v in edit.items() if held[n] != v}


@given(CARDS, EDITS, BASES, st.integers(1, 5))
def test_what_its_author_knew_never_clashes_with_an_edit(held, edit, base, later):
    touched = dict.fromkeys(NAMES, Touch(base + later, "ours"))
    assert merge_card(held, touched, edit, base_rev=base, after=["ours"]).clashing == {}


@given(CARDS, st.permutations(NAMES), st.integers(1, 3), st.data())
def test_order_of_two_edits_of_different_fields_does_not_matter(held, names, cut, drawn):
    one = {name: drawn.draw(VALUES) for name in names[:cut]}
    other = {name: drawn.draw(VALUES) for name in names[cut:]}
    begin = held, dict.fromkeys(NAMES, Touch(5, "first"))
    told = [(one, "ours"), (other, "theirs")]
    ends = []
    for order in (told, told[::-1]):
        card = begin
        for rev, (edit, change) in enumerate(order, 6):
            card, clashing = after(card, edit, rev=rev, base_rev=5, change=change)
            assert clashing == {}
        ends.append(card[0])
    assert ends[0] == ends[1] == {**held, **one, **other}


@given(CARDS, EDITS, EDITS)
def test_of_two_edits_of_one_field_the_first_stays_whoever_comes_first(held, one, other):
    begin = held, dict.fromkeys(NAMES, Touch(5, "first"))
    card, clashing = after(begin, one, rev=6, base_rev=5, change="ours")
    assert clashing == {}
    card, clashing = after(card, other, rev=7, base_rev=5, change="theirs")
    for name, value in other.items():
        if name in one and one[name] != held[name]:
            assert card[0][name] == one[name]
            assert clashing.get(name, one[name]) == value
        else:
            assert card[0][name] == value


@given(CARDS, EDITS, BASES)
def test_edit_that_comes_again_changes_nothing(held, edit, base):
    card, _ = after((held, {}), edit, rev=base + 1, base_rev=base, change="ours")
    again, clashing = after(card, edit, rev=base + 2, base_rev=base, change="ours")
    assert again == card
    assert clashing == {}


def test_field_that_a_newer_program_writes_is_merged_like_any_other():
    held = {"head": "吴"}
    merged = merge_card(held, {}, {"balcony": "south"}, base_rev=0, after=["ours"])
    assert merged.applied == {"balcony": "south"}
    touched = {"balcony": Touch(3, "theirs")}
    merged = merge_card({"balcony": "east"}, touched, {"balcony": ""}, base_rev=2, after=["ours"])
    assert merged.clashing == {"balcony": ""}


@given(CARDS, EDITS, BASES, st.integers(1, 5))
def test_own_earlier_change_that_was_not_named_counts_as_anothers(held, edit, base, later):
    """One laptop put back to an older copy, or two of one person: neither knew the other."""
    touched = dict.fromkeys(NAMES, Touch(base + later, "ours"))
    merged = merge_card(held, touched, edit, base_rev=base, after=["another of ours"])
    assert merged.applied == {}


@given(CARDS, EDITS, st.integers(1, 9), BASES)
def test_field_is_as_old_as_the_record_unless_it_was_written_since(held, edit, made, base):
    """Two laptops that made the same card: what stands was written, what is blank was not."""
    merged = merge_card(held, {WHOLE: Touch(made, "theirs")}, edit, base_rev=base, after=["ours"])
    late = {name for name in edit if held[name] != edit[name] and made > base}
    assert set(merged.clashing) == late


@pytest.mark.parametrize("value", ["", (), {}, False, None])
def test_field_that_stands_blank_and_was_never_written_is_nobodys(value):
    touched = {WHOLE: Touch(5, "theirs")}
    assert touch_of({"phone": value}, touched, "phone") == Touch(0)
    merged = merge_card({"phone": value}, touched, {"phone": "1"}, base_rev=0)
    assert merged.applied == {"phone": "1"}


def test_field_that_was_emptied_is_as_new_as_that():
    touched = {WHOLE: Touch(1, "made"), "phone": Touch(5, "emptied")}
    merged = merge_card({"phone": ""}, touched, {"phone": "1"}, base_rev=4)
    assert merged.clashing == {"phone": "1"}


def test_number_that_is_zero_was_written():
    assert touch_of({"resident_count": 0}, {WHOLE: Touch(5)}, "resident_count") == Touch(5)


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
