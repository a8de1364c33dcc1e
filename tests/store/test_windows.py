"""A long list: its keys in the order of any column, under any filter, and the rows in sight."""

from typing import Any

import pytest

from gridapp.domain.records.places import Building, Compound
from gridapp.store import rows, search
from gridapp.store.windows import HOUSEHOLDS, keys, shown
from tests.store.made import SCOPE, house, household, visit

LAST_YEAR = "2025-11-22T10:00:00.000Z"


@pytest.fixture
def street(desk):
    """Four doors in two compounds; one household asked to be left alone, one moved out."""
    with desk.writing() as connection:
        for name in ("榆晴小区", "望溪花园"):
            told: dict[str, Any] = {"scope": SCOPE, "grid": "990101001001001", "name": name}
            rows.insert(connection, [Compound(id=name, **told)])
            told = {"scope": SCOPE, "compound_id": name, "no": "5"}
            rows.insert(connection, [Building(id=f"b-{name}", **told)])
        doors = [
            ("house-1", "榆晴小区", "1"),
            ("house-2", "榆晴小区", "2"),
            ("house-3", "望溪花园", "1"),
        ]
        for this, compound, key in doors:
            place = {"building_id": f"b-{compound}", "label": f"5-1-10{key}", "walk_key": key}
            rows.insert(connection, [house(this, usage="10", **place)])
        told = {"head": "吴桂芳", "phone": "10011112222", "resident_count": 10}
        rows.insert(connection, [household("h1", **told)])
        told = {"head": "李建国", "phone": "10033334444", "resident_count": 9}
        rows.insert(connection, [household("h2", house_id="house-2", refusal="32", **told)])
        rows.insert(connection, [household("h3", house_id="house-3", head="王秀英")])
        rows.insert(connection, [household("away", house_id="house-2", moved_out_on="2026-01-01")])
        rows.insert(connection, [household("gone", house_id="house-2", deleted=True)])
        rows.insert(connection, [visit("v1"), visit("v2", visited_at=LAST_YEAR, outcome="20")])
        rows.insert(connection, [visit("v3", household_id="h2", visited_at=LAST_YEAR)])
        rows.insert(connection, [visit("v4", household_id="h3", deleted=True)])
        search.complete(connection)
    return desk


def listed(store, **asked):
    with store.reading() as connection:
        return keys(connection, HOUSEHOLDS, **asked)


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ({}, ["h3", "h1", "h2"]),
        ({"descending": True}, ["h2", "h1", "h3"]),
        ({"order": "head"}, ["h1", "h2", "h3"]),
        ({"order": "phone", "descending": True}, ["h2", "h1", "h3"]),
        ({"order": "resident_count"}, ["h3", "h2", "h1"]),
        ({"order": "visited_at"}, ["h2", "h1", "h3"]),
        ({"order": "visited_at", "descending": True}, ["h1", "h2", "h3"]),
        ({"order": "visited_at", "find": "吴 1111"}, ["h1"]),
        ({"find": "5-1-10"}, ["h3", "h1", "h2"]),
        ({"find": "5-1-10", "order": "head", "descending": True}, ["h3", "h2", "h1"]),
        ({"find": "%"}, []),
        ({"only": "untried"}, ["h3"]),
        ({"only": "left_alone"}, ["h2"]),
        ({"only": "moved_out"}, ["away"]),
        ({"only": "moved_out", "find": "nobody"}, []),
    ],
)
def test_keys_come_in_the_order_asked_for(street, asked, expected):
    assert listed(street, **asked) == expected


def test_rows_are_read_by_their_keys_and_what_is_gone_is_left_out(street):
    with street.reading() as connection:
        found = shown(connection, HOUSEHOLDS, ["h1", "gone", "nobody"])
    assert found == {
        "h1": (
            *("榆晴小区", "5-1-101", "", "吴桂芳", "10011112222", 10, "10"),
            *("2026-11-22T10:00:00.000Z", "10", ""),
        )
    }


def test_thousands_of_keys_come_whole_and_in_order(desk):
    with desk.writing() as connection:
        rows.insert(connection, [house("house-1")])
        made = [household(f"h{number:05}", head=f"{number % 97:02}") for number in range(3000)]
        rows.insert(connection, made[::-1])
        search.complete(connection)
    assert listed(desk) == [each.id for each in made]
    by_name = sorted(made, key=lambda each: (each.head, each.id))
    assert listed(desk, order="head") == [each.id for each in by_name]


@pytest.mark.parametrize("order", ["door", "head", "phone", "resident_count", "usage"])
def test_an_order_is_read_off_an_index(street, order):
    """Else a hundred thousand rows are sorted at every press on a head."""
    with street.reading() as connection:
        plan = connection.exec_driver_sql(
            f"EXPLAIN QUERY PLAN SELECT household_id FROM search ORDER BY {order}, household_id"  # noqa: S608 - our own names
        )
        assert [row[3] for row in plan] == [f"SCAN search USING COVERING INDEX search_by_{order}"]


def test_what_is_renewed_is_found_by_its_new_words_and_sorted_by_them(street):
    with street.writing() as connection:
        rows.put(connection, [household("h1", head="安小雨", house_id="house-1")])
        search.renew(connection, ["h1"])
        assert search.missing(connection) == 0
    assert listed(street, find="安小雨") == ["h1"]
    assert listed(street, find="吴桂芳") == []
    assert listed(street, order="head")[0] == "h1"


def test_how_many_are_missing_is_counted(street):
    with street.writing() as connection:
        search.forget(connection, ["h1", "h2"])
        assert search.missing(connection) == 2
        search.complete(connection)
        assert search.missing(connection) == 0
