"""Pictures travel after the records, in pieces: a cut costs one piece, and nothing passes for them."""

import pytest

from gridapp.client.actions.photos import withdraw_photo
from gridapp.client.actions.send import metered
from gridapp.client.actions.send_photos import (
    send_photos,
)
from gridapp.domain.pictures import PIECE, PictureNotThere
from gridapp.store import photos
from gridapp.store.photos import NotHere
from gridapp.sync.link import HubAway, NotTheHub
from gridapp.sync.pictures import send_pictures
from tests.end_to_end import faulty
from tests.sync.pictures import jpeg, named, span

SMALL = jpeg(1, side=100)


def handed(line):
    """The ranges laptops handed over, in order."""
    return [found for request in line.requests if (found := span(request))]


def test_picture_arrives_whole_and_lies_sealed(place, li):
    full = jpeg(2)
    photo = li.photo(full, SMALL)
    assert li.waiting() == (1, len(full) + len(SMALL))
    told = li.send()
    assert told[-1] == (len(full) + len(SMALL), len(full) + len(SMALL))
    assert place.on_hub(photo.sha256) == full
    assert place.on_hub(photo.preview) == SMALL
    assert li.waiting() == (0, 0)
    folder = place.world.hub.store.path.with_name("photos")
    files = [file.read_bytes() for file in folder.iterdir()]
    assert not [each for each in files if full[5000:5100] in each or b"JFIF" in each]
    assert li.send() == []


def test_pictures_wait_until_their_photo_was_taken(place, li):
    photo = li.photo(SMALL)
    assert list(send_pictures(li.store, li.remote())) == []
    with pytest.raises(PictureNotThere):
        li.remote(place.straight).picture_held(photo.sha256)
    assert li.waiting() == (1, len(SMALL))
    li.send()
    assert li.waiting() == (0, 0)


def test_previews_come_first_then_the_newest_of_the_most_urgent(place, li):
    issues = [li.issue(urgency) for urgency in ("n", "u", "", "e", "e")]
    shot = [
        li.photo(jpeg(n, side=110), jpeg(n, side=90), about) for n, about in enumerate(issues, 10)
    ]
    li.send()
    order = [name for method, name in map(named, place.line.requests) if method == "PUT"]
    by_urgency = [shot[at] for at in (4, 3, 1, 2, 0)]
    assert order[:5] == [each.preview for each in by_urgency]
    assert order[5:] == [each.sha256 for each in by_urgency]


CUTS = [0, 1, 40, 400, 1000, 70_000, PIECE - 1, PIECE, PIECE + 300]


def cut_at(most):
    """The hub gets so many bytes of the request."""

    def fault(call):
        call.ask_half(most)
        call.hang_up()

    return fault


def half_an_answer(most):
    """The laptop gets so many bytes of the answer."""

    def fault(call):
        call.answer(call.ask()[:most])
        call.hang_up()

    return fault


@pytest.mark.parametrize(
    "fault",
    [*map(cut_at, CUTS), *map(half_an_answer, (0, 1, 20, 60))],
    ids=[*(f"request-{at}" for at in CUTS), *(f"answer-{at}" for at in (0, 1, 20, 60))],
)
def test_cut_anywhere_goes_on_where_it_was(place, li, fault):
    """Each piece is cut twice, as the laptop tries once more by itself, and then goes through."""
    full = jpeg(3, side=900)
    photo = li.photo(full)
    li.sync()
    told: list[tuple[int, int, int]] = []
    cut: dict[object, int] = {}

    def shaky(call):
        found = span(call.request)
        cut[found] = cut.get(found, 0) + 1
        if found and cut[found] <= 2:
            fault(call)
        answer = call.ask()
        if found and answer.split()[1] in {b"200", b"201"}:
            told.append(found)
        call.answer(answer)

    place.line.fault = shaky
    for _ in range(20):
        try:
            list(send_pictures(li.store, li.remote()))
            break
        except (HubAway, NotTheHub):
            pass
    assert place.on_hub(photo.sha256) == full
    assert li.waiting() == (0, 0)
    # What was said to be taken was never handed over again.
    assert len(set(told)) == len(told)
    for piece in told:
        last = max(at for at, each in enumerate(handed(place.line)) if each == piece)
        assert not [each for each in handed(place.line)[last + 1 :] if each[0] < piece[1]]


def test_hub_that_took_it_without_being_heard_is_not_sent_it_again(place, li):
    full = jpeg(4, side=900)
    photo = li.photo(full)
    li.sync()

    def unheard(call):
        call.ask()
        call.hang_up()

    place.line.fault = unheard
    remote = li.remote()
    with pytest.raises(HubAway):
        remote.put_picture_piece(photo.sha256, 0, len(full), full[:PIECE])
    assert li.waiting() == (1, len(full))
    place.line.requests.clear()
    place.line.fault = faulty.passed
    list(send_pictures(li.store, remote))
    assert [first for first, _, _ in handed(place.line)] == list(range(PIECE, len(full), PIECE))


def test_limit_in_bytes_and_stopping_between_pieces(place, li):
    full = jpeg(5, side=900)
    li.photo(full, SMALL)
    assert li.send(most_bytes=len(SMALL) - 1) == []
    assert li.send(most_bytes=len(SMALL) + PIECE) == [
        (len(SMALL), len(SMALL) + len(full)),
        (len(SMALL) + PIECE, len(SMALL) + len(full)),
    ]
    assert li.waiting() == (1, len(full) - PIECE)
    stopped = send_pictures(li.store, li.remote())
    assert next(stopped).moved == 2 * PIECE
    del stopped
    assert li.waiting() == (1, len(full) - 2 * PIECE)
    li.send()
    assert li.waiting() == (0, 0)
    assert len(handed(place.line)) == 1 + -(-len(full) // PIECE)


def test_on_a_metered_link_pictures_wait(li):
    li.photo(SMALL)
    metered(li.desk, chosen=True)
    li.sync()
    assert list(send_photos(li.desk, li.remote())) == []
    assert li.waiting() == (1, len(SMALL))
    metered(li.desk, chosen=False)
    assert list(send_photos(li.desk, li.remote()))
    assert li.waiting() == (0, 0)


def test_picture_goes_from_the_hub_when_its_photo_is_withdrawn(place, li):
    issue = li.issue()
    one, other = li.photo(SMALL, about=issue), li.photo(jpeg(29, side=100), SMALL, about=issue)
    li.send()
    withdraw_photo(li.desk, one.id)
    li.sync()
    assert place.on_hub(other.preview) == SMALL
    withdraw_photo(li.desk, other.id)
    li.sync()
    for name in (other.sha256, other.preview):
        with pytest.raises(NotHere):
            place.on_hub(name)
    assert li.waiting() == (0, 0)
    again = li.photo(SMALL, about=issue)
    li.send()
    assert place.on_hub(again.sha256) == SMALL


def test_hub_put_back_to_an_old_copy_is_asked_for_every_picture(place, li):
    full = jpeg(30)
    photo = li.photo(full, SMALL)
    li.send()
    photos.remove(place.world.hub.store, [photo.sha256])
    place.world.keep(epoch="another")
    li.sync()  # of records nothing is lacking: another laptop may have given them back
    assert li.waiting() == (1, 0)
    place.line.requests.clear()
    li.send()
    assert place.on_hub(photo.sha256) == full
    assert li.waiting() == (0, 0)
    assert {named(each)[1] for each in place.line.requests if span(each)} == {photo.sha256}
