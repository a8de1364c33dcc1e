"""Puts together what the paper of a visit list says, door by door."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby

from gridapp.domain.address import Address, door_words
from gridapp.domain.codes import code_list
from gridapp.domain.issue_rules import standing
from gridapp.domain.list_sheet import Row, Stair, Tried, care_letters, paper_key
from gridapp.domain.names import called, name_key
from gridapp.domain.records.visits import VisitList
from gridapp.domain.walk import natural_key
from gridapp.domain.walking import Door, walk
from gridapp.store import listing, queries
from gridapp.store.engine import Transaction
from gridapp.store.listing import Knock, Listed

_OPEN, _REPORTED = "open", "reported"
_CORRIDOR = "corridor"
_SHOWN = 2  # knocks already made: the third column stays free
_ADULT = 18


def in_order(found: Iterable[Listed]) -> list[Listed]:
    """Households in the order they are walked, building by building."""
    ordered: list[Listed] = []
    for _, building in groupby(sorted(found, key=_building), _building):
        ordered += _walked(list(building))
    return ordered


def _building(one: Listed) -> tuple[str, str, str, str]:
    compound, number = natural_key(one.compound), natural_key(one.building)
    return compound, one.building_key or number, number, one.building_id


def _walked(building: Sequence[Listed]) -> list[Listed]:
    behind: dict[str, list[Listed]] = defaultdict(list)
    for one in building:
        behind[one.house_id].append(one)
    doors = (Door(o[0].house_id, o[0].unit, o[0].room, o[0].floor) for o in behind.values())
    first = building[0]
    way = walk(
        doors,
        mode=first.walk_mode,
        is_reversed=first.walk_reversed,
        by_hand=first.walk_order,
    )
    return [one for door in way for one in behind[door.house_id]]


@dataclass
class _Known:
    """What is known of one household beside its card."""

    knocks: list[Knock] = field(default_factory=list)
    tags: set[str] = field(default_factory=set)
    issues: list[str] = field(default_factory=list)
    minors: set[str] = field(default_factory=set)
    follow_up: bool = False


def stairs(connection: Transaction, made: VisitList, today: date) -> tuple[Stair, ...]:
    """The rows of a list, stair by stair, in the order in which they were listed."""
    found = {one.household_id: one for one in listing.listed(connection, made.household_ids)}
    known = _known(connection, made, today)
    letters = care_letters(made.id)
    keyed = zip(made.household_ids, made.row_keys, strict=True)
    here = [(found[this], key) for this, key in keyed if this in found]
    return tuple(
        _stair([(one, _row(one, key, known[one.household_id], letters)) for one, key in group])
        for _, group in groupby(here, lambda pair: _stair_of(pair[0]))
    )


def _stair_of(one: Listed) -> tuple[str, str]:
    return one.building_id, "" if one.walk_mode == _CORRIDOR else one.unit


def _stair(behind: Sequence[tuple[Listed, Row]]) -> Stair:
    first, units = behind[0][0], {one.unit for one, _ in behind}
    unit = first.unit if len(units) == 1 else ""
    return Stair(
        building_id=first.building_id,
        building=f"{first.compound} {_words(first, '')}".strip(),
        place=f"{first.compound} {_words(first, unit)}".strip(),
        rows=tuple(row for _, row in behind),
    )


def _words(one: Listed, unit: str) -> str:
    said = door_words(Address("", "", one.building, unit, one.room))
    return said[: said.rindex(one.room)]


def _known(connection: Transaction, made: VisitList, today: date) -> Mapping[str, _Known]:
    known: dict[str, _Known] = defaultdict(_Known)
    ids = made.household_ids
    for knock in listing.knocks(connection, ids):
        if knock.visited_at < made.handed_out_at:
            known[knock.household_id].knocks.append(knock)
    for household, name, birth_ym, tags in listing.people(connection, ids):
        known[household].tags.update(tags)
        if birth_ym and today.year - int(birth_ym[:4]) <= _ADULT:
            known[household].minors.add(name_key(name))
    told = listing.issues(connection, ids)
    steps = queries.steps(connection) if told else {}
    states = code_list("issue_state").codes
    for household, issue, category in told:
        state = standing(steps.get(issue, ())).state
        known[household].follow_up |= state == _REPORTED
        if state in states and states[state].traits["type"] == _OPEN:
            known[household].issues.append(category)
    return known


def _row(one: Listed, key: str, known: _Known, letters: Mapping[str, str]) -> Row:
    if one.refusal:
        return Row(key=key, room=one.room, floor=one.floor, do_not_knock=True)
    knocks = [Tried(paper_key(knock.outcome), knock.visited_at) for knock in known.knocks]
    tags = known.tags | set(one.care_tags)
    return Row(
        key=key,
        room=one.room,
        floor=one.floor,
        called=_called(one, known.minors),
        residents=one.resident_count,
        usage=one.usage,
        care="".join(sorted({letters[tag] for tag in tags if tag in letters})),
        last=knocks[-1] if knocks else None,
        tried=tuple(knocks[_since_met(known.knocks) :][-_SHOWN:]),
        issues=tuple(known.issues),
        follow_up=known.follow_up,
    )


def _called(one: Listed, minors: set[str]) -> str:
    return "" if name_key(one.head) in minors else called(one.head, one.salutation)


def _since_met(knocks: Sequence[Knock]) -> int:
    """The number of the first knock after the last at which somebody was met."""
    outcomes = code_list("outcome").codes
    met = [
        number
        for number, knock in enumerate(knocks, 1)
        if knock.outcome in outcomes and outcomes[knock.outcome].traits["met"] == "y"
    ]
    return met[-1] if met else 0
