"""Where the hub is called: seen in the settings, changed after a question, kept once it answered."""

import socket
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from threading import Event

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from gridapp.client.actions.hub_link import address_of, fingerprint_of, probe_hub
from gridapp.domain.fingerprints import spoken
from gridapp.server import admin, certifying
from gridapp.server.http import listen
from gridapp.store.keys import Custody
from tests.client.conftest import PASSPHRASE
from tests.ui import hands, seen
from tests.ui.conftest import find
from tests.ui.seen import settled

# Of the hub's own framework; the hub is watched for it where it is started.
pytestmark = pytest.mark.filterwarnings("ignore:.*Reserved kwarg")
_ANSWER = 15_000  # ms
NOBODY = "http://127.0.0.1:1"


@pytest.fixture
def serve(town):
    """Serve the town's hub at one more port of this computer; the port."""
    over, listening = Event(), []
    with ThreadPoolExecutor() as pool:

        def run(**told):
            listening.append(socket.create_server(("127.0.0.1", 0)))
            pool.submit(listen.run, town.hub, listening[-1], is_over=over.is_set, **told)
            return listening[-1].getsockname()[1]

        yield run
        over.set()
    for listener in listening:
        listener.close()


@pytest.fixture
def custody(town):
    """Of the hub's records and its certificate."""
    return Custody(town.folder / "hub", admin.STORE, PASSPHRASE)


@pytest.fixture
def desk(desk, custody):
    """A laptop that knows the hub's certificate; nobody listens where it calls."""
    known = certifying.fingerprint(custody.folder)
    return replace(desk, me=replace(desk.me, address=NOBODY, fingerprint=known))


@pytest.fixture
def page(inside):
    inside.go("settings")
    settled()
    return inside


def press(inside, qtbot, name):
    qtbot.mouseClick(find(inside, name), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not inside.here.tasks.is_busy, timeout=_ANSWER)
    settled()


def ask(inside, qtbot, address, digits=""):
    """Fill in the form, up to the question."""
    press(inside, qtbot, "hub-change")
    find(inside, "hub-address").clear()
    hands.say(find(inside, "hub-address"), address)
    qtbot.keyClicks(find(inside, "hub-digits"), digits)
    press(inside, qtbot, "hub-try")


def notice(inside):
    return inside.notices.findChild(QLabel, "notice-text").text()


def test_address_and_digits_are_seen(page, desk):
    told = find(page, "hub-told").text()
    assert told == f"地址：{NOBODY}\n证书核对数字：{spoken(desk.me.fingerprint)}"


def test_a_new_address_is_asked_about_tried_and_kept(page, desk, serve, qtbot):
    address = f"http://127.0.0.1:{serve()}"
    ask(page, qtbot, address)
    assert "是办公室叫您以后到" in notice(page)
    assert address in notice(page)
    assert address_of(desk) == NOBODY
    press(page, qtbot, "answer-1")
    assert notice(page) == f"总台在 {address} 应答了，以后就到那里找总台。"
    assert address_of(desk) == address
    assert address in find(page, "hub-told").text()
    assert fingerprint_of(desk) == desk.me.fingerprint
    assert find(page, "hub-change").hasFocus()


def test_who_says_no_changes_nothing(page, desk, serve, qtbot):
    ask(page, qtbot, f"http://127.0.0.1:{serve()}")
    press(page, qtbot, "answer-2")
    assert address_of(desk) == NOBODY
    assert find(page, "hub-change").isVisible()


@pytest.mark.parametrize(
    ("address", "digits", "said"),
    [
        ("http://127.0.0.1:2", "", "没有总台在运行"),
        ("http://hub.example", "", "https"),
        ("总台", "", "不是总台地址"),
        ("https://127.0.0.1:2", "12345", "六组"),
    ],
)
def test_where_the_hub_does_not_answer_the_old_place_stays(page, qtbot, address, digits, said):
    desk = page.here.desk
    ask(page, qtbot, address, digits)
    press(page, qtbot, "answer-1")
    assert said in notice(page)
    assert find(page, "hub-kept").text() == f"没有改，还是到 {NOBODY} 找总台。"
    assert (address_of(desk), fingerprint_of(desk)) == (NOBODY, desk.me.fingerprint)
    assert find(page, "hub-address").hasFocus()
    press(page, qtbot, "hub-leave")
    assert find(page, "hub-change").hasFocus()


def test_a_new_certificate_counts_only_with_its_digits(page, desk, serve, custody, qtbot):
    for file in custody.folder.glob("hub.certificate*"):
        file.unlink()
    new = certifying.make(custody.folder, custody.unlock(), desk.clock())
    address = f"https://127.0.0.1:{serve(protected=certifying.context(custody))}"
    ask(page, qtbot, address)
    press(page, qtbot, "answer-1")
    assert "证书" in notice(page)
    press(page, qtbot, "hub-leave")
    ask(page, qtbot, address, spoken(desk.me.fingerprint))
    press(page, qtbot, "answer-1")
    assert (address_of(desk), fingerprint_of(desk)) == (NOBODY, desk.me.fingerprint)
    press(page, qtbot, "hub-leave")
    ask(page, qtbot, address, spoken(new))
    assert spoken(new) in notice(page)
    press(page, qtbot, "answer-1")
    assert fingerprint_of(desk) == new
    assert address_of(desk) == address
    assert spoken(new) in find(page, "hub-told").text()
    probe_hub(desk)


def test_another_hub_with_a_good_certificate_is_none(page, desk, serve, town, qtbot):
    with town.hub.store.writing() as connection:
        connection.exec_driver_sql("UPDATE setting SET value = '\"other\"' WHERE name = 'hub_id'")
    ask(page, qtbot, f"http://127.0.0.1:{serve()}")
    press(page, qtbot, "answer-1")
    assert "另一个总台" in notice(page)
    assert address_of(desk) == NOBODY


def test_what_is_being_typed_stays_when_the_page_is_read_anew(page, qtbot):
    press(page, qtbot, "hub-change")
    find(page, "hub-address").setText("https://hub.exam")
    page.here.words.choose("en")
    page.workplace.page.refresh()
    assert find(page, "hub-address").text() == "https://hub.exam"


@pytest.mark.parametrize("size", [16, 30])
@pytest.mark.parametrize("language", ["zh_CN", "en"])
def test_nothing_of_it_is_cut(page, qtbot, language, size):
    page.here.words.choose(language)
    page.here.look.choose(size=size)
    press(page, qtbot, "hub-change")
    for complaint in (seen.cut, seen.overlapping, seen.outside, seen.nameless, seen.unreached):
        assert complaint(page.window) == []
