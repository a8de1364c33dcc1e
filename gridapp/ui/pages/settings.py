"""Settings: letters, colours, language, who works on this laptop, and what this program is."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QPushButton, QVBoxLayout, QWidget

from gridapp import __version__
from gridapp.client.actions import send
from gridapp.domain.words import LANGUAGES, N_
from gridapp.ui.buttons import Button, Choice, Choices
from gridapp.ui.here import Here
from gridapp.ui.hub_place import HubPlace
from gridapp.ui.lines import plain
from gridapp.ui.look import sizes
from gridapp.ui.page import Page


class Settings(Page):
    """Every choice is kept and shown at once."""

    name = "settings"
    title = N_("Settings")
    icon = "settings"
    rail = "settings"

    def __init__(self, here: Here) -> None:
        super().__init__(here)
        self._around = QVBoxLayout(self)
        self._size = Choices(here.look, "size")
        self._size.chosen.connect(lambda size: here.look.choose(size=int(size)))
        self._elder = Button(
            here.words, here.look, "elder", N_("Large letters and large buttons"), self._prefer
        )
        self._elder.setCheckable(True)
        self._scheme = Choices(here.look, "scheme")
        self._scheme.chosen.connect(lambda scheme: here.look.choose(scheme=scheme))
        self._language = Choices(here.look, "spoken")
        self._language.chosen.connect(here.words.choose)
        self._metered = Button(
            here.words,
            here.look,
            "metered",
            N_("Paid by the megabyte: photos wait"),
            self._meter,
        )
        self._metered.setCheckable(True)
        self._hub = HubPlace(here)
        self._who, self._program = plain("who"), plain("program")
        lock = Button(here.words, here.look, "lock", N_("Lock now"), here.lock, icon="lock")
        self._group(N_("Size of letters"), self._size, self._elder)
        self._group(N_("Colours"), self._scheme)
        self._group(N_("Language"), self._language)
        self._group(N_("Network"), self._metered)
        self._group(N_("Office hub"), self._hub)
        self._group(N_("Who works here"), self._who, lock)
        self._group(N_("Data folder"), self._folder())
        self._group(N_("About this program"), self._program)
        self._around.addStretch(1)
        here.look.changed.connect(self.refresh)

    def _group(self, title: str, *parts: QWidget) -> None:
        label = plain("", "group")
        self.here.words.put(label, "text", title)
        self._around.addWidget(label)
        for part in parts:
            is_button = isinstance(part, QPushButton)
            side = Qt.AlignmentFlag.AlignLeft if is_button else Qt.AlignmentFlag(0)
            self._around.addWidget(part, 0, side)

    def _folder(self) -> QLineEdit:
        # In a line of its own: a label would break it nowhere, and it can be copied.
        folder = QLineEdit(str(self.here.desk.store.path.parent))
        folder.setObjectName("folder")
        folder.setReadOnly(True)
        folder.setCursorPosition(0)
        self.here.words.put(folder, "accessibleName", N_("Data folder"))
        return folder

    def _prefer(self) -> None:
        """The preset for older people, or what everybody begins with."""
        elder = self._elder.isChecked()
        self.here.look.choose(size=sizes.ELDER if elder else sizes.USUAL, elder=elder)

    def _meter(self) -> None:
        with self.here.acting():
            send.metered(self.here.desk, chosen=self._metered.isChecked())

    def focus(self) -> None:
        """On the letters."""
        self._letters(self.here.look.size).setFocus()

    def _letters(self, size: int) -> QPushButton:
        found = self._size.findChildren(QPushButton, f"size-{size}")
        return found[-1]  # one that was offered before goes with the next event

    def refresh(self) -> None:
        """Mark what is in force."""
        words, look = self.here.words, self.here.look
        self._offer(self._size, [(str(size), str(size)) for size in sizes.SIZES], str(look.size))
        for size in sizes.SIZES:
            self._letters(size).setStyleSheet(f"font-size: {sizes.pixels(size)}px")
        self._elder.setChecked(look.elder)
        self._metered.setChecked(send.is_metered(self.here.desk))
        schemes = {"light": N_("Light"), "dark": N_("Dark"), "contrast": N_("High contrast")}
        said = [(scheme, words.shown(title)) for scheme, title in schemes.items()]
        self._offer(self._scheme, said, look.scheme.name)
        self._offer(self._language, list(LANGUAGES.items()), words.language)
        self._hub.refresh()
        self._tell()

    def _offer(self, choices: Choices, said: Sequence[tuple[str, str]], chosen: str) -> None:
        choices.offer([Choice(value, text) for value, text in said])
        choices.choose({chosen})

    def _tell(self) -> None:
        words, me = self.here.words, self.here.desk.me
        told = (
            (N_("Your name"), me.person),
            (N_("Account"), me.account),
            (N_("Sign of this laptop"), me.tag),
        )
        self._who.setText("\n".join(f"{words.shown(label)}  {said}" for label, said in told))
        self._program.setText(
            words.shown(
                N_(
                    "gridapp {version}. Licence: Apache-2.0.\n"
                    "The window is made with Qt, which is used under the LGPL 3."
                ),
                version=__version__,
            )
        )
