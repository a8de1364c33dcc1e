"""Cells nobody planned for: told, and neither they nor their row harm the others."""

import pytest

from gridapp.client.actions.send import status
from gridapp.client.roster.planning import PROPOSALS, Dealing
from gridapp.domain.records.people import Household, Resident
from gridapp.domain.records.places import Building, Compound
from tests.client.conftest import HEADS, held, row

LONG = "长"
HEADS_AND_MORE = [*HEADS, "小区", "出生年月", "登记日期", "是否租户"]
DEALING = Dealing(compound="榆晴小区", confirmed=frozenset(PROPOSALS), id_purpose="演示")
ABSURD = [
    *("9" * 5000, "0" * 5000, 1 / 3, 1e300, -1e-300, -7, True),
    *(f"x{' ' * 2000}y", "👩‍👧", "𠮷田𬭊", "\u200b\ufeff\u200d", "一\n二\r\n三\t四", "=1+1"),
    *("O'Brien'; DROP TABLE household; --", "{row} {0} %s {", '"' * 900, "狗" * 400, "(" * 900),
    "字" * 32767,
]


def doubts(done):
    return [(each.row, each.field, each.became) for each in done.problems]


def taken_by_hub(town, desk):
    """True where the hub takes everything this laptop has."""
    verdicts = town.sync(desk).verdicts
    return set(verdicts) == {"stored"} and status(desk).aside == []


@pytest.mark.parametrize(
    ("told", "field"),
    [
        ({"name": LONG * 61}, "name"),
        ({"relation": LONG * 21}, "relation"),
        ({"remark": LONG * 501}, "remark"),
    ],
)
def test_words_longer_than_their_field_are_left_out_and_told(take, town, desk, told, field):
    done = take(row(), row(**{"room": "102", "name": "蒋平晓", **told}), row("201", "丁勇"))
    assert doubts(done) == [(3, field, "value left out")]
    said = done.problems[0].text.format(**done.problems[0].values)
    assert said.endswith("cannot hold this value. Please write it shorter or check it.")
    assert len(held(desk, Household)) == 3
    assert LONG not in str(held(desk, Household) + held(desk, Resident))
    assert taken_by_hub(town, desk)


def test_words_as_long_as_their_field_are_kept(take, town, desk):
    done = take(row(name=LONG * 60, relation=LONG * 20, remark=LONG * 500))
    assert done.problems == ()
    (home,) = held(desk, Household)
    (person,) = held(desk, Resident)
    assert (home.head, home.remark) == (LONG * 60, LONG * 500)
    assert (person.name, person.relation) == (LONG * 60, LONG * 20)
    assert taken_by_hub(town, desk)


def test_a_member_with_too_long_a_name_is_left_out_alone(take, town, desk):
    members = [["", "", "", name, "子", *[""] * 5] for name in (LONG * 61, "雷小诺")]
    done = take(row(), *members)
    assert doubts(done) == [(3, "name", "value left out")]
    assert sorted(each.name for each in held(desk, Resident)) == ["雷小诺", "雷怡诺"]
    assert taken_by_hub(town, desk)


@pytest.mark.parametrize(
    ("heading", "cell"), [("小区", LONG * 81), ("楼号", f"{LONG * 41}巷"), ("房号", "50101")]
)
def test_a_place_no_record_can_hold_leaves_its_row_out(take, town, desk, heading, cell):
    heads = ["小区", "楼号", "单元", "房号", "姓名"]
    bad = dict(zip(heads, ["榆晴小区", "5号楼", "1单元", "102", "蒋平晓"], strict=True))
    good = ["榆晴小区", "5号楼", "1单元", "101", "雷怡诺"]
    done = take(good, [*(bad | {heading: cell}).values()], heads=heads, dealing=Dealing())
    assert doubts(done) == [(3, "address", "row left out")]
    assert [each.head for each in held(desk, Household)] == ["雷怡诺"]
    assert len(held(desk, Compound)) == len(held(desk, Building)) == 1
    assert taken_by_hub(town, desk)


def test_an_estate_with_a_long_name_is_taken_like_any_other(take, town, desk):
    name = "听枫街道榆晴社区榆晴小区一期东组团安置楼南区"
    done = take(row(), dealing=Dealing(compound=name))
    assert done.problems == ()
    assert [each.name for each in held(desk, Compound)] == [name]
    assert taken_by_hub(town, desk)


@pytest.mark.parametrize("place", range(len(HEADS_AND_MORE)), ids=HEADS_AND_MORE)
def test_absurd_cells_in_any_column_harm_no_other_row(take, town, desk, place):
    listed = [[*row(str(room), f"住{room}"), *[""] * 4] for room in range(101, 101 + len(ABSURD))]
    for cells, absurd in zip(listed, ABSURD, strict=True):
        cells[place] = absurd
    named = ["榆晴小区", "", "", ""]
    first, last = [*row("201", "雷怡诺"), *named], [*row("202", "丁勇"), *named]
    done = take(first, *listed, last, heads=HEADS_AND_MORE, dealing=DEALING)
    assert all(each.text.format(**each.values) for each in done.problems)
    assert {"雷怡诺", "丁勇"} <= {each.head for each in held(desk, Household)}
    left_out = {each.row for each in done.problems if each.became == "row left out"}
    members = sum(not str(cells[2]).strip() for cells in listed)
    assert len(held(desk, Household)) == len(listed) + 2 - len(left_out) - members
    assert not left_out & {2, len(listed) + 3}
    assert taken_by_hub(town, desk)
