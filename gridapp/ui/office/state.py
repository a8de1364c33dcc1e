"""Whether the hub runs, where it is reached, and by which words it is known."""

from PySide6.QtWidgets import QCheckBox

from gridapp.domain.fingerprints import spoken
from gridapp.domain.office import HubState
from gridapp.domain.words import N_
from gridapp.ui.here import AtHand
from gridapp.ui.office.panel import Panel


class StatePanel(Panel):
    """Start, stop, start with the computer."""

    def __init__(self, at: AtHand) -> None:
        super().__init__(at, "state")
        self._is = self.words("heading")
        self._where, self._digits, self._sign = self.words(), self.words(), self.words()
        self._holds = self.words("dim")
        self._start = self.button(
            "office-start", N_("Start the hub"), self._go, icon="start", part="main"
        )
        self._stop = self.button("office-stop", N_("Stop the hub"), self._end, icon="stop")
        self._always = QCheckBox()
        self._always.setObjectName("office-with-pc")
        at.words.put(self._always, "text", N_("Start with this computer"))
        self._always.clicked.connect(self._with_pc)
        self.row(self._start, self._stop, self._always)

    def show_state(self, state: HubState) -> None:
        """Say how the hub is."""
        words = self.at.words
        running = N_("The hub runs. Laptops can send.")
        ended = N_("The hub was cut off. Nothing that was received is lost. Start it again.")
        still = ended if state.cut_off else N_("The hub does not run. Laptops cannot send.")
        self._is.setText(words.shown(running if state.runs else still))
        self._where.setVisible(state.runs)
        self._where.setText(
            words.shown(N_("Address for the laptops: {address}"), address=state.address)
        )
        self._digits.setVisible(bool(state.fingerprint))
        self._digits.setText(
            words.shown(
                N_("Digits of its certificate, for laptops that sign in by address: {digits}"),
                digits=spoken(state.fingerprint),
            )
        )
        self._sign.setVisible(bool(state.sign))
        sign = " ".join(words.code("read_aloud", each) for each in state.sign)
        self._sign.setText(words.shown(N_("Its sign, to be read out: {sign}"), sign=sign))
        self._holds.setVisible(not state.locked)
        self._holds.setText(
            words.shown(
                N_("{accounts} accounts, {laptops} laptops, {grids} grids, {buildings} buildings"),
                accounts=state.accounts,
                laptops=state.laptops,
                grids=state.grids,
                buildings=state.buildings,
            )
        )
        self._start.setVisible(not state.runs)
        self._stop.setVisible(state.runs)
        self._always.setChecked(state.starts_with_pc)

    def _go(self) -> None:
        self.at.notices.done(N_("Starting the hub…"))
        self.tell(
            lambda office: office.start(),
            lambda address: self.at.notices.done(N_("The hub runs at {address}."), address=address),
        )

    def _end(self) -> None:
        self.at.notices.done(N_("Stopping the hub…"))
        self.tell(
            lambda office: office.stop(),
            lambda _: self.at.notices.done(
                N_("The hub has stopped. What it received is kept on this computer.")
            ),
        )

    def _with_pc(self) -> None:
        on = self._always.isChecked()
        self.tell(lambda office: office.start_with_pc(on=on), lambda _: None)

    def refresh(self) -> None:
        """Ask again."""
        self.at.changed.emit(frozenset({"office"}))
