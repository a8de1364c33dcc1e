"""The power goes, the disk is full or breaks; only where a disk of one's own can be mounted."""

import random

import pytest

from tests.faults import machine
from tests.faults.conftest import SEED
from tests.faults.starving import FAILURES, Starving

pytestmark = pytest.mark.end_to_end


@pytest.fixture
def laptops(on_file, tmp_path):
    with machine.laptops_cut(on_file, tmp_path, random.Random(SEED)) as kills:
        yield kills


@pytest.fixture
def hub(on_file, tmp_path):
    with machine.hub_cut(on_file, tmp_path, random.Random(SEED)) as kills:
        yield kills


@pytest.mark.parametrize(("what", "count"), [("recording", 10), ("attaching", 6), ("sending", 6)])
def test_power_cut_at_a_laptop_loses_nothing_that_was_saved(laptops, what, count):
    counted = getattr(laptops, what)(count)
    assert counted.is_clean, counted


def test_power_cut_at_the_hub_loses_nothing_it_took(hub):
    counted = hub.hub(3)
    assert counted.is_clean, counted


@pytest.mark.parametrize("failure", FAILURES)
def test_disk_of_a_laptop_that_takes_no_more_is_told_and_nothing_is_lost(laptops, failure):
    counted = Starving(laptops).laptop(failure, 12)
    assert counted.is_clean, counted


@pytest.mark.parametrize("failure", FAILURES)
def test_hub_whose_disk_takes_no_more_acknowledges_nothing(hub, failure):
    counted = Starving(hub).hub(failure, 12)
    assert counted.is_clean, counted


@pytest.mark.parametrize("twin", ["never_syncs", "seldom_syncs"])
def test_laptop_that_does_not_wait_for_its_disk_is_caught(laptops, twin):
    laptops.twins = [twin]
    assert any(laptops.recording(1).lost for _ in range(12))
