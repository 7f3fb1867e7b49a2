"""Whatever route shows one person's data to another, that it did is on record."""

from sqlalchemy import text

from app.core.db import set_context
from app.core.identity import Role
from tests.authority.asking import answered, routes
from tests.conftest import an_actor

LOOKS = text("select what from person_accesses where employee_id = :id")
OF_ONE_PERSON = (
    "{employee_id}",
    "by-nip",
    "correction-requests/{correction_id}",
    "conflicts/{conflict_id}",
    "GET /v1/objections/{objection_id}",
    "objections/{objection_id}/answer",
    "objections/{objection_id}/remedy",
)
CHANGES = {"DELETE /v1/talent-pools/{pool_id}/members/{employee_id}"}
"""Routes that name a person and show nothing of them."""


async def test_every_route_about_one_person_records_who_looked(
    app, agency, connection, client_for, sides, sessions
):
    own = sides["own"]
    auditor, silent, shown = an_actor(Role.AUDITOR, agency.id), [], set()

    async def looks():
        async with sessions() as session:
            await set_context(session, auditor.context)
            return len((await session.execute(LOOKS, {"id": own.ids["employee_id"]})).all())

    about = [r for r in routes(app) if any(part in r for part in OF_ONE_PERSON)]
    for route in about:
        for role in (Role.AUDITOR, Role.ANALYST, Role.SIMPEG, Role.PPK):
            before = await looks()
            async with answered(connection, client_for(role), route, own) as answer:
                if answer.is_success:
                    shown.add(route)
                    if await looks() != before + 1:
                        silent.append((route, role))

    assert {route for route, _ in silent} == CHANGES
    assert shown == set(about)
