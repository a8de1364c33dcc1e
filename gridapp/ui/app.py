"""The program as a window: drawn first, filled after; the one edge where bugs of the window land."""

import gc
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import Any

from PySide6.QtCore import QObject, QSettings, QTimer, Signal
from PySide6.QtWidgets import QApplication, QLabel

from gridapp.domain.errors import Expected
from gridapp.domain.words import N_
from gridapp.ui.look.look import Look, system_scheme
from gridapp.ui.window import Window
from gridapp.ui.words import Words

MARK = "window.open"  # lies in the data folder while a window is open, or was killed

# What is imported inside a function here is slow, and the first paint does not need it.


class _Post(QObject):
    """Carries calls from work beside the window into its own thread."""

    arrived = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.arrived.connect(self._call)

    def _call(self, call: Callable[[], None]) -> None:
        call()


class App:
    """One window over one data folder; `office` opens the hub of this computer."""

    def __init__(self, home: Path, language: str, office: Callable[[], Any]) -> None:
        home.mkdir(parents=True, exist_ok=True)
        self.home, self._office_of = home, office
        kept = QSettings(str(home / "window.ini"), QSettings.Format.IniFormat)
        self.words = Words(kept, language)
        if not kept.contains("scheme"):
            kept.setValue("scheme", system_scheme())
        self.look = Look(kept)
        self.window = Window(self.words, self.look, kept)
        self._post = _Post()
        self.inside: Any = None
        self._tasks: Any = None
        self._listening: Any = None
        self.look.plain()
        opening = QLabel()
        opening.setMargin(24)
        self.words.put(opening, "text", N_("Opening your records…"))
        self.window.leave(opening)
        sys.excepthook = self._broke

    def show(self) -> None:
        """Show the window; what is heavy follows its first paint."""
        self.window.painted.connect(partial(QTimer.singleShot, 0, self.begin))
        self.window.show()

    def begin(self) -> None:
        """Open the desk of this folder, or ask for what that needs."""
        from gridapp.client.desk import custody, open_desk  # noqa: PLC0415
        from gridapp.client.surroundings import passphrase  # noqa: PLC0415
        from gridapp.client.tasks import Tasks  # noqa: PLC0415
        from gridapp.ui.single import listening  # noqa: PLC0415

        (self.home / MARK).touch()
        self._listening = listening(self.home, self.window.to_front)
        self.words.apply()
        self.look.apply()
        self.window.dress()
        self._tasks = Tasks(self._post.arrived.emit)
        kept, said = custody(self.home, None), passphrase() or ""
        if kept.is_made and (said or not kept.asks):
            self._tasks.start(partial(open_desk, self.home, said or None), self._enter, self._shut)
        else:
            self._ask_in()

    def _shut(self, problem: BaseException) -> None:
        """The records did not open by themselves."""
        if not isinstance(problem, Expected):
            raise problem
        self._ask_in().tell(self.words.said(problem))

    def _ask_in(self) -> Any:
        from gridapp.ui.entrance.entrance import Entrance  # noqa: PLC0415

        entrance = Entrance(
            self.home,
            self.words,
            self.look,
            tasks=self._tasks,
            office=self._office_of,
            enter=self._enter,
        )
        self.window.leave(entrance)
        entrance.ask()
        return entrance

    def _enter(self, desk: Any) -> None:
        from gridapp.ui.inside import Inside  # noqa: PLC0415

        self.inside = Inside(
            desk=desk,
            words=self.words,
            look=self.look,
            tasks=self._tasks,
            office=self._office_of,
            lock=self.lock,
        )
        self.window.enter(self.inside, self.inside.workplace, self.inside.rail())
        self.inside.workplace.page.focus()
        # What is imported by now stays for good: looking through it for cycles held up a key.
        gc.freeze()

    def lock(self) -> None:
        """Close the desk and ask for the password again."""
        if self.inside is not None:
            self.inside.close()
            self.inside = None
        self._ask_in()

    def close(self) -> None:
        """Let work under way end, and give the files back."""
        if self._tasks is not None:
            self._tasks.close()
        if self.inside is not None:
            self.inside.leave()
            self.inside.give_back()
        (self.home / MARK).unlink(missing_ok=True)

    def _broke(
        self, kind: type[BaseException], bug: BaseException, trace: TracebackType | None
    ) -> None:
        import traceback  # noqa: PLC0415

        from gridapp.client.surroundings import log_bug  # noqa: PLC0415

        place = log_bug(bug)
        if self.inside is None:
            sys.__excepthook__(kind, bug, trace)
            return
        steps = [f"{Path(f.filename).name}:{f.lineno}" for f in traceback.extract_tb(trace)]
        self.inside.notices.broke(
            N_(
                "The program made a mistake. What was said to be saved is safe. "
                "Please send the office this file: {place}"
            ),
            f"{kind.__name__} {' '.join(steps)}",
            place=place,
        )


def run(home: Path, language: str, office: Callable[[], Any]) -> int:
    """Open the window over `home` and stay until it is closed; a second copy calls the first."""
    app = QApplication(sys.argv[:1])
    app.setStyle("Fusion")
    if _runs(home):
        return 0
    shown = App(home, language, office)
    shown.show()
    status = app.exec()
    shown.close()
    return status


def _runs(home: Path) -> bool:
    """True where another copy has this folder open; asked only where one has left its mark."""
    if not (home / MARK).exists():
        return False
    from gridapp.ui.single import called  # noqa: PLC0415

    return called(home)
