"""kill -9 of laptop and hub at any moment; a few of the trials of build/faults.py."""

import random

import pytest

from tests.faults import machine
from tests.faults.conftest import SEED

pytestmark = pytest.mark.end_to_end


@pytest.fixture
def kills(on_file, tmp_path):
    with machine.killed(on_file, tmp_path, random.Random(SEED)) as kills:
        yield kills


@pytest.mark.parametrize(
    ("what", "count"), [("recording", 8), ("attaching", 6), ("sending", 8), ("hub", 4)]
)
def test_nothing_acknowledged_is_lost_or_doubled(kills, what, count):
    counted = getattr(kills, what)(count)
    assert counted.trials == count
    assert counted.is_clean, counted


def test_hub_that_answers_before_it_has_written_is_caught(kills):
    kills.twins = ["answers_early"]
    assert any(kills.hub(1).false for _ in range(6))
