"""Numbers as they are written in Chinese."""

_DIGITS = {"〇": 0, "○": 0} | {word: digit for digit, word in enumerate("零一二三四五六七八九")}


def chinese_number(words: str) -> int:
    """The number of "十一" (11) or of digits said one by one, "五〇一" (501)."""
    tens, ten, ones = words.rpartition("十")
    if not ten:
        return int("".join(str(_DIGITS[word]) for word in words))
    return (_DIGITS[tens] if tens else 1) * 10 + (_DIGITS[ones] if ones else 0)
