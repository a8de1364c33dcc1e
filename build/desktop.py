"""The benches of the window: first paint, long lists, the chart, a key, paper, memory."""

import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from build.benches import Samples, _desk, _import, _roster, _timed, durable_rows

PEOPLE = 100_000
_HEAD = 3  # the column of names
_KEYS = "SELECT household_id FROM search ORDER BY door"


def large(folder: Path, name: str, count: int) -> Any:
    """A desk of so many households, ready to be listed."""
    from gridapp.client.actions.listing import Households  # noqa: PLC0415

    desk = _desk(folder, name)
    _import(desk, _roster(folder / f"{name}.xlsx", count))
    with desk.store.writing() as connection:  # as if all of it had come from the hub
        for kind in ("compound", "building", "unit", "house", "household", "resident"):
            connection.exec_driver_sql(f"UPDATE {kind} SET rev = 1")  # noqa: S608 - our own names
    Households(desk).prepare()
    return desk


def _inside(desk: Any, folder: Path) -> Any:
    """The window's workplace over a desk, in this process."""
    from PySide6.QtCore import QSettings  # noqa: PLC0415
    from PySide6.QtWidgets import QApplication  # noqa: PLC0415

    from gridapp.client.tasks import Tasks  # noqa: PLC0415
    from gridapp.ui.inside import Inside  # noqa: PLC0415
    from gridapp.ui.look.look import Look  # noqa: PLC0415
    from gridapp.ui.window import Window  # noqa: PLC0415
    from gridapp.ui.words import Words  # noqa: PLC0415

    QApplication.instance() or QApplication([]).setStyle("Fusion")
    kept = QSettings(str(folder / "window.ini"), QSettings.Format.IniFormat)
    words, look = Words(kept, "zh_CN"), Look(kept)
    look.apply()
    tasks = Tasks(lambda call: call())
    made = Inside(
        desk=desk,
        words=words,
        look=look,
        tasks=tasks,
        office=lambda: None,  # type: ignore[arg-type,return-value]  # no page here asks for it
        lock=lambda: None,
    )
    window = Window(words, look, kept)
    window.dress()
    window.enter(made, made.workplace, made.rail())
    window.resize(1366, 690)
    window.show()
    made.window = window  # type: ignore[attr-defined]  # kept alive
    return made


def _shown(act: Callable[[], Any]) -> None:
    """Do something and let the window paint."""
    from PySide6.QtWidgets import QApplication  # noqa: PLC0415

    act()
    QApplication.processEvents()


def _tower(folder: Path) -> Path:
    """A roster of one building with 34 floors of 8 doors."""
    import xlsxwriter  # noqa: PLC0415

    path = folder / "tower.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("住户")
        sheet.write_row(0, 0, ("详细地址", "户主姓名", "常住人数", "房屋性质"))
        for number in range(34 * 8):
            floor, door = divmod(number, 8)
            where = f"榆晴小区1号楼1单元{floor + 1}0{door + 1}室"
            sheet.write_row(number + 1, 0, (where, "王秀英", 3, "自住"))
    return path


def _bare_cells(count: int) -> Callable[[], None]:
    """A picture with so many boxes and words, by QPainter alone."""
    from PySide6.QtCore import QRect  # noqa: PLC0415
    from PySide6.QtGui import QPainter, QPixmap  # noqa: PLC0415

    def draw() -> None:
        picture = QPixmap(1366, 690)
        painter = QPainter(picture)
        for number in range(count):
            box = QRect(number % 8 * 150, number // 8 * 60 % 690, 140, 56)
            painter.fillRect(box, 0xFFEEEE)
            painter.drawRect(box)
            painter.drawText(box, 0, "1804 没人2")
        painter.end()

    return draw


def chart(folder: Path) -> Samples:
    """Opening the chart of 34 floors × 8 doors; the same boxes by QPainter alone."""
    desk = _desk(folder)
    _import(desk, _tower(folder))
    inside = _inside(desk, folder)
    draw = _bare_cells(34 * 8)
    floors, ours = [], []
    for _ in range(12):
        _shown(lambda: inside.go("settings"))
        floors.append(_timed(draw))
        ours.append(_timed(lambda: _shown(lambda: inside.go("buildings"))))
    return floors[2:], ours[2:]


def chart_repaint(folder: Path) -> Samples:
    """Painting the part of that chart that is in sight."""
    from PySide6.QtWidgets import QWidget  # noqa: PLC0415

    desk = _desk(folder)
    _import(desk, _tower(folder))
    inside = _inside(desk, folder)
    _shown(lambda: inside.go("buildings"))
    view = inside.window.findChild(QWidget, "chart")
    in_sight = view.visibleRegion().boundingRect()
    draw = _bare_cells(9 * 8)
    floors, ours = [], []
    for _ in range(40):
        floors.append(_timed(draw))
        ours.append(_timed(lambda: view.repaint(in_sight)))
    return floors[10:], ours[10:]


def key_to_durable(folder: Path) -> Samples:
    """From the key “2” on a door to the committed visit and the next door; one durable row."""
    from PySide6.QtCore import QEvent, Qt  # noqa: PLC0415
    from PySide6.QtGui import QKeyEvent  # noqa: PLC0415
    from PySide6.QtWidgets import QApplication, QWidget  # noqa: PLC0415
    from sqlalchemy import event  # noqa: PLC0415

    desk = _desk(folder)
    _import(desk, _tower(folder))
    inside = _inside(desk, folder)
    _shown(lambda: inside.go("buildings"))
    view = inside.window.findChild(QWidget, "chart")
    floor = durable_rows(folder)

    def press() -> None:
        key = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_2, Qt.KeyboardModifier.NoModifier, "2")
        QApplication.sendEvent(view, key)

    committed: list[float] = []
    event.listen(desk.store.engine, "commit", lambda _: committed.append(time.perf_counter()))
    floors, ours = [], []
    for number in range(120):
        floors.append(_timed(lambda n=number: floor(n)))  # type: ignore[misc]  # bound now
        committed.clear()
        began = time.perf_counter()
        press()
        # The event comes before the commit itself, whose length the floor tells.
        ours.append((committed[0] - began) * 1e3 + floors[-1])
        QApplication.processEvents()
    return floors[20:], ours[20:]


def list_bench(act: Callable[[Any, int], None]) -> Callable[[Path], Samples]:
    def run(folder: Path) -> Samples:
        from gridapp.ui.lists.record_list import RecordList  # noqa: PLC0415

        desk = large(folder, "desk", PEOPLE)
        inside = _inside(desk, folder)
        _shown(lambda: inside.go("households"))
        listed = inside.window.findChild(RecordList)
        floors, ours = [], []
        for number in range(9):
            with desk.store.reading() as connection:
                floors.append(_timed(lambda c=connection: c.exec_driver_sql(_KEYS).all()))  # type: ignore[misc]
            ours.append(_timed(lambda n=number: _shown(lambda: act(listed, n))))  # type: ignore[misc]
        desk.close()
        return floors[2:], ours[2:]

    return run


def opens(listed: Any, _: int) -> None:
    listed.refresh()


def sorts(listed: Any, number: int) -> None:
    from PySide6.QtCore import Qt  # noqa: PLC0415
    from PySide6.QtWidgets import QTableView  # noqa: PLC0415

    heads = listed.findChild(QTableView).horizontalHeader()
    heads.setSortIndicator(_HEAD, Qt.SortOrder(number % 2))


def filters(listed: Any, number: int) -> None:
    from PySide6.QtWidgets import QLineEdit  # noqa: PLC0415

    box = listed.findChild(QLineEdit)
    box.setText(f"{number + 1}-1-")
    box.returnPressed.emit()
