"""“Tonight”, “the weekend” and “11-28” mean one day each."""

from datetime import date

import pytest

from gridapp.domain.appointed import (
    OTHER,
    TOMORROW,
    TONIGHT,
    WEEKEND,
    NotADayToCome,
    choice_of,
    day_meant,
    read_day_to_come,
)

SUNDAY = date(2026, 11, 22)
FRIDAY, SATURDAY = date(2026, 11, 27), date(2026, 11, 28)


@pytest.mark.parametrize(
    ("choice", "today", "meant"),
    [
        (TONIGHT, SUNDAY, ("2026-11-22", "evening")),
        (TOMORROW, SUNDAY, ("2026-11-23", "")),
        (WEEKEND, SUNDAY, ("2026-11-28", "weekend")),
        (WEEKEND, FRIDAY, ("2026-11-28", "weekend")),
        (WEEKEND, SATURDAY, ("2026-11-29", "weekend")),
    ],
)
def test_what_is_said_means_a_day(choice, today, meant):
    assert day_meant(choice, part="", today=today) == meant
    assert choice_of(*meant, today=today) == choice


def test_the_part_of_day_told_before_stays():
    assert day_meant(TOMORROW, part="morning", today=SUNDAY) == ("2026-11-23", "morning")
    assert day_meant(TOMORROW, part="weekend", today=SUNDAY) == ("2026-11-23", "")


def test_any_other_day_is_told_by_its_date():
    assert choice_of("2026-12-01", "", today=SUNDAY) == OTHER
    assert choice_of("2026-11-22", "morning", today=SUNDAY) == OTHER
    assert choice_of("", "", today=SUNDAY) == ""


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("11-28", "2026-11-28"),
        ("１１－２８", "2026-11-28"),
        ("11月28日", "2026-11-28"),
        ("1-5", "2027-01-05"),
        ("11-22", "2026-11-22"),
        ("2026-12-01", "2026-12-01"),
    ],
)
def test_a_day_to_come_is_read(said, meant):
    assert read_day_to_come(said, today=SUNDAY).isoformat() == meant


@pytest.mark.parametrize("said", ["", "28", "下周", "13-01", "2-30", "2026-11-21"])
def test_what_is_no_day_to_come_is_refused(said):
    with pytest.raises(NotADayToCome):
        read_day_to_come(said, today=SUNDAY)
