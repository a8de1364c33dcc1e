"""Places and lists as people say them."""

from collections.abc import Sequence

from gridapp.client.actions.visit_lists import ListPlace, OpenList
from gridapp.domain.chart import Building
from gridapp.domain.times import LOCAL, read_moment
from gridapp.domain.words import N_
from gridapp.ui.chart.signs import building_word, stair_word
from gridapp.ui.words import Words

_SPOKEN = 2  # buildings named one by one


def place(words: Words, building: Building, stair: str) -> str:
    """“3号楼 2单元”."""
    return f"{building_word(words, building)} {stair_word(words, stair)}".strip()


def places(words: Words, held: Sequence[ListPlace]) -> str:
    """The same for all places of a list; of a building with several of its stairs just its name."""
    stairs: dict[Building, set[str]] = {}
    for each in held:
        stairs.setdefault(each.building, set()).add(each.unit)
    named = [
        place(words, building, units.pop() if len(units) == 1 else "")
        for building, units in stairs.items()
    ]
    said = "、".join(named[:_SPOKEN])
    if len(named) <= _SPOKEN:
        return said
    return words.shown(N_("{places} and {count} more"), places=said, count=len(named) - _SPOKEN)


def standing(words: Words, held: OpenList) -> str:
    """“18 doors · knocked 3 · met 2 · not to knock 1 · printed 2 times”."""
    parts = (
        (N_("{count} doors"), held.doors),
        (N_("knocked {count}"), held.knocked),
        (N_("met {count}"), held.met),
        (N_("not to knock {count}"), held.do_not_knock),
        (N_("copies {count}"), held.copies),
    )
    return " · ".join(words.shown(text, count=count) for text, count in parts)


def file_name(words: Words, place_said: str, at: str) -> str:
    """What the PDF of a list made at a moment is called; safe on every system."""
    day = f"{read_moment(at).astimezone(LOCAL):%m-%d}"
    name = words.shown(N_("Visit list {place} {day}"), place=place_said, day=day)
    return "".join("-" if sign in '<>:"/\\|?*' else sign for sign in name) + ".pdf"
