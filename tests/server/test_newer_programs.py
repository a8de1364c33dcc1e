"""What a newer program says is kept and passed on, though this hub does not know it yet."""

import pytest

from tests.server.world import card, visit


@pytest.fixture
def li(world):
    return world.device("li")


def extra(world, kind, record_id):
    return world.held(kind)[record_id]["extra"]


def test_unknown_fields_are_kept(world, li):
    world.ask(li, visit("v-1", mood="cheerful"), card(solar=1))
    assert extra(world, "visit", "v-1") == {"mood": "cheerful"}
    assert extra(world, "household", "household-1") == {"solar": 1}


def test_unknown_fields_of_a_fact_that_comes_again_are_compared(world, li):
    world.ask(li, visit("v-1", mood="cheerful"))
    again, other = world.ask(li, visit("v-1", mood="cheerful"), visit("v-1", mood="sad")).receipts
    assert (again.verdict, other.verdict) == ("stored", "set_aside")


def test_second_unknown_field_does_not_push_out_the_first(world, li):
    rev = world.ask(li, card(solar=1)).receipts[0].rev
    world.ask(li, card(base_rev=rev, balcony="south"))
    assert extra(world, "household", "household-1") == {"solar": 1, "balcony": "south"}


def test_unknown_fields_of_two_desks_are_merged_like_any_other(world, li):
    zhang = world.device("zhang")
    rev = world.ask(li, card(remark="dog")).receipts[0].rev
    world.ask(li, card(base_rev=rev, solar=1))
    answer = world.ask(zhang, card(base_rev=rev, balcony="south"))
    assert [receipt.verdict for receipt in answer.receipts] == ["merged"]
    assert extra(world, "household", "household-1") == {"solar": 1, "balcony": "south"}


def test_one_unknown_field_of_two_desks_is_a_conflict(world, li):
    zhang = world.device("zhang")
    rev = world.ask(li, card(remark="dog")).receipts[0].rev
    world.ask(li, card(base_rev=rev, solar=1))
    answer = world.ask(zhang, card(base_rev=rev, solar=2))
    assert [receipt.verdict for receipt in answer.receipts] == ["conflict"]
    assert extra(world, "household", "household-1") == {"solar": 1}


def test_an_older_desk_that_edits_a_known_field_leaves_them_alone(world, li):
    rev = world.ask(li, card(solar=1)).receipts[0].rev
    world.ask(li, card(base_rev=rev, remark="dog"))
    assert extra(world, "household", "household-1") == {"solar": 1}
