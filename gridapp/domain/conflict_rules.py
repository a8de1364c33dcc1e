"""What two people wrote into one field: who decides, what may be decided, and what then stands."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from gridapp.domain.errors import Expected
from gridapp.domain.fields import Kind
from gridapp.domain.records.issues import Conflict, Resolution
from gridapp.domain.records.people import Post
from gridapp.domain.words import N_

KEPT, OFFERED, OTHER = "kept", "offered", "other"
LEADER = "grid_leader"
_OFFICE = frozenset({"community_worker", "community_secretary"})
_WORKERS = frozenset({"grid_worker", "part_time_grid_worker", "engaged_grid_worker"})
_EXTRA = "extra."


class NotYoursToDecide(Expected):
    """The decision is the grid leader's or the community's."""


class DecidedAlready(Expected):
    """Somebody decided it since this person looked."""


class WrittenSince(Expected):
    """The field holds something this person has not seen."""


def decides(roles: Iterable[str], *, has_leader: bool) -> bool:
    """True where somebody with these roles over a grid decides what is to stand there.

    The grid leader and the community do; where the grid has no leader, its workers too.
    """
    held = set(roles)
    return bool(held & (_OFFICE | {LEADER}) or (held & _WORKERS and not has_leader))


def is_led(posts: Iterable[Post], place: str, *, today: date) -> bool:
    """True where one of these posts is held today by a leader of `place`."""
    day = today.isoformat()
    return any(
        post.role == LEADER
        and place.startswith(post.place)
        and post.from_on <= day <= (post.to_on or "9999")
        for post in posts
    )


def judge(kind: Kind, card: Mapping[str, Any], conflict: Conflict, resolution: Resolution) -> None:
    """Raise where a decision about a `card` was made over what does not stand, or makes no sense.

    Raises DecidedAlready, WrittenSince or BadField.
    """
    if conflict.resolution_id != resolution.replaces:
        raise DecidedAlready(
            N_(
                "Somebody else has decided this already, so what you chose was not taken. "
                "Look at what stands now; you can still change it."
            )
        )
    if stands(card, conflict.field) != plain(resolution.before.get("value")):
        raise WrittenSince(
            N_(
                "Somebody has written something else there since, so what you chose was not "
                "taken. Look at what stands now and choose again."
            )
        )
    check_fits(kind, conflict, resolution)


def check_fits(kind: Kind, conflict: Conflict, resolution: Resolution) -> None:
    """Raise BadField where a card of this kind cannot hold what a decision writes."""
    for name, value in written(conflict, resolution).items():
        if name in kind.fields:
            kind.check(name, value)


def stands(card: Mapping[str, Any], name: str) -> Any:
    """What a card holds in a field; a field only a newer program knows lies under `extra`."""
    if name.startswith(_EXTRA):
        return plain(card["extra"].get(name.removeprefix(_EXTRA)))
    return card.get(name)


def written(conflict: Conflict, resolution: Resolution) -> dict[str, Any]:
    """The fields a decision writes, with their values.

    What met a deletion is offered as a whole: to take it brings the card back with all of it.
    """
    said = {conflict.field: chosen(conflict, resolution)}
    if resolution.takes == OFFERED:
        changed = conflict.offered.get("changed", {})
        said |= {name: plain(value) for name, value in changed.items()}
    return said


def chosen(conflict: Conflict, resolution: Resolution) -> Any:
    """The value a decision takes."""
    sides = {KEPT: conflict.kept, OFFERED: conflict.offered}
    return plain(sides.get(resolution.takes, resolution.other).get("value"))


def plain(value: Any) -> Any:
    """A value out of a mapping as records hold it: JSON knows only lists."""
    return tuple(value) if isinstance(value, list) else value


def with_fields(card: Mapping[str, Any], said: Mapping[str, Any]) -> dict[str, Any]:
    """The card with these fields written."""
    extra = {n.removeprefix(_EXTRA): v for n, v in said.items() if n.startswith(_EXTRA)}
    known = {name: value for name, value in said.items() if not name.startswith(_EXTRA)}
    return {**card, **known, "extra": {**card["extra"], **extra}}
