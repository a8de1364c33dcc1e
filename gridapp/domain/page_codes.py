"""What the square code of a printed page says: which list, which page, drawn by which template."""

import binascii
import re
from typing import NamedTuple

from gridapp.domain.errors import Expected
from gridapp.domain.words import N_

_FAMILY = "G1"
_CODE = re.compile(
    f"{_FAMILY}:([A-Z0-9-]{{1,20}}):([0-9]{{1,4}}):([A-Z0-9]{{1,4}}):([0-9A-F]{{4}})"
)


class PageCode(NamedTuple):
    """One page of one list; an old template's page is read as it was drawn."""

    list_no: str
    page: int
    template: str


class NotAPageCode(Expected):
    """The square code is another's, or was read wrongly."""


def page_code(code: PageCode) -> str:
    """The code as text: capitals, digits, dashes and colons only, so that the square stays small."""
    said = f"{_FAMILY}:{code.list_no}:{code.page}:{code.template}"
    return f"{said}:{_check(said)}"


def read_page_code(text: str) -> PageCode:
    """The page a scanned text names; raises NotAPageCode."""
    found = _CODE.fullmatch(text.strip())
    if not found or found[4] != _check(text.strip().rpartition(":")[0]):
        raise NotAPageCode(
            N_("This square code is not of one of our lists. Type the list number instead.")
        )
    return PageCode(found[1], int(found[2]), found[3])


def _check(said: str) -> str:
    # CRC-16: a single wrong character never goes unseen.
    return f"{binascii.crc_hqx(said.encode(), 0xFFFF):04X}"
