"""The window: its menu, its keys, and either the entrance or the workplace inside."""

from collections.abc import Callable, Iterable
from functools import partial
from typing import Protocol

from PySide6.QtCore import QSettings
from PySide6.QtGui import QAction, QActionGroup, QCloseEvent, QKeySequence
from PySide6.QtWidgets import QMainWindow, QMenu, QWidget

from gridapp.domain.words import N_
from gridapp.ui.look import sizes
from gridapp.ui.look.look import Look
from gridapp.ui.words import Words

SMALLEST = (1024, 500)
_FIRST = (1366, 690)
LANGUAGES = {"zh_CN": "简体中文", "en": "English"}


class Inside(Protocol):
    """What the menu reaches in an unlocked window."""

    def go(self, page: str, /) -> None: ...
    def back(self) -> None: ...
    def find(self) -> None: ...
    def print(self) -> None: ...
    def undo(self) -> None: ...
    def send(self) -> None: ...
    def lock(self) -> None: ...


def _show(page: str, inside: Inside) -> None:
    inside.go(page)


class Window(QMainWindow):
    """Drawn at once, before anything heavy is imported; `inside` comes when a desk is open."""

    def __init__(self, words: Words, look: Look, kept: QSettings) -> None:
        super().__init__()
        self._words, self._look, self._kept = words, look, kept
        self._inside: Inside | None = None
        self._needs_inside: list[QAction] = []
        self._go_actions: list[QAction] = []
        self.setMinimumSize(*SMALLEST)
        self.resize(*_FIRST)
        words.put(self, "windowTitle", N_("gridapp"))
        self._file_menu()
        self._go_menu()
        self._view_menu()
        self._admit(None)
        if place := kept.value("place"):
            self.restoreGeometry(place)

    def enter(self, inside: Inside, widget: QWidget, rail: Iterable[tuple[str, str]]) -> None:
        """Show the workplace; `rail` names its main pages with their titles."""
        self.setCentralWidget(widget)
        for action in self._go_actions:
            self._go.removeAction(action)
        self._go_actions = [
            self._inner(self._go, title, partial(_show, page), f"Alt+{number}")
            for number, (page, title) in enumerate(rail, 1)
        ]
        self._admit(inside)

    def leave(self, widget: QWidget) -> None:
        """Show the entrance."""
        self._admit(None)
        self.setCentralWidget(widget)

    def _admit(self, inside: Inside | None) -> None:
        self._inside = inside
        for action in self._needs_inside:
            action.setEnabled(inside is not None)

    def _menu(self, title: str) -> QMenu:
        menu = self.menuBar().addMenu("")
        self._words.put(menu, "title", title)
        return menu

    def _action(
        self, menu: QMenu, text: str, act: Callable[[], object], *keys: str, name: str = ""
    ) -> QAction:
        action = QAction(self)
        action.setObjectName(name)
        action.setShortcuts([QKeySequence(key) for key in keys])
        action.triggered.connect(lambda *_: act())
        self._words.put(action, "text", text)
        menu.addAction(action)
        return action

    def _inner(self, menu: QMenu, text: str, act: Callable[[Inside], None], *keys: str) -> QAction:
        def run() -> None:
            if self._inside is not None:
                act(self._inside)

        action = self._action(menu, text, run, *keys)
        self._needs_inside.append(action)
        return action

    def _file_menu(self) -> None:
        menu = self._menu(N_("File"))
        self._inner(menu, N_("Send and update"), lambda inside: inside.send(), "Ctrl+U")
        self._inner(menu, N_("Print…"), lambda inside: inside.print(), "Ctrl+P")
        self._inner(menu, N_("Undo"), lambda inside: inside.undo(), "Ctrl+Z")
        self._inner(menu, N_("Find…"), lambda inside: inside.find(), "Ctrl+F")
        menu.addSeparator()
        self._inner(menu, N_("Lock"), lambda inside: inside.lock(), "Ctrl+Shift+L")
        self._action(menu, N_("Close the window"), self.close, "Ctrl+Q")

    def _go_menu(self) -> None:
        self._go = self._menu(N_("Go to"))
        self._inner(self._go, N_("Back"), lambda inside: inside.back(), "Alt+Left")
        self._go.addSeparator()

    def _view_menu(self) -> None:
        menu = self._menu(N_("View"))
        self._action(menu, N_("Larger letters"), self._larger, "Ctrl++", "Ctrl+=")
        self._action(menu, N_("Smaller letters"), self._smaller, "Ctrl+-")
        menu.addSeparator()
        schemes = {"light": N_("Light"), "dark": N_("Dark"), "contrast": N_("High contrast")}
        for scheme, title in schemes.items():
            self._action(menu, title, partial(self._look.choose, scheme=scheme))
        menu.addSeparator()
        group = QActionGroup(self)
        for code, own_name in LANGUAGES.items():
            action = menu.addAction(own_name)  # each in its own language, always
            action.setObjectName(f"language-{code}")
            action.setCheckable(True)
            action.setChecked(code == self._words.language)
            action.triggered.connect(partial(self._spoken, code))
            group.addAction(action)

    def _larger(self) -> None:
        self._look.choose(size=sizes.bigger(self._look.size))

    def _smaller(self) -> None:
        self._look.choose(size=sizes.smaller(self._look.size))

    def _spoken(self, language: str, _: bool) -> None:  # noqa: FBT001 - Qt's own signal
        self.speak(language)

    def speak(self, language: str) -> None:
        """Switch the language and keep the choice."""
        self._kept.setValue("language", language)
        self._words.choose(language)

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802 - Qt's name
        """Remember where the window stood."""
        self._kept.setValue("place", self.saveGeometry())
        super().closeEvent(event)
