"""Times are UTC text that sorts; days are those of UTC+8, wherever the laptop thinks it is."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gridapp.domain.times import LOCAL, local_day, moment, read_moment

ZONES = st.integers(-14 * 60, 14 * 60).map(lambda m: timezone(timedelta(minutes=m)))
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
SPANS = st.timedeltas(timedelta(days=-300_000), timedelta(days=2_000_000))
MOMENTS = st.builds(lambda span, zone: (EPOCH + span).astimezone(zone), SPANS, ZONES)


def test_moment_is_utc_text_with_milliseconds():
    assert moment(datetime(2026, 11, 22, 10, 42, 7, 312_999, tzinfo=UTC)) == (
        "2026-11-22T10:42:07.312Z"
    )
    assert moment(datetime(2026, 11, 22, 7, 0, tzinfo=LOCAL)) == "2026-11-21T23:00:00.000Z"


@given(MOMENTS, MOMENTS)
def test_moments_sort_as_text_as_they_do_in_time(one, other):
    assert len(moment(one)) == 24
    if moment(one) < moment(other):
        assert one < other
    if one <= other:
        assert moment(one) <= moment(other)


@given(MOMENTS)
def test_moment_is_read_back_to_the_millisecond(at):
    read = read_moment(moment(at))
    assert timedelta(0) <= at - read < timedelta(milliseconds=1)
    assert moment(read) == moment(at)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-11-22T10:42:07.312Z", "2026-11-22T10:42:07.312Z"),
        ("2026-11-22T18:42:07+08:00", "2026-11-22T10:42:07.000Z"),
        ("2026-11-22T18:42", "2026-11-22T10:42:00.000Z"),
        ("2026-11-22 18:42:07", "2026-11-22T10:42:07.000Z"),
        ("2026-11-22", "2026-11-21T16:00:00.000Z"),
        ("2026-11-22T00:30:00-11:00", "2026-11-22T11:30:00.000Z"),
    ],
)
def test_time_without_an_offset_is_the_time_of_the_trade(text, expected):
    assert moment(read_moment(text)) == expected


@pytest.mark.parametrize(
    "text",
    ["", "yesterday", "22.11.2026", "2026-13-01", "2026-02-30T10:00", "10:42", "2026-11-22T25:00"],
)
def test_what_is_no_time_is_refused(text):
    with pytest.raises(ValueError, match=r".+"):
        read_moment(text)


@pytest.mark.parametrize("text", ["0001-01-01", "0001-01-01T00:00+14:00", "9999-12-31T23:59-14:00"])
def test_time_beyond_the_calendar_is_refused_like_any_other(text):
    """What is read must be a moment that can be written."""
    with pytest.raises(ValueError, match=r".+"):
        moment(read_moment(text))


@pytest.mark.parametrize(
    ("at", "day"),
    [
        (datetime(2026, 11, 22, 15, 59, 59, 999_999, tzinfo=UTC), date(2026, 11, 22)),
        (datetime(2026, 11, 22, 16, 0, tzinfo=UTC), date(2026, 11, 23)),
        (datetime(2026, 12, 31, 16, 0, tzinfo=UTC), date(2027, 1, 1)),
        (datetime(2026, 11, 23, 0, 0, tzinfo=LOCAL), date(2026, 11, 23)),
        (datetime(2026, 11, 22, 12, 0, tzinfo=timezone(timedelta(hours=-5))), date(2026, 11, 23)),
    ],
)
def test_day_begins_at_midnight_of_utc_plus_eight(at, day):
    assert local_day(at) == day


@given(MOMENTS)
def test_day_is_the_same_in_whatever_zone_it_is_asked(at):
    assert local_day(at) == local_day(at.astimezone(UTC))
    assert local_day(at) == (at.astimezone(UTC) + timedelta(hours=8)).date()
