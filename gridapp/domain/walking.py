"""Walking order: which door of a building comes after which, so that no corridor is crossed twice."""

from collections.abc import Iterable, Sequence
from itertools import groupby
from operator import attrgetter
from typing import NamedTuple

from gridapp.domain.walk import natural_key

_LIFT, _CORRIDOR, _LANE = "lift", "corridor", "bungalow_lane"
_DOORS_AT_A_GLANCE = 2  # on one landing: nothing is gained by going back and forth


class Door(NamedTuple):
    """One door; `unit` and `room` in the normal forms of `address.Address`."""

    house_id: str
    unit: str
    room: str
    floor: int | None


def walk(
    doors: Iterable[Door],
    *,
    mode: str,
    is_reversed: bool = False,
    by_hand: Sequence[str] = (),
) -> list[Door]:
    """The doors of one building in the order they are walked; always the same doors.

    `mode` is a code of walk_mode, "" where nobody told it. Reversed, one goes down where others
    go up. `by_hand` names houses in an order somebody set; the others keep their place after
    their natural neighbour.
    """
    natural = sorted(doors, key=_place)
    match mode or _guessed(natural):
        case "lift":
            walked = _stairs(natural, down=not is_reversed)
        case "corridor":
            walked = _snake(natural, down=not is_reversed)
        case "bungalow_lane":
            walked = _lane(natural)[:: -1 if is_reversed else 1]
        case _:
            walked = _stairs(natural, down=is_reversed)
    return _arranged(walked, by_hand)


def _place(door: Door) -> tuple[int, str, str, str]:
    return _floor(door), natural_key(door.unit), natural_key(door.room), door.house_id


def _floor(door: Door) -> int:
    return door.floor or 0


def _guessed(doors: Sequence[Door]) -> str:
    return _LANE if doors and all(door.floor is None for door in doors) else ""


def _stairs(doors: Sequence[Door], *, down: bool) -> list[Door]:
    """One stair after the other; back and forth only where a landing has many doors."""
    walked: list[Door] = []
    by_stair = sorted(doors, key=lambda door: natural_key(door.unit))
    for _, stair in groupby(by_stair, attrgetter("unit")):
        floors = _floors(list(stair), down=down)
        wide = max(map(len, floors)) > _DOORS_AT_A_GLANCE
        walked += _back_and_forth(floors) if wide else [door for each in floors for door in each]
    return walked


def _snake(doors: Sequence[Door], *, down: bool) -> list[Door]:
    """Along the whole of each floor, whatever stair a door belongs to."""
    return _back_and_forth(_floors(doors, down=down))


def _floors(doors: Sequence[Door], *, down: bool) -> list[list[Door]]:
    floors = [list(floor) for _, floor in groupby(doors, _floor)]
    return floors[::-1] if down else floors


def _back_and_forth(floors: Iterable[Sequence[Door]]) -> list[Door]:
    turned = (floor[:: -1 if number % 2 else 1] for number, floor in enumerate(floors))
    return [door for floor in turned for door in floor]


def _lane(doors: Sequence[Door]) -> list[Door]:
    """Up the odd side and down the even one, which lies opposite."""
    odd = [door for door in doors if _is_odd(door)]
    return odd + [door for door in reversed(doors) if not _is_odd(door)]


def _is_odd(door: Door) -> bool:
    digits = "".join(sign for sign in door.room if sign in "0123456789")
    return not digits or int(digits) % 2 == 1


def _arranged(walked: Sequence[Door], by_hand: Sequence[str]) -> list[Door]:
    here = {door.house_id: door for door in walked}
    arranged = [here[house] for house in dict.fromkeys(by_hand) if house in here]
    named = set(arranged)
    for before, door in zip([None, *walked], walked, strict=False):
        if door not in named:
            arranged.insert(arranged.index(before) + 1 if before else 0, door)
    return arranged
