"""Every pair of colours the window draws can be read, and letters and targets keep their sizes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtWidgets import QPushButton

from gridapp.ui.look import sizes
from gridapp.ui.look.colours import (
    PART_LEAST,
    SCHEMES,
    TEXT_LEAST,
    contrast,
    part_pairs,
    text_pairs,
)
from gridapp.ui.look.look import Look

COLOURS = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06x}")


def test_contrast_is_counted_as_the_rule_says():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#0b57d0", "#ffffff") == pytest.approx(6.4, abs=0.05)
    assert contrast("#999999", "#ffffff") == pytest.approx(2.85, abs=0.05)


@given(COLOURS, COLOURS)
def test_contrast_has_no_direction(one, other):
    assert contrast(one, other) == contrast(other, one) >= 1


@pytest.mark.parametrize("scheme", SCHEMES.values(), ids=SCHEMES)
def test_every_text_can_be_read(scheme):
    weak = {pair: contrast(*pair) for pair in text_pairs(scheme) if contrast(*pair) < TEXT_LEAST}
    assert weak == {}


@pytest.mark.parametrize("scheme", SCHEMES.values(), ids=SCHEMES)
def test_every_line_and_ring_can_be_seen(scheme):
    weak = {pair: contrast(*pair) for pair in part_pairs(scheme) if contrast(*pair) < PART_LEAST}
    assert weak == {}


def test_letters_go_from_fourteen_to_thirty_points_and_back():
    up = [14]
    while sizes.bigger(up[-1]) != up[-1]:
        up.append(sizes.bigger(up[-1]))
    down = [30]
    while sizes.smaller(down[-1]) != down[-1]:
        down.append(sizes.smaller(down[-1]))
    assert up == down[::-1] == list(sizes.SIZES)
    assert len(up) == 6


@pytest.mark.parametrize("size", sizes.SIZES)
@pytest.mark.parametrize(("elder", "least"), [(False, 44), (True, 60)])
def test_what_one_clicks_is_tall_enough(look, qtbot, size, elder, least):
    look.choose(size=size, elder=elder)
    button = QPushButton("没人")
    qtbot.addWidget(button)
    button.show()
    assert button.height() >= least
    assert button.fontInfo().pixelSize() == look.pixels


def test_the_look_chosen_is_there_again_at_the_next_start(look):
    look.choose(size=22, scheme="contrast", elder=True)
    again = Look(look._kept)
    assert (again.size, again.scheme.name, again.elder) == (22, "contrast", True)


def test_a_look_somebody_spoilt_by_hand_is_taken_as_the_usual_one(look):
    look._kept.setValue("size", "enormous")
    look._kept.setValue("scheme", "pink")
    again = Look(look._kept)
    assert (again.size, again.scheme.name) == (sizes.USUAL, "light")
