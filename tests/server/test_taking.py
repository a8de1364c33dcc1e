import msgspec
import pytest

from gridapp.wire.columns import pack
from gridapp.wire.messages import Ask
from tests.server.world import GRID, NEXT_GRID, card, change, visit

PLACE = f"{GRID}/place"


def verdicts(answer):
    return [receipt.verdict for receipt in answer.receipts]


@pytest.fixture
def li(world):
    return world.device("li")


@pytest.fixture
def zhang(world):
    return world.device("zhang")


def test_each_change_gets_its_verdict_in_order(world, li, zhang):
    start = world.ask(li, card(remark="dog")).receipts[0].rev
    world.ask(zhang, card(base_rev=start, remark="two dogs"))
    answer = world.ask(
        li,
        visit(),
        card(base_rev=start, phone="12345678901"),
        card(base_rev=start, remark="no dog"),
        change(
            "issue_step",
            scope=PLACE,
            issue_id="nowhere",
            step="pass_up",
            at="2026-11-22T09:00:00.000Z",
        ),
        visit(outcome=""),
    )
    assert verdicts(answer) == ["stored", "merged", "conflict", "refused", "set_aside"]
    assert [bool(r.reason) for r in answer.receipts] == [False, False, False, True, True]


def test_same_change_twice_is_answered_the_same_and_written_once(world, li):
    changes = [visit(), visit(outcome=""), card(remark="dog")]
    first, again = world.ask(li, *changes), world.ask(li, *changes)
    assert again.receipts == first.receipts
    assert (world.count("visit"), world.count("household")) == (1, 1)
    assert len(world.offered()) == 1


def test_same_change_twice_in_one_request_is_written_once(world, li):
    one = visit()
    answer = world.ask(li, one, one)
    assert verdicts(answer) == ["stored", "stored"]
    assert world.count("visit") == 1


def test_same_fact_from_two_laptops_is_one(world, li, zhang):
    first = world.ask(li, visit("v-1"))
    second = world.ask(zhang, visit("v-1"))
    assert verdicts(second) == ["stored"]
    assert second.receipts[0].rev == first.receipts[0].rev
    assert world.held("visit")["v-1"]["written_by"] == "li"


def test_one_number_with_two_contents_is_set_aside_and_both_are_kept(world, li, zhang):
    world.ask(li, visit("v-1", note="met the daughter"))
    answer = world.ask(zhang, visit("v-1", note="nobody there"))
    assert verdicts(answer) == ["set_aside"]
    assert world.held("visit")["v-1"]["note"] == "met the daughter"
    (kept,) = world.offered()
    assert (kept["kind"], kept["record_id"]) == ("visit", "v-1")
    assert kept["body"]["note"] == "nobody there"
    assert "Both are kept" in kept["reason"]


def test_fact_is_never_edited(world, li):
    rev = world.ask(li, visit("v-1", note="met the daughter")).receipts[0].rev
    answer = world.ask(li, change("visit", "v-1", base_rev=rev, note="met nobody"))
    assert verdicts(answer) == ["set_aside"]
    assert world.held("visit")["v-1"]["note"] == "met the daughter"


def test_card_takes_what_two_desks_wrote_into_different_fields(world, li, zhang):
    start = world.ask(li, card(remark="dog")).receipts[0].rev
    assert verdicts(world.ask(li, card(base_rev=start, phone="12345678901"))) == ["stored"]
    assert verdicts(world.ask(zhang, card(base_rev=start, remark="cat"))) == ["merged"]
    home = world.held("household")["household-1"]
    assert (home["phone"], home["remark"]) == ("12345678901", "cat")
    assert world.count("conflict") == 0


def test_same_value_from_two_desks_changes_nothing(world, li, zhang):
    start = world.ask(li, card(remark="dog")).receipts[0].rev
    after = world.ask(li, card(base_rev=start, remark="cat")).receipts[0].rev
    answer = world.ask(zhang, card(base_rev=start, remark="cat"))
    assert (answer.receipts[0].verdict, answer.receipts[0].rev) == ("merged", after)
    assert world.count("conflict") == 0


def test_one_field_from_two_desks_keeps_the_first_and_files_both(world, li, zhang):
    start = world.ask(li, card(remark="dog")).receipts[0].rev
    world.ask(zhang, card(base_rev=start, remark="cat", phone="12345678901"))
    answer = world.ask(li, card(base_rev=start, remark="bird", two_persons=True))
    assert verdicts(answer) == ["conflict"]
    home = world.held("household")["household-1"]
    assert (home["remark"], home["phone"], home["two_persons"]) == ("cat", "12345678901", True)
    (filed,) = world.held("conflict").values()
    assert (filed["about_id"], filed["field"], filed["scope"]) == ("household-1", "remark", PLACE)
    assert (filed["kept"]["value"], filed["kept"]["by"]) == ("cat", "zhang")
    assert (filed["offered"]["value"], filed["offered"]["by"]) == ("bird", "li")
    assert filed["kept"]["at"] == filed["offered"]["at"] == "2026-11-22T09:00:00.000Z"
    assert [kept["body"]["remark"] for kept in world.offered()] == ["bird"]


def test_conflict_names_who_wrote_that_field_and_not_the_card_last(world, li, zhang):
    start = world.ask(li, card(remark="dog")).receipts[0].rev
    zhangs = world.ask(zhang, card(base_rev=start, remark="cat")).receipts[0].rev
    office = world.device("office")
    world.ask(office, card(base_rev=zhangs, phone="12345678901"))
    world.ask(li, card(base_rev=start, remark="bird"))
    (filed,) = world.held("conflict").values()
    assert filed["kept"]["by"] == "zhang"


def knowing(one, *before):
    """The same edit by one who had made these before it."""
    return msgspec.structs.replace(one, after=tuple(each.change_id for each in before))


def test_desk_is_never_in_conflict_with_itself(world, li):
    """The worker went on writing after an answer was lost: both edits start from one number."""
    start = world.ask(li, card(remark="dog")).receipts[0].rev
    two = card(base_rev=start, remark="two dogs")
    world.ask(li, two)
    answer = world.ask(li, knowing(card(base_rev=start, remark="three dogs"), two))
    assert verdicts(answer) == ["merged"]
    assert world.held("household")["household-1"]["remark"] == "three dogs"
    assert world.count("conflict") == 0


def test_desk_is_not_in_conflict_with_itself_within_one_request(world, li):
    made = card(remark="dog")
    answer = world.ask(li, made, knowing(card(base_rev=0, remark="two dogs"), made))
    assert verdicts(answer) == ["stored", "merged"]
    assert world.held("household")["household-1"]["remark"] == "two dogs"
    assert world.count("conflict") == 0


def test_laptop_that_forgot_what_it_sent_is_in_conflict_like_any_other(world, li):
    """It was put back to an older copy: who wrote the second edit did not see the first."""
    start = world.ask(li, card(remark="dog")).receipts[0].rev
    world.ask(li, card(base_rev=start, remark="two dogs"))
    answer = world.ask(li, card(base_rev=start, remark="three dogs"))
    assert verdicts(answer) == ["conflict"]
    assert world.held("household")["household-1"]["remark"] == "two dogs"


def test_what_another_wrote_between_two_of_ones_own_is_not_covered(world, li, zhang):
    start = world.ask(li, card(remark="dog")).receipts[0].rev
    two = card(base_rev=start, remark="two dogs")
    rev = world.ask(li, two).receipts[0].rev
    world.ask(zhang, card(base_rev=rev, remark="cat"))
    answer = world.ask(li, knowing(card(base_rev=start, remark="three dogs"), two))
    assert verdicts(answer) == ["conflict"]
    assert world.held("household")["household-1"]["remark"] == "cat"


@pytest.mark.parametrize(
    "bad",
    [
        change("dream", scope=PLACE),
        visit(outcome=""),
        visit(note="x" * 2001),
        visit(note=7),
        visit(workers="li"),
        visit("x" * 65),
        visit(""),
        visit(workers=(1, 2)),
        visit(visited_at="yesterday"),
        visit(next_on="2026-02-30"),
        visit(scope=""),
        visit(scope=7),
        visit(scope="banana"),
        visit(extra="banana"),
        visit(extra=["banana", "split"]),
        change("household", resident_count=10**9, scope=PLACE, house_id="h"),
    ],
    ids=lambda bad: f"{bad.kind}-{min(bad.fields)}-{bad.id[:9]}",
)
def test_bad_change_does_not_stop_the_good_ones(world, li, bad):
    answer = world.ask(li, visit("good-1"), bad, visit("good-2"))
    assert verdicts(answer) == ["stored", "set_aside", "stored"]
    assert set(world.held("visit")) == {"good-1", "good-2"}
    (kept,) = world.offered()
    assert kept["change_id"] == bad.change_id


def test_another_grid_is_set_aside(world, li):
    answer = world.ask(li, visit("v-1", place=NEXT_GRID), card(place=NEXT_GRID))
    assert verdicts(answer) == ["set_aside", "set_aside"]
    assert (world.count("visit"), world.count("household")) == (0, 0)


def test_record_of_another_grid_cannot_be_pulled_over(world, li):
    other = world.device("other")
    rev = world.ask(other, card(place=NEXT_GRID)).receipts[0].rev
    answer = world.ask(li, card(base_rev=rev, scope=PLACE), card(base_rev=rev, remark="mine now"))
    assert verdicts(answer) == ["set_aside", "set_aside"]
    assert world.held("household")["household-1"]["remark"] == ""


def test_record_cannot_be_moved_to_another_grid(world, li):
    rev = world.ask(li, card()).receipts[0].rev
    answer = world.ask(li, card(base_rev=rev, scope=f"{NEXT_GRID}/place"))
    assert verdicts(answer) == ["set_aside"]


def test_what_is_for_all_comes_from_the_hub_alone(world, li):
    assert verdicts(world.ask(li, visit(scope=f"{GRID}/all"))) == ["set_aside"]


@pytest.mark.parametrize(
    ("kind", "fields"),
    [
        ("grid", {"code": GRID, "name": "mine"}),
        ("post", {"account": "li", "person": "Li", "role": "district_desk", "place": "990101"}),
        ("dispatch", {"issue_id": "i", "short_no": "I", "unit_id": "u", "text": "four"}),
        ("conflict", {"about_kind": "household", "about_id": "h", "field": "remark"}),
        ("org_unit", {"name": "mine", "org_kind": "department"}),
    ],
)
def test_reference_kinds_are_refused_from_laptops(world, li, kind, fields):
    before = world.count(kind)
    assert verdicts(world.ask(li, change(kind, scope=PLACE, **fields))) == ["set_aside"]
    assert world.count(kind) == before


def test_who_wrote_it_cannot_be_forged(world, li):
    forged = visit("v-1", written_by="centre", hub_at="2020-01-01", rev=7, id="v-2")
    world.ask(li, forged)
    held = world.held("visit")["v-1"]
    assert held["written_by"] == "li"
    assert held["hub_at"] > "2026"
    assert held["rev"] != 7


def test_numbers_grow_by_one_and_follow_the_order_of_the_changes(world, li):
    revs = [receipt.rev for receipt in world.ask(li, *[visit() for _ in range(5)]).receipts]
    assert revs == list(range(revs[0], revs[0] + 5))


def test_districts_count_each_for_themselves(world, li):
    far = world.device("far")

    def numbered():
        (receipt,) = world.ask(far, visit(place="990102001001001")).receipts
        assert receipt.verdict == "stored"
        return receipt.rev

    before = numbered()
    world.ask(li, visit(), visit())
    assert numbered() == before + 1


def test_card_written_in_vain_is_told_though_it_was_read_before(world, li, zhang):
    start = world.ask(li, card(remark="dog")).receipts[0].rev
    world.ask(zhang, card(base_rev=start, remark="cat"))
    read = world.ask(li).cursors
    answer = world.ask(li, card(base_rev=start, remark="cat"), cursors=read)
    assert verdicts(answer) == ["merged"]
    assert [told["written_by"] for told in answer.records["household"]] == ["zhang"]


def test_record_whose_extra_is_no_object_does_not_stop_the_others(world):
    li = world.device("li")
    head = {"written_by": "li", "written_at": "2026-11-22T09:00:00.000Z"}
    many = [{**visit(name).fields, **head, "id": name} for name in ("v-bad", "v-good")]
    made = {"visit": pack([{**many[0], "extra": "x"}, many[1]])}
    answer = world.hub.at(li).exchange(Ask((), (), "2026-11-22T10:00:00.000Z", made))
    assert [receipt.verdict for receipt in answer.receipts] == ["set_aside"]
    assert set(world.held("visit")) == {"v-good"}
