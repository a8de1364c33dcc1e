"""Four programs serve one hub: every request of every laptop goes to another of them."""

import itertools
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from threading import Barrier, Event
from typing import Any

import pytest
from sqlalchemy import func, select

from gridapp.client.actions.conflicts import disagreements
from gridapp.client.actions.send_photos import fetch_photo
from gridapp.client.desk import Desk
from gridapp.domain.hub_numbers import folded, sum_of
from gridapp.domain.records.visits import Photo
from gridapp.server import running
from gridapp.store import photos
from gridapp.store.hub_tables import hub as hub_tables
from gridapp.store.pictures import waiting
from gridapp.sync.converse import closed_ask, converse
from gridapp.sync.http_pictures import HttpPictures
from gridapp.sync.link import HubAway, HubFault
from gridapp.sync.pictures import send_pictures
from tests.end_to_end.faulty import passed
from tests.end_to_end.office import Started
from tests.faults.town import Town, homes
from tests.postgres import STORES
from tests.server.world import build, edit, household
from tests.sync.large import MANY, put
from tests.sync.pictures import Laptop, jpeg
from tests.sync.shaky import knock, stands

pytestmark = pytest.mark.end_to_end

PROGRAMS, EVENINGS = 4, 5
ACCOUNTS = ("li", "zhang", "li", "zhang")
# What each of the laptops writes into one household, evening after evening.
OWN = ("phone", "resident_count", "preferred_time", "salutation")
MOST_TRIES = 20


@pytest.fixture(scope="module", params=STORES[1:])
def built(postgres, request, tmp_path_factory):
    """A hub whose records are in a database."""
    assert request.param == "postgres"
    return build(tmp_path_factory.mktemp("built") / "world", postgres)


@pytest.fixture
def crowd(built, tmp_path):
    """Four laptops of a grid that holds more than a page, and the four programs of their hub."""
    with Town.of(built, tmp_path) as town:
        put(town.world, MANY)
        desks = [town.laptop(account) for account in ACCOUNTS]
        programs = [town.start() for _ in range(PROGRAMS)]
        for program in programs:
            program.wait_for(1)
        crowd = Crowd(town, desks, programs)
        town.line.fault = in_turn(crowd.addresses)
        yield crowd


def in_turn(addresses):
    """The line is well and leads to each of these in turn, whoever calls."""
    listed = (address.removeprefix("http://").split(":") for address in addresses)
    turns = itertools.cycle([(host, int(port)) for host, port in listed])
    return lambda call: passed(replace(call, line=replace(call.line, hub=next(turns))))


@dataclass
class Crowd:
    """Laptops that call at the same time; `acknowledged` are the visits whose sending went well."""

    town: Any
    desks: list[Desk]
    programs: list[Started]
    acknowledged: list[str] = field(default_factory=list)
    pictures: list[tuple[Desk, Photo]] = field(default_factory=list)

    @property
    def addresses(self):
        return [program.printed()[0]["hub"] for program in self.programs]

    def sync(self, desk):
        """Records, then pictures, as often as it takes: the line may end in a dead program."""
        remote = self.town.remotes[desk.me.device_id]
        tally = stubborn(lambda: converse(desk.store, remote, desk.clock))
        stubborn(lambda: list(send_pictures(desk.store, remote)))
        return tally

    def at_once(self, act):
        """Each laptop acts in a thread of its own; what they found."""
        with ThreadPoolExecutor(len(self.desks)) as pool:
            return list(pool.map(act, range(len(self.desks))))

    def work(self, number, home, evening):
        """Visits, an edit and a photo at one laptop, all of it sent."""
        desk = self.desks[number]
        visits = [knock(desk, home).id for _ in range(3)]
        value = evening if OWN[number] == "resident_count" else f"{number}-{evening}"
        edit(desk, home, **{OWN[number]: value})
        if evening % 2:
            laptop = Laptop(self.town, desk, b"")
            self.pictures.append((desk, laptop.photo(jpeg(f"{number}-{evening}"))))
        self.sync(desk)
        self.acknowledged += visits


def stubborn(act):
    """Do it again while a program that died leaves the laptop without an answer."""
    for _ in range(MOST_TRIES):
        try:
            return act()
        except (HubAway, HubFault) as problem:
            lost = problem
    raise lost


def rows_of(town, name):
    with town.world.hub.store.reading() as connection:
        return connection.execute(hub_tables.tables[name].select()).all()


def check_numbers(town):
    """Each number stands for one record and each record under one number, and the sums say so."""
    entries = rows_of(town, "entry")
    assert len({(each.shard, each.rev) for each in entries}) == len(entries)
    assert len({(each.kind, each.record_id) for each in entries}) == len(entries)
    for scope in rows_of(town, "scope"):
        here = [each for each in entries if each.scope == scope.scope]
        ours = folded(sum_of(each.kind, [(each.record_id, each.rev)]) for each in here)
        assert ours == (scope.count, scope.total)


def check_all_hold_the_same(crowd):
    """Everybody sends and reads until nothing moves; then laptops and hub hold the same."""
    for desk in crowd.desks * 2:
        crowd.sync(desk)
    held = stands(crowd.town.world)
    for desk in crowd.desks:
        tally = crowd.sync(desk)
        assert (tally.sent, tally.received, tally.round_trips) == (0, 0, 1)
        assert not tally.is_double
        assert stands(desk) == held


def test_any_program_answers_any_laptop_and_one_that_dies_loses_nothing(crowd):
    town, (first, *_) = crowd.town, crowd.desks
    home, disputed = homes(first, [101, 102])
    for desk in crowd.desks:  # the first of them hands the doors in
        crowd.sync(desk)
    assert town.count("snapshot") >= 1
    begin, well_on = Barrier(len(crowd.desks)), Event()

    def evenings(number):
        edit(crowd.desks[number], disputed, remark=f"said by {number}")
        begin.wait()
        for evening in range(EVENINGS):
            crowd.work(number, home, evening)
            if evening == EVENINGS // 2:
                well_on.set()

    with ThreadPoolExecutor(1) as pool:
        pool.submit(lambda: well_on.wait() and crowd.programs[1].kill())
        crowd.at_once(evenings)
    check_all_hold_the_same(crowd)
    check_numbers(town)
    told = running.running(town.world.folder)
    assert told.cut_off
    assert sorted(told.addresses) == sorted({*crowd.addresses} - {crowd.addresses[1]})

    visits = crowd.acknowledged
    assert len(set(visits)) == len(crowd.desks) * EVENINGS * 3
    assert town.held("visit", visits) == dict.fromkeys(visits, 1)
    assert town.count("visit") == MANY + len(visits)
    last = EVENINGS - 1
    values: dict[str, Any] = {name: f"{number}-{last}" for number, name in enumerate(OWN)}
    values["resident_count"] = last
    for desk in crowd.desks:
        held = household(desk, home)
        assert {name: getattr(held, name) for name in OWN} == values
    asked = disagreements(first)
    (kept,) = {each.kept.value for each in asked}
    assert household(first, disputed).remark == kept
    lost = {each.offered.value for each in asked}
    assert {kept, *lost} == {f"said by {number}" for number in range(len(crowd.desks))}
    assert len(asked) == len(crowd.desks) - 1

    for desk, photo in crowd.pictures:
        with desk.store.reading() as connection:
            assert waiting(connection).photos == 0
        other = next(each for each in crowd.desks if each is not desk)
        remote = town.remotes[other.me.device_id]
        picture = stubborn(lambda at=other, hub=remote, this=photo: fetch_photo(at, hub, this))
        assert picture == photos.read(desk.store, photo.sha256)


def test_one_request_that_reaches_all_programs_at_once_counts_once(crowd):
    town, (first, other, *_) = crowd.town, crowd.desks
    (home,) = homes(first, [101])
    for desk in (first, other):
        crowd.sync(desk)
    edit(first, home, remark="two dogs")
    visits = [knock(first, home).id for _ in range(20)]
    me = first.me.device_id
    remotes = [
        HttpPictures(each, device_id=me, private_key=town.privates[me]) for each in crowd.addresses
    ]
    _, ask = closed_ask(first.store, first.clock(), 1000)
    begin = Barrier(PROGRAMS)

    def asked(remote):
        begin.wait()
        return remote.exchange(ask)

    with ThreadPoolExecutor(PROGRAMS) as pool:
        answers = list(pool.map(asked, remotes))
    for remote in remotes:
        remote.close()
    assert {tuple(answer.numbers["visit"]) for answer in answers} == {
        tuple(answers[0].numbers["visit"])
    }
    assert {(r.verdict, r.rev) for answer in answers for r in answer.receipts} == {
        (answers[0].receipts[0].verdict, answers[0].receipts[0].rev)
    }
    assert town.held("visit", visits) == dict.fromkeys(visits, 1)
    check_all_hold_the_same(crowd)
    check_numbers(town)
    with town.world.hub.store.reading() as connection:
        conflicts = select(func.count()).select_from(hub_tables.tables["conflict"])
        assert connection.execute(conflicts).scalar_one() == 0
