"""Looking on while desk and hub talk; ending it in between loses nothing and goes on later."""

from threading import Event

import pytest

from gridapp.client.actions.doors import list_doors
from gridapp.client.actions.send import safety, send
from gridapp.client.actions.visits import record_visit
from gridapp.client.actions.watching import Moved, Stopped, Watched
from gridapp.domain.records.people import Household
from gridapp.store import settings
from tests.client.conftest import _signed_in, held, row

ROOMS = 700  # more records than a page holds


@pytest.fixture
def slow(desk):
    """A line so slow that twenty changes go at once."""
    with desk.store.writing() as connection:
        settings.keep(connection, pace=(1.0, 1000.0))


def rooms(count):
    return [row(f"{number}", f"演示{number}") for number in range(1000, 1000 + count)]


@pytest.fixture
def watched(town):
    """Send and update; what was told, and how it ended. Of `most` tellings the last one ends it."""

    def run(desk, most=None):
        told, stop = [], Event()

        def look(moved):
            told.append(moved)
            if len(told) == most:
                stop.set()

        def talk():
            return send(desk, Watched(desk, town.remote(desk), look, stop))

        if most is None:
            return told, talk()
        with pytest.raises(Stopped, match="is kept"):
            talk()
        return told, None

    return run


def test_each_answer_says_how_much_of_how_much(desk, slow, take, watched):
    assert slow is None
    take(*rooms(20))
    waits = safety(desk).waiting
    told, tally = watched(desk)
    assert told[0].sent == 20
    assert {each.to_send for each in told} == {waits}
    assert (told[-1].sent, tally.sent) == (waits, waits)


def test_what_is_written_meanwhile_is_counted_in(desk, town, take):
    take(*rooms(2))
    told = []

    def look(moved):
        told.append(moved)
        if len(told) == 1:
            record_visit(desk, household=list_doors(desk)[0].household_id, outcome="20")

    waits = safety(desk).waiting
    send(desk, Watched(desk, town.remote(desk), look, Event()))
    assert (told[-1].sent, told[-1].to_send) == (waits + 1, waits + 1)


def test_stopped_in_between_it_keeps_what_was_answered_and_goes_on_later(
    desk, town, slow, take, watched
):
    assert slow is None
    take(*rooms(20))
    waits = safety(desk).waiting
    told, _ = watched(desk, most=1)
    assert [each.sent for each in told] == [20]
    assert safety(desk).waiting == waits - 20
    told, tally = watched(desk)
    assert tally.sent == waits - 20
    assert safety(desk).waiting == 0
    zhang = town.desk("zhang")
    town.sync(zhang)
    assert len(held(zhang, Household)) == 20


@pytest.fixture
def newcomer(town, desk, take):
    """A laptop that signed in a moment ago, in a grid of many records."""
    take(*rooms(ROOMS))
    town.sync(desk)
    town.keys["new"] = _signed_in(town.hub, town.folder / "new", "zhang", town.clock)
    return town.desk("new")


def test_a_first_reading_says_which_file_and_how_many_bytes(newcomer, watched):
    told, tally = watched(newcomer)
    (piece,) = [each for each in told if each.file]
    assert (piece.file, piece.files) == (1, 1)
    assert 0 < piece.done == piece.total
    assert tally.received > 2 * ROOMS
    assert told[-1].file == 0


def test_a_first_reading_that_was_stopped_goes_on_where_it_was(newcomer, town, watched):
    told, _ = watched(newcomer, most=2)
    assert [each.file for each in told] == [0, 1]
    assert len(held(newcomer, Household)) == ROOMS
    told, _ = watched(newcomer)
    assert [each.file for each in told] == [0]
    assert town.sync(newcomer).received == 0


def test_stopped_before_it_began_nothing_was_asked(desk, town, take):
    take(*rooms(1))
    stop = Event()
    told: list[Moved] = []
    stop.set()
    waits = safety(desk).waiting
    with pytest.raises(Stopped):
        send(desk, Watched(desk, town.remote(desk), told.append, stop))
    assert (safety(desk).waiting, told) == (waits, [])
