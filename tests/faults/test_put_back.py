"""The hub put back to yesterday's copy: after one sync of each laptop it has all they know."""

import random

import pytest

from gridapp.client.actions.households import add_resident, remove_resident
from gridapp.client.actions.issues import report_issue, take_step
from gridapp.client.actions.visits import withdraw_visit
from gridapp.store.tables import on_desk
from tests.faults.conftest import SEED
from tests.faults.old_copy import OldCopy, differing, known_by
from tests.postgres import STORES
from tests.server.world import World, edit, move_in
from tests.sync.shaky import knock, stands

DESKS = 20


class Street:
    """Twenty laptops, what they did on two days, and the copy of the hub's records in between."""

    def __init__(self, built, folder):
        self.world = World.copy_of(built, folder)
        self.desks = [self.world.desk(("li", "zhang")[n % 2]) for n in range(DESKS)]
        self.away, *self.here = self.desks
        self.doors = [move_in(desk, str(100 + n)) for n, desk in enumerate(self.desks)]
        self._first_day()
        self.copy = OldCopy.of(self.world, built)
        self._second_day()

    def _first_day(self):
        self.visits = [
            knock(desk, door, note="on the first day")
            for desk, door in zip(self.desks, self.doors, strict=True)
        ]
        self.tenant = add_resident(self.away, self.doors[0], name="佟建国").after.id
        self.issues = [
            report_issue(desk, household=door, category="0205", text="the lamp is broken").issue
            for desk, door in zip(self.desks, self.doors, strict=True)
        ]
        self.world.sync(*self.desks, *self.here[:8])

    def _second_day(self):
        for desk, door in zip(self.here, self.doors[1:], strict=True):
            knock(desk, door, note="on the second day")
            edit(desk, door, remark="as of the second day")
            report_issue(desk, household=door, category="0204", text="the stairs are dark")
        for desk in self.here[:3]:
            edit(desk, self.doors[5], phone=f"1001234567{self.here.index(desk)}")
        for desk in self.here[3:5]:
            take_step(desk, issue=self.issues[0].id, step="void")
        withdraw_visit(self.here[1], self.visits[2].id)
        remove_resident(self.here[6], self.tenant)
        self.world.sync(*self.here, self.here[0])
        knock(self.away, self.doors[0], note="written while away")

    def each_syncs_once(self, chance):
        """In any order."""
        for desk in chance.sample(self.desks, DESKS):
            self.world.sync(desk)


WAYS = [("on_file", way) for way in ("told", "noticed", "forgotten")]
# What differs there is the database alone.
WAYS += [("on_postgres", "noticed")] if "postgres" in STORES else []


@pytest.fixture
def street(request, tmp_path):
    built = request.getfixturevalue(getattr(request, "param", "on_file"))
    street = Street(built, tmp_path / "world")
    yield street
    street.world.close()


def refused(world):
    """What the hub did not take and kept; of two values that met, the conflict has both."""
    return {
        (row["record_id"], row["reason"], str(row["body"]))
        for row in world.offered()
        if row["reason"]
    }


def numbered(desk):
    """What a desk has of the hub's."""
    held = stands(desk)
    return {
        kind: {this: row for this, row in known.items() if held[kind][this]["rev"]}
        for kind, known in known_by(desk).items()
    }


@pytest.mark.parametrize(("street", "way"), WAYS, indirect=["street"])
def test_hub_put_back_to_yesterday_has_all_that_any_laptop_holds(street, way):
    world = street.world
    before, kept = known_by(world), refused(world)
    assert kept
    assert before["conflict"]
    street.copy.put_back(way)
    assert len(known_by(world)["visit"]) < len(before["visit"])
    street.each_syncs_once(random.Random(SEED))
    after = known_by(world)
    (written,) = after["visit"].keys() - before["visit"].keys()
    assert after["visit"].pop(written)["note"] == "written while away"
    assert differing(before, after) == []
    assert refused(world) == kept
    assert after["visit"][street.visits[2].id]["deleted"]
    assert after["resident"][street.tenant]["deleted"]
    assert_alike(world, street.desks)


def assert_alike(world, desks):
    """Everybody has what the hub has, and says no more."""
    world.sync(*desks)
    held = known_by(world)
    for desk in desks:
        tally = world.sync(desk)
        assert (tally.sent, tally.received) == (0, 0)
        assert differing(held, numbered(desk)) == []


def test_forger_cannot_use_the_hour(street):
    """A laptop that changed what the hub numbered, and made up more of it."""
    world, forger, theirs = street.world, street.here[0], street.visits[4].id
    before = known_by(world)
    street.copy.put_back("noticed")
    forge(forger, theirs)
    world.sync(forger)
    street.each_syncs_once(random.Random(SEED))
    after = known_by(world)
    assert "forged" not in str(after)
    assert (
        differing(before, {**after, "visit": {n: after["visit"][n] for n in before["visit"]}}) == []
    )
    # What the forger wrote over on their own laptop is their own to look at.
    assert_alike(world, [desk for desk in street.desks if desk is not forger])


def forge(desk, visit_id):
    """Change another's visits of both days, and add one the hub never saw."""
    table = on_desk("visit")
    of_another = table.c.written_by != desk.me.account
    with desk.store.writing() as connection:
        row = dict(
            connection.execute(table.select().where(table.c.id == visit_id)).mappings().one()
        )
        connection.execute(table.update().where(of_another).values(note="forged"))
        made = {**row, "id": "made-up", "note": "forged", "rev": row["rev"] + 1}
        connection.execute(table.insert().values(**made))
