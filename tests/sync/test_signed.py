"""Who asks is known by the signature: a stranger is told apart from what changed on the way."""

import re

import pytest

from gridapp.sync.converse import converse
from gridapp.sync.http_pictures import HttpPictures
from gridapp.sync.link import NotAccepted
from gridapp.wire import signature
from tests.end_to_end import faulty

pytestmark = pytest.mark.parametrize("built", ["sqlite"], indirect=True)
CHANGED = "was changed on the way"
UNKNOWN = "does not know this laptop"


def turned(at):
    """One bit of the byte after what matches `at` is another one at the hub."""

    def fault(call):
        (found,) = re.finditer(at, call.request, re.IGNORECASE | re.DOTALL)
        bent = bytearray(call.request)
        bent[found.end()] ^= 1
        call.request = bytes(bent)
        faulty.passed(call)

    return fault


@pytest.mark.parametrize(
    "at", [rb"gridapp-signature: .{9}", rb"\r\n\r\n.{60}"], ids=["signature", "body"]
)
def test_a_bit_turned_on_the_way_is_told_and_the_same_is_taken_when_it_is_sent_again(place, li, at):
    issue, remote = li.issue(), li.remote()
    place.line.fault = turned(at)
    with pytest.raises(NotAccepted, match=CHANGED):
        converse(li.store, remote, li.desk.clock)
    assert place.world.count("issue") == 0
    place.line.fault = faulty.passed
    assert converse(li.store, remote, li.desk.clock).verdicts == {"stored": 1}
    assert list(place.world.held("issue")) == [issue.id]


def test_a_piece_of_a_picture_whose_range_changed_is_not_taken(place, li):
    name = li.photo(b"a picture" * 99).sha256
    li.sync()
    place.line.fault = turned(rb"content-range: bytes 0-890/89")
    with pytest.raises(NotAccepted, match=CHANGED):
        li.remote().put_picture_piece(name, 0, 891, b"a picture" * 99)
    place.line.fault = faulty.passed
    assert li.remote().picture_held(name).held == 0


def test_a_laptop_nobody_registered_is_unknown_whatever_it_signs(place):
    stranger = HttpPictures(place.line.address, device_id="nobody", private_key=signature.new_key())
    with pytest.raises(NotAccepted, match=UNKNOWN):
        stranger.get_picture("0" * 64, 0)
    stranger.close()


def test_another_key_than_the_laptops_lets_nobody_in(place, li):
    li.private = signature.new_key()
    li.issue()
    with pytest.raises(NotAccepted, match=CHANGED):
        converse(li.store, li.remote(), li.desk.clock)
    assert place.world.count("issue") == 0
