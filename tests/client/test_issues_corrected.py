"""An issue that is corrected or taken back by who reported it, while nobody acts on it."""

import pytest

from gridapp.client.actions.issues import (
    MovedOn,
    NoSuchIssue,
    NotYours,
    Nowhere,
    TooShort,
    UnknownCategory,
    amend_issue,
    issue_timeline,
    list_issues,
    report_issue,
    take_step,
    withdraw_issue,
)
from gridapp.client.actions.send import status
from gridapp.domain.fields import BadField
from gridapp.domain.records.issues import Issue, IssueStep
from tests.client.conftest import dump, held, row

DOOR, LIGHT = "5-1-101", "楼道灯不亮，看不见台阶"


@pytest.fixture(autouse=True)
def _home(take):
    """One door with a household."""
    take(row())


def report(desk, **told):
    return report_issue(
        desk, **{"category": "0204", "text": LIGHT, "household": DOOR, **told}
    ).issue


def states(desk):
    return {line.short_no: line.state for line in list_issues(desk)}


def steps(desk):
    return [(each.step, each.verdict) for each in sorted(held(desk, IssueStep), key=lambda s: s.id)]


def test_issue_is_corrected_where_it_stands_before_it_was_sent(desk):
    issue = report(desk, on_spot="3")
    told = {"text": " 三楼楼道灯不亮 ", "anonymous": True, "contact": "10011112222"}
    stands = amend_issue(desk, issue.id, **told)
    assert held(desk, Issue) == [stands]
    assert (stands.id, stands.text, stands.anonymous) == (issue.id, "三楼楼道灯不亮", True)
    assert states(desk) == {issue.short_no: "closed"}
    assert steps(desk) == [("register", ""), ("settle_on_spot", "3")]


def test_saying_the_same_again_changes_nothing(desk):
    issue = report(desk)
    before = dump(desk)
    assert amend_issue(desk, issue.id, text=f" {LIGHT}", category="0204") == issue
    assert dump(desk) == before


def test_issue_that_was_sent_is_replaced_and_registered_anew(town, desk):
    issue = report(desk)
    town.sync(desk)
    stands = amend_issue(desk, issue.id, text="三楼楼道灯不亮")
    assert (stands.replaces, stands.short_no) == (issue.id, issue.short_no)
    assert held(desk, Issue) == [stands]
    assert states(desk) == {issue.short_no: "registered"}
    assert [step.issue_id for step in issue_timeline(desk, stands.id)] == [stands.id]
    assert set(town.sync(desk).verdicts) == {"merged", "stored"}
    take_step(desk, issue=issue.short_no, step="handle_here")
    assert states(desk) == {issue.short_no: "handling"}


def test_usual_urgency_follows_the_category_and_a_told_one_stays(desk):
    usual = amend_issue(desk, report(desk).id, category="0602")
    assert usual.urgency == "u"
    told = amend_issue(desk, report(desk, urgency="e").id, category="0602")
    assert told.urgency == "e"
    assert amend_issue(desk, usual.id, category="0204", urgency="c").urgency == "c"


@pytest.mark.parametrize(
    ("problem", "told"),
    [
        (TooShort, {"text": "灯坏了 "}),
        (UnknownCategory, {"category": "02"}),
        (BadField, {"place": "长" * 121}),
    ],
)
def test_correction_that_does_not_fit_changes_nothing(desk, problem, told):
    issue = report(desk)
    before = dump(desk)
    with pytest.raises(problem):
        amend_issue(desk, issue.id, **told)
    assert dump(desk) == before


def test_issue_of_a_place_keeps_a_place(desk):
    issue = report(desk, household="", place="小区南门")
    with pytest.raises(Nowhere):
        amend_issue(desk, issue.id, place="")
    assert amend_issue(desk, issue.id, place="小区北门").place == "小区北门"


def test_issue_taken_back_before_it_was_sent_leaves_nothing(desk):
    before = status(desk).waiting
    issue = report(desk, on_spot="1")
    withdraw_issue(desk, issue.id)
    assert held(desk, Issue) == held(desk, IssueStep) == list_issues(desk) == []
    assert status(desk).waiting == before
    with pytest.raises(NoSuchIssue):
        withdraw_issue(desk, issue.id)


def test_issue_taken_back_after_it_was_sent_is_gone_for_all(town, desk):
    issue = report(desk)
    zhang = town.desk("zhang")
    town.sync(desk, zhang)
    withdraw_issue(desk, issue.id)
    town.sync(desk, zhang)
    assert list_issues(desk) == list_issues(zhang) == []
    for each in (desk, zhang):
        with pytest.raises(NoSuchIssue):
            take_step(each, issue=issue.id, step="handle_here")


def test_nobody_changes_what_somebody_else_reported(town, desk):
    issue = report(desk)
    zhang = town.desk("zhang")
    town.sync(desk, zhang)
    before = dump(zhang)
    with pytest.raises(NotYours):
        amend_issue(zhang, issue.id, text="三楼楼道灯不亮")
    with pytest.raises(NotYours):
        withdraw_issue(zhang, issue.id)
    assert dump(zhang) == before


def test_nobody_changes_words_that_others_act_on(town, desk):
    issue = report(desk)
    town.sync(desk)
    take_step(desk, issue=issue.id, step="handle_here")
    before = dump(desk)
    with pytest.raises(MovedOn):
        amend_issue(desk, issue.id, text="三楼楼道灯不亮")
    with pytest.raises(MovedOn):
        withdraw_issue(desk, issue.id)
    assert dump(desk) == before
