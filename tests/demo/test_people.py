from collections import Counter
from datetime import date

import pytest

from gridapp.demo.chance import dealt, dice
from gridapp.demo.names import MAN, WOMAN, full_name, surname
from gridapp.demo.people import HEAD, SIZES, Registry, household
from gridapp.domain.codes import code_list
from gridapp.domain.idnumber import check_digit, read_id_number
from gridapp.domain.names import name_key
from gridapp.domain.phones import tidy_phone

TODAY = date(2026, 11, 22)


@pytest.fixture(scope="module")
def households():
    registry = Registry(dice(1))
    sizes = dealt(registry.rng, SIZES, 4000)
    return [household(registry, size) for size in sizes]


def test_household_sizes_are_those_of_the_census(households):
    sizes = Counter(min(len(members), 5) for members in households)
    shares = {size: round(100 * count / len(households)) for size, count in sizes.items()}
    assert shares == {1: 25, 2: 30, 3: 22, 4: 14, 5: 9}
    assert 2.55 <= sum(map(len, households)) / len(households) <= 2.70


def test_even_a_small_deal_keeps_the_shares():
    for seed in range(50):
        sizes = dealt(dice(seed), SIZES, 36)
        assert len(sizes) == 36
        assert 2.55 <= sum(sizes) / 36 <= 2.70


def test_nobody_can_be_called(households):
    phones = [person.phone for members in households for person in members if person.phone]
    assert {(phone[:3], len(phone)) for phone in phones} == {("100", 11)}
    assert all(tidy_phone(phone) == phone for phone in phones)
    assert len(set(phones)) == len(phones)
    assert all(members[0].phone for members in households)


def test_id_numbers_are_right_and_nobodys(households):
    people = [person for members in households for person in members]
    for person in people:
        read = read_id_number(person.id_number, today=TODAY)
        assert person.id_number[:6] == "990101"
        assert person.id_number[-1] == check_digit(person.id_number)
        assert (read.sex, read.birth_ym, read.fictitious) == (person.sex, person.born[:7], True)
    assert len({person.id_number for person in people}) == len(people)


def test_every_household_has_one_head_of_age(households):
    relations = code_list("relation")
    for members in households:
        assert [person.relation for person in members].count(HEAD) == 1
        assert members[0].relation == HEAD
        assert members[0].age >= 18
        assert all(person.relation in relations for person in members)
        assert len({name_key(person.name) for person in members}) == len(members)


def test_couples_are_a_man_and_a_woman_and_children_are_younger(households):
    for members in households:
        head = members[0]
        for person in members[1:]:
            if person.relation == "10":
                assert {person.sex, head.sex} == {MAN, WOMAN}
            if person.relation in {"20", "30", "40"}:
                assert person.relation == "40" or (person.relation == "20") == (person.sex == MAN)
                assert head.age - person.age >= 18
            if person.relation == "50":
                assert person.age - head.age >= 20
        assert all(0 < person.age < 100 for person in members)


def test_brothers_and_sisters_are_not_born_in_one_year(households):
    for members in households:
        born = [person.born[:4] for person in members if person.relation in {"20", "30"}]
        assert len(set(born)) == len(born)


def test_surnames_are_as_frequent_as_in_life():
    rng = dice(3)
    met = Counter(surname(rng) for _ in range(20_000))
    assert [name for name, _ in met.most_common(3)] in (["王", "李", "张"], ["李", "王", "张"])
    assert 0.05 < met["王"] / 20_000 < 0.10
    compound = sum(count for name, count in met.items() if len(name) == 2)
    assert 0.001 < compound / 20_000 < 0.006


def test_each_generation_has_its_own_names():
    rng = dice(4)
    given = {
        year: {full_name(rng, "王", sex=WOMAN, year=year)[1:] for _ in range(300)}
        for year in (1945, 1970, 1990, 2012)
    }
    assert all(1 <= len(name) <= 2 for names in given.values() for name in names)
    assert len(given[1945] & given[2012]) < 5
    assert len(given[1970] & given[1990]) < 20


def test_fonts_are_tried_with_names_they_may_lack(households):
    names = [person.name for members in households for person in members]
    assert any("𬭎" in name for name in names)
    assert any("㛃" in name for name in names)
    dotted = sum("·" in name for name in names) / len(names)
    assert 0.001 < dotted < 0.012


def test_people_who_share_are_not_related():
    members = household(Registry(dice(5)), 4, sharing=True)
    assert [person.relation for person in members] == ["02", "80", "80", "80"]
