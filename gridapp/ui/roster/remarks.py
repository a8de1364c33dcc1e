"""Fifth step: what remarks propose; a person says which kinds are taken."""

from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QLabel

from gridapp.client.roster.planning import PROPOSALS
from gridapp.domain.words import N_
from gridapp.ui.here import Here
from gridapp.ui.lines import plain
from gridapp.ui.roster.step import Draft, Step

_SAID = {
    "refusal": N_("Do not knock or do not come: {count}"),
    "preferred_time": N_("When to come: {count}"),
    "two_persons": N_("Go in pairs: {count}"),
    "hearing_help": N_("Hard of hearing: {count}"),
    "care_tag": N_("Care tags: {count}"),
    "seasonal": N_("Away for a season: {count}"),
}


class Remarks(Step):
    """A tick a kind, with how many and a few of the words."""

    title = N_("What remarks mention")

    def __init__(self, here: Here) -> None:
        super().__init__(here)
        self._draft: Draft | None = None
        self._ticks: dict[str, QCheckBox] = {}
        self._words: dict[str, QLabel] = {}
        hint = plain("remarks-hint", "dim")
        here.words.put(
            hint, "text", N_("Tick what is to be written down. The rest stays in the remark.")
        )
        self._around.addWidget(hint)
        for kind in PROPOSALS:
            tick = self._ticks[kind] = QCheckBox()
            tick.setObjectName(f"take-{kind}")
            tick.toggled.connect(self._chose)
            words = self._words[kind] = plain(f"words-{kind}", "dim")
            words.setContentsMargins(44, 0, 0, 6)
            self._around.addWidget(tick, 0, Qt.AlignmentFlag.AlignLeft)
            self._around.addWidget(words)

    def show_draft(self, draft: Draft) -> None:
        """Show what the remarks of its preview propose."""
        assert draft.imported is not None
        self._draft = None
        found, examples = draft.imported.proposals, draft.imported.shown.examples
        for kind, tick in self._ticks.items():
            tick.setText(self.here.words.shown(_SAID[kind], count=found.get(kind, 0)))
            tick.setChecked(kind in draft.dealing.confirmed)
            self._words[kind].setText("、".join(examples.get(kind, ())))
            for part in (tick, self._words[kind]):
                part.setVisible(kind in found)
        self._draft = draft

    def focus(self) -> None:
        """On the first."""
        next((t for t in self._ticks.values() if not t.isHidden()), self).setFocus()

    def _chose(self) -> None:
        if self._draft is None:
            return
        confirmed = frozenset(kind for kind, tick in self._ticks.items() if tick.isChecked())
        self._draft.dealing = replace(self._draft.dealing, confirmed=confirmed)
