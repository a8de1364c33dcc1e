"""Who sees what and who may hand in what: each post against each place."""

import pytest

from tests.server.world import (
    COMMUNITY,
    DISTRICT,
    FAR_GRID,
    GRID,
    NEXT_GRID,
    PEOPLE,
    STREET,
    change,
    visit,
)

# Places records stand at, and the posts that reach each.
HOLDS = {
    GRID: {"li", "zhang", "office", "street", "centre"},
    NEXT_GRID: {"other", "office", "street", "centre"},
    "990101001002001": {"street", "centre"},
    "990101002001001": {"centre"},
    COMMUNITY: {"office", "street", "centre"},
    STREET: {"street", "centre"},
    DISTRICT: {"centre"},
    FAR_GRID: {"far"},
    "990101001001": {"office", "street", "centre"},
}
WRITERS = {GRID: "li", FAR_GRID: "far"}


@pytest.fixture
def full(world):
    """A visit at each place, told by somebody who reaches it."""
    for place in HOLDS:
        writer = world.device(WRITERS.get(place, "centre"))
        (receipt,) = world.ask(writer, visit(f"visit-at-{place}", place=place)).receipts
        assert receipt.verdict == "stored"
    return world


@pytest.mark.parametrize("account", sorted(PEOPLE))
def test_each_reads_what_their_post_reaches_and_nothing_else(full, account):
    told = full.ask(full.device(account)).records.get("visit", [])
    expected = {f"visit-at-{place}" for place, reached in HOLDS.items() if account in reached}
    assert {record["id"] for record in told} == expected


@pytest.mark.parametrize("account", sorted(PEOPLE))
def test_each_hands_in_what_their_post_reaches_and_nothing_else(world, account):
    places = sorted(HOLDS)
    offered = [visit(place=place) for place in places]
    receipts = world.ask(world.device(account), *offered).receipts
    stored = {
        place
        for place, receipt in zip(places, receipts, strict=True)
        if receipt.verdict == "stored"
    }
    assert stored == {place for place in places if account in HOLDS[place]}
    assert {r.verdict for r in receipts} <= {"stored", "set_aside"}


def test_first_page_of_a_new_laptop_follows_the_same_rule(full):
    for account in PEOPLE:
        desk = full.desk(account)
        with desk.store.reading() as connection:
            held = connection.exec_driver_sql("SELECT scope FROM visit").scalars().all()
        assert len(held) == sum(account in reached for reached in HOLDS.values())


def test_what_is_for_all_goes_down_to_everybody_below(world):
    desks = {account: world.ask(world.device(account)) for account in PEOPLE}
    grids = {
        name: {g["code"] for g in told.records["grid"]}
        for name, told in desks.items()
        if "grid" in told.records
    }
    assert grids["li"] == {GRID}
    assert grids["other"] == {NEXT_GRID}
    assert grids["office"] == grids["street"] == grids["centre"] == {GRID, NEXT_GRID}
    assert grids["far"] == {FAR_GRID}
    units = {name for name, told in desks.items() if "org_unit" in told.records}
    assert units == set(PEOPLE) - {"far"}


def test_clerk_sees_no_grid_household_or_visit(full):
    told = full.ask(full.device("clerk"))
    assert set(told.records) == {"org_unit", "post"}
    assert [post["account"] for post in told.records["post"]] == ["clerk"]


def test_worker_does_not_learn_who_holds_posts_above_or_beside(world):
    told = world.ask(world.device("li")).records["post"]
    assert {post["account"] for post in told} == {"li", "zhang"}


def test_a_code_that_begins_alike_is_another_place(world):
    """Reach is by code: 12 digits of one community never hold the grid of a longer neighbour."""
    with_office = world.device("office")
    beside = visit(place="990101001002001")
    assert world.ask(with_office, beside).receipts[0].verdict == "set_aside"


def test_cursors_name_every_reach_of_a_person(world):
    reaches = {cursor.reach for cursor in world.ask(world.device("li")).cursors}
    assert reaches == {
        f"{GRID}*/place",
        f"{GRID}*/all",
        *(f"{GRID[:length]}/all" for length in (2, 4, 6, 9, 12)),
    }


def test_clerk_cannot_write_into_a_grid(world):
    clerk = world.device("clerk")
    step = change(
        "issue_step",
        scope=f"{GRID}/place",
        issue_id="i",
        step="void",
        at="2026-11-22T09:00:00.000Z",
    )
    assert [r.verdict for r in world.ask(clerk, visit(), step).receipts] == ["set_aside"] * 2
