"""Work that makes very many objects goes on without the collector."""

import contextlib
import gc
from collections.abc import Iterator


@contextlib.contextmanager
def no_collector() -> Iterator[None]:
    """An import makes some hundred thousand objects and no cycles; nothing is there to collect.

    Around the whole function: what it held is gone before the collector looks again.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
