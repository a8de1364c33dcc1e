"""What no laptop of ours says: answered with a sentence, whichever store is under the hub."""

from typing import Any

import pytest
import requests

from gridapp.domain.scopes import scope
from gridapp.domain.times import moment
from gridapp.server.http.app import MOST_BYTES_OF_A_STRANGER
from gridapp.sync.link import NotAccepted
from gridapp.wire import codec
from gridapp.wire.messages import Ask, Change, SignIn
from tests.server.world import GRID


@pytest.mark.parametrize("account", ["li\0", "\0", "x" * 5000])
def test_account_no_store_can_hold_is_no_account(place, li, account):
    with pytest.raises(NotAccepted):
        li.remote(place.straight).sign_in(SignIn(account, "secret12", bytes(32), "", demo=False))


@pytest.mark.parametrize("name", ["change_id", "id", "kind"])
def test_change_under_a_name_no_store_can_hold_harms_nobody(place, li, name):
    said: dict[str, Any] = {"change_id": "c-1", "kind": "note", "id": "n-1"}
    said |= {name: f"{said[name]}\0"}
    fields = {"scope": scope(GRID), "about_kind": "issue", "about_id": "i-1", "text": "x"}
    now = moment(li.desk.clock())
    change = Change(**said, fields=fields, base_rev=0, written_at=now, written_by="li")
    remote = li.remote(place.straight)
    try:
        receipts = remote.exchange(Ask([change], (), now)).receipts
    except NotAccepted:
        receipts = []
    assert [each.change_id for each in receipts] in ([], [said["change_id"]])
    well = Change("c-2", "note", "n-2", fields, 0, now, "li")
    (stored,) = remote.exchange(Ask([well], (), now)).receipts
    assert stored.verdict == "stored"


@pytest.mark.parametrize("offset", [1 << 30, 1 << 33])
def test_part_behind_the_end_of_every_snapshot_is_none(place, li, offset):
    with pytest.raises(NotAccepted):
        li.remote(place.straight).snapshot_piece("0" * 64, offset)


@pytest.mark.parametrize("path", ["sign-in", f"photos/{'0' * 64}"])
def test_of_more_than_could_be_meant_nothing_is_read(place, path):
    method = "POST" if path == "sign-in" else "PUT"
    body = bytes(max(MOST_BYTES_OF_A_STRANGER, 1 << 18) + 1)
    address = f"{place.straight}/v1/{path}"
    answer = requests.request(method, address, data=body, headers=codec.HEADERS, timeout=30)
    assert answer.status_code == 413
