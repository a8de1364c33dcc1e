"""Lists to print, as the desk would put them together."""

import os
from typing import Any

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import pytest

from gridapp.domain.list_sheet import ListSheet, Row, Stair, Tried, care_letters
from gridapp.domain.row_keys import new_row_keys

EVENING = Tried("2", "2026-11-08T11:00:00.000Z")
LETTERS = care_letters("a list")


def rows(floors, doors, **told):
    """Rows of a stair entrance: `doors` on each of `floors`."""
    places = [(floor, door) for floor in floors for door in range(1, doors + 1)]
    keys = new_row_keys(len(places), taken=())
    return tuple(
        Row(
            key=key,
            room=f"{floor}{door:02}",
            floor=floor,
            **{"called": "王**", "residents": 3, "usage": "10", **told},
        )
        for key, (floor, door) in zip(keys, places, strict=True)
    )


def stair(listed, *, building="3", unit="2"):
    place = f"榆晴小区 {building}号楼"
    return Stair(f"b{building}", place, f"{place}{unit}单元", tuple(listed))


def sheet(*stairs, **told):
    """A list of these stairs; one walk-up stair of twelve households by default."""
    said: dict[str, Any] = {
        "short_no": "L-7K3-1122-4",
        "campaign": "冬季取暖",
        "workers": ("章晓岚",),
        "printed_by": "章晓岚",
        "printed_at": "2026-11-22T01:00:00.000Z",
        "as_of": "2026-11-21T10:42:00.000Z",
        "letters": LETTERS,
        "purpose": "冬季取暖走访",
        "copy_no": 1,
    }
    walk_up = (stair(rows(range(1, 7), 2)),)
    return ListSheet(**said | told, stairs=stairs or walk_up)


@pytest.fixture(autouse=True)
def _application(qapp):
    """Fonts need a running application."""
    assert qapp
