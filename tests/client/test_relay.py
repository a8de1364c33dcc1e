"""Envelopes that were changed, mixed up or come late, laptop and hub in one process."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from gridapp.client.actions import relay
from gridapp.client.actions.issues import report_issue
from gridapp.client.actions.send import SendingAlready, sending, status
from gridapp.domain.errors import Expected
from gridapp.domain.records.people import Household
from gridapp.files import envelope
from gridapp.server import relay as office
from gridapp.store import settings
from gridapp.wire import sealed, signature
from tests.client.conftest import dump, edit, held, row


@pytest.fixture
def stick(tmp_path):
    """What is carried between laptop and office."""
    folder = tmp_path / "stick"
    folder.mkdir()
    return folder


@pytest.fixture
def carried(town, stick):
    """Carry what a laptop has to the office: the answer, still on the stick."""

    def run(desk, name="li.envelope"):
        (file,) = relay.write_out(desk, stick / name).files
        return office.relay(town.hub, file).answer

    return run


def report(desk, text="路灯不亮了"):
    return report_issue(desk, category="0205", text=text, place="小区东门").issue


def hub_dump(town):
    with town.hub.store.reading() as connection:
        return {
            name: connection.exec_driver_sql(f"SELECT * FROM {name} ORDER BY 1, 2").all()  # noqa: S608
            for name in ("issue", "issue_step", "household", "answered", "offered", "setting")
        }


def resigned(file, private, **lies):
    """The envelope with another head, signed again by whoever holds `private`."""
    came = envelope.read(file)
    head = replace(came.head, **lies)
    envelope.write(file, head, came.body, lambda said: sealed.sign(private, said))


def own(desk):
    return bytes.fromhex(desk.me.private_key)


def test_byte_changed_anywhere_nothing_is_taken(town, desk, stick):
    report(desk)
    (file,) = relay.write_out(desk, stick / "li.envelope").files
    office.relay(town.hub, file)
    for path, take in (
        (file, lambda path: office.relay(town.hub, path)),
        (stick / "li.envelope.answer", lambda path: relay.take_in(desk, path)),
    ):
        whole = path.read_bytes()
        before = dump(desk), hub_dump(town)
        for at in range(0, len(whole), 3):
            path.write_bytes(whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :])
            with pytest.raises(Expected, match="Nothing was"):
                take(path)
        assert (dump(desk), hub_dump(town)) == before
        path.write_bytes(whole)


def test_in_a_folder_the_files_are_named_for_the_person(town, desk, stick):
    for number in range(2):
        report(desk, f"路灯第{number}盏不亮")
    files = [path for _ in range(2) for path in relay.write_out(desk, stick, largest=1).files]
    names = [f"{desk.me.tag}-{number}-{part}.envelope" for number in (1, 2) for part in (1, 2)]
    assert [path.name for path in files] == names
    answers = stick / "answers"
    answers.mkdir()
    told = office.relay(town.hub, files[0], answers).answer
    assert told == answers / f"{names[0]}.answer"
    assert relay.take_in(desk, told).verdicts == {"stored": 2}


def test_head_that_was_rewritten_is_seen(town, desk, stick):
    """The body is as it was, and the head says what somebody else wants."""
    report(desk)
    (file,) = relay.write_out(desk, stick / "li.envelope").files
    whole, before = file.read_bytes(), hub_dump(town)
    first, head, rest = whole.split(b"\n", 2)
    for lie in ({"number": 7}, {"made_at": "2027"}, {"reader": "09" * 32}, {"reader": "no"}):
        told = json.dumps(json.loads(head) | lie).encode()
        file.write_bytes(b"\n".join([first, told, rest]))
        with pytest.raises(envelope.NotWhole):
            office.relay(town.hub, file)
    assert hub_dump(town) == before


def test_another_laptop_cannot_pass_an_envelope_off_as_its_own(town, desk, stick):
    other = town.desk("zhang")
    report(desk)
    (file,) = relay.write_out(desk, stick / "li.envelope").files
    before = hub_dump(town)
    resigned(file, own(other), laptop=other.me.device_id)
    with pytest.raises(office.NotForThisHub, match="a key this hub does not have"):
        office.relay(town.hub, file)
    assert hub_dump(town) == before


def test_answer_nobody_but_the_hub_can_have_written(desk, carried):
    report(desk)
    answer = carried(desk)
    before = dump(desk)
    resigned(answer, own(desk))
    with pytest.raises(envelope.NotWhole):
        relay.take_in(desk, answer)
    assert dump(desk) == before


def test_hub_that_lost_its_key_says_so(town, desk, stick):
    report(desk)
    (file,) = relay.write_out(desk, stick / "li.envelope").files
    with town.hub.store.writing() as connection:
        settings.keep(connection, relay_key=signature.new_key().hex())
    with pytest.raises(office.NotForThisHub, match="a key this hub does not have"):
        office.relay(town.hub, file)


@pytest.mark.parametrize("keys", ["", "no key", "ab" * 32, "ab" * 65])
def test_laptop_that_was_never_told_the_keys_says_so(desk, stick, keys):
    old = replace(desk, me=replace(desk.me, relay_key=keys))
    with pytest.raises(relay.NoSeal, match="Nothing was changed"):
        relay.write_out(old, stick / "li.envelope")
    with pytest.raises(relay.NoSeal):
        relay.take_in(old, stick / "li.envelope.answer")
    assert list(stick.iterdir()) == []


def test_while_the_laptop_is_sending_no_envelope_comes_between(desk, stick, carried):
    answer = carried(desk)
    with sending(desk):
        with pytest.raises(SendingAlready):
            relay.write_out(desk, stick / "li.envelope")
        with pytest.raises(SendingAlready):
            relay.take_in(desk, answer)


def test_envelope_on_its_way_stops_neither_writing_nor_the_network(town, desk, stick, take):
    take(row())
    town.sync(desk)
    (home,) = held(desk, Household)
    edit(desk, home, remark="先写的")
    (file,) = relay.write_out(desk, stick / "li.envelope").files
    edit(desk, held(desk, Household)[0], remark="后写的")
    answer = office.relay(town.hub, file).answer
    assert town.sync(desk).not_taken == 0
    assert relay.take_in(desk, answer).verdicts == {}
    assert held(desk, Household)[0].remark == "后写的"
    other = town.desk("zhang")
    town.sync(other)
    assert held(other, Household)[0].remark == "后写的"


def test_answers_in_any_order_end_with_what_the_hub_holds(town, desk, stick, take):
    """Two wrote the same field; the hub decided, and the answer that tells it comes last."""
    take(row())
    other = town.desk("zhang")
    town.sync(desk, other)
    edit(other, held(other, Household)[0], remark="别人写的")
    town.sync(other)
    edit(desk, held(desk, Household)[0], remark="我写的")
    report(desk)
    files = [relay.write_out(desk, stick / f"{n}.envelope").files[0] for n in (1, 2)]
    first, second = (office.relay(town.hub, file).answer for file in files)
    for answer in (second, first, second):
        relay.take_in(desk, answer)
    assert status(desk).waiting == {}
    town.sync(desk, other)
    (mine,), (theirs,) = held(desk, Household), held(other, Household)
    assert (mine.remark, mine.rev) == (theirs.remark, theirs.rev)
    assert mine.remark == "别人写的"


def test_envelope_that_comes_late_makes_no_double_of_its_laptop(town, desk, stick):
    """It was written before what the network carried since; nothing was put back or copied."""
    report(desk)
    town.sync(desk)
    report(desk, "井盖破损")
    (file,) = relay.write_out(desk, stick / "li.envelope").files
    for text in ("路面有坑", "护栏松动"):
        report(desk, text)
        town.sync(desk)
    office.relay(town.hub, file)
    report(desk, "楼道堆物")
    assert not town.sync(desk).is_double
    with town.hub.store.reading() as connection:
        noted = connection.exec_driver_sql("SELECT what FROM audit").scalars().all()
    assert "laptop put back or copied" not in noted


def test_late_answer_to_one_part_does_not_leave_what_the_hub_refused(town, desk, stick, take):
    """The other part's answer was read further: what the hub decided of this one is read again."""
    take(row(), row("102", "蒋平晓"))
    other = town.desk("zhang")
    town.sync(desk, other)
    for home in held(other, Household):
        edit(other, home, remark="别人写的")
    town.sync(other)
    for home in held(desk, Household):
        edit(desk, home, remark="我写的")
    files = relay.write_out(desk, stick / "li.envelope", largest=1).files
    assert len(files) == 2
    first, second = (office.relay(town.hub, file).answer for file in files)
    relay.take_in(desk, second)
    relay.take_in(desk, first)
    assert status(desk).waiting == {}
    town.sync(desk)
    assert {home.remark for home in held(desk, Household)} == {"别人写的"}


def test_steps_travel_with_their_issue_however_small_the_parts(town, desk, stick):
    for number in range(4):
        report(desk, f"路灯第{number}盏不亮")
    files = relay.write_out(desk, stick / "li.envelope", largest=1).files
    assert len(files) == 4
    taken = [office.relay(town.hub, Path(file)) for file in reversed(files)]
    assert [each.verdicts for each in taken] == [{"stored": 2}] * 4
    for each in taken:
        relay.take_in(desk, each.answer)
    assert (status(desk).waiting, status(desk).aside) == ({}, [])


def test_answer_that_comes_late_puts_nothing_back(town, desk, carried, take):
    take(row())
    other = town.desk("zhang")
    town.sync(desk, other)
    edit(other, held(other, Household)[0], remark="早先的")
    town.sync(other)
    answer = carried(desk)
    edit(other, held(other, Household)[0], remark="后来的")
    town.sync(other, desk)
    before = dump(desk)
    late = relay.take_in(desk, answer)
    assert (late.verdicts, late.received) == ({}, 0)
    assert dump(desk) == before
    assert held(desk, Household)[0].remark == "后来的"


def test_more_than_one_page_comes_with_one_stick(town, desk, carried, take):
    """A page has two thousand records."""
    other = town.desk("zhang")
    rooms = [row(f"{n}", f"演示{n}") for n in range(1000, 1700)]
    take(*rooms, at=other)
    town.sync(other)
    answer = carried(desk)
    came = relay.take_in(desk, answer)
    assert came.received > 2000
    assert came.said == "The answer was taken in."
    assert len(held(desk, Household)) == 700
    assert town.sync(desk).received == 0
