"""Whatever answers instead of the hub, or does not: one sentence, and nothing changes."""

from threading import Event

import pytest

from tests.end_to_end import faulty
from tests.end_to_end.office import Laptop, spoil, until

pytestmark = pytest.mark.end_to_end

AWAY = "The office hub did not answer. Everything you wrote is saved on this laptop. "
PORTAL = "The network's own sign-in page answered instead of the office hub. "
STALE = "What came back was the answer to something else. "
FAULT = "The office hub has a problem. Everything you wrote is saved on this laptop. "
FAULTS = {
    "nobody there": (faulty.refused, AWAY),
    "cut in the request": (faulty.cut_up, AWAY),
    "cut in the answer": (faulty.cut_down, AWAY),
    "answer lost": (faulty.dropped, AWAY),
    "a portal": (faulty.html, PORTAL),
    "a broken proxy": (faulty.broken, FAULT),
    "moved": (faulty.says("302 Found", location="http://127.0.0.1:9/"), PORTAL),
    "an old answer": (faulty.stale, STALE),
}


@pytest.fixture
def busy(town):
    """A laptop with something to send that has talked to the hub before; the office is open."""
    town.open()
    laptop = town.laptop("li")
    laptop.sync()
    where = ["--place", "小区东门", "--category", "0205"]
    laptop.good("desk", "report-issue", *where, "--text", "路灯不亮")
    return laptop


def one_sentence(said, begins):
    assert (said.code, said.out) == (1, "")
    assert said.error.startswith(begins)
    assert said.error.count("\n") == 1


def test_every_fault_of_the_line_is_one_sentence_and_loses_nothing(town, busy):
    before = busy.status()
    assert before["waiting"] == {"issue": 1, "issue_step": 1}
    for fault, begins in FAULTS.values():
        town.line.fault = fault
        one_sentence(busy.desk("sync"), begins)
    assert busy.status() == before
    town.line.fault = faulty.passed
    assert busy.sync()["verdicts"] == {"stored": 2}
    assert busy.status()["records"]["issue"] == 1
    assert (busy.sync()["sent"], busy.status()["waiting"]) == (0, {})


def test_hub_that_is_closed_is_told_and_work_goes_on(town, busy):
    town.shut()
    one_sentence(busy.desk("sync"), AWAY)
    assert sum(busy.status()["waiting"].values()) == 2
    town.open()
    assert busy.sync()["verdicts"] == {"stored": 2}


def test_hub_killed_in_the_middle_of_an_exchange_is_told_and_work_goes_on(town, busy):
    served = town.office.running[-1]

    def killed(call):
        call.ask_half(len(call.request) - 1)
        served.kill()
        served.wait()
        call.hang_up()

    town.line.fault = killed
    one_sentence(busy.desk("sync"), AWAY)
    town.open()
    assert busy.sync()["verdicts"] == {"stored": 2}


def test_laptop_that_is_cut_while_it_sends_is_no_mistake_of_the_hubs(town, busy):
    def cut(call):
        call.ask_half(len(call.request) - 1)
        call.hang_up()

    town.line.fault = cut
    one_sentence(busy.desk("sync"), AWAY)
    town.office.running[-1].terminate()
    town.office.running[-1].wait(timeout=30)
    assert (town.root / "hub-0.err").read_text("utf-8") == ""


def test_hub_with_a_bug_says_so_without_a_persons_name_in_its_log(town, busy):
    """A store that takes no issues, as after a mistake of ours."""
    name = "欧阳买买提"
    where = ["--place", f"{name}家门口", "--category", "0205"]
    busy.good("desk", "report-issue", *where, "--text", f"{name}家的灯不亮")
    log = town.root / "hub-0.err"
    assert log.exists()
    spoil(
        town.root / "office" / "hub" / "hub.db",
        "CREATE TRIGGER spoilt BEFORE INSERT ON issue BEGIN SELECT RAISE(ABORT, 'no'); END",
    )
    said = busy.desk("sync")
    one_sentence(said, FAULT)
    assert sum(busy.status()["waiting"].values()) == 4
    logged = until(lambda: log.read_text("utf-8"))
    assert "/v1/exchange failed: IntegrityError" in logged
    assert name not in logged
    assert "灯不亮" not in logged


def test_stopped_laptop_is_told_and_keeps_what_it_has(town, busy):
    stopped = "UPDATE device SET stopped_at = '2026-11-22T00:00:00.000Z'"
    spoil(town.root / "office" / "hub" / "hub.db", stopped)
    one_sentence(busy.desk("sync"), "The office hub does not know this laptop, or has stopped it. ")
    assert sum(busy.status()["waiting"].values()) == 2


def test_wrong_addresses_are_refused_before_anything_is_sent(town):
    town.open()
    port = town.line.address.rpartition(":")[2]
    calls = len(town.line.requests)
    for address, begins in (
        (f"http://0.0.0.0:{port}", "Nothing was sent: "),
        ("http://hub.example", "Nothing was sent: "),
        ("hub.example", "“hub.example” is not an address of an office hub."),
        ("", "“” is not an address of an office hub."),
    ):
        laptop = Laptop(town.root, town.root / "new")
        one_sentence(laptop.desk("sign-in", "--hub", address, "--account", "li"), begins)
        assert not laptop.home.exists()
    assert len(town.line.requests) == calls


def test_sign_in_over_a_bad_line_makes_no_desk_and_can_be_done_again(town):
    town.open()
    laptop = Laptop(town.root, town.root / "new")
    options = ["--hub", town.line.address, "--account", "li"]
    for fault, begins in (FAULTS["a portal"], FAULTS["answer lost"], FAULTS["moved"]):
        town.line.fault = fault
        one_sentence(laptop.desk("sign-in", *options), begins)
        assert not laptop.home.exists()
    town.line.fault = faulty.passed
    assert laptop.good("desk", "sign-in", *options)["account"] == "li"


def test_only_one_command_sends_at_a_time(town, busy):
    calls = len(town.line.requests)
    answered = Event()

    def slow(call):
        answered.wait(20)
        faulty.passed(call)

    town.line.fault = slow
    first = busy.start("desk", "sync", name="first")
    until(lambda: len(town.line.requests) > calls)
    second = busy.desk("sync")
    answered.set()
    one_sentence(second, "This laptop is sending already.")
    assert first.finish().code == 0
    assert busy.status()["waiting"] == {}
