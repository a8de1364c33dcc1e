"""What people of the demonstration want put right, in their own words."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

from gridapp.demo.chance import dice
from gridapp.demo.community import Community, Place

_SATISFIED = "3"


@dataclass(frozen=True)
class PlannedIssue:
    """One issue, in the fields `report_issue` takes: `household` is the label of the door."""

    household: str
    category: str
    text: str
    request_kind: str
    on_spot: str = ""


def _anywhere(_: Place) -> bool:
    return True


def _on_top(place: Place) -> bool:
    return place.building.walk_mode == "walk_up" and place.door.floor == place.building.floors


def _low(place: Place) -> bool:
    return place.door.floor in {-1, 1} and bool(place.unit.no)


def _by_lift(place: Place) -> bool:
    return place.building.lift


def _on_stairs(place: Place) -> bool:
    return place.building.walk_mode == "walk_up"


def _in_lane(place: Place) -> bool:
    return not place.unit.no


def _with_old(place: Place) -> bool:
    return bool({"E1", "E2", "E6"}.intersection(place.door.household.care_tags))


@dataclass(frozen=True)
class _Wish:
    fits: Callable[[Place], bool]
    category: str
    text: str
    request_kind: str
    on_spot: str = ""


# The more particular first, so that the doors they fit are not taken yet.
_WISHES: Sequence[_Wish] = (
    _Wish(_on_top, "0201", "楼顶防水坏了，一下雨卧室天花板就渗水，墙皮已经掉了一片。", "help"),
    _Wish(_by_lift, "0203", "电梯经常停在半层，昨天又关了人。", "complaint"),
    _Wish(_in_lane, "0403", "巷口公厕的化粪池满了，气味很大。", "complaint"),
    _Wish(_low, "0205", "厨房下水反水，厕所地漏也冒脏水，这个月第三次了。", "help"),
    _Wish(_with_old, "1002", "老人腿脚不便，想问助餐点能不能送饭上门。", "inquiry"),
    _Wish(_on_stairs, "0204", "三楼到四楼的楼道灯不亮，晚上上下楼看不见台阶。", "complaint"),
    _Wish(_on_stairs, "0402", "楼道里堆着旧纸箱，挡了半边路。已和邻居一起清走。", "complaint", _SATISFIED),
    _Wish(_on_stairs, "0602", "一楼有人从窗户拉线给电动车充电，担心着火。", "report"),
    _Wish(_anywhere, "0304", "暖气不热，昨晚屋里只有十五度，老人孩子都穿着棉衣。", "complaint"),
    _Wish(_anywhere, "0502", "下班回来没有车位，希望把小区西侧空地划成停车位。", "suggestion"),
    _Wish(_anywhere, "0103", "单元门的闭门器坏了，报修两周物业还没来。", "complaint"),
    _Wish(_anywhere, "0801", "隔壁夜里十二点还在放音乐，孩子睡不好觉。", "complaint"),
)  # fmt: skip


def planned_issues(
    community: Community, seed: int, met: Collection[str] = ()
) -> tuple[PlannedIssue, ...]:
    """Some ten issues, each at another door; where doors are given, only at those `met`.

    One is settled on the spot. What fits no door of the profile, such as a lift, is left out.
    """
    rng = dice(seed)
    doors = [place for place in community.places() if _talks(place)]
    doors = [place for place in doors if not met or place.door.label in met]
    issues = []
    for wish in _WISHES:
        fitting = [place for place in doors if wish.fits(place)]
        if fitting:
            place = rng.choice(fitting)
            doors.remove(place)
            issues.append(_issue(wish, place))
    return tuple(issues)


def _talks(place: Place) -> bool:
    return bool(place.door.household.members) and not place.door.household.refusal


def _issue(wish: _Wish, place: Place) -> PlannedIssue:
    return PlannedIssue(place.door.label, wish.category, wish.text, wish.request_kind, wish.on_spot)
