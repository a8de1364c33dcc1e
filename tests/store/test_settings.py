"""What a store keeps about itself: small facts, cursors, and numbers one can say."""

from datetime import UTC, datetime, timedelta

import pytest

from gridapp.store import settings
from tests.store.made import NOW, undone


@pytest.mark.parametrize(
    "value", ["wu", "", 0, False, {"a": [1, "吴"]}, ("990101", "990102"), 2**53, "𠮷"]
)
def test_fact_is_read_as_it_was_kept(desk, value):
    with desk.writing() as connection:
        settings.keep(connection, fact="old", other="stays")
        settings.keep(connection, fact=value)
    with desk.reading() as connection:
        assert settings.read(connection, "fact", "default") == value
        assert settings.read(connection, "other") == "stays"


def test_fact_that_was_never_kept_is_the_default(desk):
    with desk.reading() as connection:
        assert settings.read(connection, "fact") is None
        assert settings.read(connection, "fact", 5) == 5


def test_numbers_run_by_letter_and_begin_anew_each_day_of_the_trade(desk):
    evening = datetime(2026, 11, 22, 15, 59, tzinfo=UTC)
    asked = [("V", NOW), ("V", NOW), ("I", NOW), ("V", evening)]
    asked += [("V", evening + timedelta(minutes=1)), ("V", evening + timedelta(minutes=2))]
    with desk.writing() as connection:
        given = [settings.next_number(connection, letter, now) for letter, now in asked]
    assert given == [1, 2, 1, 3, 1, 2]


def test_number_of_what_was_not_saved_is_given_again(desk):
    with undone(desk) as connection:
        assert settings.next_number(connection, "V", NOW) == 1
    with desk.writing() as connection:
        assert settings.next_number(connection, "V", NOW) == 1


def test_cursors_are_replaced_as_a_whole(desk):
    with desk.writing() as connection:
        assert settings.cursors(connection) == {}
        settings.keep_cursors(connection, {"a/place": ("e1", 5), "b/all": ("e1", 7)})
        settings.keep_cursors(connection, {"a/place": ("e2", 2)})
        assert settings.cursors(connection) == {"a/place": ("e2", 2)}
        settings.keep_cursors(connection, {})
        assert settings.cursors(connection) == {}
