"""The hub over HTTP, seen from the desk: whatever answers, or nothing does."""

import time

import pytest

from gridapp.sync.address import NotAnAddress, NotPrivate, checked_address
from gridapp.sync.http import HttpRemote
from gridapp.sync.link import HubAway, HubFault, NotAccepted, NotTheHub
from gridapp.wire import codec, signature
from gridapp.wire.messages import Answer, Ask, Problem
from tests.end_to_end import faulty
from tests.end_to_end.faulty import Gone, Line, says

ASK = Ask([], [], "2026-11-22T10:00:00.000Z")
ANSWER = Answer([], {}, [], more=False, hub_at="2026-11-22T10:00:00.000Z")


@pytest.fixture
def line():
    with Line().running() as line:
        yield line


@pytest.fixture
def remote(line):
    remote = HttpRemote(line.address, device_id="device", private_key=signature.new_key())
    yield remote
    remote.close()


def ours(body, status="200 OK", **headers):
    """An answer with everything that makes it the hub's own."""
    echoed = {codec.DIGEST: signature.digest(codec.encode(ASK))}
    return says(status, body, **{**codec.HEADERS, **echoed, **headers})


def test_answer_of_the_hub_is_read(line, remote):
    line.fault = ours(codec.encode(ANSWER))
    assert remote.exchange(ASK) == ANSWER


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        (faulty.html, NotTheHub),
        (faulty.broken, HubFault),
        (says("302 Found", location="http://127.0.0.1:9/sign-in"), NotTheHub),
        (says("200 OK"), NotTheHub),
        (says("204 No Content"), NotTheHub),
        (says("404 Not Found", b"nothing here"), NotTheHub),
        (says("413 Content Too Large"), NotTheHub),
        (says("503 Service Unavailable"), HubFault),
        (ours(codec.encode(ANSWER), **{codec.DIGEST: "of another request"}), NotTheHub),
        (ours(codec.encode(ANSWER), **{codec.HEADER: "2"}), NotAccepted),
        (ours(codec.encode(ANSWER), **{"Content-Type": "application/octet-stream"}), NotTheHub),
        (ours(b"no message of ours"), NotTheHub),
        (ours(codec.encode(Problem("text", {}))), NotTheHub),
        (ours(codec.encode(Problem("No, {name}.", {"name": "Li"})), "422 No"), NotAccepted),
        (ours(codec.encode(Problem("No.", {})), "401 Unauthorized"), NotAccepted),
        (ours(codec.encode(Problem("A bug.", {})), "500 Bug"), HubFault),
        (ours(b"no message of ours", "422 No"), NotTheHub),
        (faulty.refused, HubAway),
        (faulty.dropped, HubAway),
        (says("200 OK", b"cut", content_length="4000"), HubAway),
        (lambda call: call.answer(b"\0\1\2 this is not http\r\n\r\n"), HubAway),
    ],
)
def test_whatever_else_answers_is_told_in_one_sentence(line, remote, fault, said):
    def then_closed(call):
        fault(call)
        raise Gone

    line.fault = then_closed
    with pytest.raises(said):
        remote.exchange(ASK)


def test_no_redirect_is_followed(line, remote):
    line.fault = says("307 Temporary Redirect", location=f"{line.address}/elsewhere")
    with pytest.raises(NotTheHub):
        remote.exchange(ASK)
    assert [request.split()[1] for request in line.requests] == [b"/v1/exchange"]


def test_hub_that_says_nothing_is_given_up(line):
    remote = HttpRemote(line.address, timeout=(3.05, 0.2))
    line.fault = lambda _: time.sleep(1)
    start = time.monotonic()
    with pytest.raises(HubAway):
        remote.exchange(ASK)
    assert time.monotonic() - start < 5
    remote.close()


def test_connection_that_dies_once_is_tried_once_more_with_the_same_bytes(line, remote):
    well = ours(codec.encode(ANSWER))

    def once(call):
        if len(line.requests) == 1:
            call.hang_up()
        well(call)

    line.fault = once
    assert remote.exchange(ASK) == ANSWER
    assert len(line.requests) == 2
    assert line.requests[0] == line.requests[1]


def test_every_request_is_signed_over_its_own_bytes(line):
    private = signature.new_key()
    remote = HttpRemote(line.address, device_id="device", private_key=private)
    line.fault = ours(codec.encode(ANSWER))
    remote.exchange(ASK)
    remote.close()
    head, _, body = line.requests[0].partition(b"\r\n\r\n")
    sent = dict(part.decode().split(": ", 1) for part in head.split(b"\r\n")[1:])
    signed = sent[signature.SIGNATURE]
    public = signature.public_of(private)
    assert signature.is_signed(public, "device", "/v1/exchange", body, signed)
    assert not signature.is_signed(public, "device", "/v1/exchange", body + b"x", signed)
    assert not signature.is_signed(public, "device", "/v1/sign-in", body, signed)


@pytest.mark.parametrize(
    "address",
    [
        "http://hub.example",
        "http://192.168.1.7:8420",
        "http://0.0.0.0:1",
        "http://localhost.example",
    ],
)
def test_plain_http_beyond_this_computer_is_refused(address):
    with pytest.raises(NotPrivate, match="Nothing was sent"):
        checked_address(address)


@pytest.mark.parametrize(
    "address",
    [
        "",
        "hub.example",
        "ftp://hub.example",
        "http://",
        "http://[::1",
        "http://127.0.0.1:99999",
        "http://127.0.0.1:port",
        "http://hub.example\\@127.0.0.1",
        "http://127.0.0.1@hub.example",
        "http://hub.example#@127.0.0.1",
        "http://127.0.0.1 .hub.example",
        "http://local\thost:8420",
        "https://hub\n.example",
    ],
)
def test_what_is_no_address_is_refused(address):
    with pytest.raises((NotAnAddress, NotPrivate)):
        checked_address(address)


@pytest.mark.parametrize(
    ("address", "kept"),
    [
        (" http://127.0.0.1:8420/ ", "http://127.0.0.1:8420"),
        ("http://localhost:1", "http://localhost:1"),
        ("http://[::1]:8420", "http://[::1]:8420"),
        ("https://hub.example/gridapp/", "https://hub.example/gridapp"),
    ],
)
def test_addresses_are_kept_without_what_surrounds_them(address, kept):
    assert checked_address(address) == kept
