"""Whatever two desks correct and take back, in whatever order, they end alike, and nothing returns."""

import itertools
import shutil

import pytest
from hypothesis import HealthCheck, given, note, settings
from hypothesis import strategies as st

from gridapp.client.actions.issues import (
    MovedOn,
    NotYours,
    amend_issue,
    report_issue,
    take_step,
    withdraw_issue,
)
from gridapp.client.actions.visits import amend_visit, withdraw_visit
from gridapp.domain.issue_rules import NotAllowedNow
from gridapp.domain.records.issues import Issue
from gridapp.domain.records.visits import Visit
from gridapp.sync.converse import converse
from tests.server.world import World, move_in
from tests.sync.shaky import Lost, Shaky, knock, settled, standing

who = st.sampled_from(("li", "zhang"))
nth = st.integers(0, 3)
saves = st.one_of(
    st.tuples(st.just("visit"), who, st.sampled_from(("11", "22", "31"))),
    st.tuples(st.just("amend"), who, nth, st.sampled_from(("note", "outcome", "next_on"))),
    st.tuples(st.just("withdraw"), who, nth),
    st.tuples(st.just("issue"), who, nth),
    st.tuples(st.just("amend_issue"), who, nth),
    st.tuples(st.just("withdraw_issue"), who, nth),
    st.tuples(st.just("handle"), who, nth),
)
talks = st.tuples(st.just("sync"), who, st.sampled_from(("", "", "request", "answer")))
meanwhile = st.tuples(st.just("busy"), who, st.sampled_from(("before", "after")), saves)
steps = st.lists(st.one_of(saves, saves, talks, meanwhile), max_size=24)


class Day:
    """Two desks, what stands as they were told, and what they took back."""

    def __init__(self, world):
        self.world = world
        self.desks = {name: world.desk(name) for name in ("li", "zhang")}
        self.home = move_in(self.desks["li"])
        self.said, self.gone, self.numbers = {}, set(), itertools.count(1)
        world.sync(*self.desks.values())

    def act(self, what, name, *told):
        """Do one step; one that cannot be done at that desk now is left out."""
        desk = self.desks[name]
        match what, told:
            case "visit", (outcome,):
                self._stands(knock(desk, self.home, outcome=outcome, note=self._words()))
            case "amend", (number, field):
                self._amend(desk, number, field)
            case "withdraw", (number,):
                for visit in self._nth(desk, Visit, number):
                    withdraw_visit(desk, visit)
                    self.gone.add(visit)
            case "sync", (lost,):
                self._talk(desk, Shaky(self.world.remote(desk), lost=lost))
            case "busy", (when, save):
                act = [lambda: self.act(*save)]
                self._talk(desk, Shaky(self.world.remote(desk), meanwhile=act, when=when))
            case _:
                self._with_issue(what, desk, *told)

    def _words(self):
        return f"words number {next(self.numbers)}"

    def _nth(self, desk, kind, number):
        ids = sorted(standing(desk, kind))
        return ids[number % len(ids) :][:1] if ids else []

    def _stands(self, visit):
        self.said[visit.id] = visit.note

    def _amend(self, desk, number, field):
        values = {"note": self._words(), "outcome": "22", "next_on": "2026-11-25"}
        for before in self._nth(desk, Visit, number):
            after = amend_visit(desk, before, **{field: values[field]})
            if after.id != before:
                self.gone.add(before)
            self._stands(after)

    def _with_issue(self, what, desk, number):
        if what == "issue":
            report_issue(desk, household=self.home, category="0205", text=self._words())
        for issue in self._nth(desk, Issue, number):
            try:
                match what:
                    case "amend_issue":
                        amend_issue(desk, issue, text=self._words())
                    case "withdraw_issue":
                        withdraw_issue(desk, issue)
                    case _:
                        take_step(desk, issue=issue, step="handle_here")
            except (NotYours, MovedOn, NotAllowedNow):
                note("left out")

    def _talk(self, desk, remote):
        try:
            converse(desk.store, remote, self.world.clock)
        except Lost:
            note("lost")


# Its sibling goes through the other database.
@pytest.mark.parametrize("built", ["sqlite"], indirect=True)
@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(steps=steps)
def test_any_order_of_correcting_and_sending_ends_with_everybody_alike(
    built, tmp_path_factory, steps
):
    folder = tmp_path_factory.mktemp("order")
    world = World.copy_of(built, folder / "world")
    try:
        day = Day(world)
        for step in steps:
            day.act(*step)
        settled(world, *day.desks.values())
        stand = standing(world, Visit)
        wanted = {this: words for this, words in day.said.items() if this not in day.gone}
        assert {this: row["note"] for this, row in stand.items()} == wanted
        assert_promises_are_kept(world, stand)
    finally:
        world.close()
        shutil.rmtree(folder)


def assert_promises_are_kept(world, visits):
    """Each visit that stands and promised a day has one appointment, and nothing else has."""
    promised = [this for this, row in visits.items() if row["outcome"] == "22" and row["next_on"]]
    made = [row["visit_id"] for row in world.held("appointment").values() if not row["deleted"]]
    assert sorted(made) == sorted(promised)
