"""Who lives together: people of one household, related, of fitting ages, and all invented."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

from gridapp.demo import names
from gridapp.demo.chance import drawn, unused
from gridapp.demo.names import MAN, WOMAN
from gridapp.domain.idnumber import check_digit

THIS_YEAR = 2026  # people of the demonstration never grow older
SIZES: Mapping[int, float] = {1: 25, 2: 30, 3: 22, 4: 14, 5: 3.6, 6: 2.7, 7: 1.8, 8: 0.9}

HEAD, SPOUSE, SON, DAUGHTER = "02", "10", "20", "30"
_GRANDCHILD, _PARENT, _SIBLING, _OTHER = "40", "50", "70", "80"

_ADDRESS_CODE = "990101"  # no such district: a right number, an impossible person
_PHONE_START = "100"  # mobile numbers begin with 13 to 19
_OWN_PHONE, _OWN_PHONE_SHARE = 14, 0.7
_TWO_PART_NAMES = 0.005

# Who makes up a household of each size, a letter a person: E an old head, H a younger one,
# S spouse, C child, D child-in-law, G grandchild, P parent, B sibling, O not related.
_KIN: Mapping[int, Mapping[str, float]] = {
    1: {"E": 45, "H": 55},
    2: {"ES": 35, "HS": 45, "HC": 12, "HP": 8},
    3: {"HSC": 75, "ESC": 10, "HSP": 8, "HCP": 7},
    4: {"HSCC": 50, "HSCP": 40, "ESCG": 10},
    5: {"HSCCP": 40, "HSCPP": 35, "ESCDG": 25},
    6: {"HSCCPP": 60, "ESCDGG": 40},
    7: {"HSCCPPB": 60, "ESCDGGB": 40},
    8: {"HSCCCPPB": 100},
}
_RELATIONS = {"S": SPOUSE, "D": _OTHER, "G": _GRANDCHILD, "P": _PARENT, "B": _SIBLING, "O": _OTHER}
_HEAD_AGES = {"E": (62, 92), "H": (32, 60), "young": (22, 58), "sharing": (20, 42)}
_MEN_SHARE = {"single E": 0.35, "E": 0.8, "H": 0.7}


@dataclass(frozen=True)
class Person:
    """One member of a household; `relation`, `sex` are codes, `born` a day."""

    name: str
    relation: str
    sex: str
    born: str
    id_number: str
    phone: str = ""

    @property
    def age(self) -> int:
        """The age reached this year."""
        return THIS_YEAR - int(self.born[:4])


@dataclass(frozen=True)
class Registry:
    """Gives out numbers and phones, none of them twice in one community."""

    rng: Random
    taken: set[str] = field(default_factory=set)

    def phone(self) -> str:
        """A number nobody can be called at."""
        return unused(lambda: f"{_PHONE_START}{self.rng.randrange(10**8):08}", self.taken)

    def id_number(self, born: date, sex: str) -> str:
        """A number with the right check digit that belongs to nobody."""
        return unused(lambda: _id_number(self.rng, born, sex), self.taken)


@dataclass(frozen=True)
class _Role:
    letter: str
    relation: str
    sex: str
    age: int


def household(registry: Registry, size: int, *, sharing: bool = False) -> tuple[Person, ...]:
    """`size` people behind one door, the head first; `sharing` ones are not related."""
    rng = registry.rng
    kin = "H" + "O" * (size - 1) if sharing else drawn(rng, _KIN[size])
    roles = _roles(rng, kin)
    two_parts = rng.random() < _TWO_PART_NAMES
    used: set[str] = set()
    lasts = _last_names(rng, roles, two_parts=two_parts)
    return tuple(
        _person(registry, role, last, used) for role, last in zip(roles, lasts, strict=True)
    )


def _person(registry: Registry, role: _Role, last: str, used: set[str]) -> Person:
    rng = registry.rng
    year = THIS_YEAR - role.age
    born = date(year, 1, 1) + timedelta(days=rng.randrange(365))

    def named() -> str:
        return names.full_name(rng, last, sex=role.sex, year=year)

    reached = role.relation == HEAD or (role.age >= _OWN_PHONE and rng.random() < _OWN_PHONE_SHARE)
    return Person(
        unused(named, used),
        role.relation,
        role.sex,
        born.isoformat(),
        registry.id_number(born, role.sex),
        registry.phone() if reached else "",
    )


def _id_number(rng: Random, born: date, sex: str) -> str:
    order = rng.randrange(1, 500) * 2 - (sex == MAN)  # odd for men
    number = f"{_ADDRESS_CODE}{born:%Y%m%d}{order:03}"
    return number + check_digit(number)


def _roles(rng: Random, kin: str) -> list[_Role]:
    head = _head(rng, kin)
    between = rng.randint(24, 30)  # years from one generation to the next
    roles = [head]
    for at, letter in enumerate(kin[1:], start=1):
        before = kin[1:at].count(letter)
        sex = _sex(rng, letter, head, roles[-1])
        age = _age(rng, letter, head.age, between, before)
        child = SON if sex == MAN else DAUGHTER
        roles.append(_Role(letter, _RELATIONS.get(letter, child), sex, age))
    return roles


def _head(rng: Random, kin: str) -> _Role:
    letter = kin[0]
    single = "single E" if kin == "E" else letter
    sex = MAN if rng.random() < _MEN_SHARE[single] else WOMAN
    ages = "sharing" if "O" in kin else "young" if kin in {"H", "HS", "HP"} else letter
    return _Role(letter, HEAD, sex, rng.randint(*_HEAD_AGES[ages]))


def _sex(rng: Random, letter: str, head: _Role, last: _Role) -> str:
    """Couples are a man and a woman: the head and spouse, child and child-in-law, both parents."""
    opposite = {MAN: WOMAN, WOMAN: MAN}
    if letter == "S":
        return opposite[head.sex]
    if letter == "D" or letter == last.letter == "P":
        return opposite[last.sex]
    return rng.choice((MAN, WOMAN))


def _age(rng: Random, letter: str, head: int, between: int, before: int) -> int:
    """`before` counts those of the same letter already there: siblings are years apart."""
    match letter:
        case "C" | "D":
            return max(1, head - min(between, head - 7) - 3 * before)
        case "G":
            return head - 2 * between - 1 - 3 * before if head > 2 * between + 5 else 4 - 3 * before
        case "P":
            return head + between + 2 * before
        case "S":
            return max(22, head + rng.randint(-3, 3))
        case _:
            return max(19, head + rng.choice((-5, -4, -3, -2, 2, 3, 4, 5)))


def _last_names(rng: Random, roles: list[_Role], *, two_parts: bool) -> list[str]:
    """Children have the surname of the man of the couple, parents-in-law and wives their own."""

    def another() -> str:
        return names.fathers_name(rng) if two_parts else names.surname(rng)

    own, line = another(), ""
    lasts = []
    for role in roles:
        if role.letter in "CG":
            last = line or own
        elif role.letter in "EHB" or (role.letter == "P" and role.sex == MAN):
            last = own
        else:
            last = another()
        if role.letter == "S" and role.sex == MAN:
            line = last
        lasts.append(last)
    return lasts
