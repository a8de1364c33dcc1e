"""One window a data folder: a second copy brings the first to the front and ends."""

import hashlib
from collections.abc import Callable
from pathlib import Path

from PySide6.QtNetwork import QLocalServer, QLocalSocket

_ANSWERS = 500  # ms within which a running copy answers


def _name(home: Path) -> str:
    return "gridapp-" + hashlib.sha256(str(home.resolve()).encode()).hexdigest()[:24]


def called(home: Path) -> bool:
    """True where a copy runs already; it comes to the front."""
    socket = QLocalSocket()
    socket.connectToServer(_name(home))
    return socket.waitForConnected(_ANSWERS)


def listening(home: Path, to_front: Callable[[], None]) -> QLocalServer:
    """What hears a second copy call, for as long as it is kept."""
    server = QLocalServer()
    QLocalServer.removeServer(_name(home))  # a copy that was killed leaves its name behind
    server.newConnection.connect(lambda *_: to_front())
    server.listen(_name(home))
    return server
