"""Which floor a room is on, as its number tells."""

import re
from functools import lru_cache

_FLOOR = re.compile("(B|-|负)?([0-9]{1,3})[0-9]{2}[^0-9]?")


@lru_cache(maxsize=4096)
def floor_of(room: str) -> int | None:
    """501 is on floor 5, 12003 on 120, B101, -101 and 负一层 on -1; None where no floor is told.

    The number of a house along a lane ("12") tells none, though such houses have but one floor.
    """
    if room.startswith(("负", "半地下", "地下")) and "0" not in room:
        return -2 if "二" in room or "2" in room else -1
    found = _FLOOR.fullmatch(room)
    if not found or not int(found[2]):
        return None
    return -int(found[2]) if found[1] else int(found[2])
