"""The profile of a whole street: three communities, thirty grids, and who works there."""

import contextlib
from collections import Counter

import pytest

from gridapp.client.actions.doors import list_doors
from gridapp.client.desk import open_desk
from gridapp.demo import day, profiles
from gridapp.demo.community import every, make
from gridapp.demo.drawings import GridPlan
from gridapp.demo.planned import planned_visits
from gridapp.demo.posts import WORKER, grid_posts, office_posts
from gridapp.demo.profiles import PROFILES
from gridapp.domain.names import name_key
from gridapp.domain.office import HubState
from gridapp.server import admin, census, clock, serving
from gridapp.server.hub import closing
from gridapp.store.keys import DEMO_PASSPHRASE
from tests.demo.test_community import DIVISIONS

SEED = 7


@pytest.fixture(scope="module")
def street():
    """Every grid of the street."""
    return list(every("fanrong", SEED))


def by_community(street, number):
    """The sum of `number` over the grids of each community, in their order."""
    counted: Counter[str] = Counter()
    for grid in street:
        counted[grid.name] += number(grid)
    return [counted[name] for name in ("榆晴社区", "望溪社区", "揽星社区")]


def households(grid):
    return [place.door.household for place in grid.places() if place.door.household.members]


def test_three_communities_have_five_ten_and_fifteen_grids(street):
    assert by_community(street, lambda _: 1) == [5, 10, 15]
    assert len({grid.grid for grid in street}) == 30
    assert all(grid.grid[:12] == grid.code and len(grid.grid) == 15 for grid in street)
    assert [grid.grid_name for grid in street][:2] == ["榆晴社区第一网格", "榆晴社区第二网格"]
    assert street[-1].grid_name == "揽星社区第十五网格"


def test_as_many_live_there_as_the_street_has(street):
    lived_in = by_community(street, lambda grid: len(households(grid)))
    assert lived_in == pytest.approx([1855, 3702, 5954], rel=0.01)
    people = by_community(street, lambda grid: sum(len(each.members) for each in households(grid)))
    assert people == pytest.approx([4860, 9700, 15600], rel=0.01)
    doors = [len(list(grid.places())) for grid in street]
    assert (min(doors), max(doors)) == pytest.approx((400, 440), abs=20)


def test_buildings_are_mixed_as_in_such_a_street(street):
    doors = Counter(
        (place.building.walk_mode, place.building.floors)
        for grid in street
        for place in grid.places()
    )
    shares = {sort: 100 * count / doors.total() for sort, count in doors.items()}
    assert shares == pytest.approx(
        {
            ("walk_up", 6): 55,
            ("lift", 11): 15,
            ("lift", 18): 22,
            ("lift", 33): 5,
            ("bungalow_lane", 1): 3,
        },
        abs=1.5,
    )


def test_odd_buildings_are_there(street):
    numbers = [building.no for grid in street for building in grid.compounds[0].buildings]
    assert numbers.count("1甲") == 3
    rooms = {place.door.room for place in street[2].places()}
    assert "B101" in rooms
    tall = [place for place in street[1].places() if place.building.lift]
    assert {place.door.floor for place in tall}.isdisjoint({4, 13, 14})


def test_nobody_lives_in_two_grids(street):
    everybody = [one for grid in street for each in households(grid) for one in each.members]
    for numbers in ([one.id_number for one in everybody], [o.phone for o in everybody if o.phone]):
        assert len(set(numbers)) == len(numbers)


def test_labels_are_unique_in_each_grid(street):
    for grid in street:
        labels = [place.door.label for place in grid.places()]
        assert len(set(labels)) == len(labels)


def test_seventy_four_workers_and_seven_officials_a_community_have_posts(street):
    assert by_community(street, lambda grid: len(grid.workers)) == [12, 24, 38]
    posts = [post for grid in street for post in grid_posts(grid)]
    above = list(office_posts("fanrong", SEED))
    assert len({post.account for post in (*posts, *above)}) == len(posts) + len(above) == 97
    assert Counter(post.place for post in posts) == {g.grid: len(g.workers) for g in street}
    officials = Counter(post.place for post in above if len(post.place) == 12)
    assert officials == dict.fromkeys(profiles.COMMUNITY_NAMES, 7)
    assert all(name_key(post.person) for post in posts)
    assert [post.account for post in posts].count(WORKER) == 1


def test_the_first_grid_is_made_without_the_others(street):
    assert make("fanrong", SEED) == street[0]


def test_small_profiles_have_no_officials():
    for profile in ("tiny", "grid"):
        assert [post.role for post in office_posts(profile, SEED)] == ["district_desk", "handler"]


def test_no_place_of_the_street_exists():
    plans: list[GridPlan] = list(PROFILES["fanrong"].grids)
    ours = {plan.compound for plan in plans} | {plan.name for plan in plans}
    ours |= {plan.buildings[-1].no for plan in plans}
    assert len(ours) == 30 + 30 + 3
    real = DIVISIONS.read_text("utf-8")
    assert [name for name in ours if name in real] == []


@pytest.fixture(scope="module")
def played(tmp_path_factory):
    """The folder of a day in the street's first grid, and what it came to."""
    folder = tmp_path_factory.mktemp("street")
    return folder, day.run(folder, "fanrong", lambda _, **__: None)


@pytest.mark.end_to_end
def test_the_office_knows_every_grid_and_everybody_who_works_there(played, street):
    folder, _ = played
    custody = serving.existing(folder / "hub", DEMO_PASSPHRASE)
    with (
        closing(admin.opened(custody, clock=clock.now)) as hub,
        hub.store.reading() as connection,
    ):
        state = census.counted(connection, HubState(begun=True))
        grids = census.grid_lines(connection)
        places = census.places(connection)
    assert (state.grids, state.accounts) == (30, 97)
    assert [line.workers for line in grids] == [len(grid.workers) for grid in street]
    assert [line.name for line in grids if line.houses] == ["榆晴社区第一网格"]
    assert [line.name for line in places if line.level == "community"] == [
        *profiles.COMMUNITY_NAMES.values()
    ]


@pytest.mark.end_to_end
def test_a_laptop_holds_its_own_grid_alone(played, street):
    folder, done = played
    doors = len(list(street[0].places()))
    assert (done.households, done.visits) == (doors, doors)
    assert len(planned_visits(street[0], SEED, day.ON)) == doors
    assert done.seen_by_second["grid"] == 1
    with contextlib.closing(open_desk(folder / "laptop-1", DEMO_PASSPHRASE)) as desk:
        assert len(list_doors(desk)) == doors
