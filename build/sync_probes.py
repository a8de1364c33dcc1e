"""What the sync benches start as processes of their own: a desk that sends, and a hub looked into.

`sync_probes.py desk HOME ADDRESS [PROFILE]` sends once and says how it went in one JSON line;
`sync_probes.py hub PROFILE WORD…` is `gridapp WORD…` that writes where its answers took time.
Each takes the passphrase from GRIDAPP_PASSPHRASE.
"""

import contextlib
import cProfile
import io
import json
import os
import pstats
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

_LINES = 60


def desk(home: str, address: str, profile: str = "") -> None:
    """Send and update; the seconds begin after all imports and with the store unlocked."""
    import filelock  # noqa: F401, PLC0415 - what sending imports when it begins

    from gridapp.client.actions import hub_link, send  # noqa: PLC0415
    from gridapp.client.desk import open_desk  # noqa: PLC0415
    from gridapp.domain.errors import Expected  # noqa: PLC0415
    from gridapp.sync import http_pictures  # noqa: F401, PLC0415 - likewise

    with contextlib.closing(open_desk(Path(home), os.environ["GRIDAPP_PASSPHRASE"])) as opened:
        hub_link.remember(opened, address)
        looked = _profiled(Path(profile)) if profile else contextlib.nullcontext()
        with looked:
            began = time.perf_counter()
            try:
                tally = send.send(opened, send.hub_of(opened))
            except Expected as problem:
                raise SystemExit(problem.text) from None
            seconds = time.perf_counter() - began
    told = {"seconds": seconds, "memory": _peak(), "sent": tally.sent, "received": tally.received}
    print(json.dumps(told), flush=True)


def _peak() -> float:
    peak = [s for s in Path("/proc/self/status").read_text().splitlines() if "VmHWM" in s]
    return int(peak[0].split()[1]) / 1024


@contextlib.contextmanager
def _profiled(file: Path) -> Iterator[None]:
    looked = cProfile.Profile()
    with looked:
        yield
    _write(file, looked)


def _write(file: Path, looked: cProfile.Profile) -> None:
    text = io.StringIO()
    figures = pstats.Stats(looked, stream=text)
    figures.sort_stats("cumulative").print_stats(_LINES)
    figures.sort_stats("tottime").print_stats(_LINES)
    file.write_text(text.getvalue(), "utf-8")


def hub(profile: str, *words: str) -> None:
    """A hub whose longest answer is told to the file `profile`."""
    from gridapp.__main__ import main  # noqa: PLC0415
    from gridapp.server.http import answering, app  # noqa: PLC0415

    longest = 0.0

    def looked(*given: Any) -> Any:
        nonlocal longest
        look = cProfile.Profile()
        began = time.perf_counter()
        answer = look.runcall(answering.answered, *given)
        if time.perf_counter() - began > longest:
            longest = time.perf_counter() - began
            _write(Path(profile), look)
        return answer

    app.answered = looked  # type: ignore[attr-defined,assignment]
    sys.argv[1:] = words
    main()


PROBES: dict[str, Callable[..., None]] = {"desk": desk, "hub": hub}

if __name__ == "__main__":
    sys.path[0] = str(Path(__file__).resolve().parent.parent)
    PROBES[sys.argv[1]](*sys.argv[2:])
