"""The benches of whole processes and of paper: first paint, first rows, memory, PDF."""

import json
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from build.benches import Samples, _desk, _import, _peak, _roster, _timed
from build.desktop import PEOPLE, large

_PROBES = Path(__file__).with_name("probes.py")


def _probe(*words: str, home: str = "") -> dict[str, Any]:
    """What a probe told, with `ms` since it was started."""
    began = time.monotonic()
    told = subprocess.run(
        [sys.executable, str(_PROBES), *words],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        check=True,
        env={**os.environ, "GRIDAPP_HOME": home, "PYTHONPATH": str(_PROBES.parent.parent)},
    )
    answer: dict[str, Any] = json.loads(told.stdout.splitlines()[0])
    return answer | {"ms": (answer["at"] - began) * 1e3}


def first_paint(folder: Path) -> Samples:
    """From the start of the process to the first paint."""
    floors, ours = [], []
    for _ in range(9):
        floors.append(_probe("bare")["ms"])
        ours.append(_probe("window", str(folder / "new"))["ms"])
    return floors[2:], ours[2:]


def first_households(folder: Path) -> Samples:
    """Unlocking a store of 100,000 households and showing the first of them."""
    from gridapp.store.keys import Custody  # noqa: PLC0415

    large(folder, "desk", PEOPLE).close()
    key = Custody(folder / "desk", "desk.db", "bench").unlock().hex()
    floors, ours = [], []
    for _ in range(7):
        floors.append(_probe("bare")["ms"])
        ours.append(_probe("households", str(folder / "desk"), key)["ms"])
    return floors[2:], ours[2:]


def memory(folder: Path) -> Samples:
    """Peak memory of the window of a worker of fanrong who opened every page; a bare window's."""
    from gridapp.demo import window  # noqa: PLC0415

    with window.staged(folder, "fanrong", lambda *_, **__: None) as laptop:
        ours = [_probe("workday", str(laptop))["peak"] for _ in range(2)]
    floor = [sys.executable, str(_PROBES), "bare"]
    return [_peak(floor, "", folder) for _ in range(2)], ours


def _bare_list(path: Path, pages: int, rows: int) -> None:
    """As many rows of ten cells on as many pages, by QPainter alone."""
    from PySide6.QtGui import QFont, QPainter, QPdfWriter  # noqa: PLC0415

    from gridapp.paper.fonts import family  # noqa: PLC0415

    writer = QPdfWriter(str(path))
    writer.setResolution(600)
    painter = QPainter(writer)
    painter.setFont(QFont(family(), 9))
    for page in range(pages):
        if page:
            writer.newPage()
        for row in range(rows // pages):
            for column in range(10):
                painter.drawRect(column * 450, row * 250, 450, 250)
                painter.drawText(column * 450 + 20, row * 250 + 150, f"王女士 {row}01 见到人")
    painter.end()


def _sheet(folder: Path) -> Any:
    """A visit list of 1,000 households."""
    from gridapp.client.actions.doors import list_doors  # noqa: PLC0415
    from gridapp.client.actions.visit_lists import list_rows, make_list  # noqa: PLC0415

    desk = _desk(folder)
    _import(desk, _roster(folder / "roster.xlsx", 1000))
    ids = [door.household_id for door in list_doors(desk)]
    return list_rows(desk, make_list(desk, households=ids).id)


def paper(folder: Path) -> Samples:
    """A list of 1,000 households to PDF; as many cells by a bare QPainter loop."""
    from gridapp.paper import press, screenless  # noqa: PLC0415

    screenless.application()
    sheet, pdf = _sheet(folder), folder / "list.pdf"
    floors, ours = [], []
    for _ in range(8):
        pages = len(press.pages(sheet))
        floors.append(_timed(lambda n=pages: _bare_list(folder / "bare.pdf", n, 1000)))  # type: ignore[misc]
        ours.append(_timed(lambda: press.to_pdf(press.pages(sheet), pdf)))
    return floors[2:], ours[2:]


def paper_size(folder: Path) -> Samples:
    """How large that PDF is."""
    from gridapp.paper import press, screenless  # noqa: PLC0415

    screenless.application()
    pages = press.pages(_sheet(folder))
    press.to_pdf(pages, folder / "list.pdf")
    _bare_list(folder / "bare.pdf", len(pages), 1000)
    mb = [(folder / name).stat().st_size / 2**20 for name in ("bare.pdf", "list.pdf")]
    return [mb[0]] * 2, [mb[1]] * 2
