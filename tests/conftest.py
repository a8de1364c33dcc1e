"""Windows are drawn off the screen, with the fonts that ship and no others."""

import os

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
