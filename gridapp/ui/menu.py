"""The menu and its keys: everything a person does from anywhere."""

from collections.abc import Callable, Iterable
from functools import partial
from typing import Protocol

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QMainWindow, QMenu

from gridapp.domain.words import LANGUAGES, N_
from gridapp.ui.look import sizes
from gridapp.ui.look.look import Look, application
from gridapp.ui.undo_key import UndoKey
from gridapp.ui.words import Words


class Inside(Protocol):
    """What the menu reaches in an unlocked window."""

    def go(self, page: str, /) -> None: ...
    def back(self) -> None: ...
    def find(self) -> None: ...
    def print(self) -> None: ...
    def undo(self) -> None: ...
    def send(self) -> None: ...
    def lock(self) -> None: ...


class Menu(QObject):
    """On `window`; what needs an open desk is grey until one is admitted."""

    def __init__(self, window: QMainWindow, words: Words, look: Look) -> None:
        super().__init__(window)
        self._window, self._words, self._look = window, words, look
        self._inside: Inside | None = None
        self._needs_inside: list[QAction] = []
        self._go_actions: list[QAction] = []
        self._file_menu()
        self._go = self._menu(N_("Go to"))
        self._inner(self._go, N_("Back"), lambda inside: inside.back(), "Alt+Left")
        self._go.addSeparator()
        self._view_menu()
        self._languages = self._language_choices()
        UndoKey(self, application())
        words.changed.connect(self._mark_language)

    def admit(self, inside: Inside | None, rail: Iterable[tuple[str, str]] = ()) -> None:
        """From here on act on `inside`; `rail` names its main pages with their titles."""
        self._inside = inside
        for action in self._go_actions:
            self._needs_inside.remove(action)
            self._go.removeAction(action)
        self._go_actions = [
            self._inner(self._go, title, partial(_show, page), f"Alt+{number}")
            for number, (page, title) in enumerate(rail, 1)
        ]
        for action in self._needs_inside:
            action.setEnabled(inside is not None)

    def _menu(self, title: str) -> QMenu:
        menu = self._window.menuBar().addMenu("")
        self._words.put(menu, "title", title)
        return menu

    def _action(self, menu: QMenu, text: str, act: Callable[[], object], *keys: str) -> QAction:
        action = QAction(self._window)
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
        self._action(menu, N_("Close the window"), self._window.close, "Ctrl+Q")

    def _view_menu(self) -> None:
        menu = self._menu(N_("View"))
        self._action(menu, N_("Larger letters"), self._larger, "Ctrl++", "Ctrl+=")
        self._action(menu, N_("Smaller letters"), self._smaller, "Ctrl+-")
        menu.addSeparator()
        schemes = {"light": N_("Light"), "dark": N_("Dark"), "contrast": N_("High contrast")}
        for scheme, title in schemes.items():
            self._action(menu, title, partial(self._look.choose, scheme=scheme))

    def _language_choices(self) -> dict[str, QAction]:
        menu, group = self._menu(N_("Language")), QActionGroup(self)
        made = {}
        for code, own_name in LANGUAGES.items():
            action = QAction(own_name, self._window)  # each in its own language, always
            action.setObjectName(f"language-{code}")
            action.setCheckable(True)
            action.setChecked(code == self._words.language)
            action.triggered.connect(partial(self._spoken, code))
            group.addAction(action)
            menu.addAction(action)
            made[code] = action
        return made

    def _spoken(self, language: str, *_: object) -> None:
        self._words.choose(language)

    def _mark_language(self) -> None:
        self._languages[self._words.language].setChecked(True)

    def _larger(self) -> None:
        self._look.choose(size=sizes.bigger(self._look.size))

    def _smaller(self) -> None:
        self._look.choose(size=sizes.smaller(self._look.size))


def _show(page: str, inside: Inside) -> None:
    inside.go(page)
