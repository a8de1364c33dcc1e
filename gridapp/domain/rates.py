"""How far a round has come: knocked, met and done, each with what it is counted of."""

from collections.abc import Iterable
from dataclasses import dataclass

from gridapp.domain.codes import Code, code_list

_YES, _NO = "y", "n"


@dataclass(frozen=True)
class Progress:
    """Counts of doors by their last outcome; `of` is the denominator of the other three.

    An outcome this version does not know counts as a door not tried.
    """

    knocked: int
    met: int
    done: int
    of: int


def progress(outcomes: Iterable[str]) -> Progress:
    """The progress of doors with these last outcomes, "" for a door not tried yet.

    A door found vacant stays in the denominator until a second person has confirmed it.
    """
    codes = code_list("outcome").codes
    found = [codes.get(outcome) for outcome in outcomes]
    counted = [code for code in found if code is None or code.traits["in_denominator"] != _NO]
    return Progress(
        knocked=_count(counted, "knocked"),
        met=_count(counted, "met"),
        done=_count(counted, "done"),
        of=len(counted),
    )


def _count(codes: Iterable[Code | None], trait: str) -> int:
    return sum(code is not None and code.traits[trait] == _YES for code in codes)
