"""What a desk counts as it writes is what a count of everything says, whatever happened."""

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from gridapp.domain.hub_numbers import Sum, folded, sum_of
from gridapp.domain.records import KINDS
from gridapp.domain.records.people import Household
from gridapp.domain.records.visits import Visit
from gridapp.domain.scopes import Reach
from gridapp.store import arriving, facts, outbox, rows, standing, tallies, unknown
from gridapp.store.engine import Store
from gridapp.wire.messages import Receipt
from tests.store.made import (
    GRID,
    HUB_AT,
    SCOPE,
    add,
    close,
    edit,
    held,
    household,
    settle,
    stored,
    visit,
)

DISTRICT = Reach("990101", "place", whole=True)
HERE = Reach(GRID, "place", whole=True)
ELSEWHERE = f"{GRID[:12]}002/place"
IDS = st.sampled_from(["a", "b", "c"])
SCOPES = st.sampled_from([SCOPE, ELSEWHERE])


def counted(connection, reach):
    """Everything numbered that really stands in a reach."""
    return folded(
        sum_of(each.kind, [(each.id, each.rev)]) for each in standing.numbered(connection, reach)
    )


class Days(RuleBasedStateMachine):
    """Whatever a desk and its hub do with a few records."""

    desk: Store

    @initialize()
    def begin(self):
        self.rev = 10
        with self.desk.writing() as connection:
            for table in (*KINDS, "outbox", "set_aside", "tally", "unread", "setting"):
                connection.exec_driver_sql(f'DELETE FROM "{table}"')  # noqa: S608 - our own names

    def number(self):
        self.rev += 1
        return self.rev

    @rule(this=IDS, scope=SCOPES)
    def make(self, this, scope):
        with self.desk.reading() as connection:
            is_new = rows.get(connection, Household, this) is None
            has_visit = rows.get(connection, Visit, this) is not None
        if is_new:
            add(self.desk, household(this, scope=scope))
        if not has_visit:
            add(self.desk, visit(this, scope=scope))

    @rule(this=IDS, phone=st.sampled_from("123"))
    def change(self, this, phone):
        if held(self.desk, this):
            edit(self.desk, this, phone=phone)

    @rule(
        verdict=st.sampled_from(["stored", "merged", "conflict", "set_aside"]),
        most=st.integers(1, 4),
    )
    def send(self, verdict, most):
        closed = close(self.desk, most)
        given = [
            stored(each, self.number())
            if verdict == "stored"
            else Receipt(each.change.change_id, verdict, self.number() * (verdict != "set_aside"))
            for each in closed
        ]
        settle(self.desk, closed, *given)

    @rule(most=st.integers(1, 4))
    def send_and_hear_nothing(self, most):
        close(self.desk, most)

    @rule(this=IDS, scope=SCOPES, kind=st.sampled_from([Household, Visit]), gone=st.booleans())
    def arrive(self, this, scope, kind, gone):
        entry = (household if kind is Household else visit)(this, scope=scope, deleted=gone)
        with self.desk.writing() as connection:
            arriving.put(connection, kind, [{**entry.__dict__, "rev": self.number()}])

    @rule(this=IDS, scope=SCOPES)
    def arrive_unknown(self, this, scope):
        with self.desk.writing() as connection:
            unknown.put(connection, "dream", [{"id": this, "scope": scope, "rev": self.number()}])

    @rule(this=IDS)
    def withdraw(self, this):
        with self.desk.writing() as connection:
            found = rows.get(connection, Visit, this)
            if found:
                facts.withdraw(connection, found, {"written_by": "wu", "written_at": HUB_AT})

    @rule(this=IDS, me=st.sampled_from(["wu", "li"]))
    def disown(self, this, me):
        with self.desk.writing() as connection:
            for kind in ("household", "visit"):
                standing.disown(connection, kind, [this], me)

    @rule()
    def lose_a_place(self):
        with self.desk.writing() as connection:
            standing.put_away(connection, [HERE.key])

    @invariant()
    def tally_is_a_count(self):
        with self.desk.reading() as connection:
            for reach in (DISTRICT, HERE):
                assert tallies.of(connection, [reach])[0] == counted(connection, reach)


def test_tally_is_a_count_of_everything_whatever_happened(desk):
    class Here(Days):
        pass

    Here.desk = desk
    few = settings(
        max_examples=25,
        stateful_step_count=15,
        deadline=None,
        suppress_health_check=[HealthCheck.too_slow],
    )
    run_state_machine_as_test(Here, settings=few)


def test_recount_mends_what_was_counted_wrong(known):
    with known.writing() as connection:
        connection.exec_driver_sql("UPDATE tally SET count = 9, total = 9")
        connection.exec_driver_sql("INSERT INTO tally VALUES (?, 3, 3)", (ELSEWHERE,))
        many = standing.numbered(connection, DISTRICT)
        tallies.recount(connection, DISTRICT, ((e.kind, (e.id, e.scope, e.rev)) for e in many))
        assert tallies.of(connection, [DISTRICT])[0] == sum_of("household", [("h1", 5)])
        assert tallies.scopes(connection) == [SCOPE]


def test_recount_of_one_reach_leaves_the_others(known):
    with known.writing() as connection:
        tallies.recount(connection, Reach("990102", "place", whole=True), [])
        assert tallies.of(connection, [HERE])[0] == sum_of("household", [("h1", 5)])
        assert tallies.of(connection, [Reach("990102", "place", whole=True)])[0] == Sum()


def test_new_records_are_not_counted_until_the_hub_numbered_them(desk):
    add(desk, household("h1"), household("h2"))
    with desk.reading() as connection:
        assert tallies.of(connection, [HERE])[0] == Sum()
    closed = close(desk, 1)
    settle(desk, closed, stored(closed[0], 4))
    with desk.reading() as connection:
        assert tallies.of(connection, [HERE])[0] == sum_of("household", [("h1", 4)])
        assert outbox.waiting(connection) == {"household": 1}
