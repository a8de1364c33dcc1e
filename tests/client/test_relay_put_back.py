"""Envelopes of laptops and hubs that were put back to an older copy."""

from dataclasses import replace

import pytest

from gridapp.client.actions import relay
from gridapp.client.actions.issues import report_issue, take_step
from gridapp.server import copies
from gridapp.server import relay as office
from gridapp.server.hub import Hub
from gridapp.store.backup import copy
from gridapp.store.engine import open_store


@pytest.fixture
def stick(tmp_path):
    """What is carried between laptop and office."""
    folder = tmp_path / "stick"
    folder.mkdir()
    return folder


def report(desk, text="路灯不亮了"):
    return report_issue(desk, category="0205", text=text, place="小区东门").issue


@pytest.mark.parametrize("name", ["", "again.envelope"], ids=["in the folder", "by name"])
def test_laptop_that_was_put_back_covers_no_envelope_and_passes_for_none(
    town, desk, stick, tmp_path, name
):
    """It counts again from what it knew, and what it wrote since is in its old envelope alone."""
    kept = copy(desk.store, tmp_path / "copies", label="daily", now=town.clock())
    report(desk, "只在旧信封里")
    (old,) = relay.write_out(desk, stick).files
    again = replace(desk, store=open_store(kept, town.keys["li"]))
    report(again, "后来写的")
    (new,) = relay.write_out(again, stick / name).files
    again.store.close()
    assert new != old
    said = [office.relay(town.hub, file).said for file in (old, new, old)]
    assert ["taken in before" in each for each in said] == [False, False, True]
    with town.hub.store.reading() as connection:
        texts = connection.exec_driver_sql("SELECT text FROM issue").scalars()
        assert {"只在旧信封里", "后来写的"} <= set(texts)


def test_hub_that_was_put_back_is_healed_before_it_judges_what_comes_by_network(
    town, desk, stick, tmp_path
):
    """By stick nobody can tell it what it forgot, and its answer makes nobody sure."""
    kept = copy(town.hub.store, tmp_path / "copies", label="daily", now=town.clock())
    issue = report(desk)
    town.sync(desk)
    town.hub.store.close()
    town.hub = Hub(open_store(kept, town.keys["hub"]), town.clock)
    copies.say_put_back(town.hub)
    (file,) = relay.write_out(desk, stick / "li.envelope").files
    answer = office.relay(town.hub, file).answer
    assert "do not hold the same" in relay.take_in(desk, answer).said
    take_step(desk, issue=issue.id, step="handle_here", text="已联系物业")
    assert town.sync(desk).not_taken == 0
    with town.hub.store.reading() as connection:
        count = connection.exec_driver_sql("SELECT count(*) FROM issue_step").scalar()
    assert count == 2
