"""The hub's seals are kept as long as a hub that is put back may ask for what they prove."""

from datetime import UTC, datetime, timedelta

import pytest

from gridapp.domain.times import moment
from gridapp.store import seals, standing
from gridapp.wire.messages import Answer, Cursor

BEGIN = datetime(2026, 11, 22, 10, 0, tzinfo=UTC)
HERE, ABOVE = "990101001001001*/place", "99/all"


@pytest.fixture
def told(desk):
    """What the hub says on a day, which seals one more sheet; the seals that are kept then."""
    sealed = iter(range(1, 1000))

    def say(day, rev, *, copied, more=False, unsure=()):
        answer = Answer(
            receipts=[],
            records={},
            cursors=[Cursor(HERE, "epoch", rev), Cursor(ABOVE, "epoch", 7)],
            more=more,
            hub_at=moment(BEGIN + timedelta(days=day)),
            durable={"990101": copied, "99": 7},
            unsure=unsure,
        )
        with desk.writing() as connection:
            standing.keep_sheets(connection, [b"sheet"], [bytes([next(sealed) % 256])])
            seals.age(connection, answer)
            found = connection.exec_driver_sql("SELECT no FROM sheet ORDER BY no")
            return list(found.scalars())

    return say


def test_what_was_copied_for_35_days_is_forgotten(told):
    told(0, 10, copied=0)
    told(1, 20, copied=10)
    assert told(36, 20, copied=10) == [1, 2, 3]
    assert told(37, 20, copied=10) == [2, 3, 4], "the first was copied on day 1"


def test_what_was_never_copied_is_kept(told):
    told(0, 10, copied=9)
    for day in (40, 80, 120):
        kept = told(day, 10, copied=9)
    assert kept == [1, 2, 3, 4]


def test_every_district_must_have_been_copied(told):
    told(0, 10, copied=10)
    told(1, 11, copied=10)
    told(2, 12, copied=11)
    assert 2 in told(37, 12, copied=12)
    assert 2 not in told(38, 12, copied=12)


def test_what_is_told_by_half_counts_from_the_end_of_it(told):
    """What the laptop handed in has numbers beyond what it has read."""
    told(0, 5, copied=7, more=True)
    told(1, 50, copied=7)
    assert 1 in told(37, 50, copied=7)


def test_a_hub_that_was_put_back_begins_anew(told):
    told(0, 10, copied=10)
    told(1, 10, copied=10)
    told(20, 5, copied=5, unsure=(HERE,))
    told(21, 20, copied=5)
    assert told(40, 20, copied=5) == [1, 2, 3, 4, 5]


def test_a_laptop_that_sends_every_day_keeps_no_more_than_it_needs(told):
    most = max(len(told(day, 10 * day, copied=10 * day)) for day in range(200))
    assert most < 40
