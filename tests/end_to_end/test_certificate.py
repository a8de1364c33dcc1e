"""A hub for the whole office network: https by its own certificate, found again wherever it is."""

import shutil

import pytest

from gridapp.domain.fingerprints import spoken
from tests.end_to_end.office import GRID, Laptop, Office
from tests.sync.strangers import Stranger, pair

EVERYWHERE = "0.0.0.0"  # noqa: S104 - as an office does
pytestmark = pytest.mark.end_to_end


@pytest.fixture(scope="module")
def begun(tmp_path_factory):
    """An office with its certificate and one worker; and what its beginning said."""
    root = tmp_path_factory.mktemp("begun")
    office = Office(root, root / "office")
    told = office.admin("init")
    office.admin("grid", "--code", GRID, "--name", "一网格")
    office.account("li", "grid_worker", GRID)
    return office, told


@pytest.fixture
def office(begun, tmp_path):
    shutil.copytree(begun[0].home, tmp_path / "office")
    office = Office(tmp_path, tmp_path / "office")
    yield office
    office.close()


@pytest.fixture
def laptop(tmp_path):
    return Laptop(tmp_path, tmp_path / "li")


@pytest.fixture
def digits(begun):
    return begun[1]["digits"]


def serve(office, port=0, name="hub", host=EVERYWHERE):
    """Serve for the network; the process, and the hub's address as this computer calls it."""
    served = office.start("serve", "--host", host, "--port", port, name=name)
    served.wait_for(1)
    address = served.printed()[0]["hub"]
    assert address.startswith("https://")
    return served, f"https://127.0.0.1:{address.rpartition(':')[2]}"


def signed_in(laptop, address, *, digits, **told):
    return laptop.desk(
        "sign-in", "--hub", address, "--account", "li", "--fingerprint", digits, **told
    )


def test_beginning_tells_the_digits_and_so_does_the_office_later(begun, office):
    told = begun[1]
    assert told["digits"] == spoken(told["fingerprint"])
    assert office.admin("certificate") == {
        "fingerprint": told["fingerprint"],
        "digits": told["digits"],
    }


def test_without_a_certificate_it_speaks_on_this_computer_only(office, laptop):
    for file in (office.home / "hub").glob("hub.certificate*"):
        file.unlink()
    said = office.run("serve", "--host", EVERYWHERE, "--port", "0")
    assert (said.code, said.out) == (1, "")
    assert "gridapp admin certificate" in said.error
    made = office.admin("certificate")
    _, address = serve(office)
    assert signed_in(laptop, address, digits=made["digits"]).code == 0


def test_it_is_called_by_addresses_of_both_kinds(office, laptop, digits):
    _, address = serve(office, host="::")
    assert signed_in(laptop, address, digits=digits).code == 0
    port = address.rpartition(":")[2]
    assert laptop.good("desk", "hub", "--address", f"https://[::1]:{port}")["digits"] == digits
    assert laptop.sync()["round_trips"] > 0


def test_this_computer_calls_it_by_the_new_kind_of_address_too(office, laptop):
    served = office.start("serve", "--host", "::1", "--port", "0", name="hub")
    served.wait_for(1)
    address = served.printed()[0]["hub"]
    assert address.startswith("http://[::1]:")
    laptop.enrol(*office.laptop_file("li", address))
    assert laptop.sync()["round_trips"] > 0


@pytest.mark.parametrize("host", ["192.0.2.1", "2001:db8::1", "hub.invalid"])
def test_an_address_of_another_computer_is_refused_with_a_sentence(office, host):
    said = office.run("serve", "--host", host, "--port", "0")
    assert (said.code, said.out, said.error.count("\n")) == (1, "", 1)
    assert said.error.startswith(f"This computer cannot listen at {host}")


def test_first_sign_in_needs_the_digits_and_the_right_ones(office, laptop, digits):
    _, address = serve(office)
    for given, said in (
        ("", "Ask the office for the digits of its certificate"),
        ("12345", "six groups of five"),
        ("11111 22222 33333 44444 55555 66666", "is not that of the office hub"),
    ):
        refused = signed_in(laptop, address, digits=given)
        assert (refused.code, refused.out) == (1, "")
        assert "Nothing was sent" in refused.error
        assert said in refused.error
        assert not laptop.home.exists()
    assert signed_in(laptop, address, digits=digits).answer["account"] == "li"
    assert laptop.good("desk", "hub") == {"hub": address, "digits": digits}
    assert laptop.sync()["round_trips"] > 0


def test_other_trust_in_the_environment_changes_nothing(office, laptop, digits, tmp_path):
    _, address = serve(office)
    assert signed_in(laptop, address, digits=digits).code == 0
    root = pair(tmp_path, "root")
    with Stranger(pair(tmp_path, "stranger", by=root), lambda _: b"").running() as stranger:
        for variable in ("REQUESTS_CA_BUNDLE", "SSL_CERT_FILE"):
            trusting = {variable: str(root.file)}
            said = laptop.desk("hub", "--address", stranger.address, **trusting)
            assert said.code == 1
            assert "is not that of the office hub" in said.error
            other = Laptop(tmp_path, tmp_path / "other")
            assert signed_in(other, stranger.address, digits=digits, **trusting).code == 1
            assert laptop.good("desk", "sync", **trusting)["round_trips"] > 0
        assert stranger.told == []


def test_a_laptop_registered_by_file_knows_the_certificate(office, laptop, digits):
    _, address = serve(office)
    laptop.enrol(*office.laptop_file("li", address))
    assert laptop.good("desk", "hub")["digits"] == digits
    assert laptop.sync()["round_trips"] > 0


def test_a_file_for_a_publicly_trusted_address_pins_nothing(office, laptop):
    file = office.root / "public.json"
    address = "https://hub.invalid"
    options = ["--account", "li", "--out", file, "--address", address, "--public"]
    laptop.enrol(file, office.admin("laptop", *options)["code"])
    assert laptop.good("desk", "hub") == {"hub": address, "digits": ""}


def test_a_hub_that_moved_is_called_there_only_with_its_certificate(office, laptop, digits):
    served, address = serve(office)
    assert signed_in(laptop, address, digits=digits).code == 0
    served.kill()
    served, moved = serve(office, name="moved")
    assert moved != address
    assert laptop.desk("sync").code == 1
    assert laptop.good("desk", "hub", "--address", f" {moved}/ ")["hub"] == moved
    assert laptop.sync()["round_trips"] > 0
    said = laptop.desk("hub", "--address", address)
    assert said.code == 1
    assert said.error.startswith("No office hub runs at")
    assert laptop.good("desk", "hub")["hub"] == moved


def test_a_new_certificate_is_trusted_only_by_the_digits_the_office_reads_out(
    office, laptop, digits
):
    served, address = serve(office)
    assert signed_in(laptop, address, digits=digits).code == 0
    served.kill()
    for file in (office.home / "hub").glob("hub.certificate*"):
        file.unlink()
    new = office.admin("certificate")["digits"]
    _, address = serve(office, name="anew")
    said = laptop.desk("hub", "--address", address)
    assert (said.code, laptop.desk("sync").code) == (1, 1)
    assert "is not that of the office hub" in said.error
    told = laptop.good("desk", "hub", "--address", address, "--fingerprint", new)
    assert told == {"hub": address, "digits": new}
    assert laptop.sync()["round_trips"] > 0


def test_a_hub_is_found_again_at_an_address_it_told_before(office, laptop):
    served, _ = serve(office)
    told = served.printed()[0]["hub"]
    laptop.enrol(*office.laptop_file("li", "https://127.0.0.1:9"))
    assert laptop.good("desk", "hub")["hub"] == "https://127.0.0.1:9"
    assert laptop.sync()["round_trips"] > 0
    assert laptop.good("desk", "hub")["hub"] == told


def test_another_hub_with_another_certificate_is_not_taken_for_ours(office, laptop, digits):
    _, address = serve(office)
    assert signed_in(laptop, address, digits=digits).code == 0
    other = Office(office.root, office.root / "other")
    other.admin("init")
    _, elsewhere = serve(other, name="other")
    said = laptop.desk("hub", "--address", elsewhere)
    other.close()
    assert said.code == 1
    assert "is not that of the office hub" in said.error
