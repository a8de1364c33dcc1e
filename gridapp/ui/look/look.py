"""The look in force: kept between runs, changed live."""

from PySide6.QtCore import QObject, QSettings, Qt, Signal
from PySide6.QtGui import QFont, QIcon, QPixmap
from PySide6.QtWidgets import QApplication

from gridapp.ui.look import icons, sizes
from gridapp.ui.look.colours import SCHEMES, Scheme
from gridapp.ui.look.sheet import palette, sheet

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

    def __init__(self, kept: QSettings, bundled: str) -> None:
        super().__init__()
        self._kept = kept
        self._families = [*_FAMILIES, bundled]
        self.size = sizes.nearest(int(str(kept.value("size", sizes.USUAL))))
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

    def apply(self) -> None:
        """Dress the whole application."""
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        font = QFont()
        font.setFamilies(self._families)
        font.setPixelSize(self.pixels)
        app.setFont(font)
        app.setPalette(palette(self.scheme))
        app.setStyleSheet(sheet(self.scheme, pixels=self.pixels, target=self.target))
        self.changed.emit()

    def icon(self, name: str, *, colour: str = "", pixels: int = 0) -> QIcon:
        """An icon in the colour of the letters, as tall as they are."""
        return QIcon(self.picture(name, colour=colour, pixels=pixels))

    def picture(self, name: str, *, colour: str = "", pixels: int = 0) -> QPixmap:
        """The same as a picture."""
        app = QApplication.instance()
        ratio = app.devicePixelRatio() if isinstance(app, QApplication) else 1.0
        tall = pixels or round(self.pixels * 1.2)
        return icons.drawn(name, colour or self.scheme.text, tall, ratio)


def system_scheme() -> str:
    """The scheme the system asks for; light where it does not say."""
    hints = QApplication.styleHints()
    return "dark" if hints.colorScheme() is Qt.ColorScheme.Dark else "light"
