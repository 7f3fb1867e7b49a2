"""Kind `route_change`: how requests of a kind are decided in an agency, decided like any other.

Its content is the whole new route beside the hash of the one that it replaces. The roles that law
gives a decision to stay on every route (`keeps`), and so does the last word.
"""

import json
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app.approvals import content, routes
from app.approvals.kinds import agencies
from app.approvals.kinds.declaration import Asked, Content, Declaration, LetterWords, Subject
from app.approvals.kinds.errors import ROUTE_FAULTS
from app.approvals.kinds.names import Kind
from app.approvals.models import Request, RouteRow
from app.approvals.standing_routes import in_force
from app.approvals.wording import Issue
from app.approvals.workflow import Stage
from app.audit import service as audit
from app.core.errors import Fault, InvalidRequest
from app.core.identity import SYSTEM, Actor, Role
from app.core.words import Words

Kinds = Mapping[str, Declaration]


def declared(kinds: Kinds) -> Declaration:
    """The declaration; `kinds` are those whose routes are changed."""

    async def drafted(session: AsyncSession, actor: Actor, asked: Asked) -> Subject:
        route = asked.given["route"]
        check_route(kinds, route)
        agency_id = await agencies.meant(session, actor, asked.agency_id)
        asking = await agencies.named(session, agency_id)
        latest = await in_force(session, agency_id, route["kind"], kinds[route["kind"]].route)
        said = {
            "kind": Kind.ROUTE_CHANGE.value,
            "agency": asking,
            "replaces": latest.sha256,
            "route": route,
        }
        title = f"Perubahan Alur Persetujuan {kinds[route['kind']].title.id}"
        return Subject(agency_id, agency_id, title, said)

    def amended(said: Content, given: Mapping[str, Any]) -> Content:
        if "route" not in given:
            return said
        check_route(kinds, given["route"])
        if given["route"]["kind"] != said["route"]["kind"]:
            raise InvalidRequest(errors=[_fault("/kind", "kind-stays")])
        return {**said, "route": given["route"]}

    async def enact(
        session: AsyncSession, agency_id: UUID, request_id: UUID, decider_id: UUID
    ) -> None:
        request = await session.get_one(Request, request_id)
        route = json.loads(request.content)["route"]
        kind = route["kind"]
        latest = await in_force(session, agency_id, kind, kinds[kind].route)
        made = RouteRow(
            agency_id=agency_id,
            kind=kind,
            version=latest.version + 1,
            document=content.canonical(route),
            request_id=request_id,
        )
        session.add(made)
        await session.flush()
        await audit.record(
            session,
            SYSTEM,
            "approval_route.made",
            made.id,
            agency_id=agency_id,
            on_behalf_of=decider_id,
            after=audit.state_of(made),
            route_kind=made.kind,
            version=made.version,
            sha256=made.sha256,
        )

    return Declaration(
        title=Words("Perubahan alur persetujuan", "A change of how requests are decided"),
        letter_code="ALR",
        asks=frozenset({Role.ANALYST}),
        submits=frozenset({Role.ANALYST}),
        takes=frozenset({"agency_id", "route"}),
        needs=frozenset({"route"}),
        route=(Stage("pyb", name="Pertimbangan PyB"), Stage("ppk", name="Penetapan PPK")),
        keeps=frozenset({"ppk"}),
        drafted=drafted,
        amended=amended,
        enact=enact,
        letter=LetterWords(said_of, frozenset(), {"stages": frozenset({"position", "stage"})}),
    )


def check_route(kinds: Kinds, route: Mapping[str, Any]) -> None:
    """Every fault of a route at once."""
    kind = kinds[route["kind"]]
    wrong = routes.wrong_with(route["stages"], kind.keeps, kind.route[-1].role)
    if wrong:
        raise InvalidRequest(errors=[_fault(f"/stages{one.pointer}", one.code) for one in wrong])


def _fault(pointer: str, code: str) -> Fault:
    return Fault(f"/route{pointer}", code, ROUTE_FAULTS[code])


def said_of(issue: Issue) -> dict[str, Any]:
    """What the decree says of the new route."""
    stages = issue.content["route"]["stages"]
    return {
        "stages": [
            {"position": position, "stage": stage["name"] or stage["role"]}
            for position, stage in enumerate(stages, 1)
        ]
    }
