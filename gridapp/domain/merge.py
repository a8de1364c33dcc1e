"""What becomes of a change when two laptops meet: the rule for each way of writing."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, NamedTuple

from gridapp.domain.fields import Form, Kind
from gridapp.domain.hub_numbers import knew
from gridapp.domain.records import KINDS

# Who wrote and when travel with a change but are not what it says.
BOOKKEEPING = frozenset({"id", "rev", "written_by", "written_at", "hub_at"})


class Touch(NamedTuple):
    """The last writing of a field: its hub number, the change that wrote it, by whom and when.

    `back` is the number under which a hub that had forgotten it took it back.
    """

    rev: int
    change_id: str = ""
    by: str = ""
    at: str = ""
    back: int = 0

    def is_known(self, rev: int, runs: Mapping[int, int]) -> bool:
        """True where it had been seen when `rev` was given (see domain.hub_numbers)."""
        return knew(rev, self.rev, runs) or (self.back > 0 and knew(rev, self.back, runs))


WHOLE = ""  # what stands for every field that was not written since the record was made


@dataclass(frozen=True)
class Merged:
    """`applied` fields take the new value, `clashing` keep the hub's, and both are shown."""

    applied: Mapping[str, Any]
    clashing: Mapping[str, Any]


def touch_of(held: Mapping[str, Any], touched: Mapping[str, Touch], name: str) -> Touch:
    """The last writing of a field; one that stands blank and was never written has none."""
    value = held.get(name)
    is_blank = value is None or value is False or value in ("", (), {})
    made = None if is_blank and name else touched.get(WHOLE)
    return touched.get(name) or made or Touch(0)


def merge_card(
    held: Mapping[str, Any],
    touched: Mapping[str, Touch],
    offered: Mapping[str, Any],
    *,
    base_rev: int,
    after: Collection[str] = (),
    runs: Mapping[int, int] = {},
) -> Merged:
    """Merge the fields `offered` for a card into the `held` one, field by field.

    A field nobody else wrote since `base_rev`, as the `runs` of numbers tell (see
    domain.hub_numbers), takes the offer; the same value changes nothing;
    else the hub keeps the first. The changes `after` are the author's own: who wrote them knew
    them when writing again. A delete and an edit that meet are both shown: neither silently beats
    the other.
    """

    def is_news(name: str) -> bool:
        last = touch_of(held, touched, name)
        return not last.is_known(base_rev, runs) and last.change_id not in after

    differing = {name: value for name, value in offered.items() if held.get(name) != value}
    late = {name for name in differing if is_news(name)}
    if held.get("deleted") and is_news("deleted"):
        late |= differing.keys()
    elif offered.get("deleted") and any(map(is_news, touched)):
        late |= {"deleted"} & differing.keys()
    return Merged(
        applied={name: value for name, value in differing.items() if name not in late},
        clashing={name: differing[name] for name in differing if name in late},
    )


def same_fact(kind: Kind, held: Mapping[str, Any], offered: Mapping[str, Any]) -> bool:
    """True where a fact that came again says what it said before."""
    defaults = {name: blank(kind, name) for name in kind.fields}
    return all(
        held.get(name) == offered.get(name, defaults[name])
        for name in kind.fields
        if name not in BOOKKEEPING
    )


def blank(kind: Kind, name: str) -> Any:
    """The value of a field nobody wrote."""
    wanted = kind.fields[name]
    if wanted.form is Form.MAP:
        return {}  # each record its own
    return "" if wanted.required else wanted.default


def written(kind: Kind, values: Mapping[str, Any]) -> dict[str, Any]:
    """The fields that say something: those that differ from a blank record."""
    return {
        name: value
        for name, value in values.items()
        if name not in BOOKKEEPING and value != blank(kind, name)
    }


@cache
def blanks(kind: str) -> Mapping[str, Any]:
    """The blank value of each field of a kind; not to be changed."""
    return {name: blank(KINDS[kind], name) for name in KINDS[kind].fields}


def said(kind: str, values: Mapping[str, Any]) -> dict[str, Any]:
    """What a record says, as it is sent and sealed: no blanks, and nothing the hub adds."""
    empty = blanks(kind)
    return {
        name: value
        for name, value in values.items()
        if name not in {"rev", "hub_at"} and value != empty.get(name)
    }
