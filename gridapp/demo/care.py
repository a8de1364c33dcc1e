"""Who of the demonstration needs looking after: care tags that fit the people of a household."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from random import Random

from gridapp.demo.people import Person
from gridapp.demo.profiles import RENTED, SEASONAL

_OLD, _VERY_OLD = 65, 80
_COUPLE = 2


@dataclass(frozen=True)
class _Known:
    ages: tuple[int, ...]
    usage: str

    @property
    def oldest(self) -> int:
        return max(self.ages)

    @property
    def only_old(self) -> bool:
        return min(self.ages) >= _OLD

    def someone(self, youngest: int, oldest: int) -> bool:
        return any(youngest <= age <= oldest for age in self.ages)


_Fits = Callable[[_Known], bool]

# The tag, to whom it may be given, and to what share of them.
_RULES: Sequence[tuple[str, _Fits, float]] = (
    ("E1", lambda known: known.only_old and len(known.ages) == 1, 0.9),
    ("E2", lambda known: known.only_old and len(known.ages) == _COUPLE, 0.6),
    ("E4", lambda known: known.oldest >= _VERY_OLD, 0.15),
    ("E6", lambda known: known.oldest >= _VERY_OLD, 1),
    ("W1", lambda known: known.only_old, 0.02),
    ("W2", lambda _: True, 0.015),
    ("W3", lambda _: True, 0.01),
    ("W4", lambda _: True, 0.03),
    ("K1", lambda known: known.someone(3, 15), 0.02),
    ("F1", lambda known: known.only_old, 0.02),
    ("M1", lambda known: known.someone(25, 99), 0.03),
    ("F2", lambda known: known.someone(0, 2), 0.8),
    ("J1", lambda known: known.someone(25, 59), 0.02),
    ("J2", lambda known: known.someone(20, 45) and known.usage in RENTED, 0.2),
    ("H1", lambda known: known.usage in RENTED, 1),
    ("H2", lambda known: known.usage == SEASONAL, 1),
)


def care_tags(rng: Random, members: Sequence[Person], usage: str) -> tuple[str, ...]:
    """The tags of a household, in the order of the list; none where nobody lives."""
    if not members:
        return ()
    known = _Known(tuple(person.age for person in members), usage)
    return tuple(tag for tag, fits, share in _RULES if fits(known) and rng.random() < share)
