"""Envelopes that come on sticks: taken in here, and answered beside them."""

from pathlib import Path

from PySide6.QtWidgets import QFileDialog

from gridapp.domain.office import EnvelopeTaken
from gridapp.domain.words import N_
from gridapp.ui.here import AtHand
from gridapp.ui.lines import Line, Lines
from gridapp.ui.office.panel import Panel
from gridapp.ui.stick import stick


class EnvelopesPanel(Panel):
    """What was taken in stands there until the page is left for good."""

    def __init__(self, at: AtHand) -> None:
        super().__init__(at, "envelopes")
        at.words.put(
            self.words(),
            "text",
            N_(
                "A laptop without a network sends its records on a stick. Take its envelope in; "
                "the answer is written beside it and goes back on the same stick."
            ),
        )
        self._taken: list[EnvelopeTaken] = []
        self.left(
            self.button("envelope-take", N_("Take in an envelope…"), self._take, icon="folder")
        )
        self._lines = Lines(at, "envelope", N_("Taken in now"))
        self.around.addWidget(self._lines)

    def refresh(self) -> None:
        """Say it in the language in force."""
        self._lines.offer([self._line(each) for each in reversed(self._taken)])

    def _line(self, each: EnvelopeTaken) -> Line:
        return Line(
            self.at.words.shown(
                N_(
                    "{person} ({tag}), envelope {number}: {count} taken, {aside} not taken. "
                    "The answer is “{file}”."
                ),
                person=each.person,
                tag=each.tag,
                number=each.number,
                count=each.taken,
                aside=each.not_taken,
                file=each.answer.name,
            )
        )

    def _take(self) -> None:
        words = self.at.words
        kind, every = words.shown(N_("Envelopes")), words.shown(N_("All files"))
        chosen, _ = QFileDialog.getOpenFileName(
            self,
            words.shown(N_("Take in an envelope")),
            str(stick()),
            f"{kind} (*.envelope);;{every} (*)",
        )
        if chosen:
            self.tell(lambda office: office.take_envelope(Path(chosen)), self._took)

    def _took(self, taken: EnvelopeTaken) -> None:
        self._taken.append(taken)
        self.at.notices.done(taken.said)
