"""A hub put back to yesterday's copy: after each laptop's next sync it holds all any of them held."""

from datetime import timedelta

import msgspec
import pytest

from gridapp.client.actions.send import status
from gridapp.client.actions.visits import withdraw_visit
from gridapp.domain.hub_numbers import sum_of
from gridapp.domain.records.visits import Visit
from gridapp.domain.scopes import reach_named, scope
from gridapp.server import admin
from gridapp.store import rows, settings, standing, tallies
from gridapp.store.hub_tables import on_hub
from gridapp.sync.converse import NotAnswered, converse
from tests.server.world import GRID, NEXT_GRID, card, edit, household, move_in, visit
from tests.sync import putting_back
from tests.sync.putting_back import as_of_now, same
from tests.sync.shaky import Shaky, knock, stands

pytestmark = pytest.mark.parametrize("built", ["sqlite"], indirect=True)  # a file is put back
li, zhang = putting_back.li, putting_back.zhang
yesterday, home = putting_back.yesterday, putting_back.home


@pytest.mark.parametrize("way", ["by file", "by command", "by neither"])
def test_what_any_laptop_holds_comes_back(world, li, zhang, yesterday, home, way):
    lis = knock(li, home).id
    edit(li, home, phone="10011112222", care_tags=("E1",))
    world.sync(li, zhang)
    zhangs = knock(zhang, home).id
    edit(zhang, home, remark="dog")
    world.sync(zhang)
    before = stands(zhang)
    yesterday.put_back(way)
    assert len(stands(world)["visit"]) == 1
    assert world.sync(li).given_back > 0
    same(world, li, zhang)
    held = stands(world)
    assert {lis, zhangs} < held["visit"].keys()
    assert held["conflict"] == {}
    for kind, many in before.items():
        for this, one in many.items():
            now = held[kind][this]
            assert {**now, "rev": 0, "hub_at": ""} == {**one, "rev": 0, "hub_at": ""}


def test_older_state_that_comes_after_a_newer_one_changes_nothing(
    world, li, zhang, yesterday, home
):
    edit(li, home, phone="10011112222")
    world.sync(li, zhang)
    edit(li, home, phone="10033334444")
    world.sync(li)
    yesterday.put_back()
    world.sync(li)
    same(world, zhang, li)
    assert household(zhang, home).phone == "10033334444"
    assert world.count("conflict") == 0


def test_newer_state_that_comes_after_an_older_one_is_taken(world, li, zhang, yesterday, home):
    edit(li, home, phone="10011112222")
    world.sync(li, zhang)
    edit(li, home, phone="10033334444", remark="dog")
    world.sync(li)
    yesterday.put_back()
    world.sync(zhang)
    same(world, li, zhang)
    assert (household(zhang, home).phone, household(zhang, home).remark) == ("10033334444", "dog")
    assert world.count("conflict") == 0


@pytest.mark.parametrize("way", ["by file", "by neither"])
def test_what_was_written_since_the_hub_was_put_back_is_not_covered(
    world, li, zhang, yesterday, home, way
):
    edit(li, home, phone="10011112222")
    world.sync(li, zhang)
    yesterday.put_back(way)
    office = world.device("office")
    rev = world.held("household")[home]["rev"]
    world.ask(office, card(home, base_rev=rev, phone="10077778888"))
    world.sync(li)
    asked = world.held("conflict")
    world.sync(zhang)
    assert world.held("conflict") == asked, "it is one question, whoever gives it back"
    assert world.held("household")[home]["phone"] == "10077778888"
    (filed,) = world.held("conflict").values()
    assert (filed["kept"]["value"], filed["offered"]["value"]) == ("10077778888", "10011112222")
    assert (filed["kept"]["by"], filed["offered"]["by"]) == ("office", "li")


@pytest.mark.parametrize("_again", range(3))
def test_life_goes_on_after_healing(world, li, zhang, yesterday, home, _again):
    """The numbers of the run the hub forgot must not stand in the way of those it gives now."""
    edit(li, home, phone="10011112222")
    world.sync(li, zhang)
    yesterday.put_back()
    world.sync(li, zhang)
    edit(zhang, home, phone="10033334444")
    assert world.sync(zhang).verdicts == {"stored": 1}
    same(world, li, zhang)
    assert household(li, home).phone == "10033334444"


def test_edit_that_waits_on_a_record_that_is_given_back_survives(world, li, zhang, yesterday, home):
    new = move_in(li, "102", remark="lame")
    edit(li, home, phone="10011112222")
    world.sync(li)
    edit(li, home, remark="dog")
    edit(li, new, phone="10033334444")
    yesterday.put_back()
    same(world, li, zhang)
    assert (household(zhang, home).phone, household(zhang, home).remark) == ("10011112222", "dog")
    assert (household(zhang, new).remark, household(zhang, new).phone) == ("lame", "10033334444")


def test_what_was_withdrawn_stays_gone(world, li, zhang, yesterday):
    (this,) = stands(li)["visit"]
    withdraw_visit(li, this)
    world.sync(li)
    yesterday.put_back()
    world.sync(zhang, li)
    same(world, li, zhang)
    assert world.held("visit")[this]["deleted"]


def test_what_was_not_taken_is_kept_again_for_a_person(world, li, yesterday, home):
    with li.store.writing() as connection:
        wrong = {**visit("v-wrong", place=NEXT_GRID).fields, "id": "v-wrong", **li.head(li.clock())}
        rows.insert(connection, [Visit(**wrong)])
    knock(li, home)
    assert world.sync(li).verdicts == {"stored": 1, "set_aside": 1}
    before = [(one["record_id"], one["reason"], one["body"]) for one in world.offered()]
    yesterday.put_back()
    assert world.offered() == []
    world.sync(li)
    world.sync(li)
    after = [(one["record_id"], one["reason"], one["body"]) for one in world.offered()]
    assert after == before
    assert len(status(li).aside) == 1


def test_place_that_is_lost_is_put_away_once_all_was_handed_in(world, li, home):
    lost = knock(li, home).id
    admin.add_post(world.hub, account="li", role="grid_worker", place=NEXT_GRID)
    world.sync(li)
    edit(li, home, remark="dog")
    world.sync(li)
    with world.hub.store.writing() as connection:
        posts = on_hub("post")
        ended = posts.update().where(posts.c.account == "li", posts.c.place == GRID)
        connection.execute(ended.values(to_on="2026-11-01"))
    assert household(li, home) is not None, "not before the hub has said so"
    world.sync(li)
    assert household(li, home) is None
    assert stands(li)["visit"] == {}
    assert lost in world.held("visit")
    assert world.held("household")[home]["remark"] == "dog"
    assert world.sync(li).round_trips == 1


def test_kind_the_desk_does_not_know_is_kept_and_counted(world, li):
    move_in(li)
    world.sync(li)
    where = scope(GRID)
    dream = {"id": "d-1", "scope": where, "rev": 7, "hub_at": "t", "mood": ["x"]}
    more = sum_of("dream", [("d-1", 7)])

    def newer(answer):
        cursors = [
            msgspec.structs.replace(
                c, count=c.count + more.records, total=(c.total + more.total) % 2**48
            )
            if reach_named(c.reach).holds(where)
            else c
            for c in answer.cursors
        ]
        records = {**answer.records, "dream": [dream]}
        return msgspec.structs.replace(answer, records=records, cursors=cursors)

    for _ in range(2):
        tally = converse(li.store, Shaky(world.remote(li), bent=newer), li.clock)
        assert tally.round_trips == 1, "nothing is lacking"
    with li.store.reading() as connection:
        assert standing.as_told(connection, "dream", ["d-1"]) == [dream]


def test_what_a_desk_counted_wrong_is_mended_and_not_asked_for_again(world, li):
    move_in(li)
    world.sync(li)
    with li.store.writing() as connection:
        connection.exec_driver_sql("UPDATE tally SET total = total + 1")
    assert world.sync(li).round_trips > 1
    assert world.sync(li).round_trips == 1
    with li.store.reading() as connection:
        for reach in settings.cursors(connection):
            held = standing.numbered(connection, reach_named(reach))
            assert tallies.of(connection, [reach_named(reach)])[0].records == len(held)


def test_hub_that_stays_unsure_is_not_asked_for_ever(world, li):
    home = move_in(li)
    asked = []

    def unsure(answer):
        asked.append(answer)
        assert len(asked) < 100, "it never ends"
        doubtful = tuple(c.reach for c in answer.cursors)
        return msgspec.structs.replace(answer, receipts=(), numbers={}, unsure=doubtful)

    with pytest.raises(NotAnswered, match="found no way"):
        converse(li.store, Shaky(world.remote(li), bent=unsure), li.clock)
    same(world, li)
    assert home in world.held("household")


def test_what_the_hub_counted_wrong_is_mended_and_not_asked_for_again(world, li, zhang):
    move_in(li)
    world.sync(li, zhang)
    with world.hub.store.writing() as connection:
        connection.exec_driver_sql("UPDATE scope SET total = total + 1, count = count + 2")
    assert world.sync(li).round_trips > 1
    assert world.sync(li).round_trips == 1
    same(world, zhang, li)


def test_hub_put_back_to_a_copy_of_a_month_ago_gets_all_back_though_old_seals_were_forgotten(
    world, built, li, zhang
):
    home = move_in(li)
    for day in range(50):
        knock(li, home)
        world.sync(li)
        if day == 25:
            month_ago = as_of_now(world, built.key)
        with world.hub.store.writing() as connection:
            numbered = connection.exec_driver_sql("SELECT shard, rev FROM shard")
            settings.keep(connection, durable=dict(tuple(row) for row in numbered))
        world.clock.at += timedelta(days=1)
    with li.store.reading() as connection:
        sealed = connection.exec_driver_sql("SELECT count(*) FROM sheet").scalar_one()
    assert sealed < 40
    month_ago.put_back()
    assert world.sync(li).given_back == 24
    same(world, li, zhang)
    assert len(stands(zhang)["visit"]) == 50
