"""A laptop is said to go about twice only where it does: not by a lost answer, nor by its hub."""

import itertools

import pytest

from gridapp.sync.converse import converse
from tests.server.world import move_in
from tests.sync.putting_back import yesterday_of
from tests.sync.shaky import Lost, Shaky, knock

pytestmark = pytest.mark.parametrize("built", ["sqlite"], indirect=True)  # a file is put back


def heard(most):
    """So many answers, and none after them."""
    came = itertools.count()

    def bent(answer):
        if next(came) >= most:
            raise Lost("lost on the way back")
        return answer

    return bent


@pytest.fixture
def li(world):
    return world.desk("li")


@pytest.fixture
def yesterday(world, built, li):
    """A copy of the hub, and what this laptop sent twice since."""
    made = yesterday_of(world, built.key, li, world.desk("zhang"))
    for room in ("201", "202"):
        move_in(li, room)
        world.sync(li)
    return made


@pytest.mark.parametrize("way", ["by file", "by command", "by neither"])
def test_hub_that_was_put_back_takes_no_laptop_for_two(world, li, yesterday, way):
    yesterday.put_back(way)
    home = move_in(li, "203")
    assert not world.sync(li).is_double
    knock(li, home)
    assert not world.sync(li).is_double


def test_answer_lost_while_both_sides_are_compared_makes_no_double(world, li, yesterday):
    yesterday.put_back()
    for most in (1, 1, 2):
        with pytest.raises(Lost):
            converse(li.store, Shaky(world.remote(li), bent=heard(most)), world.clock)
    move_in(li, "203")
    assert not world.sync(li).is_double
