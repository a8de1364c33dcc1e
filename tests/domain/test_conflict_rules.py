"""Who decides between two values, and what a decision writes."""

from datetime import date
from typing import Any

import pytest

from gridapp.domain.conflict_rules import chosen, decides, is_led, stands, with_fields, written
from gridapp.domain.fields import Form, read_text
from gridapp.domain.records.issues import Conflict, Resolution
from gridapp.domain.records.people import Household, Post

GRID, DAY = "990101001001001", date(2026, 11, 22)


@pytest.mark.parametrize(
    ("roles", "led", "expected"),
    [
        ({"grid_leader"}, True, True),
        ({"community_worker"}, True, True),
        ({"community_secretary"}, True, True),
        ({"grid_worker"}, True, False),
        ({"grid_worker"}, False, True),
        ({"part_time_grid_worker"}, False, True),
        ({"street_desk", "auditor", "building_leader"}, False, False),
        (set(), False, False),
    ],
)
def test_the_leader_and_the_community_decide_and_workers_where_nobody_leads(roles, led, expected):
    assert decides(roles, has_leader=led) is expected


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ({}, True),
        ({"role": "grid_worker"}, False),
        ({"place": "990101001001002"}, False),
        ({"from_on": "2026-11-23"}, False),
        ({"to_on": "2026-11-21"}, False),
    ],
)
def test_a_grid_is_led_by_who_holds_that_post_there_today(told, expected):
    said = {"id": "p", "scope": "s", "account": "a", "person": "p", "role": "grid_leader"}
    post = Post(**{**said, "place": GRID, **told})
    assert is_led([post], GRID, today=DAY) is expected


def conflict(field="resident_count", **sides):
    told: dict[str, Any] = {"kept": {"value": 4}, "offered": {"value": 3}} | sides
    told |= {"id": "c", "scope": "s", "about_kind": "household", "about_id": "h"}
    return Conflict(field=field, found_at="2026-11-22T09:00:00.000Z", **told)


def taking(takes, **told):
    return Resolution(id="r", scope="s", conflict_id="c", takes=takes, **told)


def test_a_decision_takes_one_side_or_a_third_value():
    assert chosen(conflict(), taking("kept")) == 4
    assert chosen(conflict(), taking("offered")) == 3
    assert chosen(conflict(), taking("other", other={"value": ["E1"]})) == ("E1",)


def test_to_take_an_edit_of_what_was_deleted_writes_all_of_it():
    met = conflict(
        "deleted", kept={"value": True}, offered={"value": False, "changed": {"phone": "100"}}
    )
    assert written(met, taking("offered")) == {"deleted": False, "phone": "100"}
    assert written(met, taking("kept")) == {"deleted": True}


def test_a_field_of_a_newer_program_stands_and_is_written_under_extra():
    card = {"remark": "", "extra": {"pets": 1, "cars": 2}}
    assert stands(card, "extra.pets") == 1
    after = with_fields(card, {"extra.pets": 3, "remark": "new"})
    assert after == {"remark": "new", "extra": {"pets": 3, "cars": 2}}


def test_letters_are_read_as_the_field_holds_them():
    fields = Household.kind.fields
    assert fields["resident_count"].form is Form.WHOLE
    assert read_text(fields["resident_count"], "５") == 5
    assert read_text(fields["resident_count"], "five") == "five"
    assert read_text(fields["care_tags"], "E1，E2、W1") == ("E1", "E2", "W1")
    assert read_text(fields["remark"], " a, b ") == "a, b"
