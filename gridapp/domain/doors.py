"""Doors as lists show them."""

from typing import NamedTuple


class Door(NamedTuple):
    """One household behind one door, as lists show it; `head` and `phone` are for the edge to mask."""

    household_id: str
    label: str
    scope: str
    head: str
    phone: str
    resident_count: int | None
    usage: str
    refusal: str
    visits: int
    last_outcome: str | None
    last_at: str | None
