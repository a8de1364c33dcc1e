"""Where a record is safe, and when nothing lies on this laptop or on paper alone any more."""

import pytest

from gridapp.client.actions.issues import report_issue, take_step
from gridapp.client.actions.visit_lists import hand_back, make_list, print_logged
from gridapp.client.actions.visits import record_visit
from gridapp.client.actions.waiting import look_at, not_taken
from gridapp.client.actions.whereabouts import (
    NoSuchRecord,
    find_whereabouts,
    left,
    whereabouts,
)
from gridapp.domain.records.people import Household
from gridapp.store import settings
from gridapp.sync.converse import converse
from tests.client.conftest import edit, held, row
from tests.sync.shaky import Lost, Shaky

DOOR, NEXT = "5-1-101", "5-1-102"


@pytest.fixture(autouse=True)
def _doors(take, town, desk):
    """Two doors with households, which the hub has."""
    take(row(), row("102", "蒋平晓"))
    town.sync(desk)


@pytest.fixture
def visit(desk):
    """A visit, not sent."""
    return record_visit(desk, household=DOOR, outcome="20").visit


def place(desk, kind, entry):
    return whereabouts(desk, kind, entry.id).place


def test_a_record_goes_from_this_laptop_to_the_hub(town, desk, visit):
    assert place(desk, "visit", visit) == "laptop"
    town.sync(desk)
    found = whereabouts(desk, "visit", visit.id)
    assert (found.place, found.rev > 0, bool(found.hub_at)) == ("hub", True, True)


def test_what_was_packed_and_not_answered_says_so(town, desk, visit):
    with pytest.raises(Lost):
        converse(desk.store, Shaky(town.remote(desk), lost="request"), town.clock)
    assert place(desk, "visit", visit) == "sealed"
    later = record_visit(desk, household=NEXT, outcome="20").visit
    assert place(desk, "visit", later) == "laptop"


def test_an_edit_of_what_the_hub_has_is_only_here_until_it_is_answered(town, desk):
    person = held(desk, Household)[0]
    assert place(desk, "household", person) == "hub"
    edit(desk, person, phone="10012345678")
    assert place(desk, "household", person) == "laptop"
    with pytest.raises(Lost):
        converse(desk.store, Shaky(town.remote(desk), lost="request"), town.clock)
    assert place(desk, "household", person) == "sealed"
    town.sync(desk)
    assert place(desk, "household", person) == "hub"


def test_backed_up_is_said_only_up_to_the_number_the_hub_has_copied(town, desk, visit):
    town.sync(desk)
    rev = whereabouts(desk, "visit", visit.id).rev
    for copied, expected in ((rev - 1, "hub"), (rev, "backed_up")):
        with desk.store.writing() as connection:
            settings.keep(connection, durable={"990101": copied})
        assert place(desk, "visit", visit) == expected


@pytest.fixture
def refused(town, desk):
    """A step of an issue that was void at the hub when it came."""
    issue = report_issue(desk, category="0204", text="灯不亮了", household=DOOR).issue
    zhang = town.desk("zhang")
    town.sync(desk, zhang)
    take_step(zhang, issue=issue.short_no, step="void")
    step = take_step(desk, issue=issue.short_no, step="handle_here", text="已联系物业")
    town.sync(zhang, desk)
    return step


def test_what_was_not_taken_says_why(desk, refused):
    found = whereabouts(desk, "issue_step", refused.id)
    assert (found.place, found.rev) == ("aside", 0)
    assert found.reason.startswith("This issue has moved on")


def test_a_record_is_found_by_its_id_or_its_number(desk, visit):
    for wanted in (visit.id, visit.short_no):
        assert find_whereabouts(desk, wanted) == whereabouts(desk, "visit", visit.id)
    with pytest.raises(NoSuchRecord):
        find_whereabouts(desk, "V-9")


def test_all_is_sent_only_when_every_record_was_answered(town, desk):
    assert left(desk).is_all_sent
    record_visit(desk, household=DOOR, outcome="20")
    assert not left(desk).is_all_sent
    assert not left(desk).are_records_sent
    town.sync(desk)
    assert left(desk).is_all_sent


def test_nothing_is_sent_while_something_not_taken_was_not_looked_at(desk, refused):
    assert refused.id
    assert (left(desk).aside, left(desk).unseen, left(desk).is_all_sent) == (1, 1, False)
    look_at(desk, not_taken(desk)[0].change_id)
    assert (left(desk).aside, left(desk).unseen, left(desk).is_all_sent) == (1, 0, True)


def test_paper_counts_from_its_printing_until_each_door_is_typed_in_or_it_is_back(town, desk):
    made = make_list(desk, building="5")
    assert left(desk).doors == 0
    print_logged(desk, made.id, pages=2, purpose="入户")
    town.sync(desk)
    assert (left(desk).doors, left(desk).is_all_sent, left(desk).are_records_sent) == (
        2,
        False,
        True,
    )
    record_visit(desk, household=DOOR, outcome="20")
    assert left(desk).doors == 1
    hand_back(desk, made.id)
    town.sync(desk)
    assert left(desk).is_all_sent


def test_a_door_not_to_be_knocked_at_needs_no_typing(desk):
    record_visit(desk, household=NEXT, outcome="32")
    print_logged(desk, make_list(desk, building="5").id, pages=1, purpose="入户")
    assert left(desk).doors == 1
