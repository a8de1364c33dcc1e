"""A whole import is taken back: what it added goes, what it changed is as before."""

from dataclasses import replace

import pytest

from gridapp.client.actions.import_roster import import_roster
from gridapp.client.actions.issues import report_issue
from gridapp.client.actions.undo_import import TakenBack, past_imports, undo_import
from gridapp.client.actions.visits import record_visit, withdraw_visit
from gridapp.client.roster.planning import PROPOSALS, Dealing
from gridapp.domain.records.people import Household, Resident
from gridapp.domain.records.places import Building, Compound, House, Unit
from gridapp.domain.records.visits import Note
from gridapp.store import outbox
from tests.client.conftest import ROSTERS, dump, edit, held, row

ONE_PLACE = {"unit": 1, "building": 1, "compound": 1}
KINDS = (Compound, Building, Unit, House, Household, Resident)
MEMBER = ["", "", "", "蒋平晓", "配偶", "", "", "", "", ""]


def only(desk, kind):
    (entry,) = held(desk, kind)
    return entry


def standing(desk):
    return [len(held(desk, kind)) for kind in KINDS]


def said(desk):
    """What a laptop says, without who wrote it when and what waits."""
    heads = ("written_by", "written_at", "rev", "hub_at")
    blank = dict.fromkeys(heads[:2], "") | {"rev": 0, "hub_at": ""}
    return {
        kind: sorted((replace(each, **blank) for each in held(desk, kind)), key=lambda e: e.id)
        for kind in KINDS
    }


@pytest.mark.parametrize("path", sorted(ROSTERS.iterdir()), ids=lambda path: path.stem)
def test_an_import_taken_back_leaves_the_laptop_as_it_was(desk, path):
    before = dump(desk)
    dealing = Dealing(confirmed=frozenset(PROPOSALS), id_purpose="发放高龄津贴")
    done = import_roster(desk, path, dealing=dealing)
    undone = undo_import(desk, done.id)
    assert dump(desk) == before
    assert undone.gone == dict(done.new)
    assert undone.stayed == {}


@pytest.mark.parametrize("path", sorted(ROSTERS.iterdir()), ids=lambda path: path.stem)
def test_what_other_lists_told_stands_when_one_is_taken_back(take, desk, path):
    take(*(row(f"{floor}0{door}") for floor in (1, 2) for door in (1, 2)))
    before = dump(desk)
    undo_import(desk, import_roster(desk, path, dealing=Dealing()).id)
    assert dump(desk) == before


def test_after_sending_nobody_holds_it(take, town, desk):
    done = take(row(), MEMBER, row("102", "丁勇"))
    zhang = town.desk("zhang")
    town.sync(desk, zhang)
    assert standing(zhang) == [1, 1, 1, 2, 2, 3]
    undo_import(desk, done.id)
    assert town.sync(desk, zhang).not_taken == 0
    assert standing(desk) == standing(zhang) == standing(town.desk("zhang")) == [0] * 6


def test_taken_back_while_half_of_it_was_sent(take, town, desk):
    done = take(row(), row("102", "丁勇"))
    with desk.store.writing() as connection:
        outbox.close(connection, 4)  # and the line broke
    undo_import(desk, done.id)
    assert standing(desk) == [0] * 6
    zhang = town.desk("zhang")
    assert town.sync(desk, zhang).not_taken == 0
    assert standing(desk) == standing(zhang) == [0] * 6


def test_a_list_taken_back_can_be_imported_again(take, town, desk):
    listed = row(phone="10051908063"), row("102", "丁勇")
    undo_import(desk, take(*listed).id)
    again = take(*listed)
    assert again.new["household"] == 2
    town.sync(desk)
    undo_import(desk, again.id)
    town.sync(desk)
    third = take(*listed)
    zhang = town.desk("zhang")
    town.sync(desk, zhang)
    assert third.new == again.new
    assert said(desk) == said(zhang)
    assert standing(desk) == [1, 1, 1, 2, 2, 2]
    undo_import(desk, third.id)
    town.sync(desk, zhang)
    assert standing(desk) == standing(zhang) == [0] * 6


def test_fields_it_filled_and_overwrote_are_as_before(take, town, desk):
    take(row(remark="爱养花"), row("102", "丁勇", phone="10051908063", count=2))
    town.sync(desk)
    before = said(desk)
    done = take(
        row(phone="10024742526", usage="自住", remark="独居老人"),
        row("102", "丁勇", phone="10024742526", count=3),
        overwrite=True,
        dealing=Dealing(compound="榆晴小区", confirmed=frozenset(PROPOSALS)),
    )
    assert said(desk) != before
    undone = undo_import(desk, done.id)
    assert said(desk) == before
    assert (undone.gone, undone.stayed) == ({}, {})
    assert undone.put_back == 5
    zhang = town.desk("zhang")
    assert town.sync(desk, zhang).not_taken == 0
    assert said(zhang) == before


def test_a_field_somebody_wrote_since_keeps_what_they_wrote(take, desk):
    take(row(phone="10051908063", count=2))
    done = take(row(phone="10024742526", count=3), overwrite=True)
    edit(desk, only(desk, Household), phone="10044449999")
    undo_import(desk, done.id)
    home = only(desk, Household)
    assert (home.phone, home.resident_count) == ("10044449999", 2)


def test_a_household_that_was_visited_stays_with_its_people_and_its_door(take, desk):
    done = take(row(), MEMBER, row("102", "丁勇"), row("103", "郝明", building="6号楼"))
    record_visit(desk, household="5-1-101", outcome="20")
    undone = undo_import(desk, done.id)
    assert standing(desk) == [1, 1, 1, 1, 1, 2]
    assert undone.gone == {"resident": 2, "household": 2, "house": 2, "unit": 1, "building": 1}
    assert undone.stayed == {"resident": 2, "household": 1, "house": 1, **ONE_PLACE}
    assert only(desk, Household).head == "雷怡诺"


def test_a_household_with_an_issue_stays(take, desk):
    done = take(row(), row("102", "丁勇"))
    report_issue(desk, category="0204", text="楼道灯不亮，看不见台阶", household="5-1-101")
    undo_import(desk, done.id)
    assert only(desk, Household).head == "雷怡诺"


@pytest.mark.parametrize("kind", [Household, Resident])
def test_a_household_that_was_corrected_stays(take, desk, kind):
    done = take(row(), row("102", "丁勇"))
    edit(desk, held(desk, kind)[0], phone="10044449999")
    undo_import(desk, done.id)
    assert only(desk, kind).phone == "10044449999"
    assert standing(desk) == [1] * 6


def test_a_visit_that_was_taken_back_keeps_nothing(take, desk):
    done = take(row())
    visit = record_visit(desk, household="5-1-101", outcome="20").visit
    withdraw_visit(desk, visit.id)
    undo_import(desk, done.id)
    assert standing(desk) == [0] * 6


def test_what_another_laptop_imported_too_stays(take, town, desk):
    zhang = town.desk("zhang")
    take(row(), at=zhang)
    town.sync(zhang)
    done = take(row(), row("102", "丁勇"))
    town.sync(desk)
    undo_import(desk, done.id)
    town.sync(desk, zhang)
    assert [each.head for each in held(desk, Household)] == ["雷怡诺"]
    assert said(desk) == said(zhang)


def test_a_person_added_to_a_known_household_goes_alone(take, desk):
    take(row())
    before = dump(desk)
    done = take(row(), MEMBER)
    assert undo_import(desk, done.id).gone == {"resident": 1}
    assert dump(desk) == before


def test_lists_taken_back_one_after_the_other_leave_nothing(take, desk):
    before = dump(desk)
    lists = [row()], [row(phone="10051908063")], [row(phone="10024742526", count=3), MEMBER]
    ids = [take(*listed, overwrite=True).id for listed in lists]
    for each in reversed(ids):
        undo_import(desk, each)
    assert dump(desk) == before


def test_why_id_numbers_were_kept_goes_with_them(take, desk):
    dealing = Dealing(compound="榆晴小区", id_purpose="发放高龄津贴")
    done = take(row(id="990101199601026444"), dealing=dealing)
    assert len(held(desk, Note)) == 1
    undo_import(desk, done.id)
    assert held(desk, Note) == []


def test_past_imports_are_listed_until_they_are_taken_back(take, desk):
    first, second = take(row()), take(row("102", "丁勇"), row("103", "郝明"))
    assert [(each.id, each.households) for each in past_imports(desk)] == [
        (second.id, 2),
        (first.id, 1),
    ]
    undo_import(desk, first.id)
    assert [each.id for each in past_imports(desk)] == [second.id]
    with pytest.raises(TakenBack):
        undo_import(desk, first.id)


def test_an_import_that_changed_nothing_is_not_listed(take, desk):
    take(row())
    again = take(row())
    assert again.id == ""
    assert len(past_imports(desk)) == 1


def test_a_stopped_import_imported_nothing(desk, sheet):
    class Stopped(Exception):  # noqa: N818 - a person presses it
        pass

    def stop_at(end):
        def went_on(percent):
            if percent >= end:
                raise Stopped

        return went_on

    path, before = sheet(row(), row("102", "丁勇")), dump(desk)
    for end in (10, 35, 60, 70, 95):
        with pytest.raises(Stopped):
            import_roster(desk, path, dealing=Dealing(), went_on=stop_at(end))
        assert dump(desk) == before
