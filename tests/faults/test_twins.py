"""Each zero can be something else: a broken program is caught by the very same trials."""

import random

import pytest

from gridapp.sync import http
from tests.end_to_end import faulty
from tests.faults import network, twins
from tests.faults.conftest import SEED
from tests.faults.town import Town
from tests.faults.trials import Trials

pytestmark = pytest.mark.end_to_end

_TRIALS = 6


def counted(trials, name):
    return trials.run(name, network.FAULTS[name], _TRIALS)


@pytest.fixture
def trials(on_file, tmp_path):
    """Trials at two laptops, the hub's process running on a file."""
    with Town.of(on_file, tmp_path) as town:
        yield Trials.begun(town, random.Random(SEED))


@pytest.mark.parametrize("fault", ["portal", "redirect"])
def test_laptop_that_takes_any_page_for_an_answer_is_caught(trials, fault):
    trials.wrapped = twins.takes_pages_for_answers
    assert counted(trials, fault).false > 0


@pytest.mark.parametrize("fault", ["reset before", "corrupt up", "strip"])
def test_laptop_that_marks_as_sent_before_the_answer_is_caught(trials, fault):
    trials.wrapped = twins.sent_is_taken
    told = counted(trials, fault)
    assert told.false > 0
    assert told.lost > 0


def test_laptop_that_does_not_look_what_was_answered_is_caught(trials, monkeypatch):
    monkeypatch.setattr(http, "check_ours", twins.check_without_digest)
    assert counted(trials, "stale").false > 0


def test_laptop_that_names_its_records_anew_is_caught(trials):
    trials.wrapped = twins.Renaming
    assert trials.run("reset after", lambda _: faulty.dropped, _TRIALS).doubled > 0
