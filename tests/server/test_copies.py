"""Copies of a hub's records put back: whole, with their photos, and nothing of before is lost."""

import shutil
from contextlib import closing

import pytest

from gridapp.server import admin, copies, serving
from gridapp.server.copies import NoCopy
from gridapp.server.keeping import NoHub
from gridapp.store import migrate, photos, settings
from gridapp.store.backup import CopiedElsewhere
from gridapp.store.engine import open_store
from gridapp.store.keys import Custody
from tests.server.world import Clock


@pytest.fixture
def custody(tmp_path):
    return Custody(tmp_path / "hub", admin.STORE, "a passphrase")


@pytest.fixture
def hub(custody):
    """A hub that is closed at the end, whoever closed it before."""
    hub = admin.init(custody, demo=False, clock=Clock())
    yield hub
    hub.store.close()


def say(store, words):
    with store.writing() as connection:
        settings.keep(connection, words=words)


def said(custody, path):
    with closing(open_store(path, custody.unlock())) as store, store.reading() as connection:
        return settings.read(connection, "words")


def left_by_a_kill(store, into):
    """The files of a store as a kill leaves them, the last words in the log beside it."""
    say(store, "the last words")
    for end in ("", "-wal"):
        shutil.copy(store.path.with_name(store.path.name + end), into + end)


def test_what_an_attempt_that_was_cut_left_is_not_read_into_the_copy(hub, custody, tmp_path):
    say(hub.store, "in the copy")
    copy = copies.make(hub, tmp_path / "elsewhere").file
    left_by_a_kill(hub.store, str(custody.store_path) + ".part")
    hub.store.close()
    copies.put_back(custody, copy, now=hub.clock())
    assert said(custody, custody.store_path) == "in the copy"


def test_what_stood_there_is_kept_with_its_last_words(hub, custody, tmp_path):
    copy = copies.make(hub, tmp_path / "elsewhere").file
    left_by_a_kill(hub.store, str(tmp_path / "killed"))
    hub.store.close()
    for end in ("", "-wal"):
        shutil.copy(str(tmp_path / "killed") + end, str(custody.store_path) + end)
    copies.put_back(custody, copy, now=hub.clock())
    (kept,) = (
        path for path in custody.folder.glob("hub.db.before-*") if not path.name.endswith("-wal")
    )
    assert said(custody, kept) == "the last words"
    assert said(custody, custody.store_path) is None


def test_photos_beside_the_copy_come_back_too(hub, custody, tmp_path):
    name = photos.keep(hub.store, b"a picture")
    copy = copies.make(hub, tmp_path / "elsewhere").file
    hub.store.close()
    shutil.rmtree(custody.folder / "photos")
    copies.put_back(custody, copy, now=hub.clock())
    with closing(open_store(custody.store_path, custody.unlock())) as store:
        assert photos.read(store, name) == b"a picture"


def test_copy_is_not_said_to_be_put_back_where_a_database_has_the_records(hub, custody, tmp_path):
    copy = copies.make(hub, tmp_path / "elsewhere").file
    hub.store.close()
    before = custody.store_path.read_bytes()
    with pytest.raises(CopiedElsewhere):
        copies.put_back(custody, copy, now=hub.clock(), database="postgresql://127.0.0.1/gridapp")
    with pytest.raises(NoCopy):
        copies.put_back(custody, tmp_path / "nothing.db", now=hub.clock())
    assert custody.store_path.read_bytes() == before


def test_hub_whose_beginning_was_cut_off_is_none(custody):
    """Killed between its tables and its name, it would serve as a hub called nothing."""
    store = open_store(custody.store_path, custody.make())
    with closing(store):
        migrate.upgrade(store, "hub", now=Clock()())
    with pytest.raises(NoHub, match="records are not"):
        admin.opened(custody, clock=Clock())
    custody.store_path.unlink()
    with pytest.raises(NoHub, match="records are not"):
        serving.existing(custody.folder, "a passphrase")
