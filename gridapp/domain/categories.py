"""Categories found as people name them: by words, by the first letters of their pinyin, by code."""

import unicodedata
from collections.abc import Iterable

from gridapp.domain.codes import Code, code_list

_LEAST_LETTERS = 2  # one letter begins half of all names
RECENT = 5


def categories_for(wanted: str, *, recent: Iterable[str] = (), most: int = 8) -> list[Code]:
    """The leaves that fit `wanted`, best first, of equally good ones the `recent` codes first.

    "下水", "xsds", "drain" and "0205" all find 下水堵塞/反水, "下水道又堵了" does too; the name
    of a top finds its leaves. Nothing fits no words.
    """
    words = unicodedata.normalize("NFKC", wanted).casefold().split()
    before = list(recent)
    ranked = []
    for place, leaf in enumerate(leaves()):
        fit = max((_fit(leaf, word) for word in words), default=_NO_FIT)
        if fit < _NO_FIT:
            used = before.index(leaf.code) if leaf.code in before else len(before)
            ranked.append((fit, used, place, leaf))
    return [leaf for *_, leaf in sorted(ranked, key=lambda each: each[:3])][:most]


def leaves() -> list[Code]:
    """Every category one can choose, in the order of the list."""
    return [code for code in code_list("category") if code.parent]


def tops() -> list[Code]:
    """The twelve groups of categories."""
    return [code for code in code_list("category") if not code.parent]


def recent_categories(used: Iterable[str]) -> list[Code]:
    """The last few different leaves of `used`, newest first; what is no leaf is left out."""
    known = {leaf.code: leaf for leaf in leaves()}
    return [known[code] for code in dict.fromkeys(used) if code in known][:RECENT]


_NO_FIT = 9


def _fit(leaf: Code, word: str) -> int:
    """How well one word fits, 0 best."""
    name, english = leaf.zh.casefold(), leaf.en.casefold()
    also, initials = leaf.traits["also"].split(), leaf.traits["initials"].split()
    letters = word.isascii() and word.isalpha() and len(word) >= _LEAST_LETTERS
    fits = (
        word == leaf.code or word in initials[:1] or word in name.split("/"),
        name.startswith(word) or word in also,
        letters and any(each.startswith(word) for each in initials),
        word in name or (word.isdigit() and leaf.code.startswith(word)),
        letters and any(each.startswith(word) for each in english.split()),
        any(word in each for each in also),
        _is_within(word, (*name.split("/"), *also)),
        letters and any(word in each for each in initials),
        word in _top_words(leaf),
    )
    return fits.index(True) if True in fits else _NO_FIT


def _is_within(said: str, names: Iterable[str]) -> bool:
    """True where a sentence holds one of these names: 下水道又堵了 holds 下水道."""
    return any(name in said for name in names)


def _top_words(leaf: Code) -> str:
    top = code_list("category")[leaf.parent]
    return f"{top.code} {top.zh} {top.en}".casefold()
