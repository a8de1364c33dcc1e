"""A field's one line says what it may hold, and everything asks that line."""

import dataclasses
from typing import Any

import pytest

from gridapp.domain import fields as f
from gridapp.domain.codes import list_names
from gridapp.domain.fields import BadField, Form, UnknownField, Writing, check, told
from gridapp.domain.records import KINDS
from gridapp.domain.records.header import HEADER, Record
from gridapp.domain.records.people import Household, Resident
from gridapp.domain.records.visits import Visit

FIELDS = [(kind, field) for kind in KINDS.values() for field in kind.fields.values()]
NAMES = [f"{kind.name}.{field.name}" for kind, field in FIELDS]
LONG = {
    Form.WHOLE: lambda limit: limit,
    Form.FLAG: lambda _: True,
    Form.SEVERAL: lambda limit: tuple(f"{n}" for n in range(limit)),
    Form.MAP: lambda limit: {f"{n}": n for n in range(limit)},
    Form.DAY: lambda _: "2026-11-22",
    Form.MOMENT: lambda _: "2026-11-22T10:42:07.312Z",
}


@f.record("sample", label="Sample", writing=Writing.FACT)
class Sample(Record):
    """One field of each form."""

    text: str = f.text("Text", limit=5, default="")
    name: str = f.text("Name", limit=5)
    code: str = f.code("Code", "outcome", default="")
    ref: str = f.ref("Ref", "house", default="")
    day: str = f.day("Day", default="")
    moment: str = f.moment("Moment", default="")
    whole: int | None = f.whole("Whole", most=9)
    flag: bool = f.flag("Flag")
    several: tuple[str, ...] = f.several("Several", limit=3)
    mapping: dict[str, Any] = f.mapping("Mapping", limit=2)


def made(record, **told):
    return record(**{"id": "1", "scope": "990101001001001/place", **told})


GOOD = [
    ("text", ""),
    ("text", "五字以内吧"),
    ("text", "𠮷𠮷𠮷𠮷𠮷"),
    ("text", "a\nb"),
    ("code", "99 is not in the list, and kept"),
    ("day", ""),
    ("day", "2028-02-29"),
    ("moment", ""),
    ("moment", "2026-11-22T10:42:07.312Z"),
    ("whole", None),
    ("whole", 0),
    ("whole", -9),
    ("whole", 9),
    ("flag", True),
    ("flag", False),
    ("several", ()),
    ("several", ("a", "b", "c")),
    ("mapping", {}),
    ("mapping", {"a": [1, {"b": None}], "c": True}),
]
BAD = [
    ("text", "六个字太多了"),
    ("text", None),
    ("text", 5),
    ("text", b"abc"),
    ("text", ("a",)),
    ("text", "\ud800"),
    ("name", ""),
    ("name", None),
    ("code", "x" * 41),
    ("code", 10),
    ("ref", "x" * 65),
    ("ref", None),
    ("day", "2026-11-2"),
    ("day", "2026-02-30"),
    ("day", "22.11.2026"),
    ("day", "tomorrow"),
    ("day", "２０２６-11-22"),
    ("moment", "2026-11-22"),
    ("moment", "2026-11-22T10:42:07Z"),
    ("moment", "2026-11-22T10:42:07.312"),
    ("moment", "2026-11-22 10:42:07.312Z"),
    ("moment", "2026-13-22T10:42:07.312Z"),
    ("whole", 10),
    ("whole", -10),
    ("whole", True),
    ("whole", 1.0),
    ("whole", "1"),
    ("flag", 1),
    ("flag", None),
    ("flag", ""),
    ("several", ["a"]),
    ("several", "abc"),
    ("several", ("a", "b", "c", "d")),
    ("several", (1,)),
    ("several", ("a", None)),
    ("several", ({"a": 1},)),
    ("several", ("\ud800",)),
    ("several", ("x" * 100_000,)),
    ("mapping", {"a": 1, "b": 2, "c": 3}),
    ("mapping", [("a", 1)]),
    ("mapping", None),
]


@pytest.mark.parametrize(("name", "value"), GOOD)
def test_what_fits_is_let_through(name, value):
    Sample.kind.check(name, value)


@pytest.mark.parametrize(("name", "value"), BAD)
def test_what_does_not_fit_is_refused(name, value):
    with pytest.raises(BadField) as refused:
        Sample.kind.check(name, value)
    assert refused.value.values["field"] == Sample.kind.fields[name].label


def test_refusal_never_repeats_what_was_written():
    """It may be shown to others or logged, and the value is somebody's name or number."""
    with pytest.raises(BadField) as refused:
        Resident.kind.check("name", "司马桂芳" * 20)
    assert "司马桂芳" not in str(refused.value)
    assert refused.value.values == {"field": "Name", "kind": "Resident"}


@pytest.mark.parametrize(("kind", "field"), FIELDS, ids=NAMES)
def test_every_field_holds_its_limit_and_not_more(kind, field):
    longest = LONG.get(field.form, "字".__mul__)
    kind.check(field.name, longest(field.limit))
    if field.form not in (Form.FLAG, Form.DAY, Form.MOMENT):
        with pytest.raises(BadField):
            kind.check(field.name, longest(field.limit + 1))


@pytest.mark.parametrize(("kind", "field"), FIELDS, ids=NAMES)
def test_every_default_fits_its_own_field(kind, field):
    if not field.required:
        kind.check(field.name, field.default)
    if field.required:
        with pytest.raises(BadField):
            kind.check(field.name, "")


@pytest.mark.parametrize(("kind", "field"), FIELDS, ids=NAMES)
def test_every_declaration_names_a_list_and_a_kind_that_exist(kind, field):
    assert field.label
    assert field.limit > 0
    assert not field.codes or field.codes in list_names()
    assert not field.kind or field.kind in KINDS
    assert (field.form is Form.CODE) <= bool(field.codes)
    assert (field.form is Form.REF) <= bool(field.kind)
    assert kind.fields[field.name] is field


@pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)
def test_every_kind_begins_with_the_head_of_a_record(kind):
    assert tuple(kind.fields)[: len(HEADER)] == HEADER
    assert tuple(field.name for field in dataclasses.fields(kind.record)) == tuple(kind.fields)
    assert kind.record.kind is kind
    assert kind.label


def test_names_and_numbers_of_people_are_private():
    private = {name for kind, field in FIELDS if field.private for name in [field.name]}
    assert {"head", "phone", "name", "id_number", "birth_ym", "remark", "note"} <= private


def test_records_cannot_be_changed_in_place():
    home = made(Household, house_id="x")
    with pytest.raises(dataclasses.FrozenInstanceError):
        home.phone = "1"


def test_record_needs_what_has_no_default():
    with pytest.raises(TypeError, match="house_id"):
        made(Household)


def test_checking_a_record_finds_its_first_field_that_does_not_fit():
    good = made(Sample, name="x")
    check(good)
    with pytest.raises(BadField) as refused:
        check(dataclasses.replace(good, name="", several=("a",) * 4))
    assert refused.value.values["field"] == "Name"


def test_what_is_told_comes_with_lists_as_tuples():
    assert told(Visit.kind, {"workers": ["吴", "李"], "note": "x", "checklist": {"a": [1]}}) == {
        "workers": ("吴", "李"),
        "note": "x",
        "checklist": {"a": [1]},
    }


def test_word_that_is_no_field_is_said_back_to_be_corrected():
    with pytest.raises(UnknownField, match="remarks") as refused:
        told(Household.kind, {"remarks": "x"})
    assert refused.value.values == {"name": "remarks", "kind": "Household"}
    assert told(Household.kind, {"door": 5}, also=["door"]) == {"door": 5}


def test_value_that_is_told_is_checked():
    with pytest.raises(BadField):
        told(Household.kind, {"phone": "1" * 41})
    with pytest.raises(BadField):
        told(Household.kind, {"resident_count": "3"})
