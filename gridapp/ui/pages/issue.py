"""One issue: what was told, where it stands, every step on its way, and what one may do next."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from gridapp.client.actions.issue_pages import OpenIssue, open_issue
from gridapp.client.actions.issues import take_step
from gridapp.domain.codes import code_list
from gridapp.domain.records.issues import IssueStep
from gridapp.domain.words import N_
from gridapp.ui import told, when
from gridapp.ui.buttons import Button
from gridapp.ui.forms.rows import Rows
from gridapp.ui.here import Here
from gridapp.ui.page import Page
from gridapp.ui.photos import Photos
from gridapp.ui.promise import promised
from gridapp.ui.step_panel import StepPanel


class IssuePage(Page):
    """Steps the office hub has not confirmed say so."""

    name = "issue"
    title = N_("Issue")
    icon = "issues"
    rail = "issues"
    shows = frozenset({"issue", "issue_step", "photo"})

    def __init__(self, here: Here) -> None:
        super().__init__(here)
        self._id = ""
        self._issue: OpenIssue | None = None
        self._state, self._text, self._place = (self._label(n) for n in ("state", "told", "place"))
        self._kind, self._urgency, self._by = (self._label(n) for n in ("kind", "promise", "by"))
        self._saved = self._label("saved")
        self._door = Button(here.words, here.look, "go-door", N_("Open the household"), self._home)
        self._steps = StepPanel(here, self._take)
        self._timeline = QWidget()
        self._lines = QVBoxLayout(self._timeline)
        self._lines.setContentsMargins(0, 0, 0, 0)
        self._photos = Photos(here)
        self._photos.catch(self)
        self._lay_out()

    def _label(self, name: str) -> QLabel:
        label = QLabel()
        label.setObjectName(f"issue-{name}")
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setWordWrap(True)
        label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        return label

    def _lay_out(self) -> None:
        rows = self._rows = Rows(self.here)
        rows.add(N_("What is wrong"), self._text)
        rows.add(N_("State"), self._state)
        rows.add(N_("Kept where"), self._saved)
        self._next = rows.add(N_("Next step"), self._steps)
        rows.add(N_("Where"), self._place, self._door)
        rows.add(N_("Category"), self._kind)
        rows.add(N_("Urgency"), self._urgency)
        rows.add(N_("Told by"), self._by)
        rows.add(N_("Its way"), self._timeline)
        rows.add(N_("Photos"), self._photos)
        around = QVBoxLayout(self)
        around.addWidget(rows)
        around.addStretch(1)

    def open(self, **what: str) -> None:
        """Take up the issue of this `id`."""
        if what["id"] != self._id:
            self._id = what["id"]
            self._steps.clear()

    def refresh(self) -> None:
        """Read the issue anew."""
        self._issue = None
        with self.here.acting():
            self._issue = open_issue(self.here.desk, self._id)
        self._rows.setVisible(self._issue is not None)
        if self._issue is not None:
            self._draw(self._issue)
            self._photos.show_about("issue", self._id)

    def heading(self) -> str:
        """Its number and its kind."""
        if self._issue is None:
            return super().heading()
        line = self._issue.line
        return f"{line.short_no}  {self.here.words.code('category', line.category)}"

    def _draw(self, issue: OpenIssue) -> None:
        words, line = self.here.words, issue.line
        self._state.setText(words.code("issue_state", line.state))
        self._text.setText(line.text)
        self._place.setText(line.door)
        self._door.setVisible(bool(line.household_id))
        top = code_list("category")[line.category].parent if line.category else ""
        self._kind.setText(
            f"{words.code('category', line.category)} · {words.code('category', top)}"
        )
        said = f"{words.code('urgency', line.urgency)} {promised(words, line.urgency)}"
        self._urgency.setText(said.strip())
        unnamed = N_("Wants no name recorded") if issue.anonymous else N_("no name given")
        told_at = when.said(words, line.told_at, self.here.desk.clock())
        self._by.setText(f"{issue.told_by or words.shown(unnamed)}  {told_at}")
        self._draw_saved(issue)
        self._steps.offer(issue.possible)
        for widget in self._next:
            widget.setVisible(bool(issue.possible))
        self._draw_timeline(issue)

    def _draw_saved(self, issue: OpenIssue) -> None:
        part, said = told.kept(self.here.words, issue.where)
        self._saved.setProperty("part", part)
        self._saved.style().polish(self._saved)
        self._saved.setText(said)

    def _draw_timeline(self, issue: OpenIssue) -> None:
        while item := self._lines.takeAt(0):
            if old := item.widget():
                old.hide()
                old.deleteLater()
        for number, step in enumerate(issue.steps, 1):
            label = self._label(f"step-{number}")
            label.setText(self._said(step, issue.workers))
            label.setProperty("part", "" if step.rev else "warn")
            self._lines.addWidget(label)

    def _said(self, step: IssueStep, workers: dict[str, str]) -> str:
        words = self.here.words
        at = when.said(words, step.at, self.here.desk.clock())
        parts = [at, words.code("issue_step", step.step), workers.get(step.written_by, "")]
        parts += [words.code("satisfaction", step.verdict), step.text]
        if not step.rev:
            parts.append(words.shown(N_("(to be confirmed)")))
        return "  ".join(part for part in parts if part)

    def _take(self, step: str, text: str, verdict: str) -> None:
        with self.here.acting("issue", "issue_step"):
            take_step(self.here.desk, issue=self._id, step=step, text=text, verdict=verdict)
            self._steps.clear()
            self.here.notices.done(
                N_("{step}: saved on this laptop. The office hub confirms it when it is sent."),
                step=self.here.words.code("issue_step", step),
            )

    def _home(self) -> None:
        if self._issue is not None:
            self.here.go("household", id=self._issue.line.household_id)
