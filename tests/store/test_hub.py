"""The hub numbers what it holds, district by district, and tells each desk what is new to it."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import event

from gridapp.domain.merge import written
from gridapp.domain.scopes import Reach, scope
from gridapp.store import hub as hub_store
from gridapp.store.hub import Batch
from tests.store.made import GRID, HUB_AT, SCOPE, household, undone, visit

DISTRICT, OTHER_DISTRICT = "990101", "990102"
HERE = Reach(GRID, "place", whole=True)


def write(store, *records, device="d1"):
    """Number these records in one batch; their numbers."""
    with store.writing() as connection:
        batch = Batch(connection, HUB_AT)
        revs = [
            batch.write(record.kind.name, record.__dict__, ["scope"], device) for record in records
        ]
        batch.commit()
    return revs


def page(store, reaches, read_to=None, known=frozenset()):
    with store.writing() as connection:
        return hub_store.page(connection, reaches, read_to or {}, epoch="e1", known=known)


def ids(page):
    return [record["id"] for records in page.records.values() for record in records]


def read_to(page):
    return {cursor.reach: cursor.rev for cursor in page.cursors}


def many(prefix, count, where=SCOPE):
    return [household(f"{prefix}{number:05}", scope=where) for number in range(count)]


def test_numbers_of_a_district_follow_one_another_across_requests(hub):
    assert write(hub, household("h1"), visit("v1")) == [1, 2]
    assert write(hub, household("h1", phone="2")) == [3]
    assert write(hub, *many("n", 3)) == [4, 5, 6]


def test_districts_count_each_for_itself(hub):
    other = scope(f"{OTHER_DISTRICT}001001001")
    assert write(hub, household("h1"), household("h2", scope=other), household("h3")) == [1, 1, 2]
    assert write(hub, household("h4", scope=other), household("h5")) == [2, 3]


def test_request_that_fails_uses_up_no_number(hub):
    write(hub, household("h1"))
    with undone(hub) as connection:
        batch = Batch(connection, HUB_AT)
        assert batch.write("household", household("h2").__dict__, []) == 2
        batch.commit()
    assert write(hub, household("h3")) == [2]
    assert ids(page(hub, [HERE])) == ["h1", "h3"]


def test_requests_at_once_never_share_a_number(hub):
    with ThreadPoolExecutor(8) as pool:
        given = list(pool.map(lambda n: write(hub, *many(f"{n}-", 3)), range(30)))
    assert sorted(rev for revs in given for rev in revs) == list(range(1, 91))
    assert all(revs == list(range(revs[0], revs[0] + 3)) for revs in given)


def test_record_is_held_as_it_was_written_with_its_number(hub):
    told = household("h1", head="吴桂芳", care_tags=("E1",), extra={"new": [1]}, resident_count=0)
    write(hub, told)
    with hub.reading() as connection:
        held = Batch(connection, HUB_AT).find("household", "h1")
    assert held is not None
    assert held.values == {**told.__dict__, "rev": 1, "hub_at": HUB_AT}
    assert held.touched == {"scope": (1, "d1")}


def test_each_field_remembers_who_wrote_it_last_and_when(hub):
    write(hub, household("h1"), device="d1")
    with hub.writing() as connection:
        batch = Batch(connection, HUB_AT)
        held = batch.find("household", "h1")
        assert held is not None
        batch.write("household", held.values | {"phone": "2"}, ["phone"], "d2")
        batch.commit()
    with hub.reading() as connection:
        again = Batch(connection, HUB_AT).find("household", "h1")
    assert again is not None
    assert again.touched == {"scope": (1, "d1"), "phone": (2, "d2")}


def test_batch_finds_what_it_wrote_before_it_is_committed(hub):
    with hub.writing() as connection:
        batch = Batch(connection, HUB_AT)
        assert batch.find("household", "h1") is None
        batch.write("household", household("h1", phone="1").__dict__, ["phone"], "d1")
        batch.load("household", ["h1"])
        found = batch.find("household", "h1")
        assert found is not None
        assert found.values["phone"] == "1"


HEAD = {"id": "h1", "rev": 1, "written_by": "wu", "written_at": "2026-11-22", "hub_at": HUB_AT}


def test_what_was_withdrawn_is_told_whole(hub):
    gone = household("h1", head="吴桂芳", deleted=True)
    write(hub, gone)
    assert page(hub, [HERE]).records == {"household": [gone.__dict__ | HEAD]}


def test_new_desk_is_told_everything_in_its_reach_and_only_what_is_said(hub):
    told = household("h1", head="吴桂芳", care_tags=("E1",))
    write(hub, told)
    found = page(hub, [HERE])
    assert found.records == {"household": [HEAD | written(told.kind, told.__dict__)]}
    assert read_to(found) == {HERE.key: 1}
    assert not found.more


def test_page_tells_what_is_new_since_the_cursor_and_no_more(hub):
    write(hub, *many("h", 5))
    first = page(hub, [HERE])
    write(hub, household("h00003", phone="2"), household("new"))
    second = page(hub, [HERE], read_to(first))
    assert sorted(ids(second)) == ["h00003", "new"]
    assert read_to(second) == {HERE.key: 7}
    third = page(hub, [HERE], read_to(second))
    assert (third.records, read_to(third), third.more) == ({}, {HERE.key: 7}, False)


def test_cursor_goes_on_past_what_is_nobody_elses_business(hub):
    """Else every exchange would look again through all the district wrote since."""
    write(hub, *many("h", 50, scope(f"{DISTRICT}009001001")))
    found = page(hub, [HERE])
    assert (found.records, read_to(found)) == ({}, {HERE.key: 50})


def test_desk_is_not_told_what_it_has_just_handed_in(hub):
    write(hub, *many("h", 3))
    known = frozenset({("household", "h00001", 2)})
    assert ids(page(hub, [HERE], known=known)) == ["h00000", "h00002"]


def test_desk_is_told_what_others_made_of_what_it_handed_in(hub):
    """Its change came again after a lost answer, and in between somebody else wrote."""
    write(hub, household("h1", phone="1"))
    write(hub, household("h1", phone="2"))
    [told] = page(hub, [HERE], known=frozenset({("household", "h1", 1)})).records["household"]
    assert told["phone"] == "2"


def test_id_of_one_kind_does_not_hide_another(hub):
    write(hub, household("same"), visit("same"))
    found = page(hub, [HERE], known=frozenset({("visit", "same", 2)}))
    assert list(found.records) == ["household"]


PLACES = [DISTRICT, f"{DISTRICT}001", f"{DISTRICT}002", GRID[:12], f"{GRID[:12]}002", GRID]
PLACES += [f"{DISTRICT}001009", OTHER_DISTRICT, f"{OTHER_DISTRICT}001001001"]
AUDIENCES = ["place", "all", "unit:water", "unit:fire"]


@pytest.fixture
def mixed(hub):
    """A record of every scope there may be."""
    write(hub, *[household(scope(p, a), scope=scope(p, a)) for p in PLACES for a in AUDIENCES])
    return hub


REACHES = st.builds(Reach, st.sampled_from(PLACES), st.sampled_from(AUDIENCES), st.booleans())


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(reaches=st.lists(REACHES, max_size=5, unique=True))
def test_page_holds_exactly_what_the_reaches_hold(mixed, reaches):
    everything = {scope(place, audience) for place in PLACES for audience in AUDIENCES}
    found = ids(page(mixed, reaches))
    assert set(found) == {one for one in everything if any(r.holds(one) for r in reaches)}
    assert len(found) == len(set(found)), "each once, though two reaches hold it"


def all_pages(store, reaches, known=frozenset()):
    pages = [page(store, reaches, known=known)]
    while pages[-1].more:
        pages.append(page(store, reaches, read_to(pages[-1]), known=known))
        assert len(pages) < 10
    return pages


def test_what_does_not_fit_one_page_comes_in_the_next_once_and_in_order(hub):
    write(hub, *many("h", 4500))
    pages = all_pages(hub, [HERE])
    assert [len(ids(one)) for one in pages] == [2000, 2000, 500]
    assert [read_to(one)[HERE.key] for one in pages] == [2000, 4000, 4500]
    told = [told for one in pages for told in ids(one)]
    assert told == [f"h{number:05}" for number in range(4500)]


@pytest.mark.parametrize("count", [1999, 2000, 2001])
def test_page_that_is_just_full_does_not_ask_for_another(hub, count):
    write(hub, *many("h", count))
    pages = all_pages(hub, [HERE])
    assert [len(ids(one)) for one in pages] == ([2000, 1] if count > 2000 else [count])


def test_several_reaches_share_the_room_and_all_come_to_the_end(hub):
    write(hub, *many("a", 1500), *many("b", 1500, scope(DISTRICT, "all")))
    write(hub, *many("c", 1500, scope(DISTRICT, "unit:water")))
    reaches = [
        HERE,
        Reach(DISTRICT, "all", whole=False),
        Reach(DISTRICT, "unit:water", whole=False),
    ]
    pages = all_pages(hub, reaches)
    assert all(len(ids(one)) <= 2000 for one in pages)
    assert all([c.reach for c in one.cursors] == [r.key for r in reaches] for one in pages)
    told = [told for one in pages for told in ids(one)]
    assert len(told) == len(set(told)) == 4500
    assert read_to(pages[-1]) == {reach.key: 4500 for reach in reaches}


def test_records_written_between_two_pages_are_not_lost(hub):
    write(hub, *many("h", 2500))
    first = page(hub, [HERE])
    write(hub, household("h00000", phone="2"), household("new"))
    second = page(hub, [HERE], read_to(first))
    assert set(ids(second)) == {f"h{n:05}" for n in range(2000, 2500)} | {"h00000", "new"}
    assert not second.more


def test_page_of_things_handed_in_is_empty_and_goes_on(hub):
    write(hub, *many("h", 2500))
    known = frozenset(("household", f"h{n:05}", n + 1) for n in range(2000))
    assert [len(ids(one)) for one in all_pages(hub, [HERE], known)] == [0, 500]


def test_no_request_reads_a_whole_table(hub):
    """A scan goes unseen in a test and stops a hub of a hundred thousand households."""
    write(hub, *many("h", 10))
    asked = []
    event.listen(hub.engine, "before_cursor_execute", lambda *told: asked.append(told[2:4]))
    with hub.writing() as connection:
        batch = Batch(connection, HUB_AT)
        for kind in ("household", "visit", "issue_step"):
            batch.load(kind, ["h00001", "x"])
        hub_store.answers(connection, "d1", ["c1", "c2"])
        hub_store.page(connection, [HERE, Reach(GRID[:9], "all", whole=False)], {}, epoch="e1")
        queries = [query for query in asked if query[0].startswith("SELECT")]
        assert len(queries) >= 8
        plans = [
            line[3]
            for query, values in queries
            for line in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {query}", values).all()
        ]
    scanned = {plan.split()[1] for plan in plans if plan.startswith("SCAN")}
    assert scanned & {"household", "visit", "issue_step", "entry", "answered"} == set()
