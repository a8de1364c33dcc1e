"""This computer as the office's hub: begun, locked, started with the computer, copied."""

import shutil
from datetime import timedelta

import pytest

from gridapp.domain.codes import code_list
from gridapp.domain.office import Office, sign_of
from gridapp.server import admin
from gridapp.server.admin import NotTheWay
from gridapp.server.keeping import NoHub
from gridapp.server.office import HubOffice, NotByItself
from gridapp.store import settings
from gridapp.store.engine import StoreFull
from gridapp.store.keys import NeedsPassphrase, NoKey
from gridapp.store.sealing import WrongPassphrase
from tests.server.offices import COMMUNITY, NAMES, PASSPHRASE, hub_of, office_in
from tests.server.world import Clock


def test_it_keeps_what_the_page_was_promised(begun):
    promised: Office = HubOffice(begun, PASSPHRASE)  # mypy compares every signature
    assert promised.state().begun
    promised.close()


def test_a_computer_without_a_hub_says_so(tmp_path):
    office = office_in(tmp_path / "none", tmp_path)
    state = office.state()
    assert (state.begun, state.locked, state.runs, state.cut_off) == (False,) * 4
    with pytest.raises(NoHub):
        office.accounts()
    assert not (tmp_path / "none").exists()


def test_a_hub_just_begun_knows_its_places_and_itself(office):
    state = office.state()
    assert (state.begun, state.locked, state.demo, state.runs) == (True, False, False, False)
    assert (state.accounts, state.laptops, state.grids, state.buildings) == (0, 0, 1, 0)
    assert state.newest_copy is None
    assert [line.name for line in office.places()] == [*NAMES, "第一网格"]
    assert [line.level for line in office.places()][-2:] == ["community", "grid"]


def test_the_words_read_aloud_come_from_the_hub_alone(office):
    with hub_of(office).store.reading() as connection:
        hub_id = settings.read(connection, "hub_id")
    words = code_list("read_aloud")
    assert office.state().sign == sign_of(hub_id)
    assert len(sign_of(hub_id)) == 4
    assert all(word in words for word in sign_of(hub_id))
    assert len({sign_of(str(number)) for number in range(200)}) == 200


@pytest.mark.parametrize(
    ("code", "names"),
    [
        (COMMUNITY, NAMES[:-1]),
        ("99010100100", NAMES),
        ("9901", NAMES[:2]),
        ("", []),
        ("99010a001001", NAMES),
        (COMMUNITY, [*NAMES[:-1], " "]),
    ],
)
def test_a_place_that_names_do_not_lead_to_begins_nothing(tmp_path, code, names):
    office = office_in(tmp_path / "hub", tmp_path)
    with pytest.raises(NotTheWay):
        office.begin(code=code, names=names, passphrase=PASSPHRASE)
    assert not office.state().begun


def test_a_second_hub_is_not_begun_over_the_first(office):
    with pytest.raises(NoKey):
        office.begin(code=COMMUNITY, names=NAMES, passphrase=PASSPHRASE)
    assert office.state().grids == 1


def test_without_a_key_store_a_hub_needs_an_unlock_password(tmp_path):
    office = office_in(tmp_path / "hub", tmp_path, passphrase=None)
    with pytest.raises(NeedsPassphrase):
        office.begin(code=COMMUNITY, names=NAMES)
    assert not office.state().begun


def test_a_locked_hub_is_told_and_opens_with_its_password(begun, tmp_path):
    office = office_in(begun, tmp_path, passphrase=None)
    state = office.state()
    assert (state.begun, state.locked, state.grids) == (True, True, 0)
    with pytest.raises(WrongPassphrase):
        office.unlock("another")
    assert office.state().locked
    office.unlock(PASSPHRASE)
    assert office.state().grids == 1
    office.close()


def test_more_places_are_read_from_a_file(office, tmp_path):
    tree = tmp_path / "divisions.csv"
    tree.write_text("code,name,level,parent\n990101001002,望溪社区,community,990101001\n", "utf-8")
    assert office.read_divisions(tree) == 1
    assert office.add_grid(community="990101001002", name="一网格") == "990101001002001"


def test_only_a_hub_that_opens_by_itself_starts_with_the_computer(office):
    with pytest.raises(NotByItself, match="by hand"):
        office.start_with_pc(on=True)
    assert not office.state().starts_with_pc


def test_a_hub_starts_with_the_computer_until_it_shall_not(tmp_path):
    office = office_in(tmp_path / "hub", tmp_path / "home")
    admin.init(office._custody(), demo=True, clock=Clock()).store.close()
    office.start_with_pc(on=True)
    assert office.state().starts_with_pc
    [file] = (tmp_path / "home").rglob("*.desktop")
    assert f'"{tmp_path / "hub"}"' in file.read_text("utf-8")
    office.start_with_pc(on=False)
    assert not office.state().starts_with_pc
    office.close()


def test_copies_are_made_listed_and_remembered(office, tmp_path):
    assert office.copies() == ()
    first = office.make_copy()
    hub_of(office).clock.at += timedelta(hours=1)
    second = office.make_copy(tmp_path / "stick")
    assert office.copies() == (second, first)
    assert office.state().newest_copy == second
    assert second.file.parent == tmp_path / "stick"
    assert first.file.parent == tmp_path / "hub" / "backup"
    assert second.size == second.file.stat().st_size > 0
    shutil.rmtree(tmp_path / "stick")
    assert office.state().newest_copy == first


def test_a_copy_that_finds_no_room_is_said(office, tmp_path):
    (tmp_path / "file").touch()
    with pytest.raises(StoreFull):
        office.make_copy(tmp_path / "file")
    assert office.copies() == ()
