"""Hours are read as people type them, and never guessed."""

from datetime import UTC, datetime

import pytest

from gridapp.domain.times import LOCAL
from gridapp.domain.told_times import NotAnHour, NotYet, read_told_time

EVENING = datetime(2026, 11, 22, 12, 30, tzinfo=UTC)  # half past eight in UTC+8


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("19:05", "2026-11-22 19:05"),
        ("１９：０５", "2026-11-22 19:05"),
        (" 9:05 ", "2026-11-22 09:05"),
        ("19点05", "2026-11-22 19:05"),
        ("19点", "2026-11-22 19:00"),
        ("11-21 19:05", "2026-11-21 19:05"),
        ("11月21日19:05", "2026-11-21 19:05"),
        ("12-30 19:05", "2025-12-30 19:05"),
        ("2026-11-20 07:00", "2026-11-20 07:00"),
    ],
)
def test_an_hour_is_read(said, meant):
    at = read_told_time(said, now=EVENING)
    assert at == datetime.fromisoformat(meant).replace(tzinfo=LOCAL)


@pytest.mark.parametrize(
    "said", ["", "晚上", "25:00", "19:60", "13-01 19:05", "02-30 10:00", "1905"]
)
def test_what_is_no_hour_is_refused(said):
    with pytest.raises(NotAnHour):
        read_told_time(said, now=EVENING)


@pytest.mark.parametrize("said", ["21:05", "2026-11-23 08:00"])
def test_an_hour_to_come_is_refused(said):
    with pytest.raises(NotYet):
        read_told_time(said, now=EVENING)


def test_the_day_is_that_of_utc_plus_eight():
    late = datetime(2026, 11, 22, 17, 0, tzinfo=UTC)  # one in the morning of the 23rd
    assert read_told_time("00:30", now=late).astimezone(LOCAL).day == 23


def test_a_leap_day_is_looked_for_in_this_year_only():
    with pytest.raises(NotAnHour):
        read_told_time("02-29 10:00", now=EVENING)
