"""Real encrypted files, brought to the newest revision."""

import pytest

from gridapp.store import migrate
from gridapp.store.engine import open_store
from tests.store.made import KEY, NOW, add, close, household, settle, stored, waiting


@pytest.fixture
def desk(tmp_path):
    """A desk's store without records."""
    store = open_store(tmp_path / "desk.db", KEY)
    migrate.upgrade(store, "desk", now=NOW)
    yield store
    store.close()


@pytest.fixture
def hub(tmp_path):
    """A hub's store without records."""
    store = open_store(tmp_path / "hub.db", KEY)
    migrate.upgrade(store, "hub", now=NOW)
    yield store
    store.close()


@pytest.fixture
def known(desk):
    """A desk with a household the hub holds as number 5, and nothing that waits."""
    add(desk, household("h1", head="吴桂芳", phone="10011112222", care_tags=("E1", "E2")))
    [each] = close(desk)
    settle(desk, [each], stored(each, 5))
    assert waiting(desk) == {}
    return desk
