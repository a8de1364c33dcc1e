"""Real encrypted files, brought to the newest revision."""

import pytest

from gridapp.store import migrate
from gridapp.store.engine import open_store
from tests.postgres import STORES
from tests.store.made import KEY, NOW, add, close, household, settle, stored, waiting


@pytest.fixture
def desk(tmp_path):
    """A desk's store without records."""
    store = open_store(tmp_path / "desk.db", KEY)
    migrate.upgrade(store, "desk", now=NOW)
    yield store
    store.close()


@pytest.fixture(params=STORES)
def store(request, tmp_path):
    """A new and empty store of a hub, on each database it can be on."""
    if request.param == "postgres":
        with request.getfixturevalue("postgres").store(tmp_path / "hub.db") as store:
            yield store
    else:
        store = open_store(tmp_path / "hub.db", KEY)
        yield store
        store.close()


@pytest.fixture
def hub(store):
    """A hub's store without records."""
    migrate.upgrade(store, "hub", now=NOW)
    return store


@pytest.fixture
def known(desk):
    """A desk with a household the hub holds as number 5, and nothing that waits."""
    add(desk, household("h1", head="吴桂芳", phone="10011112222", care_tags=("E1", "E2")))
    [each] = close(desk)
    settle(desk, [each], stored(each, 5))
    assert waiting(desk) == {}
    return desk
