"""Accounts the office makes: one by one, from a sheet, closed and opened again."""

import socket

import pytest

from gridapp.domain.fingerprints import spoken
from gridapp.domain.words import shown
from gridapp.files.workbook import workbook
from gridapp.server import admin
from gridapp.server.accounts import NotLetIn
from gridapp.server.accounts_sheet import NoHeadings
from gridapp.server.enlist import NotAnAccount
from tests.server.offices import COMMUNITY, add, hub_of, sign_in


def test_an_account_is_made_with_its_post_and_signs_in_with_its_slip(office):
    slip = add(office)
    assert (slip.person, slip.account, slip.place_name) == ("李桂芬", "li", "第一网格")
    assert slip.role == "grid_worker"
    assert slip.address == f"https://{socket.gethostname()}:8420"
    assert slip.digits == spoken(office.state().fingerprint) != ""
    assert sign_in(office, "li", slip.password).person == "李桂芬"
    [line] = office.accounts()
    [post] = line.posts
    assert (line.name, line.is_closed, line.laptops) == ("li", False, 1)
    assert (post.role, post.place, post.place_name) == (
        "grid_worker",
        f"{COMMUNITY}001",
        "第一网格",
    )
    assert slip.password not in repr((office.accounts(), office.state()))
    assert office.state().accounts == 1
    assert office.grids()[0].workers == 1


def test_a_clerk_has_the_post_at_the_department(office):
    unit = admin.add_unit(hub_of(office), place="990101", name="城管局", org_kind="department")
    slip = add(office, "clerk", role="handler", place="城管局", person="孙建平")
    [post] = office.accounts()[0].posts
    assert (slip.place_name, post.place, post.place_name) == ("城管局", unit, "城管局")


@pytest.mark.parametrize(
    ("told", "sentence"),
    [
        ({"name": "li hua"}, "cannot be an account"),
        ({"name": "../li"}, "cannot be an account"),
        ({"person": ""}, "name is missing"),
        ({"role": "皇帝"}, "“皇帝” is not a role"),
        ({"place": "第九网格"}, "“第九网格” is no place"),
        ({"role": "handler"}, "“第一网格” is no place"),
        ({"password": "short"}, "at least 8"),
    ],
)
def test_what_makes_no_account_is_said_in_a_sentence(office, told, sentence):
    with pytest.raises(NotAnAccount, match=sentence):
        add(office, **{"name": "li", **told})
    assert office.accounts() == ()


def test_a_name_is_given_to_one_person(office):
    add(office)
    with pytest.raises(NotAnAccount, match="already an account “li”"):
        add(office, person="Another")
    assert office.accounts()[0].person == "李桂芬"


def test_a_new_password_replaces_the_old_and_opens_after_wrong_tries(office):
    old = add(office)
    new = office.new_password("li")
    with pytest.raises(NotLetIn):
        sign_in(office, "li", old.password)
    sign_in(office, "li", new.password)
    chosen = office.new_password("li", "chosen by her")
    assert chosen.password == "chosen by her"
    sign_in(office, "li", "chosen by her")
    with pytest.raises(NotLetIn):
        office.new_password("nobody")
    with pytest.raises(NotAnAccount):
        office.new_password("li", "short")


def test_a_closed_account_and_its_laptop_are_let_in_again_when_it_opens(office):
    slip = add(office)
    device = sign_in(office, "li", slip.password).device_id
    office.close_account("li")
    assert office.accounts()[0].is_closed
    assert office.state().accounts == 0
    assert office.grids()[0].workers == 0
    assert hub_of(office).device(device) is None
    with pytest.raises(NotLetIn, match="office has closed"):
        sign_in(office, "li", slip.password)
    office.reopen_account("li")
    assert hub_of(office).device(device) is not None
    assert sign_in(office, "li", slip.password).account == "li"
    with pytest.raises(NotLetIn):
        office.close_account("nobody")


def sheet(tmp_path, *rows):
    path = tmp_path / "人员.xlsx"
    path.write_bytes(workbook(rows))
    return path


def test_good_rows_of_a_sheet_become_accounts_and_bad_ones_come_back(office, tmp_path):
    add(office, "taken", person="旧人")
    done = office.add_accounts(
        sheet(
            tmp_path,
            ["听枫街道网格员名单"],
            ["序号", "姓 名", "账号", "角色", "网格/地方", "密码"],
            [1, "李桂芬", "li", "网格员", "第一网格", ""],
            [2, "赵志远", "zhao", "社区书记", COMMUNITY, "secret12"],
            [3, "", "", "", "", ""],
            [4, "王秀", "wang", "网管员", "第一网格", ""],
            [5, "张三", "taken", "网格员", "第一网格", ""],
            [6, "周五", "zhou", "网格员", "第二网格", "12345678"],
            [7, "李桂芬", "li", "楼栋长", "第一网格", ""],
        )
    )
    assert [(slip.account, slip.place_name) for slip in done.slips] == [
        ("li", "第一网格"),
        ("zhao", "榆晴社区"),
        ("li", "第一网格"),
    ]
    assert done.slips[0].password == done.slips[2].password != ""
    assert done.slips[1].password == "secret12"
    said = {one.row: shown(one.text, "en", **one.values) for one in done.refused}
    assert list(said) == [6, 7, 8]  # a row with nothing but its number is none
    assert "“网管员”" in said[6]
    assert "“taken”" in said[7]
    assert "“第二网格”" in said[8]
    posts = {line.name: {post.role for post in line.posts} for line in office.accounts()}
    assert posts == {
        "li": {"grid_worker", "building_leader"},
        "zhao": {"community_secretary"},
        "taken": {"grid_worker"},
    }
    sign_in(office, "li", done.slips[0].password)


def test_numbers_of_a_sheet_are_read_as_they_were_typed(office, tmp_path):
    path = sheet(
        tmp_path,
        ["姓名", "帐号", "岗位", "所属网格", "初始密码"],
        ["李桂芬", 1001, "网格员", int(f"{COMMUNITY}001"), 12345678],
    )
    [slip] = office.add_accounts(path).slips
    assert (slip.account, slip.password) == ("1001", "12345678")


def test_a_sheet_without_headings_is_refused_whole(office, tmp_path):
    with pytest.raises(NoHeadings, match="姓名"):
        office.add_accounts(sheet(tmp_path, ["李桂芬", "li", "网格员", "第一网格"]))
    assert office.accounts() == ()
