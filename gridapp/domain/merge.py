"""What becomes of a change when two laptops meet: the rule for each way of writing."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from gridapp.domain.fields import Kind

# Who wrote and when travel with a change but are not what it says.
BOOKKEEPING = frozenset({"id", "rev", "written_by", "written_at", "hub_at"})


@dataclass(frozen=True)
class Merged:
    """`applied` fields take the new value, `clashing` keep the hub's, and both are shown."""

    applied: Mapping[str, Any]
    clashing: Mapping[str, Any]


def merge_card(
    held: Mapping[str, Any], touched: Mapping[str, int], offered: Mapping[str, Any], base_rev: int
) -> Merged:
    """Merge the `offered` fields of a card into the `held` one, field by field.

    `touched` is the hub number at which each field was last written. A field untouched since
    `base_rev` takes the offer; the same value changes nothing; else the hub keeps the first.
    """
    differing = {name: value for name, value in offered.items() if held.get(name) != value}
    late = {name for name in differing if touched.get(name, 0) > base_rev}
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
    default = kind.fields[name].default
    return "" if kind.fields[name].required else default


def written(kind: Kind, values: Mapping[str, Any]) -> dict[str, Any]:
    """The fields that say something: those that differ from a blank record."""
    return {
        name: value
        for name, value in values.items()
        if name not in BOOKKEEPING and value != blank(kind, name)
    }
