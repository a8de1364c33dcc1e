"""Rows as columns and back; columns that lie are refused."""

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gridapp.wire.columns import Columns, pack, unpack
from tests.store.made import JSON

# As JSON brings it: lists are what become tuples, and only at the top of a value.
ROWS = st.lists(
    st.dictionaries(st.sampled_from("abcdefg") | st.text(max_size=3), JSON, max_size=5), max_size=6
)


def through_json(columns):
    return msgspec.json.decode(msgspec.json.encode(columns), type=Columns)


def with_tuples(rows):
    return [{n: tuple(v) if isinstance(v, list) else v for n, v in row.items()} for row in rows]


@given(ROWS)
def test_rows_of_any_fields_come_back_in_order(rows):
    assert unpack(through_json(pack(rows))) == with_tuples(rows)


def test_each_name_and_value_is_said_once():
    packed = pack([{"a": 1, "b": 2}, {"b": 3}, {}, {"c": None, "a": 4}])
    assert packed == Columns(["a", "b", "c"], [0b11, 0b10, 0, 0b101], [[1, 4], [2, 3], [None]])


def test_more_fields_than_a_machine_word_has_bits_come_back():
    rows = [{f"field {n}": n for n in range(200)}, {"field 199": 1}]
    assert unpack(through_json(pack(rows))) == rows


def test_a_field_that_is_none_is_not_a_field_that_is_missing():
    assert unpack(pack([{"a": None}, {}])) == [{"a": None}, {}]


@pytest.mark.parametrize(
    "lying",
    [
        Columns(["a"], [1, 1], [["only one"]]),
        Columns(["a"], [0b10], [["a"]]),
        Columns(["a"], [1 << 70], [["a"]]),
        Columns(["a"], [-1], [["a"]]),
        Columns(["a"], [-2], [["a"]]),
        Columns(["a", "b"], [1], [["a"]]),
        Columns([], [1], []),
        Columns(["a"], [1], []),
        Columns(["a"], [], [["nobody's"]]),
        Columns(["a"], [1], [["mine", "nobody's"]]),
        Columns(["a", "a"], [0b11], [["one"], ["other"]]),
    ],
)
def test_columns_that_lie_are_refused(lying):
    with pytest.raises(ValueError, match=r"column|name"):
        unpack(lying)
