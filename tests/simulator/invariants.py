"""What must be so: whenever a laptop has sent, and at the end when all have sent until it is quiet."""

import json
from functools import cache

from gridapp.domain.hub_numbers import Sum, folded, sum_of
from gridapp.domain.records import KINDS
from gridapp.domain.scopes import shard_of
from tests.simulator.ledger import Broken, gone_at, words, words_at_hub, words_on
from tests.simulator.network import Line

_MOST_ROUNDS = 8


def all_sent(world, laptop):
    """A laptop that got through holds nothing back, and all it holds is at the hub."""
    waiting = laptop.waiting()
    _require(not waiting, f"{laptop.name} sent, and says {waiting} are not sent")
    covered = world.ledger.covered(words_at_hub(world))
    lost = (words_on(laptop) & world.ledger.must) - covered - _untold(world, laptop)
    _require(not lost, f"{laptop.name} sent, but {sorted(lost)} are not at the hub")


def _untold(world, laptop):
    """The words aside here of which a hub that was put back cannot hear."""
    aside = laptop.disk.raw.execute("SELECT kind, record_id, body FROM set_aside")
    return words(body for kind, this, body in aside if (kind, this) in world.ledger.untold)


def quiet(world):
    """All send over a good network until nothing moves; then every promise is kept."""
    done: dict[str, tuple[object, int]] = {}
    for _ in range(_MOST_ROUNDS):
        for laptop in world.laptops:
            if done.get(laptop.name, ()) == (_state(world), id(laptop)):
                continue
            before = _state(world)
            tally = world.sync(laptop, Line(world, laptop))
            all_sent(world, laptop)
            moved = tally.sent + tally.received + tally.given_back + tally.round_trips - 1
            if not moved and _state(world) == before:
                done[laptop.name] = before, id(laptop)
        if all(done.get(each.name, ())[:1] == (_state(world),) for each in world.laptops):
            break
    else:
        raise Broken("it never gets quiet")
    _at_hub(world)
    for laptop in world.laptops:
        _at_laptop(world, laptop)


def _state(world):
    return tuple(world.disk.raw.execute("SELECT shard, rev FROM shard ORDER BY shard"))


def _at_hub(world):
    raw, ledger = world.disk.raw, world.ledger
    lost = ledger.must - ledger.covered(words_at_hub(world))
    _require(not lost, f"{sorted(lost)} are lost")
    offered = raw.execute("SELECT kind, record_id, body FROM offered").fetchall()
    asked_for = {(kind, this) for kind, this, body in offered if json.loads(body).get("deleted")}
    disputed = set(raw.execute("SELECT about_kind, about_id FROM conflict WHERE field = 'deleted'"))
    back = ledger.gone - gone_at(world.disk) - asked_for - disputed
    _require(not back, f"{sorted(back)} came back")
    _counted(raw)
    _needed(world)
    visits = [note for (note,) in raw.execute("SELECT note FROM visit WHERE NOT deleted")]
    _require(len(set(visits)) == len(visits), "a visit is there twice")


def _counted(raw):
    """Each record stands once in the run of numbers, and the sums are those of a count."""
    standing = set(raw.execute(_standing(hub=True)))
    entries = raw.execute("SELECT kind, record_id, scope, rev FROM entry").fetchall()
    _require(sorted(standing) == sorted(entries), "records and entries are not the same")
    numbers = {(shard_of(scope), rev) for _, _, scope, rev in entries}
    _require(len(numbers) == len(entries), "a number is there twice")
    kept = {s: Sum(*told) for s, *told in raw.execute("SELECT scope, count, total FROM scope")}
    _require(_sums(entries) == _not_empty(kept), "the hub's sums are not those of a count")


def _needed(world):
    """Each conflict is of two who wrote different things, and neither knew what the other wrote."""
    raw, ledger = world.disk.raw, world.ledger
    decided = set(raw.execute("SELECT written_by, written_at FROM resolution"))
    for this, name, *both in raw.execute("SELECT about_id, field, kept, offered FROM conflict"):
        kept, offered = (json.loads(side) for side in both)
        _require(kept["value"] != offered["value"], f"{this}: a conflict about one {name}")
        one, other = (_said(ledger, this, side) for side in (kept, offered))
        # What a decision brought back is its own writing, not that of who wrote it first.
        if one and other and (kept["by"], kept["at"]) not in decided:
            known = one <= ledger.known_to(other) or other <= ledger.known_to(one)
            _require(not known, f"{this}: {kept} and {offered} knew of each other")


def _said(ledger, this, side):
    """The words of a side of a conflict; that it takes the record out is one."""
    removal = ledger.removals.get((this, side["by"], side["at"]))
    return words([json.dumps(side)]) | ({removal} if side["value"] is True and removal else set())


def _sums(entries):
    parts: dict[str, list[Sum]] = {}
    for kind, this, scope, rev in entries:
        parts.setdefault(scope, []).append(sum_of(kind, [(this, rev)]))
    return {scope: folded(many) for scope, many in parts.items()}


def _not_empty(sums):
    return {scope: one for scope, one in sums.items() if any(one)}


@cache
def _standing(*, hub):
    of = "" if hub else " WHERE rev > 0"
    return " UNION ALL ".join(f"SELECT '{k}', id, scope, rev FROM \"{k}\"{of}" for k in KINDS)  # noqa: S608


def _at_laptop(world, laptop):
    raw, name, reaches = laptop.disk.raw, laptop.name, world.reaches(laptop)
    aside = {(kind, this) for kind, this in raw.execute("SELECT kind, record_id FROM set_aside")}
    here, there = _held(raw), _held(world.disk.raw)
    for key in here.keys() | there.keys():
        mine, its = here.get(key), there.get(key)
        within = [one for one in (mine, its) if one and any(r.holds(one[0]) for r in reaches)]
        if within and mine != its:
            _require(key in aside, f"{name}: {key} is {mine}, at the hub {its}")
        _require(not mine or within or key in aside, f"{name} holds {key} out of reach")
    kept = {s: Sum(*told) for s, *told in raw.execute("SELECT scope, count, total FROM tally")}
    counted = _sums(raw.execute(_standing(hub=False)).fetchall())
    _require(
        counted == _not_empty(kept),
        f"the sums of {name} are not those of a count: {set(counted.items()) ^ set(_not_empty(kept).items())}",
    )
    _aside(world, laptop)


def _held(raw):
    """Every record whole, but when the hub received it."""
    return {(kind, row[0]): row[1:] for kind in KINDS for row in raw.execute(_whole(kind))}


@cache
def _whole(kind):
    names = [name for name in KINDS[kind].fields if name not in {"id", "scope", "hub_at"}]
    listed = ",".join(f'"{name}"' for name in names)
    return f'SELECT id, scope, {listed} FROM "{kind}"'  # noqa: S608


def _aside(world, laptop):
    """What was not taken is told here with its reason, and kept at the hub."""
    hub, raw = world.disk.raw, laptop.disk.raw
    offered = set(hub.execute("SELECT kind, record_id FROM offered"))
    listed = raw.execute("SELECT kind, record_id, reason, body FROM set_aside").fetchall()
    for kind, this, reason, _ in listed:
        _require(reason, f"{kind} {this} is aside without a reason")
        told = (kind, this) in offered or (kind, this) in world.ledger.untold
        _require(told, f"{kind} {this} is aside, not at the hub")
    ledger = world.ledger
    wrote = laptop.wrote & ledger.must - ledger.free
    shown = ledger.covered(words_on(laptop))
    only = wrote & words(t for (t,) in hub.execute("SELECT body FROM offered"))
    taken = ledger.covered(words_at_records(world))
    hidden = only - taken - shown
    _require(not hidden, f"{sorted(hidden)} were not taken, and {laptop.name} does not say so")


def words_at_records(world):
    """What the hub holds as records."""
    query = """SELECT remark || salutation || extra FROM household
    UNION ALL SELECT relation FROM resident UNION ALL SELECT note FROM visit
    UNION ALL SELECT "text" FROM issue UNION ALL SELECT "text" FROM issue_step
    UNION ALL SELECT kept || offered FROM conflict"""
    return words(text for (text,) in world.disk.raw.execute(query))


def _require(kept, otherwise):
    if not kept:
        raise Broken(otherwise)
