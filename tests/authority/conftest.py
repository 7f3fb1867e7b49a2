"""The things that everybody is asked about."""

from uuid import UUID, uuid4

import pytest
from sqlalchemy import func, select

from app.audit import sequencing
from app.audit.models import Event
from app.core.db import transaction
from app.core.identity import SYSTEM, Actor, Role
from tests.approvals.conftest import decide
from tests.approvals.test_implementation import ready
from tests.authority.cases import BREACH
from tests.authority.slices import SLICES
from tests.authority.world import MARK, Side, models_of
from tests.conftest import an_actor
from tests.factories import an_agency
from tests.scoring_schemes.test_api import a_document

REQUESTS = "/v1/approval-requests"


@pytest.fixture
async def sides(agency, save, client_for, sessions, app):
    """Own, beside in the same agency, and foreign."""
    other = an_agency()
    made = {
        "own": Side(agency, MARK["own"]),
        "beside": Side(agency, MARK["beside"]),
        "foreign": Side(other, MARK["foreign"]),
    }
    await save(other)
    for side in made.values():
        await save(*models_of(side))
        side.keep(history_kind="courses", agency_code=side.agency.code)
        side.keep(retention_code="person_accesses", route_kind="talent_pool")
        await claim_of(side, client_for)
    for side in (made["own"], made["foreign"]):
        await requests_of(side, client_for)
        await accounts_of(side, client_for)
        await breach_of(side, client_for)
        for one in SLICES:
            await one.prepare(side, client_for, save)
    await entries_of(made, sessions, app.state.signer)
    made["beside"].ids = {**made["own"].ids, **made["beside"].ids}
    return made


async def entries_of(made, sessions, signer):
    """An event of each agency in the log, under a checkpoint."""
    await sequencing.checkpoint(sessions, signer)
    for name in ("own", "foreign"):
        latest = select(func.max(Event.id)).where(Event.agency_id == made[name].agency.id)
        async with transaction(sessions, SYSTEM) as session:
            made[name].keep(entry_id=await session.scalar(latest))


async def accounts_of(side, client_for):
    """A client, and a person who comes from a provider of identities."""
    admin = client_for(Role.ADMIN, agency_id=side.agency.id)
    given = {"roles": ["simpeg"], "agency_id": str(side.agency.id)}
    client = await admin.post("/v1/clients", json={"name": f"Klien {side.mark}", **given})
    identity = {"issuer": "https://masuk.example.go.id", "subject": side.mark}
    membership = await admin.post(
        "/v1/memberships", json={**given, **identity, "name": f"Orang {side.mark}"}
    )
    secrets = await admin.get(f"/v1/clients/{client.json()['id']}/secrets")
    auditor = client_for(Role.AUDITOR, agency_id=side.agency.id)
    signed = await auditor.post("/v1/audit/checkpoints")
    entries = await auditor.get("/v1/audit/entries")
    assert signed.is_success, signed.text
    side.keep(
        client_id=client.json()["id"],
        secret_id=secrets.json()["items"][0]["id"],
        membership_id=membership.json()["id"],
        entry_id=entries.json()["items"][0]["id"],
    )


async def claim_of(side, client_for):
    """A civil servant of the side says that something about them is wrong."""
    employee_id, agency_id = UUID(side.ids["employee_id"]), frozenset({side.agency.id})
    actor = Actor(uuid4(), "uji", frozenset({Role.ASN}), agency_id, employee_id=employee_id)
    client = client_for(None, actor=actor)
    claim = {"about": "record", "claim": f"Surel {side.mark} sudah berganti."}
    answer = await client.post("/v1/correction-requests", json=claim)
    side.keep(correction_id=answer.json()["id"])


async def breach_of(side, client_for):
    """A breach in the register."""
    analyst = client_for(Role.ANALYST, agency_id=side.agency.id)
    breach = {**BREACH, "title": f"Berkas {side.mark} terkirim ke alamat lain"}
    answer = await analyst.post("/v1/breaches", json=breach)
    side.keep(breach_id=answer.json()["id"])


async def requests_of(side, client_for):
    """A draft, one that waits for the committee, and an approved one with its letter."""
    there = {"agency_id": side.agency.id}
    analyst, ppk = client_for(Role.ANALYST, **there), client_for(Role.PPK, **there)
    body = {"kind": "implementation", "checklist": ready()}
    drafted = (await analyst.post(REQUESTS, json=body)).json()
    approved = (await ppk.post(f"{REQUESTS}/{drafted['id']}/submission")).json()
    for role in (Role.KANREG, Role.BKN):
        examiner = an_actor(role, None, id=UUID(side.ids[f"{role}_actor"]))
        answer = await decide(client_for(None, actor=examiner), approved)
        assert answer.status_code == 201, answer.text
    pool = {"kind": "talent_pool", "subject_id": side.ids["pool_id"]}
    submitted = (await analyst.post(REQUESTS, json=pool)).json()
    await analyst.post(f"{REQUESTS}/{submitted['id']}/submission")
    draft = (await analyst.post(REQUESTS, json=body)).json()
    code = f"baru-{side.mark.lower()}"
    scheme = await analyst.post("/v1/scoring-schemes", json=a_document(code=code))
    side.keep(
        approved_id=approved["id"],
        submitted_id=submitted["id"],
        content_sha256=submitted["content_sha256"],
        draft_id=draft["id"],
        draft_sha256=draft["content_sha256"],
        draft_scheme_id=scheme.json()["id"],
    )
