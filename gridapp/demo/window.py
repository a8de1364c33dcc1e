"""The demonstration in the window: an office, its hub running, and a laptop in the middle of a round."""

import contextlib
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

from gridapp.client import clock
from gridapp.client.actions import send
from gridapp.client.surroundings import language
from gridapp.demo.day import Say, begun, imported, knocked, signed_in
from gridapp.demo.posts import WORKER
from gridapp.domain.times import local_day
from gridapp.domain.words import N_
from gridapp.server.office import HubOffice
from gridapp.store.keys import DEMO_PASSPHRASE

_BEGUN = 0.6  # of the doors were knocked at yesterday
_LAPTOP = "laptop-1"
_POINTS = 16


@contextlib.contextmanager
def staged(folder: Path, profile: str, say: Say) -> Iterator[Path]:
    """The data folder of a worker in the middle of a round, while the hub in `folder` runs."""
    community, roster, office = begun(folder, profile, say)
    with office.open() as address:
        say(N_("The hub runs at {address}."), address=address)
        with contextlib.closing(signed_in(folder / _LAPTOP, WORKER, address)) as desk:
            imported(desk, roster, community)
            yesterday = local_day(clock.now()) - timedelta(days=1)
            told = knocked(desk, community, yesterday, share=_BEGUN)
            say(N_("Up the stairs: {visits} visits and {issues} issues are written down."), **told)
            send.send(desk, send.hub_of(desk))
        yield folder / _LAPTOP


def show(folder: Path, profile: str, say: Say) -> int:
    """Open the window on the demonstration until somebody closes it."""
    from gridapp.ui.app import run  # noqa: PLC0415 - the staging needs no Qt

    with staged(folder, profile, say) as laptop:
        return run(laptop, language(), office_of(laptop))


def office_of(laptop: Path) -> Callable[[], HubOffice]:
    """What opens the hub beside a staged laptop."""
    return lambda: HubOffice(laptop.parent / "hub", DEMO_PASSPHRASE)


def pictured(laptop: Path, folder: Path) -> list[Path]:
    """Every page of a copy of that laptop's window, and what it prints, drawn into `folder`."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    os.environ["QT_LOGGING_RULES"] = "default.warning=false"  # it says at each step what it lacks
    from PySide6.QtWidgets import QApplication  # noqa: PLC0415

    from gridapp.demo import pictures  # noqa: PLC0415 - needs the platform above

    application = QApplication.instance() or QApplication([])
    assert isinstance(application, QApplication)
    application.setStyle("Fusion")
    with tempfile.TemporaryDirectory() as place:
        copy = shutil.copytree(laptop, Path(place) / laptop.name)
        app = pictures.opened(copy, language(), office_of(laptop))
        sheets = pictures.album(app, folder, [(language(), _POINTS, "light")])
        app.close()
    return sheets
