"""The hub tells each desk what is new to it, page by page."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import event

from gridapp.domain.merge import written
from gridapp.domain.scopes import Reach, scope
from gridapp.store import hub_log, hub_memory, hub_pages
from gridapp.store.hub import Batch
from tests.store.hub_pages import DISTRICT, HERE, OTHER_DISTRICT, ids, many, page, write
from tests.store.made import GRID, HUB_AT, household, visit

HEAD = {"id": "h1", "rev": 1, "written_by": "wu", "written_at": "2026-11-22", "hub_at": HUB_AT}


def test_what_was_withdrawn_is_told_like_any_other(hub):
    gone = household("h1", head="吴桂芳", deleted=True)
    write(hub, gone)
    told = {**HEAD, **written(gone.kind, gone.__dict__), "deleted": True}
    assert page(hub, [HERE]).records == {"household": [told]}


def test_new_desk_is_told_everything_in_its_reach_and_only_what_is_said(hub):
    told = household("h1", head="吴桂芳", care_tags=("E1",))
    write(hub, told)
    found = page(hub, [HERE])
    assert found.records == {"household": [HEAD | written(told.kind, told.__dict__)]}
    assert found.read_to == {HERE.key: 1}
    assert not found.more


def test_page_tells_what_is_new_since_the_cursor_and_no_more(hub):
    write(hub, *many("h", 5))
    first = page(hub, [HERE])
    write(hub, household("h00003", phone="2"), household("new"))
    second = page(hub, [HERE], first.read_to)
    assert sorted(ids(second)) == ["h00003", "new"]
    assert second.read_to == {HERE.key: 7}
    third = page(hub, [HERE], second.read_to)
    assert (third.records, third.read_to, third.more) == ({}, {HERE.key: 7}, False)


def test_cursor_goes_on_past_what_is_nobody_elses_business(hub):
    """Else every exchange would look again through all the district wrote since."""
    write(hub, *many("h", 50, scope(f"{DISTRICT}009001001")))
    found = page(hub, [HERE])
    assert (found.records, found.read_to) == ({}, {HERE.key: 50})


def test_id_of_one_kind_does_not_hide_another(hub):
    write(hub, household("same"), visit("same"))
    found = page(hub, [HERE])
    assert {kind: [told["id"] for told in many] for kind, many in found.records.items()} == {
        "household": ["same"],
        "visit": ["same"],
    }


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


def all_pages(store, reaches):
    pages = [page(store, reaches)]
    while pages[-1].more:
        pages.append(page(store, reaches, pages[-1].read_to))
        assert len(pages) < 10
    return pages


def test_what_does_not_fit_one_page_comes_in_the_next_once_and_in_order(hub):
    write(hub, *many("h", 4500))
    pages = all_pages(hub, [HERE])
    assert [len(ids(one)) for one in pages] == [2000, 2000, 500]
    assert [one.read_to[HERE.key] for one in pages] == [2000, 4000, 4500]
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
    assert all(one.read_to.keys() == {r.key for r in reaches} for one in pages)
    told = [told for one in pages for told in ids(one)]
    assert len(told) == len(set(told)) == 4500
    assert pages[-1].read_to == {reach.key: 4500 for reach in reaches}


def test_records_written_between_two_pages_are_not_lost(hub):
    write(hub, *many("h", 2500))
    first = page(hub, [HERE])
    write(hub, household("h00000", phone="2"), household("new"))
    second = page(hub, [HERE], first.read_to)
    assert set(ids(second)) == {f"h{n:05}" for n in range(2000, 2500)} | {"h00000", "new"}
    assert not second.more


@pytest.mark.parametrize("store", ["sqlite"], indirect=True)
def test_no_request_reads_a_whole_table(hub):
    """A scan goes unseen in a test and stops a hub of a hundred thousand households."""
    write(hub, *many("h", 10))
    asked = []
    event.listen(hub.engine, "before_cursor_execute", lambda *told: asked.append(told[2:4]))
    with hub.writing() as connection:
        batch = Batch(connection, HUB_AT)
        for kind in ("household", "visit", "issue_step"):
            batch.load(kind, ["h00001", "x"])
        hub_memory.answers(connection, DISTRICT, ["c1", "c2"])
        reaches = [HERE, Reach(GRID[:9], "all", whole=False)]
        held = {reach: hub_pages.held(connection, reach) for reach in reaches}
        found = hub_pages.page(connection, held, {}, {DISTRICT: 100})
        hub_pages.bodies(connection, found.ids)
        hub_log.knows(connection, DISTRICT, 5)
        queries = [query for query in asked if query[0].startswith("SELECT")]
        assert len(queries) >= 8
        plans = [
            line[3]
            for query, values in queries
            for line in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {query}", values).all()
        ]
    scanned = {plan.split()[1] for plan in plans if plan.startswith("SCAN")}
    tables = {"household", "visit", "issue_step", "entry", "answered", "scope", "run"}
    assert scanned & tables == set()
