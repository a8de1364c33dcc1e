"""The next steps of an issue as buttons; the one pressed asks for its words before it is taken."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QLabel, QVBoxLayout, QWidget

from gridapp.client.actions.issue_pages import Possible
from gridapp.domain.codes import code_list
from gridapp.domain.records.issues import IssueStep
from gridapp.domain.words import N_
from gridapp.ui.buttons import Button, Choice, Choices
from gridapp.ui.forms.wording import Wording
from gridapp.ui.here import Here

Take = Callable[[str, str, str], None]


class StepPanel(QWidget):
    """Calls `take` with the step, its words and the verdict of the resident."""

    def __init__(self, here: Here, take: Take) -> None:
        super().__init__()
        self._here, self._take = here, take
        self._possible: dict[str, Possible] = {}
        self._steps = Choices(here.look, "step")
        self._steps.chosen.connect(self._ask)
        self._asked = QLabel()
        self._asked.setObjectName("step-asked")
        self._asked.setWordWrap(True)
        self._words = Wording(here, "step-words", limit=IssueStep.kind.fields["text"].limit)
        here.words.put(self._words, "accessibleName", N_("Words of this step"))
        self._verdict = Choices(here.look, "step-verdict")
        self._go = Button(here.words, here.look, "take-step", N_("Do it"), self._done, part="main")
        self._words.went_on.connect(self._go.setFocus)
        self._panel = QFrame()
        self._panel.setProperty("part", "panel")
        inside = QVBoxLayout(self._panel)
        for widget in (self._asked, self._words, self._verdict):
            inside.addWidget(widget)
        inside.addWidget(self._go, 0, Qt.AlignmentFlag.AlignLeft)
        around = QVBoxLayout(self)
        around.setContentsMargins(0, 0, 0, 0)
        around.addWidget(self._steps)
        around.addWidget(self._panel)

    def offer(self, possible: Sequence[Possible]) -> None:
        """Offer these; words begun for one that is still possible stay."""
        spoken = self._here.words.language
        self._possible = {each.step: each for each in possible}
        steps, verdicts = code_list("issue_step"), code_list("satisfaction")
        self._steps.offer([Choice(each, steps.label(each, spoken)) for each in self._possible])
        self._verdict.offer([Choice(each.code, each.label(spoken)) for each in verdicts])
        self._draw()

    def clear(self) -> None:
        """Choose none and forget the words."""
        self._steps.choose(set())
        self._verdict.choose(set())
        self._words.clear()
        self._draw()

    def _chosen(self) -> Possible | None:
        return next((self._possible[step] for step in self._steps.values()), None)

    def _ask(self, _: str) -> None:
        self._draw()
        self._words.setFocus()

    def _draw(self) -> None:
        chosen = self._chosen()
        self._panel.setVisible(chosen is not None)
        if chosen is None:
            return
        self._verdict.setVisible(chosen.verdict)
        said = N_("{step}: say why or what was done.")
        optional = N_("{step}: a word about it, if you like.")
        step = self._here.words.code("issue_step", chosen.step)
        self._asked.setText(self._here.words.shown(said if chosen.words else optional, step=step))

    def _done(self) -> None:
        chosen, words = self._chosen(), self._words.toPlainText().strip()
        if chosen is None:
            return
        verdict = "".join(self._verdict.values()) if chosen.verdict else ""
        if chosen.words and not words:
            self._words.setFocus()
        elif not chosen.verdict or verdict:
            self._take(chosen.step, words, verdict)
