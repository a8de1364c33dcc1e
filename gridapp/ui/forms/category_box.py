"""Which kind of issue it is: by words, by the first letters of the pinyin, or as lately."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from gridapp.domain.categories import categories_for, recent_categories, tops
from gridapp.domain.codes import Code, code_list
from gridapp.domain.words import N_
from gridapp.ui.buttons import Choice, Choices
from gridapp.ui.forms.picker import Picker
from gridapp.ui.here import Here


class CategoryBox(QWidget):
    """`chosen` carries the code. While nothing is typed: the recent ones by digit, and the groups."""

    chosen = Signal(str)

    def __init__(self, here: Here) -> None:
        super().__init__()
        self._here = here
        self._recent: list[Code] = []
        self._picker = Picker(here, "category", self._found)
        self._picker.chosen.connect(self._pick)
        self._picker.sought.connect(self._draw)
        self._lately = Choices(here.look, "recent")
        self._lately.chosen.connect(self._pick)
        self._groups = Choices(here.look, "group")
        self._groups.chosen.connect(self._open_group)
        self._nothing = QLabel()
        self._nothing.setObjectName("category-nothing")
        self._nothing.setWordWrap(True)
        here.words.put(
            self._nothing, "text", N_("Nothing fits. Try another word, or take “Other”.")
        )
        line = self._picker.line
        hint = N_("Words or first letters, such as 下水 or xsds")
        here.words.put(line, "placeholderText", hint)
        here.words.put(line, "accessibleName", N_("Category"))
        around = QVBoxLayout(self)
        around.setContentsMargins(0, 0, 0, 0)
        for each in (self._picker, self._nothing, self._lately, self._groups):
            around.addWidget(each)
        self.setFocusProxy(self._picker)

    def value(self) -> str:
        """The code chosen, "" for none."""
        return self._picker.value()

    def clear(self) -> None:
        """Choose nothing."""
        self._picker.show_value("", "")
        self._draw()

    def offer(self, used: Sequence[str]) -> None:
        """Offer the last of these codes by digit, and say all in the language in force."""
        self._recent = recent_categories(used)
        spoken = self._here.words.language
        self._lately.offer(
            [Choice(c.code, c.label(spoken), str(n)) for n, c in enumerate(self._recent, 1)]
        )
        self._groups.offer([Choice(top.code, top.label(spoken)) for top in tops()])
        if self.value():
            self._picker.show_value(self.value(), self._named(self.value()))
        else:
            self._picker.look_up()
        self._draw()

    def press(self, digit: str) -> bool:
        """Choose a recent one by its digit."""
        return self._lately.press(digit)

    def _draw(self, _: str = "") -> None:
        typed, empty = self._picker.text(), not self._picker.text()
        self._lately.setVisible(bool(self._recent) and empty)
        self._groups.setVisible(empty)
        self._groups.choose(set())
        self._nothing.setVisible(not empty and not self.value() and not self._found(typed))

    def _found(self, wanted: str) -> list[Choice]:
        lately = [each.code for each in self._recent]
        fitting = categories_for(wanted, recent=lately)
        return [Choice(leaf.code, self._named(leaf.code)) for leaf in fitting]

    def _named(self, code: str) -> str:
        leaf, spoken = code_list("category")[code], self._here.words.language
        return f"{leaf.label(spoken)} · {code_list('category').label(leaf.parent, spoken)}"

    def _pick(self, code: str) -> None:
        self._picker.show_value(code, self._named(code))
        self._lately.choose(set())
        self._draw()
        self.chosen.emit(code)

    def _open_group(self, top: str) -> None:
        self._picker.seek(code_list("category").label(top, self._here.words.language))
        self._picker.line.setFocus()
