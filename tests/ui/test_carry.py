"""By stick: the envelope goes out, the office takes it in, the answer comes back."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QLabel

from gridapp.client.actions import relay, send
from gridapp.client.actions.photos import keep_photo
from gridapp.client.actions.visits import record_visit
from gridapp.domain.records.visits import Visit
from gridapp.server import relay as at_hub
from gridapp.ui.stick import is_stick
from tests.client.conftest import PASSPHRASE, dump, held
from tests.client.test_photos import picture
from tests.server.offices import office_in
from tests.ui import one_visit
from tests.ui.conftest import find
from tests.ui.seen import settled

stairs, visit = one_visit.stairs, one_visit.visit


@pytest.fixture
def stick(tmp_path):
    """What is plugged in."""
    folder = tmp_path / "stick"
    folder.mkdir()
    return folder


@pytest.fixture
def asked(stick, monkeypatch):
    """What the dialogs of the system proposed; whoever is asked says the stick, or `asked.file`."""

    class Asked:
        file: Path | None = None
        proposed = ""

        def save(self, _, __, proposed, *___):
            self.proposed = proposed
            return str(self.file or stick / proposed.rpartition("/")[2]), ""

        def open(self, *_):
            return str(self.file or ""), ""

    asked = Asked()
    monkeypatch.setattr(QFileDialog, "getSaveFileName", asked.save)
    monkeypatch.setattr(QFileDialog, "getOpenFileName", asked.open)
    return asked


@pytest.fixture
def page(inside):
    """What waits, opened at a laptop whose office hub is on the same computer."""
    inside.go("waiting")
    settled()
    return inside


@pytest.fixture
def office(page, town, tmp_path):
    """The page of that hub."""
    of_town = office_in(town.folder / "hub", tmp_path, PASSPHRASE)
    page.here.office = lambda: of_town
    yield of_town
    of_town.close()


def press(inside, qtbot, name):
    qtbot.mouseClick(find(inside, name), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not inside.here.tasks.is_busy)
    settled()


def notice(inside):
    return inside.notices.findChild(QLabel, "notice-text").text()


def lines(inside, name):
    found = inside.workplace.page.findChildren(QLabel)
    return [w.text() for w in found if w.isVisible() and w.objectName().startswith(f"{name}-")]


def carry_out(inside, qtbot, stick):
    """The envelope that was written last."""
    press(inside, qtbot, "carry-out")
    return max(stick.glob("*.envelope"), key=lambda file: file.stat().st_mtime_ns)


def test_what_waits_goes_by_stick_and_comes_back_answered(visit, page, office, asked, stick, qtbot):
    desk = page.here.desk
    file = carry_out(page, qtbot, stick)
    assert notice(page).startswith(f"今天 09:00 待上传的 1 条都装进了“{file.name}”。请把U盘交给")
    assert find(page, "count").text() == "待上传 1 条"
    asked.file = file
    page.go("office")
    qtbot.waitUntil(lambda: not page.here.tasks.is_busy)
    press(page, qtbot, "office-subject-envelopes")
    press(page, qtbot, "envelope-take")
    assert notice(page) == "送件包收下了。请把回件带回那台电脑。"
    told = find(page, "envelope-1-text").text()
    assert told.startswith(f"演示li（电脑 {desk.me.tag}）第 1 号：收下 1 条，未收下 0 条。")
    asked.file = stick / f"{file.name}.answer"
    assert asked.file.name in told
    page.go("waiting")
    press(page, qtbot, "carry-in")
    assert notice(page).startswith("回件收下了。总台收下 1 条，未收下 0 条")
    assert find(page, "count").text() == "没有待上传的"
    assert held(desk, Visit, id=visit.id)[0].rev > 0
    assert office.state().begun


def test_the_dialog_proposes_a_name_that_says_whose_and_which(
    visit, page, asked, stick, desk, qtbot
):
    assert visit.rev == 0
    for number in (1, 2):
        press(page, qtbot, "carry-out")
        assert asked.proposed.endswith(f"/{desk.me.tag}-{number}.envelope")
    assert len(list(stick.iterdir())) == 2


def test_a_name_without_its_ending_gets_it(visit, page, asked, stick, qtbot):
    assert visit.rev == 0
    asked.file = stick / "我的"
    press(page, qtbot, "carry-out")
    assert [file.name for file in stick.iterdir()] == ["我的.envelope"]


def test_each_record_says_whether_it_is_in_the_envelope(visit, page, asked, desk, qtbot):
    assert asked.file is None
    press(page, qtbot, "carry-out")
    with page.here.acting("visit"):
        record_visit(desk, household=visit.household_id, outcome="11")
    settled()
    newer, older = (find(page, f"new-{n}-text").text() for n in (1, 2))
    assert "送件包" not in newer
    assert older.endswith(f"已装进送件包 {desk.me.tag}-1，等回件")
    assert "回件还没收" in find(page, "carried").text()


def test_what_the_network_carried_meanwhile_is_on_no_way_any_more(
    visit, page, asked, town, desk, qtbot
):
    assert visit.rev == 0
    press(page, qtbot, "carry-out")
    assert asked.proposed
    with page.here.acting("visit"):
        town.sync(desk)
    settled()
    assert find(page, "count").text() == "没有待上传的"
    assert not page.workplace.page.findChild(QLabel, "carried").isVisible()


def test_where_nothing_waits_the_envelope_only_asks(stairs, page, asked, stick, qtbot):
    assert stairs.households == 54
    file = carry_out(page, qtbot, stick)
    assert asked.proposed
    assert notice(page).startswith(f"没有待上传的，“{file.name}”只向总台要新内容。")


def test_photos_that_stay_behind_are_told(visit, page, asked, desk, tmp_path, qtbot):
    path = tmp_path / "楼道.png"
    path.write_bytes(picture())
    keep_photo(desk, "visit", visit.id, path)
    press(page, qtbot, "carry-out")
    assert asked.proposed
    assert "照片 1 张没装，等有网再传" in notice(page)


def test_who_stays_offline_carries_all_the_same(visit, page, asked, stick, desk, qtbot):
    assert visit.rev == 0
    send.stay_offline(desk, chosen=True)
    assert carry_out(page, qtbot, stick).exists()
    assert asked.proposed


def test_nothing_is_written_where_the_dialog_was_left(visit, page, stick, monkeypatch, qtbot):
    assert visit.rev == 0
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: ("", ""))
    press(page, qtbot, "carry-out")
    assert list(stick.iterdir()) == []


def test_a_stick_that_takes_nothing_is_told(visit, page, asked, stick, qtbot):
    assert visit.rev == 0
    asked.file = stick / "gone" / "3.envelope"
    press(page, qtbot, "carry-out")
    assert "写不进去" in notice(page)
    assert not page.workplace.page.findChild(QLabel, "carried").isVisible()


@pytest.fixture
def answer(visit, town, desk, stick):
    """The answer to an envelope of this laptop."""
    assert visit.rev == 0
    (file,) = relay.write_out(desk, stick).files
    return at_hub.relay(town.hub, file).answer


def cut(answer, _):
    answer.write_bytes(answer.read_bytes()[:-9])


def tampered(answer, _):
    whole = answer.read_bytes()
    answer.write_bytes(whole[:-1] + bytes([whole[-1] ^ 1]))


def of_another_laptop(answer, town):
    (file,) = relay.write_out(town.desk("zhang"), answer.parent).files
    at_hub.relay(town.hub, file).answer.replace(answer)


def the_envelope_itself(answer, _):
    answer.with_suffix("").replace(answer)


def no_envelope(answer, _):
    answer.write_bytes(b"PK\x03\x04 something else")


@pytest.fixture(
    params=[
        (cut, "不完整"),
        (tampered, "不完整"),
        (of_another_laptop, "另一台电脑"),
        (the_envelope_itself, "不是回件"),
        (no_envelope, "不是本程序的送件包"),
    ],
    ids=lambda told: told[0].__name__,
)
def spoiled(request, answer, town):
    """An answer something happened to, and what is said of it."""
    spoil, said = request.param
    spoil(answer, town)
    return answer, said


def test_each_refusal_is_a_sentence_and_changes_nothing(spoiled, page, asked, qtbot):
    asked.file, said = spoiled
    before = dump(page.here.desk)
    press(page, qtbot, "carry-in")
    assert said in notice(page)
    assert dump(page.here.desk) == before
    assert find(page, "count").text() == "待上传 1 条"


def test_an_answer_that_was_taken_in_before_says_so(answer, page, asked, qtbot):
    asked.file = answer
    press(page, qtbot, "carry-in")
    assert find(page, "count").text() == "没有待上传的"
    press(page, qtbot, "carry-in")
    assert notice(page) == "这个回件里没有新内容。什么都没动。"


def test_the_office_is_told_what_it_cannot_take(answer, page, office, asked, qtbot):
    asked.file = answer
    page.go("office")
    qtbot.waitUntil(lambda: not page.here.tasks.is_busy)
    press(page, qtbot, "office-subject-envelopes")
    press(page, qtbot, "envelope-take")
    assert "是总台的回件" in notice(page)
    assert lines(page, "envelope") == []
    assert office.state().begun


@pytest.mark.parametrize(
    ("root", "can_be_pulled_out"),
    [("/media/li/U盘", True), ("/run/media/li/KINGSTON", True), ("/", False), ("/home", False)],
)
def test_sticks_are_told_from_disks_by_where_they_are(root, can_be_pulled_out):
    assert is_stick(root) == can_be_pulled_out
