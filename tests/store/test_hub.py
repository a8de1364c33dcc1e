"""The hub numbers what it holds, district by district, and counts what stands where."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gridapp.domain.hub_numbers import run_of, sum_of
from gridapp.domain.merge import WHOLE, Touch, written
from gridapp.domain.scopes import Reach, scope
from gridapp.store import dialect, hub_log, hub_pages
from gridapp.store.hub import Batch
from gridapp.wire.columns import pack
from gridapp.wire.sheets import fingerprint
from tests.store.hub_pages import DISTRICT, HERE, OTHER_DISTRICT, ids, many, page, write
from tests.store.made import GRID, HUB_AT, SCOPE, household, undone, visit


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


def test_hub_that_was_begun_anew_gives_numbers_that_were_never_given(hub):
    before = write(hub, household("h1"), begun={}) + write(hub, household("h2"), begun={})
    assert before == sorted(before)
    assert len({run_of(rev) for rev in before}) == 2
    begun: dict[str, int] = {}
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
        return hub_pages.sum_of(hub_pages.held(connection, reach))


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
