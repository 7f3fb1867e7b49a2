"""The story of a blind session, through HTTP."""

from uuid import UUID

import pytest
from sqlalchemy import text

from app.core.db import transaction
from app.core.identity import SYSTEM, Actor, Role
from tests.appointments.conftest import URL as PROPOSALS
from tests.appointments.conftest import office
from tests.blind_sessions.conftest import URL
from tests.factories import a_client

__all__ = ["office"]

SHOWN = {
    "box",
    "performance",
    "potential",
    "value",
    "readiness",
    "rules",
    "gaps",
    "education",
    "golongan",
    "years_in_position",
    "training",
}
"""The closed list of what a profile holds."""


async def test_the_committee_ranks_profiles_and_learns_the_names_afterwards(panel):
    here = await panel.opened()
    shown = await panel.candidates(here)
    best = next(one["pseudonym"] for one in shown if one["profile"]["box"] == 9)
    others = [one["pseudonym"] for one in shown if one["pseudonym"] != best]
    await panel.ranked(here, ani=[best, *others], budi=[best, *reversed(others)])
    sealed = await panel.client("owner").get(f"{here}/result")
    register = await panel.client("owner").get(f"{here}/register")
    closed = await panel.client("owner").post(f"{here}/closing")
    result = (await panel.client("ani").get(f"{here}/result")).json()
    names = (await panel.client("owner").get(f"{here}/register")).json()["items"]

    assert [answer.status_code for answer in (sealed, register, closed)] == [409, 409, 200]
    assert sealed.json()["code"] == "blind-session-sealed"
    assert [(one["rank"], one["mean"]) for one in result["order"]] == [
        (1, "1.00"),
        (2, "3.00"),
        (2, "3.00"),
        (2, "3.00"),
    ]
    (first,) = [one for one in names if one["rank"] == 1]
    assert (first["pseudonym"], first["name"], first["pool_rank"]) == (best, "Orang Contoh 1", 1)
    assert first["nip"].startswith("****")


async def test_a_profile_holds_what_is_on_the_list_and_nothing_else(panel):
    here = await panel.opened()
    shown = await panel.candidates(here)

    assert {frozenset(one["profile"]) for one in shown} == {frozenset(SHOWN)}
    assert {one["profile"]["value"] for one in shown} == {"90-95", "80-85"}
    (nine,) = [one["profile"] for one in shown if one["profile"]["box"] == 9]
    assert (nine["golongan"], nine["education"], nine["training"]) == ("III", "S-1", "PKA")
    assert nine["years_in_position"] == "5-9"


async def test_until_the_session_ends_its_members_see_nobody_and_are_told_why(panel):
    people = "/v1/employees"
    client = panel.client("ani")
    before = await client.get(people)
    here = await panel.opened()
    during = await client.get(people, headers={"Accept-Language": "en"})
    others = await panel.client_for(Role.COMMITTEE).get(people)
    await panel.closed(here)
    after = await client.get(people)

    assert [answer.status_code for answer in (before, during, others, after)] == [
        200,
        403,
        200,
        200,
    ]
    assert during.json()["code"] == "blinded"
    assert during.json()["session_id"] == here.rsplit("/", 1)[-1]
    assert f"{here}/candidates" in during.json()["detail"]


async def test_another_role_account_or_agency_of_a_member_is_blinded_too(panel, sessions):
    person = panel.body.people["five"]
    given = {"actor_id": panel.members["ani"].id, "employee_id": person.id}
    async with transaction(sessions, SYSTEM) as session:
        await session.execute(
            text(
                "insert into memberships (actor_id, issuer, subject, name, roles, agency_id,"
                " employee_id, valid_from) values (:actor_id, 'https://masuk', 'ani', 'Ani',"
                " array['committee'], :agency_id, :employee_id, '2026-01-01')"
            ),
            {**given, "agency_id": panel.body.agency.id},
        )
    await panel.opened()
    here = frozenset({panel.body.agency.id})
    ways = [
        Actor(panel.members["ani"].id, "peran lain", frozenset({Role.ANALYST}), here),
        Actor(panel.members["ani"].id, "semua instansi", frozenset({Role.AUDITOR}), None),
        Actor(UUID(int=7), "akun lain", frozenset({Role.PPK}), here, employee_id=person.id),
    ]
    codes = [
        (await panel.client_for(None, actor=way).get("/v1/employees")).json().get("code")
        for way in ways
    ]

    assert codes == ["blinded"] * 3


async def test_pseudonyms_are_drawn_anew_and_do_not_follow_the_rank(panel):
    orders = set()
    for _ in range(8):
        here = await panel.opened()
        await panel.closed(here)
        found = (await panel.client("owner").get(f"{here}/register")).json()["items"]
        assert [one["pseudonym"] for one in found] == sorted(one["pseudonym"] for one in found)
        orders.add(tuple(one["name"] for one in found))

    assert len(orders) > 1


@pytest.mark.parametrize(
    "reason",
    ["Menurut saya ini orang contoh 5 dari dinas", "NIP 19800517 200501 1 001 paling siap"],
    ids=["a name of the agency", "a NIP"],
)
async def test_a_reason_names_nobody_candidate_or_not(panel, reason):
    here = await panel.opened()
    names = [one["pseudonym"] for one in await panel.candidates(here)]
    answer = await panel.rank(here, "ani", names, reason)

    assert answer.status_code == 422
    assert {fault["code"] for fault in answer.json()["errors"]} == {"reason-names-somebody"}


async def test_a_ranking_is_whole_given_once_and_by_members(panel):
    here = await panel.opened()
    names = [one["pseudonym"] for one in await panel.candidates(here)]
    part = await panel.rank(here, "ani", names[1:])
    await panel.ranked(here, ani=names)
    again = await panel.rank(here, "ani", names[::-1])
    ranking = {"ranking": [{"pseudonym": names[0], "reason": "Tidak termasuk anggota"}]}
    stranger = await panel.client_for(Role.COMMITTEE).post(f"{here}/rankings", json=ranking)

    assert (part.status_code, part.json()["errors"][0]["code"]) == (422, "candidate-missing")
    assert (again.status_code, again.json()["code"]) == (409, "already-ranked")
    assert (stranger.status_code, stranger.json()["code"]) == (403, "not-a-blind-member")


async def test_a_session_closes_with_a_quorum_by_its_owner_and_stays_so(panel):
    here = await panel.opened()
    early = await panel.client("owner").post(f"{here}/closing")
    other = await panel.client_for(Role.ANALYST).post(f"{here}/closing")
    await panel.closed(here)
    late = await panel.rank(here, "citra", ["K-10"])
    twice = await panel.client("owner").post(f"{here}/closing")

    assert (early.status_code, early.json()["code"]) == (409, "blind-quorum-absent")
    assert other.status_code == 403
    assert (late.json()["code"], twice.json()["code"]) == ("blind-session-over",) * 2


async def test_a_cancelled_session_frees_its_members_and_names_nobody(panel):
    here = await panel.opened()
    reason = {"reason": "Jabatan diisi dengan mutasi"}
    cancelled = await panel.client("owner").post(f"{here}/cancellation", json=reason)
    people = await panel.client("ani").get("/v1/employees")
    register = await panel.client("owner").get(f"{here}/register")

    assert (cancelled.status_code, people.status_code) == (200, 200)
    assert (register.status_code, register.json()["state"]) == (409, "cancelled")


async def test_members_are_others_of_the_committee_in_no_other_session(panel):
    ids = [str(actor.id) for actor in panel.members.values()]
    unknown = await panel.asked(members=[ids[0], str(panel.owner.id)])
    twice = await panel.asked(members=[ids[0], ids[0]])
    quorum = await panel.asked(quorum=4)
    await panel.opened()
    again = await panel.asked()

    codes = [[f["code"] for f in a.json()["errors"]] for a in (unknown, twice, quorum)]
    assert codes == [["member-is-owner"], ["member-twice"], ["quorum-too-large"]]
    assert (again.status_code, again.json()["code"]) == (409, "pool-in-blind-session")


async def test_whoever_is_related_to_a_candidate_is_no_member_and_does_not_count(panel):
    relation = {
        "employee_id": str(panel.body.people["nine"].id),
        "kind": "family",
        "reason": "Saudara kandung menurut KK",
        "since": "2010-01-01",
    }
    here = await panel.opened()
    await panel.closed(here)
    auditor = panel.client_for(Role.AUDITOR)
    told = {**relation, "actor_id": str(panel.members["ani"].id)}
    assert (await auditor.post("/v1/conflicts", json=told)).status_code == 201
    result = (await panel.client("owner").get(f"{here}/result")).json()
    again = await panel.asked()

    counts = {one["actor_id"]: one["counts"] for one in result["rankings"]}
    assert counts == {
        str(panel.members["ani"].id): False,
        str(panel.members["budi"].id): True,
    }
    assert result["counted"] == 1
    assert (again.status_code, again.json()["code"]) == (409, "member-involved")


async def test_a_register_is_read_by_few_and_every_look_is_on_record(panel, sessions):
    here = await panel.opened()
    await panel.closed(here)
    answers = {
        role: (await panel.client_for(role).get(f"{here}/register")).status_code
        for role in (Role.PPK, Role.AUDITOR, Role.COMMITTEE, Role.PYB)
    }
    async with transaction(sessions, SYSTEM) as session:
        await session.execute(
            text("select set_config('app.context', :c, true)"),
            {"c": f"{panel.body.agency.id};auditor;;;"},
        )
        looks = await session.scalar(
            text("select count(*) from person_accesses where what = 'blind_session'")
        )

    assert answers == {Role.PPK: 200, Role.AUDITOR: 200, Role.COMMITTEE: 403, Role.PYB: 403}
    assert looks == 8  # four people, two readers


async def test_too_few_to_hide_among_are_not_ranked(panel):
    pool = await panel.client("owner").post(
        "/v1/talent-pools", json=panel.body.new_pool(name="Kecil", boxes=[9])
    )
    answer = await panel.asked(pool_id=pool.json()["id"])

    assert (answer.status_code, answer.json()["code"]) == (409, "blind-candidates-too-few")
    assert URL in str(answer.url)


async def test_what_a_pool_is_proposed_for_is_not_ranked_blindly_and_the_other_way(office, save):
    panel = [a_client([Role.COMMITTEE], office.body.agency.id) for _ in range(2)]
    await save(*panel)
    new = {
        "pool_id": office.pool["id"],
        "position_id": str(office.body.position.id),
        "purpose": "Peringkat calon kepala bidang tanpa nama",
        "members": [str(one.id) for one in panel],
        "quorum": 2,
    }
    opened = await office.clients["analyst"].post(URL, json=new)
    names = office.names("nine", "eight")
    refused = await office.clients["committee"].post(PROPOSALS, json=names)
    reason = {"reason": "Jabatan diisi dengan mutasi"}
    await office.clients["analyst"].post(f"{URL}/{opened.json()['id']}/cancellation", json=reason)
    await office.proposed("nine", "eight")
    opening = await office.clients["analyst"].post(URL, json=new)

    assert opened.status_code == 201, opened.text
    assert (refused.status_code, refused.json()["code"]) == (409, "pool-in-blind-session")
    assert (opening.status_code, opening.json()["code"]) == (409, "pool-being-decided")


async def test_a_pool_with_an_open_session_is_not_sent_for_approval_and_the_other_way(panel, save):
    await save(*(a_client([role], panel.body.agency.id) for role in (Role.PYB, Role.PPK)))
    analyst = panel.client("owner")
    asked = {"kind": "talent_pool", "subject_id": panel.pool["id"]}
    request = (await analyst.post("/v1/approval-requests", json=asked)).json()
    here = await panel.opened()
    refused = await analyst.post(f"/v1/approval-requests/{request['id']}/submission")
    await panel.closed(here)
    sent = await analyst.post(f"/v1/approval-requests/{request['id']}/submission")
    opening = await panel.asked()

    assert (refused.status_code, refused.json()["code"]) == (409, "pool-in-blind-session")
    assert sent.status_code == 200, sent.text
    assert (opening.status_code, opening.json()["code"]) == (409, "pool-being-decided")
