"""Doors in the order one walks, and households found by any of their words."""

import pytest

from gridapp.client.actions.doors import find_households, list_doors
from gridapp.client.actions.visits import record_visit
from gridapp.client.roster.planning import Dealing
from gridapp.domain.doors import Door
from gridapp.domain.records.people import Household
from tests.client.conftest import edit, held, row

WORDS = [
    row("101", "雷怡诺", phone="10051908063", remark="爱养花"),
    row("102", "蒋平晓", phone="10024742526", remark="爱养花，低保"),
    row("201", "丁勇", phone="10028499889"),
    row("202", ""),
]


@pytest.fixture
def find(desk):
    """The doors that are found, in walking order."""

    def run(words, *, at=desk, **told):
        return [each.label for each in find_households(at, find=words, **told)]

    return run


def test_doors_come_in_walking_order(take, desk):
    numbers = ["10号楼", "7甲号楼", "2号楼", "1号楼", "7号楼"]
    rooms = ["1001", "201", "102", "101", "-101"]
    take(*(row(room, building=no) for no in numbers for room in rooms))
    labels = [each.label for each in list_doors(desk)]
    walked = [label.split("-") for label in labels]
    assert [no for no, _, _ in walked[::5]] == ["1", "2", "7", "7甲", "10"]
    assert [no for no, _, _ in walked] == [no for no, _, _ in walked[::5] for _ in range(5)]
    assert [room for _, _, room in walked[:5]] == ["B101", "101", "102", "201", "1001"]


def test_entrances_are_walked_one_after_the_other(take, desk):
    take(
        *(row(room, unit=unit) for unit in ("10单元", "2单元", "1单元") for room in ("201", "101"))
    )
    assert [each.label for each in list_doors(desk)] == [
        *("5-1-101", "5-1-201", "5-2-101", "5-2-201", "5-10-101", "5-10-201")
    ]


def test_one_building_or_one_compound_may_be_listed_alone(take, desk):
    heads = ["小区", "楼号", "房号", "姓名"]
    listed = [[c, b, "101", "雷怡诺"] for c in ("榆晴小区", "望溪花园") for b in ("5号楼", "6号楼")]
    take(*listed, heads=heads, dealing=Dealing())
    assert len(list_doors(desk)) == 4
    assert [each.label for each in list_doors(desk, building="5")] == ["5-101", "5-101"]
    assert [each.label for each in list_doors(desk, compound="榆晴小区")] == ["5-101", "6-101"]
    assert [each.label for each in list_doors(desk, compound="榆晴小区", building="6")] == ["6-101"]
    assert list_doors(desk, building="50") == list_doors(desk, compound="榆晴") == []


def test_a_door_tells_who_lives_there_and_what_happened(take, desk):
    take(row(count=3, usage="出租", phone="10051908063"))
    visit = record_visit(desk, household="5-1-101", outcome="32").visit
    (door,) = list_doors(desk)
    (home,) = held(desk, Household)
    assert door == Door(
        household_id=home.id,
        label="5-1-101",
        scope=home.scope,
        head="雷怡诺",
        phone="10051908063",
        resident_count=3,
        usage="20",
        refusal="32",
        visits=1,
        last_outcome="32",
        last_at=visit.visited_at,
    )
    assert find_households(desk) == [door]


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("", ["5-1-101", "5-1-102", "5-1-201", "5-1-202"]),
        ("雷怡诺", ["5-1-101"]),
        ("怡", ["5-1-101"]),
        ("养花", ["5-1-101", "5-1-102"]),
        ("养花 低保", ["5-1-102"]),
        ("低保  蒋", ["5-1-102"]),
        ("养花 丁勇", []),
        ("2526", ["5-1-102"]),
        ("1002", ["5-1-102", "5-1-201"]),
        ("5-1-2", ["5-1-201", "5-1-202"]),
        ("榆晴小区 201", ["5-1-201"]),
        ("1单元", ["5-1-101", "5-1-102", "5-1-201", "5-1-202"]),
        ("%", []),
        ("_", []),
        ("'; --", []),
        ("郝明", []),
    ],
)
def test_households_are_found_by_any_words(take, find, words, found):
    take(*WORDS)
    assert find(words) == found


def test_members_are_found_with_their_household(take, find):
    take(*WORDS[:1], ["", "", "", "武东勇", "子", "", "10099988877", "", "", ""], *WORDS[1:])
    assert find("武东勇") == find("99988877") == ["5-1-101"]


def test_no_more_are_found_than_asked_for(take, find):
    take(*WORDS)
    assert find("", most=2) == find("榆晴", most=2) == ["5-1-101", "5-1-102"]


def test_new_words_are_found_after_the_next_list(take, find):
    take(*WORDS)
    assert find("雷怡诺") == ["5-1-101"]
    take(row("101", "雷怡诺", phone="10066600066"), row("301", "郝明"), overwrite=True)
    assert (find("66600066"), find("10051908063")) == (["5-1-101"], [])
    assert find("郝明") == ["5-1-301"]
    assert find("养花") == ["5-1-101", "5-1-102"]


def test_words_a_list_fills_in_are_found(take, find):
    take(row("201", "丁勇"))
    assert find("丁勇") == ["5-1-201"]
    member = ["", "", "", "武东勇", "子", "", "", "", "", ""]
    take(row("201", "丁勇", phone="10066600066", remark="爱钓鱼"), member)
    assert find("66600066") == find("钓鱼") == find("武东勇") == ["5-1-201"]


def test_words_of_the_other_laptop_are_found_after_sending(take, find, town, desk):
    zhang = town.desk("zhang")
    take(*WORDS)
    assert find("雷怡诺", at=zhang) == []
    town.sync(desk, zhang)
    assert find("雷怡诺", at=zhang) == ["5-1-101"]
    edit(desk, held(desk, Household, head="雷怡诺")[0], remark="爱钓鱼")
    town.sync(desk, zhang)
    assert (find("钓鱼", at=zhang), find("爱养花", at=zhang)) == (["5-1-101"], ["5-1-102"])


def test_a_member_of_the_other_laptop_is_found_after_sending(take, find, town, desk):
    zhang = town.desk("zhang")
    take(*WORDS)
    town.sync(desk, zhang)
    assert find("武东勇", at=zhang) == []
    take(WORDS[0], ["", "", "", "武东勇", "子", "", "", "", "", ""])
    town.sync(desk, zhang)
    assert find("武东勇", at=zhang) == ["5-1-101"]


def test_a_deleted_household_is_listed_and_found_no_more(take, find, desk):
    take(*WORDS)
    assert find("雷怡诺") == ["5-1-101"]
    edit(desk, held(desk, Household, head="雷怡诺")[0], deleted=True)
    assert find("雷怡诺") == []
    assert [each.label for each in list_doors(desk)] == ["5-1-102", "5-1-201", "5-1-202"]
