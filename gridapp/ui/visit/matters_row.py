"""What was told at the door, and what came up there: issues, requests, photos."""

from collections.abc import Callable

from gridapp.client.actions.photos import photos_of
from gridapp.domain.records.visits import Campaign, Visit
from gridapp.domain.words import N_
from gridapp.ui.buttons import Button, Choice, Choices
from gridapp.ui.here import Here
from gridapp.ui.photos import Photos
from gridapp.ui.visit.rows import Row

_REQUEST = "help"  # a code of request_kind


class MattersRow(Row):
    """Calls `amend` with what was talked about; leads to the report of an issue or a request."""

    def __init__(self, here: Here, amend: Callable[..., None]) -> None:
        super().__init__(here, "matters")
        self._amend = amend
        self._visit: Visit | None = None
        self._campaign: Campaign | None = None
        self._is_open = False
        self._points = Choices(here.look, "talked", several=True)
        self._points.chosen.connect(lambda _: self._chose())
        words, look = here.words, here.look
        self._digits = {
            "7": Button(words, look, "note-issue", N_("7 Note an issue"), self._report),
            "8": Button(words, look, "note-request", N_("8 Note a request"), self._request),
            "9": Button(words, look, "add-photo", N_("9 Photo"), self._open_photos),
        }
        self._photos = Photos(here)
        self.hold(self._points, *self._digits.values(), self._photos)

    def begin(self) -> None:
        """Another visit is taken up."""
        self._is_open = False

    def show_visit(self, visit: Visit, campaign: Campaign | None) -> None:
        """Show what was told, of a campaign's points where there is one, and the photos."""
        self._visit, self._campaign = visit, campaign
        points = dict.fromkeys((*(campaign.talking_points if campaign else ()), *visit.talked))
        self._points.offer([Choice(point, point) for point in points])
        self._points.choose(visit.talked)
        self._points.setVisible(bool(points))
        label = N_("Told them") if points else N_("Came up")
        self._here.words.put(self.label, "text", label)
        shown = self._is_open or bool(photos_of(self._here.desk, visit.id))
        self._photos.setVisible(shown)
        if shown:
            self._photos.show_about("visit", visit.id)

    def press(self, digit: str) -> bool:
        """A digit for this row; False where it has none."""
        button = self._digits.get(digit)
        if button is None or not button.isVisible():
            return False
        button.click()
        return True

    def paste(self) -> None:
        """Take the picture of the clipboard."""
        if self._visit is not None and self.isVisible():
            self._photos.show_about("visit", self._visit.id)
            self._is_open = self._photos.paste() or self._is_open
            self._photos.setVisible(self._is_open)

    def _chose(self) -> None:
        campaign = {"campaign_id": self._campaign.id} if self._campaign else {}
        with self.telling():
            self._amend(talked=self._points.values(), **campaign)

    def _report(self) -> None:
        assert self._visit is not None
        self._here.go("report", household=self._visit.household_id, visit=self._visit.id)

    def _request(self) -> None:
        assert self._visit is not None
        subject = {"household": self._visit.household_id, "visit": self._visit.id}
        self._here.go("report", **subject, kind=_REQUEST)

    def _open_photos(self) -> None:
        assert self._visit is not None
        self._is_open = True
        self._photos.show_about("visit", self._visit.id)
        self._photos.show()
        self._photos.setFocus()
