"""A scheme as Qt's own palette, for what no sheet reaches."""

from PySide6.QtGui import QColor, QPalette

from gridapp.ui.look.colours import Scheme


def palette(scheme: Scheme) -> QPalette:
    """The colours by Qt's roles."""
    made = QPalette()
    role = QPalette.ColorRole
    for which, colour in (
        (role.Window, scheme.ground),
        (role.WindowText, scheme.text),
        (role.Base, scheme.ground),
        (role.AlternateBase, scheme.panel),
        (role.Text, scheme.text),
        (role.Button, scheme.panel),
        (role.ButtonText, scheme.text),
        (role.BrightText, scheme.bad),
        (role.ToolTipBase, scheme.ground),
        (role.ToolTipText, scheme.text),
        (role.PlaceholderText, scheme.dim),
        (role.Highlight, scheme.accent),
        (role.HighlightedText, scheme.on_accent),
        (role.Link, scheme.accent),
        (role.Mid, scheme.line),
    ):
        made.setColor(which, QColor(colour))
    return made
