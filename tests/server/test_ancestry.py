"""Which number each run of numbers followed on: told once, and believed under the hub's own seal alone."""

from dataclasses import replace

import msgspec
import pytest

from gridapp.domain.hub_numbers import run_of
from gridapp.server import ancestry
from gridapp.store import hub_log, standing
from gridapp.sync.converse import converse
from gridapp.wire import codec
from gridapp.wire.messages import Ask, Healing, Run
from gridapp.wire.sheets import run_seal
from tests.server.world import DISTRICT, visit
from tests.sync.shaky import Shaky


def begun_anew(world):
    world.hub = replace(world.hub, lineage=replace(world.hub.lineage, begun={}))


def kept(desk):
    """The runs of the district this desk keeps, and what each followed on."""
    with desk.store.reading() as connection:
        told = standing.runs(connection)
    return {each.run: each.after for each in told if each.shard == DISTRICT}


def at_hub(world):
    with world.hub.store.reading() as connection:
        return hub_log.runs_of(connection, DISTRICT)


def test_a_laptop_keeps_every_run_since_it_first_read(world):
    li = world.desk("li")
    assert kept(li) == at_hub(world)
    for number in range(3):
        begun_anew(world)
        world.ask(world.device("zhang"), visit(f"v{number}"))
        if number != 1:
            world.sync(li)
    assert kept(li) == at_hub(world)
    last = max(kept(li))
    assert run_of(kept(li)[last]) == sorted(kept(li))[-2]


def test_nothing_is_told_of_runs_where_none_began(world):
    li = world.desk("li")
    world.ask(world.device("zhang"), visit("v1"))
    world.sync(li)
    world.ask(world.device("zhang"), visit("v2"))
    with li.store.reading() as connection:
        before = standing.runs(connection)
    told = []

    def heard(answer):
        told.append(answer.runs)
        return answer

    converse(li.store, Shaky(world.remote(li), bent=heard), li.clock)
    assert told == [()]
    assert before


@pytest.mark.parametrize(
    "bend", [{"after": 7}, {"run": 9}, {"shard": "990102"}, {"seal": "00"}, {"seal": "封"}]
)
def test_what_is_forged_of_a_run_is_not_remembered(world, bend):
    secret = world.hub.lineage.secret
    true = Run(DISTRICT, 5 << 18, 3, run_seal(secret, DISTRICT, 5 << 18, 3))
    forged = msgspec.structs.replace(true, **bend)
    with world.hub.store.writing() as connection:
        ancestry.remember(connection, secret, [forged])
        assert 5 << 18 not in hub_log.runs_of(connection, DISTRICT)
        ancestry.remember(connection, secret, [true, forged])
        assert hub_log.runs_of(connection, DISTRICT)[5 << 18] == 3


@pytest.mark.parametrize("number", [-1, 1 << 63])
def test_numbers_that_no_hub_gives_are_no_message(number):
    told = Ask((), (), "", healing=Healing(runs=(Run(DISTRICT, number, 3, ""),)))
    with pytest.raises(codec.NotOurs):
        codec.decode(codec.encode(told), Ask)
