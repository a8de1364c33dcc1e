"""How a record is said in one line: its kind, its door, a field and what stands in it."""

from datetime import datetime
from typing import Any

from gridapp.client.actions.conflicts import Disagreement, Side
from gridapp.client.actions.waiting import About, NotTaken
from gridapp.client.actions.whereabouts import ASIDE, BACKED_UP, HUB, LAPTOP, SEALED, Where
from gridapp.domain.records import KINDS
from gridapp.domain.words import N_
from gridapp.ui import when
from gridapp.ui.words import Words


def about(words: Words, record: About) -> str:
    """“3-2-501 Visit”."""
    return f"{record.door} {words.shown(KINDS[record.kind].label)}".strip()


def field(words: Words, kind: str, name: str) -> str:
    """The label of a field; of one that only a newer program knows, its name."""
    known = KINDS[kind].fields.get(name)
    return words.shown(known.label) if known else name


def value(words: Words, kind: str, name: str, held: Any) -> str:
    """What stands in a field, in words."""
    known = KINDS[kind].fields.get(name)
    if isinstance(held, bool):
        return words.shown(N_("yes") if held else N_("no"))
    if held is None or held in ("", (), [], {}):
        return words.shown(N_("nothing"))
    if isinstance(held, dict):
        return "、".join(value(words, kind, name, each) for each in held.values())
    if isinstance(held, list | tuple):
        return "、".join(value(words, kind, name, each) for each in held)
    return words.code(known.codes, str(held)) if known and known.codes else str(held)


def reason(words: Words, entry: NotTaken) -> str:
    """Why the hub did not take it."""
    said = entry.reason or N_("The office hub did not say why.")
    return words.shown(said, **entry.values)


def kept(words: Words, where: Where) -> tuple[str, str]:
    """Where a record is safe, as a part of the style sheet and in words."""
    part, said = _KEPT[where.place]
    why = words.shown(where.reason or N_("The office hub did not say why."), **where.values)
    return part, words.shown(said, reason=why)


_KEPT = {
    LAPTOP: ("dim", N_("Saved on this laptop, waiting to send")),
    SEALED: ("dim", N_("Packed to be sent, the office hub has not answered yet")),
    HUB: ("good", N_("Received by the office hub")),
    BACKED_UP: ("good", N_("Backed up by the office hub")),
    ASIDE: ("warn", N_("Not taken: {reason}")),
}


def disagreement(words: Words, entry: Disagreement, now: datetime | None = None) -> str:
    """“3-2-503 Residents: you wrote 3, Zhang wrote 4”; told when, where `now` is given."""
    sides = sorted((entry.kept, entry.offered), key=lambda each: not each.is_mine)
    one, other = (_when(words, entry, each, now) for each in sides)
    text = N_("{what}: {one}, {other}")
    return words.shown(text, what=matter(words, entry), one=one, other=other)


def matter(words: Words, entry: Disagreement) -> str:
    """What two people disagree about: “3-2-503 Residents”, “3-2-503 Wei Phone”."""
    kind = entry.about.kind
    where = entry.about.door or words.shown(KINDS[kind].label)
    # Of what was deleted it is the record itself.
    what = "" if entry.field == "deleted" and entry.called else field(words, kind, entry.field)
    if entry.field == "deleted" and not entry.called:
        what = words.shown(KINDS[kind].label) if entry.about.door else ""
    return " ".join(part for part in (where, entry.called, what) if part)


def side(words: Words, entry: Disagreement, one: Side) -> str:
    """“You wrote 3”, “Zhang deleted it”, “Zhang changed Phone 100…”."""
    said = value(words, entry.about.kind, entry.field, one.value)
    if entry.field == "deleted":
        said = "、".join(
            f"{field(words, entry.about.kind, name)} {value(words, entry.about.kind, name, held)}"
            for name, held in one.changed.items()
        )
    mine, theirs = _SAID[entry.field == "deleted", bool(one.value)]
    person = one.person or words.shown(N_("somebody"))
    return words.shown(mine if one.is_mine else theirs, person=person, value=said)


_WROTE = (N_("you wrote {value}"), N_("{person} wrote {value}"))
# A field that holds whether the record is deleted, and what it holds.
_SAID = {
    (False, False): _WROTE,
    (False, True): _WROTE,
    (True, True): (N_("you deleted it"), N_("{person} deleted it")),
    (True, False): (N_("you changed {value}"), N_("{person} changed {value}")),
}


def _when(words: Words, entry: Disagreement, one: Side, now: datetime | None) -> str:
    said = side(words, entry, one)
    return f"{said} ({when.said(words, one.at, now)})" if now and one.at else said


def decision(words: Words, entry: Disagreement, now: datetime) -> str:
    """“You chose 3, today 19:05”, “Zhang deleted it …”; "" where nobody chose yet."""
    made = entry.decision
    if made is None:
        return ""
    said = value(words, entry.about.kind, entry.field, made.value)
    if entry.field == "deleted":
        said = words.shown(N_("deleted") if made.value else N_("not deleted"))
    text = (
        N_("You chose: {value} ({time})")
        if made.is_mine
        else N_("{person} chose: {value} ({time})")
    )
    if not made.is_confirmed:
        text = N_("You chose: {value} ({time}). The office hub confirms it when it is sent.")
    return words.shown(text, value=said, person=made.person, time=when.said(words, made.at, now))
