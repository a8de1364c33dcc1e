"""One line declares a field: its label, type, limits and codes; everything else derives from it."""

import dataclasses
import re
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import MISSING, dataclass, field
from datetime import datetime
from enum import Enum, StrEnum
from typing import Any, TypeVar, dataclass_transform

from gridapp.domain.errors import Expected
from gridapp.domain.words import N_


class Writing(Enum):
    """Who writes a kind, and what happens when two laptops meet."""

    FACT = "fact"  # added, never edited: same id twice is once
    CARD = "card"  # merged field by field against base_rev
    COMMAND = "command"  # asked of the hub, which accepts or refuses with a sentence
    REFERENCE = "reference"  # written by the hub alone


class Form(StrEnum):
    """The shape of a value, the same in memory, in the table and on the wire."""

    TEXT = "text"  # str
    CODE = "code"  # str, one of a code list; an unknown code is kept and shown as it is
    REF = "ref"  # str, the id of a record of another kind
    DAY = "day"  # str, YYYY-MM-DD
    MOMENT = "moment"  # str, UTC, YYYY-MM-DDTHH:MM:SS.mmmZ
    WHOLE = "whole"  # int, or None where not known
    FLAG = "flag"  # bool
    SEVERAL = "several"  # tuple of str
    MAP = "map"  # a JSON object


_LONGEST_ITEM = 200  # characters
# Half a character, which no file can hold, and none at all, which no database can.
_HALF = re.compile("[\ud800-\udfff\0]")
_BETWEEN = re.compile("[,，、]")
_DAY = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}")
_MOMENT = re.compile("[0-9-]{10}T[0-9:]{8}[.][0-9]{3}Z")
_HOUR = "(?:[01][0-9]|2[0-3])"
_MOMENTS = re.compile(f"(?:(?:[0-9-]{{10}}T{_HOUR}:[0-5][0-9]:[0-5][0-9][.][0-9]{{3}}Z)?\n)*")


def _is_text(value: Any, limit: int) -> bool:
    return isinstance(value, str) and len(value) <= limit and not _HALF.search(value)


def _is_day(value: Any, _: int) -> bool:
    return value == "" or (isinstance(value, str) and _is_time(value, _DAY))


def _is_moment(value: Any, _: int) -> bool:
    return value == "" or (isinstance(value, str) and _is_time(value, _MOMENT))


def _is_time(value: str, pattern: re.Pattern[str]) -> bool:
    try:
        return bool(pattern.fullmatch(value) and datetime.fromisoformat(value))
    except ValueError:
        return False


def _is_whole(value: Any, limit: int) -> bool:
    return value is None or (type(value) is int and abs(value) <= limit)


def _is_flag(value: Any, _: int) -> bool:
    return isinstance(value, bool)


def _are_several(value: Any, limit: int) -> bool:
    fits = isinstance(value, tuple) and len(value) <= limit
    return fits and all(_is_text(item, _LONGEST_ITEM) for item in value)


def _is_map(value: Any, limit: int) -> bool:
    return isinstance(value, dict) and len(value) <= limit


_HOLDS: Mapping[Form, Callable[[Any, int], bool]] = {
    Form.TEXT: _is_text,
    Form.CODE: _is_text,
    Form.REF: _is_text,
    Form.DAY: _is_day,
    Form.MOMENT: _is_moment,
    Form.WHOLE: _is_whole,
    Form.FLAG: _is_flag,
    Form.SEVERAL: _are_several,
    Form.MAP: _is_map,
}


def _are_texts(values: Collection[str], limit: int) -> bool:
    return max(map(len, values)) <= limit and not _HALF.search("".join(values))


def _are_moments(values: Collection[str], _: int) -> bool:
    if not _MOMENTS.fullmatch("\n".join((*values, ""))):
        return False
    return all(_is_day(day, 0) for day in {value[:10] for value in values})


_TOGETHER: Mapping[Form, Callable[[Collection[str], int], bool]] = {
    **dict.fromkeys((Form.TEXT, Form.CODE, Form.REF), _are_texts),
    Form.MOMENT: _are_moments,
}


@dataclass(frozen=True)
class Field:
    """What is known of one field. `limit` is characters of text, items of a list, or the most."""

    label: str
    form: Form
    limit: int
    codes: str = ""
    kind: str = ""
    private: bool = False
    name: str = ""
    default: Any = field(default_factory=lambda: MISSING)

    @property
    def required(self) -> bool:
        """True where a record cannot be without it."""
        return self.default is MISSING

    def holds(self, value: Any) -> bool:
        """True where `value` has the form and the size of this field."""
        return _HOLDS[self.form](value, self.limit)

    def holds_all(self, values: Collection[Any]) -> bool:
        """True where it holds each of them; thousands of texts are looked at together."""
        alike = _TOGETHER.get(self.form)
        if alike is None or not values or set(map(type, values)) != {str}:
            return all(map(self.holds, values))
        return alike(values, self.limit)


class BadField(Expected):
    """A value does not fit its field."""


def _declare(declared: Field, default: Any) -> Any:
    spec = {"field": dataclasses.replace(declared, default=default)}
    if isinstance(default, dict):
        return field(default_factory=dict, metadata=spec)
    return field(default=default, metadata=spec)


def text(label: str, *, limit: int = 200, private: bool = False, default: Any = MISSING) -> Any:
    """A run of characters; `private` is masked in lists, logs and on paper."""
    return _declare(Field(label, Form.TEXT, limit, private=private), default)


def code(label: str, codes: str, *, default: Any = MISSING) -> Any:
    """One code of the list `codes` in resources/codes."""
    return _declare(Field(label, Form.CODE, 40, codes=codes), default)


def ref(label: str, kind: str, *, default: Any = MISSING) -> Any:
    """The id of a record of `kind`."""
    return _declare(Field(label, Form.REF, 64, kind=kind), default)


def day(label: str, *, default: Any = MISSING) -> Any:
    """A date in UTC+8, YYYY-MM-DD, or "" where not known."""
    return _declare(Field(label, Form.DAY, 10), default)


def moment(label: str, *, default: Any = MISSING) -> Any:
    """A point in time, UTC text with milliseconds, or "" where not known."""
    return _declare(Field(label, Form.MOMENT, 24), default)


def whole(label: str, *, most: int = 999_999, default: Any = None) -> Any:
    """A whole number from -most to `most`, or None where not known."""
    return _declare(Field(label, Form.WHOLE, most), default)


def flag(label: str, *, default: Any = False) -> Any:
    """Yes or no."""
    return _declare(Field(label, Form.FLAG, 1), default)


def several(label: str, *, codes: str = "", kind: str = "", limit: int = 50) -> Any:
    """A tuple of texts, codes of a list, or ids of a kind; none by default."""
    return _declare(Field(label, Form.SEVERAL, limit, codes=codes, kind=kind), ())


def mapping(label: str, *, limit: int = 200) -> Any:
    """A JSON object of at most `limit` entries; empty by default."""
    return _declare(Field(label, Form.MAP, limit), {})


RecordType = TypeVar("RecordType", bound=type)


@dataclass(frozen=True)
class Kind:
    """One kind of record, as declared: table, wire form, forms and lists are made from this."""

    name: str
    label: str
    writing: Writing
    record: type[Any]
    fields: Mapping[str, Field]

    def check(self, name: str, value: Any) -> None:
        """Raise BadField where `value` does not fit the field `name`."""
        wanted = self.fields[name]
        if not wanted.holds(value):
            raise BadField(
                N_(
                    "“{field}” of {kind} cannot hold this value. Please write it shorter or check it."
                ),
                field=wanted.label,
                kind=self.label,
            )
        if wanted.required and value == "":
            raise BadField(N_("“{field}” is still missing."), field=wanted.label)


@dataclass_transform(
    frozen_default=True,
    kw_only_default=True,
    field_specifiers=(text, code, ref, day, moment, whole, flag, several, mapping),
)
def record(name: str, *, label: str, writing: Writing) -> Callable[[RecordType], RecordType]:
    """Declare a kind of record: a frozen dataclass whose fields say everything about themselves."""

    def declared(cls: RecordType) -> RecordType:
        made: Any = dataclass(frozen=True, kw_only=True)(cls)
        made.kind = Kind(name, label, writing, made, _fields_of(made))
        return cls

    return declared


def _fields_of(made: type) -> Mapping[str, Field]:
    return {
        f.name: dataclasses.replace(f.metadata["field"], name=f.name)
        for f in dataclasses.fields(made)
    }


class UnknownField(Expected):
    """Something was told under a name the kind does not have."""


def told(kind: Kind, values: Mapping[str, Any], *, also: Iterable[str] = ()) -> dict[str, Any]:
    """What somebody outside told of a record, as fields of `kind`; `also` names pass unchecked.

    Lists become tuples. Raises UnknownField or BadField.
    """
    passed = set(also)
    fields = {n: tuple(v) if isinstance(v, list) else v for n, v in values.items()}
    for name, value in fields.items():
        if name in passed:
            continue
        if name not in kind.fields:
            raise UnknownField(
                N_("“{name}” is not a field of {kind}. Please check its spelling."),
                name=name,
                kind=kind.label,
            )
        kind.check(name, value)
    return fields


def read_text(wanted: Field, said: str) -> Any:
    """What somebody wrote in letters as the field holds it; what cannot be read stays a text."""
    if wanted.form is Form.WHOLE and said.strip().isdecimal():
        return int(said)
    if wanted.form is Form.SEVERAL:
        return tuple(part.strip() for part in _BETWEEN.split(said) if part.strip())
    return said.strip()


def check(entry: Any) -> None:
    """Raise BadField for the first field of the record `entry` that does not fit."""
    for name in entry.kind.fields:
        entry.kind.check(name, getattr(entry, name))
