"""The hub is called again by itself: soon at first, then seldom, and never all at once."""

from hypothesis import given
from hypothesis import strategies as st

from gridapp.domain.pauses import pause

CHANCES = st.floats(0, 1, exclude_max=True)


def test_it_doubles_from_half_a_minute_to_a_quarter_of_an_hour():
    assert [pause(attempt, 0.999999) // 1 for attempt in range(7)] == [
        *(29, 59, 119, 239, 479),
        *(899, 899),
    ]


@given(st.integers(0, 10**6), CHANCES)
def test_chance_spreads_it_over_its_later_half(attempt, chance):
    longest = pause(attempt, 0.9999999999)
    assert longest / 2 - 1 <= pause(attempt, chance) <= min(longest, 900) + 1


@given(st.integers(0, 20), CHANCES, st.floats(0, 3600))
def test_what_the_other_side_asks_for_is_waited_at_least(attempt, chance, told):
    assert pause(attempt, chance, told=told) >= told
