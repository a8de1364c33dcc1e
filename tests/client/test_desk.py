"""The desk: who may open it, and what the posts of its person reach today."""

from dataclasses import replace

import pytest

from gridapp.client.actions.import_roster import import_roster
from gridapp.client.actions.issues import report_issue, take_step
from gridapp.client.desk import (
    NotSignedIn,
    NotYourGrid,
    custody,
    my_grids,
    my_places,
    my_posts,
    open_desk,
)
from gridapp.client.roster.planning import Dealing
from gridapp.domain.issue_rules import NotAllowedNow
from gridapp.domain.records.people import Household, Post
from gridapp.server import admin
from gridapp.store import migrate
from gridapp.store.engine import open_store
from gridapp.store.keys import NoKey
from gridapp.store.sealing import WrongPassphrase
from tests.client.conftest import (
    FAR_GRID,
    GRID,
    NEXT_GRID,
    PASSPHRASE,
    dump,
    held,
    row,
    told_by_hub,
)

YESTERDAY, TODAY, TOMORROW = "2026-11-21", "2026-11-22", "2026-11-23"


def reached(desk):
    with desk.store.reading() as connection:
        return my_grids(connection, desk)


def test_a_folder_nobody_signed_in_to_opens_no_desk_and_stays_empty(town, tmp_path):
    home = tmp_path / "home"
    for _ in range(2):
        with pytest.raises(NotSignedIn, match="Nobody has signed in"):
            open_desk(home, PASSPHRASE, now=town.clock)
    assert not home.exists()


def test_a_sign_in_that_ended_before_its_store_opens_no_desk(town, tmp_path):
    custody(tmp_path / "home", PASSPHRASE).make()
    with pytest.raises(NotSignedIn, match="did not finish"):
        open_desk(tmp_path / "home", PASSPHRASE, now=town.clock)


def test_a_sign_in_that_ended_before_it_said_who_opens_no_desk(town, tmp_path):
    kept = custody(tmp_path / "home", PASSPHRASE)
    store = open_store(kept.store_path, kept.make())
    migrate.upgrade(store, "desk", now=town.clock())
    store.close()
    for _ in range(2):
        with pytest.raises(NotSignedIn, match="did not finish"):
            open_desk(tmp_path / "home", PASSPHRASE, now=town.clock)


def test_the_desk_opens_with_its_password_alone(town):
    home = town.folder / "li"
    with pytest.raises(WrongPassphrase):
        open_desk(home, "another", now=town.clock)
    desk = open_desk(home, PASSPHRASE, now=town.clock)
    assert (desk.me.account, desk.me.person, desk.me.demo) == ("li", "演示li", False)
    desk.close()


def test_a_desk_without_its_key_file_stays_closed(town):
    home = town.folder / "li"
    (home / "desk.key.json").unlink()
    with pytest.raises(NoKey):
        open_desk(home, PASSPHRASE, now=town.clock)


def test_posts_reach_their_grids(town):
    assert [reached(town.desk(name)) for name in ("li", "both", "office", "far")] == [
        *([GRID], [GRID, NEXT_GRID], [], [FAR_GRID])
    ]


@pytest.mark.parametrize(
    ("days", "reaches"),
    [
        ({"from_on": TOMORROW}, []),
        ({"to_on": YESTERDAY}, []),
        ({"from_on": TODAY}, [GRID]),
        ({"to_on": TODAY}, [GRID]),
        ({"from_on": YESTERDAY, "to_on": TOMORROW}, [GRID]),
        ({"unit_id": "unit-1"}, []),
    ],
)
def test_a_post_reaches_something_on_its_days_alone(desk, days, reaches):
    told_by_hub(desk, replace(held(desk, Post, account="li")[0], **days))
    assert reached(desk) == reaches


@pytest.mark.parametrize("days", [{"from_on": TOMORROW}, {"to_on": YESTERDAY}])
def test_a_post_of_another_day_lets_nobody_import_report_or_decide(desk, take, sheet, days):
    take(row())
    issue = report_issue(desk, category="0204", text="灯不亮了", household="5-1-101").issue
    told_by_hub(desk, replace(held(desk, Post, account="li")[0], **days))
    before = dump(desk)
    for dealing in (Dealing(), Dealing(grid=GRID), Dealing(grids={"5": GRID})):
        with pytest.raises(NotYourGrid):
            import_roster(desk, sheet(row("102", "蒋平晓")), dealing=dealing)
    with pytest.raises(NotYourGrid):
        report_issue(desk, category="0204", text="灯不亮了", place="小区南门")
    with pytest.raises(NotAllowedNow):
        take_step(desk, issue=issue.short_no, step="handle_here")
    assert dump(desk) == before


def test_an_office_whose_post_ended_imports_no_more(town, take):
    office = town.desk("office")
    told_by_hub(office, replace(held(office, Post, account="office")[0], to_on=YESTERDAY))
    with pytest.raises(NotYourGrid):
        take(row(), at=office, dealing=Dealing(grid=GRID))
    assert held(office, Household) == []


def test_a_new_post_reaches_its_grid_from_its_first_day(town, desk):
    told = {"account": "li", "role": "grid_worker", "place": NEXT_GRID}
    admin.add_post(town.hub, **told, from_on=TOMORROW)
    town.sync(desk)
    assert reached(desk) == [GRID]
    town.clock.at = town.clock.at.replace(day=23)
    town.sync(desk)
    assert reached(desk) == [GRID, NEXT_GRID]


def test_posts_of_others_are_not_ones_own(town):
    office = town.desk("office")
    town.sync(office)
    assert {each.account for each in held(office, Post)} > {"office"}
    with office.store.reading() as connection:
        assert [each.account for each in my_posts(connection, office)] == ["office"]
        assert my_places(connection, office) == ["990101001001"]


def test_ids_of_another_district_are_not_to_be_had(desk):
    assert desk.place_id(GRID, "house", "5") == desk.place_id(NEXT_GRID, "house", "5")
    with pytest.raises(NotYourGrid, match=FAR_GRID):
        desk.place_id(FAR_GRID, "house", "5")
