"""What a bench starts as a process of its own: a window, and when something was first on it.

`probes.py bare`, `probes.py window HOME`, `probes.py households HOME KEY`, `probes.py workday HOME`.
Each prints one JSON line and ends.
"""

import json
import sys
import time
from pathlib import Path
from typing import Any


def _tell(**told: Any) -> None:
    sys.stdout.write(json.dumps({"at": time.monotonic(), **told}) + "\n")
    sys.stdout.flush()


def _tell_and_end(**told: Any) -> None:
    from PySide6.QtWidgets import QApplication  # noqa: PLC0415

    _tell(**told)
    QApplication.exit(0)


def bare(_: list[str]) -> None:
    """An empty window of Qt: the floor."""
    from PySide6.QtWidgets import QApplication, QMainWindow  # noqa: PLC0415

    class Painted(QMainWindow):
        def paintEvent(self, event: Any) -> None:  # noqa: N802
            super().paintEvent(event)
            _tell_and_end()

    app = QApplication([])
    window = Painted()
    window.resize(1366, 690)
    window.show()
    app.exec()


def window(words: list[str]) -> None:
    """The first paint of gridapp's own."""
    from gridapp.ui import app  # noqa: PLC0415

    def show(shown: Any) -> None:
        shown.window.painted.connect(_tell_and_end)
        shown.window.show()

    app.App.show = show  # type: ignore[method-assign,assignment]
    app.run(Path(words[0]), "zh_CN", lambda: None)


def households(words: list[str]) -> None:
    """The first households of a large store on screen; the key comes from the system at once."""
    from gridapp.ui import app  # noqa: PLC0415

    home, key = Path(words[0]), bytes.fromhex(words[1])

    def entered(shown: Any, desk: Any) -> None:
        from gridapp.ui import inside, pages  # noqa: PLC0415
        from gridapp.ui.lists.table import Table  # noqa: PLC0415
        from gridapp.ui.pages.households import HouseholdsPage  # noqa: PLC0415

        class Painted(Table):
            def paintEvent(self, event: Any) -> None:  # noqa: N802
                super().paintEvent(event)
                if self.model().rowCount():
                    _tell_and_end(rows=self.model().rowCount())

        import gridapp.ui.lists.record_list as lists  # noqa: PLC0415

        lists.Table = Painted  # type: ignore[attr-defined]
        inside.PAGES = (HouseholdsPage, *pages.PAGES)  # type: ignore[attr-defined]
        enter(shown, desk)

    enter = app.App._enter  # noqa: SLF001
    app.App._enter = entered  # type: ignore[method-assign,assignment]  # noqa: SLF001
    from gridapp.store.keys import Custody  # noqa: PLC0415

    Custody.unlock = lambda _: key  # type: ignore[method-assign,assignment]
    Custody.asks = False  # type: ignore[assignment]
    app.run(home, "zh_CN", lambda: None)


def workday(words: list[str]) -> None:
    """Peak memory, MB, after a worker opened every page but the office's."""
    from PySide6.QtWidgets import QApplication  # noqa: PLC0415

    application = QApplication([])
    application.setStyle("Fusion")
    from gridapp.ui.app import App  # noqa: PLC0415

    app = App(Path(words[0]), "zh_CN", lambda: None)
    app.show()
    while app.inside is None:
        QApplication.processEvents()
    _open_pages(app.inside)
    peak = [s for s in Path("/proc/self/status").read_text().splitlines() if "VmHWM" in s]
    _tell(peak=int(peak[0].split()[1]) / 1024)
    app.close()


def _open_pages(inside: Any) -> None:
    from PySide6.QtWidgets import QApplication  # noqa: PLC0415

    from gridapp.client.actions.doors import list_doors  # noqa: PLC0415
    from gridapp.ui.pages import PAGES  # noqa: PLC0415

    home = list_doors(inside.here.desk)[0].household_id
    what = {"visit": {"household": home}, "household": {"id": home}, "report": {"household": home}}
    for page in PAGES:
        if page.name not in {"office", "issue", "walk"}:
            inside.go(page.name, **what.get(page.name, {}))
            while inside.here.tasks.is_busy:
                QApplication.processEvents()
            QApplication.processEvents()


PROBES = {"bare": bare, "window": window, "households": households, "workday": workday}

if __name__ == "__main__":
    PROBES[sys.argv[1]](sys.argv[2:])
