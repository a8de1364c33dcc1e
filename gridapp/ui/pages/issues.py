"""The issues of one's places: how many stand where, and each of them a row."""

from collections import Counter

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QHeaderView, QLabel, QTableView, QVBoxLayout

from gridapp.client.actions.issues import list_issues
from gridapp.client.issue_lines import IssueLine
from gridapp.domain.codes import code_list
from gridapp.domain.words import N_
from gridapp.ui.buttons import Button, Choice, Choices
from gridapp.ui.here import Here
from gridapp.ui.issue_table import TEXT, IssueTable
from gridapp.ui.page import Page

_ALL = "all"
_ROWS = 4  # at least
_MEASURED = 30  # rows; all of many would take long
_TEXT_WIDTH = 10  # letters, at least


class Issues(Page):
    """Filtered by state, sorted by a press on a head; Enter or two clicks open one."""

    name = "issues"
    title = N_("Issues")
    icon = "issues"
    rail = "issues"
    shows = frozenset({"issue", "issue_step", "dispatch"})

    def __init__(self, here: Here) -> None:
        super().__init__(here)
        self._lines: list[IssueLine] = []
        self._state = Choices(here.look, "state")
        self._state.chosen.connect(lambda _: self._draw())
        self._record = Button(
            here.words,
            here.look,
            "record-issue",
            N_("Record an issue"),
            lambda: here.go("report"),
            icon="add",
            part="main",
        )
        self._rows = IssueTable(here)
        self._table = QTableView()
        self._hint = QLabel()
        self._hint.setObjectName("issues-hint")
        self._hint.setProperty("part", "dim")
        self._hint.setWordWrap(True)
        self._dress()
        head = QHBoxLayout()
        head.addWidget(self._state, 1)
        head.addWidget(self._record, 0, Qt.AlignmentFlag.AlignTop)
        around = QVBoxLayout(self)
        around.addLayout(head)
        around.addWidget(self._hint)
        around.addWidget(self._table, 1)
        here.look.changed.connect(self._fit)

    def _dress(self) -> None:
        table = self._table
        table.setObjectName("issues")
        self.here.words.put(table, "accessibleName", N_("Issues"))
        table.setModel(self._rows)
        table.setSelectionBehavior(QTableView.SelectionBehavior.SelectRows)
        table.setSelectionMode(QTableView.SelectionMode.SingleSelection)
        table.setTabKeyNavigation(False)
        table.setWordWrap(False)
        table.setAlternatingRowColors(True)
        table.verticalHeader().hide()
        table.setSortingEnabled(True)
        table.horizontalHeader().setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        table.horizontalHeader().setResizeContentsPrecision(_MEASURED)
        table.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        table.horizontalHeader().setSectionResizeMode(TEXT, QHeaderView.ResizeMode.Interactive)
        table.activated.connect(self._open)
        self._fit()

    def _fit(self) -> None:
        row = max(self.here.look.target, round(self.here.look.pixels * 1.9))
        self._table.verticalHeader().setDefaultSectionSize(row)
        self._table.setMinimumHeight(row * _ROWS)

    def _spread(self) -> None:
        """Give what is wrong the room the other columns leave."""
        head = self._table.horizontalHeader()
        others = sum(head.sectionSize(at) for at in range(head.count()) if at != TEXT)
        least = self.here.look.pixels * _TEXT_WIDTH
        head.resizeSection(TEXT, max(self._table.viewport().width() - others, least))

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Share the width anew."""
        super().resizeEvent(event)
        self._spread()

    def refresh(self) -> None:
        """Read the issues anew; the filter and the order stay."""
        self._lines = list_issues(self.here.desk)
        counted = Counter(line.state for line in self._lines)
        every = self.here.words.shown(N_("All"))
        states = [
            Choice(state.code, f"{state.label(self.here.words.language)} {counted[state.code]}")
            for state in code_list("issue_state")
            if counted[state.code]
        ]
        self._state.offer([Choice(_ALL, f"{every} {len(self._lines)}"), *states])
        if not self._state.values():
            self._state.choose({_ALL})
        self._draw()

    def _draw(self) -> None:
        (state,) = self._state.values()
        at = self._table.currentIndex()
        marked = self._rows.line(at.row()).id if at.isValid() else ""
        self._rows.show_lines([line for line in self._lines if state in (_ALL, line.state)])
        self._table.setCurrentIndex(self._rows.index_of(marked))
        hint = (
            N_("Press Enter or click twice to open one. Press a head to sort.")
            if self._lines
            else N_("No issues yet. What people tell you is recorded with “Record an issue”.")
        )
        self._hint.setText(self.here.words.shown(hint))
        self._table.setVisible(bool(self._lines))
        self._spread()

    def focus(self) -> None:
        """In the rows, at the first."""
        self._table.setFocus()
        if self._rows.rowCount() and not self._table.currentIndex().isValid():
            self._table.setCurrentIndex(self._rows.index(0, 0))

    def _open(self, index: QModelIndex) -> None:
        self.here.go("issue", id=self._rows.line(index.row()).id)
