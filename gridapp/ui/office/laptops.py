"""The laptops that call this hub: stop one, or make the file that registers another."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QFileDialog

from gridapp.domain.office import AccountLine, LaptopLine, LaptopSlip, Office
from gridapp.domain.words import N_
from gridapp.paper.office_slips import laptop_page
from gridapp.ui.here import AtHand
from gridapp.ui.lines import Act, Line, Lines
from gridapp.ui.office.handing import Handing
from gridapp.ui.office.panel import Panel, refill

_Seen = tuple[Sequence[LaptopLine], Sequence[AccountLine]]


class LaptopsPanel(Panel):
    """The code that opens a file is shown once and goes another way than the file."""

    def __init__(self, at: AtHand) -> None:
        super().__init__(at, "laptops")
        self._handing = Handing(at, "laptop")
        self.around.addWidget(self._handing)
        self.heading(N_("Register a laptop that cannot reach the hub"))
        self._account = self.box("laptop-account", N_("Account"))
        self._folder = self.line("laptop-folder", N_("Folder or stick"))
        choose = self.button("laptop-choose", N_("Choose the folder…"), self._choose, icon="folder")
        make = self.button("laptop-make", N_("Make the file"), self._make, icon="key")
        self.row(self._account, self._folder, choose, make)
        self._lines = Lines(at, "laptop", N_("Laptops"))
        self.around.addWidget(self._lines)

    def refresh(self) -> None:
        """Read the laptops anew."""

        def ask(office: Office) -> _Seen:
            return office.laptops(), office.accounts()

        self.ask(ask, self._show)

    def _show(self, seen: _Seen) -> None:
        laptops, accounts = seen
        refill(self._account, [(f"{each.person} {each.name}", each.name) for each in accounts])
        self._lines.offer([self._line(each) for each in laptops])

    def _line(self, laptop: LaptopLine) -> Line:
        words = self.at.words
        said = words.shown(
            N_("{tag}  {person}  {label}, registered {day}"),
            tag=laptop.tag,
            person=laptop.person,
            label=laptop.label,
            day=laptop.enrolled_at[:10],
        )
        if laptop.stopped_at:
            stopped = N_("{laptop}  (stopped {day})")
            return Line(words.shown(stopped, laptop=said, day=laptop.stopped_at[:10]))
        return Line(said, (Act(N_("Stop this laptop"), partial(self._ask_stop, laptop)),))

    def _ask_stop(self, laptop: LaptopLine) -> None:
        self.at.notices.ask(
            N_("Stop the laptop of {person}? What it has not sent yet waits on it."),
            {N_("Stop it"): partial(self._stop, laptop.device_id), N_("Leave it"): _leave},
            person=laptop.person,
        )

    def _stop(self, device_id: str) -> None:
        self.tell(lambda office: office.stop_laptop(device_id), lambda _: None)

    def _choose(self) -> None:
        title = self.at.words.shown(N_("Choose the folder…"))
        chosen = QFileDialog.getExistingDirectory(self, title, str(Path.home()))
        if chosen:
            self._folder.setText(chosen)

    def _make(self) -> None:
        account, folder = str(self._account.currentData() or ""), Path(self._folder.text().strip())
        self.tell(lambda office: office.laptop_file(account, folder), self._made)

    def _made(self, slip: LaptopSlip) -> None:
        words = self.at.words
        told = words.shown(
            N_("{person}: file {file}, code {code}"),
            person=slip.person,
            file=slip.file.name,
            code=slip.code,
        )
        steps = [f"{number}. {words.shown(step)}" for number, step in enumerate(slip.steps, 1)]
        self._handing.offer([told, *steps], lambda: [laptop_page(slip, words.language)])


def _leave() -> None:
    """Nothing is done."""
