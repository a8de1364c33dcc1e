"""Draws each page of the window in both languages, three sizes and three schemes, and every print."""

import argparse
import os
import sys
import tempfile
from pathlib import Path

TOP = Path(__file__).resolve().parent.parent
if not __package__:  # run as a script: import from the checkout's top, nothing from build/
    sys.path[0] = str(TOP)


def main() -> int:
    """Stage the demonstration and draw; says where the contact sheets are."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=Path("work/pictures"))
    parser.add_argument("--profile", default="tiny")
    asked = parser.parse_args()
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    os.environ.setdefault("QT_LOGGING_RULES", "default.warning=false")
    from PySide6.QtWidgets import QApplication  # noqa: PLC0415 - after the platform is chosen

    from gridapp.demo import pictures, window  # noqa: PLC0415

    application = QApplication([])
    application.setStyle("Fusion")
    with (
        tempfile.TemporaryDirectory() as folder,
        window.staged(Path(folder), asked.profile, lambda *_, **__: None) as laptop,
    ):
        for sheet in pictures.album(
            pictures.opened(laptop, "zh_CN", window.office_of(laptop)), asked.out
        ):
            print(sheet)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
