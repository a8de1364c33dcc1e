"""Walking order: keys which, sorted as text, lead a worker from door to door."""

import re
from functools import lru_cache

from gridapp.domain.address import Address
from gridapp.domain.floors import floor_of

_PIECE = re.compile("[0-9]+|[^0-9]")
_STEM_FIRST = re.compile("^([甲乙丙丁戊])([0-9]+)")
_GROUND = 1000  # floors below ground count down from it, so that no key holds a sign
# Codepoints put 丁 before 甲; people do not.
_RANKS = {
    sign: f"2{rank:02}"
    for rank, sign in enumerate("ABCDEFGHIJKLMNOPQRSTUVWXYZ甲乙丙丁戊东南西北中")
}
_LAST_OF_FIVE_DIGITS = 99_999
_END = "0"


def walk_key(building: str, unit: str, room: str) -> str:
    """The place of a door in a walk up each stair: building, unit, floor and room ascending.

    Takes the normal forms of `address.Address`. The key is made of digits only, so every database
    and every collation sorts it alike; a door added later changes no other door's key.
    """
    floor = _GROUND + (floor_of(room) or 0)
    return f"{natural_key(building)}{natural_key(unit)}{floor:04}{natural_key(room)}"


def door_order(address: Address) -> str:
    """The place of a door among those of several compounds."""
    return natural_key(address.compound) + walk_key(address.building, address.unit, address.room)


@lru_cache(maxsize=4096)  # the rows of a roster share their buildings and units
def natural_key(text: str) -> str:
    """A key of digits that sorts 1, 2, 7, 7甲, 10, A, B, 幸福巷 in this order; "" comes first."""
    said = _STEM_FIRST.sub(r"\2\1", text.upper())
    return "".join(_piece_key(piece) for piece in _PIECE.findall(said)) + _END


def _piece_key(piece: str) -> str:
    # The first digit tells the kind of piece and so its length: no key is the start of another.
    if "0" <= piece[0] <= "9":
        digits = piece.lstrip("0") or "0"
        return f"1{len(digits):02}{digits}"
    code = ord(piece)
    return _RANKS.get(piece) or (f"3{code:05}" if code <= _LAST_OF_FIVE_DIGITS else f"4{code:07}")
