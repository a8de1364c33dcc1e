"""Who may see a record: a place and an audience; what a person's posts reach."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Protocol

# Lengths of the codes from a province down to a grid.
PLACE_LENGTHS = (2, 4, 6, 9, 12, 15)
SHARD_LENGTH = 6
PLACE = "place"
ALL = "all"


def scope(place: str, audience: str = PLACE) -> str:
    """The scope of a record: "990101001001001/place", ".../all" or "990101/unit:<org unit>"."""
    return f"{place}/{audience}"


def place_of(scoped: str) -> str:
    """The place code of a scope."""
    return scoped.partition("/")[0]


def audience_of(scoped: str) -> str:
    """The audience of a scope: "place", "all" or "unit:<org unit>"."""
    return scoped.partition("/")[2]


def shard_of(scoped: str) -> str:
    """The district a scope belongs to; one run of hub numbers, which nothing crosses."""
    return place_of(scoped)[:SHARD_LENGTH]


@dataclass(frozen=True, order=True)
class Reach:
    """One thing a person sees: an audience at a place, and below it where `whole`."""

    place: str
    audience: str
    whole: bool

    @property
    def key(self) -> str:
        """The name of this reach in cursors, e.g. "990101001*/place"."""
        return f"{self.place}{'*' if self.whole else ''}/{self.audience}"

    def holds(self, scoped: str) -> bool:
        """True where a record of this scope is within the reach."""
        place = place_of(scoped)
        inside = place.startswith(self.place) if self.whole else place == self.place
        return inside and audience_of(scoped) == self.audience


def reach_named(key: str) -> Reach:
    """The reach of this name (see Reach.key)."""
    place, _, audience = key.partition("/")
    return Reach(place.rstrip("*"), audience, whole=place.endswith("*"))


class Held(Protocol):
    """What of a post matters here (see records.people.Post)."""

    @property
    def place(self) -> str: ...
    @property
    def unit_id(self) -> str: ...
    @property
    def from_on(self) -> str: ...
    @property
    def to_on(self) -> str: ...


def reach_of(posts: Iterable[Held], *, today: date) -> tuple[Reach, ...]:
    """Everything the posts held `today` reach, in a fixed order without doubles.

    A post at a place reaches all below it and the `all` records of every place above it; a post
    at a department reaches what was sent to that department, and those `all` records.
    """
    held = [p for p in posts if p.from_on <= today.isoformat() <= (p.to_on or "9999")]
    found = {reach for post in held for reach in _reach_of_post(post)}
    return tuple(sorted(found))


def _reach_of_post(post: Held) -> Iterable[Reach]:
    if post.unit_id:
        yield Reach(post.place[:SHARD_LENGTH], f"unit:{post.unit_id}", whole=False)
    else:
        yield Reach(post.place, PLACE, whole=True)
        yield Reach(post.place, ALL, whole=True)
    for length in PLACE_LENGTHS:
        if length < len(post.place) or (post.unit_id and length == len(post.place)):
            yield Reach(post.place[:length], ALL, whole=False)
