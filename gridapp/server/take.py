"""Takes what a device hands in: each change once, judged by its way of writing."""

from collections.abc import Mapping, Sequence
from typing import Any

from gridapp.domain.errors import Expected
from gridapp.domain.fields import Kind, Writing
from gridapp.domain.ids import place_id
from gridapp.domain.merge import blank, merge_card, same_fact
from gridapp.domain.records import KINDS
from gridapp.domain.scopes import shard_of
from gridapp.domain.words import N_
from gridapp.server import accounts, commands, withdrawing
from gridapp.server.accounts import Device
from gridapp.server.reach import Person
from gridapp.store import hub
from gridapp.store.hub import Batch, Held
from gridapp.wire.messages import Change, Receipt

_RESERVED = frozenset({"id", "rev", "written_by", "written_at", "hub_at"})
_EXTRA = "extra."


class NotTaken(Expected):
    """The hub keeps this for a person to look at and does not take it as a record."""


def take(batch: Batch, person: Person, device: Device, changes: Sequence[Change]) -> list[Receipt]:
    """A receipt for each change, in order; one bad change never stops the others."""
    known = [change.change_id for change in changes]
    before = hub.answers(batch.connection, device.device_id, known)
    for kind in KINDS:
        batch.load(kind, [change.id for change in changes if change.kind == kind])
    receipts: dict[str, Receipt] = {
        change_id: Receipt(
            change_id, row["verdict"], row["rev"], row["reason"], row["reason_values"]
        )
        for change_id, row in before.items()
    }
    new = [change for change in changes if change.change_id not in receipts]
    for change in new:
        if change.change_id not in receipts:
            # Who wrote it is who is signed in, whatever the change says.
            own = change.by(person.account)
            receipts[change.change_id] = _receipt(batch, person, device, own)
    _remember(batch, person, device, new, receipts)
    return [receipts[change.change_id] for change in changes]


def _receipt(batch: Batch, person: Person, device: Device, change: Change) -> Receipt:
    try:
        verdict, rev = _taken(batch, person, device, change)
    except commands.Refused as refusal:
        return Receipt(change.change_id, "refused", 0, refusal.text, refusal.values)
    except Expected as problem:
        return Receipt(change.change_id, "set_aside", 0, problem.text, problem.values)
    return Receipt(change.change_id, verdict, rev)


def _taken(batch: Batch, person: Person, device: Device, change: Change) -> tuple[str, int]:
    kind = KINDS.get(change.kind)
    if kind is None:
        raise NotTaken(N_("This hub is older than the laptop and does not know this record yet."))
    held = batch.find(change.kind, change.id)
    fields = _checked(kind, change)
    scope = held.values["scope"] if held else fields.get("scope", "")
    if not person.writes(kind, scope) or fields.get("scope", scope) != scope:
        raise NotTaken(N_("This belongs to a place that is not yours. The office will look at it."))
    if withdrawing.is_withdrawal(kind, fields):
        return withdrawing.withdraw(batch, kind, held, change, fields)
    if held is None:
        return _new(batch, person, device, change, fields)
    if kind.writing is Writing.CARD:
        return _merged(batch, device, held, change, fields)
    if same_fact(kind, held.values, fields):
        return "stored", held.values["rev"]
    raise NotTaken(
        N_("Another record with this number says something else. Both are kept for the office.")
    )


def _checked(kind: Kind, change: Change) -> dict[str, Any]:
    """The fields that may be written; what this hub does not know is kept under `extra`."""
    fields, extra = {}, {}
    for name, value in change.fields.items():
        if name in _RESERVED:
            continue
        if name not in kind.fields:
            extra[name] = value
        else:
            kind.check(name, value)
            fields[name] = value
    extra |= fields.pop("extra", {})
    return fields | {"extra": extra} if extra else fields


def _new(
    batch: Batch, person: Person, device: Device, change: Change, fields: Mapping[str, Any]
) -> tuple[str, int]:
    kind = KINDS[change.kind]
    values = {name: blank(kind, name) for name in kind.fields} | dict(fields)
    values |= _head(change)
    for name in kind.fields:
        kind.check(name, values[name])
    if kind.writing is Writing.COMMAND:
        commands.judge(batch, person, kind, values)
    rev = batch.write(kind.name, values, _flat(fields), device.device_id)
    if kind.writing is Writing.COMMAND:
        commands.react(batch, kind, values)
    return "stored", rev


def _head(change: Change) -> dict[str, Any]:
    return {
        "id": change.id,
        "written_by": change.written_by,
        "written_at": change.written_at,
    }


def _merged(
    batch: Batch, device: Device, held: Held, change: Change, fields: Mapping[str, Any]
) -> tuple[str, int]:
    kind, by = KINDS[change.kind], device.device_id
    before, offered = _flat(held.values), _flat(fields)
    merged = merge_card(before, held.touched, offered, base_rev=change.base_rev, device=by)
    rev = int(held.values["rev"])
    head = _head(change) if merged.applied else {}
    if merged.applied or merged.clashing:
        # After a clash the desk must hear what was kept, though it may have read that far before.
        values = _folded(before | dict(merged.applied)) | head
        rev = batch.write(kind.name, values, merged.applied, by)
    for name, value in merged.clashing.items():
        _file_conflict(batch, held, change, name, value)
    if merged.clashing:
        return "conflict", rev
    same = set(merged.applied) == set(offered) and held.values["rev"] == change.base_rev
    return ("stored" if same else "merged"), rev


def _flat(values: Mapping[str, Any]) -> dict[str, Any]:
    """Each entry of `extra` as a field of its own: two desks may write different ones."""
    known = {name: value for name, value in values.items() if name != "extra"}
    return known | {_EXTRA + name: value for name, value in values.get("extra", {}).items()}


def _folded(values: Mapping[str, Any]) -> dict[str, Any]:
    known = {name: value for name, value in values.items() if not name.startswith(_EXTRA)}
    extra = {name.removeprefix(_EXTRA): values[name] for name in values if name not in known}
    return known | {"extra": extra}


def _file_conflict(batch: Batch, held: Held, change: Change, name: str, value: Any) -> None:
    scope = held.values["scope"]
    told = {
        "id": place_id(_SPACE, "conflict", change.change_id, name),
        "scope": scope,
        "about_kind": change.kind,
        "about_id": change.id,
        "field": name,
        "kept": _side(_flat(held.values).get(name), *_wrote(batch, held, name)),
        "offered": _side(value, change.written_by, change.written_at),
        "found_at": batch.hub_at,
        "written_at": batch.hub_at,
    }
    commands.tell(batch, "conflict", told)


_SPACE = "6ba7b811-9dad-11d1-80b4-00c04fd430c8"  # RFC 9562, the namespace of URLs


def _wrote(batch: Batch, held: Held, name: str) -> tuple[str, str]:
    """Who wrote a field and when, "" where not known: the card itself tells its last change only."""
    rev, device_id = held.touched.get(name, (held.values["rev"], ""))
    if rev == held.values["rev"]:
        return held.values["written_by"], held.values["written_at"]
    return accounts.account_of(batch.connection, device_id), ""


def _side(value: Any, by: str, at: str) -> dict[str, Any]:
    return {"value": value, "by": by, "at": at}


def _remember(
    batch: Batch,
    person: Person,
    device: Device,
    new: Sequence[Change],
    receipts: Mapping[str, Receipt],
) -> None:
    home = shard_of(person.posts[0].place) if person.posts else ""
    unique = {change.change_id: change for change in new}
    given = [
        {
            "shard": home,
            "change_id": change_id,
            "device_id": device.device_id,
            "verdict": receipts[change_id].verdict,
            "rev": receipts[change_id].rev,
            "reason": receipts[change_id].reason,
            "reason_values": receipts[change_id].values,
        }
        for change_id in unique
    ]
    kept = [
        {
            "shard": home,
            "change_id": change.change_id,
            "kind": change.kind,
            "record_id": change.id,
            "reason": receipts[change.change_id].reason,
            "reason_values": receipts[change.change_id].values,
            "body": dict(change.fields),
            "received_at": batch.hub_at,
        }
        for change in unique.values()
        if receipts[change.change_id].verdict in {"refused", "set_aside", "conflict"}
    ]
    hub.keep_answers(batch.connection, given)
    hub.keep_offers(batch.connection, kept)
