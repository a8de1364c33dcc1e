"""The certificate of a hub: made once, opened by the key of its records, missed when damaged."""

import os
import ssl

import pytest

from gridapp.server import admin, certifying
from gridapp.server.certifying import NoCertificate
from gridapp.store.keys import Custody
from tests.server.world import Clock

PASSPHRASE = "a passphrase"


@pytest.fixture
def custody(tmp_path):
    return Custody(tmp_path / "hub", admin.STORE, PASSPHRASE)


@pytest.fixture
def hub(custody):
    hub = admin.init(custody, demo=False, clock=Clock())
    yield hub
    hub.store.close()


def files(custody):
    return {path.name: path.read_bytes() for path in custody.folder.glob("hub.certificate*")}


def test_a_new_hub_has_one_and_knows_it_when_opened_again(hub, custody):
    assert len(hub.fingerprint) == 64
    again = admin.opened(custody, clock=Clock())
    assert again.fingerprint == hub.fingerprint == certifying.fingerprint(custody.folder)
    again.store.close()


def test_making_it_again_changes_nothing(hub, custody):
    before = files(custody)
    assert len(before) == 2
    assert certifying.make(custody.folder, custody.unlock(), Clock()()) == hub.fingerprint
    assert files(custody) == before


def test_a_hub_without_one_gets_one_later(hub, custody):
    for name in files(custody):
        (custody.folder / name).unlink()
    assert certifying.fingerprint(custody.folder) == ""
    made = certifying.make(custody.folder, custody.unlock(), Clock()())
    assert made == certifying.fingerprint(custody.folder) != hub.fingerprint


def test_its_key_lies_nowhere_in_the_clear(hub, custody):
    assert hub.fingerprint
    key = files(custody)["hub.certificate.key.pem"]
    assert key.startswith(b"-----BEGIN ENCRYPTED PRIVATE KEY-----")
    everything = [path.read_bytes() for path in custody.folder.rglob("*") if path.is_file()]
    assert not any(b"BEGIN PRIVATE KEY" in content for content in everything)
    assert not any(certifying._passphrase(custody.unlock()).encode() in c for c in everything)


def test_nobody_else_of_this_computer_reads_its_key(hub, custody):
    assert hub.fingerprint
    mode = (custody.folder / "hub.certificate.key.pem").stat().st_mode
    assert os.name != "posix" or mode & 0o077 == 0


def test_one_cut_off_while_it_was_made_is_made_anew(hub, custody):
    (custody.folder / "hub.certificate.pem").unlink()
    for name in ("hub.certificate.key.pem", "hub.certificate.pem.part"):
        (custody.folder / name).write_bytes(b"half")
    made = certifying.make(custody.folder, custody.unlock(), Clock()())
    assert made == certifying.fingerprint(custody.folder) != hub.fingerprint
    certifying.context(custody)


def test_a_demonstration_has_none_for_its_key_is_no_secret(tmp_path):
    custody = Custody(tmp_path / "demo", admin.STORE)
    hub = admin.init(custody, demo=True, clock=Clock())
    assert (hub.fingerprint, files(custody)) == ("", {})
    hub.store.close()


def test_it_opens_for_a_listener(hub, custody):
    assert hub.fingerprint
    made = certifying.context(custody)
    assert made.minimum_version == ssl.TLSVersion.TLSv1_2


@pytest.mark.parametrize("name", ["hub.certificate.key.pem", "hub.certificate.pem"])
def test_damage_is_said_in_a_sentence(hub, custody, name):
    assert hub.fingerprint
    (custody.folder / name).write_bytes(b"-----BEGIN nothing")
    with pytest.raises(NoCertificate, match="damaged"):
        certifying.context(custody)
    (custody.folder / name).unlink()
    with pytest.raises(NoCertificate, match="missing"):
        certifying.context(custody)
