"""What a new laptop reads first: a snapshot made once for its grid, and then the log."""

import hashlib

import pytest

from gridapp.client.actions.doors import find_households
from gridapp.client.actions.send import status
from gridapp.domain.scopes import scope
from gridapp.domain.times import moment
from gridapp.server import admin, snapshots
from gridapp.store import settings
from gridapp.store.hub_pages import PAGE
from gridapp.store.hub_tables import snapshot as made
from gridapp.store.tables import piece as pieces
from gridapp.store.tables import sheet as sheets
from gridapp.store.tables import unread
from gridapp.sync.converse import converse
from gridapp.sync.snapshots import fetch
from gridapp.wire.columns import pack
from gridapp.wire.frames import framed
from gridapp.wire.messages import Answer, Ask, Cursor, Offer, Rows, SnapshotPiece
from gridapp.wire.sheets import is_sealed
from tests.postgres import on_four_hubs_too
from tests.server.world import COMMUNITY, GRID, NEXT_GRID, edit, household, move_in, visit
from tests.sync.large import MANY, first_offers, put, rows_of, talk
from tests.sync.shaky import Lost, Shaky, knock, settled, stands

pytestmark = on_four_hubs_too


@pytest.fixture
def li(world):
    return world.desk("li")


@pytest.fixture
def home(world, li):
    """A household, in a grid of more visits than a page holds; only li's laptop knows of them."""
    home = move_in(li, remark="two dogs")
    world.sync(li)
    put(world, MANY)
    return home


def test_first_reading_of_a_grid_is_what_all_others_hold(world, li, home):
    zhang = world.desk("zhang")
    assert status(zhang).records["visit"] == 0
    line, tally = talk(world, zhang)
    assert len(line.came) == 1
    assert tally.received >= MANY + 3
    settled(world, li, zhang)
    assert household(zhang, home).remark == "two dogs"
    assert [door.label for door in find_households(zhang, find="two dogs")] == ["5-1-101"]
    assert rows_of(zhang.store, pieces) == []


def test_large_reach_is_told_by_pages_where_nothing_can_be_fetched(world, home):
    assert home
    device = world.device("zhang")
    answer = world.hub.at(device, by_pages=True).exchange(Ask((), (), moment(world.clock())))
    assert answer.more
    assert answer.records["visit"]
    assert not answer.offers
    assert all(cursor.epoch for cursor in answer.cursors)


def test_small_reach_comes_with_the_first_page(world, li):
    home = move_in(li)
    world.sync(li)
    zhang = world.desk("zhang")
    assert household(zhang, home)
    assert first_offers(world, "zhang") == ()


def test_what_is_written_after_the_snapshot_follows_from_the_log(world, li, home):
    zhang = world.desk("zhang")

    def more():
        knock(li, home)
        edit(li, home, remark="three dogs")
        world.sync(li)

    talk(world, zhang, meanwhile=[more], when="after")
    assert household(zhang, home).remark == "three dogs"
    settled(world, li, zhang)


def test_second_laptop_fetches_what_was_made_for_the_first(world, li, home):
    assert home
    talk(world, world.desk("zhang"))
    first = rows_of(world.hub.store, made)
    knock(li, home)
    world.sync(li)
    line, _ = talk(world, world.desk("zhang"))
    assert rows_of(world.hub.store, made) == first
    assert {etag for etag, _, _ in line.came} == {first[0]["etag"]}


def test_snapshot_is_made_anew_once_much_came_after_it(world, home):
    assert home
    (first,) = first_offers(world, "zhang")
    put(world, PAGE + 1, name="later")
    (second,) = first_offers(world, "zhang")
    assert first.etags != second.etags
    assert first.then.rev < second.then.rev


def test_snapshot_of_a_quiet_grid_stays_while_its_neighbour_grows(world, home):
    assert home
    put(world, MANY, NEXT_GRID, "n")
    (before,) = first_offers(world, "office")
    put(world, 3 * MANY, NEXT_GRID, "m")
    (after,) = first_offers(world, "office")
    assert len(set(before.etags) & set(after.etags)) == 2
    assert before.then.rev < after.then.rev
    assert world.ask(world.device("office"), cursors=[after.then]).records.get("visit") is None


def test_much_is_made_in_several_requests_and_read_whole_in_the_end(world, home):
    assert home
    put(world, MANY, NEXT_GRID, "n")
    reach = f"{COMMUNITY}*/place"
    (part,) = snapshots.offers(world.hub.store, [reach], world.hub.lineage.secret, most=1)
    assert (len(part.etags), part.then.epoch) == (1, "")
    office = world.desk("office")
    bent = [lambda answer: answer.offering((part,))]
    once = Shaky(world.remote(office), bent=lambda answer: bent.pop()(answer) if bent else answer)
    converse(office.store, once, world.clock)
    settled(world, office)


def test_what_was_written_before_the_first_reading_stays(world, li, home):
    zhang = world.desk("zhang")
    new = move_in(zhang, room="102", remark="new")
    mine = knock(zhang, new, note="mine")
    talk(world, zhang)
    assert household(zhang, home).remark == "two dogs"
    assert household(zhang, new).remark == "new"
    settled(world, li, zhang)
    assert world.held("visit")[mine.id]["note"] == "mine"


def test_household_written_anew_while_its_snapshot_comes_goes_on_as_an_edit(world, li, home):
    zhang = world.desk("zhang")
    line, _ = talk(
        world, zhang, meanwhile=[lambda: move_in(zhang, remark="mine, too")], when="after"
    )
    assert line.came
    settled(world, li, zhang)
    (clash,) = world.held("conflict").values()
    assert clash["about_id"] == home
    assert "mine, too" in str(clash)


def test_edit_the_hub_has_not_heard_of_stays_over_the_snapshot(world, li, home):
    """It is made while the snapshot is on its way."""
    admin.add_post(world.hub, account="li", role="community_worker", place=COMMUNITY)
    put(world, MANY, NEXT_GRID, "n")
    edits = [lambda: edit(li, home, remark="mine"), lambda: knock(li, home, note="mine")]
    seen: list[Answer] = []

    def then(answer):
        if seen:
            raise Lost("before the edit has left")
        seen.append(answer)
        return answer

    with pytest.raises(Lost):
        talk(world, li, meanwhile=edits, when="after", bent=then)
    assert household(li, home).remark == "mine"
    assert sum(status(li).waiting.values()) == 2
    settled(world, li)
    assert world.held("household")[home]["remark"] == "mine"


def test_what_came_is_proven_by_the_hubs_seals(world, home):
    assert home
    zhang = world.desk("zhang")
    talk(world, zhang)
    kept = rows_of(zhang.store, sheets)
    assert sum(len(each["body"]) for each in kept) >= 24 * MANY
    assert all(is_sealed(world.hub.lineage.secret, e["body"], e["tag"]) for e in kept)


def test_fields_and_kinds_of_a_newer_hub_are_kept(world):
    zhang = world.desk("zhang")
    head = {"scope": scope(GRID), "rev": 10**6, "hub_at": "2026-11-22T09:00:00.000Z"}
    newer = {**visit().fields, **head, "id": "v-1", "mood": "cheerful"}
    dream = {**head, "id": "d-1", "colour": "blue"}
    body = framed(Rows({"visit": pack([newer]), "dream": pack([dream])}))

    class OfOne(Shaky):
        def snapshot_piece(self, _, offset):
            return SnapshotPiece(body[offset:], len(body))

    offer = Offer(Cursor(f"{GRID}*/place", "e", 10**6), (hashlib.sha256(body).hexdigest(),))
    assert fetch(zhang.store, OfOne(world.remote(zhang)), [offer], set()) == 1
    assert stands(zhang)["visit"]["v-1"]["extra"] == {"mood": "cheerful"}
    assert [dict(row["body"]) for row in rows_of(zhang.store, unread)] == [dream]
    with zhang.store.reading() as connection:
        assert settings.cursors(connection)[offer.then.reach] == ("e", 10**6)
