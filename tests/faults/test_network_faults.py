"""A line that fails in every way: nothing is lost, doubled, or taken for sent that was not."""

import pytest

from tests.faults.plan import of_the_line
from tests.sync.shaky import stands

pytestmark = pytest.mark.end_to_end

_SHARES = {True: 0.02, False: 0.002}  # in a file, and on PostgreSQL


def test_no_fault_of_the_line_loses_doubles_or_pretends(trials):
    counts = list(of_the_line(trials, _SHARES[trials.town.world.hub.store.is_file]))
    assert [count for count in counts if not count.is_clean] == []
    for desk, _ in trials.desks * 2:
        trials.settle(desk)
    for desk, _ in trials.desks:
        assert stands(desk) == stands(trials.town.world)
