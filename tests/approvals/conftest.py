"""A pool of two to ask approval for, and clients who play the parts."""

import itertools
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import text

from app.access.models import Client
from app.approvals.checklist import Item
from app.core.db import Sessions, transaction
from app.core.identity import SYSTEM, Actor, Role
from app.employees.models import Employee
from app.organisation.models import Agency, Unit
from app.scoring_schemes.models import Scheme
from app.talent_maps.models import Placement, State, Step, TalentMap
from app.talent_pools.models import Member, Origin, Pool
from tests.conftest import an_actor
from tests.factories import a_client

URL = "/v1/approval-requests"


def world(agency_id: UUID, *, name: str = "Administrator 2026") -> list[Any]:
    """A unit, two people, a finished map of them, and a pool that holds the first."""
    scheme_id, map_id, pool_id, unit_id = uuid4(), uuid4(), uuid4(), uuid4()
    code = f"uji-{scheme_id.hex[:8]}"
    people = [
        Employee(
            id=uuid4(),
            agency_id=agency_id,
            nip=f"19800101200501100{n}",
            name=f"Contoh {n}",
            birth_date=date(1980, 1, 1),
            employment="PNS",
            unit_id=unit_id,
        )
        for n in (1, 2)
    ]
    return [
        Unit(id=unit_id, agency_id=agency_id, siasn_id=uuid4().hex, name="Dinas Contoh"),
        *people,
        Scheme(
            id=scheme_id,
            code=code,
            version=1,
            title="Skema uji",
            numbering="permenpanrb-3-2020",
            canonical=f'{{"code":"{code}","version":1}}',
            created_by=SYSTEM.id,
        ),
        TalentMap(
            id=map_id,
            agency_id=agency_id,
            name=f"Peta {map_id}",
            scheme_id=scheme_id,
            as_of=date(2026, 1, 1),
            numbers=[1, 3, 6, 2, 5, 8, 4, 7, 9],
            state=State.DONE,
            step=Step.DONE,
            progress=100,
            known_at=datetime(2026, 1, 2, tzinfo=UTC),
            population=2,
            cell_counts=[0] * 8 + [2],
            created_by=SYSTEM.id,
        ),
        *(
            Placement(
                map_id=map_id,
                place=place,
                agency_id=agency_id,
                employee_id=person.id,
                value=Decimal(90 - place),
                cell=8,
                rank=place,
                missing=[],
            )
            for place, person in enumerate(people, start=1)
        ),
        pool_of(agency_id, pool_id, map_id, name),
        member_of(agency_id, pool_id, people[0].id),
    ]


def pool_of(agency_id: UUID, pool_id: UUID, map_id: UUID, name: str) -> Pool:
    return Pool(
        id=pool_id,
        agency_id=agency_id,
        map_id=map_id,
        name=name,
        boxes=[9],
        rule={"minimum_value": None, "cohorts": None, "limit": None},
        legal_basis="Peraturan Gubernur Nomor 27 Tahun 2022",
        valid_from=date(2026, 1, 1),
        expires_on=date(2027, 1, 1),
        created_by=SYSTEM.id,
    )


def member_of(agency_id: UUID, pool_id: UUID, employee_id: UUID) -> Member:
    return Member(
        agency_id=agency_id,
        pool_id=pool_id,
        employee_id=employee_id,
        origin=Origin.RULE,
        added_by=SYSTEM.id,
    )


INSIDE = (Role.COMMITTEE, Role.PYB, Role.PPK)
OUTSIDE = (Role.KANREG, Role.BKN)
EACH = 6


def cast_of(agency_id: UUID) -> dict[tuple[Role, UUID | None], list[Client]]:
    """Those who decide for an agency, six of each role."""
    places = [*((role, agency_id) for role in INSIDE), *((role, None) for role in OUTSIDE)]
    return {place: [a_client([place[0]], place[1]) for _ in range(EACH)] for place in places}


@pytest.fixture
async def cast(sessions: Sessions, agency: Agency) -> dict[tuple[Role, UUID | None], list[Client]]:
    """Those who decide, as clients that are there before anybody asks."""
    made = cast_of(agency.id)
    async with transaction(sessions, SYSTEM) as session:
        session.add_all(one for there in made.values() for one in there)
    return made


@pytest.fixture
def client_for(client_for: Callable[..., Any], cast: Any, agency: Agency) -> Callable[..., Any]:
    """Whoever plays a deciding role is one of the cast: each call is the next of them."""
    turns = {place: itertools.cycle(there) for place, there in cast.items()}

    def client(
        role: Role | None, *, agency_id: UUID | None = agency.id, actor: Actor | None = None
    ) -> Any:
        if actor is None and (role, agency_id) in turns:
            one = next(turns[role, agency_id])
            actor = an_actor(role, agency_id, id=one.id, name=one.name)
        return client_for(role, agency_id=agency_id, actor=actor)

    return client


@pytest.fixture
def known(save: Callable[..., Any]) -> Callable[..., Any]:
    """Let an actor be known to the installation, as a client."""

    async def make(actor: Actor) -> Actor:
        agency_id = None if actor.agencies is None else next(iter(actor.agencies))
        await save(a_client(actor.roles, agency_id, id=actor.id, name=f"Klien {actor.id}"))
        return actor

    return make


@pytest.fixture
async def pool(agency: Agency, save: Callable[..., Any]) -> Pool:
    models = world(agency.id)
    await save(*models)
    return next(model for model in models if isinstance(model, Pool))


@pytest.fixture
def execute(sessions: Sessions) -> Callable[..., Any]:
    """Raw SQL as the service's own database role, committed as another request would."""

    async def run(sql: str, **values: Any) -> Any:
        actor = replace(SYSTEM, id=UUID(str(values.get("actor") or SYSTEM.id)))
        async with transaction(sessions, actor) as session:
            result = await session.execute(text(sql), values)
            return result.all() if result.returns_rows else result.rowcount

    return run


@pytest.fixture
def submitted(pool: Pool, client_for: Callable[..., Any]) -> Callable[[], Any]:
    """A request for the pool, drafted and submitted by an analyst."""

    async def submit() -> dict[str, Any]:
        analyst = client_for(Role.ANALYST)
        draft = await analyst.post(URL, json={"kind": "talent_pool", "subject_id": str(pool.id)})
        assert draft.status_code == 201, draft.text
        answer = await analyst.post(f"{URL}/{draft.json()['id']}/submission")
        assert answer.status_code == 200, answer.text
        return answer.json()

    return submit


CODES = {"return": "incomplete", "reject": "not_eligible", "abstain": "family"}


def decision_on(request: dict[str, Any], **values: Any) -> dict[str, Any]:
    """The body of a decision on what was seen, with a reason's code where one is needed."""
    code = CODES.get(values.get("decision", "approve"))
    coded = {} if code is None else {"reason_code": code}
    return {"decision": "approve", "content_sha256": request["content_sha256"], **coded, **values}


FOUND = [{"code": item, "verdict": "fit", "note": "Sesuai."} for item in Item]
OFFICES = ["Kepala BKD", "Deputi BKN"]
EXAMINATION = (
    {"step": "verification", "items": FOUND},
    {
        "step": "presentation_scheduled",
        "at": "2026-02-10T02:00:00Z",
        "place": "BKN, Jakarta",
        "participants": OFFICES,
    },
    {"step": "presentation_held", "held_on": "2026-02-10", "participants": OFFICES},
    {"step": "plenary", "held_on": "2026-02-12", "result": "approved"},
)


async def examined(client: Any, request: dict[str, Any]) -> None:
    """Record whatever the client may record at the stage that waits; the rest is refused."""
    for step in EXAMINATION:
        await client.post(f"{URL}/{request['id']}/steps", json=step)


async def decide(client: Any, request: dict[str, Any], **values: Any) -> Any:
    """Approve what was seen, unless told otherwise."""
    decision = decision_on(request, **values)
    if decision["decision"] == "approve" and request["kind"] == "implementation":
        await examined(client, request)
    return await client.post(f"{URL}/{request['id']}/decisions", json=decision)


@pytest.fixture
def examining(sessions: Sessions, cast: dict[Any, list[Client]]) -> Callable[..., Any]:
    """Raw SQL in the context of somebody who examines, or of whom is named by `by`."""

    async def run(sql: str, request: dict[str, Any], **values: Any) -> int:
        one = cast[Role.KANREG, None][0].id
        who = request["requester"]["id"] if values.pop("by", None) else one
        actor = an_actor(Role.KANREG, None, id=UUID(str(who)))
        given = {
            "id": request["id"],
            "agency_id": request["agency_id"],
            "round": request["round"],
            "sha256": request["content_sha256"],
            "said": "{}",
            "actor": str(actor.id),
            **values,
        }
        named = {name: value for name, value in given.items() if f":{name}" in sql}
        async with transaction(sessions, actor) as session:
            done = await session.execute(text(sql), named)
            return done.rowcount

    return run
