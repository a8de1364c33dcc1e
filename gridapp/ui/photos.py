"""Photos of a matter: dropped, pasted or chosen, shown small, and large with a click."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from PySide6.QtCore import QBuffer, QEvent, QIODevice, QMimeData, QObject, Qt, QUrl
from PySide6.QtGui import QDropEvent, QGuiApplication, QImage, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QFileDialog, QVBoxLayout, QWidget

from gridapp.client.actions.photos import keep_photo, photos_of, withdraw_photo
from gridapp.client.actions.send import hub_of
from gridapp.client.actions.send_photos import ON_ITS_WAY, fetch_photo, seen_photo
from gridapp.client.desk import Desk
from gridapp.client.pictures import small_picture
from gridapp.domain.errors import Expected
from gridapp.domain.records.visits import Photo
from gridapp.domain.words import N_
from gridapp.ui.buttons import Button
from gridapp.ui.here import Here
from gridapp.ui.thumbs import Thumb, Thumbs

MOST = 9
Source = Path | QImage
_DROPS = {QEvent.Type.DragEnter, QEvent.Type.DragMove, QEvent.Type.Drop}


class TooMany(Expected):
    """A matter has no more photos than one looks at."""


class About(NamedTuple):
    """The record the photos are about."""

    kind: str
    id: str


@dataclass
class _Held:
    """Photos that wait for the record they are about; also those still being read."""

    pictures: list[bytes] = field(default_factory=list)
    reading: int = 0
    about: About | None = None


class Photos(QWidget):
    """Holds photos until `keep_about` says what they are about; with `show_about` keeps at once."""

    def __init__(self, here: Here) -> None:
        super().__init__()
        self._here = here
        self._held = _Held()
        self._kept: list[Photo] = []
        self._zone = Button(
            here.words,
            here.look,
            "add-photos",
            N_("Drop photos here, paste with Ctrl+V, or press to choose"),
            self.choose_files,
            icon="photo",
        )
        self._thumbs = Thumbs(here)
        self._thumbs.removed.connect(self._remove)
        self._thumbs.wanted.connect(self._fetch)
        around = QVBoxLayout(self)
        around.setContentsMargins(0, 0, 0, 0)
        around.addWidget(self._zone, 0, Qt.AlignmentFlag.AlignLeft)
        around.addWidget(self._thumbs)
        self.setFocusProxy(self._zone)
        self.catch(self)

    def catch(self, widget: QWidget) -> None:
        """Take the photos dropped or pasted on `widget` too."""
        widget.setAcceptDrops(True)
        widget.installEventFilter(self)

    def keep_about(self, kind: str, record_id: str) -> None:
        """Keep what is held about this record, also what is still being read; hold nothing."""
        held, self._held = self._held, _Held()
        held.about = About(kind, record_id)
        for picture in held.pictures:
            self._keep(picture, held.about)
        self._draw()

    def show_about(self, kind: str, record_id: str) -> None:
        """Show the photos kept about a record; new ones are kept about it at once."""
        about = About(kind, record_id)
        if self._held.about != about:
            self._held = _Held(about=about)
            self._thumbs.show_pictures([])
        desk = self._here.desk
        self._kept = photos_of(desk, record_id)
        wanted = list(self._kept)

        def done(pictures: list[Thumb]) -> None:
            if self._held.about == about and wanted == self._kept:
                self._thumbs.show_pictures(pictures)

        if [photo.id for photo in wanted] != self._thumbs.names() or self._thumbs.is_moving():
            self._here.start(lambda: [_opened(desk, photo) for photo in wanted], done)

    def clear(self) -> None:
        """Hold nothing."""
        self._held = _Held()
        self._draw()

    def count(self) -> int:
        """How many are held or being read."""
        return len(self._held.pictures) + self._held.reading

    def paste(self) -> bool:
        """Take what the clipboard holds; False where that is no picture."""
        return self.take(QGuiApplication.clipboard().mimeData())

    def take(self, offered: QMimeData) -> bool:
        """Take pictures that were dropped or pasted; False where there are none."""
        sources = _sources(offered)
        self.add(sources)
        return bool(sources)

    def choose_files(self) -> None:
        """Ask for files."""
        title = self._here.words.shown(N_("Choose photos"))
        kinds = self._here.words.shown(N_("Photos"))
        every = self._here.words.shown(N_("All files"))
        pattern = "*.jpg *.jpeg *.png *.webp *.bmp *.gif *.heic"
        files, _ = QFileDialog.getOpenFileNames(
            self, title, "", f"{kinds} ({pattern} {pattern.upper()});;{every} (*)"
        )
        self.add([Path(file) for file in files])

    def add(self, sources: Sequence[Source]) -> None:
        """Read these beside the window; one that cannot be read is told and left out."""
        room = MOST - self.count() - len(self._kept)
        if len(sources) > room:
            said = N_("At most {most} photos. The others were not added.")
            self._here.notices.told(TooMany(said, most=MOST))
        for source in sources[: max(room, 0)]:
            self._read(source, self._held)

    def _read(self, source: Source, held: _Held) -> None:
        held.reading += 1

        def work() -> bytes | Expected:
            try:
                return small_picture(source if isinstance(source, Path) else _encoded(source))
            except Expected as problem:
                return problem

        def done(picture: bytes | Expected) -> None:
            held.reading -= 1
            if isinstance(picture, Expected):
                self._here.notices.told(picture)
            elif held.about is None:
                held.pictures.append(picture)
            else:
                self._keep(picture, held.about)
            self._draw()

        self._here.start(work, done)
        self._draw()

    def _keep(self, picture: bytes, about: About) -> None:
        desk = self._here.desk
        self._here.start(
            lambda: keep_photo(desk, about.kind, about.id, picture), lambda _: None, "photo"
        )

    def _fetch(self, name: str) -> None:
        """Have the whole picture of a photo of which only a preview is here, or nothing."""
        desk, thumb = self._here.desk, self._thumbs.thumb(name)
        photo = next(each for each in self._kept if each.id == name)
        self._thumbs.replace(thumb._replace(told=ON_ITS_WAY))

        def work() -> Thumb:
            fetch_photo(desk, hub_of(desk), photo)
            return _opened(desk, photo)

        def refused(problem: Expected) -> None:
            self._thumbs.replace(thumb._replace(problem=problem))

        self._here.start(work, self._thumbs.replace, refused=refused)

    def _draw(self) -> None:
        self._thumbs.show_reading(self._held.reading)
        if self._held.about is None:
            self._thumbs.show_pictures(
                [Thumb(str(n), each) for n, each in enumerate(self._held.pictures)]
            )

    def _remove(self, name: str) -> None:
        about = self._held.about
        if about is None:
            del self._held.pictures[int(name)]
            self._draw()
            return
        thumb = self._thumbs.thumb(name)
        with self._here.acting("photo"):
            withdraw_photo(self._here.desk, name)
            back: Callable[[], None] = lambda: self._keep(thumb.picture, about)  # noqa: E731 - typed
            self._here.notices.done(
                N_("The photo was taken away."), back=back if thumb.is_whole else None
            )

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Take pictures dropped on a caught widget, or pasted where no child wanted them."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            return event.matches(QKeySequence.StandardKey.Paste) and self.paste()
        if event.type() not in _DROPS or not isinstance(event, QDropEvent):
            return super().eventFilter(watched, event)
        sources = _sources(event.mimeData())
        if not sources:
            return False
        event.setDropAction(Qt.DropAction.CopyAction)
        event.accept()
        if event.type() == QEvent.Type.Drop:
            self.add(sources)
        return True


def _sources(offered: QMimeData) -> list[Source]:
    files = [url.toLocalFile() for url in offered.urls() if QUrl.isLocalFile(url)]
    if files:
        return [Path(file) for file in files]
    image = offered.imageData() if offered.hasImage() else None
    return [image] if isinstance(image, QImage) and not image.isNull() else []


def _encoded(image: QImage) -> bytes:
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "BMP")  # type: ignore[call-overload]  # Qt's stubs know bytes only
    return bytes(buffer.data().data())


def _opened(desk: Desk, photo: Photo) -> Thumb:
    try:
        seen = seen_photo(desk, photo)
    except Expected as problem:
        return Thumb(photo.id, b"", problem)
    return Thumb(photo.id, seen.picture, seen.why, seen.is_whole, seen.told)
