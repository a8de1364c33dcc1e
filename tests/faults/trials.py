"""Trials of the line: something is saved, sent through a fault, sent again; then it is counted."""

import contextlib
import random
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from gridapp.client.actions.issues import report_issue
from gridapp.client.desk import Desk
from gridapp.domain.errors import Expected
from gridapp.domain.records import KINDS
from gridapp.store import rows
from gridapp.store.tables import outbox
from gridapp.sync.converse import converse
from gridapp.wire.messages import Remote
from tests.end_to_end import faulty
from tests.end_to_end.faulty import Fault
from tests.faults import network
from tests.faults.counted import Count
from tests.faults.network import Made
from tests.faults.town import Town, homes
from tests.server.world import edit
from tests.sync.shaky import knock

# Header fields that hub and desk write each for themselves.
_NOT_SAID = {"rev", "hub_at", "shard", "touched", "written_at", "written_by"}
_ROOMS = (range(101, 105), range(201, 205))
Said = tuple[str, str]  # kind and id of what was saved


@dataclass
class Trials:
    """Trials at the desks of one town, each with its doors; `wrapped` is how a desk calls the hub, for a broken twin."""

    town: Town
    desks: list[tuple[Desk, list[str]]]
    chance: random.Random
    wrapped: Callable[[Remote], Any] = lambda remote: remote
    knocks: int = 0

    @classmethod
    def begun(cls, town: Town, chance: random.Random) -> "Trials":
        """Two laptops of one grid, and the hub's process running."""
        laptops = [town.laptop(account) for account in ("li", "zhang")]
        town.open()
        doors = [homes(desk, rooms) for desk, rooms in zip(laptops, _ROOMS, strict=True)]
        trials = cls(town, list(zip(laptops, doors, strict=True)), chance)
        for desk in (*laptops, *laptops):
            trials.settle(desk)
        return trials

    def run(self, name: str, made: Made, count: int) -> Count:
        """So many trials of a fault, each begun and ended on a line that is well."""
        counted = Count(name)
        for _ in range(count):
            desk, doors = self.chance.choice(self.desks)
            said = self._save(desk, self.chance.choice(doors))
            # Once, or as often as the laptop tries by itself.
            fault = network.first(made(self.chance), self.chance.choice((1, 9)))
            self._trial(counted, desk, said, fault)
        counted.doubled += max(self.town.count("visit") - self.knocks, 0)
        return counted

    def _trial(self, counted: Count, desk: Desk, said: list[Said], fault: Fault) -> None:
        self._send(desk, self.town.hasty[desk.me.device_id], fault)
        first = {each: self._rev(desk, each) for each in said}
        acked = [each for each in said if not self._waits(desk, each)]
        counted.false += sum(not self._is_held(desk, each) for each in acked)
        self.settle(desk)
        for each in said:
            is_safe = self._is_held(desk, each) and not self._waits(desk, each)
            counted.lost += not is_safe
            again = first[each] not in {0, self._rev(desk, each)}
            counted.doubled += again or self.town.held(each[0], [each[1]]).get(each[1], 0) > 1
        counted.trials += 1

    def settle(self, desk: Desk) -> None:
        """Send and read with everything well."""
        self._send(desk, self.town.remotes[desk.me.device_id], faulty.passed)

    def _send(self, desk: Desk, remote: Remote, fault: Fault) -> None:
        self.town.line.fault = fault
        # What is said to the person is another test's; here it is what becomes of the records.
        with contextlib.suppress(Expected):
            converse(desk.store, self.wrapped(remote), desk.clock)

    def _save(self, desk: Desk, door: str) -> list[Said]:
        self.knocks += 1
        number = self.knocks
        said = [("visit", knock(desk, door, note=f"told {number}").id)]
        if number % 3 == 0:
            edit(desk, door, remark=f"as of {number}")
            said.append(("household", door))
        if number % 7 == 0:
            issue = report_issue(desk, household=door, category="0205", text=f"lamp {number}")
            said.append(("issue", issue.issue.id))
        return said

    def _rev(self, desk: Desk, each: Said) -> int:
        """The number under which the hub holds these very words, 0 where it does not."""
        held = self.town.on_hub(*each)
        return int(held["rev"]) if held and self._is_held(desk, each) else 0

    def _is_held(self, desk: Desk, each: Said) -> bool:
        """Whether the hub holds it and in these words."""
        kind, this = each
        held = self.town.on_hub(kind, this)
        with desk.store.reading() as connection:
            ours = rows.get(connection, KINDS[kind].record, this)
        said = held or {}
        names = KINDS[kind].fields.keys() - _NOT_SAID
        return ours is not None and all(said.get(n) == getattr(ours, n) for n in names)

    def _waits(self, desk: Desk, each: Said) -> bool:
        kind, this = each
        with desk.store.reading() as connection:
            ours = rows.get(connection, KINDS[kind].record, this)
            noted = list(rows.rows_by(connection, outbox, "record_id", [this]))
        return bool(noted) or ours is None or ours.rev == 0
