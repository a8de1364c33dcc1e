"""Where a PDF goes: a line with the path, and the system's dialog for who would rather point."""

from pathlib import Path

from PySide6.QtCore import QStandardPaths, Qt, Signal
from PySide6.QtWidgets import QFileDialog, QFrame, QLineEdit, QVBoxLayout

from gridapp.domain.errors import Expected
from gridapp.domain.words import N_
from gridapp.ui.buttons import Button
from gridapp.ui.flow import FlowLayout
from gridapp.ui.here import Here
from gridapp.ui.lines import plain

_SUFFIX = ".pdf"


class NoSuchFolder(Expected):
    """The folder of a file is not there."""


class SaveAs(QFrame):
    """`chosen` carries the path of a file that may be written."""

    chosen = Signal(object)

    def __init__(self, here: Here) -> None:
        super().__init__()
        self.setObjectName("save-as-panel")
        self.setProperty("part", "panel")
        self._here = here
        label = plain("")
        here.words.put(label, "text", N_("Save the PDF here"))
        self._line = QLineEdit()
        self._line.setObjectName("save-as")
        self._line.returnPressed.connect(self._said)
        label.setBuddy(self._line)
        buttons = FlowLayout()
        for name, text, act, part in (
            ("save-as-go", N_("Save here"), self._said, "main"),
            ("save-as-where", N_("Choose a place…"), self._point, ""),
            ("save-as-not", N_("Do not save"), self.hide, ""),
        ):
            buttons.addWidget(Button(here.words, here.look, name, text, act, part=part))
        around = QVBoxLayout(self)
        around.addWidget(label)
        around.addWidget(self._line)
        around.addLayout(buttons)
        self.hide()

    def ask(self, name: str) -> None:
        """Offer a file of this name among the documents, one that is not there yet."""
        place = QStandardPaths.StandardLocation.DocumentsLocation
        documents = Path(QStandardPaths.writableLocation(place))
        wanted = path = (documents if documents.is_dir() else Path.home()) / name
        number = 1
        while path.exists():
            number += 1
            path = wanted.with_name(f"{wanted.stem} ({number}){_SUFFIX}")
        self._line.setText(str(path))
        self.show()
        self._line.setFocus(Qt.FocusReason.OtherFocusReason)

    def _point(self) -> None:
        title = self._here.words.shown(N_("Save the PDF here"))
        chosen, _ = QFileDialog.getSaveFileName(
            self,
            title,
            self._line.text(),
            f"PDF (*{_SUFFIX})",
            options=QFileDialog.Option.DontConfirmOverwrite,  # asked once, when it is saved
        )
        if chosen:
            self._line.setText(chosen)

    def _said(self) -> None:
        path = Path(self._line.text().strip()).expanduser()
        if path.suffix.lower() != _SUFFIX:
            path = path.with_name(path.name + _SUFFIX)
        with self._here.acting():
            if not path.parent.is_dir():
                raise NoSuchFolder(
                    N_("There is no folder {folder}. Choose another place."), folder=path.parent
                )
            if path.exists():
                self._ask_again(path)
            else:
                self._go(path)

    def _ask_again(self, path: Path) -> None:
        self._here.notices.ask(
            N_("There is a file {name} already. Write over it?"),
            {
                N_("No, keep it"): self._line.setFocus,
                N_("Yes, write over it"): lambda: self._go(path),
            },
            name=path.name,
        )

    def _go(self, path: Path) -> None:
        self.hide()
        self.chosen.emit(path)
