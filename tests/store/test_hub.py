"""The hub numbers what it holds, district by district, and tells each desk what is new to it."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import event

from gridapp.domain.hub_numbers import run_of, sum_of
from gridapp.domain.merge import WHOLE, Touch, written
from gridapp.domain.scopes import Reach, scope
from gridapp.store import dialect, hub_log, hub_memory, hub_pages
from gridapp.store.hub import Batch
from gridapp.wire.columns import pack
from gridapp.wire.sheets import fingerprint
from tests.store.made import GRID, HUB_AT, SCOPE, household, undone, visit

DISTRICT, OTHER_DISTRICT = "990101", "990102"
HERE = Reach(GRID, "place", whole=True)


def write(store, *records, change="", begun=None):
    """Number these records in one batch; their numbers."""
    with store.writing() as connection:
        batch = Batch(connection, HUB_AT, begun)
        revs = [
            batch.write(record.kind.name, record.__dict__, ["scope"], change) for record in records
        ]
        batch.commit()
    return revs


@dataclass(frozen=True)
class Page:
    """A page with what it says, and the cursors that close it."""

    records: dict[str, list[dict[str, Any]]]
    read_to: dict[str, int]
    more: bool


def page(store, reaches, read_to=None):
    """What is new to a desk that has read so far; all of it is written already."""
    with store.reading() as connection:
        upto = {
            shard: hub_log.last_of(connection, shard) or 0
            for shard in map(hub_pages.shard_of_reach, reaches)
        }
        found = hub_pages.page(connection, reaches, read_to or {}, upto)
        ends = {reach.key: upto[hub_pages.shard_of_reach(reach)] for reach in reaches}
        return Page(hub_pages.bodies(connection, found.ids), ends | dict(found.cut), found.more)


def ids(page):
    return [record["id"] for records in page.records.values() for record in records]


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
    write(hub, told, change="c1")
    with hub.reading() as connection:
        held = Batch(connection, HUB_AT).find("household", "h1")
    assert held is not None
    assert held.values == {**told.__dict__, "rev": 1, "hub_at": HUB_AT}
    assert held.touched == {"scope": Touch(1, "c1", "wu", "2026-11-22")}


def test_each_field_remembers_by_which_change_who_wrote_it_last_and_when(hub):
    write(hub, household("h1"), change="c1")
    with hub.writing() as connection:
        batch = Batch(connection, HUB_AT)
        held = batch.find("household", "h1")
        assert held is not None
        later = held.values | {"phone": "2", "written_by": "li", "written_at": "2027"}
        batch.write("household", later, ["phone"], "c2")
        batch.commit()
    with hub.reading() as connection:
        again = Batch(connection, HUB_AT).find("household", "h1")
    assert again is not None
    first, then = Touch(1, "c1", "wu", "2026-11-22"), Touch(2, "c2", "li", "2027")
    assert again.touched == {"scope": first, "phone": then}


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


def test_hub_that_was_begun_anew_gives_numbers_that_were_never_given(hub):
    before = write(hub, household("h1"), begun={}) + write(hub, household("h2"), begun={})
    assert before == sorted(before)
    assert len({run_of(rev) for rev in before}) == 2
    begun = {}
    [first] = write(hub, household("h3"), begun=begun)
    assert write(hub, household("h4"), visit("v1"), begun=begun) == [first + 1, first + 2]
    assert first > before[-1]


def test_hub_knows_the_numbers_it_gave_and_no_others(hub):
    [old] = write(hub, household("h1"), begun={})
    [new] = write(hub, household("h2"), begun={})
    with hub.reading() as connection:
        known = [hub_log.knows(connection, DISTRICT, rev) for rev in (old, new)]
        never = [hub_log.knows(connection, DISTRICT, rev) for rev in (old + 1, new + 1)]
        elsewhere = hub_log.knows(connection, OTHER_DISTRICT, new)
    assert (known, never, elsewhere) == ([True, True], [False, False], False)


def add_new(store, *entries):
    """Write new records as columns; their numbers."""
    said = [dict(written(e.kind, e.__dict__), id=e.id, written_by="wu") for e in entries]
    with store.writing() as connection:
        batch = Batch(connection, HUB_AT)
        revs = list(batch.add_new(entries[0].kind.name, pack(said)))
        batch.commit()
    return revs


def test_new_records_as_columns_are_held_like_any_other(hub):
    told = household("h1", head="吴桂芳", care_tags=("E1",), resident_count=0, written_at="")
    assert add_new(hub, told, household("h2")) == [1, 2]
    with hub.reading() as connection:
        held = Batch(connection, HUB_AT).find("household", "h1")
    assert held is not None
    assert held.values == {**told.__dict__, "rev": 1, "hub_at": HUB_AT}
    said = {**written(told.kind, told.__dict__), "id": "h1", "written_by": "wu"}
    assert held.touched == {WHOLE: Touch(1, fingerprint("household", said).hex(), "wu", "")}
    assert ids(page(hub, [HERE])) == ["h1", "h2"]


def test_columns_of_which_one_is_there_already_leave_no_trace(hub):
    add_new(hub, household("h1", phone="1"))
    with pytest.raises(dialect.ThereAlready):
        add_new(hub, household("h2"), household("h1", phone="2"))
    assert ids(page(hub, [HERE])) == ["h1"]
    assert counted(hub, HERE) == sum_of("household", [("h1", 1)])


def counted(store, reach):
    """What the hub says it holds of a reach."""
    with store.reading() as connection:
        return hub_pages.sum_of_reach(connection, reach)


MOVES = st.lists(
    st.lists(
        st.tuples(st.sampled_from("abcd"), st.sampled_from([SCOPE, f"{GRID[:12]}002/place"])),
        min_size=1,
        max_size=4,
    ),
    max_size=6,
)


@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(requests=MOVES)
def test_sum_of_a_reach_is_that_of_the_records_it_holds(hub, requests):
    """Whatever was written again, moved to another place or written twice in one request."""
    district = Reach(DISTRICT, "place", whole=True)
    for request in requests:
        write(hub, *[household(this, scope=where) for this, where in request])
    for reach in (district, HERE):
        told = page(hub, [reach]).records.get("household", [])
        assert counted(hub, reach) == sum_of("household", [(t["id"], t["rev"]) for t in told])
        assert len({t["id"] for t in told}) == len(told)


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
        found = hub_pages.page(connection, reaches, {}, {DISTRICT: 100})
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
