"""Real encrypted files, brought to the newest revision."""

import pytest

from gridapp.store import migrate
from gridapp.store.engine import open_store
from tests.store.made import KEY, NOW


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
