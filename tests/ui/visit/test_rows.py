"""Each row of the form says one thing of the visit, and says in place what it cannot take."""

from typing import Any

from PySide6.QtCore import Qt

from gridapp.client.actions.issues import report_issue, take_step
from gridapp.domain.records.visits import Appointment, Campaign, Photo
from tests.client.conftest import held, told_by_hub
from tests.ui.conftest import find
from tests.ui.hands import copied, files, jpeg, say
from tests.ui.seen import settled
from tests.ui.visit.conftest import CTRL, only

WINTER: dict[str, Any] = {
    "name": "冬季",
    "campaign_kind": "",
    "item_no": "1",
    "begins_on": "2026-11-01",
}


def test_an_appointment_waits_for_its_day(form, desk):
    form.type("4")
    assert "还差" in form.text("return-said")
    assert held(desk, Appointment) == []
    form.type("2")
    assert only(desk).next_on == "2026-11-23"
    form.click("return-part-morning")
    (promised,) = held(desk, Appointment)
    assert (promised.on, promised.part_of_day) == ("2026-11-23", "morning")
    assert "2026-11-23 上午" in form.text("return-said")


def test_an_appointment_may_name_its_day(form, desk):
    form.type("44")
    form.type("11-31")
    form.key(Qt.Key.Key_Return)
    assert "看不出是哪天" in form.text("told-return")
    find(form.inside, "return-date").selectAll()
    find(form.inside, "return-date").setFocus()
    form.type("11-30")
    form.key(Qt.Key.Key_Return)
    assert only(desk).next_on == "2026-11-30"
    assert not form.shows("told-return")


def test_the_hour_is_set_back_and_who_typed_stays(form, desk):
    form.type("1")
    form.click("change-time")
    form.type("11-21 19:05")
    form.key(Qt.Key.Key_Return)
    visit = only(desk)
    assert visit.visited_at == "2026-11-21T11:05:00.000Z"
    assert visit.written_at.startswith("2026-11-22")
    assert form.text("visited-at") == "昨天 19:05"


def test_an_hour_to_come_is_refused_in_place(form, desk):
    form.type("1")
    before = only(desk).visited_at
    form.click("change-time")
    form.type("23:05")
    form.key(Qt.Key.Key_Return)
    assert "还没到" in form.text("told-when")
    assert find(form.inside, "told-time").text() == "23:05"
    assert form.focused().objectName() == "told-time"
    assert only(desk).visited_at == before


def test_a_companion_is_added(form, desk, town):
    town.sync(desk)
    form.type("1")
    form.click("add-worker")
    form.click("worker-演示zhang")
    say(find(form.inside, "worker-name"), "王主任")
    form.key(Qt.Key.Key_Return)
    visit = only(desk)
    assert visit.workers == ("演示li", "演示zhang", "王主任")
    assert visit.typed_by == "演示li"
    assert form.text("typed-by") == "录入 演示li"


def test_somebody_went(form, desk):
    form.type("1")
    form.click("worker-演示li")
    assert "至少留一个" in form.text("told-who")
    assert only(desk).workers == ("演示li",)
    assert find(form.inside, "worker-演示li").isChecked()


def test_as_last_time_is_said_by_nought(form, desk):
    form.type("1")
    assert form.text("facts-known") == "3口人 · 自住 · 电话尾号 0030"
    form.type("0")
    assert only(desk).checklist == {"household": "same"}
    assert find(form.inside, "facts-same").isChecked()


def test_what_was_told_is_ticked(form, desk):
    points = ("燃气安全", "医保缴费")
    told_by_hub(
        desk,
        Campaign(id="winter", scope="", talking_points=points, **WINTER),
    )
    form.type("1")
    form.click("talked-燃气安全")
    assert (only(desk).talked, only(desk).campaign_id) == (("燃气安全",), "winter")
    form.click("talked-燃气安全")
    assert only(desk).talked == ()


def test_what_we_owe_comes_first(inside, desk, door):
    issue = report_issue(desk, household=door, category="0205", text="厨房下水反水").issue
    for step, words in (("handle_here", ""), ("report_done", "物业已疏通")):
        take_step(desk, issue=issue.id, step=step, text=words)
    inside.go("visit", household=door)
    owed = find(inside, "reply-1-text")
    assert "下水" in owed.text()
    assert "物业已疏通" in owed.text()
    assert (
        owed.mapTo(inside.window, owed.pos()).y()
        < find(inside, "row-outcome").mapTo(inside.window, find(inside, "row-outcome").pos()).y()
    )


def test_where_nothing_is_owed_nothing_stands_above(form):
    assert not form.shows("visit-owed")


def test_a_photo_is_pasted_into_the_visit(form, desk, qtbot, tmp_path):
    (tmp_path / "door.jpg").write_bytes(jpeg())
    form.type("19")
    assert form.shows("add-photos")
    copied(files(tmp_path / "door.jpg"))
    form.key(Qt.Key.Key_V, CTRL)
    qtbot.waitUntil(lambda: bool(held(desk, Photo)), timeout=20_000)
    (photo,) = held(desk, Photo)
    assert (photo.about_kind, photo.about_id) == ("visit", only(desk).id)
    qtbot.waitUntil(lambda: form.shows("photo-1"), timeout=20_000)


def test_an_issue_is_noted_by_seven(form, desk):
    form.type("17")
    settled()
    assert form.inside.workplace.page.name == "report"
    form.inside.back()
    assert only(desk).outcome == "11"
