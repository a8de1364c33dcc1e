"""A household is found by any words of its door, its names, its phones and its remark."""

from typing import Any

import pytest

from gridapp.domain.records.people import Resident
from gridapp.store import queries, rows, search
from tests.store.made import SCOPE, house, household


@pytest.fixture
def street(desk):
    """Two doors, three households of which one moved away, and a resident."""
    child: dict[str, Any] = {"household_id": "h1", "name": "吴小雨", "phone": "10099998888"}
    with desk.writing() as connection:
        rows.insert(
            connection,
            [house("house-1"), house("house-2", label="5-1-102", address="望溪路9号")],
        )
        told = {"head": "吴桂芳", "phone": "10011112222", "remark": "有狗 100%_真"}
        rows.insert(connection, [household("h1", **told)])
        rows.insert(connection, [household("h2", house_id="house-2", head="李建国")])
        rows.insert(connection, [household("gone", head="吴远", deleted=True)])
        rows.insert(connection, [Resident(id="r1", scope=SCOPE, **child)])
        search.complete(connection)
    return desk


def found(store, words):
    with store.reading() as connection:
        return {door.household_id for door in queries.households(connection, find=words)}


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("吴桂芳", {"h1"}),
        ("桂芳", {"h1"}),
        ("1111", {"h1"}),
        ("吴小雨", {"h1"}),
        ("9999", {"h1"}),
        ("5-1-10", {"h1", "h2"}),
        ("5-1-102", {"h2"}),
        ("望溪路", {"h2"}),
        ("吴 狗", {"h1"}),
        ("狗  5-1-101", {"h1"}),
        ("吴 李", set()),
        ("吴远", set()),
        ("100%_真", {"h1"}),
        ("1_0", set()),
        ("%", {"h1"}),
        ("'", set()),
        ("", {"h1", "h2"}),
        ("   ", {"h1", "h2"}),
    ],
)
def test_every_word_must_be_there_and_means_only_itself(street, words, expected):
    assert found(street, words) == expected


def test_household_whose_words_were_forgotten_is_found_again_by_its_new_ones(street):
    with street.writing() as connection:
        rows.put(connection, [household("h1", head="王秀英")])
        assert search.is_complete(connection), "nobody said that it changed"
        search.forget(connection, ["h1", "nobody"])
        assert not search.is_complete(connection)
        search.complete(connection)
        assert search.is_complete(connection)
    assert found(street, "吴桂芳") == set()
    assert found(street, "王秀英") == {"h1"}
    assert found(street, "李建国") == {"h2"}


def test_households_of_doors_are_known_by_their_doors(street):
    with street.reading() as connection:
        assert search.households_of(connection, ["house-1", "nowhere"]) == {"h1", "gone"}
        assert search.households_of(connection, []) == set()
