"""What a desk reads: page by page, from where it stopped, and only what its posts reach."""

from dataclasses import asdict

import msgspec
import pytest

from gridapp.client.actions.doors import find_households
from gridapp.client.actions.send import status
from gridapp.domain.records.places import Grid
from gridapp.domain.records.visits import Visit
from gridapp.server import admin
from gridapp.store import rows, settings, tallies
from gridapp.sync.converse import converse
from tests.server.world import GRID, NEXT_GRID, card, edit, household, move_in, visit
from tests.sync.shaky import Lost, Shaky, knock, stands

MANY = 4500  # more than two pages


@pytest.fixture
def li(world):
    return world.desk("li")


def full(desk, how_many):
    """Visits as a morning's work leaves them, in one transaction to save time."""
    home = move_in(desk)
    one = knock(desk, home)
    with desk.store.writing() as connection:
        same = {**asdict(one), "rev": 0}
        rows.insert(connection, [Visit(**{**same, "id": f"v-{n}"}) for n in range(1, how_many)])
    return home


def test_more_than_one_page_goes_and_comes_in_several_round_trips(world, li):
    zhang = world.desk("zhang")
    full(li, MANY)
    tally = world.sync(li)
    assert tally.verdicts == {"stored": MANY + 3}
    assert tally.round_trips > 1
    assert world.count("visit") == MANY
    tally = world.sync(zhang)
    assert tally.round_trips > 1
    assert stands(li) == stands(zhang) == stands(world)
    assert world.sync(zhang).received == world.sync(li).received == 0


def test_reading_goes_on_after_a_cut_between_two_pages(world, li):
    zhang = world.desk("zhang")
    full(li, MANY)
    world.sync(li)
    calls = []

    def cut(answer):
        calls.append(answer)
        if len(calls) == 2:
            raise Lost("lost between two pages")
        return answer

    with pytest.raises(Lost):
        converse(zhang.store, Shaky(world.remote(zhang), bent=cut), world.clock)
    between = status(zhang).records["visit"]
    world.sync(zhang)
    assert 0 < between < MANY
    assert stands(li) == stands(zhang) == stands(world)


def test_what_is_written_while_a_desk_reads_its_pages_is_not_skipped(world, li):
    zhang = world.desk("zhang")
    home = full(li, MANY)
    world.sync(li)

    def more():
        knock(li, home)
        edit(li, home, remark="dog")
        world.sync(li)

    converse(zhang.store, Shaky(world.remote(zhang), meanwhile=[more], when="after"), world.clock)
    world.sync(zhang)
    assert stands(li) == stands(zhang) == stands(world)


def test_another_epoch_is_compared_and_only_what_is_lacking_is_read(world, li):
    home = move_in(li)
    world.sync(li)
    with li.store.writing() as connection:
        connection.exec_driver_sql("DELETE FROM household")
    assert world.sync(li).received == 0
    world.keep(epoch="after a restore")
    assert world.sync(li).received == 1
    assert household(li, home).head == "Wei"
    with li.store.reading() as connection:
        assert {epoch for epoch, _ in settings.cursors(connection).values()} == {"after a restore"}
    assert (world.sync(li).received, world.sync(li).round_trips) == (0, 1)


def test_what_was_lost_at_a_desk_comes_back(world, li):
    """The sums at the end of each conversation differ: no cursor would ever tell."""
    home = move_in(li)
    world.sync(li)
    with li.store.writing() as connection:
        held = tallies.numbered(connection, "household", [home])
        connection.exec_driver_sql("DELETE FROM household")
        tallies.change(connection, "household", held, [])
    assert world.sync(li).received == 1
    assert stands(li) == stands(world)
    assert world.sync(li).round_trips == 1


def test_another_grid_reads_nothing_of_ours(world, li):
    knock(li, move_in(li))
    world.sync(li)
    other = world.desk("other")
    world.sync(other)
    assert not any(stands(other).values())


def test_new_post_is_read_from_its_beginning(world, li):
    theirs = world.device("other")
    world.ask(theirs, visit("v-theirs", place=NEXT_GRID))
    world.sync(li)
    assert stands(li)["visit"] == {}
    admin.add_post(world.hub, account="li", role="grid_worker", place=NEXT_GRID)
    world.sync(li)
    assert set(stands(li)["visit"]) == {"v-theirs"}


def test_received_households_are_found_by_their_words(world, li):
    move_in(li, remark="two dogs")
    world.sync(li)
    zhang = world.desk("zhang")
    assert [door.label for door in find_households(zhang, find="two dogs")] == ["5-1-101"]


def test_fields_of_a_newer_program_are_kept_and_passed_on(world, li):
    home = move_in(li)
    world.sync(li)
    newer = world.device("office")
    rev = household(li, home).rev
    world.ask(newer, visit("v-1", mood="cheerful"), card(home, base_rev=rev, solar=1))
    zhang = world.desk("zhang")
    for desk in (li, zhang):
        world.sync(desk)
        assert household(desk, home).extra == {"solar": 1}
        assert stands(desk)["visit"]["v-1"]["extra"] == {"mood": "cheerful"}
    edit(li, home, remark="dog")
    world.sync(li, zhang)
    assert (household(zhang, home).extra, household(zhang, home).remark) == ({"solar": 1}, "dog")
    assert stands(li) == stands(zhang) == stands(world)


def test_fields_of_a_newer_hub_are_kept_beside_ours(world, li):
    home = move_in(li)
    world.sync(li)

    def newer(answer):
        told = {**world.held("household")[home], "solar": 1, "extra": {"balcony": "south"}}
        records = {**answer.records, "household": [told]}
        return msgspec.structs.replace(answer, records=records)

    converse(li.store, Shaky(world.remote(li), bent=newer), world.clock)
    assert household(li, home).extra == {"solar": 1, "balcony": "south"}


def test_kinds_of_a_newer_hub_are_left_out_and_the_rest_is_read(world, li):
    admin.add_grid(world.hub, code=GRID, name="Renamed")

    def newer(answer):
        records = {"dream": [{"id": "d-1", "rev": 1}], **answer.records}
        return msgspec.structs.replace(answer, records=records)

    tally = converse(li.store, Shaky(world.remote(li), bent=newer), world.clock)
    assert tally.received == 1
    with li.store.reading() as connection:
        assert [grid.name for grid in rows.where(connection, Grid)] == ["Renamed"]
