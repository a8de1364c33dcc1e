"""What a desk holds as the hub numbered it: compared, proven, disowned and put away."""

import pytest

from gridapp.domain.merge import said
from gridapp.domain.records.people import Household
from gridapp.domain.records.visits import Visit
from gridapp.domain.scopes import Reach
from gridapp.store import arriving, facts, outbox, queries, rows, search, standing, tallies, unknown
from gridapp.wire.messages import Receipt
from gridapp.wire.sheets import fingerprint, row, sheets
from tests.store.made import (
    GRID,
    HUB_AT,
    SCOPE,
    add,
    changes,
    close,
    edit,
    held,
    house,
    household,
    settle,
    stored,
    visit,
    waiting,
)

HERE = Reach(GRID, "place", whole=True)
ELSEWHERE = f"{GRID[:12]}002/place"


def arrive(desk, *entries):
    with desk.writing() as connection:
        for entry in entries:
            told = {**said(entry.kind.name, entry.__dict__), "rev": entry.rev, "hub_at": HUB_AT}
            arriving.put(connection, type(entry), [told])


def as_told(desk, kind="household", ids=("h1",)):
    with desk.reading() as connection:
        return standing.as_told(connection, kind, ids)


def test_what_the_hub_numbered_is_listed_in_the_order_of_its_numbers(desk):
    arrive(desk, household("h1", rev=9), visit("v1", rev=5), household("h2", rev=7))
    arrive(desk, household("elsewhere", scope=ELSEWHERE, rev=6))
    add(desk, household("new"))
    with desk.writing() as connection:
        unknown.put(connection, "dream", [{"id": "d1", "scope": SCOPE, "rev": 8}])
        found = standing.numbered(connection, HERE)
    assert [(each.rev, each.kind, each.id) for each in found] == [
        (5, "visit", "v1"),
        (7, "household", "h2"),
        (8, "dream", "d1"),
        (9, "household", "h1"),
    ]


def test_record_is_told_as_the_hub_has_it_whatever_waits_here(known):
    add(known, household("h2"))
    [each] = close(known)
    settle(known, [each], stored(each, 6))
    before = as_told(known, ids=["h1", "h2"])
    for this in ("h1", "h2"):
        edit(known, this, phone="1")
        close(known)
        edit(known, this, phone="2", remark="dog", care_tags=("W1",))
        edit(known, this, remark="")
    assert as_told(known, ids=["h1", "h2"]) == before
    assert (before[0]["rev"], before[0]["phone"]) == (5, "10011112222")
    assert not {"phone", "care_tags"} & before[1].keys()


def test_what_arrives_below_an_edit_is_what_the_hub_has(known):
    edit(known, phone="1")
    arrive(known, household("h1", phone="2", remark="dog", written_by="li", rev=9))
    [told] = as_told(known)
    assert (told["rev"], told["phone"], told["remark"], told["written_by"]) == (9, "2", "dog", "li")
    assert held(known).phone == "1"


def test_withdrawn_fact_is_told_as_it_stood_until_the_hub_heard(desk):
    arrive(desk, visit("v1", note="a", rev=7))
    before = as_told(desk, "visit", ["v1"])
    with desk.writing() as connection:
        fact = rows.get(connection, Visit, "v1")
        assert fact
        facts.withdraw(connection, fact, {"written_by": "li", "written_at": HUB_AT})
    assert as_told(desk, "visit", ["v1"]) == before
    assert "deleted" not in before[0]


def test_record_of_an_unknown_kind_is_told_as_it_came(desk):
    dream = {"id": "d1", "scope": SCOPE, "rev": 8, "hub_at": HUB_AT, "mood": ["x"]}
    with desk.writing() as connection:
        unknown.put(connection, "dream", [dream])
    assert as_told(desk, "dream", ["d1"]) == [dream]


def test_sheets_are_kept_and_those_that_prove_are_found(desk):
    arrive(desk, household("h1", rev=5), household("h2", rev=6))
    [one, two] = as_told(desk, ids=["h1", "h2"])
    prints = [(each["rev"], fingerprint("household", each)) for each in (one, two)]
    [first], [second], [other] = (sheets([each]) for each in (*prints, (9, bytes(16))))
    with desk.writing() as connection:
        standing.keep_sheets(connection, [first, second, other], [b"1", b"2", b"3"])
        standing.keep_sheets(connection, [first], [])
        found = standing.proofs(connection, {"household": [one]})
        both = standing.proofs(connection, {"household": [one, two]})
        nothing = standing.proofs(connection, {"visit": [one]})
    assert [(sheet.tag, sheet.body) for sheet in found] == [(b"1", row(*prints[0]))]
    assert {sheet.tag for sheet in both} == {b"1", b"2"}
    assert nothing == []


@pytest.fixture
def disowned(desk):
    """A desk of wu, told that the hub has neither its household nor li's."""
    arrive(desk, household("mine", rev=5), household("theirs", written_by="li", rev=6))
    with desk.writing() as connection:
        standing.disown(connection, "household", ["mine", "theirs"], "wu")
    return desk


def test_what_the_hub_does_not_believe_is_sent_as_new_or_goes(disowned):
    assert held(disowned, "theirs") is None
    [again] = changes(disowned)
    assert (again.id, again.base_rev) == ("mine", 0)
    with disowned.reading() as connection:
        assert tallies.scopes(connection) == []


def test_what_was_edited_before_it_was_disowned_is_not_lost(desk):
    arrive(desk, household("mine", rev=5))
    edit(desk, "mine", phone="2")
    with desk.writing() as connection:
        standing.disown(connection, "household", ["mine"], "wu")
    [whole] = changes(desk)
    assert (whole.fields["phone"], whole.fields["house_id"]) == ("2", "house-1")
    assert waiting(desk) == {"household": 1}


def test_withdrawal_of_what_is_disowned_still_goes_out(desk):
    arrive(desk, visit("v1", written_by="li", rev=7))
    with desk.writing() as connection:
        fact = rows.get(connection, Visit, "v1")
        assert fact
        facts.withdraw(connection, fact, {"written_by": "wu", "written_at": HUB_AT})
        standing.disown(connection, "visit", ["v1"], "wu")
    [gone] = changes(desk)
    assert (gone.id, gone.fields["deleted"]) == ("v1", True)


def put_away(desk, *reaches):
    with desk.writing() as connection:
        return standing.put_away(connection, reaches)


def test_what_is_in_no_reach_any_more_is_put_away(desk):
    arrive(desk, household("h1", rev=5), visit("v1", rev=6))
    arrive(desk, household("h2", scope=ELSEWHERE, rev=7))
    assert put_away(desk, HERE.key, f"{ELSEWHERE[:15]}*/place") == 0
    assert put_away(desk, f"{ELSEWHERE[:15]}*/place") == 2
    assert (held(desk, "h1"), held(desk, "h2").rev) == (None, 7)
    with desk.reading() as connection:
        assert tallies.scopes(connection) == [ELSEWHERE]


def test_what_was_not_handed_in_stays(known):
    add(known, visit("v1"))
    edit(known, phone="1")
    assert put_away(known) == 0
    [sent] = [each for each in close(known) if not each.made]
    settle(known, [sent], Receipt(sent.change.change_id, "set_aside", 0, "Not yours."))
    assert put_away(known) == 0, "a person has still to look at it"
    assert held(known).phone == "1"
    assert waiting(known) == {"visit": 1}


def test_what_was_handed_in_goes(known):
    edit(known, phone="1")
    [sent] = close(known)
    settle(known, [sent], stored(sent, 6))
    assert put_away(known) == 1
    assert held(known) is None


def test_what_was_put_away_is_found_no_more_and_the_rest_still_is(desk):
    where = {"scope": ELSEWHERE, "house_id": "house-2"}
    arrive(desk, house("house-1", rev=1), household("h1", head="Wei", rev=5))
    with desk.writing() as connection:
        search.complete(connection)
    put_away(desk)
    arrive(desk, house("house-2", scope=ELSEWHERE, rev=6), household("h2", **where, rev=7))
    with desk.writing() as connection:
        assert search.missing(connection) == 1
        search.complete(connection)
        assert [door.household_id for door in queries.households(connection, find="5-1-101")] == [
            "h2"
        ]
        assert rows.get(connection, Household, "h2") is not None
    with desk.reading() as connection:
        assert outbox.waiting(connection) == {}
