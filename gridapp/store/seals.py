"""How long the hub's seals are kept: until every copy it may be put back to holds what they prove."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import NamedTuple

from sqlalchemy import Connection, func, select

from gridapp.domain.scopes import reach_named
from gridapp.store import settings
from gridapp.store.hub_pages import shard_of_reach
from gridapp.store.tables import sheet
from gridapp.wire.messages import Answer

_KEPT = timedelta(days=35)  # the oldest copy an office puts back
_NAME = "seals"  # the setting


class _Ages(NamedTuple):
    """The last seal of some moment, and how far each district was numbered then.

    `copied` is by day the last one of which the hub had copied everything elsewhere.
    """

    last: int
    revs: Mapping[str, int]
    copied: Mapping[str, int]


_NONE = _Ages(0, {}, {})


def age(connection: Connection, answer: Answer) -> None:
    """Forget the seals of what the hub has had copied elsewhere for 35 days by its own clock.

    A hub that is unsure was put back: what it had copied since then counts no more.
    """
    before = _Ages(*settings.read(connection, _NAME, _NONE))
    after = _NONE if answer.unsure else _aged(connection, before, answer)
    if after != before:
        settings.keep(connection, **{_NAME: after})


def _aged(connection: Connection, ages: _Ages, answer: Answer) -> _Ages:
    last, revs, copied = ages
    today = date.fromisoformat(answer.hub_at[:10])
    is_copied = all(answer.durable.get(shard, 0) >= rev for shard, rev in revs.items())
    if is_copied and not answer.more:
        copied = {**copied, today.isoformat(): last}
        last, revs = _now(connection, answer)
    oldest = (today - _KEPT).isoformat()
    gone = [seal for day, seal in copied.items() if day < oldest]
    if gone:
        connection.execute(sheet.delete().where(sheet.c.no <= max(gone)))
        copied = {day: seal for day, seal in copied.items() if day >= oldest}
    return _Ages(last, revs, copied)


def _now(connection: Connection, answer: Answer) -> tuple[int, Mapping[str, int]]:
    last = connection.execute(select(func.max(sheet.c.no))).scalar() or 0
    revs: dict[str, int] = {}
    for cursor in answer.cursors:
        shard = shard_of_reach(reach_named(cursor.reach))
        revs[shard] = max(cursor.rev, revs.get(shard, 0))
    return last, revs
