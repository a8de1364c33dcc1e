"""How a snapshot comes over: piece by piece, nothing twice, and nothing that was changed."""

import tracemalloc

import msgspec
import pytest
import requests
from sqlalchemy.exc import IntegrityError

from gridapp.client.actions.send import status
from gridapp.domain.snapshots import NoSuchPart, SnapshotGone
from gridapp.store import settings
from gridapp.store.hub_pages import PAGE
from gridapp.store.hub_tables import snapshot as made
from gridapp.store.tables import piece as pieces
from gridapp.sync.converse import converse
from gridapp.sync.http import HttpRemote
from gridapp.sync.snapshots import NotWhole
from gridapp.wire import codec, signature
from tests.server.world import NEXT_GRID, move_in
from tests.sync.large import MANY, Counted, end_posts, first_offers, put, rows_of, talk
from tests.sync.shaky import Lost, Shaky, settled, stands


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
    assert answer.status_code == 400
    stranger = HttpRemote(place.straight, device_id="nobody", private_key=signature.new_key())
    with pytest.raises(Exception, match="does not know this laptop"):
        stranger.snapshot_piece(etag, 0)
    stranger.close()
