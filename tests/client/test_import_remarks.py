"""What remarks propose: counted, and nothing changes until a person has confirmed it."""

import pytest

from gridapp.client.actions.import_roster import import_roster
from gridapp.client.roster.planning import PROPOSALS, Dealing
from gridapp.domain.records.people import Household
from tests.client.conftest import ROSTERS, held, row

# A remark, the kind of what it proposes, and the fields of a household that this fills.
MEANINGS = [
    ("不愿登记", "refusal", {"refusal": "31"}),
    ("请勿打扰", "refusal", {"refusal": "32"}),
    ("要求晚上七点后来", "preferred_time", {"preferred_time": "evening 19"}),
    ("周末来", "preferred_time", {"preferred_time": "weekend"}),
    ("狗，小心", "two_persons", {"two_persons": True}),
    ("聋哑", "hearing_help", {"assistance": ("hearing",)}),
    ("独居老人", "care_tag", {"care_tags": ("E1",)}),
    ("低保残疾", "care_tag", {"care_tags": ("W2", "W4")}),
    ("冬季进城", "seasonal", {"seasonal": "11-03"}),
]
FILLED = ("refusal", "preferred_time", "two_persons", "assistance", "care_tags", "seasonal")


def dealing(*kinds):
    return Dealing(compound="榆晴小区", confirmed=frozenset(kinds))


def filled(home):
    """The fields a remark may fill, as far as they are."""
    return {name: getattr(home, name) for name in FILLED if getattr(home, name)}


def by_head(desk):
    return {each.head: each for each in held(desk, Household)}


@pytest.mark.parametrize(("remark", "kind", "fields"), MEANINGS)
def test_a_proposal_is_counted_and_changes_nothing_unconfirmed(take, desk, remark, kind, fields):
    done = take(row(remark=remark), dealing=dealing(*(set(PROPOSALS) - {kind})))
    values = next(iter(fields.values()))
    assert done.proposals == {kind: len(values) if isinstance(values, tuple) else 1}
    (home,) = held(desk, Household)
    assert filled(home) == {}
    assert home.remark == remark


@pytest.mark.parametrize(("remark", "kind", "fields"), MEANINGS)
def test_a_confirmed_proposal_fills_its_field(take, desk, remark, kind, fields):
    take(row(remark=remark), dealing=dealing(kind))
    (home,) = held(desk, Household)
    assert filled(home) == fields
    assert home.remark == (remark if kind == "two_persons" else "")


def test_what_was_not_understood_stays_the_remark(take, desk):
    take(row(remark="独居老人，爱养花；冬季进城"), dealing=dealing(*PROPOSALS))
    (home,) = held(desk, Household)
    assert filled(home) == {"care_tags": ("E1",), "seasonal": "11-03"}
    assert home.remark == "爱养花"


def test_the_whole_remark_stays_while_one_part_is_unconfirmed(take, desk):
    done = take(row(remark="独居老人，不愿登记"), dealing=dealing("care_tag"))
    (home,) = held(desk, Household)
    assert done.proposals == {"care_tag": 1, "refusal": 1}
    assert filled(home) == {"care_tags": ("E1",)}
    assert home.remark == "独居老人，不愿登记"


def test_all_that_one_remark_says_is_taken_together(take, desk):
    said = "聋哑，请勿打扰，恶犬，晚上七点后来，低保，冬季进城"
    take(row(remark=said), dealing=dealing(*PROPOSALS))
    (home,) = held(desk, Household)
    assert filled(home) == {
        "refusal": "32",
        "preferred_time": "evening 19",
        "two_persons": True,
        "assistance": ("hearing",),
        "care_tags": ("W2",),
        "seasonal": "11-03",
    }
    assert home.remark == said  # what is to be beware of is told in words too


def test_a_remark_confirmed_later_is_taken_at_the_next_import(take, desk):
    take(row(remark="不愿登记，爱养花"))
    take(row(remark="不愿登记，爱养花"), dealing=dealing("refusal"))
    (home,) = held(desk, Household)
    assert home.refusal == "31"


def test_ditto_takes_the_remark_above_and_its_meaning(take, desk):
    listed = (
        row(remark="不愿登记"),
        row("102", "蒋平晓", remark="同上"),
        row("201", "丁勇", remark="〃"),
    )
    done = take(*listed, dealing=dealing("refusal"))
    assert done.problems == ()
    assert done.proposals == {"refusal": 3}
    assert {each.refusal for each in held(desk, Household)} == {"31"}


def test_ditto_takes_the_remark_of_a_row_that_was_left_out(take, desk):
    listed = row("不清楚", remark="爱养花"), row("102", "蒋平晓", remark="同上")
    assert [each.field for each in take(*listed).problems] == ["address"]
    assert [each.remark for each in held(desk, Household)] == ["爱养花"]


def test_ditto_below_nothing_is_doubtful_each_time(take, desk):
    done = take(
        row("101", "雷怡诺", remark="同上"),
        row("102", "蒋平晓", remark="同上"),
        row("201", "丁勇"),
        row("202", "郝明", remark="同上"),
        row("301", "潘宇", remark="低保"),
        row("302", "常建", remark="同上"),
    )
    assert [(each.row, each.field, each.became) for each in done.problems] == [
        *((2, "remark", "doubtful"), (3, "remark", "doubtful"), (5, "remark", "doubtful"))
    ]
    assert done.proposals == {"care_tag": 2}
    assert by_head(desk)["常建"].remark == "低保"


def test_remarks_of_a_whole_estate_are_counted_by_hand(desk):
    done = import_roster(desk, ROSTERS / "榆晴小区网格户表_gbk.csv", dealing=Dealing())
    # Of the 75 rows 聋哑 stands in 14, 不愿登记 in 17; one each of them stands there twice.
    assert done.proposals == {
        "hearing_help": 13,
        "refusal": 16,
        "two_persons": 8,
        "preferred_time": 5,
    }
    assert {tuple(filled(each)) for each in held(desk, Household)} == {()}
