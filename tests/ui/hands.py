"""What a person's hands do that no key stands for: committing Chinese, dropping and pasting."""

from io import BytesIO

from PIL import Image
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication, QInputMethodEvent
from PySide6.QtWidgets import QApplication

from tests.ui.conftest import find

_NO_KEY = Qt.KeyboardModifier.NoModifier
_LEFT = Qt.MouseButton.LeftButton


def say(widget, text):
    """Type `text` with an input method: composed first, then committed."""
    widget.setFocus()
    for composed, committed in ((text, ""), ("", text)):
        event = QInputMethodEvent(composed, [])
        event.setCommitString(committed)
        QApplication.sendEvent(widget, event)


def compose(widget, text):
    """Letters of an input method that are no text yet."""
    widget.setFocus()
    QApplication.sendEvent(widget, QInputMethodEvent(text, []))


def files(*paths):
    """What a file manager offers of files."""
    offered = QMimeData()
    offered.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    return offered


def drop(widget, offered):
    """Drag this over a widget and let it go; False where it was not taken."""
    here = QPointF(widget.rect().center())
    entered = QDragEnterEvent(here.toPoint(), Qt.DropAction.CopyAction, offered, _LEFT, _NO_KEY)
    entered.ignore()
    QApplication.sendEvent(widget, entered)
    if entered.isAccepted():
        dropped = QDropEvent(here, Qt.DropAction.CopyAction, offered, _LEFT, _NO_KEY)
        QApplication.sendEvent(widget, dropped)
    return entered.isAccepted()


def copied(offered):
    """Put this on the clipboard."""
    QGuiApplication.clipboard().setMimeData(offered)


def jpeg(colour=(200, 20, 20), size=(2000, 1000), **told):
    """A photo as a phone makes it."""
    out = BytesIO()
    Image.new("RGB", size, colour).save(out, "JPEG", **told)
    return out.getvalue()


def shows(inside, name):
    """True where a widget of that name can be seen."""
    return any(w.isVisible() for w in inside.window.findChildren(object, name))


def press(qtbot, widget, key, modifier=_NO_KEY):
    """Press a key."""
    qtbot.keyClick(widget, key, modifier)


def enter(qtbot, inside):
    """Press Enter where the keyboard is."""
    press(qtbot, inside.window.focusWidget(), Qt.Key.Key_Return)


def fill(qtbot, inside, letters="xsds", wrong="厨房下水反水"):
    """Fill in what an issue needs: its category and what is wrong."""
    qtbot.keyClicks(find(inside, "category"), letters)
    press(qtbot, find(inside, "category"), Qt.Key.Key_Return)
    say(find(inside, "what"), wrong)
