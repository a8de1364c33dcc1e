"""Where a life or a limb is at stake: whom to call before anything is written."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout

from gridapp.domain.codes import code_list
from gridapp.domain.words import N_
from gridapp.ui.here import Here

_CALLS = {
    "110": N_("110 police: a crime, a fight, fraud, something thrown from above"),
    "119": N_("119 fire and rescue: fire, gas, a wall coming down, somebody trapped"),
    "120": N_("120 ambulance: somebody is hurt or ill"),
}
_EMERGENCY = "e"


class Danger(QFrame):
    """A box that never stands in the way: it is shown or not."""

    def __init__(self, here: Here) -> None:
        super().__init__()
        self._here = here
        self.setObjectName("danger")
        self.setProperty("part", "danger")
        self._sign, self._first, self._calls, self._say = (QLabel() for _ in range(4))
        self._sign.setAlignment(Qt.AlignmentFlag.AlignTop)
        lines = QVBoxLayout()
        for label, name, part in (
            (self._first, "danger-first", "bad"),
            (self._calls, "danger-calls", ""),
            (self._say, "danger-say", ""),
        ):
            label.setObjectName(name)
            label.setProperty("part", part)
            label.setWordWrap(True)
            lines.addWidget(label)
        around = QHBoxLayout(self)
        around.addWidget(self._sign)
        around.addLayout(lines, 1)
        here.look.changed.connect(self._draw)
        self._draw()
        self.hide()

    def _draw(self) -> None:
        look = self._here.look
        self._sign.setPixmap(look.picture("warning", colour=look.scheme.bad))

    def show_for(self, category: str, urgency: str) -> None:
        """Show whom to call for an issue of this category and urgency, or nothing."""
        leaf = code_list("category").codes.get(category)
        traits = leaf.traits if leaf else {}
        at_stake = traits.get("safety") == "y" or urgency == _EMERGENCY
        first = traits.get("refer") or "119"
        shown = self._here.words.shown
        said = N_("If somebody is in danger now: call {number} first, then write it down here.")
        self._first.setText(shown(said, number=first))
        order = [first, *(number for number in _CALLS if number != first)]
        self._calls.setText("   ".join(shown(_CALLS[number]) for number in order))
        say = N_(
            "Say first where it is (building, stair, floor), then what happens and who is hurt."
        )
        self._say.setText(shown(say))
        self.setVisible(at_stake)
