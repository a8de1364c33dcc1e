"""Towns to be killed: on this machine's own disk, or with laptops or hub on one that forgets."""

import contextlib
import random
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from gridapp.client.desk import Desk
from gridapp.store.engine import open_store
from tests.faults.disk import Disk
from tests.faults.kills import Kills
from tests.faults.town import Town
from tests.faults.zygote import Zygote
from tests.server.world import KEY, Built


@contextlib.contextmanager
def killed(built: Built, folder: Path, chance: random.Random) -> Iterator[Kills]:
    """Programs alone are killed."""
    with Town.of(built, folder) as town, Zygote.running() as zygote:
        yield Kills.begun(town, zygote, chance)


@contextlib.contextmanager
def laptops_cut(built: Built, folder: Path, chance: random.Random) -> Iterator[Kills]:
    """The laptops' disk forgets; the hub's does not."""
    with (
        Disk.mounted(folder / "disk") as disk,
        Town.of(built, folder / "town") as town,
        Zygote.running() as zygote,
    ):
        kills = Kills.begun(town, zygote, chance, disk)
        kills.desks = [_moved(desk, disk.folder) for desk in kills.desks]
        disk.sync()
        with contextlib.ExitStack() as opened:
            for desk in kills.desks:
                opened.callback(desk.close)
            yield kills


@contextlib.contextmanager
def hub_cut(built: Built, folder: Path, chance: random.Random) -> Iterator[Kills]:
    """The hub's disk forgets; the laptops' do not."""
    with (
        Disk.mounted(folder / "disk") as disk,
        Town.of(built, disk.folder / "town") as town,
        Zygote.running() as zygote,
    ):
        kills = Kills.begun(town, zygote, chance, disk)
        kills.desks = [_moved(desk, folder) for desk in kills.desks]
        disk.sync()
        with contextlib.ExitStack() as opened:
            for desk in kills.desks:
                opened.callback(desk.close)
            yield kills


def _moved(desk: Desk, folder: Path) -> Desk:
    """The desk with its store on another disk."""
    old = desk.store.path.parent
    desk.store.close()
    shutil.copytree(old, folder / old.name)
    return replace(desk, store=open_store(folder / old.name / desk.store.path.name, KEY))
