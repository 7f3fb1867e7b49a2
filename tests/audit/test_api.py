"""The log over HTTP: who sees what of it, and that what it answers proves itself."""

from uuid import uuid4

import pytest
from pydantic import TypeAdapter

from app.audit.schemas import (
    CheckpointRead,
    ConsistencyProofRead,
    EntryRead,
    InclusionProofRead,
    LogKeySetRead,
)
from app.core.identity import SYSTEM, Role
from app.core.paging import Page
from app.verifier.checkpoint import read_key, verify
from app.verifier.commitment import commitment_of
from app.verifier.tree import proves_consistency, proves_inclusion
from tests.conftest import an_actor

URL = "/v1/audit"
STRANGERS = [r for r in Role if r not in (Role.AUDITOR, Role.ADMIN)]


@pytest.fixture
def auditor(client_for):
    return client_for(Role.AUDITOR)


def unhex(values):
    return [bytes.fromhex(value) for value in values]


async def test_an_auditor_sees_events_with_all_that_proves_them(auditor, say, sign, agency):
    subject = uuid4()
    number = await say("talent_pool.nominated", subject, agency.id, box=9)
    await sign()

    answer = await auditor.get(f"{URL}/entries/{number}")

    EntryRead.model_validate_json(answer.content)
    entry = answer.json()
    assert entry["event"]["data"] == {"box": 9}
    assert entry["event"]["subject_id"] == str(subject)
    assert (entry["index"], entry["erased"]) == (0, False)
    salt = bytes.fromhex(entry["salt"])
    assert commitment_of(salt, entry["event"]).hex() == entry["commitment"]


async def test_the_list_is_newest_first_in_pages(auditor, say, agency):
    numbers = [await say(agency_id=agency.id, n=n) for n in range(5)]

    first = await auditor.get(f"{URL}/entries?limit=3")
    second = await auditor.get(f"{URL}/entries?limit=3&cursor={first.json()['next']}")

    TypeAdapter(Page[EntryRead]).validate_json(first.content)
    assert [e["id"] for e in first.json()["items"]] == numbers[:1:-1]
    assert [e["id"] for e in second.json()["items"]] == numbers[1::-1]
    assert second.json()["next"] is None
    assert first.json()["items"][0]["index"] is None


async def test_the_list_is_filtered(auditor, say, agency):
    subject = uuid4()
    plain = await say(agency_id=agency.id)
    about = await say("map.published", subject, agency.id)
    since = (await auditor.get(f"{URL}/entries/{about}")).json()["at"]

    async def found(query):
        answer = await auditor.get(f"{URL}/entries", params=query)
        return [entry["id"] for entry in answer.json()["items"]]

    assert await found({"subject": str(subject)}) == [about]
    assert await found({"kind": "map.published"}) == [about]
    assert await found({"since": since}) == [about]
    assert await found({"actor": str(uuid4())}) == []
    assert await found({"actor": str(SYSTEM.id)}) == [
        about,
        plain,
    ]


async def test_an_auditor_sees_nothing_of_another_agency(auditor, say, elsewhere):
    foreign = await say(agency_id=elsewhere.id)
    general = await say()

    answers = [await auditor.get(f"{URL}/entries/{number}") for number in (foreign, general)]
    page = await auditor.get(f"{URL}/entries")

    assert [(a.status_code, a.json()["code"]) for a in answers] == [
        (404, "audit-entry-unknown")
    ] * 2
    assert page.json()["items"] == []


async def test_who_audits_every_agency_sees_everything(client_for, say, elsewhere):
    numbers = [await say(agency_id=elsewhere.id), await say()]
    everywhere = client_for(Role.AUDITOR, agency_id=None)

    page = await everywhere.get(f"{URL}/entries")

    assert [entry["id"] for entry in page.json()["items"]] == numbers[::-1]


async def test_an_administrator_sees_that_it_happened_not_what_was_said(client_for, say, agency):
    number = await say("employee.unmasked", uuid4(), agency.id, fields=["nip"])
    client = client_for(Role.ADMIN)

    one = await client.get(f"{URL}/entries/{number}")
    page = await client.get(f"{URL}/entries")

    EntryRead.model_validate_json(one.content)
    entry = one.json()
    assert entry["event"]["kind"] == "employee.unmasked"
    assert [entry["salt"], entry["event"]["data"], entry["event"]["purpose"]] == [None, None, None]
    assert page.json()["items"] == [entry]


@pytest.mark.parametrize("role", STRANGERS)
async def test_nobody_else_reads_entries_or_takes_the_log_out(client_for, say, sign, agency, role):
    number = await say(agency_id=agency.id)
    await sign()
    client = client_for(role)

    answers = [
        await client.get(f"{URL}/entries"),
        await client.get(f"{URL}/entries/{number}"),
        await client.get(f"{URL}/export.ndjson"),
        await client.post(f"{URL}/checkpoints"),
    ]

    assert [a.status_code for a in answers] == [403, 404, 403, 403]


async def test_who_audits_some_units_does_not_read_the_agencys_log(client_for, agency):
    actor = an_actor(Role.AUDITOR, agency.id, units=frozenset({uuid4()}))

    answer = await client_for(None, actor=actor).get(f"{URL}/entries")

    assert answer.status_code == 403


async def test_a_checkpoint_is_made_on_demand_and_shown(auditor, say, signer):
    await say()

    made = await auditor.post(f"{URL}/checkpoints")
    await say()
    later = await auditor.post(f"{URL}/checkpoints")
    latest = await auditor.get(f"{URL}/checkpoints/latest")
    page = await auditor.get(f"{URL}/checkpoints")

    assert (made.status_code, later.status_code) == (201, 201)
    assert [c["size"] for c in page.json()["items"]] == [2, 1]
    assert latest.json() == page.json()["items"][0]
    TypeAdapter(Page[CheckpointRead]).validate_json(page.content)
    for shown in page.json()["items"]:
        signed = verify(shown["note"], [signer.public(shown["origin"])])
        assert (signed.size, signed.root.hex()) == (shown["size"], shown["root"])


async def test_keys_are_shown_as_the_verifier_reads_them(auditor, say, sign, signer):
    before = await auditor.get(f"{URL}/keys")
    await say()
    checkpoint = await sign()

    answer = await auditor.get(f"{URL}/keys")

    LogKeySetRead.model_validate_json(answer.content)
    (key,) = answer.json()["keys"]
    assert before.json() == {"keys": []}
    assert read_key(key["line"]) == signer.public(checkpoint.origin)
    assert key["kid"] == read_key(key["line"]).kid


@pytest.mark.parametrize("role", list(Role))
async def test_hashes_and_signatures_are_for_every_role(client_for, say, sign, elsewhere, role):
    number = await say(agency_id=elsewhere.id)
    await sign()
    client = client_for(role)

    answers = [
        await client.get(f"{URL}/{path}")
        for path in (
            "checkpoints",
            "checkpoints/latest",
            "keys",
            f"proofs/inclusion?entry_id={number}",
            "proofs/consistency?from=1",
        )
    ]

    assert [a.status_code for a in answers] == [200] * 5


async def test_every_leaf_is_proved_under_every_size(auditor, say, sign, commitments):
    for number in range(9):
        await say(n=number)
    checkpoint = await sign()
    leaves = await commitments()

    for size in range(1, 10):
        for index in range(size):
            answer = await auditor.get(f"{URL}/proofs/inclusion?index={index}&size={size}")
            proof = answer.json()
            InclusionProofRead.model_validate(proof)
            path, root = unhex(proof["path"]), bytes.fromhex(proof["root"])
            assert proof["commitment"] == leaves[index].hex()
            assert proves_inclusion(leaves[index], index, size, path, root)
    assert root == checkpoint.root


async def test_every_two_sizes_are_proved_consistent(auditor, say, sign):
    roots = {}
    for size in range(1, 10):
        await say(n=size)
        roots[size] = (await sign()).root

    for newer in range(1, 10):
        for older in range(1, newer + 1):
            answer = await auditor.get(f"{URL}/proofs/consistency?from={older}&to={newer}")
            proof = answer.json()
            ConsistencyProofRead.model_validate(proof)
            assert (proof["from_root"], proof["to_root"]) == (
                roots[older].hex(),
                roots[newer].hex(),
            )
            path = unhex(proof["path"])
            assert proves_consistency(older, newer, roots[older], roots[newer], path)


async def test_a_proof_is_under_the_latest_checkpoint_unless_a_size_is_named(auditor, say, sign):
    number = await say()
    await say()
    await sign()
    await say()

    inclusion = await auditor.get(f"{URL}/proofs/inclusion?entry_id={number}")
    consistency = await auditor.get(f"{URL}/proofs/consistency?from=1")

    assert (inclusion.json()["size"], consistency.json()["to"]) == (2, 2)


async def test_what_cannot_be_proved_is_said(auditor, say, sign):
    early = await say()
    nothing = await auditor.get(f"{URL}/proofs/inclusion?entry_id={early}")
    nor = await auditor.get(f"{URL}/proofs/consistency?from=1")
    latest = await auditor.get(f"{URL}/checkpoints/latest")
    export = await auditor.get(f"{URL}/export.ndjson")
    await sign()
    waiting = await say()

    async def code(path):
        answer = await auditor.get(f"{URL}/proofs/{path}")
        body = answer.json()
        return answer.status_code, [e["code"] for e in body.get("errors", ())] or body["code"]

    missing = (409, "audit-checkpoint-missing")
    for answer in (nothing, nor, latest, export):
        assert (answer.status_code, answer.json()["code"]) == missing
    assert await code(f"inclusion?entry_id={waiting}") == (409, "audit-entry-not-sequenced")
    assert await code("inclusion?entry_id=999999") == (404, "audit-entry-unknown")
    assert await code("inclusion?index=1") == (404, "audit-entry-unknown")
    assert await code("inclusion?index=0&size=2") == (422, ["size-unknown"])
    assert await code("inclusion?size=1") == (422, ["one-of-two"])
    assert await code(f"inclusion?index=0&entry_id={early}") == (422, ["one-of-two"])
    assert await code("consistency?from=2") == (422, ["size-unknown"])
    assert await code("consistency?from=1&to=2") == (422, ["size-unknown"])
    assert (await code("consistency?from=0"))[0] == 422
    assert (await code("consistency"))[0] == 422
    assert (await code("inclusion?index=-1"))[0] == 422
    assert (await code(f"inclusion?index={10**22}"))[0] == 422
    assert (await code("consistency?from=1&sise=2"))[0] == 422


async def test_an_empty_log_cannot_be_signed(auditor):
    answer = await auditor.post(f"{URL}/checkpoints")

    assert (answer.status_code, answer.json()["code"]) == (409, "audit-log-empty")


@pytest.mark.parametrize("number", ["0", "-1", "abc", str(10**22)])
async def test_a_number_that_no_entry_has_is_a_problem(auditor, number):
    answer = await auditor.get(f"{URL}/entries/{number}")

    assert answer.status_code in (404, 422)
