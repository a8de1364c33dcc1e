"""The grids of the office's hub, what it holds of each, and the laptops."""

import json

import pytest

from gridapp.domain.fields import BadField
from gridapp.server.accounts import NotLetIn
from gridapp.server.admin import NoSuchPlace
from gridapp.server.enrolling import NotWritten
from gridapp.store.sealing import unseal
from gridapp.wire import codec
from gridapp.wire.messages import Enrolment
from tests.server.offices import COMMUNITY, add, hub_of, office_in
from tests.server.world import FAR_GRID, GRID, NEXT_GRID, World, move_in


def test_grids_get_the_next_number_and_another_name(office):
    assert office.add_grid(community=COMMUNITY, name=" 第二网格 ") == f"{COMMUNITY}002"
    office.rename_grid(f"{COMMUNITY}002", "学府网格")
    assert [(line.code[-3:], line.name) for line in office.grids()] == [
        ("001", "第一网格"),
        ("002", "学府网格"),
    ]
    for community in ("990101001002", "990101001", "", "x"):
        with pytest.raises(NoSuchPlace):
            office.add_grid(community=community, name="x")
    with pytest.raises(NoSuchPlace):
        office.rename_grid(f"{COMMUNITY}009", "x")
    with pytest.raises(BadField):
        office.rename_grid(f"{COMMUNITY}001", " ")
    assert len(office.grids()) == 2


@pytest.mark.parametrize("built", ["sqlite"], indirect=True)  # its page knows a folder
def test_what_laptops_handed_in_is_counted_by_grid(world: World, tmp_path):
    li = world.desk("li")
    move_in(li, "101")
    move_in(li, "102", moved_out_on="2026-11-01")
    world.sync(li)
    office = office_in(world.folder, tmp_path)
    counted = {line.code: line for line in office.grids()}
    assert list(counted) == [GRID, NEXT_GRID, FAR_GRID]
    mine = counted[GRID]
    assert (mine.buildings, mine.houses, mine.households, mine.workers) == (1, 2, 1, 2)
    assert counted[NEXT_GRID].houses == 0
    assert office.state().buildings == 1
    [building] = office.buildings(mine.code)
    assert (building.no, building.houses) == ("5", 2)
    assert office.buildings(counted[NEXT_GRID].code) == ()
    office.close()


def test_an_enrolment_file_comes_with_its_paper(office, tmp_path):
    add(office)
    slip = office.laptop_file("li", tmp_path)
    assert (slip.person, slip.account, slip.file.name) == ("李桂芬", "li", "li.json")
    assert len(slip.steps) == 4
    opened = unseal(json.loads(slip.file.read_text("utf-8")), slip.code.replace("-", ""))
    told = codec.decode(opened[32:], Enrolment)
    assert (told.account, told.address) == ("li", slip.address)
    assert slip.code not in slip.file.read_text("utf-8")
    second = office.laptop_file("li", tmp_path)
    assert second.file.name == "li-2.json"
    assert office.state().laptops == 2


def test_an_enrolment_file_that_cannot_be_written_registers_nothing(office, tmp_path):
    add(office)
    with pytest.raises(NotWritten, match="nowhere"):
        office.laptop_file("li", tmp_path / "nowhere")
    with pytest.raises(NotLetIn):
        office.laptop_file("nobody", tmp_path)
    assert office.laptops() == ()
    assert list(tmp_path.glob("*.json")) == []


def test_a_laptop_is_listed_and_stopped_once(office, tmp_path):
    add(office)
    slips = [office.laptop_file("li", tmp_path) for _ in range(2)]
    newest, oldest = office.laptops()
    assert [newest.label, oldest.label] == [slips[1].file.name, slips[0].file.name]
    assert (newest.account, newest.person, newest.stopped_at) == ("li", "李桂芬", "")
    assert oldest.enrolled_at < newest.enrolled_at
    office.stop_laptop(oldest.device_id)
    assert [bool(line.stopped_at) for line in office.laptops()] == [False, True]
    assert hub_of(office).device(oldest.device_id) is None
    assert hub_of(office).device(newest.device_id) is not None
    for this in (oldest.device_id, "nobody"):
        with pytest.raises(NotLetIn, match="stopped before"):
            office.stop_laptop(this)
