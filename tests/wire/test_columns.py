"""Rows as columns and back; columns that lie are refused."""

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gridapp.wire.columns import MOST_ROWS, Columns, check, column, dense, held, lay, pack, unpack
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
        Columns([str(number) for number in range(501)], [], [[]] * 501),
    ],
)
def test_columns_that_lie_are_refused(lying):
    with pytest.raises(ValueError, match=r"column|name"):
        unpack(lying)


BLANKS = {"a": "", "b": 0, "c": (), "d": None}
FULL = st.integers(0, 6).flatmap(
    lambda count: st.fixed_dictionaries(
        {
            "a": st.lists(st.sampled_from(["", "x", "y"]), min_size=count, max_size=count),
            "b": st.lists(st.integers(0, 2), min_size=count, max_size=count),
            "c": st.lists(st.sampled_from([(), ("x",)]), min_size=count, max_size=count),
            "d": st.lists(st.none() | st.integers(0, 1), min_size=count, max_size=count),
        }
    )
)


@given(FULL)
def test_laid_columns_say_what_is_not_blank_and_no_more(table):
    laid = lay(table, BLANKS)
    check(laid)
    rows = [dict(zip(table, row, strict=True)) for row in zip(*table.values(), strict=True)]
    assert unpack(laid) == [{n: v for n, v in row.items() if v != BLANKS[n]} for row in rows]
    assert all(laid.values), "a column of blanks is not said"


@given(FULL)
def test_dense_columns_hold_a_value_for_every_row_again(table):
    full = dense(lay(table, BLANKS), BLANKS)
    count = len(table["a"])
    assert {n: list(full.get(n, [BLANKS[n]] * count)) for n in table} == table


def test_field_no_blank_is_known_of_is_none_where_a_row_lacks_it():
    assert dense(pack([{"a": 1}, {"x": 2}]), {"a": 0}) == {"a": [1, 0], "x": [None, 2]}


def test_column_that_every_row_holds_is_taken_as_it_is():
    packed = pack([{"id": "h1", "phone": "1"}, {"id": "h2"}])
    assert column(packed, "id") == ["h1", "h2"]
    for missing in ("phone", "nowhere"):
        with pytest.raises(ValueError, match=missing):
            column(packed, missing)


def test_lists_are_held_as_tuples_and_nothing_else_changes():
    packed = pack([{"a": ["x", ["y"]], "b": 1}, {"a": "z", "b": ["w"]}])
    told = held(through_json(packed))
    assert [list(each) for each in told.values] == [[("x", ["y"]), "z"], [1, ("w",)]]
    assert (list(told.names), list(told.masks)) == (packed.names, packed.masks)


def test_more_rows_than_any_page_has_are_refused():
    with pytest.raises(ValueError, match="rows"):
        check(Columns([], [0] * (MOST_ROWS + 1), []))
    check(Columns([], [0] * MOST_ROWS, []))
