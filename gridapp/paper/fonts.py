"""The shipped typeface, so that paper reads alike on every machine."""

from collections.abc import Iterable
from functools import cache

from PySide6.QtGui import QFont, QFontDatabase, QRawFont

from gridapp.domain.resources import resource

_FILE = "GridappSansSC.otf"
_UNSEEN = {"\n", "\t"}


@cache
def family() -> str:
    """The name of the shipped family, loaded once; needs a running QGuiApplication."""
    number = QFontDatabase.addApplicationFont(str(resource("font", _FILE)))
    return QFontDatabase.applicationFontFamilies(number)[0]


def missing_characters(texts: Iterable[str]) -> list[str]:
    """The characters of `texts` the shipped font cannot draw, each once, in the order met.

    They are drawn from a font of the machine where it has one; a person should check them.
    """
    # Not QFontMetrics: it answers for the other fonts of the machine too.
    has = QRawFont.fromFont(QFont(family())).supportsCharacter
    met = dict.fromkeys(sign for text in texts for sign in text)
    return [sign for sign in met if sign not in _UNSEEN and not has(ord(sign))]
