"""Second step: which column of the list holds what."""

from dataclasses import replace
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QGridLayout, QLabel, QLineEdit, QWidget

from gridapp.client.roster import matching
from gridapp.client.roster.matching import SheetColumns
from gridapp.domain.records.places import Compound
from gridapp.domain.records.visits import Note
from gridapp.domain.words import N_
from gridapp.ui.forms.rows import Rows
from gridapp.ui.here import Here
from gridapp.ui.lines import plain
from gridapp.ui.roster.step import Draft, Step, box

_WHERE = "address"
_NONE = N_("Not in this list")


class Columns(Step):
    """Each of our fields with a box of their headings, and the first values below the chosen one."""

    title = N_("Match columns")

    def __init__(self, here: Here) -> None:
        super().__init__(here)
        self._draft: Draft | None = None
        self._sheet = box("sheet", self._draw)
        here.words.put(self._sheet, "accessibleName", N_("Sheet"))
        self._row = box("header-row", self._headed)
        here.words.put(self._row, "accessibleName", N_("Row of the headings"))
        self._said = plain("columns-said")
        self._boxes: dict[str, QComboBox] = {}
        self._samples: dict[str, QLabel] = {}
        self._compound, self._purpose = QLineEdit(), QLineEdit()
        head = Rows(here)
        self._sheet_row = head.add(N_("Sheet"), self._sheet, QLabel())
        head.add(N_("Row of the headings"), self._row, QLabel())
        self._around.addWidget(head)
        self._around.addWidget(self._said)
        self._around.addWidget(self._table())
        self._around.addWidget(self._more())

    def _table(self) -> QWidget:
        held = QWidget()
        grid = QGridLayout(held)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setColumnStretch(2, 1)
        for at, (name, label) in enumerate(matching.FIELDS.items()):
            called = QLabel()
            self.here.words.put(called, "text", label)
            made = self._boxes[name] = box(f"column-{name}", partial(self._choose, name))
            self.here.words.put(made, "accessibleName", label)
            called.setBuddy(made)
            sample = self._samples[name] = plain(f"samples-{name}", "dim")
            for column, widget in enumerate((called, made, sample)):
                grid.addWidget(widget, at, column, Qt.AlignmentFlag.AlignVCenter)
        return held

    def _more(self) -> QWidget:
        words, rows = self.here.words, Rows(self.here)
        self._compound.setObjectName("compound")
        self._compound.setMaxLength(Compound.kind.fields["name"].limit)
        words.put(self._compound, "placeholderText", N_("Where the list does not say it"))
        self._purpose.setObjectName("id-purpose")
        self._purpose.setMaxLength(Note.kind.fields["text"].limit)
        words.put(self._purpose, "placeholderText", N_("Not kept. To keep them, write what for"))
        for line, name in ((self._compound, N_("Compound")), (self._purpose, N_("ID numbers"))):
            words.put(line, "accessibleName", name)
            line.textEdited.connect(self._written)
            rows.add(name, line)
        return rows

    def show_draft(self, draft: Draft) -> None:
        """Show its sheets; the one that was looked at stays in sight."""
        kept = self._sheet.currentData() if draft is self._draft else ""
        self._draft = draft
        self._sheet.clear()
        for each in draft.sheets:
            self._sheet.addItem(each.sheet, each.sheet)
        self._sheet.setCurrentIndex(max(0, self._sheet.findData(kept)))
        for part in self._sheet_row:
            part.setVisible(len(draft.sheets) > 1)
        for line, text in (
            (self._compound, draft.dealing.compound),
            (self._purpose, draft.dealing.id_purpose),
        ):
            if line.text().strip() != text:
                line.setText(text)
        self._draw()

    def ready(self) -> bool:
        """Whether any sheet says where households live."""
        self._written()
        fits = self._draft is not None and any(each.says_where for each in self._draft.sheets)
        if not fits:
            self._boxes[_WHERE].setFocus()
        return fits

    def focus(self) -> None:
        """On the column of the address."""
        self._boxes[_WHERE].setFocus()

    def _open(self) -> SheetColumns:
        assert self._draft is not None
        named = {each.sheet: each for each in self._draft.sheets}
        return named[self._sheet.currentData()]

    def _draw(self) -> None:
        assert self._draft is not None
        open_one, words = self._open(), self.here.words
        self._row.clear()
        self._row.addItem(words.shown(N_("None: not a list")), 0)
        for row in range(1, matching.rows_searched(self._draft.opened, open_one.sheet) + 1):
            self._row.addItem(str(row), row)
        self._row.setCurrentIndex(self._row.findData(max(open_one.header_rows, default=0)))
        for name, made in self._boxes.items():
            made.clear()
            made.addItem(words.shown(_NONE), "")
            for each in open_one.columns:
                made.addItem(f"{each.letter}  {each.heading}", each.letter)
            made.setCurrentIndex(max(0, made.findData(open_one.filled.get(name, ""))))
            made.setEnabled(bool(open_one.header_rows))
            self._samples[name].setText(
                "、".join(matching.samples(self._draft.opened, open_one, name))
            )
        self._say(open_one)

    def _say(self, sheet: SheetColumns) -> None:
        words = self.here.words
        known = sum(name in matching.FIELDS for name in sheet.filled)
        if not sheet.header_rows:
            text, part = N_("No row of headings was recognised. Say in which row they are."), "warn"
        elif not sheet.says_where:
            text = N_(
                "Which column says where people live? Choose “Address”, or building and room."
            )
            part = "warn"
        elif sheet.left_out:
            text = N_("{count} columns recognised. Not imported: {left_out}")
            part = "dim"
        else:
            text, part = N_("{count} columns recognised."), "dim"
        self._said.setProperty("part", part)
        self._said.style().polish(self._said)
        self._said.setText(words.shown(text, count=known, left_out="、".join(sheet.left_out)))

    def _choose(self, name: str) -> None:
        assert self._draft is not None
        letter = self._boxes[name].currentData()
        sheets, sheet = self._draft.sheets, self._sheet.currentData()
        self._draft.sheets = matching.chosen(sheets, sheet, name, letter)
        self._draw()

    def _headed(self) -> None:
        assert self._draft is not None
        sheet, row = self._sheet.currentData(), self._row.currentData()
        made = (
            matching.headed(self._draft.opened, sheet, row)
            if row
            else replace(self._open(), header_rows=())
        )
        self._draft.sheets = [made if each.sheet == sheet else each for each in self._draft.sheets]
        self._draw()

    def _written(self) -> None:
        assert self._draft is not None
        self._draft.dealing = replace(
            self._draft.dealing,
            compound=self._compound.text().strip(),
            id_purpose=self._purpose.text().strip(),
        )
