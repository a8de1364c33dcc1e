"""Ids sort by time, tell the same place the same name, and give no address away."""

import uuid
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gridapp.domain.ids import new_id, place_id, short_no

NOW = datetime(2026, 11, 22, 10, 42, 7, 312_000, tzinfo=UTC)
GRID = "990101001001001"
SALT, OTHER_SALT = str(uuid.UUID(int=1)), str(uuid.UUID(int=2))
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MOMENTS = st.timedeltas(timedelta(0), timedelta(days=80_000)).map(EPOCH.__add__)
PARTS = st.lists(st.text(st.characters(exclude_characters="\x1f", exclude_categories=["Cs"])))


@given(MOMENTS)
def test_new_id_is_a_uuid_of_its_time(now):
    made = uuid.UUID(new_id(now))
    assert (made.version, made.variant) == (7, uuid.RFC_4122)
    assert made.int >> 80 == (now - EPOCH) // timedelta(milliseconds=1)


@given(
    st.lists(MOMENTS, min_size=2, unique_by=lambda at: (at - EPOCH) // timedelta(milliseconds=1))
)
def test_new_ids_sort_by_time(moments):
    made = [new_id(at) for at in sorted(moments)]
    assert made == sorted(made)


def test_new_ids_of_one_moment_differ():
    assert len({new_id(NOW) for _ in range(10_000)}) == 10_000


def test_clock_before_1970_makes_an_id_all_the_same():
    """An empty battery sets the clock back to its first hour, in some zones before 1970 in UTC."""
    assert uuid.UUID(new_id(datetime(1969, 12, 31, 16, tzinfo=UTC))).version == 7


def test_same_place_has_the_same_id_on_every_laptop():
    one = place_id(SALT, "house", "990101001001001", "榆晴小区", "5", "1", "101")
    assert one == place_id(SALT, "house", "990101001001001", "榆晴小区", "5", "1", "101")
    assert uuid.UUID(one).version == 5


def test_id_of_a_place_is_the_uuid_any_other_program_would_give():
    expected = uuid.uuid5(uuid.UUID(SALT), f"house\x1f{GRID}\x1f5\x1f101")
    assert uuid.UUID(place_id(SALT, "house", GRID, "5", "101")) == expected


@pytest.mark.parametrize(
    ("salt", "parts"),
    [
        (OTHER_SALT, ("house", GRID, "5", "101")),
        (SALT, ("household", GRID, "5", "101")),
        (SALT, ("house", GRID, "5", "102")),
        (SALT, ("house", GRID, "51", "01")),
        (SALT, ("house", GRID, "5", "", "101")),
        (SALT, ("house", GRID, "5", "101", "")),
        (SALT, ("house", f"{GRID}5", "101")),
    ],
)
def test_any_other_place_kind_or_district_has_another_id(salt, parts):
    assert place_id(SALT, "house", GRID, "5", "101") != place_id(salt, *parts)


@given(PARTS, PARTS)
def test_two_places_share_an_id_only_where_they_are_the_same(one, other):
    same = place_id(SALT, "house", *one) == place_id(SALT, "house", *other)
    assert same == (one == other)


def test_salt_must_be_one():
    with pytest.raises(ValueError, match="UUID"):
        place_id("no salt", "house", "5")


def test_number_can_be_said_on_the_phone():
    assert short_no("V", "7K3", NOW, 4) == "V-7K3-1122-4"


def test_number_has_the_day_of_the_trade_and_not_of_utc():
    late = datetime(2026, 11, 22, 16, 0, tzinfo=UTC)
    assert short_no("V", "7K3", late, 1) == "V-7K3-1123-1"
    assert short_no("V", "7K3", late - timedelta(seconds=1), 1) == "V-7K3-1122-1"
