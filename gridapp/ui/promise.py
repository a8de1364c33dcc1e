"""What an urgency promises, in words: 一般 5个工作日内办."""

import re

from gridapp.domain.codes import code_list
from gridapp.domain.words import N_
from gridapp.ui.words import Words

_SPANS = {
    "min": N_("within {count} minutes"),
    "h": N_("within {count} hours"),
    "wh": N_("within {count} working hours"),
    "d": N_("within {count} days"),
    "wd": N_("within {count} working days"),
}


def promised(words: Words, urgency: str) -> str:
    """By when a matter of this urgency is settled; "" for an urgency without a deadline."""
    known = code_list("urgency").codes.get(urgency)
    return _span(words, known.traits["finish"]) if known else ""


def _span(words: Words, told: str) -> str:
    count, unit = re.fullmatch(r"(\d*)(\w*)", told).groups()  # type: ignore[union-attr]
    return words.shown(_SPANS[unit], count=count) if unit in _SPANS else told
