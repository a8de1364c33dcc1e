"""What must not be lost and what must not come back, noted while a history goes on."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from gridapp.domain.scopes import reach_named, shard_of
from gridapp.wire.columns import column
from gridapp.wire.sheets import fingerprint

_WORD = re.compile(r"<(\d+)>")
_RECORDS = """
SELECT remark || salutation || extra FROM household
UNION ALL SELECT relation FROM resident WHERE NOT deleted UNION ALL SELECT note FROM visit UNION ALL SELECT "text" FROM issue
UNION ALL SELECT "text" FROM issue_step UNION ALL SELECT kept || offered FROM conflict
UNION ALL SELECT other FROM resolution
"""
_HUB = _RECORDS + "UNION ALL SELECT body FROM offered"  # noqa: S608
_HERE = """UNION ALL SELECT body FROM set_aside
UNION ALL SELECT body FROM outbox WHERE body IS NOT NULL
"""
_OF_DESK = """
SELECT remark || salutation || extra, scope, rev FROM household
UNION ALL SELECT relation, scope, rev FROM resident UNION ALL SELECT note, scope, rev FROM visit
UNION ALL SELECT "text", scope, rev FROM issue UNION ALL SELECT "text", scope, rev FROM issue_step
UNION ALL SELECT kept || offered, scope, rev FROM conflict
UNION ALL SELECT body, '', 0 FROM outbox WHERE body IS NOT NULL
"""
# What an edit says that was not closed: it still stands in the record.
_OPEN = "".join(
    f"""UNION ALL SELECT {name}, '', 0 FROM {kind} JOIN outbox
    ON record_id = {kind}.id AND instr(mask, '"{name}"')
    """  # noqa: S608
    for kind, name in (
        ("household", "remark"),
        ("household", "salutation"),
        ("household", "extra"),
        ("resident", "relation"),
    )
)
_CARDS = """
SELECT rev, remark || salutation || extra FROM household UNION SELECT rev, relation FROM resident
"""
_GONE = " UNION ALL ".join(
    f"SELECT '{kind}', id, scope, rev FROM {kind} WHERE deleted"  # noqa: S608
    for kind in ("visit", "issue", "resident", "appointment")
)
_GOING = "SELECT kind, record_id FROM outbox WHERE instr(mask, '\"deleted\"')"


class Broken(Exception):  # noqa: N818 - it says what is wrong
    """A promise was not kept."""


# A record: its kind and its id.
Key = tuple[str, str]


@dataclass
class Ledger:
    """Each word is written once: `parent` says over which other one, `must` which cannot be lost.

    `free` may be anywhere or nowhere: their records were taken back. `gone` are those records.
    `untold` is aside at laptops that had no post when the hub was put back. `removals` are words
    that stand nowhere: a record, who took it out and when. `doubtful` are the words of which a
    copy of a laptop, or a hub that was put back, cannot know whether they were sent.
    """

    count: int = 0
    parent: dict[int, set[int]] = field(default_factory=dict)
    must: set[int] = field(default_factory=set)
    free: set[int] = field(default_factory=set)
    gone: set[Key] = field(default_factory=set)
    untold: set[Key] = field(default_factory=set)
    removals: dict[tuple[str, str, str], int] = field(default_factory=dict)
    doubtful: set[int] = field(default_factory=set)
    numbers: dict[tuple[str, int], tuple[str, str, bytes]] = field(default_factory=dict)

    def word(self, laptop, over=""):
        """A new word, which takes the place of what stood."""
        self.count += 1
        known = words([over])
        self.parent[self.count] = known
        self.must.add(self.count)
        laptop.wrote.add(self.count)
        return f"<{self.count}>"

    def over(self, word, before):
        """What took the place of a record `before` that was taken out."""
        for one in words([word]):
            self.parent[one] = words([before.relation]) | self._removal(before)

    def removed(self, after, text):
        """A record that said this was taken out."""
        self.count += 1
        self.parent[self.count] = words([text])
        self.removals[after.id, after.written_by, after.written_at] = self.count

    def _removal(self, record):
        found = self.removals.get((record.id, record.written_by, record.written_at))
        return {found} if found else set()

    def known_to(self, those: Iterable[int]) -> set[int]:
        """The words that who wrote these knew for certain."""
        reached, open_ = set[int](), list(those)
        while open_:
            more = self.parent.get(open_.pop(), set()) - reached
            reached |= more
            open_ += more
        return reached - self.doubtful

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

    def copied(self, world, laptop):
        """What a laptop holds and the hub does not will be sent by each copy of it, as if alone."""
        self.doubtful |= words_on(laptop) - words_at_hub(world)

    def lost_with(self, world):
        """A store was put back or is gone: only what somebody can still give can be asked for.

        What the hub numbered and its laptop may not see any more cannot be given back.
        """
        held, left = words_at_hub(world), gone_at(world.disk)
        for laptop in world.laptops:
            raw, reaches = laptop.disk.raw, world.reaches(laptop)
            aside = words(text for (text,) in raw.execute("SELECT body FROM set_aside"))
            found = words(
                text
                for text, scope, rev in raw.execute(_OF_DESK + _OPEN)
                if not rev or any(reach.holds(scope) for reach in reaches)
            )
            if reaches and raw.execute("SELECT 1 FROM cursor").fetchone():
                held |= found | aside
            else:  # without a post nobody hears that the hub was put back
                held |= found - aside
                self.untold |= set(raw.execute("SELECT kind, record_id FROM set_aside"))
            left |= set(raw.execute(_GOING))
            left |= {
                (kind, this)
                for kind, this, scope, rev in raw.execute(_GONE)
                if not rev or any(reach.holds(scope) for reach in reaches)
            }
        self.must &= self.covered(held)
        self.gone &= left

    def told(self, ask, answer):
        """One number never means two things, and nobody writes or reads what is out of reach."""
        reaches = [reach_named(cursor.reach) for cursor in answer.cursors]
        own = [reach for reach in reaches if reach.audience != "all"]
        for kind, revs in answer.numbers.items():
            ids, scopes = (column(ask.made[kind], name) for name in ("id", "scope"))
            for this, scope, rev in zip(ids, scopes, revs, strict=True):
                self._number(shard_of(scope), rev, kind, this)
                if rev and not any(reach.holds(scope) for reach in own):
                    raise Broken(f"{kind} {this} was taken from out of reach")
        for kind, told in answer.records.items():
            for values in told:
                if not any(reach.holds(values["scope"]) for reach in reaches):
                    raise Broken(f"{kind} {values['id']} was told out of reach")
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


def cards_at(disk):
    """The number and the words of every card."""
    return set(disk.raw.execute(_CARDS))


def words_on(laptop):
    """Every word a laptop holds, wherever."""
    return words(text for (text,) in laptop.disk.raw.execute(_RECORDS + _HERE))


def gone_at(disk):
    """What was taken back, as this disk knows."""
    return {(kind, this) for kind, this, _, _ in disk.raw.execute(_GONE)}
