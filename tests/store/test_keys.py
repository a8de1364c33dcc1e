"""The key of a store: made once, never in the clear, never made anew over records."""

import json
from concurrent.futures import ThreadPoolExecutor

import pytest

from gridapp.store.keys import Custody, NeedsPassphrase, NoKey
from gridapp.store.sealing import WrongPassphrase, seal, unseal
from tests.store.made import run_child

PASSPHRASE = "五月槐花香 5-1-101"


def files(folder):
    return {path.name: path.read_bytes() for path in folder.iterdir()}


@pytest.fixture
def custody(tmp_path):
    return Custody(tmp_path / "desk", "desk.db", PASSPHRASE)


@pytest.fixture
def ask(tmp_path):
    """Make or unlock a key in another process that has only this key store, and no passphrase."""

    def asked(act, ring):
        (told, seconds), said = run_child(
            "custody", act, tmp_path / "desk", ring, RING_FILE=str(tmp_path / "ring.json")
        )
        assert said == "", "a key store that refuses is no fault of the program"
        return told, seconds

    return asked


def test_passphrase_gives_the_key_back(custody):
    assert not custody.is_made
    key = custody.make()
    assert len(key) == 32
    assert custody.is_made
    assert [custody.unlock(), custody.unlock()] == [key, key]
    other = Custody(custody.folder, "hub.db", PASSPHRASE)
    assert other.make() != key


def test_wrong_passphrase_opens_nothing_and_changes_nothing(custody):
    custody.make()
    before = files(custody.folder)
    for wrong in (f"{PASSPHRASE} ", PASSPHRASE[:-1], "demo"):
        with pytest.raises(WrongPassphrase):
            Custody(custody.folder, "desk.db", wrong).unlock()
    for missing in (None, ""):
        with pytest.raises(NeedsPassphrase):
            Custody(custody.folder, "desk.db", missing).unlock()
    assert files(custody.folder) == before


@pytest.mark.parametrize("act", ["make", "unlock"])
def test_missing_key_file_makes_no_new_key_over_the_records(custody, act):
    custody.folder.mkdir()
    custody.store_path.write_bytes(b"records")
    before = files(custody.folder)
    with pytest.raises(NoKey):
        getattr(custody, act)()
    assert files(custody.folder) == before


def test_nothing_there_is_no_key_and_makes_no_folder(custody):
    with pytest.raises(NoKey):
        custody.unlock()
    assert not custody.folder.exists()


def test_key_is_never_made_twice(custody):
    key = custody.make()
    before = files(custody.folder)
    for demo in (False, True):
        with pytest.raises(NoKey):
            custody.make(demo=demo)
    assert files(custody.folder) == before
    assert custody.unlock() == key


@pytest.mark.parametrize("broken", ["", "{", "[]", "{}", '{"how": "passphrase", "demo": false}'])
def test_damaged_key_file_is_said_to_the_person(custody, broken):
    custody.make()
    custody.key_path.write_text(broken, "utf-8")
    with pytest.raises(NoKey):
        custody.unlock()
    assert custody.key_path.read_text("utf-8") == broken


@pytest.mark.parametrize("demo", [False, True])
def test_key_file_never_holds_the_key(custody, demo):
    key = custody.make(demo=demo)
    for content in files(custody.folder).values():
        assert key not in content
        assert key.hex() not in content.decode().lower()
        assert PASSPHRASE not in json.loads(content).values()
    assert list(files(custody.folder)) == ["desk.key.json"]


def test_demonstration_opens_for_everybody_and_says_so(custody):
    key = custody.make(demo=True)
    assert json.loads(custody.key_path.read_text("utf-8"))["demo"] is True
    assert Custody(custody.folder, "desk.db").unlock() == key
    assert Custody(custody.folder, "desk.db", "whatever").unlock() == key


def test_key_half_written_before_a_cut_stands_in_nobodys_way(custody):
    custody.folder.mkdir()
    custody.key_path.with_suffix(".part").write_text('{"how": "passph', "utf-8")
    assert not custody.is_made
    key = custody.make()
    assert custody.unlock() == key


def test_real_key_file_says_that_it_is_no_demonstration(custody):
    custody.make()
    assert json.loads(custody.key_path.read_text("utf-8"))["demo"] is False


def test_same_passphrase_seals_differently_each_time():
    one, other = seal(b"secret", PASSPHRASE), seal(b"secret", PASSPHRASE)
    assert all(one[part] != other[part] for part in ("salt", "nonce", "sealed"))
    assert unseal(one, PASSPHRASE) == unseal(other, PASSPHRASE) == b"secret"
    assert one["argon2id"]["memory_cost"] * one["argon2id"]["time_cost"] >= 64 * 1024 * 3


@pytest.mark.parametrize("part", ["salt", "nonce", "sealed"])
def test_any_changed_byte_of_what_was_sealed_is_seen(part):
    kept = seal(bytes(32), PASSPHRASE)
    first = int(kept[part][:2], 16)
    kept[part] = f"{first ^ 1:02x}{kept[part][2:]}"
    with pytest.raises(WrongPassphrase):
        unseal(json.loads(json.dumps(kept)), PASSPHRASE)


@pytest.mark.parametrize("ring", ["NoRing", "PlainRing", "LockedRing", "ForgetfulRing"])
def test_key_store_not_to_be_trusted_is_given_no_key(ask, tmp_path, ring):
    """One that keeps a plain file would be worse than none: it looks like safety."""
    told, _ = ask("make", ring)
    assert told == "NeedsPassphrase"
    assert list((tmp_path / "desk").iterdir()) == []
    assert ring == "ForgetfulRing" or not (tmp_path / "ring.json").exists()


@pytest.mark.parametrize("ring", ["TrustedRing", "Chain"])
def test_trusted_key_store_keeps_the_key_and_gives_it_back(ask, tmp_path, ring):
    key, _ = ask("make", ring)
    assert len(bytes.fromhex(key)) == 32
    assert ask("unlock", ring)[0] == key
    kept = (tmp_path / "desk" / "desk.key.json").read_text("utf-8")
    assert key not in kept
    assert json.loads(kept)["how"] == "keyring"


def test_key_gone_from_the_key_store_is_said_and_none_is_made(ask, tmp_path):
    ask("make", "TrustedRing")
    before = files(tmp_path / "desk")
    (tmp_path / "ring.json").unlink()
    assert ask("unlock", "TrustedRing")[0] == "NoKey"
    assert files(tmp_path / "desk") == before
    assert not (tmp_path / "ring.json").exists()


@pytest.mark.parametrize("ring", ["NoRing", "PlainRing", "LockedRing"])
def test_key_is_asked_of_no_other_key_store(ask, ring):
    ask("make", "TrustedRing")
    assert ask("unlock", ring)[0] == "NoKey", "a password would not help"


def test_key_store_that_hangs_is_not_waited_for(tmp_path):
    """A locked one on a screenless computer waits for ever for somebody to type.

    Asked to keep a key, asked for one, and asked whether it is there at all.
    """
    waiting = [("make", "HangingRing"), ("unlock", "HangingRing"), ("make", "LateRing")]
    folders = [tmp_path / str(number) for number in range(len(waiting))]
    ring_file = str(tmp_path / "ring.json")
    run_child("custody", "make", folders[1], "TrustedRing", RING_FILE=ring_file)

    def told(asked, folder):
        (act, ring) = asked
        return run_child("custody", act, folder, ring, RING_FILE=ring_file)

    with ThreadPoolExecutor(len(waiting)) as pool:
        answers = list(pool.map(told, waiting, folders))
    told_each = [answer for (answer, _), _ in answers]
    assert told_each == ["NeedsPassphrase", "NoKey", "NeedsPassphrase"]
    assert max(seconds for (_, seconds), _ in answers) < 13
