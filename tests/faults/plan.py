"""Which faults of the line are tried how often; a share of it in the tests."""

from collections.abc import Iterator
from functools import partial

from tests.end_to_end.faulty import Fault
from tests.faults import network
from tests.faults.counted import Count
from tests.faults.trials import Trials

_USUAL, _CUT = 200, 500
_OFTEN = {"reset after": 2000, "duplicate": 1000, "replay": 1000, "hold": 1000}


def of_the_line(trials: Trials, share: float) -> Iterator[Count]:
    """Every fault of the line so often, cuts at each twentieth of request and answer among them."""
    for name, made in network.FAULTS.items():
        yield trials.run(name, made, times(_OFTEN.get(name, _USUAL), share))
    for name, cut in (("cut up", network.cut_up), ("cut down", network.cut_down)):
        total = Count(f"{name}, each twentieth")
        for part in range(network.PARTS):
            total.add(trials.run(name, _always(partial(cut, part)), times(_CUT, share)))
        yield total


def _always(fault: Fault) -> network.Made:
    return lambda _: fault


def times(full: int, share: float) -> int:
    """How often: that share of all, and once at least."""
    return max(1, round(full * share))
