"""The two ways an issue's form ends: pass it on, or it is settled already and they say how well."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QLabel, QVBoxLayout, QWidget

from gridapp.domain.codes import code_list
from gridapp.domain.words import N_
from gridapp.ui.buttons import Button, Choice, Choices
from gridapp.ui.flow import FlowLayout
from gridapp.ui.here import Here

_NO_ANSWER = "0"  # whoever stands at the door answers


class Endings(QWidget):
    """`ended` carries the verdict of the resident, "" where the issue goes on its way."""

    ended = Signal(str)

    def __init__(self, here: Here) -> None:
        super().__init__()
        self._here = here
        words, look = here.words, here.look
        on = Button(
            words,
            look,
            "record",
            N_("Record and pass on  Ctrl+Enter"),
            lambda: self.ended.emit(""),
            part="main",
        )
        self._settled = Button(
            words, look, "settled", N_("Settled on the spot"), self._ask, part="chip"
        )
        self._settled.setCheckable(True)
        self._told = QLabel()
        self._told.setObjectName("told")
        self._told.setProperty("part", "warn")
        self._told.setWordWrap(True)
        self._verdict = Choices(look, "verdict")
        self._verdict.chosen.connect(self.ended.emit)
        row = FlowLayout()
        row.addWidget(on)
        row.addWidget(self._settled)
        around = QVBoxLayout(self)
        around.setContentsMargins(0, 0, 0, 0)
        around.addWidget(self._told)
        around.addLayout(row)
        around.addWidget(self._panel())
        self.setFocusProxy(on)
        self.reset()

    def _panel(self) -> QFrame:
        self._asking = QFrame()
        self._asking.setProperty("part", "panel")
        asked = QLabel()
        asked.setWordWrap(True)
        self._here.words.put(asked, "text", N_("It is settled. What do they say about it?"))
        inside = QVBoxLayout(self._asking)
        inside.addWidget(asked)
        inside.addWidget(self._verdict)
        return self._asking

    def reset(self) -> None:
        """Nothing is chosen and nothing told."""
        self._settled.setChecked(False)
        self._asking.hide()
        self._verdict.choose(set())
        self.tell("")

    def tell(self, text: str) -> None:
        """Say what is missing, a marked text; "" for nothing."""
        self._here.words.put(self._told, "text", text)
        self._told.setVisible(bool(text))

    def reword(self) -> None:
        """Say the verdicts in the language in force."""
        spoken = self._here.words.language
        verdicts = [each for each in code_list("satisfaction") if each.code != _NO_ANSWER]
        self._verdict.offer([Choice(each.code, each.label(spoken)) for each in verdicts])

    def _ask(self) -> None:
        self._asking.setVisible(self._settled.isChecked())
        self._verdict.choose(set())
        if self._settled.isChecked():
            self._verdict.findChildren(QWidget)[0].setFocus()
