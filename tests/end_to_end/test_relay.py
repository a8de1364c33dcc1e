"""Sending by stick, with the real commands: lost, copied, late, cut and changed envelopes."""

import shutil

import pytest

from gridapp.store.hub_tables import hub
from tests.end_to_end.office import DATA, Office, jsonl, opened, spoil

pytestmark = pytest.mark.end_to_end

WHERE = ["--place", "小区东门", "--category", "0205"]


@pytest.fixture
def stick(tmp_path):
    """What is carried between laptop and office; nothing else connects them."""
    folder = tmp_path / "stick"
    folder.mkdir()
    return folder


@pytest.fixture
def laptop(town):
    return town.laptop("li")


def report(laptop, text="路灯不亮了"):
    return laptop.good("desk", "report-issue", *WHERE, "--text", text)["id"]


def out(laptop, file, *options):
    return laptop.good("desk", "relay-out", file, *options)


def relay(town, file, *options):
    return town.office.admin("relay", file, *options)


def back(laptop, file):
    return laptop.good("desk", "relay-in", file)


def refused(said, *parts):
    assert (said.code, said.out, said.error.count("\n")) == (1, "", 1), said
    for part in parts:
        assert part in said.error


def hub_holds(town, *kinds):
    """What the hub holds of each kind, and the numbers it gave."""
    store = opened(town.root / "office" / "hub" / "hub.db")
    with store.reading() as connection:
        held = {
            kind: connection.execute(hub.tables[kind].select()).mappings().all() for kind in kinds
        }
    store.close()
    names = ("id", "change_id", "written_at", "deleted", "rev")
    return {
        kind: sorted([str(row.get(name)) for name in names] for row in rows)
        for kind, rows in held.items()
    }


KINDS = ("issue", "issue_step", "household", "resident", "house", "offered", "conflict")


def test_what_is_carried_over_arrives_and_the_answer_comes_back(town, laptop, stick):
    issue = report(laptop)
    written = out(laptop, stick / "li.envelope")
    assert written == {"number": 1, "changes": 2, "files": [str(stick / "li.envelope")]}
    assert laptop.status()["waiting"] == {"issue": 1, "issue_step": 1}
    came = relay(town, stick / "li.envelope")
    assert (came["account"], came["number"], came["verdicts"]) == ("li", 1, {"stored": 2})
    assert came["said"] == "The envelope was taken in. Take the answer back to the laptop."
    done = back(laptop, came["answer"])
    assert (done["verdicts"], done["said"]) == ({"stored": 2}, "The answer was taken in.")
    assert laptop.status()["waiting"] == {}
    town.open()
    assert laptop.sync()["sent"] == 0
    other = town.laptop("zhang")
    other.sync()
    assert [line["id"] for line in other.desk("issues").lines] == [issue]


def test_stick_shows_nothing_of_what_is_carried(town, laptop, stick):
    report(laptop, "欧阳买买提家的灯不亮")
    out(laptop, stick / "li.envelope")
    relay(town, stick / "li.envelope", "--out", stick / "answer")
    for file in stick.iterdir():
        for word in ("欧阳买买提", "小区东门", "issue"):
            assert word.encode() not in file.read_bytes()


def test_both_ways_at_once_take_nothing_twice(town, laptop, stick):
    """An envelope is on its way and the network is back before it arrives."""
    report(laptop)
    out(laptop, stick / "li.envelope")
    town.open()
    assert laptop.sync()["verdicts"] == {"stored": 2}
    before = laptop.status()
    held = hub_holds(town, *KINDS)
    answer = relay(town, stick / "li.envelope")["answer"]
    assert hub_holds(town, *KINDS) == held
    assert back(laptop, answer)["verdicts"] == {}
    assert laptop.status()["waiting"] == before["waiting"] == {}
    assert laptop.status()["records"] == before["records"]
    assert laptop.sync()["sent"] == 0


def test_copied_twice_wrong_order_one_cut_the_hub_is_the_same(town, laptop, stick):
    """Three envelopes of three days: the second is cut, the third comes first, all twice."""
    for day in (1, 2, 3):
        report(laptop, f"路灯第{day}盏不亮")
        out(laptop, stick / f"{day}.envelope")
    shutil.copy(stick / "3.envelope", stick / "3 (copy).envelope")
    cut = stick / "2.envelope"
    cut.write_bytes(cut.read_bytes()[:-40])
    assert relay(town, stick / "3.envelope")["verdicts"] == {"stored": 6}
    held = hub_holds(town, *KINDS)
    refused(town.office.run("admin", "relay", cut), "did not come whole", "Nothing was taken")
    late = relay(town, stick / "1.envelope")
    assert late["said"].startswith("A later envelope of this laptop came before this one.")
    again = relay(town, stick / "3 (copy).envelope")
    assert again["said"] == "This envelope had been taken in before. Nothing was taken twice."
    assert again["verdicts"] == {"stored": 6}
    assert hub_holds(town, *KINDS) == held
    assert not (stick / "2.envelope.answer").exists()
    # The answers come back in any order as well.
    assert back(laptop, late["answer"])["verdicts"] == {"stored": 2}
    back(laptop, again["answer"])
    after = laptop.status()
    assert (after["waiting"], after["aside"]) == ({}, [])
    for file in (late["answer"], stick / "3.envelope.answer", again["answer"]):
        assert back(laptop, file)["verdicts"] == {}
        assert laptop.status()["records"] == after["records"]
    town.open()
    assert laptop.sync()["sent"] == 0


def test_much_is_parted_and_each_part_may_come_first_or_never(town, stick):
    laptop = town.laptop("li")
    laptop.good("desk", "import", DATA / "rosters" / "榆晴社区住户台账.xlsx")
    report(laptop)
    waiting = sum(laptop.status()["waiting"].values())
    files = out(laptop, stick / "li.envelope", "--largest", "0.01")["files"]
    assert len(files) > 2
    assert files[:2] == [str(stick / "li-1.envelope"), str(stick / "li-2.envelope")]
    assert all((stick / name).stat().st_size <= 10_000 for name in files)
    lost, *rest = files
    taken = [relay(town, file) for file in reversed(rest)]
    assert {word for each in taken for word in each["verdicts"]} == {"stored"}
    for each in taken:
        back(laptop, each["answer"])
    left = sum(laptop.status()["waiting"].values())
    assert left == waiting - sum(each["verdicts"]["stored"] for each in taken)
    assert left > 0
    # What was lost is in the next one.
    came = relay(town, out(laptop, stick / "next.envelope")["files"][0])
    assert came["verdicts"] == {"stored": left}
    back(laptop, came["answer"])
    assert laptop.status()["waiting"] == {}
    relay(town, lost)
    town.open()
    assert laptop.sync()["sent"] == 0


def test_late_answer_does_not_put_back_what_changed_since(town, laptop, stick):
    other = town.laptop("zhang")
    town.open()
    other.good("desk", "import", DATA / "rosters" / "榆晴社区住户台账.xlsx")
    other.sync()
    answer = relay(town, out(laptop, stick / "li.envelope")["files"][0])["answer"]
    home = other.doors()[0]["household"]
    visit = {"household": home, "outcome": "30", "note": "不方便"}
    other.run("desk", "record-visit", told=jsonl([visit]))
    other.sync()
    laptop.sync()
    held = laptop.doors()
    said = back(laptop, answer)["said"]
    assert said.startswith("This answer is older than what this laptop has read already.")
    assert laptop.doors() == held


def test_stopped_laptops_envelope_is_kept_and_not_taken(town, laptop, stick):
    report(laptop)
    out(laptop, stick / "li.envelope")
    folder = town.root / "office" / "hub"
    held = hub_holds(town, *KINDS)
    spoil(folder / "hub.db", "UPDATE device SET stopped_at = '2026-11-22T00:00:00.000Z'")
    for _ in range(2):
        said = town.office.run("admin", "relay", stick / "li.envelope")
        refused(said, "that the office has stopped", "Nothing was taken from it")
    (kept,) = (folder / "envelopes").iterdir()
    assert kept.read_bytes() == (stick / "li.envelope").read_bytes()
    assert hub_holds(town, *KINDS) == held
    spoil(folder / "hub.db", "UPDATE device SET stopped_at = ''")
    assert relay(town, kept, "--out", stick / "answer")["verdicts"] == {"stored": 2}


def test_envelopes_gone_astray_are_told_one_from_the_other(town, laptop, stick):
    report(laptop)
    (mine,) = out(laptop, stick / "li.envelope")["files"]
    answer = relay(town, mine)["answer"]
    other = town.laptop("zhang")
    far = Office(town.root, town.root / "far")
    far.admin("init")
    before = [each.status() for each in (laptop, other)]
    refused(laptop.desk("relay-in", mine), "is an envelope for the office hub, not its answer")
    refused(town.office.run("admin", "relay", answer), "is an answer of an office hub")
    refused(other.desk("relay-in", answer), "is the answer for another laptop")
    refused(far.run("admin", "relay", mine), "is for another office hub")
    spoil(town.root / "office" / "hub" / "hub.db", "DELETE FROM device")
    refused(town.office.run("admin", "relay", mine), "from a laptop this hub does not know")
    assert [each.status() for each in (laptop, other)] == before


def test_what_cannot_be_read_or_written_is_told(town, laptop, stick):
    letter = stick / "letter.txt"
    letter.write_text("a letter to the office\n", encoding="utf-8")
    newer = stick / "newer.envelope"
    newer.write_bytes(b"gridapp envelope 2\n{}\n")
    report(laptop)
    out(laptop, stick / "li.envelope")
    before = laptop.status()
    for run in (
        lambda file: laptop.desk("relay-in", file),
        lambda file: town.office.run("admin", "relay", file),
    ):
        refused(run(letter), "is not an envelope")
        refused(run(newer), "was made by a newer program")
        refused(run(stick), "is not an envelope")
        refused(run(stick / "nothing"), "cannot be opened")
    for most in ("inf", "nan", "-1", "0.000001", "1e400", "much"):
        assert laptop.desk("relay-out", stick / "x", "--largest", most).code == 2
    refused(laptop.desk("relay-out", letter), "is there already")
    refused(town.office.run("admin", "relay", stick / "li.envelope", "--out", letter), "is there")
    refused(laptop.desk("relay-out", stick / "no" / "x"), "cannot be written")
    refused(laptop.desk("relay-out", stick / "x", most_bytes=100), "Free some room")
    assert laptop.status()["waiting"] == before["waiting"]
    assert [each.name for each in stick.iterdir() if each.name[0] == "x"] == []
    assert letter.read_text("utf-8") == "a letter to the office\n"
