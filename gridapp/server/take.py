"""Takes what a device hands in: each change once, judged by its way of writing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from gridapp.domain.errors import Expected
from gridapp.domain.fields import Kind, Writing
from gridapp.domain.merge import WHOLE, blank, merge_card, same_fact
from gridapp.domain.records import KINDS
from gridapp.domain.scopes import shard_of
from gridapp.domain.words import N_
from gridapp.server import commands, conflicts, withdrawing
from gridapp.server.reach import Person
from gridapp.store import bulk, hub_memory
from gridapp.store.dialect import ThereAlready
from gridapp.store.hub import Batch, Held
from gridapp.wire.columns import Columns, dense, unpack
from gridapp.wire.messages import Change, Receipt
from gridapp.wire.sheets import fingerprint

_RESERVED = frozenset({"id", "rev", "written_by", "written_at", "hub_at"})
_EXTRA = "extra."


class NotTaken(Expected):
    """The hub keeps this for a person to look at and does not take it as a record."""


@dataclass
class Taken:
    """What became of what a device handed in; `numbers` as in Answer.

    `about` are the records a desk must be told anew: it may have read past them.
    """

    numbers: dict[str, list[int]] = field(default_factory=dict)
    receipts: list[Receipt] = field(default_factory=list)
    about: set[tuple[str, str]] = field(default_factory=set)


def take(
    batch: Batch,
    person: Person,
    changes: Sequence[Change],
    made: Mapping[str, Columns] = {},
) -> Taken:
    """A receipt or a number for each change; one bad change never stops the others."""
    taken = Taken()
    early = [kind for kind in made if kind in KINDS and KINDS[kind].writing is Writing.FACT]
    for kind in early:
        taken.numbers[kind] = _made(batch, person, taken, kind, made[kind])
    # Who wrote it is who is signed in, whatever the change says.
    own = [change.by(person.account) for change in changes]
    taken.receipts += _each(batch, person, taken, own)
    for kind in (kind for kind in made if kind not in early):
        taken.numbers[kind] = _made(batch, person, taken, kind, made[kind])
    return taken


def _made(batch: Batch, person: Person, taken: Taken, kind: str, columns: Columns) -> list[int]:
    if _is_plain(batch, person, kind, columns):
        try:
            return list(batch.add_new(kind, columns))
        except ThereAlready:
            pass  # one of them is here: each is looked at
    changes = []
    for values in unpack(columns):
        said = {**values, "written_by": person.account}
        # Named by what it says, so that the same again is answered the same.
        changes.append(_creation(kind, said, fingerprint(kind, said).hex()))
    given = _each(batch, person, taken, changes, made=True)
    revs = []
    for change, receipt in zip(changes, given, strict=True):
        revs.append(receipt.rev if receipt.verdict == "stored" else 0)
        if not revs[-1]:
            taken.receipts.append(receipt.under(change.id))
    return revs


def _creation(kind: str, values: Mapping[str, Any], change_id: str) -> Change:
    body = {name: value for name, value in values.items() if name not in _RESERVED}
    by, at = values["written_by"], str(values.get("written_at", ""))
    return Change(change_id, kind, str(values.get("id", "")), body, 0, at, by)


def _is_plain(batch: Batch, person: Person, kind: str, columns: Columns) -> bool:
    """True where all can be written as they are: nothing to judge, to merge or to explain."""
    known = KINDS.get(kind)
    if known is None or known.writing not in {Writing.FACT, Writing.CARD} or not len(columns):
        return False
    names = set(columns.names)
    if not {"id", "scope", "written_by"} <= names or names & {"rev", "hub_at", "deleted"}:
        return False
    if not bulk.fits(kind, columns):
        return False
    full = dense(columns, dict.fromkeys(columns.names))
    scopes, ids = set(full["scope"]), set(full["id"])
    return (
        len({shard_of(scope) for scope in scopes}) == 1
        and len(ids) == len(columns)
        and set(full["written_by"]) == {person.account}
        and all(person.writes(known, scope) for scope in scopes)
        and not any((kind, this) in batch.held for this in ids if batch.held)
    )


def _each(
    batch: Batch, person: Person, taken: Taken, changes: Sequence[Change], *, made: bool = False
) -> list[Receipt]:
    """A receipt for each change, in order; what was `made` and taken is remembered by itself."""
    home = shard_of(person.posts[0].place) if person.posts else ""
    known = [change.change_id for change in changes]
    before = hub_memory.answers(batch.connection, home, known) if known else {}
    for kind in {change.kind for change in changes} & KINDS.keys():
        batch.load(kind, [change.id for change in changes if change.kind == kind])
    receipts = {
        this: Receipt(this, row["verdict"], row["rev"], row["reason"], row["reason_values"])
        for this, row in before.items()
    }
    new = []
    for change in changes:
        if change.change_id not in receipts:
            receipts[change.change_id] = _receipt(batch, person, change)
            new.append(change)
        verdict, rev = receipts[change.change_id].verdict, receipts[change.change_id].rev
        held = batch.held.get((change.kind, change.id))
        # An edit answered before may have been written over since.
        moved_on = verdict == "stored" and held is not None and held.values["rev"] != rev
        if moved_on or verdict in {"merged", "conflict"}:
            taken.about.add((change.kind, change.id))
    _remember(batch, home, new, receipts, made=made)
    return [receipts[change.change_id] for change in changes]


def _receipt(batch: Batch, person: Person, change: Change) -> Receipt:
    try:
        verdict, rev = _taken(batch, person, change)
    except commands.Refused as refusal:
        return Receipt(change.change_id, "refused", 0, refusal.text, refusal.values)
    except Expected as problem:
        return Receipt(change.change_id, "set_aside", 0, problem.text, problem.values)
    return Receipt(change.change_id, verdict, rev)


def _taken(batch: Batch, person: Person, change: Change) -> tuple[str, int]:
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
        return _new(batch, person, change, fields)
    if kind.writing is Writing.CARD:
        return _merged(batch, held, change, fields)
    if same_fact(kind, held.values, fields):
        return "stored", held.values["rev"]
    if withdrawing.was_taken_back(kind, held, fields):
        return "merged", held.values["rev"]  # what was withdrawn stays gone
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
    batch: Batch, person: Person, change: Change, fields: Mapping[str, Any]
) -> tuple[str, int]:
    kind = KINDS[change.kind]
    values = {name: blank(kind, name) for name in kind.fields} | dict(fields)
    values |= _head(change)
    for name in kind.fields:
        kind.check(name, values[name])
    if kind.writing is Writing.COMMAND:
        commands.judge(batch, person, kind, values)
    rev = batch.write(kind.name, values, change_id=change.change_id)
    if kind.writing is Writing.COMMAND:
        commands.react(batch, kind, values)
    return "stored", rev


def _head(change: Change) -> dict[str, Any]:
    return {
        "id": change.id,
        "written_by": change.written_by,
        "written_at": change.written_at,
    }


def _merged(batch: Batch, held: Held, change: Change, fields: Mapping[str, Any]) -> tuple[str, int]:
    kind, rev = KINDS[change.kind], int(held.values["rev"])
    made = held.touched.get(WHOLE)
    if not change.base_rev and made and made.change_id == change.change_id:
        # This very creation came before; what others made of it since is told anew.
        return ("stored" if made.rev == rev else "merged"), rev
    before, offered = flat(held.values), flat(fields)
    runs = batch.log.runs(shard_of(held.values["scope"]))
    merged = merge_card(
        before, held.touched, offered, base_rev=change.base_rev, after=change.after, runs=runs
    )
    if merged.applied or merged.clashing:
        # After a clash the desk must hear what was kept, though it may have read that far before.
        head = _head(change) if merged.applied else {}
        values = folded(before | dict(merged.applied)) | head
        rev = batch.write(kind.name, values, merged.applied, change.change_id)
    conflicts.file(batch, held, change, merged.clashing)
    if merged.clashing:
        return "conflict", rev
    same = set(merged.applied) == set(offered) and held.values["rev"] == change.base_rev
    return ("stored" if same else "merged"), rev


def flat(values: Mapping[str, Any]) -> dict[str, Any]:
    """Each entry of `extra` as a field of its own: two desks may write different ones."""
    known = {name: value for name, value in values.items() if name != "extra"}
    return known | {_EXTRA + name: value for name, value in values.get("extra", {}).items()}


def folded(values: Mapping[str, Any]) -> dict[str, Any]:
    """The record again out of what `flat` made of it."""
    known = {name: value for name, value in values.items() if not name.startswith(_EXTRA)}
    extra = {name.removeprefix(_EXTRA): values[name] for name in values if name not in known}
    return known | {"extra": extra}


def _remember(
    batch: Batch,
    home: str,
    new: Sequence[Change],
    receipts: Mapping[str, Receipt],
    *,
    made: bool,
) -> None:
    given, kept = [], []
    for change in {each.change_id: each for each in new}.values():
        receipt = receipts[change.change_id]
        head = {"shard": home, "change_id": change.change_id}
        why = {"reason": receipt.reason, "reason_values": receipt.values}
        if not made or receipt.verdict != "stored":
            given.append({**head, "verdict": receipt.verdict, "rev": receipt.rev, **why})
        if receipt.verdict in {"refused", "set_aside", "conflict"}:
            about = {"kind": change.kind, "record_id": change.id, "body": dict(change.fields)}
            kept.append({**head, **why, **about, "received_at": batch.hub_at})
    hub_memory.keep_answers(batch.connection, given)
    hub_memory.keep_offers(batch.connection, kept)
