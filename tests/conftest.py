"""Windows are drawn off the screen; what a test closed is gone before the next begins."""

import os
import sys

import pytest

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")


@pytest.fixture(autouse=True)
def swept():
    """Delete what was to be deleted later: a new look dresses every widget there is."""
    yield
    core = sys.modules.get("PySide6.QtCore")
    if core and core.QCoreApplication.instance():
        core.QCoreApplication.sendPostedEvents(None, core.QEvent.Type.DeferredDelete)


@pytest.fixture(scope="session")
def postgres():
    """A real PostgreSQL, begun when a test first asks for it."""
    from tests.postgres import running  # noqa: PLC0415 - few tests need a server

    with running() as server:
        yield server
