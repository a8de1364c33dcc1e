"""The system's own dialog that chooses a printer."""

from PySide6.QtGui import QPageLayout, QPageSize
from PySide6.QtPrintSupport import QAbstractPrintDialog, QPrintDialog, QPrinter, QPrinterInfo
from PySide6.QtWidgets import QDialog, QWidget

from gridapp.domain.errors import Expected
from gridapp.domain.words import N_
from gridapp.ui.look.look import Look

_KEPT = "printer"


class NoPrinter(Expected):
    """No printer is known to this computer."""


def choose(parent: QWidget, look: Look) -> QPrinter | None:
    """The printer a person chooses, the last one offered first; None where they choose none.

    Raises NoPrinter.
    """
    names = QPrinterInfo.availablePrinterNames()
    if not names:
        raise NoPrinter(N_("This computer has no printer. Save a PDF and print it elsewhere?"))
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    kept = str(look.kept(_KEPT) or "")
    if kept in names:
        printer.setPrinterName(kept)
    printer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    printer.setPageOrientation(QPageLayout.Orientation.Landscape)
    dialog = QPrintDialog(printer, parent)
    dialog.setOption(QAbstractPrintDialog.PrintDialogOption.PrintPageRange, on=False)
    if dialog.exec() != QDialog.DialogCode.Accepted:
        return None
    look.keep(_KEPT, printer.printerName())
    return printer
