"""The program as a window: drawn first, filled after; the one edge where bugs of the window land."""

import hashlib
import sys
import traceback
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Any

from PySide6.QtCore import QObject, QSettings, Qt, QTimer, Signal
from PySide6.QtGui import QIcon
from PySide6.QtNetwork import QLocalServer, QLocalSocket
from PySide6.QtWidgets import QApplication

from gridapp.domain.errors import Expected
from gridapp.domain.office import Office
from gridapp.domain.resources import resource
from gridapp.domain.words import N_
from gridapp.ui.entrance import Entrance
from gridapp.ui.look.look import Look, system_scheme
from gridapp.ui.window import Window
from gridapp.ui.words import Words

_CALLED = 500  # ms within which a running copy answers


class _Post(QObject):
    """Carries calls from work beside the window into its own thread."""

    arrived = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.arrived.connect(lambda call: call(), Qt.ConnectionType.QueuedConnection)


class App:
    """One window over one data folder."""

    def __init__(self, home: Path, language: str, office: Callable[[], Office]) -> None:
        home.mkdir(parents=True, exist_ok=True)
        self.home, self._office_of = home, office
        kept = QSettings(str(home / "window.ini"), QSettings.Format.IniFormat)
        self.words = Words(str(kept.value("language", language)))
        self.look = _look(kept)
        self.window = Window(self.words, self.look, kept)
        self._entrance = Entrance(self.words, self.look)
        self._post = _Post()
        self._inside: Any = None
        self.words.apply()
        self.look.apply()
        self.window.leave(self._entrance)
        sys.excepthook = self._broke

    def show(self) -> None:
        """Show the window; what is heavy is imported after its first paint."""
        self.window.show()
        QTimer.singleShot(0, self.begin)

    def begin(self) -> None:
        """Open the desk of this folder, or ask for what that needs."""
        from gridapp.client.desk import custody  # noqa: PLC0415 - slow: after the first paint

        kept = custody(self.home, None)
        if not kept.is_made or kept.asks:
            self._ask_in()
        else:
            self._try("")

    def _ask_in(self, told: str = "") -> None:
        self._entrance = Entrance(self.words, self.look)
        self._entrance.locked("", self._try, told)
        self.window.leave(self._entrance)

    def _try(self, passphrase: str) -> None:
        from gridapp.client.desk import open_desk  # noqa: PLC0415 - slow

        try:
            desk = open_desk(self.home, passphrase or None)
        except Expected as problem:
            self._ask_in(self.words.said(problem))
        else:
            self._enter(desk)

    def _enter(self, desk: Any) -> None:
        from gridapp.ui.inside import Inside  # noqa: PLC0415 - slow: every page

        self._inside = Inside(
            desk=desk,
            words=self.words,
            look=self.look,
            deliver=self._post.arrived.emit,
            office=self._office_of(),
            lock=self.lock,
        )
        self.window.enter(self._inside, self._inside.workplace, self._inside.rail())

    def lock(self) -> None:
        """Close the desk and ask for the password again."""
        if self._inside is not None:
            self._inside.close()
            self._inside = None
        self._ask_in()

    def _broke(
        self, kind: type[BaseException], bug: BaseException, trace: TracebackType | None
    ) -> None:
        from gridapp.client.surroundings import log_bug  # noqa: PLC0415

        place = log_bug(bug)
        steps = [f"{Path(f.filename).name}:{f.lineno}" for f in traceback.extract_tb(trace)]
        if self._inside is None:
            raise bug
        self._inside.notices.broke(
            N_(
                "The program made a mistake. What was said to be saved is safe. "
                "Please send the office this file: {place}"
            ),
            f"{kind.__name__} {' '.join(steps)}",
            place=place,
        )


def _look(kept: QSettings) -> Look:
    from gridapp.paper.fonts import family  # noqa: PLC0415

    if not kept.contains("scheme"):
        kept.setValue("scheme", system_scheme())
    return Look(kept, family())


def run(home: Path, language: str, office: Callable[[], Office]) -> int:
    """Open the window over `home` and stay until it is closed; a second copy calls the first."""
    app = QApplication(sys.argv[:1])
    app.setStyle("Fusion")
    app.setWindowIcon(QIcon(str(resource("icons", "gridapp.svg"))))
    name = "gridapp-" + hashlib.sha256(str(home.resolve()).encode()).hexdigest()[:24]
    if _called(name):
        return 0
    shown = App(home, language, office)
    server = QLocalServer()
    QLocalServer.removeServer(name)
    server.newConnection.connect(lambda: _to_front(shown.window))
    server.listen(name)
    shown.show()
    status = app.exec()
    server.close()
    return status


def _called(name: str) -> bool:
    """True where a copy runs already; it comes to the front."""
    socket = QLocalSocket()
    socket.connectToServer(name)
    return socket.waitForConnected(_CALLED)


def _to_front(window: Window) -> None:
    window.setWindowState(window.windowState() & ~Qt.WindowState.WindowMinimized)
    window.raise_()
    window.activateWindow()
