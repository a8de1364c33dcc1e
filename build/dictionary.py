"""Trains the dictionary of small messages anew, from what two invented laptops and a hub say.

With another dictionary the protocol is another one: raise its version.
"""

import contextlib
import sys
import tempfile
from dataclasses import asdict
from pathlib import Path
from typing import Any

if not __package__:  # run as a script: import from the checkout's top, nothing from build/
    sys.path[0] = str(Path(__file__).resolve().parent.parent)

import zstandard

from gridapp.client.actions import doors, issues, send, visits
from gridapp.client.desk import Desk
from gridapp.demo import day
from gridapp.demo.planned import doors_met, planned_visits
from gridapp.demo.posts import SECOND, WORKER
from gridapp.demo.wishes import planned_issues
from gridapp.domain.resources import resource
from gridapp.wire import codec
from gridapp.wire.messages import Answer, Ask, Remote

_SIZE = 16 * 1024
_ROUNDS = 150


class _Overheard:
    """A hub, and the texts of all that is said to it and by it."""

    def __init__(self, remote: Remote, texts: list[bytes]) -> None:
        self._remote, self._texts = remote, texts

    def exchange(self, ask: Ask) -> Answer:
        """Pass it on and keep what was said."""
        answer = self._remote.exchange(ask)
        self._texts += [codec.text(ask), codec.text(answer)]
        return answer

    def __getattr__(self, name: str) -> Any:
        return getattr(self._remote, name)


def _said(folder: Path) -> list[bytes]:
    community, roster, office = day.begun(folder, "grid", lambda *_, **__: None)
    texts: list[bytes] = []
    with office.open() as address, contextlib.ExitStack() as opened:
        mine, theirs = (
            opened.enter_context(contextlib.closing(day.signed_in(folder / name, who, address)))
            for name, who in (("laptop-1", WORKER), ("laptop-2", SECOND))
        )
        day.imported(mine, roster, community)
        for desk in (mine, theirs):
            send.send(desk, send.hub_of(desk))
        _work(mine, theirs, community, texts)
    return texts


def _work(mine: Desk, theirs: Desk, community: Any, texts: list[bytes]) -> None:
    planned = list(planned_visits(community, day.SEED, day.ON))
    wished = list(planned_issues(community, day.SEED, doors_met(planned)))
    homes = [door.household_id for door in doors.list_doors(theirs)]
    hubs = [_Overheard(send.hub_of(desk), texts) for desk in (mine, theirs)]
    for number in range(_ROUNDS):
        for visit in planned[number * 3 : number * 3 + 3]:
            visits.record_visit(mine, **asdict(visit))
        for issue in wished[number : number + 1]:
            issues.report_issue(mine, **asdict(issue))
        visits.record_visit(theirs, household=homes[number % len(homes)], outcome="20")
        for desk, hub in zip((mine, theirs), hubs, strict=True):
            send.send(desk, hub)


def main() -> int:
    """Write the resource."""
    with tempfile.TemporaryDirectory() as folder:
        texts = _said(Path(folder))
    made = zstandard.train_dictionary(_SIZE, [*texts])
    path = resource("wire", "v1.dict")
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(made.as_bytes())
    print(f"{path.name}: {len(made.as_bytes())} bytes from {len(texts)} messages")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
