"""The door chart: what each door says, what is counted of the cells, and where they stand."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from gridapp.domain.chart import FILTERS, Building, Door, Told, chart
from gridapp.domain.floor_plan import Row, Site, floor_plan
from gridapp.domain.knocking import DoorFacts, Knock
from gridapp.domain.rates import progress
from gridapp.domain.today import Behind, Place, Promise

NOW = datetime(2026, 11, 23, 11, 5, tzinfo=UTC)  # a Monday, five past seven in the evening
DAYTIME, EVENING = "2026-11-12T02:00:00.000Z", "2026-11-12T11:30:00.000Z"
THIS_EVENING = "2026-11-23T11:00:00.000Z"
BUILDING = Building("b3", "榆晴小区", "3", 1)


def door(*outcomes, room="501", at=DAYTIME, home="h1", usage="10", refusal="", **told):
    """A door of the second stair; one visit for each outcome."""
    knocks = tuple(Knock(outcome, at) for outcome in outcomes)
    behind = Behind(
        Place(home, f"3-2-{room}", "王**", "b3", "3", "2"),
        DoorFacts(knocks, refusal, usage),
        promises=told.pop("promises", ()),
        tags=frozenset(told.pop("tags", ())),
    )
    site = Site(f"house-{room}", "u2", "2", room, int(room[:-2]))
    return Door(site, f"3-2-{room}", usage, behind, **told)


def drawn(*doors):
    return chart(BUILDING, doors, among=[BUILDING], now=NOW)


def cell(*outcomes, **told):
    return drawn(door(*outcomes, **told)).cells[0]


@pytest.mark.parametrize(
    ("outcome", "status"),
    [
        ("", "untried"),
        ("10", "met"),
        ("11", "met"),
        ("12", "met"),
        ("13", "second_hand"),
        ("14", "partly"),
        ("20", "nobody"),
        ("21", "nobody"),
        ("22", "appointment"),
        ("23", "again"),
        ("30", "declined"),
        ("40", "no_access"),
        ("41", "again"),
        ("42", "again"),
        ("50", "empty_maybe"),
        ("51", "renovated"),
        ("52", "shop"),
        ("53", "moved"),
        ("54", "gone"),
        ("55", "gone"),
        ("99", "untried"),
    ],
)
def test_a_door_says_what_its_last_visit_found(outcome, status):
    assert cell(*[outcome] if outcome else []).status == status


@pytest.mark.parametrize("refusal", ["31", "32"])
def test_who_asked_to_be_left_alone_is_not_knocked_at_whatever_came_after(refusal):
    shown = cell("20", refusal=refusal)
    assert shown.status == "no_knock"
    assert not shown.is_open
    assert "tonight" not in shown.belongs


def test_the_next_household_at_that_door_starts_clean():
    assert cell(home="h2").status == "untried"


def test_a_shop_is_a_shop_though_nobody_answered():
    shown = cell("20", usage="50")
    assert (shown.status, shown.counted) == ("shop", "52")


def test_an_empty_flat_where_somebody_was_met_is_lived_in():
    assert cell(usage="30").status == "empty"
    assert cell("50", usage="30").status == "empty"
    assert cell("11", usage="30").status == "met"


def test_a_door_without_household_is_shown():
    bare = Door(Site("house-1", "", "", "101", 1), "3-101")
    [shown] = drawn(bare).cells
    assert (shown.status, shown.is_open) == ("unknown", False)
    [shop] = drawn(replace(bare, usage="50")).cells
    assert shop.status == "shop"


def test_knocks_in_vain_are_counted_since_somebody_was_met():
    assert cell("20", "20", "11", "20", "40", "20").tries == 2
    assert cell("20", "20", "20").tries == 3


def test_an_appointment_stands_until_its_day():
    promise = Promise("2026-11-28", "weekend", None, DAYTIME)
    shown = cell("22", promises=(promise,))
    assert (shown.status, shown.promise) == ("appointment", promise)
    assert not shown.is_open
    met = cell("22", "11", at=THIS_EVENING, promises=(promise,))
    assert (met.status, met.promise) == ("met", None)


def test_this_evening_means_doors_not_tried_in_an_evening():
    assert "tonight" in cell().belongs
    assert "tonight" in cell("20", at=DAYTIME).belongs
    assert "tonight" not in cell("20", at=EVENING).belongs
    assert "tonight" not in cell("11").belongs


def test_bands_not_tried_yet_are_told():
    assert cell("20", at=EVENING).bands == {"workday_daytime", "weekend"}


def test_a_door_just_knocked_at_is_not_knocked_at_again():
    assert cell("20", at=DAYTIME).is_open
    assert not cell("20", at=THIS_EVENING).is_open


def test_corners_show_two_marks_the_owed_reply_first():
    issues = (Told("i1", "0201", "handling", DAYTIME), Told("i2", "0201", "reported", DAYTIME))
    shown = cell("11", issues=issues, tags={"E1"}, two_persons=True)
    assert shown.corners == ("owed", "issue")
    assert {"owed", "issue"} <= shown.belongs
    assert "care" not in shown.belongs  # seen this month
    assert cell(tags={"E1"}, two_persons=True).corners == ("care", "pair")


def test_a_closed_issue_leaves_no_mark():
    assert cell(issues=(Told("i1", "0201", "closed", DAYTIME),)).corners == ()


def building():
    """Each status twice or more over a stair."""
    outcomes = ["", "", "11", "20", "20", "31", "40", "50", "52", "22", "12", "14"]
    return [
        door(
            *[outcome] if outcome else [],
            room=f"{1 + n // 3}0{1 + n % 3}",
            home=f"h{n}",
            refusal="31" if outcome == "31" else "",
        )
        for n, outcome in enumerate(outcomes)
    ]


def test_counts_are_the_cells_that_belong():
    shown = drawn(*building())
    counts = shown.counts()
    assert set(counts) == set(FILTERS)
    assert counts["all"] == 12
    assert (counts["untried"], counts["nobody"]) == (2, 2)
    for name, count in counts.items():
        assert count == sum(name in each.belongs for each in shown.cells)


def test_knocked_and_met_are_the_table_of_the_rates():
    shown = drawn(*building())
    come = shown.progress()
    assert come == progress(["", "", "11", "20", "20", "31", "40", "50", "52", "22", "12", "14"])
    assert (shown.counts()["knocked"], shown.counts()["met"]) == (come.knocked, come.met)
    assert come.of == 11  # without the shop


def test_the_next_door_is_the_next_open_one_and_after_the_last_the_first():
    shown = drawn(*building())
    assert [n for n, each in enumerate(shown.cells) if each.is_open] == [0, 1, 3, 4, 9, 11]
    assert shown.next_open(1) == 3
    assert shown.next_open(11) == 0
    assert drawn(door("11"), door("11", home="h2")).next_open(0) is None


def test_buildings_beside_are_those_before_and_after():
    others = [BUILDING._replace(building_id=name) for name in ("b2", "b3", "b4")]
    shown = chart(others[1], [door()], among=others, now=NOW)
    assert shown.beside(-1) == others[0]
    assert shown.beside(1) == others[2]
    assert chart(others[0], [door()], among=others, now=NOW).beside(-1) is None


def test_a_household_is_found_by_its_cell():
    shown = drawn(*building())
    assert shown.at("h3") == 3
    assert shown.at("somebody else") is None


def site(room, *, unit="", floor=None, house=""):
    return Site(house or f"{unit}-{room}", unit, unit, room, floor)


def test_doors_of_one_number_stand_above_each_other_with_gaps():
    plan = floor_plan(
        [
            site("101", unit="1", floor=1),
            site("103", unit="1", floor=1),
            site("202", unit="1", floor=2),
        ]
    )
    assert plan.rows == (Row("floor", 2), Row("floor", 1))
    assert [(spot.row, spot.column) for spot in plan.spots] == [(1, 0), (1, 2), (0, 1)]
    assert plan.across == 3


def test_stairs_stand_in_the_order_of_their_numbers():
    plan = floor_plan([site("101", unit=unit, floor=1) for unit in ("10", "2", "1")])
    assert [stair.no for stair in plan.stairs] == ["1", "2", "10"]
    assert [spot.stair for spot in plan.spots] == [2, 1, 0]


def test_basements_lie_below_and_doors_without_floor_below_them():
    plan = floor_plan(
        [site("B101", unit="1", floor=-1), site("101", unit="1", floor=1), site("甲1", unit="1")]
    )
    assert plan.rows == (Row("floor", 1), Row("floor", -1), Row("other"))
    assert [spot.row for spot in plan.spots] == [1, 0, 2]


def test_two_households_behind_one_door_stand_side_by_side():
    doors = [site("101", unit="1", floor=1, house="x")] * 2 + [site("102", unit="1", floor=1)]
    plan = floor_plan(doors)
    assert [spot.column for spot in plan.spots] == [0, 1, 2]
    twins = [door(room="101"), door(room="101", home="h2")]
    assert [each.number for each in drawn(*twins).cells] == ["101", "101·2"]


def test_a_lane_has_its_odd_side_above_its_even_side():
    plan = floor_plan([site(str(number)) for number in range(1, 25)])
    assert [row.kind for row in plan.rows] == ["odd", "even", "odd", "even"]
    spots = dict(zip(range(1, 25), plan.spots, strict=True))
    assert (spots[1].row, spots[2].row) == (0, 1)
    assert spots[1].column == spots[2].column == 0
    assert (spots[19].row, spots[20].row) == (2, 3)
    assert len(set(plan.spots)) == 24


def test_a_building_without_doors_has_an_empty_plan():
    assert floor_plan([]).spots == ()
    assert drawn().counts()["all"] == 0
