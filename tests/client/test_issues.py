"""An issue as it was told, and the steps a laptop may take before the hub has heard of it."""

import pytest

from gridapp.client.actions.doors import NoSuchHousehold
from gridapp.client.actions.issues import (
    NoSuchIssue,
    Nowhere,
    TooShort,
    UnknownCategory,
    issue_timeline,
    list_issues,
    report_issue,
    take_step,
)
from gridapp.client.desk import NotYourGrid, SaidOtherwise
from gridapp.client.issue_lines import IssueLine
from gridapp.domain.fields import BadField
from gridapp.domain.issue_rules import NotAllowedNow
from gridapp.domain.records.issues import Issue, IssueStep
from gridapp.domain.records.people import Household
from tests.client.conftest import GRID, NEXT_GRID, dump, held, row

DOOR, LIGHT = "5-1-101", "楼道灯不亮，看不见台阶"


@pytest.fixture(autouse=True)
def _home(take):
    """One door with a household."""
    take(row())


def report(desk, **told):
    return report_issue(
        desk, **{"category": "0204", "text": LIGHT, "household": DOOR, **told}
    ).issue


def steps(desk):
    return [(each.step, each.verdict) for each in sorted(held(desk, IssueStep), key=lambda s: s.id)]


def states(desk):
    return {line.short_no: line.state for line in list_issues(desk)}


def refused(desk, problem, **told):
    """The words of a refusal; nothing was written."""
    before = dump(desk)
    with pytest.raises(problem) as refusal:
        report(desk, **told)
    assert dump(desk) == before
    return str(refusal.value)


def test_an_issue_is_registered_with_what_was_told(desk):
    issue = report(desk, text=f"  {LIGHT}\n", told_by="雷女士", visit_id="visit-1")
    (kept,) = held(desk, Issue)
    (home,) = held(desk, Household)
    assert kept == issue
    assert (kept.text, kept.category, kept.household_id) == (LIGHT, "0204", home.id)
    assert (kept.scope, kept.channel, kept.told_by) == (home.scope, "door_visit", "雷女士")
    assert (kept.short_no, kept.visit_id) == (f"I-{desk.me.tag}-1122-1", "visit-1")
    assert kept.told_at == kept.written_at
    (step,) = held(desk, IssueStep)
    assert (step.step, step.issue_id, step.scope) == ("register", kept.id, kept.scope)
    assert states(desk) == {kept.short_no: "registered"}


def test_urgency_comes_with_the_category_unless_it_was_told(desk):
    usual = report(desk)
    assert report(desk, urgency="9").urgency == "9" != usual.urgency
    assert report(desk, category="0602").urgency != usual.urgency


@pytest.mark.parametrize("category", ["", "02", "9999", "020", "楼道照明"])
def test_an_unknown_category_or_a_top_is_refused(desk, category):
    assert category in refused(desk, UnknownCategory, category=category)


@pytest.mark.parametrize("text", ["", "   ", "灯坏了", "  灯坏了\n "])
def test_too_few_words_are_refused(desk, text):
    refused(desk, TooShort, text=text)


def test_four_characters_are_enough(desk):
    assert report(desk, text="灯不亮了").text == "灯不亮了"


def test_an_issue_without_household_and_place_is_refused(desk):
    refused(desk, Nowhere, household="")
    refused(desk, Nowhere, household="", place="", grid=GRID)
    refused(desk, NoSuchHousehold, household="5-1-999")


def test_a_field_that_does_not_fit_is_refused(desk):
    refused(desk, BadField, text="长" * 2001)
    refused(desk, BadField, anonymous="no")
    refused(desk, BadField, household="", place="长" * 121)


def test_an_issue_of_a_place_belongs_to_the_workers_grid(desk):
    issue = report(desk, household="", place="小区南门")
    assert (issue.place, issue.household_id, issue.scope) == ("小区南门", "", f"{GRID}/place")
    assert report(desk, household="", place="小区南门", grid=GRID).scope == f"{GRID}/place"


def test_a_place_in_a_strange_grid_is_refused(desk):
    for grid in (NEXT_GRID, "990101001001", "9"):
        refused(desk, NotYourGrid, household="", place="小区南门", grid=grid)


def test_a_worker_with_two_grids_says_in_which_the_place_is(town):
    both = town.desk("both")
    refused(both, NotYourGrid, household="", place="小区南门")
    issue = report(both, household="", place="小区南门", grid=NEXT_GRID)
    assert issue.scope == f"{NEXT_GRID}/place"


@pytest.mark.parametrize(
    ("verdict", "state"), [("3", "closed"), ("2", "reported"), ("1", "reported"), ("0", "reported")]
)
def test_settled_on_the_spot_is_closed_only_where_the_resident_is_satisfied(desk, verdict, state):
    issue = report(desk, on_spot=verdict)
    assert steps(desk) == [("register", ""), ("settle_on_spot", verdict)]
    assert states(desk) == {issue.short_no: state}


def test_what_is_settled_on_the_spot_is_closed_each_time_and_at_the_hub_too(town, desk):
    for _ in range(20):  # the ids of both steps are of one moment
        report(desk, on_spot="3")
    assert set(states(desk).values()) == {"closed"}
    assert set(town.sync(desk).verdicts) == {"stored"}
    assert set(states(desk).values()) == {"closed"}


def test_a_repeated_id_is_harmless(desk):
    first = report_issue(desk, category="0204", text=LIGHT, household=DOOR, id="line-7")
    before = dump(desk)
    again = report_issue(desk, category="0204", text=LIGHT, household=DOOR, id="line-7")
    with pytest.raises(SaidOtherwise, match="line-7"):
        report_issue(desk, category="0602", text="飞线充电很危险", household=DOOR, id="line-7")
    assert (first.again, again.again) == (False, True)
    assert again.issue == first.issue
    assert dump(desk) == before


def test_steps_taken_offline_follow_the_rules(desk):
    number = report(desk).short_no
    take_step(desk, issue=number, step="handle_here", text="已联系物业")
    assert states(desk) == {number: "handling"}
    with pytest.raises(NotAllowedNow, match="has moved on"):
        take_step(desk, issue=number, step="void")
    take_step(desk, issue=number, step="report_done", text="已换灯泡")
    assert states(desk) == {number: "reported"}
    with pytest.raises(NotAllowedNow):
        take_step(desk, issue=number, step="report_done")
    assert [step for step, _ in steps(desk)] == ["register", "handle_here", "report_done"]


@pytest.mark.parametrize("step", ["register", "dispatch", "report_done", "sing", ""])
def test_a_step_that_does_not_follow_writes_nothing(desk, step):
    number = report(desk).short_no
    before = dump(desk)
    with pytest.raises((NotAllowedNow, BadField)):
        take_step(desk, issue=number, step=step, unit_id="unit-1")
    assert dump(desk) == before


def test_an_issue_is_found_by_its_number_and_by_its_id(desk):
    first, second = report(desk), report(desk, text="门禁坏了")
    take_step(desk, issue=first.short_no, step="void")
    take_step(desk, issue=second.id, step="handle_here")
    assert states(desk) == {first.short_no: "void", second.short_no: "handling"}
    for wanted in ("I-000-1122-1", "", first.short_no.lower()):
        with pytest.raises(NoSuchIssue):
            take_step(desk, issue=wanted, step="void")


def test_only_the_centre_hands_an_issue_on_and_only_from_the_top(town, desk):
    number = report(desk).short_no
    centre = town.desk("centre")
    town.sync(desk, centre)
    for level in (1, 2, 3):
        with pytest.raises(NotAllowedNow):
            take_step(centre, issue=number, step="dispatch", unit_id="unit-1")
        take_step(centre, issue=number, step="pass_up", text=f"第{level}级")
    with pytest.raises(NotAllowedNow, match="must name one"):
        take_step(centre, issue=number, step="dispatch")
    town.sync(centre, desk)
    assert states(desk) == {number: "triage"}
    with pytest.raises(NotAllowedNow, match="for somebody else to take"):
        take_step(desk, issue=number, step="dispatch", unit_id="unit-1")
    take_step(centre, issue=number, step="dispatch", unit_id="unit-1")
    assert states(centre) == {number: "dispatched"}


def test_a_step_the_hub_refused_counts_no_more(town, desk):
    number = report(desk).short_no
    zhang = town.desk("zhang")
    town.sync(desk, zhang)
    take_step(zhang, issue=number, step="void", text="重复登记")
    take_step(desk, issue=number, step="handle_here")
    town.sync(zhang, desk)
    assert states(desk) == states(zhang) == {number: "void"}


def test_issues_are_listed_newest_first_with_where_they_are(town, desk):
    first = report(desk)
    town.sync(desk)
    second = report(desk, text="门禁坏了", category="0103", on_spot="3")
    (home,) = held(desk, Household)
    at_door = {"door": DOOR, "household_id": home.id, "aside": False}
    assert list_issues(desk) == [
        IssueLine(
            id=second.id,
            short_no=second.short_no,
            category="0103",
            text="门禁坏了",
            state="closed",
            urgency="n",
            told_at=second.told_at,
            at_hub=False,
            **at_door,
        ),
        IssueLine(
            id=first.id,
            short_no=first.short_no,
            category="0204",
            text=LIGHT,
            state="registered",
            urgency="n",
            told_at=first.told_at,
            at_hub=True,
            **at_door,
        ),
    ]


def test_a_laptop_without_issues_lists_none(desk):
    assert list_issues(desk) == []


def test_issues_of_one_household_are_listed_alone(desk):
    mine = report(desk)
    report(desk, household="", place="小区南门")
    (home,) = held(desk, Household)
    assert [line.id for line in list_issues(desk, household_id=home.id)] == [mine.id]
    assert [line.door for line in list_issues(desk)] == ["小区南门", DOOR]


def test_timeline_of_an_issue_that_is_not_here_is_empty(desk):
    assert issue_timeline(desk, "nobody") == []
