"""Third step: what the import would do, by groups, each with its rows."""

from functools import partial
from pathlib import Path

from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCheckBox, QFileDialog, QHeaderView, QTableView

from gridapp.client.actions.import_roster import Imported, write_problems
from gridapp.client.roster.recent import recent_folder
from gridapp.client.roster.telling import Problem
from gridapp.domain.words import N_
from gridapp.ui.buttons import Button, Choice, Choices
from gridapp.ui.flow import FlowLayout
from gridapp.ui.here import Here
from gridapp.ui.lines import plain
from gridapp.ui.roster.rows_table import WHY, RowsTable
from gridapp.ui.roster.step import Draft, Step

_GROUPS = {
    "new": (N_("New: {count}"), N_("Households this laptop does not know yet.")),
    "filled": (
        N_("Filled in: {count}"),
        N_("Known households of whom the list tells what was blank here."),
    ),
    "differing": (
        N_("Otherwise: {count}"),
        N_("The list says something else than this laptop. What is here stays."),
    ),
    "doubled": (
        N_("Twice in the list: {count}"),
        N_("The same household stands in the list again. It is taken once."),
    ),
    "doubtful": (
        N_("Doubtful: {count}"),
        N_("They are taken. Please look whether they are right."),
    ),
    "bad": (
        N_("Problems: {count}"),
        N_("What could not be read is left out. Correct these rows and import them again."),
    ),
}
_OVERWRITTEN = N_("The list says something else than this laptop. The list is taken.")
_ROWS = 6
_WIDEST = 22  # letters of a column


class _Table(QTableView):
    """Digits are the page's, and look for no row."""

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's names
        if event.text().isdecimal():
            event.ignore()
        else:
            super().keyPressEvent(event)

    def keyboardSearch(self, search: str) -> None:  # noqa: N802
        """Nothing: an input method may bring letters past the keys."""


class Preview(Step):
    """Opens the group one can do most about; the rows with problems can be saved as a list."""

    title = N_("Look at it")

    def __init__(self, here: Here) -> None:
        super().__init__(here)
        self._draft: Draft | None = None
        self._groups = Choices(here.look, "group")
        self._groups.chosen.connect(lambda _: self._draw())
        self._meaning = plain("group-meaning", "dim")
        self._reason = plain("row-reason")
        self._rows = RowsTable(here)
        self._table = _Table()
        self._overwrite = QCheckBox()
        self._overwrite.setObjectName("overwrite")
        here.words.put(
            self._overwrite, "text", N_("Where they say otherwise, take what the list says")
        )
        self._overwrite.toggled.connect(self._chose)
        self._save = Button(
            here.words,
            here.look,
            "save-problems",
            N_("Save the rows with problems"),
            self._save_problems,
            icon="file",
        )
        self._dress()
        below = FlowLayout()
        below.addWidget(self._overwrite)
        below.addWidget(self._save)
        for part in (self._groups, self._meaning, self._table, self._reason):
            self._around.addWidget(part)
        self._around.addLayout(below)
        here.look.changed.connect(self._fit)

    def _dress(self) -> None:
        table = self._table
        table.setObjectName("roster-rows")
        self.here.words.put(table, "accessibleName", N_("Rows of the list"))
        table.setModel(self._rows)
        table.selectionModel().currentChanged.connect(lambda now, _: self._tell(now.row()))
        table.setSelectionBehavior(QTableView.SelectionBehavior.SelectRows)
        table.setEditTriggers(QTableView.EditTrigger.NoEditTriggers)
        table.setTabKeyNavigation(False)
        table.setAlternatingRowColors(True)
        table.setWordWrap(False)
        table.verticalHeader().hide()
        table.horizontalHeader().setSectionResizeMode(WHY, QHeaderView.ResizeMode.Stretch)
        self._fit()

    def _fit(self) -> None:
        row = max(self.here.look.target, round(self.here.look.pixels * 1.9))
        self._table.verticalHeader().setDefaultSectionSize(row)
        self._table.setMinimumHeight(row * _ROWS)
        self._widen()

    def _widen(self) -> None:
        """As wide as the first rows need; Qt would measure all of ten thousand."""
        metrics, pixels = self._table.fontMetrics(), self.here.look.pixels
        for column in range(WHY):
            widest = max(metrics.horizontalAdvance(text) for text in self._rows.first(column))
            self._table.setColumnWidth(column, min(widest + pixels * 2, pixels * _WIDEST))

    def _shown(self) -> Imported:
        assert self._draft is not None
        assert self._draft.imported is not None
        return self._draft.imported

    def show_draft(self, draft: Draft) -> None:
        """Show its preview; the group that was open stays open."""
        self._draft = draft
        shown, words = self._shown().shown, self.here.words
        counts = {name: len(shown.groups[name]) for name in _GROUPS}
        self._groups.offer(
            [
                Choice(name, words.shown(_GROUPS[name][0], count=count), str(digit))
                for digit, (name, count) in enumerate(counts.items(), 1)
            ]
        )
        if not self._groups.values():
            self._groups.choose({next((n for n in reversed(counts) if counts[n]), "new")})
        self._overwrite.setVisible(bool(counts["differing"]))
        self._overwrite.setChecked(draft.overwrite)
        self._save.setVisible(bool(self._shown().problems))
        self._table.setColumnHidden(0, len(self._shown().columns) == 1)
        self._draw()

    def focus(self) -> None:
        """On the rows."""
        self._table.setFocus()

    def press(self, digit: str) -> bool:
        """Open a group by its digit."""
        return self._groups.press(digit)

    def _draw(self) -> None:
        (group,) = self._groups.values()
        lines = self._shown().shown.groups[group]
        is_taken = group == "differing" and self._overwrite.isChecked()
        meaning = _OVERWRITTEN if is_taken else _GROUPS[group][1]
        self._meaning.setText(self.here.words.shown(meaning))
        self._rows.show_lines(lines)
        self._widen()
        self._table.setVisible(bool(lines))
        self._table.setCurrentIndex(self._rows.index(0, 0))
        self._tell(0 if lines else -1)

    def _tell(self, row: int) -> None:
        """The row one is at, in full: its cell may be too narrow."""
        said = self._rows.reason(row) if row >= 0 else ""
        self._reason.setText(said)
        self._reason.setVisible(bool(said))

    def _chose(self, overwrite: bool) -> None:  # noqa: FBT001 - Qt's own signal
        if self._draft is not None:
            self._draft.overwrite = overwrite
            self._draw()

    def _save_problems(self) -> None:
        words = self.here.words
        kind, name = words.shown(N_("Spreadsheets")), words.shown(N_("rows with problems"))
        file, _ = QFileDialog.getSaveFileName(
            self,
            words.shown(N_("Save the rows with problems")),
            str(Path(recent_folder(self.here.desk)) / f"{name}.xlsx"),
            f"{kind} (*.xlsx)",
        )
        if not file:
            return
        path = Path(file).with_suffix(".xlsx")

        def say(problem: Problem) -> str:
            return words.shown(problem.text, **problem.values)

        def done(count: int) -> None:
            text = N_("{count} rows saved in {file}. Correct them there and import that file.")
            self.here.notices.done(text, count=count, file=path.name)

        self.here.start(partial(write_problems, self._shown(), path, say), done)
