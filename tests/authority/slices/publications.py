"""Rounds at every point, and objections that are open and upheld."""

from datetime import UTC, date, datetime
from decimal import Decimal
from uuid import UUID, uuid4

from app.core.identity import Actor, Role
from app.employees.models import Employee
from app.publications.models import Publication
from app.talent_maps.models import TalentMap
from tests.authority.case import Case
from tests.talent_pools.conftest import KNOWN_AT, NUMBERING, D, State, Step, a_placement

CLAIM = "Predikat kinerja 2024 saya sangat baik menurut SKP yang sudah ditandatangani."
REASON = "SKP 2024 yang dilampirkan memang berpredikat sangat baik; SIMPEG sudah diperbaiki."
ANSWER = {"verdict": "upheld", "reason": REASON, "remedy": "new_map"}
CASES = {
    "POST /v1/publications": Case(
        body={
            "name": "Pengumuman baru",
            "scheme": "{scheme_code}",
            "as_of": "2026-12-31",
            "cut_off": "2099-12-31T09:00:00Z",
        }
    ),
    "POST /v1/publications/{publication_id}/map": Case(
        body={"map_id": "{unused_map_id}"}, path={"publication_id": "round_id"}
    ),
    "POST /v1/publications/{publication_id}/publication": Case(
        path={"publication_id": "mapped_id"}
    ),
    "POST /v1/objections": Case(body={"publication_id": "{fresh_id}", "claim": CLAIM}),
    "POST /v1/objections/{objection_id}/answer": Case(body=ANSWER),
    "POST /v1/objections/{objection_id}/remedy": Case(
        body={"remedy_id": "{newer_map_id}"}, path={"objection_id": "upheld_id"}
    ),
}


def a_map(side, name, known_at=KNOWN_AT):
    return TalentMap(
        id=uuid4(),
        agency_id=side.agency.id,
        scheme_id=UUID(side.ids["scheme_id"]),
        name=f"{name} {side.mark}",
        as_of=D,
        numbers=list(NUMBERING),
        state=State.DONE,
        step=Step.DONE,
        progress=100,
        known_at=known_at,
        population=1,
        cell_counts=[0] * 8 + [1],
        created_by=uuid4(),
    )


def a_round(side, name):
    return Publication(
        id=uuid4(),
        agency_id=side.agency.id,
        scheme_id=UUID(side.ids["scheme_id"]),
        name=f"{name} {side.mark}",
        as_of=D,
        opens_on=date(2026, 1, 2),
        cut_off=datetime(2026, 1, 5, tzinfo=UTC),
        objection_working_days=5,
        answer_working_days=10,
        created_by=uuid4(),
    )


async def prepare(side, client_for, save):
    analyst = client_for(Role.ANALYST, agency_id=side.agency.id)
    ppk = client_for(Role.PPK, agency_id=side.agency.id)
    rounds = {name: a_round(side, name) for name in ("publication", "fresh", "mapped", "round")}
    maps = {name: a_map(side, name) for name in ("fresh", "mapped", "unused")}
    newer = a_map(side, "Peta ulang", datetime(2099, 1, 1, tzinfo=UTC))
    person = Employee(id=UUID(side.ids["employee_id"]), cohort=2)
    await save(*rounds.values(), *maps.values(), newer)
    await save(a_placement(maps["fresh"], person, 1, 1, 9, Decimal(90)))
    side.keep(newer_map_id=newer.id, unused_map_id=maps["unused"].id)
    for name, map_id in (
        ("publication", side.ids["map_id"]),
        ("fresh", maps["fresh"].id),
        ("mapped", maps["mapped"].id),
    ):
        side.keep(**{f"{name}_id": rounds[name].id})
        url = f"/v1/publications/{rounds[name].id}"
        attached = await analyst.post(f"{url}/map", json={"map_id": str(map_id)})
        assert attached.is_success, attached.text
        if name != "mapped":
            published = await ppk.post(f"{url}/publication")
            assert published.is_success, published.text
    side.keep(round_id=rounds["round"].id)
    committee = client_for(Role.COMMITTEE, agency_id=side.agency.id)
    here, own = frozenset({side.agency.id}), UUID(side.ids["employee_id"])
    servant = Actor(uuid4(), "uji", frozenset({Role.ASN}), here, employee_id=own)
    client = client_for(None, actor=servant)
    for name, published_id in (("objection", "publication_id"), ("upheld", "fresh_id")):
        body = {"publication_id": side.ids[published_id], "claim": f"{CLAIM} {side.mark}"}
        filed = await client.post("/v1/objections", json=body)
        assert filed.is_success, filed.text
        side.keep(**{f"{name}_id": filed.json()["id"]})
    answered = await committee.post(f"/v1/objections/{side.ids['upheld_id']}/answer", json=ANSWER)
    assert answered.is_success, answered.text
