"""Where the office hub is called and by which digits it is known; both can be changed, once tried."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from gridapp.client.actions.hub_link import address_of, fingerprint_of, move_hub
from gridapp.domain.errors import Expected
from gridapp.domain.fingerprints import spoken
from gridapp.domain.words import N_
from gridapp.ui.buttons import Button
from gridapp.ui.flow import FlowLayout
from gridapp.ui.here import Here
from gridapp.ui.hinted import HintedLine
from gridapp.ui.lines import plain


class HubPlace(QWidget):
    """What is typed counts only after a question, and where the very hub answered there."""

    def __init__(self, here: Here) -> None:
        super().__init__()
        self._here = here
        self._told, self._kept = plain("hub-told"), plain("hub-kept", "warn")
        self._change = self._button("hub-change", N_("Change…"), self._open)
        self._form, self._why = QWidget(), plain("hub-why", "dim")
        here.words.put(
            self._why,
            "text",
            N_(
                "Only where the office gave you a new address or new digits, by phone or on paper. "
                "Leave the digits empty where they stay the same."
            ),
        )
        self._address = self._line("hub-address", N_("New address of the office hub"))
        self._digits = self._line("hub-digits", N_("New digits of its certificate"))
        self._try = self._button("hub-try", N_("Try it"), self._ask)
        self._leave = self._button("hub-leave", N_("Leave it as it is"), self._close)
        self._lay_out()

    def _button(self, name: str, text: str, act: Callable[[], None]) -> Button:
        return Button(self._here.words, self._here.look, name, text, act)

    def _line(self, name: str, text: str) -> QLineEdit:
        made = HintedLine(self._here.words)
        made.setObjectName(name)
        self._here.words.put(made, "placeholderText", text)
        self._here.words.put(made, "accessibleName", text)
        made.returnPressed.connect(self.focusNextChild)
        return made

    def _lay_out(self) -> None:
        around, inner, buttons = QVBoxLayout(self), QVBoxLayout(self._form), FlowLayout()
        for layout in (around, inner):
            layout.setContentsMargins(0, 0, 0, 0)
        for part in (self._why, self._address, self._digits, self._kept):
            inner.addWidget(part)
        buttons.addWidget(self._try)
        buttons.addWidget(self._leave)
        inner.addLayout(buttons)
        around.addWidget(self._told)
        around.addWidget(self._change, 0, Qt.AlignmentFlag.AlignLeft)
        around.addWidget(self._form)
        self._kept.hide()
        self._form.hide()

    def refresh(self) -> None:
        """Say where it is called; what is being typed stays."""
        words, desk = self._here.words, self._here.desk
        told = [words.shown(N_("Address: {address}"), address=address_of(desk))]
        if digits := spoken(fingerprint_of(desk)):
            told.append(words.shown(N_("Digits of its certificate: {digits}"), digits=digits))
        self._told.setText("\n".join(told))

    def _open(self) -> None:
        self._address.setText(address_of(self._here.desk))
        self._digits.clear()
        self._show_form(is_open=True)
        self._address.setFocus()
        self._address.selectAll()

    def _close(self) -> None:
        self._show_form(is_open=False)
        self._change.setFocus()

    def _show_form(self, *, is_open: bool) -> None:
        self._kept.hide()
        self._form.setVisible(is_open)
        self._change.setHidden(is_open)

    def _ask(self) -> None:
        address, digits = self._address.text().strip(), self._digits.text().strip()
        text = N_(
            "Did the office tell you to call the hub at “{address}” from now on? "
            "It is tried first, and kept only where the hub answers there."
        )
        if digits:
            text = N_(
                "Did the office itself read out to you the address “{address}” and the digits "
                "{digits}? They are tried first, and kept only where the hub answers there."
            )
        self._here.notices.ask(
            text,
            {
                N_("Yes, try it"): lambda: self._move(address, digits),
                N_("Leave it as it is"): self._close,
            },
            address=address,
            digits=digits,
        )

    def _move(self, address: str, digits: str) -> None:
        desk = self._here.desk
        self._kept.hide()
        self._address.setFocus()
        self._here.notices.done(N_("Trying whether the office hub answers there…"))
        self._here.start(
            lambda: move_hub(desk, address, digits), self._moved, refused=self._refused
        )

    def _moved(self, address: str) -> None:
        self._close()
        self.refresh()
        self._here.notices.done(
            N_("The office hub answered at {address}. It is called there from now on."),
            address=address,
        )

    def _refused(self, problem: Expected) -> None:
        self._here.words.put(
            self._kept,
            "text",
            N_("Nothing was changed. The office hub is still called at {address}."),
            address=address_of(self._here.desk),
        )
        self._kept.show()
        self._here.notices.told(problem)
