"""Settings: letters, colours, language, and who works on this laptop."""

from PySide6.QtWidgets import QLabel, QVBoxLayout

from gridapp.domain.words import N_
from gridapp.ui.buttons import Choice, Choices
from gridapp.ui.here import Here
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
        around = QVBoxLayout(self)
        self._size = Choices(here.look, "size")
        self._size.chosen.connect(lambda size: here.look.choose(size=int(size)))
        self._scheme = Choices(here.look, "scheme")
        self._scheme.chosen.connect(lambda scheme: here.look.choose(scheme=scheme))
        for title, choices in ((N_("Size of letters"), self._size), (N_("Colours"), self._scheme)):
            label = QLabel()
            label.setProperty("part", "group")
            here.words.put(label, "text", title)
            around.addWidget(label)
            around.addWidget(choices)
        around.addStretch(1)

    def refresh(self) -> None:
        """Mark what is in force."""
        words, look = self.here.words, self.here.look
        self._size.offer([Choice(str(size), str(size)) for size in sizes.SIZES])
        self._size.choose({str(look.size)})
        self._scheme.offer(
            [
                Choice("light", words.shown(N_("Light"))),
                Choice("dark", words.shown(N_("Dark"))),
                Choice("contrast", words.shown(N_("High contrast"))),
            ]
        )
        self._scheme.choose({look.scheme.name})
