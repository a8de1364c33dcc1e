"""The language in force: every text put on a widget is put there anew when it changes."""

from typing import Any
from weakref import WeakKeyDictionary

from PySide6.QtCore import QLibraryInfo, QObject, QSettings, QTranslator, Signal
from PySide6.QtWidgets import QApplication
from shiboken6 import isValid

from gridapp.domain.errors import Expected
from gridapp.domain.words import LANGUAGES, shown

_Put = dict[str, tuple[str, dict[str, Any]]]


class Words(QObject):
    """`language` is "zh_CN" or "en", kept between runs; `changed` tells what composes texts."""

    changed = Signal()

    def __init__(self, kept: QSettings, system: str) -> None:
        super().__init__()
        self._kept = kept
        chosen = str(kept.value("language", system))
        self.language = chosen if chosen in LANGUAGES else system
        self._put: WeakKeyDictionary[QObject, _Put] = WeakKeyDictionary()
        self._qt = QTranslator(self)

    def shown(self, text: str, **values: Any) -> str:
        """A marked text in the language in force."""
        return shown(text, self.language, **values)

    def code(self, codes: str, code: str) -> str:
        """The word for a code of the list `codes`."""
        from gridapp.domain.codes import code_list  # noqa: PLC0415 - the first paint needs no codes

        return code_list(codes).label(code, self.language) if code else ""

    def said(self, problem: Expected) -> str:
        """What the person reads of a problem."""
        return self.shown(problem.text, **problem.values)

    def put(self, on: QObject, name: str, text: str, **values: Any) -> None:
        """Set the property `name` ("text", "accessibleName" …), now and at every change."""
        self._put.setdefault(on, {})[name] = (text, values)
        on.setProperty(name, self.shown(text, **values))

    def choose(self, language: str) -> None:
        """Speak `language` from now on, everywhere, also after the next start."""
        self.language = language
        self._kept.setValue("language", language)
        self.apply()
        for on, put in list(self._put.items()):
            if isValid(on):
                for name, (text, values) in put.items():
                    on.setProperty(name, self.shown(text, **values))
        self.changed.emit()

    def apply(self) -> None:
        """Have Qt's own dialogs speak it too."""
        app = QApplication.instance()
        assert app is not None
        app.removeTranslator(self._qt)
        if self.language != "en":
            place = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
            self._qt.load(f"qtbase_{self.language}", place)
            app.installTranslator(self._qt)
