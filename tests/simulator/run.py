"""One seed, one history: run it, and find the shortest one that still breaks a promise."""

import contextlib
import gc
import random
from collections.abc import Iterator, Sequence
from datetime import timedelta

from gridapp.store import hub_pages
from gridapp.sync import healing, pacing
from tests.simulator import invariants, steps
from tests.simulator.beginning import LAPTOPS, beginning
from tests.simulator.disk import drawn_from
from tests.simulator.ledger import Broken
from tests.simulator.steps import Step
from tests.simulator.world import World


def run(seed: int, taken: Sequence[Step] | None = None) -> str:
    """Run the history of a seed, or these steps of it; what is broken, "" where all is well."""
    beginning()
    with drawn_from(f"history {seed}"), _small(seed):
        world = _opened(seed)
        try:
            for one in steps.drawn(seed) if taken is None else taken:
                steps.take(world, one)
            invariants.quiet(world)
        except Broken as broken:
            return str(broken)
        except Exception as crash:  # noqa: BLE001 - a program that crashes is one that broke
            return _crash(crash)
    return ""


def _crash(crash: BaseException) -> str:
    trace, where = crash.__traceback__, []
    while trace:
        code = trace.tb_frame.f_code
        if "gridapp" in code.co_filename and "site-packages" not in code.co_filename:
            where.append(f"{code.co_name}:{trace.tb_lineno}")
        trace = trace.tb_next
    said = str(crash).splitlines()[:1]
    return f"{type(crash).__name__} {said} in {' '.join(where[-6:])}"


def _opened(seed):
    chance = random.Random(f"world {seed}")
    world = World(packs=seed % 4 == 0)
    names = chance.sample(sorted(LAPTOPS), chance.choice((2, 2, 3)))
    for name in names:
        wrong = timedelta(days=chance.choice((-4000, 0, 0, 0, 400)))
        world.open(name, wrong)
    return world


@contextlib.contextmanager
def _small(seed) -> Iterator[None]:
    """In every third history few records fit a page, a request and a range."""
    if seed % 3:
        yield
        return
    pages = hub_pages.page.__kwdefaults__ or {}
    before = pages["most"], pacing._FIRST, healing._SPANS, healing._MOST
    pages["most"], pacing._FIRST, healing._SPANS, healing._MOST = 3, 2, 3, 2
    try:
        yield
    finally:
        pages["most"], pacing._FIRST, healing._SPANS, healing._MOST = before


def shortest(seed: int) -> list[Step]:
    """The steps of a history that breaks a promise without those that are not needed for it."""
    kept = steps.drawn(seed)
    size = len(kept) // 2
    while size:
        at = 0
        while at < len(kept):
            fewer = kept[:at] + kept[at + size :]
            if run(seed, fewer):
                kept = fewer
            else:
                at += size
        size //= 2
    return kept


def swept(number: int) -> None:
    """Collect what is left behind now and then: each time would take a tenth of the time."""
    if number % 50 == 0:
        gc.collect()
