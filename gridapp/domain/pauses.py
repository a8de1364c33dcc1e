"""How long to wait before the hub is called again by itself."""

_FIRST, _LONGEST = 30.0, 15 * 60.0  # seconds


def pause(attempt: int, chance: float, *, told: float = 0.0) -> float:
    """Seconds to wait after `attempt` failures, 0 being none.

    `chance` in [0, 1) spreads the laptops of an office, which all come back at once; `told` is
    what the other side asked to wait.
    """
    whole = min(_FIRST * 2.0 ** min(attempt, 10), _LONGEST)
    return max(whole * (1 + chance) / 2, told)
