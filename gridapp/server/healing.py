"""Where desk and hub do not hold the same: finds what differs, and takes back what the hub forgot.

A record this hub numbered in a run it no longer knows was there before its records were put back.
Its own seal proves it, so it is taken back as it was and not judged again.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from gridapp.domain.fields import Writing
from gridapp.domain.hub_numbers import MOST, Sum, folded, knew, sum_of
from gridapp.domain.merge import WHOLE, Touch, blanks, merge_card, said
from gridapp.domain.records import KINDS
from gridapp.domain.scopes import Reach, shard_of
from gridapp.server import ancestry, conflicts, take
from gridapp.server.lineage import Lineage
from gridapp.server.reach import Person
from gridapp.store import hub_memory, hub_pages, hub_sums
from gridapp.store.hub import Batch, Held, Key
from gridapp.store.hub_log import knows
from gridapp.wire.columns import dense, unpack
from gridapp.wire.messages import Change, Healed, Healing, Span
from gridapp.wire.sheets import fingerprint, is_sealed, row, rows_of


@dataclass
class _Found:
    """What comes of one step: ids the hub wants, that it cannot believe, and that it tells."""

    wanted: dict[str, list[str]] = field(default_factory=dict)
    unproven: dict[str, list[str]] = field(default_factory=dict)
    told: set[Key] = field(default_factory=set)


def heal(batch: Batch, person: Person, asked: Healing, here: Lineage) -> tuple[Healed, set[Key]]:
    """One step of healing; and the records the desk is to be told."""
    reaches = {reach.key: reach for reach in person.reaches}
    found = _Found()
    gaps = tuple(span for span in asked.spans if _differs(batch, reaches, span))
    if asked.spans and not gaps:
        _recount(batch, reaches, asked)
    if asked.gaps:
        _compare(batch, person, reaches, asked, found)
    if asked.returned:
        ancestry.remember(batch.connection, here.secret, asked.runs)
        _take_back(batch, person, asked, here, found)
    _keep_aside(batch, person, asked)
    return Healed(gaps, found.wanted, found.unproven), found.told


def _standing(batch: Batch, reach: Reach, span: Span) -> list[Any]:
    scopes = hub_pages.held(batch.connection, reach)
    return hub_pages.entries(batch.connection, reach, scopes, span.after, span.upto, MOST)


def _differs(batch: Batch, reaches: Mapping[str, Reach], span: Span) -> bool:
    if span.reach not in reaches:
        return False
    by_kind: dict[str, list[tuple[str, int]]] = {}
    for each in _standing(batch, reaches[span.reach], span):
        by_kind.setdefault(each.kind, []).append((each.record_id, each.rev))
    ours = folded(sum_of(kind, many) for kind, many in by_kind.items())
    return ours != Sum(span.count, span.total)


def _recount(batch: Batch, reaches: Mapping[str, Reach], asked: Healing) -> None:
    """Nothing is lacking on either side, and the desk has counted anew: the hub does so too."""
    for key in {span.reach for span in asked.spans} & reaches.keys():
        batch.log.last(hub_pages.shard_of_reach(reaches[key]))  # the lock
        hub_sums.recount(batch.connection, reaches[key])


def _compare(
    batch: Batch, person: Person, reaches: Mapping[str, Reach], asked: Healing, found: _Found
) -> None:
    ours: dict[Key, int] = {}
    for gap in (gap for gap in asked.gaps if gap.reach in reaches):
        for each in _standing(batch, reaches[gap.reach], gap):
            ours[each.kind, each.record_id] = each.rev
    full = dense(asked.listed, {"kind": "", "id": "", "rev": 0})
    listed = zip(*(full.get(name, ()) for name in ("kind", "id", "rev")), strict=True)
    theirs = {(kind, this): rev for kind, this, rev in listed}
    for kind in {kind for kind, _ in theirs} & KINDS.keys():
        batch.load(kind, [this for name, this in theirs if name == kind])
    shards = {shard_of(post.place) for post in person.posts}
    for key, rev in theirs.items():
        held = batch.held.get(key)
        if held is not None and (held.values["rev"] == rev or _is_ours(batch, shards, rev)):
            found.told.add(key)  # theirs is an older one
        elif key[0] in KINDS:
            found.wanted.setdefault(key[0], []).append(key[1])
            ours.pop(key, None)  # told, it would cover what is wanted
    found.told |= {key for key, rev in ours.items() if theirs.get(key) != rev}


def _is_ours(batch: Batch, shards: set[str], rev: int) -> bool:
    return any(knows(batch.connection, shard, rev) for shard in shards)


def _take_back(batch: Batch, person: Person, asked: Healing, here: Lineage, found: _Found) -> None:
    sealed = [each.body for each in asked.sheets if is_sealed(here.secret, each.body, each.tag)]
    proven = set().union(*map(rows_of, sealed))
    for kind, columns in asked.returned.items():
        many = unpack(columns) if kind in KINDS else []
        batch.load(kind, [values["id"] for values in many])
        for values in sorted(many, key=lambda values: int(values["rev"])):
            told = {name: value for name, value in values.items() if name != "rev"}
            if row(values["rev"], fingerprint(kind, told)) not in proven:
                found.unproven.setdefault(kind, []).append(values["id"])
            elif any(reach.holds(values["scope"]) for reach in person.reaches):
                batch.log.follow(shard_of(values["scope"]), values["rev"])
                _restore(batch, kind, values)
                found.told.add((kind, values["id"]))


def _restore(batch: Batch, kind: str, values: Mapping[str, Any]) -> None:
    """Hold a record again that this hub held before its records were put back."""
    whole = _whole(kind, values)
    held = batch.held.get((kind, whole["id"]))
    if held is not None and KINDS[kind].writing is Writing.CARD:
        _merge(batch, kind, held, whole)
    elif held is None or _supersedes(batch, kind, held, whole):
        rev = batch.write(kind, whole)
        batch.held[kind, whole["id"]].touched[WHOLE] = _taken_back(whole, rev)


def _taken_back(whole: Mapping[str, Any], rev: int) -> Touch:
    return Touch(whole["rev"], "", whole["written_by"], whole["written_at"], rev)


def _whole(kind: str, values: Mapping[str, Any]) -> dict[str, Any]:
    known = KINDS[kind].fields.keys()
    newer = {name: value for name, value in values.items() if name not in known}
    whole = {**blanks(kind), **{n: v for n, v in values.items() if n in known}}
    return whole | {"extra": {**whole["extra"], **newer}}


def _supersedes(batch: Batch, kind: str, held: Held, whole: Mapping[str, Any]) -> bool:
    """Of what is not merged: a withdrawal does, and of the hub's own records the later one."""
    if held.values["deleted"] or said(kind, held.values) == said(kind, whole):
        return False
    if KINDS[kind].writing is not Writing.REFERENCE:
        return bool(whole["deleted"])
    runs = batch.log.runs(shard_of(whole["scope"]))
    return all(last.is_known(whole["rev"], runs) for last in held.touched.values())


def _is_included(batch: Batch, held: Held, whole: Mapping[str, Any]) -> bool:
    """True where a later state of it is here, or was taken back already."""
    last = held.touched.get(WHOLE, Touch(0))
    return knew(last.rev, whole["rev"], batch.log.runs(shard_of(whole["scope"])))


def _news(batch: Batch, held: Held, whole: Mapping[str, Any]) -> Held:
    """The same where only what the laptop's record did not know counts as written."""
    runs = batch.log.runs(shard_of(whole["scope"]))
    touched = {
        name: last._replace(rev=0, back=0) if last.is_known(whole["rev"], runs) else last
        for name, last in held.touched.items()
    }
    return Held(held.values, touched)


def _merge(batch: Batch, kind: str, held: Held, whole: Mapping[str, Any]) -> None:
    if _is_included(batch, held, whole):
        return
    held = _news(batch, held, whole)
    offered = {n: v for n, v in take.flat(whole).items() if n not in {"id", "rev", "hub_at"}}
    stands = take.flat(held.values)
    offered = {n: v for n, v in offered.items() if n not in {"written_by", "written_at"}}
    merged = merge_card(stands, held.touched, offered, base_rev=0)
    change = Change(
        fingerprint(kind, said(kind, whole)).hex(),
        kind,
        whole["id"],
        merged.clashing,
        0,
        whole["written_at"],
        whole["written_by"],
    )
    head = {name: whole[name] for name in ("written_by", "written_at")} if merged.applied else {}
    values = take.folded(stands | dict(merged.applied)) | head
    before = _taken_back(whole, batch.write(kind, values, (), change.change_id))
    now = batch.held[kind, whole["id"]]
    now.touched.update(dict.fromkeys(merged.applied, before))
    if not merged.clashing:
        now.touched[WHOLE] = before
    conflicts.file(batch, held, change, merged.clashing)


def _keep_aside(batch: Batch, person: Person, asked: Healing) -> None:
    home = shard_of(person.posts[0].place) if person.posts else ""
    known = [each.change.change_id for each in asked.aside]
    before = hub_memory.answers(batch.connection, home, known) if known else {}
    lost = [each for each in asked.aside if each.change.change_id not in before]
    head = [{"shard": home, "change_id": each.change.change_id} for each in lost]
    why = [{"reason": each.reason, "reason_values": each.values} for each in lost]
    given = [
        {**h, **w, "verdict": each.verdict, "rev": 0}
        for h, w, each in zip(head, why, lost, strict=True)
    ]
    kept = [
        {
            **h,
            **w,
            "kind": each.change.kind,
            "record_id": each.change.id,
            "body": dict(each.change.fields),
            "received_at": batch.hub_at,
        }
        for h, w, each in zip(head, why, lost, strict=True)
    ]
    hub_memory.keep_answers(batch.connection, given)
    hub_memory.keep_offers(batch.connection, kept)
