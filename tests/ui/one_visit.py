"""A street the hub has, and one visit that was not sent."""

import pytest

from gridapp.client.actions.doors import list_doors
from gridapp.client.actions.visits import record_visit


@pytest.fixture
def stairs(stairs, town, desk):
    """The 54 households, which the hub has."""
    town.sync(desk)
    return stairs


@pytest.fixture
def visit(desk, stairs):
    """One visit, not sent."""
    assert stairs.households == 54
    return record_visit(desk, household=list_doors(desk)[4].household_id, outcome="20").visit
