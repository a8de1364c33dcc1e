"""The six keys of paper, chart and form: what each records, how a second digit refines it, what it asks."""

from enum import StrEnum

from gridapp.domain.codes import Code, code_list

MORE = "more"  # the key of what none of the six stands for


class Asks(StrEnum):
    """A row of the visit form; hour, visitors and note are asked of every visit."""

    FACTS = "facts"
    TOLD = "told"
    MATTERS = "matters"
    RETURN = "return"


_SPOKEN = frozenset({Asks.FACTS, Asks.TOLD, Asks.MATTERS})
_ASKED = {
    "reached": _SPOKEN,
    "reached_partial": _SPOKEN,
    "proxy": _SPOKEN,
    "changed": frozenset({Asks.FACTS, Asks.MATTERS}),
    "unreached": frozenset[Asks](),
}
_SOMETHING = frozenset({Asks.MATTERS})


def outcome_of(key: str) -> str:
    """The outcome a key records at once."""
    return next(code.code for code in code_list("outcome") if code.traits["paper_key"] == key)


def key_of(outcome: str) -> str:
    """The key an outcome stands under, MORE for one that is under none."""
    refined = code_list("outcome_digit").codes.get(outcome)
    if refined is not None:
        return refined.traits["key"]
    known = code_list("outcome").codes.get(outcome)
    return (known.traits["paper_key"] if known else "") or MORE


def refinements(key: str) -> list[Code]:
    """What a second digit after `key` may say, each with the trait `digit`; none for some keys."""
    return [code for code in code_list("outcome_digit") if code.traits["key"] == key]


def word(outcome: str) -> tuple[str, str]:
    """The list and the code of the shortest words for an outcome: those on paper, where it has any."""
    key = key_of(outcome)
    if key != MORE and outcome_of(key) == outcome:
        return "paper_key", key
    return ("outcome_digit" if outcome in code_list("outcome_digit") else "outcome"), outcome


def asks(outcome: str) -> frozenset[Asks]:
    """The rows an outcome needs beside hour, visitors and note."""
    known = code_list("outcome").codes.get(outcome)
    if known is None:
        return _SOMETHING
    if known.traits["revisit"] == "at_time":
        return frozenset({Asks.RETURN})
    return _ASKED.get(known.traits["class"], _SOMETHING)


def is_for_good(outcome: str) -> bool:
    """True where nobody is to knock there again: asked once more before it is kept."""
    known = code_list("outcome").codes.get(outcome)
    return known is not None and known.traits["class"] == "refused"
