"""Qt without a window, for commands that only print."""

import os
import sys
from functools import cache

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QGuiApplication


@cache
def application() -> QCoreApplication:
    """The running application, or one of our own which needs no screen."""
    running = QGuiApplication.instance()
    if running:
        return running
    if sys.platform == "linux":
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    return QGuiApplication([])
