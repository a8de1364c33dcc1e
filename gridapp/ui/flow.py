"""A layout that goes on in the next line: nothing is cut when letters grow."""

from collections.abc import Iterator

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QWidget

_Line = list[tuple[QLayoutItem, QSize]]


class FlowLayout(QLayout):
    """Places widgets from left to right, line by line, each as large as it wishes."""

    def __init__(self, parent: QWidget | None = None, *, space: int = 6) -> None:
        super().__init__(parent)
        self._items: list[QLayoutItem] = []
        self._space = space
        self.setContentsMargins(0, 0, 0, 0)

    def addItem(self, item: QLayoutItem) -> None:  # noqa: N802 - Qt's name
        self._items.append(item)

    def count(self) -> int:
        return len(self._items)

    def itemAt(self, at: int) -> QLayoutItem | None:  # noqa: N802
        return self._items[at] if 0 <= at < len(self._items) else None

    def takeAt(self, at: int) -> QLayoutItem | None:  # noqa: N802
        return self._items.pop(at) if 0 <= at < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:  # noqa: N802
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:  # noqa: N802
        return True

    def heightForWidth(self, width: int) -> int:  # noqa: N802
        around = self.contentsMargins()
        lines = list(self._lines(width - around.left() - around.right()))
        tall = sum(self._tall(line) for line in lines) + self._space * max(0, len(lines) - 1)
        return tall + around.top() + around.bottom()

    def sizeHint(self) -> QSize:  # noqa: N802
        """All in one line."""
        sizes = [item.sizeHint() for item in self._shown()]
        width = sum(each.width() for each in sizes) + self._space * max(0, len(sizes) - 1)
        return self._framed(QSize(width, max((each.height() for each in sizes), default=0)))

    def minimumSize(self) -> QSize:  # noqa: N802
        widest = QSize()
        for item in self._shown():
            widest = widest.expandedTo(item.minimumSize())
        return self._framed(widest)

    def _framed(self, size: QSize) -> QSize:
        around = self.contentsMargins()
        return size + QSize(around.left() + around.right(), around.top() + around.bottom())

    def setGeometry(self, within: QRect) -> None:  # noqa: N802
        super().setGeometry(within)
        inside = within.marginsRemoved(self.contentsMargins())
        top = inside.top()
        for line in self._lines(inside.width()):
            tall, left = self._tall(line), inside.left()
            for item, size in line:
                middle = top + (tall - size.height()) // 2
                item.setGeometry(QRect(QPoint(left, middle), size))
                left += size.width() + self._space
            top += tall + self._space

    def _shown(self) -> list[QLayoutItem]:
        return [item for item in self._items if not item.isEmpty()]

    def _tall(self, line: _Line) -> int:
        return max(size.height() for _, size in line)

    def _lines(self, width: int) -> Iterator[_Line]:
        """The items of each line with their sizes, within `width` pixels."""
        line: _Line = []
        left = 0
        for item in self._shown():
            size = item.sizeHint().boundedTo(QSize(max(width, 1), 100_000))
            size = size.expandedTo(item.minimumSize())
            if item.hasHeightForWidth():
                size.setHeight(max(size.height(), item.heightForWidth(size.width())))
            if line and left + size.width() > width:
                yield line
                line, left = [], 0
            line.append((item, size))
            left += size.width() + self._space
        if line:
            yield line
