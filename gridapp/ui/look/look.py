"""The look in force: kept between runs, changed live."""

from collections.abc import Sequence

from PySide6.QtCore import QObject, QSettings, Signal
from PySide6.QtGui import QFont, QIcon, QPixmap
from PySide6.QtWidgets import QApplication

from gridapp.ui.look import sizes
from gridapp.ui.look.colours import SCHEMES, Scheme
from gridapp.ui.look.palette import palette

_FAMILIES = (
    "Microsoft YaHei UI",
    "PingFang SC",
    "Noto Sans CJK SC",
    "Source Han Sans SC",
    "WenQuanYi Micro Hei",
)


class Look(QObject):
    """Scheme, letter size and elder preset; `changed` tells what draws for itself."""

    changed = Signal()

    def __init__(self, kept: QSettings) -> None:
        super().__init__()
        self._kept = kept
        said = str(kept.value("size", sizes.USUAL))
        self.size = sizes.nearest(int(said)) if said.isdecimal() else sizes.USUAL
        self.elder = kept.value("elder", "no") == "yes"
        self._name = str(kept.value("scheme", "light"))

    @property
    def scheme(self) -> Scheme:
        """The colours in force."""
        return SCHEMES.get(self._name, SCHEMES["light"])

    @property
    def pixels(self) -> int:
        """The height of the letters' body."""
        return sizes.pixels(self.size)

    @property
    def target(self) -> int:
        """The least height of what one clicks, pixels."""
        return sizes.target(elder=self.elder)

    def keep(self, name: str, value: object) -> None:
        """Keep how one part of the window looks, such as the widths of a list."""
        self._kept.setValue(name, value)

    def kept(self, name: str) -> object:
        """What was kept under that name, None where nothing was."""
        return self._kept.value(name)

    def choose(
        self, *, size: int | None = None, scheme: str | None = None, elder: bool | None = None
    ) -> None:
        """Change and keep what is given, and show it at once."""
        self.size = self.size if size is None else sizes.nearest(size)
        self.elder = self.elder if elder is None else elder
        self._name = self._name if scheme is None else scheme
        self._kept.setValue("size", self.size)
        self._kept.setValue("elder", "yes" if self.elder else "no")
        self._kept.setValue("scheme", self._name)
        self.apply()

    def plain(self) -> None:
        """Colours and letters of the system's own fonts: enough for the first paint."""
        self._dress(_FAMILIES)

    def apply(self) -> None:
        """Dress the whole application; the shipped typeface stands in where none of them is."""
        # Slow to load, and the first paint does without.
        from gridapp.paper.fonts import family  # noqa: PLC0415
        from gridapp.ui.look.sheet import sheet  # noqa: PLC0415

        self._dress([*_FAMILIES, family()])
        application().setStyleSheet(sheet(self.scheme, pixels=self.pixels, target=self.target))
        self.changed.emit()

    def _dress(self, families: Sequence[str]) -> None:
        font = QFont()
        font.setFamilies(families)
        font.setPixelSize(self.pixels)
        application().setFont(font)
        application().setPalette(palette(self.scheme))

    def icon(self, name: str, *, colour: str = "", pixels: int = 0) -> QIcon:
        """An icon in the colour of the letters, as tall as they are."""
        return QIcon(self.picture(name, colour=colour, pixels=pixels))

    def picture(self, name: str, *, colour: str = "", pixels: int = 0) -> QPixmap:
        """The same as a picture."""
        from gridapp.ui.look import icons  # noqa: PLC0415 - the first paint has none

        ratio = application().devicePixelRatio()
        tall = pixels or round(self.pixels * 1.2)
        return icons.drawn(name, colour or self.scheme.text, tall, ratio)


def application() -> QApplication:
    """The running application."""
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    return app


def system_scheme() -> str:
    """The scheme the system asks for; light where it does not say."""
    hints = QApplication.styleHints()
    return "dark" if hints.colorScheme().name == "Dark" else "light"
