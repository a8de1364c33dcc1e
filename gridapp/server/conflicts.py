"""Files what two people wrote differently: both sides, who and when, for a person to decide."""

from collections.abc import Mapping
from typing import Any

from gridapp.domain.conflict_rules import stands
from gridapp.domain.ids import place_id
from gridapp.domain.merge import WHOLE, touch_of
from gridapp.server import commands
from gridapp.store.hub import Batch, Held
from gridapp.wire.messages import Change

_SPACE = "6ba7b811-9dad-11d1-80b4-00c04fd430c8"  # RFC 9562, the namespace of URLs
_DELETED = "deleted"
_NOT_SAID = {_DELETED, WHOLE}  # what an edit of a standing card cannot have written
_Side = dict[str, Any]


def file(batch: Batch, held: Held, change: Change, clashing: Mapping[str, Any]) -> None:
    """Keep both sides of each field in which a change clashes with the card as it was `held`.

    A deletion and an edit that met are one question, and the edit's side tells what it changed.
    """
    if clashing and held.values[_DELETED]:
        kept = _wrote(held, _DELETED)
        _tell(batch, held, change, _DELETED, kept, _offered(change, clashing))
        return
    for name, value in clashing.items():
        kept = _edited(held, change) if name == _DELETED else _wrote(held, name)
        _tell(batch, held, change, name, kept, _side(value, change.written_by, change.written_at))


def _offered(change: Change, clashing: Mapping[str, Any]) -> _Side:
    side = _side(clashing.get(_DELETED, False), change.written_by, change.written_at)
    changed = {name: value for name, value in clashing.items() if name != _DELETED}
    return side | {"changed": changed}


def _edited(held: Held, change: Change) -> _Side:
    """The side of who wrote on a card that another deletes."""
    since = {
        name: last.rev
        for name, last in held.touched.items()
        if last.rev > change.base_rev
        and last.change_id not in change.after
        and name not in _NOT_SAID
    }
    latest = max(since, key=lambda name: since[name], default=_DELETED)
    changed = {name: stands(held.values, name) for name in sorted(since)}
    return _wrote(held, latest) | {"value": False, "changed": changed}


def _wrote(held: Held, name: str) -> _Side:
    """What stands in a field, who wrote it and when, "" where not known."""
    last = touch_of(held.values, held.touched, name)
    return _side(stands(held.values, name), last.by, last.at)


def _side(value: Any, by: str, at: str) -> _Side:
    return {"value": value, "by": by, "at": at}


def _tell(batch: Batch, held: Held, change: Change, name: str, kept: _Side, offered: _Side) -> None:
    told = {
        "id": place_id(_SPACE, "conflict", change.change_id, name),
        "scope": held.values["scope"],
        "about_kind": change.kind,
        "about_id": change.id,
        "field": name,
        "kept": kept,
        "offered": offered,
        "found_at": batch.hub_at,
        "written_at": batch.hub_at,
    }
    if batch.find("conflict", told["id"]) is None:
        commands.tell(batch, "conflict", told)
