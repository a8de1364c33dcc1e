"""Row keys: short codes under the rows of a printed list, typed back without a mistake.

Four characters of Crockford's base 32 and his check character (modulo 37), which tells every
single mistyped character and every two that changed places.
"""

import secrets
from collections.abc import Collection

from gridapp.domain.errors import Expected
from gridapp.domain.words import N_

_SIGNS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_DIGITS = 4
_CHECK = 37
_LIKE = str.maketrans("OIL", "011", " -")


class NotARowKey(Expected):
    """The characters are not a row key."""


def new_row_keys(count: int, *, taken: Collection[str]) -> tuple[str, ...]:
    """`count` new keys, none of them `taken` and none twice; each has its check character."""
    keys: dict[str, None] = {}
    while len(keys) < count:
        number = secrets.randbelow(len(_SIGNS) ** _DIGITS)
        key = _row_key(number)
        if key not in taken and len(key) > _DIGITS:
            keys[key] = None
    return tuple(keys)


def read_row_key(typed: str) -> str:
    """The key as it is printed, whatever the case, gaps, or O for 0; raises NotARowKey."""
    said = typed.strip().upper().translate(_LIKE)
    number = 0
    for sign in said[:_DIGITS]:
        number = number * len(_SIGNS) + max(_SIGNS.find(sign), 0)
    if len(said) <= _DIGITS or _row_key(number) != said:
        raise NotARowKey(
            N_("“{typed}” is not a short code. Look again under the row number on the paper."),
            typed=typed,
        )
    return said


def _row_key(number: int) -> str:
    places = (len(_SIGNS) ** power for power in reversed(range(_DIGITS)))
    said = "".join(_SIGNS[number // place % len(_SIGNS)] for place in places)
    # Five of his check characters are hard to find on a keyboard: such a key is given to nobody.
    return said + _SIGNS[number % _CHECK :][:1]
