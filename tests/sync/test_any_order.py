"""Whatever two desks do in whatever order, over whatever connection, they end alike."""

import itertools
import shutil

from hypothesis import HealthCheck, given, note, settings
from hypothesis import strategies as st

from gridapp.client.actions.send import status
from gridapp.client.desk import SaidOtherwise
from gridapp.sync.converse import converse
from tests.server.world import World, edit, household, move_in
from tests.sync.shaky import Lost, Shaky, knock, stands

ROOMS = ("101", "102")
who = st.sampled_from(("li", "zhang"))
rooms = st.sampled_from(ROOMS)
saves = st.one_of(
    st.tuples(st.just("move_in"), who, rooms),
    st.tuples(st.just("visit"), who, rooms),
    st.tuples(st.just("visit"), who, rooms, st.sampled_from(("v-1", "v-2"))),
    st.tuples(
        st.just("edit"), who, rooms, st.sampled_from(("remark", "phone")), st.sampled_from("abc")
    ),
)
talks = st.tuples(st.just("sync"), who, st.sampled_from(("", "", "request", "answer")))
meanwhile = st.tuples(st.just("busy"), who, st.sampled_from(("before", "after")), saves)
steps = st.lists(st.one_of(saves, talks, meanwhile), max_size=24)


class Day:
    """Two desks and what was saved at each."""

    def __init__(self, world):
        self.world = world
        self.desks = {name: world.desk(name) for name in ("li", "zhang")}
        self.visits = {}
        self.homes = {}
        self.numbers = itertools.count(1)
        self.act("move_in", "li", "101")
        world.sync(*self.desks.values())

    def act(self, what, name, *told):
        """Do one step; one that cannot be done at that desk yet is left out."""
        desk = self.desks[name]
        match what, told:
            case "move_in", (room,) if self._home(desk, room) is None:
                self.homes[room] = move_in(desk, room, remark=f"as {name} found it")
            case "visit", (room, *number) if self._home(desk, room) is not None:
                record_id = number[0] if number else f"{name}-{next(self.numbers)}"
                self._knock(name, room, record_id)
            case "edit", (room, field, value) if self._home(desk, room) is not None:
                edit(desk, self.homes[room], **{field: value})
            case "sync", (lost,):
                self._talk(desk, Shaky(self.world.remote(desk), lost=lost))
            case "busy", (when, save):
                act = [lambda: self.act(*save)]
                self._talk(desk, Shaky(self.world.remote(desk), meanwhile=act, when=when))
            case _:
                note("left out")

    def _knock(self, name, room, record_id):
        told = {"id": record_id, "note": f"told by {name}"}
        try:
            visit = knock(self.desks[name], self.homes[room], **told)
        except SaidOtherwise:
            note("refused: the other's visit of this id is here already")
        else:
            self.visits.setdefault(visit.id, set()).add(visit.note)

    def _home(self, desk, room):
        return household(desk, self.homes[room]) if room in self.homes else None

    def _talk(self, desk, remote):
        try:
            converse(desk.store, remote, self.world.clock)
        except Lost:
            note("lost")

    def evening(self):
        """Two quiet syncs each; the second of each moves nothing."""
        for desk in [*self.desks.values()] * 2:
            tally = self.world.sync(desk)
        for desk in self.desks.values():
            tally = self.world.sync(desk)
            assert (tally.sent, tally.received) == (0, 0)


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(steps=steps)
def test_any_order_of_saving_and_sending_ends_with_everybody_alike(built, tmp_path_factory, steps):
    folder = tmp_path_factory.mktemp("order")
    world = World.copy_of(built, folder / "world")
    try:
        day = Day(world)
        for step in steps:
            day.act(*step)
        day.evening()
        li, zhang = day.desks.values()
        assert status(li).waiting == status(zhang).waiting == {}
        assert stands(li) == stands(world)
        assert stands(zhang) == stands(world)
        assert_nothing_was_lost(day)
    finally:
        world.close()
        shutil.rmtree(folder)


def assert_nothing_was_lost(day):
    """Every visit is there once, and where two had one number, both are kept."""
    held = day.world.held("visit")
    assert set(held) == set(day.visits)
    kept = {(row["record_id"], row["body"].get("note")) for row in day.world.offered()}
    kept |= {(record_id, values["note"]) for record_id, values in held.items()}
    assert kept >= {(this, note) for this, notes in day.visits.items() for note in notes}
    conflicts = day.world.held("conflict").values()
    for filed in conflicts:
        writers = filed["kept"]["by"], filed["offered"]["by"]
        assert sorted(writers) == ["li", "zhang"]
    assert day.world.count("household") == len(day.homes)
