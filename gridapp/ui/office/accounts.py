"""Who may sign in: add one, add many from a sheet, a new password, let in no more."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QFileDialog

from gridapp.domain.codes import code_list
from gridapp.domain.office import AccountLine, AccountSlip, Enlisted, Office, PlaceLine
from gridapp.domain.words import N_
from gridapp.paper.office_slips import account_pages
from gridapp.ui.here import AtHand
from gridapp.ui.lines import Act, Line, Lines
from gridapp.ui.office.handing import Handing
from gridapp.ui.office.panel import Panel, refill

_Seen = tuple[Sequence[AccountLine], Sequence[PlaceLine]]


class AccountsPanel(Panel):
    """Passwords that were made up are shown once, to be printed and handed over."""

    def __init__(self, at: AtHand) -> None:
        super().__init__(at, "accounts")
        self._handing = Handing(at, "accounts")
        self.around.addWidget(self._handing)
        self.heading(N_("Add a person"))
        self._person = self.line("account-person", N_("Name"))
        self._name = self.line("account-name", N_("Account"))
        self._role = self.box("account-role", N_("Role"))
        self._place = self.box("account-place", N_("Where"))
        add = self.button("account-add", N_("Add"), self._add, icon="add")
        self.row(self._person, self._name, self._role, self._place, add)
        self._sheet = self.line(
            "account-sheet",
            N_("Sheet with 姓名, 账号, 角色, 网格"),
        )
        choose = self.button("account-choose", N_("Choose the file…"), self._choose, icon="folder")
        many = self.button("account-many", N_("Add all of the sheet"), self._add_many)
        self.row(self._sheet, choose, many)
        self._refused = Lines(at, "account-refused", N_("Rows that were not taken"))
        self._lines = Lines(at, "account", N_("Accounts"))
        self.around.addWidget(self._refused)
        self.around.addWidget(self._lines)

    def refresh(self) -> None:
        """Read the accounts and the places anew."""

        def ask(office: Office) -> _Seen:
            return office.accounts(), office.places()

        self.ask(ask, self._show)

    def _show(self, seen: _Seen) -> None:
        accounts, places = seen
        words = self.at.words
        self._lines.offer([self._line(each) for each in accounts])
        roles = [(role.label(words.language), role.code) for role in code_list("post_role")]
        refill(self._role, roles)
        refill(self._place, [(f"{each.name} {each.code}", each.code) for each in places])

    def _line(self, account: AccountLine) -> Line:
        words = self.at.words
        posts = "、".join(
            f"{words.code('post_role', post.role)} {post.place_name}" for post in account.posts
        )
        said = f"{account.person}  {account.name}  {posts}"
        if account.is_closed:
            said = words.shown(N_("{account}  (not let in)"), account=said)
        shut = N_("Let in again") if account.is_closed else N_("Let in no more")
        acts = (
            Act(N_("New password"), partial(self._renew, account.name)),
            Act(shut, partial(self._open_or_shut, account.name, closed=account.is_closed)),
        )
        return Line(said, acts)

    def _add(self) -> None:
        told = {
            "name": self._name.text().strip(),
            "person": self._person.text().strip(),
            "role": str(self._role.currentData() or ""),
            "place": str(self._place.currentData() or ""),
        }
        self.tell(lambda office: office.add_account(**told), self._added)

    def _added(self, slip: AccountSlip) -> None:
        self._name.setText("")
        self._person.setText("")
        self._hand([slip])

    def _choose(self) -> None:
        title = self.at.words.shown(N_("Choose the file…"))
        chosen, _ = QFileDialog.getOpenFileName(self, title, str(Path.home()))
        if chosen:
            self._sheet.setText(chosen)

    def _add_many(self) -> None:
        sheet = Path(self._sheet.text().strip())
        self.tell(lambda office: office.add_accounts(sheet), self._enlisted)

    def _enlisted(self, enlisted: Enlisted) -> None:
        words = self.at.words
        self._refused.offer(
            [
                Line(
                    words.shown(
                        N_("Row {row}: {why}"),
                        row=each.row,
                        why=words.shown(each.text, **each.values),
                    )
                )
                for each in enlisted.refused
            ]
        )
        self._hand(enlisted.slips)

    def _renew(self, account: str) -> None:
        self.tell(lambda office: office.new_password(account), lambda slip: self._hand([slip]))

    def _open_or_shut(self, account: str, *, closed: bool) -> None:
        def act(office: Office) -> None:
            if closed:
                office.reopen_account(account)
            else:
                office.close_account(account)

        self.tell(act, lambda _: None)

    def _hand(self, slips: Sequence[AccountSlip]) -> None:
        words = self.at.words
        told = [
            words.shown(
                N_("{person}: account {account}, password {password}"),
                person=each.person,
                account=each.account,
                password=each.password,
            )
            for each in slips
        ]
        self._handing.offer(told, lambda: account_pages(slips, words.language))
