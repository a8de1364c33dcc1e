"""Record an issue: where, which kind, what is wrong, how urgent; and settle it at once if it is."""

from typing import NamedTuple

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QCheckBox, QLineEdit, QPushButton, QVBoxLayout, QWidget

from gridapp.client.actions.issues import list_issues, report_issue, withdraw_issue
from gridapp.domain.codes import code_list
from gridapp.domain.records.issues import Issue
from gridapp.domain.words import N_
from gridapp.ui.buttons import Button, Choice, Choices
from gridapp.ui.danger import Danger
from gridapp.ui.flow import FlowLayout
from gridapp.ui.forms.category_box import CategoryBox
from gridapp.ui.forms.endings import Endings
from gridapp.ui.forms.rows import Rows
from gridapp.ui.forms.where_box import Where, WhereBox
from gridapp.ui.forms.wording import Wording
from gridapp.ui.here import Here
from gridapp.ui.page import Page
from gridapp.ui.photos import Photos
from gridapp.ui.promise import promised

_FIRST_DIGIT = 6  # of the urgencies; the recent categories have 1 to 5
_LIMITS = Issue.kind.fields
_ENTER = {Qt.Key.Key_Return, Qt.Key.Key_Enter}


class _Asked(NamedTuple):
    """What the page was opened for."""

    where: Where = Where()
    visit: str = ""
    kind: str = ""


class Report(Page):
    """What is typed stays until it is recorded, whatever is looked at in between."""

    name = "report"
    title = N_("Record an issue")
    icon = "issues"
    rail = "issues"
    shows = frozenset({"issue"})

    def __init__(self, here: Here) -> None:
        super().__init__(here)
        self._asked = _Asked()
        self._urgency_said = False
        self._where = WhereBox(here)
        self._category = CategoryBox(here)
        self._text = Wording(here, "what", limit=_LIMITS["text"].limit)
        self._urgency = Choices(here.look, "urgency")
        self._photos = Photos(here)
        self._told_by = QLineEdit()
        self._anonymous = QCheckBox()
        self._danger = Danger(here)
        self._endings = Endings(here)
        self._recorded = Button(here.words, here.look, "open-recorded", "", self._open)
        self._visit = Button(here.words, here.look, "back-to-visit", N_("Back to the visit"))
        self._visit.clicked.connect(self._back_to_visit)
        self._last = ""
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        words = self.here.words
        self._told_by.setObjectName("told-by")
        self._told_by.setMaxLength(_LIMITS["told_by"].limit)
        words.put(self._told_by, "placeholderText", N_("May stay empty"))
        words.put(self._told_by, "accessibleName", N_("Told by"))
        words.put(self._text, "accessibleName", N_("What is wrong"))
        words.put(self._text, "placeholderText", N_("What is wrong, in your own words"))
        self._anonymous.setObjectName("anonymous")
        words.put(self._anonymous, "text", N_("Wants no name recorded"))
        around = QVBoxLayout(self)
        around.addWidget(self._danger)
        around.addLayout(self._ways())
        rows = Rows(self.here)
        rows.add(N_("Where"), self._where)
        rows.add(N_("Category"), self._category)
        rows.add(N_("What is wrong"), self._text)
        rows.add(N_("Urgency"), self._urgency)
        rows.add(N_("Photos"), self._photos)
        rows.add(N_("Told by"), self._told_by, self._anonymous)
        around.addWidget(rows)
        around.addWidget(self._endings)
        around.addStretch(1)

    def _ways(self) -> FlowLayout:
        ways = FlowLayout()
        ways.addWidget(self._recorded)
        ways.addWidget(self._visit)
        return ways

    def _connect(self) -> None:
        self._where.settled.connect(self._category.setFocus)
        self._category.chosen.connect(self._categorised)
        self._text.went_on.connect(self._to_urgency)
        self._text.offered.connect(self._photos.take)
        self._urgency.chosen.connect(self._urgency_chosen)
        self._anonymous.toggled.connect(self._told_by.setDisabled)
        self._endings.ended.connect(self._record)
        self._photos.catch(self)

    def open(self, **what: str) -> None:
        """Take up `household`, or `place` and `grid`; with them `visit` and `kind` of request."""
        where = Where(*(what.get(name, "") for name in Where._fields))
        asked = _Asked(where, what.get("visit", ""), what.get("kind", ""))
        if not self._is_begun():
            self._start(asked)
        elif asked.where == self._asked.where:
            self._asked = asked  # a visit that was corrected meanwhile has another id
        elif asked.where != Where():
            self.here.notices.ask(
                N_("There is an issue you have not finished. Go on with it?"),
                {
                    N_("Go on with it"): self.focus,
                    N_("Start the new one"): lambda: self._start(asked),
                },
            )

    def _is_begun(self) -> bool:
        typed = self._text.toPlainText().strip() or self._category.value() or self._photos.count()
        return bool(typed) or self._where.value() != self._asked.where

    def _start(self, asked: _Asked) -> None:
        self._asked = asked
        self._text.clear()
        self._told_by.setText("")
        self._anonymous.setChecked(False)
        self._category.clear()
        self._photos.clear()
        self._endings.reset()
        self._urgency_said = False
        self._urgency.choose(set())
        self._danger.hide()
        with self.here.acting():
            self._where.show_value(asked.where)

    def refresh(self) -> None:
        """Offer what was chosen lately, and say everything in the language in force."""
        lines = list_issues(self.here.desk)
        self._where.reword()
        self._category.offer([line.category for line in lines])
        shown = self.here.words
        self._urgency.offer(
            [
                Choice(
                    each.code,
                    f"{each.label(shown.language)} {promised(shown, each.code)}".strip(),
                    str(digit),
                )
                for digit, each in enumerate(code_list("urgency"), _FIRST_DIGIT)
            ]
        )
        self._endings.reword()
        self._danger.show_for(self._category.value(), self._chosen_urgency())
        last = next((line for line in lines if line.id == self._last), None)
        self._recorded.setVisible(last is not None)
        if last is not None:
            self.here.words.put(self._recorded, "text", N_("Open {number}"), number=last.short_no)
        self._visit.setVisible(bool(self._asked.visit))

    def focus(self) -> None:
        """Begin with what is not known yet."""
        first = self._where if self._where.value() == Where() else self._category
        first.setFocus()

    def _categorised(self, category: str) -> None:
        if not self._urgency_said:
            self._urgency.choose({code_list("category")[category].traits["urgency"]})
        self._danger.show_for(category, self._chosen_urgency())
        self._endings.tell("")
        self._text.setFocus()

    def _chosen_urgency(self) -> str:
        return "".join(self._urgency.values())

    def _urgency_chosen(self, urgency: str) -> None:
        self._urgency_said = True
        self._danger.show_for(self._category.value(), urgency)

    def _to_urgency(self) -> None:
        chips = self._urgency.findChildren(QPushButton)
        next((chip for chip in chips if chip.isChecked()), chips[0]).setFocus()

    def _record(self, on_spot: str) -> None:
        if not self._category.value():
            self._endings.tell(N_("Which kind of issue is it? Choose a category."))
            self._category.setFocus()
            return
        where, kept = self._where.value(), {"urgency": self._chosen_urgency()}
        with self.here.acting("issue", "issue_step"):
            issue = report_issue(
                self.here.desk,
                category=self._category.value(),
                text=self._text.toPlainText(),
                **where._asdict(),
                **{name: value for name, value in kept.items() if value},
                visit_id=self._asked.visit,
                request_kind=self._asked.kind,
                anonymous=self._anonymous.isChecked(),
                told_by="" if self._anonymous.isChecked() else self._told_by.text().strip(),
                on_spot=on_spot,
            ).issue
            self._photos.keep_about("issue", issue.id)
            self._say(issue)
            self._start(self._asked)
            self.focus()

    def _say(self, issue: Issue) -> None:
        self._last = issue.id
        self.here.notices.done(
            N_("{number} {category}: saved on this laptop."),
            back=lambda: withdraw_issue(self.here.desk, issue.id),
            number=issue.short_no,
            category=self.here.words.code("category", issue.category),
        )

    def _open(self) -> None:
        self.here.go("issue", id=self._last)

    def _back_to_visit(self) -> None:
        self.here.go("visit", household=self._asked.where.household)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Digits choose, Enter goes on, Ctrl+Enter records."""
        digit, ctrl = event.text(), event.modifiers() & Qt.KeyboardModifier.ControlModifier
        if event.key() in _ENTER and ctrl:
            self._record("")
        elif event.key() in _ENTER:
            self._enter(QApplication.focusWidget())
        elif not (self._category.press(digit) or self._urgency.press(digit)):
            super().keyPressEvent(event)

    def _enter(self, at: QWidget | None) -> None:
        if isinstance(at, QPushButton):
            at.click()
        if at is not None and self._urgency.isAncestorOf(at):
            self._endings.setFocus()
        elif not isinstance(at, QPushButton):
            self.focusNextChild()
