"""The code lists and calendars that ship are whole, and mean what the trade means by them."""

import csv
import re
from collections import Counter
from datetime import date
from itertools import pairwise

import pytest

from gridapp.domain.codes import code_list, list_names
from gridapp.domain.resources import resource

CALENDARS = sorted(resource("calendar").glob("*.csv"))
SATURDAY = 5

# code: knocked, met, done, in the denominator
RATES = {
    "10": ("y", "y", "y", "y"),
    "11": ("y", "y", "y", "y"),
    "12": ("n", "y", "y", "y"),
    "13": ("y", "n", "n", "y"),
    "14": ("y", "y", "n", "y"),
    "20": ("y", "n", "n", "y"),
    "21": ("y", "n", "n", "y"),
    "22": ("y", "n", "n", "y"),
    "23": ("y", "n", "n", "y"),
    "30": ("y", "y", "n", "y"),
    "31": ("y", "y", "y", "y"),
    "32": ("y", "y", "y", "y"),
    "40": ("n", "n", "n", "y"),
    "41": ("y", "n", "n", "y"),
    "42": ("y", "n", "n", "y"),
    "50": ("y", "n", "n", "until_confirmed"),
    "51": ("y", "n", "n", "until_confirmed"),
    "52": ("y", "n", "y", "n"),
    "53": ("y", "n", "n", "y"),
    "54": ("y", "n", "y", "n"),
    "55": ("y", "n", "y", "n"),
}

CARE_TAGS = "E1 E2 E3 E4 E5 E6 W1 W2 W3 W4 K1 K2 K3 F1 M1 F2 J1 J2 H1 H2"
CARE_LETTERS = "A  B  C  D  E  F  G  G  G  H  J  J  J  K  L  M  N  P  R  S"

# a trait whose values are codes of another list
POINTS_AT = [
    ("category", "level", "owner_level"),
    ("category", "urgency", "urgency"),
    ("outcome", "paper_key", "paper_key"),
    ("care_tag", "frequency", "care_frequency"),
    ("care_tag", "frequency_if_80_or_ill", "care_frequency"),
    ("issue_step", "stage", "stage"),
    ("org_kind", "line", "org_line"),
]


@pytest.mark.parametrize("name", list_names())
def test_no_code_and_no_label_stands_twice_in_a_list(name):
    rows = _rows(resource("codes", f"{name}.csv"))
    for column in ("code", "zh", "en"):
        again = [text for text, times in Counter(r[column] for r in rows).items() if times > 1]
        assert again == [], column


@pytest.mark.parametrize("name", list_names())
def test_every_row_is_whole(name):
    path = resource("codes", f"{name}.csv")
    raw = path.read_bytes()
    assert not raw.startswith(b"\xef\xbb\xbf")
    assert b"\r" not in raw
    for row in _rows(path):
        assert row["code"]
        assert row["zh"]
        assert row["en"].isascii()
        assert row["en"]
        assert None not in row, "a cell too many"
        assert None not in row.values(), "a cell too few"
        assert all(text == text.strip() for text in row.values())


@pytest.mark.parametrize("name", list_names())
def test_every_list_loads_in_file_order_with_every_parent_in_it(name):
    codes = code_list(name)
    rows = _rows(resource("codes", f"{name}.csv"))
    assert [code.code for code in codes] == [row["code"] for row in rows]
    assert all(code.parent in codes for code in codes if code.parent)
    assert all(code.parent != code.code for code in codes)


@pytest.mark.parametrize(("name", "trait", "target"), POINTS_AT)
def test_a_trait_that_names_another_list_names_a_code_of_it(name, trait, target):
    named = {code.traits[trait] for code in code_list(name)} - {""}
    assert named
    assert named <= set(code_list(target).codes)


def test_category_tree_has_twelve_tops_and_seventy_leaves():
    categories = code_list("category")
    tops = [code.code for code in categories if not code.parent]
    leaves = [code for code in categories if code.parent]
    per_top = Counter(leaf.parent for leaf in leaves)
    assert tops == [f"{number:02}" for number in range(1, 13)]
    assert [per_top[top] for top in tops] == [7, 7, 5, 5, 6, 7, 6, 4, 5, 7, 5, 6]
    assert len(leaves) == 70
    assert all(re.fullmatch(leaf.parent + r"\d\d", leaf.code) for leaf in leaves)


def test_every_category_leaf_has_level_urgency_and_flags_and_no_top_has_any():
    for code in code_list("category"):
        if not code.parent:
            assert not any(code.traits.values()), code
            continue
        assert code.traits["level"] in {"1", "2", "3", "4"}, code
        assert code.traits["urgency"] in code_list("urgency"), code
        assert code.traits["safety"] in {"y", "n"}, code


def test_safety_leaves_are_fire_and_public_safety_falling_walls_and_gas():
    leaves = [code for code in code_list("category") if code.parent]
    safety = {leaf.code for leaf in leaves if leaf.traits["safety"] == "y"}
    assert safety == {leaf.code for leaf in leaves if leaf.parent == "06"} | {"0202", "0303"}


def test_only_a_complaint_about_a_worker_is_hidden_from_that_worker():
    hidden = [c.code for c in code_list("category") if c.traits["hidden_from_concerned"] == "y"]
    assert hidden == ["1205"]


def test_outcomes_count_as_the_rate_table_says():
    columns = ("knocked", "met", "done", "in_denominator")
    shipped = {c.code: tuple(c.traits[column] for column in columns) for c in code_list("outcome")}
    assert shipped == RATES


def test_each_paper_key_stands_for_exactly_one_outcome():
    keys = {c.traits["paper_key"]: c.code for c in code_list("outcome") if c.traits["paper_key"]}
    assert keys == {"1": "11", "2": "20", "3": "30", "4": "22", "5": "50", "6": "40"}
    assert sum(bool(c.traits["paper_key"]) for c in code_list("outcome")) == 6
    assert list(code_list("paper_key").codes) == ["1", "2", "3", "4", "5", "6"]


def test_refused_and_finished_doors_are_not_knocked_again():
    never = {code.code for code in code_list("outcome") if code.traits["revisit"] == "no"}
    assert never == {"10", "11", "12", "31", "32", "52", "54", "55"}


def test_outcome_words_fit_a_button():
    for name in ("outcome", "paper_key"):
        assert all(len(code.en) <= 14 for code in code_list(name)), name


def test_care_letters_are_those_on_paper():
    tags = list(code_list("care_tag"))
    assert [tag.code for tag in tags] == CARE_TAGS.split()
    assert [tag.traits["letter"] for tag in tags] == CARE_LETTERS.split()


def test_an_ordinary_household_has_one_frequency():
    ordinary = [c.code for c in code_list("care_frequency") if c.traits["ordinary"] == "y"]
    assert ordinary == ["yearly"]


def test_urgencies_carry_their_times():
    columns = ("accept", "first_contact", "finish", "callback", "extension")
    shipped = {c.code: [c.traits[column] for column in columns] for c in code_list("urgency")}
    assert shipped == {
        "e": ["30min", "2h", "24h", "0d", ""],
        "u": ["2h", "24h", "3wd", "2wd", ""],
        "n": ["4wh", "1wd", "5wd", "2wd", ""],
        "c": ["4wh", "1wd", "15wd", "2wd", "7wd"],
    }


def test_every_post_is_tied_to_a_node():
    nodes = {"grid", "community", "street", "district", "building", "unit", "org"}
    assert {role.traits["node"] for role in code_list("post_role")} == nodes


def test_every_issue_state_is_draft_open_or_closed():
    types = {state.code: state.traits["type"] for state in code_list("issue_state")}
    assert [code for code, kind in types.items() if kind == "draft"] == ["draft"]
    assert [code for code, kind in types.items() if kind == "closed"] == [
        "closed",
        "merged",
        "void",
    ]
    assert set(types.values()) == {"draft", "open", "closed"}


def test_label_speaks_the_language_asked_for():
    outcomes = code_list("outcome")
    assert outcomes["20"].label("zh_CN") == "无人应答"
    assert outcomes.label("20", "en") == "No answer"


def test_unknown_code_is_shown_as_itself():
    outcomes = code_list("outcome")
    assert "99" not in outcomes
    assert outcomes.label("99", "zh_CN") == "99"


def test_code_is_found_by_its_exact_label_in_either_language():
    usage = code_list("usage")
    assert usage.named("自住") is usage["10"]
    assert usage.named("Vacant") is usage["30"]
    assert usage.named("自") is None


def test_unknown_list_is_a_bug():
    with pytest.raises(FileNotFoundError):
        code_list("no_such_list")


@pytest.mark.parametrize("path", CALENDARS, ids=lambda path: path.stem)
def test_calendar_days_are_in_their_year_in_order_and_of_a_known_kind(path):
    rows = _rows(path)
    days = [date.fromisoformat(row["day"]) for row in rows]
    assert {day.year for day in days} == {int(path.stem)}
    assert all(earlier < later for earlier, later in pairwise(days))
    assert {row["kind"] for row in rows} == {"holiday", "make_up_workday"}
    assert {"holiday", "make_up_workday"} <= set(code_list("day_kind").codes)
    assert all(row["zh"] and row["en"] for row in rows)


@pytest.mark.parametrize("path", CALENDARS, ids=lambda path: path.stem)
def test_make_up_workdays_fall_on_weekends(path):
    make_up = [row["day"] for row in _rows(path) if row["kind"] == "make_up_workday"]
    assert all(date.fromisoformat(day).weekday() >= SATURDAY for day in make_up)


def test_calendars_hold_every_day_the_state_council_announced():
    counted = {path.stem: Counter(row["kind"] for row in _rows(path)) for path in CALENDARS}
    assert counted["2025"] == {"holiday": 28, "make_up_workday": 5}
    assert counted["2026"] == {"holiday": 33, "make_up_workday": 6}


def _rows(path):
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
