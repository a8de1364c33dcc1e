"""What a new laptop reads first: a snapshot made once, fetched by pieces, and then the log."""

import tracemalloc
from dataclasses import dataclass, field

import msgspec
import pytest
import requests
from sqlalchemy.exc import IntegrityError

from gridapp.client.actions.doors import find_households
from gridapp.client.actions.send import status
from gridapp.domain.snapshots import PIECE, NoSuchPart, SnapshotGone
from gridapp.domain.times import moment
from gridapp.server import admin, snapshots
from gridapp.store import settings
from gridapp.store.hub import Batch
from gridapp.store.hub_pages import PAGE
from gridapp.store.hub_tables import snapshot as made
from gridapp.store.tables import piece as pieces
from gridapp.store.tables import sheet as sheets
from gridapp.sync.converse import converse
from gridapp.sync.http import HttpRemote
from gridapp.sync.snapshots import NotWhole
from gridapp.wire import codec, signature
from gridapp.wire.columns import pack
from gridapp.wire.messages import Answer, Ask, SnapshotPiece
from gridapp.wire.sheets import is_sealed
from tests.server.world import COMMUNITY, GRID, NEXT_GRID, edit, household, move_in, visit
from tests.sync.shaky import Lost, Shaky, knock, settled, stands

MANY = PAGE + 500


@dataclass
class Counted(Shaky):
    """A connection that notes which bytes of snapshots came.

    `most` bytes come at once; the connection is gone after so many `pieces`. `spoiled` is what
    becomes of a piece on its way.
    """

    most: int = PIECE
    pieces: int = 1 << 30
    came: list[tuple[str, int, int]] = field(default_factory=list)
    spoiled: bool = False

    def snapshot_piece(self, etag, offset):
        if len(self.came) == self.pieces:
            raise Lost("lost between two pieces")
        whole = self.remote.snapshot_piece(etag, offset)
        body = whole.body[: self.most]
        self.came.append((etag, offset, offset + len(body)))
        return SnapshotPiece(bytes([body[0] ^ 1]) + body[1:] if self.spoiled else body, whole.total)


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


def put(world, how_many, place=GRID, name="v"):
    """So many visits at the hub, as laptops of long ago handed them in."""
    said = [
        {**dict(visit(f"{name}-{number}", place=place, note=f"note {number}").fields)}
        | {"id": f"{name}-{number}", "written_by": "li", "written_at": "2026-11-22T09:00:00.000Z"}
        for number in range(how_many)
    ]
    with world.hub.store.writing() as connection:
        batch = Batch(connection, moment(world.clock()), world.hub.lineage.begun)
        batch.add_new("visit", pack(said))
        batch.commit()
    world.hub.lineage.note(batch.log.revs)


def end_posts(world, account):
    """Let this person hold no post since long ago."""
    with world.hub.store.writing() as connection:
        batch = Batch(connection, moment(world.clock()), world.hub.lineage.begun)
        for post in world.held("post").values():
            if post["account"] == account:
                batch.find("post", post["id"])
                batch.write("post", {**post, "to_on": "2020-01-01"}, ["to_on"])
        batch.commit()


def talk(world, desk, **told):
    """Send and update over a connection that is noted."""
    line = Counted(world.remote(desk), **told)
    return line, converse(desk.store, line, world.clock)


def first_offers(world, account):
    """What a laptop of this account that knows nothing is offered."""
    return world.ask(world.device(account)).offers


def rows_of(store, table):
    with store.reading() as connection:
        return connection.execute(table.select()).mappings().all()


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


@pytest.mark.parametrize("most", [1 << 8, 4097, 1 << 14])
def test_cut_reading_goes_on_at_the_byte(world, li, home, most):
    assert home
    zhang = world.desk("zhang")
    came = []
    while True:
        line = Counted(world.remote(zhang), most=most, pieces=7)
        try:
            converse(zhang.store, line, world.clock)
            break
        except Lost:
            came += line.came
    came += line.came
    ends = [0, *(end for _, _, end in came)]
    assert [begin for _, begin, _ in came] == ends[:-1]
    assert ends[-1] == len(rows_of(world.hub.store, made)[0]["body"])
    settled(world, li, zhang)


def test_end_while_it_is_applied_costs_no_byte_and_leaves_no_half(world, li, home):
    assert home
    zhang = world.desk("zhang")
    with zhang.store.writing() as connection:
        connection.exec_driver_sql(
            "CREATE TRIGGER stop BEFORE INSERT ON visit WHEN NEW.id = 'v-2000' "
            "BEGIN SELECT RAISE(ABORT, 'the laptop is switched off'); END"
        )
    with pytest.raises(IntegrityError):
        talk(world, zhang)
    assert status(zhang).records["visit"] == status(zhang).records["household"] == 0
    with zhang.store.writing() as connection:
        connection.exec_driver_sql("DROP TRIGGER stop")
    line, _ = talk(world, zhang)
    assert line.came == []
    settled(world, li, zhang)


def test_snapshot_that_was_applied_is_not_fetched_again_after_a_cut(world, home):
    assert home
    put(world, MANY, NEXT_GRID, "n")
    office = world.desk("office")
    with pytest.raises(Lost):
        talk(world, office, pieces=1)
    half = status(office).records
    line, _ = talk(world, office)
    assert 0 < sum(half.values()) < 2 * MANY
    assert len(line.came) == 2
    settled(world, office)


def test_changed_bytes_are_not_kept(world, li, home):
    assert home
    zhang = world.desk("zhang")
    with pytest.raises(NotWhole, match="still here"):
        talk(world, zhang, spoiled=True)
    assert status(zhang).records["visit"] == 0
    assert rows_of(zhang.store, pieces) == []
    settled(world, li, zhang)


def test_another_grid_gets_no_byte_of_ours(world, home):
    assert home
    (offer,) = first_offers(world, "zhang")
    (etag,) = offer.etags
    for account in ("other", "far", "clerk"):
        with pytest.raises(SnapshotGone):
            world.hub.at(world.device(account)).snapshot_piece(etag, 0)
    for account in ("li", "office", "street", "centre"):
        piece = world.hub.at(world.device(account)).snapshot_piece(etag, 10)
        assert (len(piece.body), piece.total) == (piece.total - 10, piece.total)
    with pytest.raises(NoSuchPart):
        world.hub.at(world.device("li")).snapshot_piece(etag, piece.total)


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


def test_laptop_goes_on_where_a_newer_snapshot_took_the_place_of_its_own(world, li, home):
    assert home
    zhang = world.desk("zhang")
    with pytest.raises(Lost):
        talk(world, zhang, most=1000, pieces=2)

    def newer():
        put(world, PAGE + 1, name="later")
        first_offers(world, "li")

    line, _ = talk(world, zhang, meanwhile=[newer], when="after")
    assert len({etag for etag, _, _ in line.came}) == 1
    assert rows_of(zhang.store, pieces) == []
    settled(world, li, zhang)


def test_hub_that_never_has_what_it_offers_is_told_to_the_person(world, home):
    assert home
    zhang = world.desk("zhang")

    def of_nothing(answer):
        offers = tuple(msgspec.structs.replace(o, etags=("0" * 64,)) for o in answer.offers)
        return msgspec.structs.replace(answer, offers=offers)

    with pytest.raises(SnapshotGone):
        converse(zhang.store, Shaky(world.remote(zhang), bent=of_nothing), world.clock)


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


def test_post_that_ended_between_two_pieces_leaves_nothing(world, home):
    assert home
    zhang = world.desk("zhang")
    with pytest.raises(Lost):
        talk(world, zhang, most=1000, pieces=2)
    end_posts(world, "zhang")
    line, _ = talk(world, zhang)
    assert line.came == []
    assert rows_of(zhang.store, pieces) == []
    with zhang.store.reading() as connection:
        assert settings.cursors(connection) == {}


def test_memory_does_not_grow_with_what_is_read(world, home):
    assert home

    def peak(desk):
        tracemalloc.start()
        converse(desk.store, world.remote(desk), world.clock)
        most = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return most

    put(world, 6_000, NEXT_GRID, "n")
    first_offers(world, "other")
    small = peak(world.desk("other"))
    put(world, 12_000, NEXT_GRID, "m")
    first_offers(world, "other")
    assert peak(world.desk("other")) < 1.5 * small


def test_over_http_it_comes_by_ranges_and_may_be_kept(place, home):
    assert home
    zhang = place.laptop("zhang")
    remote = zhang.remote()
    converse(zhang.store, remote, place.world.clock)
    assert stands(zhang.desk) == stands(place.world)
    (row,) = rows_of(place.world.hub.store, made)
    head = next(a for a in place.line.answers if b"content-range" in a.lower()).partition(
        b"\r\n\r\n"
    )
    told = dict(line.split(": ", 1) for line in head[0].decode().lower().split("\r\n")[1:])
    assert told["etag"] == f'"{row["etag"]}"'
    assert told["content-range"] == f"bytes 0-{len(row['body']) - 1}/{len(row['body'])}"
    assert "immutable" in told["cache-control"]
    assert head[2] == row["body"]


def test_over_http_no_other_grid_and_no_unsigned_range_gets_a_byte(place, home):
    assert home
    world = place.world
    etag = first_offers(world, "zhang")[0].etags[0]
    with pytest.raises(SnapshotGone):
        place.laptop("other").remote().snapshot_piece(etag, 0)
    with pytest.raises(Exception, match="which part"):
        place.laptop("zhang").remote().snapshot_piece(etag, 1 << 30)
    zhang = place.laptop("zhang")
    path = f"/v1/snapshots/{etag}"
    signed = signature.headers(
        zhang.private, zhang.desk.me.device_id, signature.about(path, "bytes=0-9"), b""
    )
    head = {codec.HEADER: codec.HEADERS[codec.HEADER], "Range": "bytes=10-19", **signed}
    answer = requests.get(place.straight + path, headers=head, timeout=10)
    assert answer.status_code == 401
    stranger = HttpRemote(place.straight, device_id="nobody", private_key=signature.new_key())
    with pytest.raises(Exception, match="does not know this laptop"):
        stranger.snapshot_piece(etag, 0)
    stranger.close()
