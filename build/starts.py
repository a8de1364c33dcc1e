"""The benches of whole processes and of paper: first paint, first rows, memory, PDF."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Sequence
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


def _bare_list(path: Path, pages: Sequence[Any]) -> None:
    """The same words and lines on as many pages, one by one, by QPainter alone."""
    from PySide6.QtCore import QPointF  # noqa: PLC0415
    from PySide6.QtGui import QFont, QPainter, QPdfWriter  # noqa: PLC0415

    from gridapp.paper.fonts import family  # noqa: PLC0415

    writer = QPdfWriter(str(path))
    writer.setResolution(600)
    painter = QPainter(writer)
    painter.setFont(QFont(family(), 9))
    for number, page in enumerate(pages):
        if number:
            writer.newPage()
        for layer in page.layers:
            for line in layer.lines:
                painter.drawPolyline([QPointF(x * 20, y * 20) for x, y in line.points])
            for text in layer.texts:
                painter.drawText(QPointF(text.x * 20, text.y * 20), text.text)
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
    """A list of 1,000 households to PDF; the same cells by a bare QPainter loop."""
    from gridapp.paper import press, screenless  # noqa: PLC0415

    screenless.application()
    sheet, pdf = _sheet(folder), folder / "list.pdf"
    made = press.pages(sheet)
    floors, ours = [], []
    for _ in range(8):
        floors.append(_timed(lambda: _bare_list(folder / "bare.pdf", made)))
        ours.append(_timed(lambda: press.to_pdf(press.pages(sheet), pdf)))
    return floors[2:], ours[2:]


def paper_size(folder: Path) -> Samples:
    """How large that PDF is."""
    from gridapp.paper import press, screenless  # noqa: PLC0415

    screenless.application()
    pages = press.pages(_sheet(folder))
    press.to_pdf(pages, folder / "list.pdf")
    _bare_list(folder / "bare.pdf", pages)
    mb = [(folder / name).stat().st_size / 2**20 for name in ("bare.pdf", "list.pdf")]
    return [mb[0]] * 2, [mb[1]] * 2
