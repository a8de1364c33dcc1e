"""How a record is said in one line: its kind, its door, a field and what stands in it."""

from datetime import datetime
from typing import Any

from gridapp.client.actions.waiting import About, Disagreement, NotTaken, Side
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
    if isinstance(held, list | tuple):
        return "、".join(value(words, kind, name, each) for each in held)
    return words.code(known.codes, str(held)) if known and known.codes else str(held)


def reason(words: Words, entry: NotTaken) -> str:
    """Why the hub did not take it."""
    said = entry.reason or N_("The office hub did not say why.")
    return words.shown(said, **entry.values)


def disagreement(words: Words, entry: Disagreement, now: datetime | None = None) -> str:
    """“3-2-503 Residents: you wrote 3, Zhang wrote 4”; told when, where `now` is given."""
    first, second = entry.kept, entry.offered
    if second.is_mine:
        first, second = second, first
    text = N_("{door} {field}: {one} wrote {first}, {other} wrote {second}")
    if first.is_mine:
        text = N_("{door} {field}: you wrote {first}, {other} wrote {second}")
    kind = entry.about.kind
    return words.shown(
        text,
        door=entry.about.door or words.shown(KINDS[kind].label),
        field=field(words, kind, entry.field),
        one=first.person or words.shown(N_("somebody")),
        first=_written(words, entry, first, now),
        other=second.person or words.shown(N_("somebody")),
        second=_written(words, entry, second, now),
    )


def _written(words: Words, entry: Disagreement, side: Side, now: datetime | None) -> str:
    said = value(words, entry.about.kind, entry.field, side.value)
    return f"{said} ({when.said(words, side.at, now)})" if now and side.at else said
