"""A hub that was put back goes on, and the history it forgot comes back beside: nothing covers the other."""

from dataclasses import replace

import msgspec
import pytest

from gridapp.client.actions.households import amend_household
from gridapp.domain.times import moment
from gridapp.store import settings
from gridapp.sync.applying import apply
from gridapp.wire.messages import Answer
from tests.server.world import move_in
from tests.sync import putting_back
from tests.sync.putting_back import same

pytestmark = pytest.mark.parametrize("built", ["sqlite"], indirect=True)  # a file is put back
li, zhang = putting_back.li, putting_back.zhang
yesterday, home = putting_back.yesterday, putting_back.home


def begun_anew(world):
    """The hub's program is started anew: its next number begins a run."""
    world.hub = replace(world.hub, lineage=replace(world.hub.lineage, begun={}))


def both_sides(world):
    """What each conflict shows: the field, and both values."""
    return sorted(
        (told["field"], *sorted(told[side]["value"] for side in ("kept", "offered")))
        for told in world.held("conflict").values()
    )


def test_home_that_is_new_in_both_histories_shows_both(world, li, zhang, yesterday):
    move_in(zhang, room="203", remark="told to zhang")
    world.sync(zhang)
    move_in(li, room="203", remark="told to li")
    yesterday.put_back("forgotten")
    world.sync(li)  # reads on where the copy ends, and notices nothing
    same(world, zhang, li)
    assert both_sides(world) == [("remark", "told to li", "told to zhang")]


def test_what_an_unsure_hub_had_copied_counts_for_nothing(li):
    sure = Answer((), {}, (), more=False, hub_at=moment(li.clock()), durable={"990101": 7})
    with li.store.writing() as connection:
        apply(connection, msgspec.structs.replace(sure, unsure=("990101/place",)))
        assert settings.read(connection, "durable") == {}
        apply(connection, sure)
        assert settings.read(connection, "durable") == {"990101": 7}


@pytest.mark.parametrize("starts", [0, 1, 3])
def test_no_history_covers_what_the_other_wrote(world, li, zhang, yesterday, home, starts):
    for number in range(starts + 1):
        begun_anew(world)
        amend_household(zhang, home, remark=f"the forgotten {number}")
        world.sync(zhang)
    yesterday.put_back("forgotten")
    amend_household(li, home, remark="the new one")
    world.sync(li)
    same(world, zhang, li)
    assert both_sides(world) == [("remark", f"the forgotten {starts}", "the new one")]


@pytest.mark.parametrize("starts", [1, 3])
def test_of_two_forgotten_histories_neither_covers_the_other(
    world, li, zhang, yesterday, home, starts
):
    amend_household(li, home, remark="the first")
    world.sync(li)
    yesterday.put_back("forgotten")
    for number in range(starts):
        begun_anew(world)
        amend_household(zhang, home, remark=f"the second {number}")
        world.sync(zhang)
    yesterday.put_back("forgotten")
    same(world, li, zhang)
    assert both_sides(world) == [("remark", "the first", f"the second {starts - 1}")]


def test_edit_that_waited_on_a_forgotten_history_covers_nothing_it_did_not_know(
    world, li, zhang, yesterday, home
):
    for number in range(3):
        begun_anew(world)
        amend_household(zhang, home, salutation=f"the forgotten {number}")
        world.sync(zhang)
    yesterday.put_back("forgotten")
    amend_household(li, home, remark="the new one")
    world.sync(li)
    amend_household(zhang, home, remark="written on the forgotten")
    same(world, zhang, li)
    assert ("remark", "the new one", "written on the forgotten") in both_sides(world)


@pytest.mark.parametrize("starts", [0, 1, 3])
def test_what_only_the_forgotten_history_wrote_comes_back(
    world, li, zhang, yesterday, home, starts
):
    for number in range(starts + 1):
        begun_anew(world)
        amend_household(zhang, home, remark=f"the forgotten {number}")
        world.sync(zhang)
    yesterday.put_back("forgotten")
    begun_anew(world)
    world.sync(li)
    same(world, zhang, li)
    assert world.held("household")[home]["remark"] == f"the forgotten {starts}"
    assert both_sides(world) == []
