"""The style sheet, made from a scheme and a size: Fusion below, our targets and rings above."""

from string import Template

from gridapp.domain.resources import resource
from gridapp.ui.look.colours import Scheme, contrast

_SHEET = Template("""
* { font-size: ${pixels}px; }
QMainWindow, QDialog { background: $ground; }
QToolTip { color: $text; background: $ground; border: 1px solid $line; padding: 4px; }
QScrollArea, QScrollArea > QWidget > QWidget { background: $ground; }
QScrollArea { border: 2px solid transparent; }
QLabel { color: $text; }
QLabel[part="heading"] { font-size: ${heading}px; font-weight: 600; }
QLabel[part="group"] { font-weight: 600; color: $dim; }
QLabel[part="dim"] { color: $dim; }
QLabel[part="good"] { color: $good; font-weight: 600; }
QLabel[part="bad"] { color: $bad; font-weight: 600; }
QLabel[part="warn"] { color: $warn; font-weight: 600; }
QFrame[part="panel"] { background: $panel; border: 1px solid $line; border-radius: 8px; }
QFrame[part="panel"] QLabel { background: transparent; }
QFrame[part="bar"] { background: $panel; border: none; border-top: 1px solid $line; }
QFrame[part="rail"] { background: $panel; border: none; border-right: 1px solid $line; }
QFrame[part="owed"] { background: $panel; border: 2px solid $warn; border-radius: 8px; }
QFrame[part="danger"] { background: $panel; border: 3px solid $bad; border-radius: 8px; }
QFrame[part="danger"] QLabel { background: transparent; }
QPushButton, QToolButton {
  color: $text; background: $ground; border: 1px solid $line; border-radius: 8px;
  margin: 2px; padding: 2px 12px; min-height: ${inner}px;
}
QPushButton:hover, QToolButton:hover { background: $chosen; }
QPushButton:pressed { background: $chosen; }
QPushButton:checked, QToolButton:checked {
  background: $chosen; border: 2px solid $accent; margin: 1px;
}
QPushButton:disabled, QToolButton:disabled { color: $dim; background: $panel; border-style: dashed; }
QPushButton[part="main"] {
  background: $accent; color: $on_accent; border-color: $accent; font-weight: 600;
}
QPushButton[part="main"]:disabled { background: $panel; color: $dim; border-color: $line; }
QPushButton[part="quiet"] { border-color: transparent; background: transparent; color: $accent; }
QPushButton[part="rail"] {
  border-color: transparent; background: transparent; text-align: left; padding: 2px 8px;
}
QPushButton[part="rail"]:checked { background: $chosen; border: 2px solid $accent; }
QPushButton[part="chip"] { padding: 2px 10px; }
QPushButton[part="chip"]:checked { font-weight: 400; } /* bolder letters would be cut */
QPushButton:focus, QToolButton:focus {
  border: 3px solid $accent; margin: 0px;
}
QPushButton[part="main"]:focus { border: 3px solid $text; margin: 0px; }
QLineEdit, QPlainTextEdit, QTextEdit, QComboBox, QDateEdit, QTimeEdit, QDateTimeEdit, QSpinBox {
  color: $text; background: $ground; border: 1px solid $line; border-radius: 8px;
  margin: 2px; padding: 2px 8px; min-height: ${inner}px;
  selection-background-color: $accent; selection-color: $on_accent; placeholder-text-color: $dim;
}
QLineEdit:focus, QPlainTextEdit:focus, QTextEdit:focus, QComboBox:focus, QDateEdit:focus,
QTimeEdit:focus, QDateTimeEdit:focus, QSpinBox:focus { border: 3px solid $accent; margin: 0px; }
QLineEdit:disabled, QPlainTextEdit:disabled, QComboBox:disabled { color: $dim; background: $panel; }
QComboBox QAbstractItemView {
  color: $text; background: $ground; border: 1px solid $line;
  selection-background-color: $chosen; selection-color: $text;
}
QCheckBox, QRadioButton {
  color: $text; min-height: ${inner}px; spacing: 8px; padding: 2px 6px; margin: 2px;
  border: 1px solid transparent; border-radius: 8px;
}
QCheckBox:focus, QRadioButton:focus { border: 3px solid $accent; margin: 0px; }
QCheckBox::indicator, QRadioButton::indicator, QAbstractItemView::indicator {
  width: ${tick}px; height: ${tick}px; border: 2px solid $line; border-radius: 4px;
  background: $ground;
}
QCheckBox::indicator:checked, QRadioButton::indicator:checked, QAbstractItemView::indicator:checked {
  border-color: $accent; background: $accent; image: url("$pictures/tick-$on_accent_name.svg");
}
QComboBox::drop-down { border: none; width: ${tick}px; margin-right: 6px; }
QComboBox::down-arrow {
  width: ${tick}px; height: ${tick}px; image: url("$pictures/down-$text_name.svg");
}
QAbstractItemView {
  color: $text; background: $ground; alternate-background-color: $panel; gridline-color: $line;
  border: 1px solid $line; border-radius: 4px;
  selection-background-color: $chosen; selection-color: $text;
}
QAbstractItemView:focus { border: 3px solid $accent; }
QAbstractItemView::item { min-height: ${inner}px; padding: 2px 6px; }
QHeaderView { background: $panel; border: none; }
QHeaderView::section {
  color: $text; background: $panel; border: none; border-right: 1px solid $line;
  border-bottom: 2px solid $line; padding: 4px 8px; min-height: ${inner}px; font-weight: 600;
}
QTabBar::tab {
  color: $text; background: $panel; border: 1px solid $line; padding: 4px 16px;
  min-height: ${inner}px; margin-right: 2px; border-radius: 6px;
}
QTabBar::tab:selected { background: $chosen; border: 2px solid $accent; font-weight: 600; }
QTabBar:focus { border: 3px solid $accent; }
QMenuBar { color: $text; background: $panel; border-bottom: 1px solid $line; }
QMenuBar::item { padding: 4px 12px; background: transparent; }
QMenuBar::item:selected { background: $chosen; }
QMenu { color: $text; background: $ground; border: 1px solid $line; }
QMenu::item { padding: 8px 28px; }
QMenu::item:selected { background: $chosen; }
QMenu::item:disabled { color: $dim; }
QProgressBar {
  color: $text; background: $panel; border: 1px solid $line; border-radius: 8px;
  min-height: ${inner}px; text-align: center;
}
QProgressBar::chunk { background: $chosen; }
QScrollBar:vertical { width: 20px; background: $panel; }
QScrollBar:horizontal { height: 20px; background: $panel; }
QScrollBar::handle { background: $line; border-radius: 6px; margin: 3px; }
QScrollBar::handle:vertical { min-height: 36px; }
QScrollBar::handle:horizontal { min-width: 36px; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0px; height: 0px; }
QSplitter::handle { background: $line; }
""")
_AROUND = 6  # pixels of padding and border above and below what a target holds


def sheet(scheme: Scheme, *, pixels: int, target: int) -> str:
    """The sheet for letters of `pixels` and clickable things at least `target` high."""
    colours = {name: value for name, value in scheme._asdict().items() if isinstance(value, str)}
    return _SHEET.substitute(
        colours,
        pictures=resource("look").as_posix(),
        on_accent_name=_name(scheme.on_accent),
        text_name=_name(scheme.text),
        pixels=pixels,
        heading=round(pixels * 1.25),
        inner=max(target, round(pixels * 1.9)) - _AROUND,
        tick=max(22, round(pixels * 1.1)),
    )


def _name(colour: str) -> str:
    """Which of the two drawn colours of ticks and arrows stands for this one."""
    return "white" if contrast(colour, "#000000") > contrast(colour, "#ffffff") else "black"
