"""The demonstration written out: as the list an office would keep, and as one canonical text."""

import json
from collections.abc import Iterator
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from gridapp.demo.community import Community, Place, every
from gridapp.demo.people import Person
from gridapp.demo.posts import grid_posts, office_posts
from gridapp.demo.profiles import ABOVE, divisions
from gridapp.domain.codes import code_list
from gridapp.files.workbook import workbook

_HEADS = (
    "楼号",
    "单元",
    "房号",
    "户主姓名",
    "与户主关系",
    "身份证号",
    "联系电话",
    "常住人数",
    "房屋性质",
    "备注",
)
_MADE_AT = datetime(2026, 11, 1, tzinfo=UTC)
Cell = str | int
_SHEET = "花名册"
_LANE = "bungalow_lane"
_BELOW_GROUND = "B"
_LANGUAGE = "zh_CN"
# What the ID number and the use of the house say already is not remarked on.
_NOT_NOTED = frozenset({"E6", "H1"})


def write_roster(community: Community, path: Path) -> None:
    """Write the list of households, each person on a row of their own below the head."""
    titles = (
        f"{ABOVE}{community.grid_name}住户花名册（演示数据）",
        f"填报单位：{community.name}居民委员会    网格员：{community.worker}    填报日期：2026.11.1",
    )
    rows = [row for place in community.places() for row in _rows(place)]
    table = [_HEADS, *rows]
    path.write_bytes(workbook(table, name=_SHEET, titles=titles, made_at=_MADE_AT))


def export(profile: str, seed: int) -> bytes:
    """Everything there is in a profile, a JSON object a line, the lines sorted."""
    lines = sorted(
        json.dumps(line, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        for line in _lines(profile, seed)
    )
    return "".join(f"{line}\n" for line in lines).encode()


def _rows(place: Place) -> Iterator[list[Cell]]:
    """A vacant door has one row without a name."""
    household = place.door.household
    head, *others = household.members or (None,)
    count: Cell = len(household.members) or ""
    usage = code_list("usage").label(place.door.usage, _LANGUAGE)
    yield [*_door(place), *_person(head), count, usage, _remark(household.care_tags)]
    for person in others:
        yield ["", "", "", *_person(person), "", "", ""]


def _door(place: Place) -> list[Cell]:
    building, unit, room = place.building.no, place.unit.no, place.door.room
    if place.building.walk_mode == _LANE:
        return [building, "", f"{room}号"]
    return [f"{building}号楼", f"{unit}单元", room.replace(_BELOW_GROUND, "-")]


def _person(person: Person | None) -> list[Cell]:
    if person is None:
        return ["", "", "", ""]
    relation = code_list("relation").label(person.relation, _LANGUAGE)
    return [person.name, relation, person.id_number, person.phone]


def _remark(care_tags: tuple[str, ...]) -> str:
    noted = (tag for tag in care_tags if tag not in _NOT_NOTED)
    return "、".join(code_list("care_tag").label(tag, _LANGUAGE) for tag in noted)


def _lines(profile: str, seed: int) -> Iterator[dict[str, Any]]:
    yield from ({"kind": "division", **row} for row in divisions())
    yield from ({"kind": "post", **asdict(post)} for post in office_posts(profile, seed))
    for community in every(profile, seed):
        yield from ({"kind": "post", **asdict(post)} for post in grid_posts(community))
        yield from _lines_of(community)


def _lines_of(community: Community) -> Iterator[dict[str, Any]]:
    yield {"kind": "community", **_own(community, "compounds")}
    for compound in community.compounds:
        yield {"kind": "compound", "grid": community.grid, **_own(compound, "buildings")}
        for building in compound.buildings:
            within = {"compound": compound.name, "building": building.no}
            yield {"kind": "building", **within, **_own(building, "units")}
            for unit in building.units:
                yield {"kind": "unit", **within, **_own(unit, "doors")}
    for place in community.places():
        at = {"compound": place.compound.name, "building": place.building.no, "unit": place.unit.no}
        yield {"kind": "door", **at, **asdict(place.door)}


def _own(thing: Any, *without: str) -> dict[str, Any]:
    """The fields of a dataclass but those that hold what is within it."""
    return {name: value for name, value in vars(thing).items() if name not in without}
