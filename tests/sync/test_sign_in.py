"""Signing in: by network and by file, once per data folder, and nothing half made."""

import json

import pytest

from gridapp.client.actions.sign_in import NotAnEnrolment, SignedInAlready, enrol, sign_in
from gridapp.client.desk import NotSignedIn, custody, open_desk
from gridapp.server import admin
from gridapp.store.keys import DEMO_PASSPHRASE
from gridapp.store.sealing import WrongPassphrase
from tests.server.world import GRID
from tests.sync.shaky import Lost, Shaky

PASSPHRASE = "unlock me"
TOLD = {"account": "li", "password": "secret12", "label": "laptop", "address": "http://127.0.0.1:1"}


@pytest.fixture
def kept(tmp_path):
    return custody(tmp_path / "home", PASSPHRASE)


@pytest.fixture
def enrolment(world, tmp_path):
    """A file for li and the code that opens it."""
    file = tmp_path / "li.json"
    return file, admin.laptop_file(world.hub, account="li", out=file, address="http://127.0.0.1:1")


def signed_in(world, kept, **told):
    desk = sign_in(kept, world.hub, **{**TOLD, **told}, demo=False, clock=world.clock)
    desk.close()
    return desk


def bytes_of(kept):
    return {path.name: path.read_bytes() for path in sorted(kept.folder.iterdir())}


def test_laptop_that_signed_in_opens_again_and_knows_whose_it_is(world, kept):
    me = signed_in(world, kept).me
    desk = open_desk(kept.folder, PASSPHRASE, now=world.clock)
    assert desk.me == me
    assert (me.account, me.address, me.demo) == ("li", "http://127.0.0.1:1", False)
    desk.close()


def test_registered_key_is_the_laptops_own(world, kept):
    me = signed_in(world, kept).me
    known = world.hub.device(me.device_id)
    assert known.account == "li"
    assert known.public_key != bytes.fromhex(me.private_key)


def test_file_and_network_give_the_same_places(world, kept, enrolment, tmp_path):
    by_network = signed_in(world, kept)
    by_file = enrol(custody(tmp_path / "other", PASSPHRASE), *enrolment, clock=world.clock)
    by_file.close()
    there, here = (desk.place_id(GRID, "house", "5", "101") for desk in (by_network, by_file))
    assert there == here
    assert by_file.me.device_id != by_network.me.device_id


def test_second_sign_in_in_one_folder_is_refused_and_changes_nothing(world, kept, enrolment):
    signed_in(world, kept)
    before = bytes_of(kept)
    with pytest.raises(SignedInAlready):
        signed_in(world, kept, account="zhang")
    with pytest.raises(SignedInAlready):
        enrol(kept, *enrolment, clock=world.clock)
    assert bytes_of(kept) == before


def test_code_may_be_typed_as_people_type_it(world, kept, enrolment):
    file, code = enrolment
    typed = f" {code[:4].lower()}-{code[4:8]}-{code[8:]} "
    enrol(kept, file, typed, clock=world.clock).close()


def test_wrong_code_makes_nothing(world, kept, enrolment):
    with pytest.raises(WrongPassphrase):
        enrol(kept, enrolment[0], "AAAABBBBCCCC", clock=world.clock)
    assert not kept.folder.exists()


@pytest.mark.parametrize(
    "content",
    [
        "",
        "a letter to the office",
        "[]",
        "7",
        '{"gridapp": "laptop"}',
        '{"gridapp": "laptop", "salt": 7, "nonce": "", "sealed": "", "argon2id": {}}',
        '{"gridapp": "laptop", "salt": "no hex", "nonce": "", "sealed": "", "argon2id": {}}',
        '{"gridapp": "something else"}',
    ],
)
def test_file_that_is_no_enrolment_is_refused(world, kept, tmp_path, content):
    file = tmp_path / "letter.json"
    file.write_text(content, encoding="utf-8")
    with pytest.raises(NotAnEnrolment):
        enrol(kept, file, "AAAABBBBCCCC", clock=world.clock)
    assert not kept.folder.exists()


def test_changed_enrolment_file_does_not_open(world, kept, enrolment):
    file, code = enrolment
    sealed = json.loads(file.read_text("utf-8"))
    sealed["sealed"] = sealed["sealed"][:-2] + ("00" if sealed["sealed"][-2:] != "00" else "11")
    file.write_text(json.dumps(sealed), encoding="utf-8")
    with pytest.raises(WrongPassphrase):
        enrol(kept, file, code, clock=world.clock)


def test_hub_that_is_away_makes_nothing(world, kept):
    away = Shaky(world.hub, lost="request")
    with pytest.raises(Lost):
        sign_in(kept, away, **TOLD, demo=False, clock=world.clock)
    assert not kept.folder.exists()


class Pulled(Exception):  # noqa: N818
    """The plug is pulled."""


def pulled():
    raise Pulled


@pytest.fixture
def half(world, kept):
    """A folder where the key is made and the store is begun, and then the plug was pulled."""
    with pytest.raises(Pulled):
        sign_in(kept, world.hub, **TOLD, demo=False, clock=pulled)
    assert kept.is_made
    return kept


def test_sign_in_that_was_cut_off_says_so_and_can_be_done_again(world, half):
    key = half.unlock()
    with pytest.raises(NotSignedIn, match="did not finish"):
        open_desk(half.folder, PASSPHRASE, now=world.clock)
    assert signed_in(world, half).me.account == "li"
    assert half.unlock() == key
    with pytest.raises(SignedInAlready):
        signed_in(world, half)


def test_sign_in_cut_off_before_its_store_began_can_be_done_again(world, half):
    half.store_path.unlink()
    assert signed_in(world, half).me.account == "li"


def test_somebody_with_another_passphrase_does_not_take_up_what_was_cut_off(world, half):
    other = custody(half.folder, "another")
    with pytest.raises(SignedInAlready):
        signed_in(world, other)


def test_key_of_a_demonstration_is_not_taken_up_for_real_records(world, tmp_path):
    demo = custody(tmp_path / "home", DEMO_PASSPHRASE)
    demo.make(demo=True)
    with pytest.raises(SignedInAlready):
        signed_in(world, custody(tmp_path / "home", PASSPHRASE))
