"""The fingerprint of a hub's certificate as people say it on the phone: six groups of digits."""

import unicodedata

GROUPS, DIGITS = 6, 5  # 30 digits: as hard to imitate as a key of 99 bits
_HEX = 64


def spoken(fingerprint: str) -> str:
    """The digits for 64 hexadecimal ones, e.g. "04417 93620 …"; "" for no fingerprint."""
    if not fingerprint:
        return ""
    number = int(fingerprint, 16) % 10 ** (GROUPS * DIGITS)
    digits = f"{number:0{GROUPS * DIGITS}}"
    return " ".join(digits[at : at + DIGITS] for at in range(0, len(digits), DIGITS))


def is_said(words: str, fingerprint: str) -> bool:
    """Whether somebody said this fingerprint: its digits, or all of it, however grouped."""
    told = "".join(each for each in unicodedata.normalize("NFKC", words) if each.isalnum()).lower()
    return told in {spoken(fingerprint).replace(" ", ""), fingerprint.lower()} - {""}


def is_whole(words: str) -> bool:
    """Whether `words` can be a fingerprint at all: neither a digit too few nor one too many."""
    told = "".join(each for each in unicodedata.normalize("NFKC", words) if each.isalnum())
    is_short = len(told) == GROUPS * DIGITS and told.isascii() and told.isdigit()
    return is_short or (len(told) == _HEX and not set(told.lower()) - set("0123456789abcdef"))
