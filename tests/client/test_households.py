"""What is known of a household and its people is amended field by field, and taken back."""

import pytest

from gridapp.client.actions.doors import NoSuchHousehold, find_households
from gridapp.client.actions.households import (
    AlreadyThere,
    NoSuchResident,
    NotARefusal,
    NotMonths,
    NotToBeChanged,
    add_resident,
    amend_household,
    amend_resident,
    remove_resident,
    take_back,
)
from gridapp.client.actions.listing import Households, Marked
from gridapp.client.actions.send import status
from gridapp.client.actions.visits import record_visit
from gridapp.domain.dates import DoubtfulDate, NotADate
from gridapp.domain.fields import BadField
from gridapp.domain.phones import NotAPhone
from gridapp.domain.records.people import Household, Resident
from tests.client.conftest import held, row

STRANGE = ["=1+1", "<b>x</b>", "a\u202eb\u200fc", "O'Brien; DROP TABLE --", "𠮷田 👩‍👧"]


@pytest.fixture
def home(take, desk):
    """One household of one person."""
    take(row("101", "雷怡诺", phone="10051908063", count="2"))
    (home,) = held(desk, Household)
    return home


def people(desk):
    return {each.name for each in held(desk, Resident)}


def found(desk, words):
    return [each.household_id for each in find_households(desk, find=words)]


def test_an_amended_field_is_kept_and_waits_to_be_sent(desk, home):
    waiting = sum(status(desk).waiting.values())
    done = amend_household(desk, home.id, salutation="雷阿姨", resident_count=3)
    (now,) = held(desk, Household)
    assert now == done.after
    assert (now.salutation, now.resident_count, now.written_by) == ("雷阿姨", 3, "li")
    assert sum(status(desk).waiting.values()) == waiting  # the household itself was not sent yet


def test_an_amendment_of_what_the_hub_holds_is_one_more_change(town, desk, home):
    town.sync(desk)
    amend_household(desk, home.id, salutation="雷阿姨")
    assert status(desk).waiting == {"household": 1}
    town.sync(desk)
    other = town.desk("office")
    town.sync(other)
    assert [each.salutation for each in held(other, Household)] == ["雷阿姨"]


def test_the_same_again_is_no_change(town, desk, home):
    town.sync(desk)
    done = amend_household(desk, home.id, resident_count=home.resident_count)
    assert done.before == done.after
    assert status(desk).waiting == {}


@pytest.mark.parametrize("said", STRANGE)
def test_text_is_kept_as_it_was_typed(desk, home, said):
    amend_household(desk, home.id, salutation=said, remark=said)
    (now,) = held(desk, Household)
    assert (now.salutation, now.remark) == (said, said)


@pytest.mark.parametrize(
    ("field", "said", "kept"),
    [
        ("phone", "１００ 5190 8063", "10051908063"),
        ("phone", "10051908063 / 10024742526", "10051908063、10024742526"),
        ("seasonal", "11-3", "11-03"),
        ("seasonal", "11月到3月", "11-03"),
        ("seasonal", "", ""),
    ],
)
def test_what_has_many_spellings_is_read(desk, home, field, said, kept):
    done = amend_household(desk, home.id, **{field: said})
    assert getattr(done.after, field) == kept


@pytest.mark.parametrize(
    ("field", "said", "refused"),
    [
        ("phone", "儿子的", NotAPhone),
        ("seasonal", "冬天", NotMonths),
        ("seasonal", "13-1", NotMonths),
        ("refusal", "20", NotARefusal),
        ("salutation", "好" * 41, BadField),
        ("resident_count", 10_000, BadField),
        ("house_id", "elsewhere", NotToBeChanged),
        ("deleted", True, NotToBeChanged),
    ],
)
def test_what_makes_no_sense_is_refused_and_nothing_changes(desk, home, field, said, refused):
    with pytest.raises(refused):
        amend_household(desk, home.id, **{field: said})
    assert held(desk, Household) == [home]


def test_a_household_that_is_not_here_cannot_be_amended(desk, home):
    with pytest.raises(NoSuchHousehold):
        amend_household(desk, f"{home.id}0", salutation="雷阿姨")


def test_an_amendment_is_taken_back(desk, home):
    done = amend_household(desk, home.id, salutation="雷阿姨", resident_count=3)
    take_back(desk, done)
    (now,) = held(desk, Household)
    assert (now.salutation, now.resident_count) == (home.salutation, home.resident_count)


def test_taking_back_leaves_what_was_written_since(desk, home):
    done = amend_household(desk, home.id, salutation="雷阿姨", resident_count=3)
    amend_household(desk, home.id, resident_count=4)
    take_back(desk, done)
    (now,) = held(desk, Household)
    assert (now.salutation, now.resident_count) == (home.salutation, 4)


def test_a_household_that_asks_again_is_no_longer_left_alone(desk, home):
    record_visit(desk, household=home.id, outcome="32")
    done = amend_household(desk, home.id, refusal="")
    assert [each.refusal for each in held(desk, Household)] == [""]
    take_back(desk, done)
    assert [each.refusal for each in held(desk, Household)] == ["32"]


def test_a_household_is_found_by_its_new_words_at_once(desk, home):
    assert found(desk, "雷") == [home.id]
    amend_household(desk, home.id, remark="爱养花")
    assert found(desk, "爱养花") == [home.id]
    add_resident(desk, home.id, name="雷小雨")
    assert found(desk, "小雨") == [home.id]


def test_a_person_is_added_amended_and_taken_out(desk, home):
    added = add_resident(desk, home.id, name=" 雷小雨 ", relation="女")
    assert "雷小雨" in people(desk)
    amend_resident(desk, added.after.id, birth_ym="2015年3月", phone="10024742526")
    (child,) = held(desk, Resident, id=added.after.id)
    assert (child.birth_ym, child.phone, child.scope) == ("2015-03", "10024742526", home.scope)
    done = remove_resident(desk, child.id)
    assert "雷小雨" not in people(desk)
    take_back(desk, done)
    assert held(desk, Resident, id=child.id) != []


def test_an_added_person_is_taken_back(desk, home):
    take_back(desk, add_resident(desk, home.id, name="雷小雨"))
    assert "雷小雨" not in people(desk)


def test_a_person_who_comes_back_is_the_same(desk, home):
    first = add_resident(desk, home.id, name="雷小雨").after
    remove_resident(desk, first.id)
    again = add_resident(desk, home.id, name="雷 小雨").after
    assert again.id == first.id
    assert not again.deleted


def test_an_import_of_the_same_person_finds_them(desk, home, take):
    added = add_resident(desk, home.id, name="雷小雨").after
    take(row("101", "雷怡诺", relation="户主"), row("101", "雷小雨", relation="女"))
    assert [each.id for each in held(desk, Resident, name="雷小雨")] == [added.id]


def test_nobody_is_written_down_twice(desk, home):
    add_resident(desk, home.id, name="雷小雨")
    with pytest.raises(AlreadyThere):
        add_resident(desk, home.id, name="雷小雨")


@pytest.mark.parametrize(("said", "refused"), [("五月", NotADate), ("1950", DoubtfulDate)])
def test_a_month_of_birth_is_a_month(desk, home, said, refused):
    child = add_resident(desk, home.id, name="雷小雨").after
    with pytest.raises(refused):
        amend_resident(desk, child.id, birth_ym=said)


def test_a_person_must_have_a_name(desk, home):
    child = add_resident(desk, home.id, name="雷小雨").after
    for nameless in (
        lambda: add_resident(desk, home.id, name=" "),
        lambda: amend_resident(desk, child.id, name=""),
    ):
        with pytest.raises(BadField):
            nameless()


def test_a_person_taken_out_is_not_amended(desk, home):
    child = add_resident(desk, home.id, name="雷小雨").after
    remove_resident(desk, child.id)
    with pytest.raises(NoSuchResident):
        amend_resident(desk, child.id, phone="")


def test_the_list_shows_a_household_to_be_left_alone_by_its_door_only(desk, home):
    listing = Households(desk)
    listing.prepare()
    assert listing.keys(order="", descending=False, find="", only="") == [home.id]
    (row_before,) = listing.rows([home.id]).values()
    assert "雷怡诺" in row_before
    record_visit(desk, household=home.id, outcome="31")
    (shown,) = listing.rows([home.id]).values()
    assert [cell for cell in shown if cell] == ["榆晴小区", "5-1-101", Marked("Do not knock")]
    assert len(shown) == len(listing.columns) == len(row_before)


def test_the_list_is_made_ready_once_something_is_new(desk, take):
    listing = Households(desk)
    take(row("101", "雷怡诺"), row("102", "蒋平晓"))
    assert listing.is_ready  # two are made in a wink
    listing.prepare()
    found = listing.keys(order="head", descending=False, find="５-1", only="")
    shown = listing.rows(found)
    assert [shown[key][3] for key in found] == ["蒋平晓", "雷怡诺"]
    assert listing.needless() == {"compound_id"}
