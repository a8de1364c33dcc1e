"""What must not be lost and what must not come back, noted while a history goes on."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from gridapp.domain.scopes import shard_of
from gridapp.wire.columns import column
from gridapp.wire.sheets import fingerprint

_WORD = re.compile(r"<(\d+)>")
_RECORDS = """
SELECT remark || salutation || extra FROM household UNION ALL SELECT relation FROM resident
UNION ALL SELECT note FROM visit UNION ALL SELECT "text" FROM issue
UNION ALL SELECT "text" FROM issue_step UNION ALL SELECT kept || offered FROM conflict
UNION ALL SELECT other FROM resolution
"""
_HUB = f"{_RECORDS} UNION ALL SELECT body FROM offered"
_DESK = (
    f"{_RECORDS} UNION ALL SELECT body FROM set_aside"
    " UNION ALL SELECT body FROM outbox WHERE body IS NOT NULL"
)
_GONE = """
SELECT 'visit', id FROM visit WHERE deleted UNION ALL SELECT 'issue', id FROM issue WHERE deleted
UNION ALL SELECT 'resident', id FROM resident WHERE deleted
UNION ALL SELECT 'appointment', id FROM appointment WHERE deleted
"""


class Broken(Exception):  # noqa: N818 - it says what is wrong
    """A promise was not kept."""


@dataclass
class Ledger:
    """Each word is written once: `parent` says over which other one, `must` which cannot be lost.

    `free` may be anywhere or nowhere: their records were taken back. `gone` are those records.
    """

    count: int = 0
    parent: dict = field(default_factory=dict)
    must: set = field(default_factory=set)
    free: set = field(default_factory=set)
    gone: set = field(default_factory=set)
    numbers: dict = field(default_factory=dict)

    def word(self, laptop, over=""):
        """A new word, which takes the place of what stood."""
        self.count += 1
        known = words([over])
        self.parent[self.count] = known
        self.must.add(self.count)
        laptop.wrote.add(self.count)
        return f"<{self.count}>"

    def let_go(self, text):
        """What says this was taken back."""
        self.free |= words([text])

    def covered(self, found: Iterable[int]) -> set[int]:
        """The words found, and those they were knowingly written over."""
        reached, open_ = set(), [*found, *self.free]
        while open_:
            one = open_.pop()
            if one not in reached:
                reached.add(one)
                open_ += self.parent.get(one, ())
        return reached

    def lost_with(self, world):
        """A store was put back or is gone: only what somebody still holds can be asked for."""
        held = words_at_hub(world)
        left = gone_at(world.disk)
        for laptop in world.laptops:
            held |= words_on(laptop)
            left |= gone_at(laptop.disk)
        self.must &= self.covered(held)
        self.gone &= left

    def told(self, ask, answer):
        """One number never means two things."""
        for kind, made in ask.made.items():
            scopes = column(made, "scope")
            for this, scope, rev in zip(
                column(made, "id"), scopes, answer.numbers[kind], strict=True
            ):
                self._number(shard_of(scope), rev, kind, this)
        for kind, told in answer.records.items():
            for values in told:
                said = {name: value for name, value in values.items() if name != "hub_at"}
                self._number(
                    shard_of(values["scope"]),
                    values["rev"],
                    kind,
                    values["id"],
                    fingerprint(kind, said),
                )

    def _number(self, shard, rev, kind, this, said=b""):
        if not rev:
            return
        before = self.numbers.setdefault((shard, rev), (kind, this, said))
        if before[:2] != (kind, this) or (said and before[2] and said != before[2]):
            raise Broken(f"number {rev} means {before} and {(kind, this, said)}")
        if said and not before[2]:
            self.numbers[shard, rev] = kind, this, said


def words(texts):
    """The words in these texts."""
    return {int(one) for text in texts for one in _WORD.findall(text)}


def words_at_hub(world):
    """Every word the hub holds, wherever."""
    return words(text for (text,) in world.disk.raw.execute(_HUB))


def words_on(laptop):
    """Every word a laptop holds, wherever."""
    return words(text for (text,) in laptop.disk.raw.execute(_DESK))


def gone_at(disk):
    """What was taken back, as this disk knows."""
    return set(disk.raw.execute(_GONE))
