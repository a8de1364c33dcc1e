"""The clerk makes this computer the office's hub, without a command line and without signing in."""

import pytest
import xlsxwriter
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QLabel, QLineEdit, QWidget

from gridapp.server.office import HubOffice
from gridapp.ui.app import App

pytestmark = pytest.mark.end_to_end

NAMES = "演示省 青禾市 云桥区 听枫街道 榆晴社区"


@pytest.fixture
def clerk(qapp, qtbot, tmp_path, monkeypatch):
    """Somebody before a new computer, on the way to its office hub."""
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.delenv("GRIDAPP_PASSPHRASE", raising=False)
    qapp.setStyle("Fusion")
    office = HubOffice(tmp_path / "hub", port=0, home=tmp_path, environment={}, system="linux")
    app = App(tmp_path / "laptop", "zh_CN", lambda: office)
    qtbot.addWidget(app.window)
    app.show()
    made = Clerk(app, qtbot, office)
    made.wait_for("way-office")
    made.press("way-office")
    made.wait_for("office-begin")
    yield made
    if office.state().runs:
        office.stop()
    office.close()


class Clerk:
    def __init__(self, app, qtbot, office):
        self.app, self.qtbot, self.office = app, qtbot, office

    def part(self, name, kind=QWidget):
        found = [w for w in self.app.window.findChildren(kind, name) if w.isVisible()]
        return found[0] if found else None

    def wait_for(self, name):
        self.qtbot.waitUntil(
            lambda: self.part(name) is not None and not self.app._tasks.is_busy, timeout=20000
        )

    def press(self, name):
        self.qtbot.mouseClick(self.part(name), Qt.MouseButton.LeftButton)
        self.qtbot.waitUntil(lambda: not self.app._tasks.is_busy, timeout=20000)

    def say(self, name, words):
        self.part(name, QLineEdit).clear()
        self.qtbot.keyClicks(self.part(name), words)

    def choose(self, name, words):
        box = self.part(name, QComboBox)
        box.setCurrentIndex(box.findText(words, Qt.MatchFlag.MatchContains))

    def texts(self):
        return "\n".join(
            label.text() for label in self.app.window.findChildren(QLabel) if label.isVisible()
        )

    def begin(self):
        self.say("office-code", "990101001001")
        self.part("office-names").setText(NAMES)
        self.say("office-password", "a passphrase")
        self.press("office-begin")
        self.wait_for("account-add")


def test_a_community_without_its_code_is_told_and_nothing_is_made(clerk):
    clerk.say("office-code", "12")
    clerk.press("office-begin")
    assert clerk.part("notice-text").text()
    assert not clerk.office.state().begun


def test_the_hub_is_begun_started_and_stopped(clerk):
    clerk.begin()
    clerk.press("office-start")
    clerk.wait_for("office-stop")
    assert clerk.office.state().runs
    assert clerk.office.state().address in clerk.texts()
    clerk.press("office-stop")
    clerk.wait_for("office-start")
    assert not clerk.office.state().runs


def test_a_worker_is_added_and_the_slip_is_saved(clerk, tmp_path):
    clerk.begin()
    clerk.press("office-subject-grids")
    clerk.wait_for("grid-add")
    clerk.part("grid-name").setText("第一网格")
    clerk.press("grid-add")
    clerk.press("office-subject-accounts")
    clerk.wait_for("account-add")
    clerk.part("account-person").setText("李桂芬")
    clerk.say("account-name", "li")
    clerk.choose("account-role", "网格员")
    clerk.choose("account-place", "第一网格")
    clerk.press("account-add")
    clerk.wait_for("accounts-save")
    told = clerk.part("accounts-slips").text()
    assert "李桂芬" in told
    assert [line.name for line in clerk.office.accounts()] == ["li"]
    clerk.part("accounts-pdf").setText(str(tmp_path / "slips.pdf"))
    clerk.press("accounts-save")
    assert (tmp_path / "slips.pdf").read_bytes().startswith(b"%PDF")


def test_a_sheet_of_accounts_comes_in_and_its_bad_rows_are_told(clerk, tmp_path):
    clerk.begin()
    clerk.office.add_grid(community="990101001001", name="第一网格")
    sheet = tmp_path / "账号.xlsx"
    with xlsxwriter.Workbook(str(sheet)) as book:
        page = book.add_worksheet()
        page.write_row(0, 0, ("姓名", "账号", "角色", "网格"))
        page.write_row(1, 0, ("李桂芬", "li", "网格员", "第一网格"))
        page.write_row(2, 0, ("王秀兰", "wang", "国王", "第一网格"))
    clerk.part("account-sheet").setText(str(sheet))
    clerk.press("account-many")
    clerk.wait_for("account-refused-1-text")
    assert "3" in clerk.part("account-refused-1-text").text()
    assert [line.name for line in clerk.office.accounts()] == ["li"]


def test_a_laptops_file_is_made_with_its_code_and_the_hub_is_copied(clerk, tmp_path):
    clerk.begin()
    clerk.office.add_grid(community="990101001001", name="第一网格")
    clerk.office.add_account(name="li", person="李桂芬", role="网格员", place="第一网格")
    clerk.press("office-subject-laptops")
    clerk.wait_for("laptop-make")
    clerk.part("laptop-folder").setText(str(tmp_path))
    clerk.press("laptop-make")
    clerk.wait_for("laptop-save")
    (made,) = tmp_path.glob("*.json")
    assert made.name in clerk.part("laptop-slips").text()
    clerk.press("office-subject-copies")
    clerk.wait_for("copy-make")
    clerk.part("copy-folder").setText(str(tmp_path / "copies"))
    clerk.press("copy-make")
    clerk.wait_for("copy-1-text")
    assert len(clerk.office.copies()) == 1
