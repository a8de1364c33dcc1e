"""Only ever to the hub we mean: with any other certificate not one byte of a message leaves."""

import ssl
from datetime import timedelta

import pytest

from gridapp.domain.fingerprints import spoken
from gridapp.sync.http import HttpRemote, certificate_at
from gridapp.sync.link import HubAway, NotItsCertificate, NotReached
from gridapp.wire import codec, signature
from gridapp.wire.messages import Answer, Ask
from tests.end_to_end.faulty import Gone, Line
from tests.sync.strangers import Stranger, nobody, pair

ASK = Ask([], [], "2026-11-22T10:00:00.000Z")
ANSWER = Answer([], {}, [], more=False, hub_at="2026-11-22T10:00:00.000Z")
DAY = timedelta(days=1)
VARIABLES = ("REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE", "SSL_CERT_FILE")


def answering(_):
    """The hub's own answer."""
    body = codec.encode(ANSWER)
    told = {**codec.HEADERS, codec.DIGEST: signature.digest(codec.encode(ASK))}
    lines = [f"{name}: {value}\r\n" for name, value in told.items()]
    head = f"HTTP/1.1 200 OK\r\ncontent-length: {len(body)}\r\n{''.join(lines)}\r\n"
    return head.encode() + body


@pytest.fixture
def office(tmp_path):
    return pair(tmp_path, "office")


@pytest.fixture
def root(tmp_path):
    """A foreign authority."""
    return pair(tmp_path, "root")


@pytest.fixture
def shown(request, tmp_path, root):
    """The certificates of strangers, by what is wrong with them."""
    made = {
        "foreign": {"by": root},
        "expired": {"by": root, "valid": (-9 * DAY, -DAY)},
        "not yet": {"by": root, "valid": (DAY, 9 * DAY)},
        "other name": {"by": root, "host": "127.0.0.9"},
        "self-signed": {},
    }
    return pair(tmp_path, "stranger", **made[request.param])


def stranger(shown, **told):
    return Stranger(shown, answering, **told).running()


def exchanged(address, fingerprint=""):
    remote = HttpRemote(address, fingerprint=fingerprint)
    try:
        return remote.exchange(ASK)
    finally:
        remote.close()


@pytest.mark.parametrize("variable", ["", *VARIABLES])
@pytest.mark.parametrize(
    "shown", ["foreign", "expired", "not yet", "other name", "self-signed"], indirect=True
)
def test_another_certificate_than_the_offices_is_told_nothing(
    shown, office, root, variable, monkeypatch
):
    if variable:
        monkeypatch.setenv(variable, str(root.file))
    with stranger(shown) as server:
        for _ in range(5):
            with pytest.raises(NotItsCertificate, match="Nothing was sent"):
                exchanged(server.address, office.fingerprint)
        assert server.told == []


@pytest.mark.parametrize("variable", ["", *VARIABLES[:2]])
@pytest.mark.parametrize("shown", ["foreign", "self-signed"], indirect=True)
def test_without_a_fingerprint_a_certificate_nobody_vouches_for_is_told_nothing(
    shown, root, variable, monkeypatch
):
    if variable:
        monkeypatch.setenv(variable, str(root.file))
    with stranger(shown) as server:
        with pytest.raises(NotItsCertificate, match="digits of its certificate"):
            exchanged(server.address)
        assert server.told == []


@pytest.mark.parametrize(
    ("shown", "said"),
    [("expired", "the clock of"), ("not yet", "the clock of"), ("other name", "is not that of")],
    indirect=["shown"],
)
def test_what_is_wrong_with_a_certificate_of_a_known_root_is_said(shown, said, root, monkeypatch):
    monkeypatch.setenv("SSL_CERT_FILE", str(root.file))  # a root this computer trusts
    with stranger(shown) as server:
        with pytest.raises(NotItsCertificate, match=said):
            exchanged(server.address)
        assert server.told == []


@pytest.mark.parametrize("shown", ["foreign"], indirect=True)
def test_a_certificate_of_a_root_this_computer_trusts_needs_no_fingerprint(
    shown, root, monkeypatch
):
    monkeypatch.setenv("SSL_CERT_FILE", str(root.file))
    with stranger(shown) as server:
        assert exchanged(server.address) == ANSWER


@pytest.mark.parametrize("pinned", [True, False])
def test_old_protection_is_told_nothing(office, pinned, monkeypatch):
    monkeypatch.setenv("SSL_CERT_FILE", str(office.file))
    with stranger(office, newest=ssl.TLSVersion.TLSv1_1) as server:
        with pytest.raises(NotItsCertificate, match="no protected connection"):
            exchanged(server.address, office.fingerprint if pinned else "")
        assert server.told == []


def test_the_offices_certificate_is_known_by_its_fingerprint_alone(tmp_path):
    """Neither its name nor its dates count: addresses change, and clocks go wrong."""
    for name, told in (
        ("usual", {}),
        ("elsewhere", {"host": "127.0.0.9"}),
        ("old", {"valid": (-9 * DAY, -DAY)}),
    ):
        office = pair(tmp_path, name, **told)
        with stranger(office) as server:
            assert exchanged(server.address, office.fingerprint) == ANSWER


def test_a_plain_listener_behind_a_protected_address_is_told_nothing():
    with Line().running() as line:
        address = line.address.replace("http:", "https:")
        with pytest.raises((NotItsCertificate, HubAway)):
            exchanged(address, "0" * 64)
        assert line.requests == []


def test_the_digits_the_office_reads_out_find_its_certificate(office):
    with stranger(office) as server:
        assert certificate_at(server.address, spoken(office.fingerprint)) == office.fingerprint
        assert certificate_at(server.address, office.fingerprint.upper()) == office.fingerprint
        with pytest.raises(NotItsCertificate, match="is not that of the office hub"):
            certificate_at(server.address, "12345 " * 6)
        assert server.told == []


def test_digits_are_not_asked_of_a_hub_on_this_computer():
    assert certificate_at("http://127.0.0.1:9", "12345 " * 6) == ""


def test_a_hub_that_is_gone_says_so_when_its_digits_are_compared():
    with pytest.raises(NotReached):
        certificate_at(nobody(), "12345 " * 6)


@pytest.mark.parametrize("shown", ["self-signed"], indirect=True)
def test_a_hub_that_moved_is_found_by_its_certificate(shown, office):
    moved: list[str] = []
    with stranger(shown) as other, stranger(office) as server:
        remote = HttpRemote(
            nobody(),
            fingerprint=office.fingerprint,
            others=[other.address, server.address],
            moved=moved.append,
        )
        assert remote.exchange(ASK) == ANSWER
        assert remote.exchange(ASK) == ANSWER
        remote.close()
        assert (moved, other.told, remote.address) == ([server.address], [], server.address)


def test_without_a_fingerprint_no_other_address_is_tried(office):
    with stranger(office) as server:
        remote = HttpRemote(nobody(), others=[server.address])
        with pytest.raises(NotReached):
            remote.exchange(ASK)
        remote.close()


def test_no_plain_address_is_tried_instead_of_a_protected_one(office):
    with Line().running() as line:
        remote = HttpRemote(nobody(), fingerprint=office.fingerprint, others=[line.address])
        with pytest.raises(NotReached):
            remote.exchange(ASK)
        remote.close()
        assert line.requests == []


def test_a_protected_connection_that_died_is_tried_once_more_with_the_same_bytes(office):
    def once(server):
        if len(server.told) == 2:
            raise Gone
        return answering(server)

    with Stranger(office, once).running() as server:
        remote = HttpRemote(server.address, fingerprint=office.fingerprint)
        assert remote.exchange(ASK) == ANSWER
        assert remote.exchange(ASK) == ANSWER  # its connection was kept, and is gone
        remote.close()
        assert len(server.told) == 3
        assert server.told[1] == server.told[2]
