"""Categories are found the way people name them."""

import pytest

from gridapp.domain.categories import categories_for, leaves, recent_categories, tops


def found(wanted, **told):
    return [leaf.code for leaf in categories_for(wanted, **told)]


@pytest.mark.parametrize(
    ("wanted", "code"),
    [
        ("xsds", "0205"),
        ("xs", "0205"),
        ("fs", "0205"),
        ("XSDSFS", "0205"),
        ("ｘｓｄｓ", "0205"),
        ("下水", "0205"),
        ("下水堵塞", "0205"),
        ("反水", "0205"),
        ("堵", "0205"),
        ("马桶", "0205"),
        ("楼上下水道又堵了", "0205"),
        ("0205", "0205"),
        ("０２０５", "0205"),
        ("drain", "0205"),
        ("fxcd", "0602"),
        ("电瓶", "0602"),
        ("zyxftd", "0601"),
        ("dt", "0203"),
        ("ldd", "0204"),
        ("煤气", "0303"),
        ("rqxl", "0303"),
        ("czq", "0706"),
        ("ccq", "0706"),
        ("gkpw", "0605"),
        ("业委会", "1201"),
        ("其他", "1299"),
    ],
)
def test_what_people_type_finds_it_first(wanted, code):
    assert found(wanted)[0] == code


def test_the_name_of_a_top_finds_all_its_leaves():
    for top in tops():
        under = {leaf.code for leaf in leaves() if leaf.parent == top.code}
        assert under <= set(found(top.zh, most=70)), top.zh
        assert under <= set(found(top.en, most=70)), top.en
        assert set(found(top.code, most=70)) == under


def test_every_leaf_is_found_first_by_its_name_its_code_and_its_letters():
    for leaf in leaves():
        assert found(leaf.zh)[0] == leaf.code
        assert found(leaf.code) == [leaf.code]
        assert found(leaf.traits["initials"].split()[0])[0] == leaf.code


@pytest.mark.parametrize("wanted", ["", "   ", "x", "qqqq", "<b>&", "\0", "9999"])
def test_what_fits_nothing_finds_nothing(wanted):
    assert found(wanted) == []


def test_of_equally_good_ones_the_one_used_lately_comes_first():
    usual = found("漏水")
    assert {"0201", "0205"} <= set(usual)
    assert found("漏水", recent=usual[::-1][-2:])[:2] == usual[:2][::-1]


def test_no_more_than_asked_for_are_found():
    assert len(found("物业", most=3)) == 3


def test_recent_categories_are_the_last_five_different_ones():
    used = ["0205", "0205", "02", "9999", "0602", "0204", "0205", "0101", "0102", "0103"]
    assert [each.code for each in recent_categories(used)] == [
        "0205",
        "0602",
        "0204",
        "0101",
        "0102",
    ]
    assert recent_categories([]) == []


def test_every_leaf_has_letters_and_other_words():
    for leaf in leaves():
        assert leaf.traits["also"], leaf.zh
        initials = leaf.traits["initials"].split()
        assert all(each.isascii() and each.islower() and len(each) > 1 for each in initials)
        assert len(initials[0]) == len(leaf.zh.replace("/", "")), leaf.zh


def test_what_threatens_life_says_whom_to_call_and_the_call_is_one_of_three():
    for leaf in leaves():
        assert leaf.traits["refer"] in {"", "110", "119", "120"}
        assert not leaf.traits["refer"] or leaf.traits["safety"] == "y"
