"""How much is sent at once: as much as the line carries in a few seconds, so that a cut costs little."""

from typing import NamedTuple

from gridapp.wire.messages import Spent

_SECONDS = 7.0  # a body takes so long
_FIRST = 1000  # changes, while nothing is known of the line
_LEAST, _MOST = 20, 10_000
_SLOW = 64_000.0  # bytes a second
_TELLING = 8192  # bytes: a smaller body measures the way and not the line


class Pace(NamedTuple):
    """The line as it was last: `rate` bytes a second, and `weight` bytes a change; 0 unknown."""

    rate: float = 0.0
    weight: float = 0.0

    @property
    def is_slow(self) -> bool:
        """True where bytes are dearer than the time to save some."""
        return 0 < self.rate < _SLOW

    @property
    def most(self) -> int:
        """How many changes to send at once."""
        if not self.rate or not self.weight:
            return _FIRST
        return min(_MOST, max(_LEAST, int(self.rate * _SECONDS / self.weight)))

    def after(self, changes: int, before: Spent, now: Spent) -> "Pace":
        """The pace after a body of so many changes."""
        up, seconds = now.up - before.up, now.seconds - before.seconds
        weight = up / changes if changes >= _LEAST else self.weight
        rate = up / seconds if up >= _TELLING and seconds > 0 else self.rate
        return Pace(rate, weight)

    def seconds_for(self, size: int) -> float | None:
        """How long so many bytes take, None where the line is not known."""
        return size / self.rate if self.rate else None
