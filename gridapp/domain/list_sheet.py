"""What a printed visit list says of each door: enough to knock, too little to harm if it is lost."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from gridapp.domain.codes import code_list
from gridapp.domain.outcomes import key_of

# Nobody reads off a paper which flat is empty, or what is only suspected: printed as not known.
TO_BE_CHECKED = "90"
_NOT_IN_CLEAR = frozenset({"", "22", "30", "31", "40", "60"})
# What is wrong there is nobody else's to read: counted, never named.
_QUIET_TOPS = frozenset({"09", "10"})
_NOBODY, _EMPTY = "2", "5"


@dataclass(frozen=True)
class Tried:
    """One knock: its digit on paper, and when (UTC text)."""

    key: str
    at: str


@dataclass(frozen=True)
class Row:
    """One household of a list. Of one that is not to be knocked at, the room is all it tells.

    `usage` and `issues` are codes, `care` letters of this list's own legend; `tried` the last
    knocks since somebody was met, oldest first.
    """

    key: str
    room: str
    floor: int | None = None
    called: str = ""
    residents: int | None = None
    usage: str = ""
    care: str = ""
    last: Tried | None = None
    tried: tuple[Tried, ...] = ()
    issues: tuple[str, ...] = ()
    do_not_knock: bool = False
    follow_up: bool = False


@dataclass(frozen=True)
class Stair:
    """The rows behind one stair entrance, along one lane, or through one house with corridors."""

    building_id: str
    building: str
    place: str
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class ListSheet:
    """A visit list as it is printed; times are UTC text.

    `purpose` is "" and `copy_no` 0 until it is printed.
    """

    short_no: str
    campaign: str
    workers: tuple[str, ...]
    printed_by: str
    printed_at: str
    as_of: str
    letters: Mapping[str, str]
    stairs: tuple[Stair, ...]
    is_demo: bool = False
    purpose: str = ""
    copy_no: int = 0


def usage_in_clear(usage: str) -> str:
    """The code of `usage` that may be printed: emptiness and suspicion may not."""
    return TO_BE_CHECKED if usage in _NOT_IN_CLEAR else usage


def named_issue(categories: Iterable[str]) -> str:
    """The first of these categories that may stand on a paper others see, "" if none."""
    known = code_list("category").codes
    return next(
        (
            code
            for code in categories
            if code in known
            and known[code].parent not in _QUIET_TOPS
            and known[code].traits["hidden_from_concerned"] != "y"
        ),
        "",
    )


def paper_key(outcome: str) -> str:
    """The digit printed for an outcome: for an empty flat, or one with a child alone, nobody."""
    key = key_of(outcome)
    return key if key in code_list("paper_key") and key != _EMPTY else _NOBODY


def care_letters(list_id: str) -> dict[str, str]:
    """The letter of each care tag on one list: drawn anew for every list, the same at a reprint."""
    usual = {tag.code: tag.traits["letter"] for tag in code_list("care_tag")}
    letters = sorted(set(usual.values()))
    drawn = sorted(
        letters, key=lambda letter: hashlib.sha256(f"{list_id}{letter}".encode()).digest()
    )
    here = dict(zip(letters, drawn, strict=True))
    return {tag: here[letter] for tag, letter in usual.items()}
