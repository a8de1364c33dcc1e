"""Commands: asked by a desk, judged by the hub at its own state, and what follows."""

import pytest

from tests.server.world import GRID, change, visit

PLACE = f"{GRID}/place"


def issue(record_id="issue-1"):
    return change(
        "issue",
        record_id,
        scope=PLACE,
        short_no=f"I-{record_id}",
        category="0205",
        text="The lamp on the third floor is broken",
        told_at="2026-11-22T09:00:00.000Z",
        household_id="household-1",
        told_by="Grandmother Wei",
        contact="12345678901",
        place="5-1",
    )


def step(name, record_id="issue-1", **fields):
    head = {"scope": PLACE, "issue_id": record_id, "at": "2026-11-22T09:00:00.000Z"}
    return change("issue_step", step=name, **head, **fields)


def verdicts(answer):
    return [receipt.verdict for receipt in answer.receipts]


@pytest.fixture
def reported(world):
    """An issue that li reported and registered."""
    assert verdicts(world.ask(world.device("li"), issue(), step("register"))) == ["stored"] * 2
    return world


@pytest.fixture
def unit(world):
    """The department."""
    (unit,) = world.held("org_unit")
    return unit


def test_step_that_does_not_follow_is_refused_with_a_sentence_and_kept(reported):
    asked = step("report_done", text="it burns again")
    (receipt,) = reported.ask(reported.device("zhang"), asked).receipts
    assert receipt.verdict == "refused"
    assert "moved on" in receipt.reason
    (kept,) = reported.offered()
    assert (kept["kind"], kept["body"]["text"]) == ("issue_step", "it burns again")
    assert reported.count("issue_step") == 1


def test_step_of_an_issue_nobody_knows_is_refused(world):
    (receipt,) = world.ask(world.device("li"), step("pass_up", "issue-9")).receipts
    assert (receipt.verdict, receipt.rev) == ("refused", 0)


def test_issue_and_its_steps_may_come_in_one_request_and_in_order(world):
    li = world.device("li")
    answer = world.ask(li, issue(), step("register"), step("handle_here"), step("report_done"))
    assert verdicts(answer) == ["stored"] * 4


def test_of_two_steps_from_one_state_the_first_wins(reported):
    first = reported.ask(reported.device("li"), step("void"))
    second = reported.ask(reported.device("zhang"), step("pass_up"))
    assert verdicts(first) + verdicts(second) == ["stored", "refused"]


def test_only_the_centre_dispatches_and_only_from_its_own_level(reported, unit):
    li, centre = reported.device("li"), reported.device("centre")
    asked = [step("pass_up"), step("dispatch", unit_id=unit)]
    assert verdicts(reported.ask(li, *asked)) == ["stored", "refused"]
    assert verdicts(reported.ask(centre, step("dispatch", unit_id=unit))) == ["refused"]
    up = [step("pass_up"), step("pass_up")]
    assert verdicts(reported.ask(centre, *up, step("dispatch"))) == ["stored", "stored", "refused"]
    assert verdicts(reported.ask(centre, step("dispatch", unit_id=unit))) == ["stored"]


@pytest.fixture
def dispatched(reported, unit):
    up = [step("pass_up") for _ in range(3)]
    last = step("dispatch", unit_id=unit, text="please within five days")
    answer = reported.ask(reported.device("centre"), *up, last)
    assert verdicts(answer) == ["stored"] * 4
    return reported


def test_department_gets_what_it_needs_and_nothing_more(dispatched, unit):
    told = dispatched.ask(dispatched.device("clerk")).records
    assert set(told) == {"org_unit", "post", "dispatch"}
    (copy,) = told["dispatch"]
    assert copy["text"] == "The lamp on the third floor is broken"
    assert (copy["unit_id"], copy["issue_id"]) == (unit, "issue-1")
    assert copy["words"] == "please within five days"
    assert "Grandmother Wei" not in str(copy)
    assert "12345678901" not in str(copy)
    assert "household-1" not in str(copy)


def test_dispatch_is_for_the_department_alone(dispatched):
    for account in ("li", "other", "office", "street", "far"):
        assert "dispatch" not in dispatched.ask(dispatched.device(account)).records


def test_same_dispatch_sent_again_hands_over_once(dispatched, unit):
    again = step("dispatch", unit_id=unit)
    assert verdicts(dispatched.ask(dispatched.device("centre"), again)) == ["refused"]
    assert dispatched.count("dispatch") == 1


def test_step_cannot_be_taken_for_an_issue_of_another_grid(reported):
    """The step's own scope is the worker's, the issue it names is not."""
    other = reported.device("other")
    stolen = change(
        "issue_step",
        scope="990101001001002/place",
        issue_id="issue-1",
        step="void",
        at="2026-11-22T09:00:00.000Z",
    )
    assert verdicts(reported.ask(other, stolen)) == ["refused"]


def test_step_stands_where_its_issue_stands(reported):
    """Else the people of the issue's grid would never see it."""
    centre = reported.device("centre")
    up = change(
        "issue_step",
        scope="990101/place",
        issue_id="issue-1",
        step="pass_up",
        at="2026-11-22T09:00:00.000Z",
    )
    assert verdicts(reported.ask(centre, up)) == ["refused"]


def test_steps_are_seen_by_the_issues_own_people(dispatched):
    told = dispatched.ask(dispatched.device("zhang")).records
    assert len(told["issue_step"]) == 5
    assert "issue_step" not in dispatched.ask(dispatched.device("other")).records


def test_refused_step_does_not_stop_a_visit_in_the_same_request(reported):
    answer = reported.ask(reported.device("li"), visit(), step("report_done"), visit())
    assert verdicts(answer) == ["stored", "refused", "stored"]
