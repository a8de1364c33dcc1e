"""Made-up visits, households and residents, as real records and as rows of the floor."""

import json
import random
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from build.floor_rows import COLUMNS
from gridapp.domain.ids import new_id, short_no
from gridapp.domain.records.header import Record
from gridapp.domain.records.people import Household, Resident
from gridapp.domain.records.visits import Visit
from gridapp.domain.scopes import scope
from gridapp.domain.times import moment

_BEGIN = datetime(2026, 1, 5, 10, 30, tzinfo=UTC)
_A_DAY = 50  # visits
_OUTCOMES = ("10", "11", "11", "20", "20", "20", "23", "30", "50")
_SURNAMES, _GIVEN = "王李张刘陈杨赵黄周吴", "秀英建国明华桂芬志强丽敏"
_NOTES = (
    *("家中无人应答", "老人独居，子女周末回来", "反映楼道灯不亮", "燃气软管老化，已提醒更换"),
    *("电动车在楼道充电，已劝导", "孩子暑期回乡", "租户已更换", "下水管道漏水", "邻里噪音待调解"),
    *("希望安装扶手", "消防通道堆放杂物", "联系电话已变更", "要求下次晚上来访", "门禁卡损坏"),
    *("房屋出租未备案", "楼顶渗水已报物业", "已发反诈宣传单", "医保缴费已说明", "路面破损影响出行"),
)
_TALKED = ("用电安全", "燃气安全", "反诈", "医保缴费", "垃圾分类")
_CAMPAIGNS = tuple(f"{number:032x}" for number in range(3))


class Making:
    """Records of one grid, written by `account`; the same choices for the same `seed`."""

    def __init__(self, grid: str, account: str, seed: int) -> None:
        self._chance = random.Random(seed)  # noqa: S311 - the same every time
        self._grid, self._account, self._tag = grid, account, f"{seed % 1000:03}"

    def _head(self, at: datetime) -> dict[str, Any]:
        told = {"written_by": self._account, "written_at": moment(at)}
        return {"id": new_id(at), "scope": scope(self._grid), **told}

    def visits(self, count: int) -> list[Visit]:
        """Visits, fifty a day, at a third as many doors."""
        doors = [(self._id(), self._id()) for _ in range(max(1, count // 3))]
        return [self._visit(number, *self._chance.choice(doors)) for number in range(count)]

    def _id(self) -> str:
        return f"{self._chance.getrandbits(128):032x}"

    def _visit(self, number: int, household: str, house: str) -> Visit:
        day, turn = divmod(number, _A_DAY)
        chance = self._chance
        at = _BEGIN + timedelta(days=day, minutes=7 * turn, milliseconds=chance.randrange(400_000))
        written = at + timedelta(milliseconds=chance.randrange(200_000))
        return Visit(
            **self._head(written),
            short_no=short_no("V", self._tag, written, turn + 1),
            household_id=household,
            house_id=house,
            outcome=chance.choice(_OUTCOMES),
            visited_at=moment(at),
            mode=chance.choice("12"),
            campaign_id=chance.choice(_CAMPAIGNS),
            workers=("李桂芬",),
            typed_by="李桂芬",
            talked=tuple(chance.sample(_TALKED, chance.randrange(3))),
            checklist={f"q{each}": chance.choice("是否") for each in range(1, 6)},
            note=self._note(),
        )

    def _note(self) -> str:
        return f"{self._name()}：" + "，".join(self._chance.sample(_NOTES, 4)) + "。"

    def _name(self) -> str:
        return self._chance.choice(_SURNAMES) + "".join(self._chance.sample(_GIVEN, 2))

    def households(self, count: int) -> list[Household]:
        """Households, each behind a door of its own."""
        return [
            Household(
                **self._head(_BEGIN),
                house_id=self._id(),
                head=self._name(),
                phone=self._phone(),
                resident_count=3,
                resident_kind=self._chance.choice(("01", "02", "03")),
                origin=self._chance.choice("12"),
                care_tags=tuple(self._chance.sample(("E1", "E2", "E3"), self._chance.randrange(2))),
                remark=self._chance.choice(("", *_NOTES)),
            )
            for _ in range(count)
        ]

    def _phone(self) -> str:
        return f"100{self._chance.randrange(10**8):08}"

    def residents(self, households: Iterable[Household], each: int = 3) -> list[Resident]:
        """So many people in each household."""
        return [
            Resident(
                **self._head(_BEGIN),
                household_id=household.id,
                name=self._name(),
                relation=self._chance.choice(("户主", "配偶", "子女", "父母", "租客")),
                sex=self._chance.choice("12"),
                birth_ym=f"{self._chance.randrange(1935, 2020)}-{self._chance.randrange(1, 13):02}",
                phone=self._phone(),
                care_tags=tuple(self._chance.sample(("E1", "E2"), self._chance.randrange(2))),
            )
            for household in households
            for _ in range(each)
        ]


def as_rows(kind: str, records: Sequence[Record]) -> list[tuple[Any, ...]]:
    """The same records as rows of the floor."""
    return [tuple(_plain(getattr(each, name)) for name in COLUMNS[kind]) for each in records]


def _plain(value: Any) -> Any:
    if isinstance(value, dict | tuple):
        return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return value
