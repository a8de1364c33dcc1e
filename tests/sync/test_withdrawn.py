"""What was corrected or taken back stays so, at every desk and at the hub, whatever was lost."""

from collections.abc import Sequence

import pytest

from gridapp.client.actions.issues import (
    MovedOn,
    amend_issue,
    issue_timeline,
    list_issues,
    report_issue,
    take_step,
    withdraw_issue,
)
from gridapp.client.actions.send import status
from gridapp.client.actions.visits import amend_visit, withdraw_visit
from gridapp.domain.records.visits import Visit
from gridapp.store import rows
from gridapp.sync.converse import converse
from gridapp.wire.messages import Ask
from tests.server.world import change, move_in
from tests.sync import putting_back
from tests.sync.shaky import Lost, Shaky, knock, settled, standing, stands

LAMP = "The lamp on the third floor is broken"


li, zhang = putting_back.li, putting_back.zhang


@pytest.fixture
def home(world, li, zhang):
    """A household both desks hold."""
    home = move_in(li)
    world.sync(li, zhang)
    return home


def notes(side):
    return sorted(row["note"] for row in standing(side, Visit).values())


class Slow(Shaky):
    """A connection on which the laptop gives up before the hub has heard anything."""

    under_way: Sequence[Ask] = ()

    def exchange(self, ask):
        self.under_way = [*self.under_way, ask]
        raise Lost("still under way")


def talk(world, desk, lost):
    with pytest.raises(Lost):
        converse(desk.store, Shaky(world.remote(desk), lost=lost), world.clock)


def report(desk, home, **told):
    return report_issue(desk, household=home, **{"category": "0205", "text": LAMP, **told}).issue


def test_visit_corrected_before_it_was_sent_is_one_visit(world, li, zhang, home):
    first = knock(li, home, note="a")
    assert amend_visit(li, first.id, note="ab").id == first.id
    assert amend_visit(li, first.id, note="abc").id == first.id
    assert world.sync(li).verdicts == {"stored": 1}
    settled(world, li, zhang)
    assert world.held("visit")[first.id]["note"] == "abc"


def test_visit_corrected_after_it_was_sent_is_another_that_names_it(world, li, zhang, home):
    first = knock(li, home, note="a")
    world.sync(li, zhang)
    second = amend_visit(li, first.id, note="b")
    assert (second.replaces, second.short_no, second.rev) == (first.id, first.short_no, 0)
    settled(world, li, zhang)
    assert notes(zhang) == ["b"]
    assert world.held("visit")[first.id]["deleted"]


@pytest.mark.parametrize("lost", ["request", "answer"])
def test_visit_corrected_after_a_lost_conversation_is_told_once_and_anew(
    world, li, zhang, home, lost
):
    first = knock(li, home, note="a")
    talk(world, li, lost)
    second = amend_visit(li, first.id, note="b")
    assert second.id != first.id
    assert amend_visit(li, second.id, note="c").id == second.id
    settled(world, li, zhang)
    assert notes(world) == notes(zhang) == ["c"]


@pytest.mark.parametrize("when", ["before", "after"])
def test_visit_corrected_while_it_is_on_its_way_is_told_anew(world, li, zhang, home, when):
    first = knock(li, home, note="a")
    act = [lambda: amend_visit(li, first.id, note="b")]
    converse(li.store, Shaky(world.remote(li), meanwhile=act, when=when), world.clock)
    settled(world, li, zhang)
    assert notes(zhang) == ["b"]


def test_visit_taken_back_before_it_was_sent_leaves_no_trace(world, li, home):
    visit = knock(li, home)
    withdraw_visit(li, visit.id)
    assert status(li).waiting == {}
    assert world.sync(li).sent == 0
    assert stands(li)["visit"] == {}


@pytest.mark.parametrize("lost", ["", "request", "answer"])
def test_visit_taken_back_is_gone_everywhere(world, li, zhang, home, lost):
    visit = knock(li, home, note="secret")
    if lost:
        talk(world, li, lost)
    else:
        world.sync(li, zhang)
    withdraw_visit(li, visit.id)
    assert status(li).waiting == {"visit": 1}
    settled(world, li, zhang)
    assert standing(world, Visit) == {}
    assert world.held("visit")[visit.id]["deleted"]


def test_hub_that_never_got_a_visit_hears_no_word_of_it_when_it_is_taken_back(world, li, home):
    visit = knock(li, home, note="secret")
    talk(world, li, "request")
    withdraw_visit(li, visit.id)
    settled(world, li)
    assert "secret" not in str(stands(world)["visit"])


def test_visit_that_arrives_after_it_was_taken_back_does_not_come_to_life(world, li, zhang, home):
    """The laptop gave up waiting, but its first request was still on the way."""
    visit = knock(li, home)
    slow = Slow(world.remote(li))
    with pytest.raises(Lost):
        converse(li.store, slow, world.clock)
    withdraw_visit(li, visit.id)
    world.sync(li)
    (answer,) = [world.remote(li).exchange(ask) for ask in slow.under_way]
    assert [receipt.verdict for receipt in answer.receipts] == ["merged"]
    settled(world, li, zhang)
    assert standing(world, Visit) == {}


@pytest.mark.parametrize("when", ["before", "after"])
def test_visit_taken_back_while_it_is_on_its_way_stays_gone(world, li, zhang, home, when):
    visit = knock(li, home)
    act = [lambda: withdraw_visit(li, visit.id)]
    converse(li.store, Shaky(world.remote(li), meanwhile=act, when=when), world.clock)
    settled(world, li, zhang)
    assert standing(zhang, Visit) == {}


def test_two_who_take_one_visit_back_take_it_back_once(world, li, zhang, home):
    visit = knock(li, home)
    world.sync(li, zhang)
    withdraw_visit(li, visit.id)
    withdraw_visit(zhang, visit.id)
    settled(world, li, zhang)
    assert world.held("visit")[visit.id]["written_by"] == "li"


def test_visit_the_hub_did_not_take_is_taken_back_with_what_was_said_of_it(world, li, zhang, home):
    knock(zhang, home, id="v-1", note="theirs")
    world.sync(zhang)
    knock(li, home, id="v-1", note="mine")
    talk(world, li, "answer")
    withdraw_visit(li, "v-1")
    settled(world, li, zhang)
    assert notes(li) == ["theirs"]


def test_what_is_taken_back_unread_is_never_somebody_elses(world, li, zhang, home):
    """One number for two visits: what was taken back here is what was written here."""
    knock(zhang, home, id="v-1", note="theirs")
    knock(li, home, id="v-1", note="mine")
    talk(world, li, "request")
    world.sync(zhang)
    withdraw_visit(li, "v-1")
    settled(world, li, zhang)
    assert notes(li) == ["theirs"]
    assert len(status(li).aside) == 1


def test_a_stranger_takes_nothing_back(world, li, home):
    visit = knock(li, home)
    world.sync(li)
    gone = change("visit", visit.id, base_rev=world.held("visit")[visit.id]["rev"], deleted=True)
    answer = world.ask(world.device("other"), gone)
    assert [receipt.verdict for receipt in answer.receipts] == ["set_aside"]
    assert list(standing(world, Visit)) == [visit.id]


def test_issue_corrected_after_it_was_sent_begins_its_way_anew(world, li, zhang, home):
    first = report(li, home)
    world.sync(li, zhang)
    second = amend_issue(li, first.id, text="The lamp on the fourth floor is broken")
    assert (second.replaces, second.short_no) == (first.id, first.short_no)
    settled(world, li, zhang)
    (line,) = list_issues(zhang)
    assert (line.id, line.text, line.state) == (second.id, second.text, "registered")


@pytest.mark.parametrize("lost", ["", "request", "answer"])
def test_issue_taken_back_is_gone_everywhere(world, li, zhang, home, lost):
    issue = report(li, home)
    if lost:
        talk(world, li, lost)
    else:
        world.sync(li, zhang)
    withdraw_issue(li, issue.id)
    settled(world, li, zhang)
    assert list_issues(li) == list_issues(zhang) == []
    assert status(li).aside == []


def test_issue_somebody_has_begun_to_handle_is_not_taken_back(world, li, zhang, home):
    issue = report(li, home)
    world.sync(li, zhang)
    take_step(zhang, issue=issue.id, step="handle_here")
    world.sync(zhang)
    withdraw_issue(li, issue.id)  # has not heard of it yet
    assert list_issues(li) == []
    assert world.sync(li).verdicts == {"refused": 1}
    (aside,) = status(li).aside
    assert (aside["record_id"], aside["verdict"]) == (issue.id, "refused")
    assert "not withdrawn" in aside["reason"]
    settled(world, li, zhang)
    (line,) = list_issues(li)
    assert (line.state, line.aside) == ("handling", True)
    with pytest.raises(MovedOn):
        withdraw_issue(li, issue.id)


def test_step_on_an_issue_that_was_taken_back_is_refused_and_its_words_are_kept(
    world, li, zhang, home
):
    issue = report(li, home)
    world.sync(li, zhang)
    take_step(zhang, issue=issue.id, step="handle_here", text="I know the electrician")
    withdraw_issue(li, issue.id)
    world.sync(li)
    assert world.sync(zhang).verdicts == {"refused": 1}
    (aside,) = status(zhang).aside
    assert aside["body"]["text"] == "I know the electrician"
    assert "withdrawn" in aside["reason"]
    assert list_issues(zhang) == []


def test_timeline_tells_which_steps_the_hub_has_confirmed(world, li, home):
    issue = report(li, home)
    world.sync(li)
    take_step(li, issue=issue.id, step="handle_here")
    told = [(step.step, step.rev > 0) for step in issue_timeline(li, issue.id)]
    assert told == [("register", True), ("handle_here", False)]


@pytest.mark.usefixtures("world")
def test_rows_of_facts_keep_their_order_when_they_are_corrected(li, home):
    """The order says what has left: a correction must not move a visit behind the later ones."""
    first, second = knock(li, home, note="a"), knock(li, home, note="b")
    amend_visit(li, first.id, note="c")
    with li.store.reading() as connection:
        held = rows.where(connection, Visit)
    assert [visit.id for visit in held] == [first.id, second.id]


def test_what_a_copy_wrote_under_a_number_that_was_taken_back_is_kept_for_a_person(world, li):
    """The copy did not know that it had gone, and went on writing it."""
    first = knock(li, move_in(li), note="told at the door")
    other = world.copied(li)
    world.sync(li)
    amend_visit(other, first.id, note="told on the stairs")
    withdraw_visit(li, first.id)
    world.sync(li, other)
    (aside,) = status(other).aside
    assert aside["body"]["note"] == "told on the stairs"
    assert "Both are kept for the office" in aside["reason"]
    assert world.held("visit")[first.id]["deleted"]
