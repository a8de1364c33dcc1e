"""Hub numbers, and the sum by which two sides see that they hold the same.

A number says in which run of its hub it was given: 18 bits count the runs of a district, 18 are
random, 27 count within the run. A hub put back to an old copy begins another run, so its numbers
are new ones though it has forgotten the old: one number never means two things.
"""

from collections.abc import Iterable, Mapping
from typing import NamedTuple
from zlib import crc32

_COUNTED, _RANDOM = 27, 18  # bits
MOST = 2**63 - 1
# The sums of all grids of a district still fit a database's whole numbers.
_SUM = (1 << 48) - 1


def run_of(rev: int) -> int:
    """The run in which a number was given."""
    return rev >> _COUNTED


def knew(rev: int, other: int, runs: Mapping[int, int]) -> bool:
    """True where the hub that gave `rev` had given `other` before, or `other` is 0.

    `runs` says of each run, in order, which number it followed on. Of a run that is missing nothing
    is known; what is older than all of them is of one history.
    """
    while run_of(rev) > run_of(other) and run_of(rev) in runs:
        rev = runs[run_of(rev)]
    is_one_history = run_of(rev) == run_of(other) or run_of(rev) < next(iter(runs), 0)
    return not other or (is_one_history and other <= rev)


def begin_run(last: int, chance: int) -> int:
    """What the first number of a new run follows on, after `last`; `chance` is a random number."""
    past = (last >> (_COUNTED + _RANDOM)) + 1
    return (past << _RANDOM | chance & ((1 << _RANDOM) - 1)) << _COUNTED


def is_full(last: int, more: int) -> bool:
    """True where a run has no room for so many numbers after `last`."""
    return (last & ((1 << _COUNTED) - 1)) + more >> _COUNTED > 0


class Sum(NamedTuple):
    """How many records, and a checksum over what they are and their numbers, in any order."""

    records: int = 0
    total: int = 0

    def plus(self, other: "Sum") -> "Sum":
        """Both together."""
        return Sum(self.records + other.records, (self.total + other.total) & _SUM)

    def minus(self, other: "Sum") -> "Sum":
        """Without the other."""
        return Sum(self.records - other.records, (self.total - other.total) & _SUM)


def sum_of(kind: str, numbered: Iterable[tuple[str, int]]) -> Sum:
    """The sum of records of a kind, each given as its id and its hub number."""
    begun = crc32(kind.encode())
    parts = [(crc32(this.encode(), begun) | 1) * rev for this, rev in numbered]
    return Sum(len(parts), sum(parts) & _SUM)


def folded(sums: Iterable[tuple[int, int]]) -> Sum:
    """Several sums as one."""
    count, total = 0, 0
    for each in sums:
        count += each[0]
        total += each[1]
    return Sum(count, total & _SUM)
