"""Names put forward, one chosen, a deviation signed, a decree and outcomes recorded: by HTTP."""

import hashlib
from datetime import date

import orjson
import pytest
from pydantic import TypeAdapter

from app.appointments.schemas import (
    ProposalRead,
    ProposalRow,
)
from app.core.identity import Role
from app.core.paging import Page
from tests.appointments.conftest import URL, WHY, approve, relate, today
from tests.conftest import an_actor
from tests.talent_pools.conftest import a_punishment
from tests.talent_pools.test_pools import REASON, events


async def test_a_proposal_keeps_the_ranking_of_the_eligible_and_its_hash(office):
    proposal = await office.proposed("nine", "tied")

    ranking = await office.clients["auditor"].get(f"{URL}/{proposal['id']}/ranking")

    assert hashlib.sha256(ranking.content).hexdigest() == proposal["ranking_sha256"]
    document = orjson.loads(ranking.content)
    assert [(c["rank"], c["value"]) for c in document["candidates"]] == [
        (1, "92.2500"),
        (2, "81.5000"),
        (2, "81.5000"),
        (4, "80.0001"),
    ]
    assert document["map"]["scheme_sha256"] == proposal["scheme_sha256"]
    assert document["pool"]["revision"] == proposal["pool_revision"]
    assert "name" not in document["candidates"][0]
    assert [(n["place"], n["rank"]) for n in proposal["names"]] == [(1, 1), (2, 2)]
    assert (proposal["state"], proposal["eligible"]) == ("proposed", 4)


async def test_ranks_are_those_among_the_eligible(office, save):
    barred = {"started_on": date(2024, 1, 1), "ended_on": date(2025, 6, 1)}
    await save(a_punishment(office.body.people["nine"], **barred))

    proposal = await office.proposed("tied", "seven")

    assert [name["rank"] for name in proposal["names"]] == [1, 3]


@pytest.mark.parametrize(
    ("names", "pointer", "code"),
    [
        (("nine", "nine"), "/names/1", "named-twice"),
        (("nine", "five"), "/names/1", "not-eligible"),
        (("unplaced",), "/names/0", "not-eligible"),
        (("nine", "eight", "tied", "seven"), "/names", "too-long"),
        ((), "/names", "too-short"),
    ],
)
async def test_names_are_three_at_most_different_and_eligible(office, names, pointer, code):
    answer = await office.clients["committee"].post(URL, json=office.names(*names))

    assert answer.status_code == 422
    assert (answer.json()["errors"][0]["pointer"], answer.json()["errors"][0]["code"]) == (
        pointer,
        code,
    )


async def test_only_from_a_pool_that_is_approved_as_it_stands(office):
    person = office.id_of("seven")
    pool = f"/v1/talent-pools/{office.pool['id']}/members/{person}"
    removed = await office.clients["committee"].delete(pool, params={"reason": REASON})

    answer = await office.clients["committee"].post(URL, json=office.names("nine"))

    assert removed.status_code == 204
    assert answer.status_code == 409
    assert answer.json()["code"] == "talent-pool-not-usable"


async def test_whoever_is_related_to_a_name_does_not_propose(office):
    await relate(office, "committee", "eight")

    refused = await office.clients["committee"].post(URL, json=office.names("nine", "eight"))
    others = await office.clients["analyst"].post(URL, json=office.names("nine", "eight"))

    assert refused.status_code == 409
    assert refused.json()["code"] == "names-in-conflict"
    assert refused.json()["employee_ids"] == [office.id_of("eight")]
    assert others.status_code == 201


async def test_rank_one_is_chosen_at_once(office, sessions):
    proposal = await office.proposed()

    answer = await office.choose(proposal, "nine")

    assert answer.status_code == 200, answer.text
    assert answer.json()["state"] == "chosen"
    assert answer.json()["choice"]["reason_code"] is None
    kinds = [kind for kind, _ in await events(sessions, proposal["id"])]
    assert kinds == ["placement_proposal.proposed", "placement_proposal.chosen"]


async def test_below_rank_one_a_record_and_a_second_signature_are_needed(office):
    proposal = await office.proposed()

    without = await office.choose(proposal, "eight")
    short = await office.choose(proposal, "eight", {**WHY, "explanation": "Lebih cocok."})
    chosen = await office.choose(proposal, "eight", WHY)
    decree = {"decree_no": "821.2/1", "decree_on": "2026-01-02", "effective_on": "2026-01-02"}
    early = await office.clients["analyst"].post(f"{URL}/{proposal['id']}/appointment", json=decree)
    himself = await office.sign(proposal, "ppk")
    signed = await office.sign(proposal)

    assert without.json()["errors"][0]["code"] == "deviation-needed"
    assert short.json()["errors"][0]["pointer"] == "/deviation/explanation"
    assert (chosen.status_code, chosen.json()["state"]) == (200, "deviation_pending")
    assert (early.status_code, early.json()["code"]) == (409, "placement-state")
    assert (himself.status_code, himself.json()["code"]) == (409, "second-person-needed")
    assert (signed.status_code, signed.json()["state"]) == (200, "chosen")
    assert signed.json()["choice"]["signed_by"] == str(office.actors["pyb"].id)


async def test_a_second_ppk_may_sign_but_nobody_who_proposed(office):
    made = await office.clients["ppk of the committee"].post(
        URL, json=office.names("nine", "eight")
    )
    proposal = made.json()

    own = await office.choose(proposal, "nine", who="ppk of the committee")
    chosen = await office.choose(proposal, "eight", WHY)
    proposer = await office.sign(proposal, "ppk of the committee")
    second = await office.sign(proposal, "second ppk")

    assert (own.status_code, own.json()["code"]) == (409, "second-person-needed")
    assert chosen.status_code == 200
    assert (proposer.status_code, proposer.json()["code"]) == (409, "second-person-needed")
    assert second.json()["state"] == "chosen"


async def test_choosing_rank_one_with_a_deviation_is_refused(office):
    answer = await office.choose(await office.proposed(), "nine", WHY)

    assert answer.status_code == 422
    assert answer.json()["errors"][0]["code"] == "nothing-deviates"


async def test_somebody_who_was_not_named_is_not_chosen(office):
    answer = await office.choose(await office.proposed("nine"), "eight", WHY)

    assert answer.status_code == 422
    assert answer.json()["errors"][0]["code"] == "not-named"


@pytest.mark.parametrize("who", ["ppk", "pyb"])
async def test_whoever_is_related_to_a_name_neither_chooses_nor_signs(office, who):
    proposal = await office.proposed()
    await relate(office, who, "seven")

    answer = await office.choose(proposal, "eight", WHY)
    if who == "pyb":
        assert answer.status_code == 200, answer.text
        answer = await office.sign(proposal)

    assert (answer.status_code, answer.json()["code"]) == (409, "names-in-conflict")


async def test_a_pool_that_changed_stops_the_choice(office, sessions):
    proposal = await office.proposed("nine")
    pool = f"/v1/talent-pools/{office.pool['id']}/members/{office.id_of('seven')}"
    await office.clients["committee"].delete(pool, params={"reason": REASON})
    await approve(sessions, office.pool["id"])

    answer = await office.choose(proposal, "nine")

    assert (answer.status_code, answer.json()["code"]) == (409, "ranking-changed")
    assert answer.json()["changed"] == ["pool", "eligibility"]


async def test_a_post_that_asks_more_stops_the_choice(office, save):
    proposal = await office.proposed("nine")
    office.body.position.required_experience_years = 30
    await save(office.body.position)

    answer = await office.choose(proposal, "nine")

    assert (answer.status_code, answer.json()["changed"]) == (409, ["eligibility"])


async def test_the_decree_follows_the_choice_and_nothing_after_it(office):
    appointed = await office.appointed(today())

    again = await office.choose(appointed, "nine")
    back = await office.clients["ppk"].post(
        f"{URL}/{appointed['id']}/withdrawal", json={"reason": "Keliru mencatat keputusan."}
    )

    assert appointed["state"] == "appointed"
    assert appointed["effective_on"] == str(today())
    assert (again.status_code, back.status_code) == (409, 409)


async def test_a_decree_is_not_dated_after_it_takes_effect(office):
    proposal = await office.proposed()
    await office.choose(proposal, "nine")
    decree = {"decree_no": "821.2/1", "decree_on": "2026-01-03", "effective_on": "2026-01-02"}

    answer = await office.clients["ppk"].post(f"{URL}/{proposal['id']}/appointment", json=decree)

    assert answer.json()["errors"][0]["pointer"] == "/decree_on"


async def test_once_chosen_only_the_ppk_withdraws(office):
    reason = {"reason": "Jabatan dihapus dalam penataan organisasi."}
    fresh, chosen = await office.proposed("nine"), await office.proposed("nine")
    await office.choose(chosen, "nine")

    by_committee = await office.clients["committee"].post(
        f"{URL}/{chosen['id']}/withdrawal", json=reason
    )
    by_ppk = await office.clients["ppk"].post(f"{URL}/{chosen['id']}/withdrawal", json=reason)
    before = await office.clients["committee"].post(f"{URL}/{fresh['id']}/withdrawal", json=reason)

    assert (by_committee.status_code, by_ppk.status_code, before.status_code) == (403, 200, 200)
    assert by_ppk.json()["withdrawn_reason"] == reason["reason"]


async def test_every_read_is_what_its_schema_says(office):
    proposal = await office.proposed()
    client = office.clients["pyb"]

    one = await client.get(f"{URL}/{proposal['id']}")
    rows = await client.get(URL, params={"state": "proposed"})

    ProposalRead.model_validate_json(one.content)
    assert one.json()["names"] == proposal["names"]
    (row,) = TypeAdapter(Page[ProposalRow]).validate_json(rows.content).items
    assert str(row.id) == proposal["id"]


async def test_that_names_were_looked_at_is_on_record_for_each(office, client_for):
    proposal = await office.proposed("nine", "eight")
    await office.clients["auditor"].get(f"{URL}/{proposal['id']}")

    for name in ("nine", "eight"):
        accesses = f"/v1/employees/{office.id_of(name)}/accesses"
        seen = (await client_for(Role.AUDITOR).get(accesses)).json()["items"]
        assert [item["what"] for item in seen] == ["placement-proposal"]


async def test_strangers_and_parts_of_the_agency_see_nothing(office, client_for, agency):
    proposal = await office.proposed()
    units = frozenset({office.body.unit.id})
    narrow = client_for(None, actor=an_actor(Role.ANALYST, agency.id, units=units))

    for client in (client_for(Role.SIMPEG), client_for(Role.ADMIN), narrow):
        assert (await client.get(f"{URL}/{proposal['id']}")).status_code == 404
        assert (await client.get(f"{URL}/{proposal['id']}/ranking")).status_code == 404
        assert (await client.get(URL)).status_code == 403
    assert (await office.clients["pyb"].get("/v1/deviations")).status_code == 403
