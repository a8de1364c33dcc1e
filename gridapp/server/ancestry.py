"""Which number each run of numbers followed on: told to laptops, and heard again by a hub that forgot."""

import hmac
from collections.abc import Iterable, Mapping

from sqlalchemy import Connection

from gridapp.domain.hub_numbers import run_of
from gridapp.domain.scopes import Reach
from gridapp.store import hub_log
from gridapp.store.hub_pages import shard_of_reach
from gridapp.wire.messages import Run
from gridapp.wire.sheets import run_seal

_MOST = 100  # runs told of a district; a hub begins one at each start


def news(
    connection: Connection,
    secret: bytes,
    reaches: Iterable[Reach],
    read_to: Mapping[str, int],
    last: Mapping[str, int],
) -> tuple[Run, ...]:
    """The runs that began after what was read of these reaches; `last` numbers by district."""
    since: dict[str, int] = {}
    for reach in reaches:
        shard, rev = shard_of_reach(reach), read_to.get(reach.key, 0)
        since[shard] = min(rev, since.get(shard, rev))
    told = []
    for shard, rev in since.items():
        if run_of(rev) != run_of(last.get(shard, 0)):
            runs = [r for r in hub_log.runs_of(connection, shard).items() if r[0] > run_of(rev)]
            told += [Run(shard, *run, run_seal(secret, shard, *run)) for run in runs[-_MOST:]]
    return tuple(told)


def remember(connection: Connection, secret: bytes, told: Iterable[Run]) -> None:
    """Note what a laptop tells of runs this hub forgot, where its own seal proves it."""
    for each in told:
        seal = run_seal(secret, each.shard, each.run, each.after)
        if hmac.compare_digest(seal.encode(), each.seal.encode()):
            hub_log.note_runs(connection, each.shard, {each.run: each.after})
