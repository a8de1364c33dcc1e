"""Broken programs: each makes one mistake in the real one, to see that the simulator finds it."""

import contextlib
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import msgspec

from gridapp.domain.merge import merge_card
from gridapp.server import conflicts, exchange, take, withdrawing
from gridapp.server.reach import Person
from gridapp.store import hub_memory, hub_pages, leaving, outbox, settings, settling, standing
from gridapp.store.hub_log import Log
from gridapp.sync import applying, converse
from tests.server.world import COMMUNITY

Twin = Callable[[], contextlib.AbstractContextManager[None]]
TWINS: dict[str, Twin] = {}


@contextlib.contextmanager
def _instead(*changed: tuple[Any, str, Any]) -> Iterator[None]:
    """Each (place, name) is something else for a while."""
    before = [(place, name, getattr(place, name)) for place, name, _ in changed]
    for place, name, other in changed:
        setattr(place, name, other)
    try:
        yield
    finally:
        for place, name, one in before:
            setattr(place, name, one)


def _twin(make: Callable[[], list[tuple[Any, str, Any]]]) -> None:
    TWINS[make.__name__] = lambda: _instead(*make())


@_twin
def cursor_kept_before_its_page():
    """How far was read is noted in a transaction of its own, and then the page is laid."""
    real = applying.settle_answer

    def settled(store, parcel, answer, now, **kept):
        if not answer.unsure:
            with store.writing() as connection:
                read_to = {c.reach: (c.epoch, c.rev) for c in answer.cursors}
                settings.keep_cursors(connection, read_to)
        empty = msgspec.structs.replace(answer, records={})
        real(store, parcel, empty, now, **kept)
        with store.writing() as connection:
            return applying.lay(connection, answer.records)

    return [(converse, "settle_answer", settled), (converse, "unequal", lambda *_: [])]


@_twin
def sums_are_not_compared():
    """A laptop neither counts at the end nor hears that a hub is unsure of it."""
    return [
        (converse, "unequal", lambda *_: []),
        (exchange, "_unsure", lambda *_: []),
    ]


@_twin
def nothing_is_proved():
    """A laptop keeps no sheets, so nothing of what a hub forgot can be taken back."""
    return [(standing, "keep_sheets", lambda *_: None)]


@_twin
def numbers_go_on_after_a_restore():
    """A hub that was put back gives the numbers of the forgotten time once more."""

    def number(self, shard, count=1):
        last = self.last(shard)
        self.revs[shard] = last + count
        return last + 1

    return [(Log, "number", number)]


@_twin
def sent_without_being_closed():
    """An edit leaves the laptop before what it says is final."""
    real = outbox.close
    return [(outbox, "close", lambda connection, most, **_: real(connection, most, keep=False))]


@_twin
def withdrawn_facts_come_to_life():
    """What comes again after it was taken back, or is taken back twice, stands again."""
    real = take._taken

    def taken(batch, person, change):
        held = batch.find(change.kind, change.id)
        if held and held.values["deleted"] and change.kind in {"visit", "issue"}:
            return "merged", batch.write(change.kind, {**held.values, "deleted": False})
        return real(batch, person, change)

    return [(take, "_taken", taken)]


@_twin
def withdrawals_are_answered_and_not_done():
    """The hub says that it took something back."""

    def withdraw(batch, kind, held, change, fields):  # noqa: ARG001
        return "merged", held.values["rev"] if held else 0

    return [(withdrawing, "withdraw", withdraw)]


@_twin
def first_answer_counts_as_all():
    """Whatever of a body was answered, the whole body is taken for sent."""
    real = settling.settle

    def settle(connection, parcel, numbers, receipts, hub_at):
        real(connection, parcel, numbers, receipts, hub_at)
        connection.exec_driver_sql("DELETE FROM outbox")

    return [(settling, "settle", settle)]


@_twin
def refusals_are_not_shown():
    """What the hub does not take is dropped at the laptop."""
    return [(leaving, "put_aside", lambda *_: None)]


@_twin
def what_is_lost_from_sight_stays():
    """A laptop keeps what its person may not see any more."""
    return [(standing, "put_away", lambda *_: 0)]


@_twin
def last_writer_wins():
    """The hub lays the newest over everything, and tells nobody."""

    def merged(held, touched, offered, *, base_rev, after=()):  # noqa: ARG001
        return merge_card(held, {}, offered, base_rev=base_rev)

    return [(take, "merge_card", merged)]


@_twin
def answers_are_forgotten():
    """What comes once more is judged once more."""
    return [(hub_memory, "answers", lambda *_: {})]


@_twin
def own_changes_are_taken_for_anothers():
    """The hub does not heed which changes are the author's own, so a laptop clashes with itself."""

    def merged(held, touched, offered, *, base_rev, after=()):  # noqa: ARG001
        return merge_card(held, touched, offered, base_rev=base_rev)

    return [(take, "merge_card", merged)]


@_twin
def the_first_stays_and_nobody_is_told():
    """What clashes is dropped."""
    return [(conflicts, "file", lambda *_: None)]


@_twin
def everybody_writes_everywhere():
    """The hub takes what is written in a place that is not its author's."""
    return [(Person, "writes", lambda *_: True)]


@_twin
def everybody_is_told_everything():
    """A grid worker is told what is of the whole community."""
    real = hub_pages.held

    def held(connection, reach):
        return real(connection, replace(reach, place=reach.place[: len(COMMUNITY)], whole=True))

    return [(hub_pages, "held", held)]
