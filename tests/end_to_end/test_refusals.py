"""Passwords, keys and folders: what is wrong is told, and nothing changes."""

import pytest

from gridapp.store.sealing import seal
from tests.end_to_end.office import GRID, PASSWORD, Laptop, Office

pytestmark = pytest.mark.end_to_end


def content(folder):
    """Every file of a folder but empty lock files."""
    files = {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}
    return {name: held for name, held in files.items() if held or not name.endswith(".lock")}


def refused(said, begins):
    assert (said.code, said.out) == (1, "")
    assert said.error.startswith(begins), said.error
    assert said.error.count("\n") == 1


def test_five_wrong_passwords_close_the_account_a_while(town):
    town.open()
    laptop = Laptop(town.root, town.root / "new")
    options = ["sign-in", "--hub", town.line.address, "--account", "li"]
    for _ in range(5):
        said = laptop.desk(*options, GRIDAPP_PASSWORD="wrong")
        refused(said, "The account or the password is not right. Nothing was sent.")
    refused(laptop.desk(*options), "Too many wrong tries. Please wait 15 minutes and try again.")
    assert not laptop.home.exists()
    zhang = laptop.good("desk", *options[:3], "--account", "zhang")
    assert zhang["account"] == "zhang"


def test_password_may_come_from_a_file_and_never_from_an_argument(town):
    town.open()
    laptop = Laptop(town.root, town.root / "new")
    file = town.root / "password.txt"
    file.write_text(f"{PASSWORD}\n", encoding="utf-8-sig")  # as the editor of Windows does
    options = ["--hub", town.line.address, "--account", "li", "--password-file", file]
    assert laptop.good("desk", "sign-in", *options, GRIDAPP_PASSWORD="wrong")["account"] == "li"
    assert laptop.desk("sign-in", *options[:4], "--password", PASSWORD).code == 2


def test_wrong_unlock_password_changes_no_byte(town):
    laptop = town.laptop("li")
    before = content(laptop.home)
    for words in (["status"], ["sync"], ["record-visit", "--household", "x", "--outcome", "11"]):
        said = laptop.desk(*words, GRIDAPP_PASSPHRASE="wrong")
        refused(said, "The password is not right. Nothing was changed.")
    assert content(laptop.home) == before
    hub = town.root / "office" / "hub"
    before = content(hub)
    said = town.office.run("admin", "grid", "--code", GRID, "--name", "x", GRIDAPP_PASSPHRASE="x")
    refused(said, "The password is not right. Nothing was changed.")
    assert content(hub) == before


def test_missing_unlock_password_is_asked_for(town):
    laptop = town.laptop("li")
    refused(laptop.desk("status", GRIDAPP_PASSPHRASE=""), "An unlock password is needed")


def test_missing_key_file_is_told_and_no_new_key_is_made(town):
    laptop = town.laptop("li")
    (laptop.home / "desk.key.json").unlink()
    before = content(laptop.home)
    refused(laptop.desk("status"), "The key file desk.key.json is missing")
    file, code = town.office.laptop_file("li", town.line.address)
    refused(
        laptop.desk("sign-in", "--enrolment", file, "--code", code),
        "The key file desk.key.json is missing",
    )
    assert content(laptop.home) == before
    hub = town.root / "office" / "hub"
    (hub / "hub.key.json").unlink()
    before = content(hub)
    for words in (["serve", "--port", "0"], ["admin", "init"]):
        refused(town.office.run(*words), "The")
    assert content(hub) == before


def test_damaged_key_file_is_told(town):
    laptop = town.laptop("li")
    key = laptop.home / "desk.key.json"
    whole = key.read_text("utf-8")
    for damaged in ("", whole[:100], "[]", "{}"):
        key.write_text(damaged, encoding="utf-8")
        refused(laptop.desk("status"), "The key file desk.key.json")
    key.write_text(whole, encoding="utf-8")
    assert laptop.status()["account"] == "li"


def test_store_of_somebody_else_does_not_open(town):
    laptop, zhang = town.laptop("li"), town.laptop("zhang")
    (laptop.home / "desk.db").write_bytes((zhang.home / "desk.db").read_bytes())
    before = content(laptop.home)
    refused(laptop.desk("status"), "This password does not open desk.db. Nothing was changed.")
    assert content(laptop.home) == before


def test_missing_store_beside_its_key_is_told_and_none_is_made(town):
    laptop = town.laptop("li")
    (laptop.home / "desk.db").unlink()
    refused(laptop.desk("status"), "Signing in did not finish on this laptop.")
    assert not (laptop.home / "desk.db").exists()
    hub = town.root / "office" / "hub"
    (hub / "hub.db").unlink()
    for words in (["serve", "--port", "0"], ["admin", "grid", "--code", GRID, "--name", "x"]):
        refused(town.office.run(*words), "The key of a hub is in this folder, its records are not.")
    assert not (hub / "hub.db").exists()


def test_one_folder_is_served_once_and_one_port_taken_once(town):
    town.open()
    refused(town.office.run("serve", "--port", "0"), "The hub of this folder is running already.")
    port = town.line.hub[1]
    second = Office(town.root, town.root / "second")
    second.admin("init")
    taken = f"Port {port} is in use on this computer."
    refused(second.run("serve", "--port", port), taken)
    refused(second.run("serve", "--port", 99999), "Port 99999")
    shown = Office(town.root, town.root / "shown")
    shown.admin("init", "--demo")  # a demonstration has no certificate
    for host in ("0.0.0.0", "192.168.1.7", "hub.example", "::"):  # noqa: S104 - to be refused
        refused(shown.run("serve", "--host", host, "--port", "0"), "This hub has no certificate")


def test_hub_that_is_not_there_is_told(town):
    nowhere = Office(town.root, town.root / "nowhere")
    for words in (["serve"], ["admin", "grid", "--code", GRID, "--name", "x"]):
        refused(nowhere.run(*words), "There is no hub here yet.")
    assert not (town.root / "nowhere").exists()
    refused(town.office.run("admin", "init"), "There are records in hub already.")


def test_demonstration_and_real_never_meet(town):
    served = town.open()
    laptop = Laptop(town.root, town.root / "new")
    options = ["sign-in", "--hub", town.line.address, "--account", "li"]
    mixed = "One side is the demonstration and the other is real. Nothing was sent."
    refused(laptop.desk(*options, "--demo"), mixed)
    served.kill()
    demo = Office(town.root, town.root / "demo")
    demo.admin("init", "--demo")
    demo.account("li", "grid_worker", GRID)
    _, address = demo.serve("demo")
    try:
        town.line.lead_to(address)
        refused(laptop.desk(*options), mixed)
        assert not laptop.home.exists()
        assert laptop.good("desk", *options, "--demo")["demo"]
        # A laptop of the real hub is a stranger to this one.
        refused(town.laptop("li").desk("sync"), "The office hub does not know this laptop")
    finally:
        demo.close()


def test_second_person_on_one_laptop_is_refused(town):
    laptop = town.laptop("li")
    before = content(laptop.home)
    file, code = town.office.laptop_file("zhang", town.line.address)
    options = ["sign-in", "--enrolment", file, "--code", code]
    refused(laptop.desk(*options), "Somebody has signed in on this laptop already.")
    assert content(laptop.home) == before
    other = Laptop(town.root, town.root / "new")
    refused(other.desk(*options[:-1], "WRONGCODE234"), "The password is not right.")
    letter = town.root / "letter.json"
    letter.write_text('{"gridapp": "laptop"}', encoding="utf-8")
    options[2] = letter
    refused(other.desk(*options), "letter.json is not an enrolment file.")
    sealed = {"gridapp": "laptop", **seal(b"nothing of ours", code)}
    letter.write_text(str(sealed).replace("'", '"'), encoding="utf-8")
    refused(other.desk(*options), "letter.json is not an enrolment file.")
    assert not other.home.exists()


def test_account_is_made_with_its_post_or_not_at_all(town):
    options = ["account", "--name", "new", "--person", "新来的", "--role", "grid_worker", "--place"]
    said = town.office.run("admin", *options, GRID + "7")
    refused(said, f"“{GRID}7” is not the number of a place.")
    wrong = ["account", "--name", "new", "--person", "新来的", "--role", "x", "--place", GRID]
    refused(town.office.run("admin", *wrong), "“x” is not a role.")
    assert town.office.admin(*options, GRID)["account"] == "new"
    refused(town.office.run("admin", *options, GRID), "There is already an account “new”.")


def test_commands_before_signing_in_say_what_to_do(town):
    laptop = Laptop(town.root, town.root / "new")
    for words in (["status"], ["doors"], ["sync"], ["issues"], ["import", "x.xlsx"]):
        refused(laptop.desk(*words), "Nobody has signed in on this laptop yet.")
    assert not laptop.home.exists()
