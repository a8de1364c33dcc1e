"""What kept the hub from answering is recognised, and each has its own sentence."""

import gzip
import json
import time
from collections.abc import Mapping

import pytest
from urllib3.exceptions import ConnectTimeoutError

from gridapp.domain.errors import Expected
from gridapp.sync.http import HttpRemote
from gridapp.sync.link import (
    Busy,
    HubAway,
    HubFault,
    NotAccepted,
    NotReached,
    NotTheHub,
    by_answer,
    by_failure,
)
from gridapp.wire import codec, signature
from gridapp.wire.messages import Answer, Ask, Problem
from tests.end_to_end import faulty
from tests.end_to_end.faulty import Gone, Line, says

ASK = Ask([], [], "2026-11-22T10:00:00.000Z")
ANSWER = codec.encode(Answer([], {}, [], more=False, hub_at="2026-11-22T10:00:00.000Z"))
HTML = {"content_type": "text/html; charset=utf-8"}
OURS = {**codec.HEADERS, codec.DIGEST: signature.digest(codec.encode(ASK))}
STRIPPED = {name: value for name, value in OURS.items() if name == "Content-Type"}


@pytest.fixture
def line():
    with Line().running() as line:
        yield line


@pytest.fixture
def remote(line):
    remote = HttpRemote(line.address, timeout=(3.05, 0.3))
    yield remote
    remote.close()


def then_closed(fault):
    def faulted(call):
        fault(call)
        raise Gone

    return faulted


FAULTS: Mapping[str, tuple[faulty.Fault, type[Expected], str]] = {
    "portal page": (says("200 OK", b"<html>", **HTML), NotTheHub, "own sign-in page"),
    "portal elsewhere": (says("302 Found", location="http://127.0.0.1:9/"), NotTheHub, "own sign"),
    "portal by number": (says("511 Network Authentication Required"), NotTheHub, "own sign-in"),
    "proxy asks": (says("407 Proxy Authentication Required", b"", **HTML), NotTheHub, "A proxy on"),
    "firewall": (says("403 Forbidden", b"<html>", **HTML), NotTheHub, "perhaps a firewall"),
    "too large": (says("413 Content Too Large"), NotTheHub, "perhaps a firewall"),
    "bad gateway": (says("502 Bad Gateway", b"", **HTML), HubFault, "Something on the way says"),
    "no gateway": (says("503 Service Unavailable"), HubFault, "Something on the way says"),
    "late gateway": (says("504 Gateway Timeout"), HubFault, "Something on the way says"),
    "too many": (says("429 Too Many Requests"), Busy, "too much to do"),
    "wait": (says("503 Busy", retry_after="120"), Busy, "in 2 minutes"),
    "hub's bug": (faulty.broken, HubFault, "has a problem"),
    "another server": (says("404 Not Found", b"no such page"), NotTheHub, "Something else"),
    "empty": (says("200 OK"), NotTheHub, "Something else"),
    "stale": (says("200 OK", ANSWER, **OURS | {codec.DIGEST: "0" * 64}), NotTheHub, "answer to"),
    "stripped": (says("200 OK", ANSWER, **STRIPPED), NotTheHub, "changed on the way"),
    "no echo": (says("200 OK", ANSWER, **codec.HEADERS), NotTheHub, "changed on the way"),
    "flipped": (says("200 OK", ANSWER[:-1] + b"\0", **OURS), NotTheHub, "changed on the way"),
    "gzip unsaid": (says("200 OK", gzip.compress(ANSWER), **OURS), NotTheHub, "changed on"),
    "gzip untrue": (
        says("200 OK", ANSWER, **OURS, content_encoding="gzip"),
        NotTheHub,
        "changed on the way",
    ),
    "version": (says("200 OK", ANSWER, **OURS | {codec.HEADER: "9"}), NotAccepted, "versions"),
    "cut": (says("200 OK", b"cut", content_length="4000"), HubAway, "did not answer"),
    "silent": (lambda _: time.sleep(1), HubAway, "said nothing"),
}


@pytest.mark.parametrize("name", FAULTS)
def test_each_fault_is_named_and_says_that_nothing_is_lost(line, remote, name):
    fault, kind, said = FAULTS[name]
    line.fault = then_closed(fault)
    with pytest.raises(kind, match=said) as refused:
        remote.exchange(ASK)
    assert "saved on this laptop" in str(refused.value)
    assert type(refused.value) is kind


@pytest.mark.parametrize("length", ["content-length", "transfer-encoding"])
def test_an_answer_cut_within_its_headers_is_a_broken_line(line, remote, length):
    """Python takes the headers that came for all there are."""
    ends = {"content-length": str(len(ANSWER)), "transfer-encoding": "chunked"}
    headers = {"date": "Sun, 22 Nov 2026 10:00:00 GMT", **OURS, length: ends[length]}
    lines = [f"{name}: {value}\r\n" for name, value in headers.items()]
    head = f"HTTP/1.1 200 OK\r\n{''.join(lines)}\r\n".encode()
    for most in range(1, len(head)):
        line.fault = then_closed(lambda call, most=most: call.answer(head[:most]))
        with pytest.raises(HubAway, match="did not answer"):
            remote.exchange(ASK)


def test_a_bare_answer_of_something_else_is_no_broken_line(line, remote):
    for status, said in (
        ("403 Forbidden", "perhaps a firewall"),
        ("302 Found", "own sign-in page"),
        ("204 No Content", "Something else"),
    ):
        bare = f"HTTP/1.1 {status}\r\n\r\n".encode()
        line.fault = then_closed(lambda call, bare=bare: call.answer(bare))
        with pytest.raises(NotTheHub, match=said):
            remote.exchange(ASK)


def test_an_answer_that_a_proxy_packed_is_unpacked_and_counts(line, remote):
    line.fault = says("200 OK", gzip.compress(ANSWER), **OURS, content_encoding="gzip")
    assert remote.exchange(ASK) == codec.decode(ANSWER, Answer)


def test_a_refusal_before_the_request_was_read_is_told_in_the_hubs_words(line, remote):
    problem = codec.encode(Problem("Too much at once.", {}))
    line.fault = says("413 Content Too Large", problem, **codec.HEADERS)
    with pytest.raises(NotAccepted, match="Too much at once"):
        remote.exchange(ASK)


def test_where_nothing_listens_is_told_apart_from_a_name_nobody_knows(line):
    line.fault = faulty.refused
    for address, said in (
        ("https://127.0.0.1:9", "No office hub runs at https://127.0.0.1:9,"),
        ("https://hub.invalid", "does not know the name in https://hub.invalid"),
    ):
        remote = HttpRemote(address)
        with pytest.raises(NotReached, match=said):
            remote.exchange(ASK)
        remote.close()


def test_a_network_that_leads_nowhere_is_told():
    problem = by_failure(ConnectTimeoutError(), "https://192.0.2.1")
    assert isinstance(problem, NotReached)
    assert str(problem).startswith("This network does not lead to the office hub at https://192.")


@pytest.mark.parametrize(
    ("told", "seconds"),
    [
        ({"Retry-After": "90"}, 90),
        ({"Retry-After": "999999"}, 3600),
        ({"Retry-After": "-5"}, 0),
        ({"Retry-After": "soon"}, 0),
        ({"Retry-After": "inf"}, 0),
        ({}, 0),
        ({"Retry-After": "Sun, 22 Nov 2026 10:02:00 GMT"}, 0),
        (
            {
                "Retry-After": "Sun, 22 Nov 2026 10:02:00 GMT",
                "Date": "Sun, 22 Nov 2026 10:00:00 GMT",
            },
            120,
        ),
    ],
)
def test_who_asks_to_wait_is_heard_by_their_own_clock(told, seconds):
    problem = by_answer(429, told)
    assert isinstance(problem, Busy)
    assert problem.seconds == seconds


def test_a_server_that_closes_idle_connections_costs_nobody_anything(line, remote):
    line.fault = then_closed(says("200 OK", ANSWER, **OURS))
    for _ in range(3):
        remote.exchange(ASK)
    assert len(line.requests) == 3


def hub_says(**told):
    """What /health answers, with the nonce of the question where none is told."""

    def fault(call):
        nonce = call.request.split()[1].partition(b"nonce=")[2].decode()
        said = {"gridapp": "hub", "hub_id": "this hub", "nonce": nonce, **told}
        says("200 OK", json.dumps(said).encode(), content_type="application/json")(call)

    return fault


def test_the_hub_is_known_by_its_id_and_by_our_own_question(line, remote):
    line.fault = hub_says()
    assert remote.probe() == remote.probe("this hub") == "this hub"
    first, second = (request.split()[1] for request in line.requests)
    assert first != second


def test_a_probe_sends_nothing_of_anybody(line):
    remote = HttpRemote(line.address, device_id="a-device", private_key=signature.new_key())
    line.fault = hub_says()
    remote.probe()
    remote.close()
    assert b"a-device" not in line.requests[0]
    assert b"Gridapp" not in line.requests[0]


@pytest.mark.parametrize(
    ("fault", "kind", "said"),
    [
        (hub_says(hub_id="that hub"), NotTheHub, "another hub"),
        (hub_says(nonce="of another"), NotTheHub, "answer to something else"),
        (hub_says(gridapp="no"), NotTheHub, "Something else"),
        (faulty.html, NotTheHub, "own sign-in page"),
        (says("200 OK", b"[]", content_type="application/json"), NotTheHub, "Something else"),
        (says("502 Bad Gateway"), HubFault, "Something on the way"),
        (faulty.refused, HubAway, "did not answer"),
    ],
)
def test_what_is_not_our_hub_is_no_hub(line, remote, fault, kind, said):
    line.fault = fault
    with pytest.raises(kind, match=said):
        remote.probe("this hub")
