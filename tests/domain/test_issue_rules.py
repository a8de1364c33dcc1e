"""An issue's way, cell by cell: every state, every step, every role."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gridapp.domain.codes import code_list
from gridapp.domain.ids import new_id
from gridapp.domain.issue_rules import NotAllowedNow, Standing, judge, standing
from gridapp.domain.records.issues import IssueStep

STATES = ["", *[code.code for code in code_list("issue_state")]]
STEPS = [*[code.code for code in code_list("issue_step")], "a step of a newer program"]
ROLES = [*[code.code for code in code_list("post_role")], "a role of a newer program"]

AT_THE_DOOR = {"grid_worker", "grid_leader", "liaison_secretary"}
ANY_LEVEL = {
    *AT_THE_DOOR,
    "community_worker",
    "community_secretary",
    "street_desk",
    "district_desk",
}
# (state, step): the state it leads to, and who may take it. Every other cell is not allowed.
ALLOWED = {
    ("", "register"): ("registered", ANY_LEVEL),
    ("registered", "settle_on_spot"): ("reported", AT_THE_DOOR),
    ("registered", "handle_here"): ("handling", ANY_LEVEL),
    ("triage", "handle_here"): ("handling", ANY_LEVEL),
    ("registered", "pass_up"): ("triage", ANY_LEVEL),
    ("handling", "pass_up"): ("triage", ANY_LEVEL),
    ("triage", "pass_up"): ("triage", ANY_LEVEL),
    ("triage", "dispatch"): ("dispatched", {"district_desk"}),
    ("handling", "report_done"): ("reported", ANY_LEVEL),
    ("registered", "void"): ("void", ANY_LEVEL),
}
# How an issue comes to stand in a state, at the level of the district where it gets there.
UP = ["register", "pass_up", "pass_up", "pass_up"]
WAYS = {
    "": [],
    "registered": ["register"],
    "handling": [*UP, "handle_here"],
    "triage": UP,
    "dispatched": [*UP, "dispatch"],
    "reported": [*UP, "handle_here", "report_done"],
    "void": ["register", "void"],
}


def step(name, number=0, **told):
    head = {"id": f"{number:032x}", "scope": "990101001001001/place", "rev": number}
    return IssueStep(**{**head, "issue_id": "i", "step": name, "at": "", **told})


def steps(names, **told):
    return [step(name, number, unit_id="u1", **told) for number, name in enumerate(names, 1)]


def allows(state, name, role):
    try:
        judge(Standing(state, level=4), step(name, unit_id="u1"), roles=[role])
    except NotAllowedNow:
        return False
    return True


def test_every_cell_of_the_table():
    cells = {(s, n, r): allows(s, n, r) for s in STATES for n in STEPS for r in ROLES}
    expected = {(s, n, r) for (s, n), (_, roles) in ALLOWED.items() for r in roles}
    assert {cell for cell, allowed in cells.items() if allowed} == expected
    assert len(cells) > 10_000


@pytest.mark.parametrize("state", WAYS)
@pytest.mark.parametrize("name", STEPS)
def test_step_leads_where_the_table_says_and_any_other_nowhere(state, name):
    before = standing(steps(WAYS[state]))
    assert before.state == state
    after = standing(steps([*WAYS[state], name]))
    if (state, name) in ALLOWED:
        assert after.state == ALLOWED[state, name][0]
    else:
        assert after == before


def test_ways_reach_every_state_that_a_step_leads_to():
    assert set(WAYS) == {"", *[to for to, _ in ALLOWED.values()]}
    assert set(WAYS) - {""} <= set(STATES)


def test_nobody_without_a_post_takes_a_step():
    for name in STEPS:
        with pytest.raises(NotAllowedNow):
            judge(Standing(), step(name), roles=[])


def test_one_fitting_role_of_several_is_enough():
    judge(Standing(), step("register"), roles=["auditor", "grid_worker"])


def test_refusal_says_whether_it_is_too_late_or_not_theirs():
    with pytest.raises(NotAllowedNow, match="has moved on"):
        judge(Standing("closed"), step("handle_here"), roles=["grid_worker"])
    with pytest.raises(NotAllowedNow, match="somebody else"):
        judge(Standing("registered"), step("handle_here"), roles=["handler"])


@pytest.mark.parametrize(("level", "unit"), [(1, "u1"), (2, "u1"), (3, "u1"), (4, "")])
def test_only_the_district_hands_over_and_names_a_department(level, unit):
    with pytest.raises(NotAllowedNow, match="district centre"):
        judge(Standing("triage", level), step("dispatch", unit_id=unit), roles=["district_desk"])


@pytest.mark.parametrize("times", range(6))
def test_passing_up_climbs_one_level_and_not_beyond_the_district(times):
    at = standing(steps(["register", *["pass_up"] * times]))
    assert at.level == min(1 + times, 4)


@pytest.mark.parametrize(
    ("verdict", "state"), [("3", "closed"), ("2", "reported"), ("1", "reported"), ("", "reported")]
)
def test_only_a_satisfied_resident_closes_an_issue_at_the_door(verdict, state):
    at = standing([step("register", 1), step("settle_on_spot", 2, verdict=verdict)])
    assert (at.state, at.verdict) == (state, verdict)


def test_department_is_known_after_the_dispatch():
    at = standing(steps([*UP, "dispatch"]))
    assert (at.state, at.unit_id, at.level) == ("dispatched", "u1", 4)


@pytest.mark.parametrize(("ups", "unit"), [(1, "u1"), (2, "u1"), (3, "")])
def test_dispatch_that_was_not_allowed_is_passed_over_like_any_other(ups, unit):
    way = steps(["register", *["pass_up"] * ups])
    assert standing([*way, step("dispatch", 9, unit_id=unit)]) == standing(way)


def test_no_step_is_no_standing():
    assert standing([]) == Standing("", 1, "", "")


@given(st.permutations(steps([*UP, "handle_here", "void", "report_done"])))
def test_numbered_steps_are_folded_by_number_however_they_arrive(shuffled):
    assert standing(shuffled).state == "reported"


@given(st.permutations([step("register", 7), step("pass_up", 8), step("handle_here", 0)]))
def test_step_the_hub_has_not_numbered_comes_last(shuffled):
    assert standing(shuffled).state == "handling"


def test_steps_of_one_breath_are_folded_in_the_order_they_were_made():
    """Registered and settled at the door is one entry, made within one millisecond."""
    now = datetime(2026, 11, 22, tzinfo=UTC)
    for _ in range(50):
        made = [
            step("register", id=new_id(now), rev=0),
            step("settle_on_spot", id=new_id(now), rev=0, verdict="3"),
        ]
        assert standing(made).state == "closed"


def test_clock_set_back_between_two_steps_changes_no_order():
    made = [
        step("register", id=new_id(datetime(2026, 11, 22, 12, tzinfo=UTC)), rev=0),
        step("handle_here", id=new_id(datetime(2026, 11, 22, 11, tzinfo=UTC)), rev=0),
    ]
    assert standing(made).state == "handling"
