"""Where there is no network: what waits goes to the office on a stick, and its answer comes back."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QVBoxLayout, QWidget

from gridapp.client.actions import relay
from gridapp.client.actions.relay import Carried, TakenIn, Written
from gridapp.client.actions.send_photos import unsent_photos
from gridapp.client.actions.waiting import Waiting
from gridapp.domain.records import KINDS
from gridapp.domain.words import N_
from gridapp.ui import when
from gridapp.ui.buttons import Button
from gridapp.ui.flow import FlowLayout
from gridapp.ui.here import Here
from gridapp.ui.lines import plain
from gridapp.ui.stick import stick


class Carry(QWidget):
    """Two quiet buttons: the envelope out, the answer in."""

    def __init__(self, here: Here) -> None:
        super().__init__()
        self._here = here
        words, look = here.words, here.look
        heading, why = plain("carry-heading", "group"), plain("carry-why", "dim")
        words.put(heading, "text", N_("No network? Carry it on a stick"))
        words.put(
            why,
            "text",
            N_(
                "What waits goes into an envelope that only the office can open. "
                "Photos wait for the network."
            ),
        )
        self._told = plain("carried")
        buttons = FlowLayout()
        for name, text, act in (
            ("carry-out", N_("Write to a stick…"), self._write),
            ("carry-in", N_("Take in the office's answer…"), self._take),
        ):
            buttons.addWidget(Button(words, look, name, text, act, icon="folder"))
        around = QVBoxLayout(self)
        around.setContentsMargins(0, 0, 0, 6)
        for label in (heading, why, self._told):
            around.addWidget(label)
        around.addLayout(buttons)

    def offer(self, last: Carried | None, waiting: Sequence[Waiting]) -> None:
        """Say which envelope is on its way, as long as something of it waits."""
        words, now = self._here.words, self._here.desk.clock()
        is_out = any(is_in(last, each) for each in waiting)
        self._told.setVisible(is_out)
        if last is not None and is_out:
            self._told.setText(
                words.shown(
                    N_(
                        "Envelope {name} was written {time} and is not answered yet. Give the "
                        "stick to the office and bring the answer back."
                    ),
                    name=last.name,
                    time=when.said(words, last.at, now),
                )
            )

    def _write(self) -> None:
        words, desk = self._here.words, self._here.desk
        kind, name = words.shown(N_("Envelopes")), relay.next_name(desk)
        chosen, _ = QFileDialog.getSaveFileName(
            self,
            words.shown(N_("Write to a stick")),
            str(stick() / name),
            f"{kind} (*{Path(name).suffix})",
        )
        if chosen:
            file = Path(chosen).with_suffix(Path(name).suffix)
            self._here.start(lambda: relay.write_out(desk, file), self._written, *KINDS)

    def _written(self, written: Written) -> None:
        desk, words = self._here.desk, self._here.words
        photos = unsent_photos(desk).photos
        text = N_(
            "{count} records, all that waited {time}, are in “{file}”. "
            "Give the stick to the office and bring the answer back."
        )
        if photos:
            text = N_(
                "{count} records, all that waited {time}, are in “{file}”. {photos} photos are not "
                "in it. Give the stick to the office and bring the answer back."
            )
        if not written.changes:
            text = N_(
                "Nothing waited: “{file}” only asks what is new. "
                "Give the stick to the office and bring the answer back."
            )
        self._here.notices.done(
            text,
            count=written.changes,
            time=when.said(words, written.at, desk.clock()),
            file="、".join(file.name for file in written.files),
            photos=photos,
        )

    def _take(self) -> None:
        words, desk = self._here.words, self._here.desk
        kind, every = words.shown(N_("Answers")), words.shown(N_("All files"))
        chosen, _ = QFileDialog.getOpenFileName(
            self,
            words.shown(N_("Take in the office's answer")),
            str(stick()),
            f"{kind} (*.answer);;{every} (*)",
        )
        if chosen:
            self._here.start(lambda: relay.take_in(desk, Path(chosen)), self._took, *KINDS)

    def _took(self, taken: TakenIn) -> None:
        if not taken.verdicts and not taken.received:
            self._here.notices.done(taken.said)
            return
        self._here.notices.done(
            N_("{said} The office took {count}, did not take {aside}; {received} came with it."),
            said=self._here.words.shown(taken.said),
            count=sum(taken.verdicts.values()) - taken.not_taken,
            aside=taken.not_taken,
            received=taken.received,
        )


def is_in(last: Carried | None, each: Waiting) -> bool:
    """Whether the last envelope holds a change that waits."""
    return last is not None and each.has_left and each.written_at <= last.at
