"""What becomes of a change when two laptops meet: the rule for each way of writing."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from gridapp.domain.fields import Form, Kind

# Who wrote and when travel with a change but are not what it says.
BOOKKEEPING = frozenset({"id", "rev", "written_by", "written_at", "hub_at"})


# The hub number at which a field was last written, and the device that wrote it.
Touch = tuple[int, str]


@dataclass(frozen=True)
class Merged:
    """`applied` fields take the new value, `clashing` keep the hub's, and both are shown."""

    applied: Mapping[str, Any]
    clashing: Mapping[str, Any]


def merge_card(
    held: Mapping[str, Any],
    touched: Mapping[str, Touch],
    offered: Mapping[str, Any],
    *,
    base_rev: int,
    device: str,
) -> Merged:
    """Merge the fields a `device` offers for a card into the `held` one, field by field.

    A field nobody else wrote since `base_rev` takes the offer; the same value changes nothing;
    else the hub keeps the first. What a device wrote itself it knew when it wrote again.
    A delete and an edit that meet are both shown: neither silently beats the other.
    """
    differing = {name: value for name, value in offered.items() if held.get(name) != value}
    others = {n for n, (rev, by) in touched.items() if rev > base_rev and by != device}
    late = others & differing.keys()
    if held.get("deleted") and "deleted" in others:
        late |= differing.keys()
    elif offered.get("deleted") and others:
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
