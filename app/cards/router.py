"""What can be asked about the pictures of a person."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Header, Query, Response

from app.cards import examples, service
from app.cards.competencies import Comparison
from app.cards.radar import radar_svg
from app.cards.schemas import RadarRead
from app.core.db import Session
from app.core.errors import Forbidden
from app.core.identity import CurrentActor
from app.core.openapi import answers, problems
from app.core.words import language_of
from app.employees.errors import EmployeeNotFound
from app.publications.errors import ResultNotFound
from app.talent_maps.errors import MapNotFound, MapNotReady, PlacementNotFound
from app.talent_pools.errors import UnknownReference

router = APIRouter(tags=["cards"])
me = APIRouter(prefix="/me", tags=["me"])

PositionId = Annotated[
    UUID | None, Query(description="Hold the person against this position instead of the own.")
]
AcceptLanguage = Annotated[str | None, Header(description="`id` (default) or `en`.")]
CARD = {
    "description": "The card, byte for byte as it was issued.",
    "content": {
        "application/pdf": {
            "schema": {"type": "string", "format": "binary"},
            "example": "%PDF-1.7 …",
        }
    },
}


@router.get(
    "/employees/{employee_id}/competency-radar",
    response_model=RadarRead,
    responses={
        **problems(EmployeeNotFound, UnknownReference),
        200: answers(examples.RADAR),
    },
)
async def get_competency_radar(
    session: Session, actor: CurrentActor, employee_id: UUID, position_id: PositionId = None
) -> Any:
    """Show a person's nine competencies, achieved and required.

    Achieved is the latest assessment. Required is what that was made against, which follows the
    post's standard; without it, or for another position, the level usual for the jenjang. That it
    was read is recorded.
    """
    return await service.radar(session, actor, employee_id, position_id)


@router.get(
    "/employees/{employee_id}/competency-radar.svg",
    response_class=Response,
    responses={
        **problems(EmployeeNotFound, UnknownReference),
        200: {
            "description": "The picture, with every level in words in its `<desc>`.",
            "content": {
                "image/svg+xml": {"schema": {"type": "string"}, "example": "<svg …>…</svg>"}
            },
        },
    },
)
async def get_competency_radar_picture(
    session: Session,
    actor: CurrentActor,
    employee_id: UUID,
    position_id: PositionId = None,
    accept_language: AcceptLanguage = None,
) -> Response:
    """Get a person's competencies as an accessible picture (SVG).

    Achieved and required are two lines over nine spokes; what is not known is not drawn.
    """
    shown = await service.radar(session, actor, employee_id, position_id)
    comparisons = [
        Comparison(one["code"], one["achieved"], one["required"]) for one in shown["competencies"]
    ]
    language = language_of(accept_language)
    headers = {"Content-Language": language, "Vary": "Accept-Language"}
    picture = radar_svg(comparisons, language)
    return Response(picture, media_type="image/svg+xml", headers=headers)


@router.get(
    "/talent-maps/{map_id}/placements/{employee_id}/card.pdf",
    response_class=Response,
    responses={
        **problems(MapNotFound, MapNotReady, PlacementNotFound),
        200: CARD,
    },
)
async def get_talent_card(
    session: Session, actor: CurrentActor, map_id: UUID, employee_id: UUID
) -> Response:
    """Get the talent card of a person on a map: one page of PDF.

    Box, scores, competencies, strengths and gaps, earlier boxes; the NIP masked except for
    personnel systems. It is issued once and then given again byte for byte; its QR code leads to
    `/verify/{code}`, which says whether it is authentic. That it was read is recorded.
    """
    return _sent(await service.card(session, actor, map_id, employee_id), employee_id)


@me.get(
    "/placements/{map_id}/card.pdf",
    response_class=Response,
    responses={**problems(Forbidden, ResultNotFound), 200: CARD},
)
async def get_my_talent_card(session: Session, actor: CurrentActor, map_id: UUID) -> Response:
    """Get one's own talent card on a published map: one page of PDF.

    The card that personnel systems get, with the whole NIP; of earlier boxes those of published
    maps. Issued once, given again byte for byte, and verified at `/verify/{code}`. For civil
    servants.
    """
    own = await service.own_card(session, actor, map_id)
    return _sent(own.pdf, own.employee_id)


def _sent(pdf: bytes, employee_id: UUID) -> Response:
    name = f'inline; filename="kartu-talenta-{employee_id}.pdf"'
    return Response(pdf, media_type="application/pdf", headers={"Content-Disposition": name})
