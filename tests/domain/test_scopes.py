"""Who sees what: posts on one side, scopes of records on the other."""

from dataclasses import dataclass
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gridapp.domain.scopes import (
    ALL,
    PLACE,
    PLACE_LENGTHS,
    Reach,
    audience_of,
    place_of,
    reach_of,
    scope,
    shard_of,
)

GRID, NEXT_GRID = "990101001001001", "990101001001002"
COMMUNITY, NEXT_COMMUNITY = "990101001001", "990101001002"
STREET, NEXT_STREET = "990101001", "990101002"
DISTRICT, NEXT_DISTRICT = "990101", "990102"
TODAY = date(2026, 11, 22)


@dataclass(frozen=True)
class Post:
    place: str
    unit_id: str = ""
    from_on: str = ""
    to_on: str = ""


POSTS = {
    "grid": Post(GRID),
    "community": Post(COMMUNITY),
    "street": Post(STREET),
    "district": Post(DISTRICT),
    "water": Post(DISTRICT, unit_id="water"),
    "street-water": Post(STREET, unit_id="water"),
}
HERE = "grid community street district"
# A record of this scope, and whose posts reach it.
SEEN = {
    f"{GRID}/place": HERE,
    f"{NEXT_GRID}/place": "community street district",
    f"{COMMUNITY}/place": "community street district",
    f"{NEXT_COMMUNITY}001/place": "street district",
    f"{STREET}/place": "street district",
    f"{NEXT_STREET}001001/place": "district",
    f"{DISTRICT}/place": "district",
    f"{NEXT_DISTRICT}001001001/place": "",
    f"{GRID}/all": HERE,
    f"{NEXT_GRID}/all": "community street district",
    f"{COMMUNITY}/all": HERE,
    f"{NEXT_COMMUNITY}/all": "street district",
    f"{STREET}/all": f"{HERE} street-water",
    f"{NEXT_STREET}/all": "district",
    f"{DISTRICT}/all": f"{HERE} water street-water",
    f"{NEXT_DISTRICT}/all": "",
    "9901/all": f"{HERE} water street-water",
    "99/all": f"{HERE} water street-water",
    "9902/all": "",
    "98/all": "",
    f"{DISTRICT}/unit:water": "water street-water",
    f"{DISTRICT}/unit:fire": "",
    f"{NEXT_DISTRICT}/unit:water": "",
    f"{GRID}/unit:water": "",
    f"{DISTRICT}/unit:waterworks": "",
    f"{GRID}1/place": HERE,
    "": "",
    "/place": "",
    "/all": "",
}


def reaches(post, scoped):
    return any(reach.holds(scoped) for reach in reach_of([post], today=TODAY))


@pytest.mark.parametrize("scoped", SEEN)
def test_record_is_seen_by_those_posts_and_no_other(scoped):
    seen = {name for name, post in POSTS.items() if reaches(post, scoped)}
    assert seen == set(SEEN[scoped].split())


@pytest.mark.parametrize(
    ("from_on", "to_on", "held"),
    [
        ("", "", True),
        ("2026-11-22", "", True),
        ("2026-11-23", "", False),
        ("", "2026-11-22", True),
        ("", "2026-11-21", False),
        ("2026-11-22", "2026-11-22", True),
        ("2027-01-01", "2027-12-31", False),
        ("2025-01-01", "2025-12-31", False),
        ("2025-01-01", "9999-12-31", True),
    ],
)
def test_post_reaches_something_only_while_it_is_held(from_on, to_on, held):
    post = Post(GRID, from_on=from_on, to_on=to_on)
    assert reaches(post, f"{GRID}/place") is held
    assert bool(reach_of([post], today=TODAY)) is held


def test_nobody_without_a_post_sees_anything_not_even_what_is_for_all():
    assert reach_of([], today=TODAY) == ()


def test_reach_of_a_grid_is_the_grid_and_what_is_for_all_above_it():
    assert [reach.key for reach in reach_of([POSTS["grid"]], today=TODAY)] == [
        "99/all",
        "9901/all",
        "990101/all",
        "990101001/all",
        "990101001001/all",
        "990101001001001*/all",
        "990101001001001*/place",
    ]


def test_reach_of_a_department_is_what_was_sent_to_it():
    assert [reach.key for reach in reach_of([POSTS["water"]], today=TODAY)] == [
        "99/all",
        "9901/all",
        "990101/all",
        "990101/unit:water",
    ]


def test_two_posts_reach_what_each_reaches_once_and_in_a_fixed_order():
    posts = [Post(GRID), Post(NEXT_GRID), POSTS["water"]]
    both = reach_of(posts, today=TODAY)
    each = {reach for post in posts for reach in reach_of([post], today=TODAY)}
    assert set(both) == each
    assert len(both) == len(each)
    assert both == reach_of([*posts[::-1], *posts], today=TODAY) == tuple(sorted(both))


PLACES = st.text("0123456789", min_size=1, max_size=15)
AUDIENCES = st.sampled_from([PLACE, ALL, "unit:water", "unit:"])


@given(PLACES, AUDIENCES)
def test_scope_comes_apart_as_it_was_put_together(place, audience):
    scoped = scope(place, audience)
    assert (place_of(scoped), audience_of(scoped)) == (place, audience)
    assert shard_of(scoped) == place[:6]


@given(PLACES, PLACES, AUDIENCES, AUDIENCES)
def test_whole_reach_holds_all_below_and_the_other_only_itself(place, other, asked, audience):
    scoped = scope(other, audience)
    below = other.startswith(place) and asked == audience
    assert Reach(place, asked, whole=True).holds(scoped) == below
    assert Reach(place, asked, whole=False).holds(scoped) == (below and place == other)


@given(st.lists(st.tuples(PLACES, AUDIENCES, st.booleans()), max_size=6))
def test_two_reaches_never_share_a_cursor(many):
    made = {Reach(*one) for one in many}
    assert len({reach.key for reach in made}) == len(made)


def test_audience_is_the_place_unless_said_otherwise():
    assert scope(GRID) == f"{GRID}/place"


def test_lengths_are_those_of_the_codes():
    assert [len(code) for code in ("99", "9901", DISTRICT, STREET, COMMUNITY, GRID)] == list(
        PLACE_LENGTHS
    )
