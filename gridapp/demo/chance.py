"""Dice that fall the same way every time, so that a demonstration can be told in advance."""

from collections.abc import Callable, Mapping
from random import Random
from typing import TypeVar

Thing = TypeVar("Thing")


def dice(seed: int) -> Random:
    """All that happens in the demonstration by chance, from one number."""
    return Random(seed)  # noqa: S311 - a demonstration must repeat itself


def dealt(rng: Random, shares: Mapping[Thing, float], count: int) -> list[Thing]:
    """`count` things in their shares, shuffled.

    Dealt like cards and not drawn one by one: even forty households keep the proportions of a
    town, whatever the seed.
    """
    whole = sum(shares.values())
    exact = {thing: share * count / whole for thing, share in shares.items()}
    cards = [thing for thing, number in exact.items() for _ in range(int(number))]
    by_rest = sorted(exact, key=lambda thing: int(exact[thing]) - exact[thing])
    cards += by_rest[: count - len(cards)]
    rng.shuffle(cards)
    return cards


def drawn(rng: Random, weights: Mapping[Thing, float]) -> Thing:
    """One thing, the heavier the likelier."""
    return rng.choices(list(weights), list(weights.values()))[0]


def unused(draw: Callable[[], str], taken: set[str]) -> str:
    """What `draw` gives that was not `taken` yet; it is then."""
    fresh = draw()
    while fresh in taken:
        fresh = draw()
    taken.add(fresh)
    return fresh
