"""gridapp demo: the demonstration, from the command line."""

import argparse
import contextlib
import hashlib
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

from gridapp.cli import edge
from gridapp.client.surroundings import has_screen, language
from gridapp.demo.profiles import PROFILES
from gridapp.domain.errors import Expected
from gridapp.domain.words import N_, shown


class NotEmpty(Expected):
    """The folder holds something already."""


def register(commands: Any, words: Callable[[str], str]) -> None:
    """Add the command to the parser."""
    demo = commands.add_parser("demo", help=words(N_("Show gridapp with invented people.")))
    demo.add_argument(
        "--profile", choices=sorted(PROFILES), default="tiny", help=words(N_("How large."))
    )
    demo.add_argument(
        "--headless", action="store_true", help=words(N_("Play the whole day without a window."))
    )
    demo.add_argument("--out", type=Path, help=words(N_("Keep everything in this empty folder.")))
    demo.add_argument(
        "--export", type=Path, help=words(N_("Only write the invented people to this file."))
    )
    demo.set_defaults(run=_demo)


def _demo(chosen: argparse.Namespace) -> int:
    from gridapp.demo import day, roster, window  # noqa: PLC0415 - help must not start a hub

    if chosen.export:
        made = roster.export(chosen.profile, day.SEED)
        chosen.export.write_bytes(made)
        edge.out({"file": str(chosen.export), "sha256": hashlib.sha256(made).hexdigest()})
        return edge.DONE
    if not chosen.headless and has_screen():
        with _folder(chosen.out) as folder:
            return window.show(folder, chosen.profile, _say)
    with _folder(chosen.out) as folder:
        done = day.run(folder, chosen.profile, _say)
        drawn = (chosen.out or Path(tempfile.mkdtemp(prefix="gridapp-demo-"))) / "pictures"
        window.pictured(folder / "laptop-1", drawn)
        _say(N_("Pictures of every page and the printed PDF are in {folder}."), folder=drawn)
    figures = done.progress
    _say(
        N_("Knocked {knocked} of {of} doors, met {met}, settled {done}."),
        **asdict(figures),
    )
    edge.out(asdict(done))
    return edge.DONE


@contextlib.contextmanager
def _folder(chosen: Path | None) -> Iterator[Path]:
    if chosen is None:
        with tempfile.TemporaryDirectory(prefix="gridapp-demo-") as made:
            yield Path(made)
        return
    if chosen.exists() and any(chosen.iterdir()):
        raise NotEmpty(N_("{folder} is not empty. Name an empty folder."), folder=chosen.name)
    chosen.mkdir(parents=True, exist_ok=True)
    yield chosen


def _say(text: str, **values: Any) -> None:
    sys.stderr.write(shown(text, language(), **values) + "\n")
    sys.stderr.flush()
