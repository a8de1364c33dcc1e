"""The next list: what the laptop says stays, blanks are filled, and two laptops agree."""

import pytest

from gridapp.client.actions.import_roster import import_roster
from gridapp.client.actions.visits import record_visit
from gridapp.client.desk import NotYourGrid
from gridapp.client.roster.planning import Dealing
from gridapp.domain.records.people import Household, Resident
from gridapp.domain.records.places import Building, Compound, House, Unit
from tests.client.conftest import FAR_GRID, ROSTERS, dump, edit, held, row

KINDS = (Compound, Building, Unit, House, Household, Resident)


def only(desk, kind):
    (entry,) = held(desk, kind)
    return entry


def ids(desk):
    return {kind: {each.id for each in held(desk, kind)} for kind in KINDS}


def test_what_was_changed_on_the_laptop_stays_and_is_counted(take, desk):
    take(row(phone="10051908063", remark="爱养花"), row("102", "蒋平晓"))
    edit(desk, held(desk, Household, head="雷怡诺")[0], phone="10024742526", remark="养了两只猫")
    before = dump(desk)
    done = take(row(phone="10051908063", remark="爱养花"), row("102", "蒋平晓"))
    assert (done.new, done.filled, done.differing) == ({}, {}, {"household": 1})
    assert dump(desk) == before


def test_overwriting_takes_the_list_and_leaves_what_it_does_not_tell(take, desk):
    take(row(phone="10051908063", remark="爱养花"))
    edit(desk, only(desk, Household), phone="10024742526", care_tags=("E1",))
    done = take(row(phone="10051908063"), overwrite=True)
    assert (done.new, done.differing) == ({}, {"household": 1})
    home = only(desk, Household)
    assert (home.phone, home.care_tags, home.remark) == ("10051908063", ("E1",), "爱养花")


def test_overwriting_reaches_the_other_laptop(take, town, desk):
    take(row(phone="10051908063"))
    zhang = town.desk("zhang")
    town.sync(desk, zhang)
    take(row(phone="10024742526"), overwrite=True)
    town.sync(desk, zhang)
    assert only(zhang, Household).phone == only(zhang, Resident).phone == "10024742526"
    assert only(zhang, Household).written_by == "li"


def test_blanks_are_filled_by_the_next_list(take, desk):
    take(row())
    done = take(row(phone="10051908063", count=3, usage="自住"), row("102", "蒋平晓"))
    assert done.new == {"house": 1, "household": 1, "resident": 1}
    assert done.filled == {"house": 1, "household": 1, "resident": 1}
    assert done.differing == {}
    (home,) = held(desk, Household, head="雷怡诺")
    (house,) = held(desk, House, id=home.house_id)
    assert (home.phone, home.resident_count, house.usage) == ("10051908063", 3, "10")


def test_one_household_may_be_filled_and_differ_at_once(take, desk):
    take(row(count=3))
    done = take(row(count=4, phone="10051908063"))
    assert (done.filled, done.differing) == ({"household": 1, "resident": 1}, {"household": 1})
    home = only(desk, Household)
    assert (home.resident_count, home.phone) == (3, "10051908063")


def test_a_refusal_told_at_the_door_outlives_every_list(take, desk):
    take(row())
    record_visit(desk, household="5-1-101", outcome="32")
    take(
        row(remark="不愿登记"),
        dealing=Dealing(compound="榆晴小区", confirmed=frozenset({"refusal"})),
    )
    assert only(desk, Household).refusal == "32"
    take(row(), overwrite=True)
    assert only(desk, Household).refusal == "32"


def test_the_same_list_after_sending_waits_for_nothing(take, town, desk):
    take(row(phone="10051908063"), row("102", "蒋平晓"))
    assert town.sync(desk).sent > 0
    take(row(phone="10051908063"), row("102", "蒋平晓"))
    assert town.sync(desk).sent == 0


@pytest.mark.parametrize("path", sorted(ROSTERS.iterdir()), ids=lambda path: path.stem)
def test_two_laptops_of_one_district_give_every_record_the_same_id(town, desk, path):
    zhang = town.desk("zhang")
    import_roster(desk, path, dealing=Dealing())
    import_roster(zhang, path, dealing=Dealing())
    assert ids(desk) == ids(zhang)
    town.sync(desk, zhang)
    before = ids(desk)
    town.sync(desk)
    assert ids(desk) == ids(zhang) == before


def test_one_door_written_in_many_ways_is_one_record(take, town, desk):
    ways = [
        "5#1-101",
        "5-1-101",
        "榆晴小区5号楼1单元101室",
        "５号楼１单元１０１",
        "五号楼一单元101",
    ]
    heads = ["详细地址", "姓名"]
    for way in ways:
        take([way, "雷怡诺"], heads=heads)
    three_cells = town.desk("zhang")
    take(row(building="5栋", unit="1门", room=101), at=three_cells)
    assert ids(desk) == ids(three_cells)
    assert [len(each) for each in ids(desk).values()] == [1] * 6


def test_another_district_gives_the_same_list_other_ids(take, town, desk):
    far = town.desk("far")
    take(row(id="990101199601026444"))
    take(row(id="990101199601026444"), at=far)
    here, there = ids(desk), ids(far)
    assert [here[kind] & there[kind] for kind in KINDS] == [set()] * 6
    assert [each.scope for each in held(far, Household)] == [f"{FAR_GRID}/place"]


def test_two_grids_of_one_district_give_the_same_door_two_ids(take, town):
    both = town.desk("both")
    for grid in ("990101001001001", "990101001001002"):
        take(row(), at=both, dealing=Dealing(grid=grid, compound="榆晴小区"))
    assert [len(each) for each in ids(both).values()] == [2] * 6


def test_people_behind_a_door_where_others_are_known_are_doubted(take, desk):
    take(row("101", ""), row("102", "蒋平晓"), row("201", "丁勇"), row("202", "郝明"))
    edit(desk, held(desk, Household, head="郝明")[0], moved_out_on="2026-11-01")
    moved_in = row("101", "雷怡诺"), row("102", "蒋平晓"), row("201", "潘宇"), row("202", "常建")
    shown, done, again = take(*moved_in, preview=True), take(*moved_in), take(*moved_in)
    for each in (shown, done, again):
        assert [(p.row, p.field, p.became) for p in each.problems] == [
            *((2, "address", "doubtful"), (4, "address", "doubtful"))
        ]
    assert done.new == {"household": 3, "resident": 3}
    assert again.new == {}


def test_a_refused_import_leaves_the_laptop_as_it_was(take, desk):
    take(row())
    before = dump(desk)
    with pytest.raises(NotYourGrid):
        take(row(phone="10051908063"), overwrite=True, dealing=Dealing(grid=FAR_GRID))
    assert dump(desk) == before
