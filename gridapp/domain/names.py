"""People's names: tidied, compared, and shown no longer than a page needs."""

import re
import unicodedata
from functools import lru_cache

_LATIN = "A-Za-zÀ-ɏ"
_NEEDLESS_SPACE = re.compile(rf"\s+(?![{_LATIN}\s])|(?<![{_LATIN}.'’,\s])\s+")
# Keyboards offer many dots for 阿依古丽·买买提.
_DOTS = re.compile("[‧•∙⋅・]|(?<=[一-鿿])[.](?=[一-鿿])")
_UNSEEN = re.compile("[\u200b-\u200d\ufeff]")
_NOT_IN_KEY = re.compile(r"[\s·.,'’-]+")
_ONE_SURNAME = re.compile("[〇㐀-鿿\U00020000-\U000323af]{2,4}")
_COMPOUND_SURNAME = re.compile(
    "欧阳|司马|上官|诸葛|司徒|东方|独孤|南宫|夏侯|皇甫|尉迟|公孙|慕容|令狐|长孙|宇文"
    "|轩辕|端木|百里|东郭|南门|呼延|万俟|闻人|赫连|澹台|公冶|宗政|濮阳|淳于|单于|太叔"
    "|申屠|仲孙|钟离|鲜于|闾丘|司空|司寇|拓跋|完颜|纳兰|西门|第五"
)
_HIDDEN = "**"
_TITLES = {"1": "先生", "2": "女士"}  # GB/T 2261.1
_ADULT = 18


@lru_cache(maxsize=4096)
def tidy_name(name: str) -> str:
    """The name without the spaces that line it up ("钱  远"); those between Latin words stay."""
    said = " ".join(_UNSEEN.sub("", unicodedata.normalize("NFKC", name)).split())
    said = " ".join(_DOTS.sub("·", _NEEDLESS_SPACE.sub("", said)).split())
    return unicodedata.normalize("NFC", said)  # without its space an accent joins the letter


@lru_cache(maxsize=4096)
def name_key(name: str) -> str:
    """What makes two spellings one person's: no spaces, dots or capitals. Ids rest on it."""
    said = unicodedata.normalize("NFKC", tidy_name(name).casefold())
    return _NOT_IN_KEY.sub("", said)


def surname(name: str) -> str:
    """钱 of 钱远, 欧阳 of 欧阳小远; "" where none can be told, as in 阿依古丽·买买提."""
    said = tidy_name(name)
    if not _ONE_SURNAME.fullmatch(said):
        return ""
    if len(said) > len("欧阳") and _COMPOUND_SURNAME.match(said):
        return said[:2]
    return said[0] if len(said) < len("买买提江") else ""


def masked(name: str) -> str:
    """钱**: the surname, or the first letter where there is none; never how long the name is."""
    said = tidy_name(name)
    return f"{surname(said) or said[0]}{_HIDDEN}" if said else ""


def salutation_of(name: str, *, sex: str, age: int | None) -> str:
    """钱女士, 钱先生 for a grown-up whose surname and sex ("1", "2") are known, else masked."""
    grown = age is not None and age >= _ADULT
    known = grown and sex in _TITLES and surname(name)
    return f"{surname(name)}{_TITLES[sex]}" if known else masked(name)


def called(head: str, salutation: str) -> str:
    """As one speaks to a household: its form of address, unless that is the full name; else 王**."""
    is_full = name_key(salutation) == name_key(head)
    return masked(head) if is_full or not salutation else salutation
