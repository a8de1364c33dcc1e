"""A simulator that finds nothing proves nothing: it finds each of these mistakes soon."""

import pytest

from tests.simulator.beginning import beginning
from tests.simulator.run import run
from tests.simulator.twins import TWINS

MOST_HISTORIES = 300


@pytest.mark.parametrize("twin", TWINS)
def test_broken_program_is_caught(twin):
    beginning()  # by the real program
    with TWINS[twin]():
        assert any(run(seed) for seed in range(MOST_HISTORIES))
