"""Before there is a hub here: which community it is for; and when it is locked, its password."""

from gridapp.domain.words import N_
from gridapp.ui.here import AtHand
from gridapp.ui.office.panel import Panel


class BeginPanel(Panel):
    """Makes this computer the office's hub."""

    def __init__(self, at: AtHand) -> None:
        super().__init__(at, "begin")
        at.words.put(
            self.words(),
            "text",
            N_("There is no hub on this computer yet. Which community is it for?"),
        )
        self._code = self.line("office-code", N_("Code of the community, 12 digits"))
        self._names = self.line(
            "office-names",
            N_("Names from the province down, with spaces between"),
        )
        self._password = self.line(
            "office-password", N_("Unlock password, if this computer keeps no keys"), secret=True,
        )  # fmt: skip
        self.row(self._code)
        self.row(self._names)
        self.row(self._password)
        begin = self.button(
            "office-begin", N_("Make this computer the office hub"), self._begin, part="main"
        )
        self.left(begin)

    def _begin(self) -> None:
        code, names = self._code.text().strip(), self._names.text().split()
        passphrase = self._password.text()
        self.tell(
            lambda office: office.begin(code=code, names=names, passphrase=passphrase),
            lambda _: self.at.notices.done(N_("This computer is the office hub now.")),
        )

    def refresh(self) -> None:
        """Ask again."""
        self.at.changed.emit(frozenset({"office"}))


class UnlockPanel(Panel):
    """Opens the records of the hub for this page."""

    def __init__(self, at: AtHand) -> None:
        super().__init__(at, "unlock")
        at.words.put(
            self.words(), "text", N_("The hub's records are locked. Type their unlock password.")
        )
        self._password = self.line(
            "office-unlock-password", N_("Unlock password of the hub"), secret=True
        )
        unlock = self.button("office-unlock", N_("Unlock"), self._unlock, icon="unlock")
        self._password.returnPressed.connect(unlock.click)
        self.row(self._password, unlock)

    def _unlock(self) -> None:
        said = self._password.text()
        self.tell(lambda office: office.unlock(said), lambda _: self._password.clear())

    def refresh(self) -> None:
        """Ask again."""
        self.at.changed.emit(frozenset({"office"}))
