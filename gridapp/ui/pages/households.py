"""Households: everybody on this laptop in one long list."""

from PySide6.QtWidgets import QVBoxLayout

from gridapp.client.actions.listing import Households
from gridapp.domain.words import N_
from gridapp.ui.here import Here
from gridapp.ui.lists.record_list import RecordList
from gridapp.ui.page import Page

_PARTS = {
    "": N_("All"),
    "untried": N_("Not knocked yet"),
    "left_alone": N_("Do not knock"),
    "moved_out": N_("Moved out"),
}


class HouseholdsPage(Page):
    """Opening a row goes to the household."""

    name = "households"
    title = N_("All households")
    icon = "households"
    rail = "households"
    shows = frozenset({"household", "house", "resident", "visit", "compound"})

    def __init__(self, here: Here) -> None:
        super().__init__(here)
        self._listing = Households(here.desk)
        self._list = RecordList(
            here, self._listing, parts=_PARTS, counted=N_("{count} households, as of {time}")
        )
        self._list.opened.connect(lambda key: here.go("household", id=key))
        around = QVBoxLayout(self)
        around.addWidget(self._list)

    def refresh(self) -> None:
        """What came in large numbers is made fit to be listed beside the window."""
        if self._listing.is_ready:
            self._listing.prepare()
            self._list.refresh()
        else:
            self.here.notices.done(N_("Putting the households in order… This takes a moment."))
            self.here.start(self._listing.prepare, self._prepared)

    def _prepared(self, _: None) -> None:
        self.here.notices.clear()
        self._list.refresh()

    def focus(self) -> None:
        """The keyboard begins in the rows."""
        self._list.focus()
