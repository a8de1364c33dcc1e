"""What a person would complain of in a window: text cut, things over each other, nameless parts."""

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, Qt
from PySide6.QtGui import QAccessible, QFontMetrics
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractScrollArea,
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QWidget,
)

_SLACK = 1  # pixels lost in rounding


def settled(rounds=10):
    """Let layouts come to rest."""
    for _ in range(rounds):
        QApplication.processEvents()


def shown(window, kind=QWidget):
    """The widgets of a kind one can see, or could by scrolling."""
    return [w for w in window.findChildren(kind) if w.isVisible()]


def told(widget):
    """How a failure names a widget."""
    said = getattr(widget, "text", lambda: "")()
    return f"{type(widget).__name__} {widget.objectName()} “{said[:40]}” {widget.size().toTuple()}"


def cut(window):
    """The labels, buttons and boxes that are smaller than what they say."""
    return [told(widget) for widget in shown(window) if _is_cut(widget)]


def _is_cut(widget):
    if isinstance(widget, QLabel):
        return bool(widget.text()) and _label_is_cut(widget)
    if isinstance(widget, QAbstractButton):
        return bool(widget.text()) and not _fits(widget, widget.minimumSizeHint())
    if isinstance(widget, QComboBox):
        return not _fits(widget, widget.minimumSizeHint())
    if isinstance(widget, QLineEdit):
        return widget.height() + _SLACK < widget.minimumSizeHint().height() or _hints_more(widget)
    return False


def _hints_more(line):
    """True where what is to be typed is hinted at in words that do not fit."""
    hint = QFontMetrics(line.font()).horizontalAdvance(line.placeholderText())
    return not line.text() and hint > line.contentsRect().width() - _SLACK


def _label_is_cut(label):
    if label.wordWrap():
        longest = max(label.text().split(), key=len)
        # Chinese breaks anywhere; a Latin word may not be cut in two.
        widest = QFontMetrics(label.font()).horizontalAdvance(longest) if longest.isascii() else 0
        return (
            label.heightForWidth(label.width()) > label.height() + _SLACK
            or widest > label.width() + _SLACK
        )
    return not _fits(label, label.sizeHint())


def _fits(widget, hint):
    return widget.width() + _SLACK >= hint.width() and widget.height() + _SLACK >= hint.height()


def overlapping(window):
    """Pairs of neighbours that lie over each other."""
    found = []
    for parent in shown(window):
        if isinstance(parent, QAbstractScrollArea):
            continue
        children = [
            child
            for child in parent.findChildren(QWidget, "", Qt.FindChildOption.FindDirectChildrenOnly)
            if child.isVisible() and not child.isWindow() and child.width() and child.height()
        ]
        found += [
            f"{told(one)} over {told(other)}"
            for number, one in enumerate(children)
            for other in children[:number]
            if _overlap(one.geometry(), other.geometry())
        ]
    return found


def _overlap(one, other):
    common = one.intersected(other)
    return common.width() > _SLACK and common.height() > _SLACK


def outside(window):
    """Widgets that stick out of what holds them, unless that can be scrolled."""
    found = []
    for widget in shown(window):
        holder = widget.parentWidget()
        if holder is None or widget.isWindow() or not widget.width():
            continue
        if isinstance(holder.parentWidget(), QAbstractScrollArea) or isinstance(
            holder, QAbstractScrollArea
        ):
            continue
        inside = QRect(QPoint(0, 0), holder.size()).adjusted(-_SLACK, -_SLACK, _SLACK, _SLACK)
        if not inside.contains(widget.geometry()):
            found.append(f"{told(widget)} out of {told(holder)}")
    return found


def nameless(window):
    """What one can reach by Tab and a reader has no name for."""
    return [told(widget) for widget in shown(window) if _takes_focus(widget) and not name(widget)]


def name(widget):
    """What a reader says of a widget."""
    return QAccessible.queryAccessibleInterface(widget).text(QAccessible.Text.Name)


def _takes_focus(widget):
    tabs = widget.focusPolicy() & Qt.FocusPolicy.TabFocus
    return bool(tabs) and widget.isEnabled() and widget.focusProxy() is None


def unreached(window):
    """What takes the focus by Tab but is not met on the way round."""
    wanted = {w for w in shown(window) if _takes_focus(w)}
    if not wanted:
        return []
    met, at = set(), next(iter(wanted))
    while at not in met:
        met.add(at)
        at = at.nextInFocusChain()
    return [told(widget) for widget in wanted - met]


class Strays(QObject):
    """Parts that were shown before they had a place: each flashes up as a window of its own."""

    def __init__(self, window):
        super().__init__()
        self._window, self.found = window, []

    def eventFilter(self, watched, event):  # noqa: N802 - Qt's name
        is_part = isinstance(watched, QWidget) and watched is not self._window
        if event.type() == QEvent.Type.Show and is_part and watched.isWindow():
            self.found.append(told(watched))
        return False
