"""Three messy rosters: imported twice, on two laptops that never met, and still once."""

from collections import Counter

import pytest

from gridapp.store.hub_tables import hub as hub_tables
from tests.end_to_end.office import DATA, ROSTERS, opened

pytestmark = pytest.mark.end_to_end

CHANGES = ("new", "filled", "differing")


def on_hub(town, *kinds):
    """How many records of each kind the hub's own store holds."""
    store = opened(town.root / "office" / "hub" / "hub.db")
    with store.reading() as connection:
        counted = {
            kind: len(connection.execute(hub_tables.tables[kind].select()).all()) for kind in kinds
        }
    store.close()
    return counted


def test_every_household_of_the_rosters_comes_in_and_every_doubt_is_told(peopled):
    _, imported = peopled
    assert [done["households"] for done in imported] == list(ROSTERS.values())
    assert [done["new"]["household"] for done in imported] == list(ROSTERS.values())
    told = Counter((problem["row"], problem["became"]) for problem in imported[1]["problems"])
    assert told == {
        (15, "value left out"): 1,
        (74, "row left out"): 1,
        (75, "row left out"): 1,
        (76, "row left out"): 1,
    }
    assert "mistyped digit" in imported[1]["problems"][0]["why"]
    assert all("twice" in problem["why"] for problem in imported[1]["problems"][1:])


def test_preview_says_the_same_and_changes_nothing(town, peopled):
    laptop = town.laptop("zhang")
    before = laptop.status()
    file = DATA / "rosters" / next(iter(ROSTERS))
    shown = laptop.good("desk", "import", file, "--preview")
    assert shown["preview"]
    assert shown["new"] == peopled[1][0]["new"]
    assert laptop.status() == before


def test_rosters_on_two_laptops_offline_and_twice_are_once(town, li):
    before = li.status()
    for again in li.import_all():
        assert [again[name] for name in CHANGES] == [{}, {}, {}]
    assert li.status() == before
    assert before["records"]["household"] == 312

    zhang = town.laptop("zhang")
    assert [done["new"]["household"] for done in zhang.import_all()] == list(ROSTERS.values())
    assert zhang.status()["waiting"] == before["waiting"]

    town.open()
    assert set(li.sync()["verdicts"]) == {"stored"}
    assert set(zhang.sync()["verdicts"]) == {"merged"}
    li.sync()
    for laptop in (li, zhang):
        again = laptop.sync()
        assert (again["sent"], again["received"]) == (0, 0)
        status = laptop.status()
        assert (status["waiting"], status["aside"]) == ({}, [])
        assert status["records"] == before["records"]
    assert li.doors() == zhang.doors()
    houses = Counter(door["door"] for door in li.doors())
    assert sum(houses.values()) == 312
    town.shut()
    assert on_hub(town, "household", "house", "conflict", "offered") == {
        "household": 312,
        "house": 312,
        "conflict": 0,
        "offered": 0,
    }
