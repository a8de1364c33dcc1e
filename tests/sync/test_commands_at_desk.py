"""Commands as the desk lives through them: asked offline, judged later, never lost in words."""

import pytest

from gridapp.client.actions.issues import list_issues, report_issue, take_step
from gridapp.client.actions.send import status
from gridapp.domain.issue_rules import NotAllowedNow
from gridapp.store.hub_tables import on_hub
from tests.postgres import on_four_hubs_too
from tests.server.world import DISTRICT, move_in
from tests.sync import putting_back
from tests.sync.shaky import knock, stands

pytestmark = on_four_hubs_too


li, zhang = putting_back.li, putting_back.zhang


@pytest.fixture
def issue(world, li, zhang):
    """An issue of a household that both desks hold."""
    home = move_in(li)
    told = "The lamp on the third floor is broken"
    issue = report_issue(li, household=home, category="0205", text=told).issue
    world.sync(li, zhang)
    return issue


def state(desk):
    (line,) = list_issues(desk)
    return line.state


def test_issue_stands_alike_on_both_desks(world, li, zhang, issue):
    assert (state(li), state(zhang)) == ("registered", "registered")
    take_step(zhang, issue=issue.short_no, step="pass_up", text="too big for us")
    assert (state(li), state(zhang)) == ("registered", "triage")
    world.sync(zhang, li)
    assert (state(li), state(zhang)) == ("triage", "triage")
    assert stands(li) == stands(zhang) == stands(world)


def test_refused_step_is_kept_in_words_with_its_reason(world, li, zhang, issue):
    take_step(li, issue=issue.id, step="void")
    take_step(zhang, issue=issue.id, step="pass_up", text="the lamp burns my hand")
    world.sync(li)
    assert world.sync(zhang).verdicts == {"refused": 1}
    (aside,) = status(zhang).aside
    assert (aside["kind"], aside["verdict"]) == ("issue_step", "refused")
    assert aside["body"]["text"] == "the lamp burns my hand"
    assert "moved on" in aside["reason"]
    assert status(zhang).waiting == {}
    assert state(zhang) == "void"
    assert world.sync(zhang).sent == 0


def test_refused_step_moves_the_issue_on_no_desk_ever(world, li, zhang, issue):
    """It must not come to life again when the issue once stands where it would have followed."""
    take_step(li, issue=issue.id, step="handle_here")
    world.sync(li, zhang)
    take_step(zhang, issue=issue.id, step="report_done", text="burns again")
    take_step(li, issue=issue.id, step="pass_up")
    world.sync(li)
    assert world.sync(zhang).verdicts == {"refused": 1}
    assert (state(li), state(zhang)) == ("triage", "triage")
    take_step(li, issue=issue.id, step="handle_here")
    world.sync(li, zhang)
    assert (state(li), state(zhang)) == ("handling", "handling")


def test_refused_command_does_not_stop_the_visits_behind_it(world, li, zhang, issue):
    take_step(li, issue=issue.id, step="void")
    take_step(zhang, issue=issue.id, step="pass_up")
    knock(zhang, issue.household_id)
    world.sync(li)
    assert world.sync(zhang).verdicts == {"refused": 1, "stored": 1}
    assert world.count("visit") == 1


def test_desk_refuses_at_once_what_it_can_judge_itself(li, issue):
    before = stands(li)
    with pytest.raises(NotAllowedNow):
        take_step(li, issue=issue.id, step="report_done")
    with pytest.raises(NotAllowedNow):
        take_step(li, issue=issue.id, step="no such step")
    assert stands(li) == before


def test_issue_goes_up_and_to_the_department_which_sees_it_alone(world, li, issue):
    centre, clerk = world.desk("centre"), world.desk("clerk")
    (unit,) = world.held("org_unit")
    for step in ("pass_up", "pass_up", "pass_up"):
        take_step(centre, issue=issue.short_no, step=step)
    take_step(centre, issue=issue.short_no, step="dispatch", unit_id=unit, text="five days")
    assert world.sync(centre).verdicts == {"stored": 4}
    world.sync(clerk, li)
    (line,) = list_issues(clerk)
    assert (line.id, line.text) == (issue.id, issue.text)
    assert state(li) == "dispatched"
    assert not any(stands(clerk).values())
    assert status(clerk).records["dispatch"] == 1


def test_step_of_somebody_whose_post_has_ended_is_set_aside(world, li, issue):
    take_step(li, issue=issue.id, step="pass_up")
    with world.hub.store.writing() as connection:
        posts = on_hub("post")
        ended = posts.update().where(posts.c.shard == DISTRICT, posts.c.account == "li")
        connection.execute(ended.values(to_on="2026-11-01"))
    assert world.sync(li).verdicts == {"set_aside": 1}
    assert world.count("issue_step") == 1
    (aside,) = status(li).aside
    assert "not yours" in aside["reason"]
