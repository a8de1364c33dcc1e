"""No number means two things, and two sides that hold the same have the same sum."""

from hypothesis import given
from hypothesis import strategies as st

from gridapp.domain.hub_numbers import (
    MOST,
    Sum,
    begin_run,
    folded,
    is_full,
    knew,
    run_of,
    sum_of,
)

LASTS = st.integers(0, 2**62)
CHANCES = st.integers(0, 2**32 - 1)
KINDS = st.sampled_from(["household", "visit"])
REVS = st.integers(1, MOST)
HELD = st.dictionaries(st.tuples(KINDS, st.text(max_size=5)), REVS, max_size=8)


def summed(held):
    return folded(sum_of(kind, [(this, rev)]) for (kind, this), rev in held.items())


@given(LASTS, CHANCES)
def test_numbers_of_a_new_run_follow_all_that_were_ever_given(last, chance):
    begun = begin_run(last, chance)
    assert last < begun + 1 <= MOST
    assert run_of(begun + 1) == run_of(begun) > run_of(last)
    assert begun == run_of(begun) << 27


@given(LASTS, CHANCES, CHANCES)
def test_two_hubs_that_went_on_from_one_copy_give_different_numbers(last, one, other):
    same = one % 2**18 == other % 2**18
    assert (run_of(begin_run(last, one)) == run_of(begin_run(last, other))) == same


@given(LASTS, CHANCES, st.integers(1, 2**27))
def test_run_is_full_where_its_next_numbers_would_be_of_another(last, chance, more):
    begun = begin_run(last, chance)
    assert is_full(begun, more) == (run_of(begun + more) != run_of(begun))


@given(HELD, st.randoms())
def test_sum_is_the_same_in_whatever_order(held, random):
    many = list(held.items())
    random.shuffle(many)
    assert summed(dict(many)) == summed(held)
    assert summed(held).records == len(held)


@given(HELD, HELD)
def test_sums_are_added_and_taken_away(one, other):
    both = summed(one).plus(summed(other))
    assert both == folded([summed(one), summed(other)])
    assert both.minus(summed(other)) == summed(one)
    assert Sum().plus(summed(one)).minus(summed(one)) == Sum()
    assert 0 <= both.total < 2**48


@given(HELD, st.data())
def test_another_number_or_record_makes_another_sum(held, drawn):
    key = drawn.draw(KINDS), "one more"
    with_it = held | {key: drawn.draw(REVS)}
    assert summed(with_it) != summed(held)
    assert summed(with_it | {key: with_it[key] % MOST + 1}) != summed(with_it)


def test_sum_tells_kinds_and_ids_apart():
    sums = {
        sum_of(kind, [(this, 5)])
        for kind in ("visit", "household")
        for this in ("a", "b", "ab", "")
    }
    assert len(sums) == 8


@given(LASTS, CHANCES, CHANCES, st.integers(1, 9), st.integers(1, 9))
def test_number_knows_what_was_given_before_it_and_nothing_of_another_way_on(
    last, one, other, first, then
):
    here, there = begin_run(last, one), begin_run(last, other)
    later = begin_run(here + 5, other)
    runs = dict(sorted({run_of(here): last, run_of(there): last, run_of(later): here + 5}.items()))
    assert knew(here + first, last, runs)
    assert not knew(last, here + first, runs)
    assert knew(here + first, here + then, runs) == (then <= first)
    assert knew(later + 1, here + first, runs) == (first <= 5)
    assert knew(later + 1, last, runs)
    assert knew(last, 0, runs)
    assert knew(0, 0, {})
    if run_of(here) != run_of(there):
        assert not knew(here + first, there + then, runs)
        assert not knew(later + 1, there + then, runs)


@given(LASTS, CHANCES, st.integers(1, 9))
def test_of_a_run_nobody_told_of_nothing_is_known_and_what_is_older_than_all_is_of_one_history(
    last, chance, first
):
    here = begin_run(last, chance)
    later = begin_run(here + 5, chance)
    runs = {run_of(here): last}
    assert not knew(later + 1, here + first, runs)
    assert not knew(later + 1, last, runs) or run_of(last) == 0 == last
    assert knew(here + first, last and 1, runs), "in a run before the first that is remembered"
