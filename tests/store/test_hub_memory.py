"""What the hub remembers beside the records: names of districts, answers it gave, offers it did not take."""

import uuid

from sqlalchemy import select

from gridapp.store import hub_memory
from gridapp.store.hub import Batch
from gridapp.store.hub_tables import offered
from tests.store.made import HUB_AT, household

DISTRICT, OTHER_DISTRICT = "990101", "990102"


def answer(change_id, shard=DISTRICT):
    told = {"verdict": "stored", "rev": 1, "reason": "“{x}”", "reason_values": {"x": 1}}
    return {"shard": shard, "change_id": change_id, **told}


def test_salt_of_a_district_stays_and_is_its_own(hub):
    with hub.writing() as connection:
        made = hub_memory.salts(connection, [DISTRICT, OTHER_DISTRICT, DISTRICT])
        batch = Batch(connection, HUB_AT)
        batch.write("household", household("h1").__dict__, [])
        batch.commit()
    with hub.writing() as connection:
        assert hub_memory.salts(connection, [DISTRICT]) == {DISTRICT: made[DISTRICT]}
        assert hub_memory.salts(connection, []) == {}
    assert {uuid.UUID(salt).version for salt in made.values()} == {4}
    assert len(set(made.values())) == 2


def test_answer_is_remembered_for_the_district_it_was_given_in(hub):
    elsewhere = answer("c1", OTHER_DISTRICT)
    with hub.writing() as connection:
        hub_memory.keep_answers(connection, [])
        hub_memory.keep_answers(connection, [answer("c1"), answer("c2"), elsewhere])
    with hub.reading() as connection:
        assert hub_memory.answers(connection, DISTRICT, ["c1", "c3"]) == {"c1": answer("c1")}
        assert hub_memory.answers(connection, OTHER_DISTRICT, ["c1", "c2"]) == {"c1": elsewhere}
        assert hub_memory.answers(connection, "990103", ["c1"]) == {}


def test_offer_is_kept_word_for_word_and_once(hub):
    told = {"kind": "household", "record_id": "h1", "reason": "r", "reason_values": {}}
    offer = {
        "shard": DISTRICT,
        "change_id": "c1",
        **told,
        "body": {"head": "吴"},
        "received_at": "t",
    }
    with hub.writing() as connection:
        hub_memory.keep_offers(connection, [offer])
        hub_memory.keep_offers(connection, [offer])
        kept = connection.execute(select(offered)).mappings().all()
    assert [dict(row) for row in kept] == [offer]
