"""Accounts, passwords and laptops."""

import json
from datetime import timedelta

import pytest

from gridapp.server import accounts, admin
from gridapp.server.accounts import AccountTaken, NotLetIn
from gridapp.server.admin import NotAPlace, NotARole
from gridapp.server.hub import WrongWorld
from gridapp.store.hub_tables import device as devices
from gridapp.store.sealing import unseal
from gridapp.wire import codec, signature
from gridapp.wire.messages import Enrolment, SignIn
from tests.server.world import GRID, visit

PASSWORD = "secret12"


def knock(world, told=PASSWORD, account="li", *, demo=False):
    public = signature.public_of(signature.new_key())
    return world.hub.sign_in(SignIn(account, told, public, "laptop", demo))


def test_right_password_registers_a_laptop_and_tells_it_what_it_needs(world):
    told = knock(world)
    assert (told.account, told.person, told.demo) == ("li", "Fictitious li", False)
    assert set(told.salts) == {"990101"}
    assert [post["account"] for post in told.first.records["post"]] == ["li", "zhang"]
    assert world.hub.device(told.device_id).account == "li"


def test_two_laptops_have_different_numbers_and_the_same_places(world):
    one, two = knock(world), knock(world)
    assert one.device_id != two.device_id
    assert one.tag != two.tag
    assert one.salts == two.salts


def test_wrong_password_and_unknown_account_say_the_same(world):
    said = set()
    for account in ("li", "nobody"):
        with pytest.raises(NotLetIn) as refused:
            knock(world, "wrong", account)
        said.add(str(refused.value))
    assert len(said) == 1


def test_five_wrong_tries_close_the_account_for_a_quarter_of_an_hour(world):
    for _ in range(5):
        with pytest.raises(NotLetIn, match="not right"):
            knock(world, "wrong")
    with pytest.raises(NotLetIn, match="wait 15 minutes"):
        knock(world)
    assert knock(world, account="zhang").account == "zhang"
    world.clock.at += timedelta(minutes=16)
    assert knock(world).account == "li"


def test_four_wrong_tries_are_forgotten_at_the_right_one(world):
    for _ in range(2):
        for _ in range(4):
            with pytest.raises(NotLetIn, match="not right"):
                knock(world, "wrong")
        assert knock(world).account == "li"


def test_demonstration_and_real_never_mix(world):
    with pytest.raises(WrongWorld):
        knock(world, demo=True)
    with pytest.raises(WrongWorld):
        knock(world, "wrong", demo=True)


def test_stopped_laptop_is_not_known_any_more(world):
    device = world.device("li")
    assert world.hub.device(device.device_id) == device
    with world.hub.store.writing() as connection:
        connection.execute(devices.update().values(stopped_at="2026-11-22T09:00:00.000Z"))
    assert world.hub.device(device.device_id) is None
    assert world.hub.device("nobody") is None


def test_account_is_made_once(world):
    with pytest.raises(AccountTaken):
        admin.add_account(world.hub, name="li", person="Another", password="secret12")
    with world.hub.store.reading() as connection:
        assert accounts.person_name(connection, "li") == "Fictitious li"


def test_post_of_nobody_is_refused(world):
    before = world.count("post")
    with pytest.raises(NotLetIn):
        admin.add_post(world.hub, account="nobody", role="grid_worker", place=GRID)
    assert world.count("post") == before


@pytest.mark.parametrize("place", [GRID + "1", "12011", "banana", "", "１２０１１０"])
def test_post_at_no_place_is_refused(world, place):
    before = world.count("post")
    with pytest.raises(NotAPlace):
        admin.add_post(world.hub, account="li", role="grid_worker", place=place)
    assert world.count("post") == before


def test_post_with_a_role_nobody_knows_is_refused(world):
    before = world.count("post")
    with pytest.raises(NotARole, match="nonsense"):
        admin.add_post(world.hub, account="li", role="nonsense", place=GRID)
    assert world.count("post") == before


def test_grid_has_fifteen_digits(world):
    before = world.count("grid")
    with pytest.raises(NotAPlace, match="15 digits"):
        admin.add_grid(world.hub, code="12", name="x")
    assert world.count("grid") == before


def test_post_begins_on_its_day(world):
    admin.add_post(world.hub, account="far", role="grid_worker", place=GRID, from_on="2026-11-24")
    far = world.device("far")
    assert world.ask(far, visit()).receipts[0].verdict == "set_aside"
    world.clock.at += timedelta(days=2)
    assert world.ask(far, visit()).receipts[0].verdict == "stored"


def test_enrolment_file_opens_with_its_code_and_holds_no_word_in_the_clear(world, tmp_path):
    out = tmp_path / "li.json"
    code = admin.laptop_file(world.hub, account="li", out=out, address="http://127.0.0.1:1")
    sealed = json.loads(out.read_text("utf-8"))
    opened = unseal(sealed, code)
    told = codec.decode(opened[32:], Enrolment)
    known = world.hub.device(told.device_id)
    assert (told.account, told.address) == ("li", "http://127.0.0.1:1")
    assert known.public_key == signature.public_of(opened[:32])
    assert "Fictitious" not in out.read_text("utf-8")


def test_enrolment_file_for_nobody_is_not_written(world, tmp_path):
    with pytest.raises(NotLetIn):
        admin.laptop_file(world.hub, account="nobody", out=tmp_path / "x.json", address="")
    assert list(tmp_path.glob("x*")) == []


def test_what_the_office_says_again_is_not_told_again(world, tmp_path):
    tree = tmp_path / "divisions.csv"
    tree.write_text(
        "code,name,level,parent\n99,Testland,province,\n990101,D,district,99\n", "utf-8"
    )
    li = world.device("li")
    assert admin.add_divisions(world.hub, tree) == 2
    admin.add_grid(world.hub, code=GRID, name="Grid 1")
    before = world.ask(li)
    assert admin.add_divisions(world.hub, tree) == 2
    admin.add_grid(world.hub, code=GRID, name="Grid 1")
    assert world.ask(li, cursors=before.cursors).records == {}
    admin.add_grid(world.hub, code=GRID, name="Grid One")
    told = world.ask(li, cursors=before.cursors).records
    assert [grid["name"] for grid in told["grid"]] == ["Grid One"]


def test_divisions_may_come_as_excel_writes_csv_in_china(world, tmp_path):
    tree = tmp_path / "divisions.csv"
    tree.write_bytes("code,name,level,parent\r\n12,天津市,province,\r\n".encode("gb18030"))
    assert admin.add_divisions(world.hub, tree) == 1
    assert [division["name"] for division in world.held("division").values()] == ["天津市"]


def test_division_without_a_name_stops_the_whole_file(world, tmp_path):
    tree = tmp_path / "divisions.csv"
    tree.write_text("code,name,level,parent\n99,Testland,province,\n9901,,city,99\n", "utf-8")
    with pytest.raises(admin.NotADivision):
        admin.add_divisions(world.hub, tree)
    assert world.count("division") == 0
