"""What can be asked about the register of readiness, by those who examine and by anybody."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Request, Response
from fastapi.responses import JSONResponse

from app.approvals import examples, register, register_files
from app.approvals.public import HEADERS, page, wants_page
from app.approvals.register import MOST, Wanted
from app.approvals.register_schemas import (
    PublicRegister,
    RegionCounts,
    RegisterItem,
    State,
)
from app.core.db import AnonymousSession, Session
from app.core.errors import Forbidden
from app.core.identity import CurrentActor
from app.core.literal import Day
from app.core.openapi import answers, problems
from app.core.paging import (
    DEFAULT_LIMIT,
    Cursor,
    Limit,
    Page,
    cursor_invalid,
    decode_cursor,
    encode_cursor,
    link_to_next,
)
from app.core.words import language_of

router = APIRouter(tags=["approvals"])
public = APIRouter(tags=["approvals"])

CURSOR = "register"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def wanted(
    state: Annotated[State | None, Query(description="Only bodies that stand here.")] = None,
    kanreg: Annotated[
        str | None, Query(max_length=8, description="Only bodies of this Kantor Regional.")
    ] = None,
    province: Annotated[
        str | None, Query(max_length=100, description="Only bodies of this province.")
    ] = None,
    decided_from: Annotated[
        Day | None, Query(description="Only those decided on this day or later.")
    ] = None,
    decided_until: Annotated[
        Day | None, Query(description="Only those decided on this day or before.")
    ] = None,
) -> Wanted:
    """Which bodies are asked for."""
    return Wanted(state, kanreg, province, decided_from, decided_until)


Filters = Annotated[Wanted, Depends(wanted)]


@router.get(
    "/register",
    response_model=Page[RegisterItem],
    responses={**problems(Forbidden), 200: answers(examples.REGISTER)},
)
async def list_register(  # noqa: PLR0913, PLR0917 - a route's parameters are its documentation
    request: Request,
    response: Response,
    session: Session,
    actor: CurrentActor,
    filters: Filters,
    limit: Limit = DEFAULT_LIMIT,
    cursor: Cursor | None = None,
) -> Any:
    """List bodies in the register of readiness, by name.

    Each body's approval that stands, else its latest request, with the working days of each stage.
    BKN sees all, a Kantor Regional its region, a body itself.
    """
    after = (None, None) if cursor is None else _after(cursor)
    found = await register.bodies(session, actor, filters, limit + 1, after)
    items, following = found[:limit], None
    if len(found) > limit:
        following = encode_cursor(CURSOR, items[-1]["name"], str(items[-1]["agency_id"]))
        query = request.scope["query_string"]
        response.headers["Link"] = link_to_next(request.url.path, query, following)
    return {"items": items, "next": following}


def _after(cursor: str) -> tuple[str, UUID]:
    name, agency_id = decode_cursor(cursor, CURSOR, 2)
    try:
        return str(name).replace("\0", ""), UUID(agency_id)
    except (ValueError, AttributeError, TypeError):
        raise cursor_invalid() from None


@router.get(
    "/register/counts",
    response_model=RegionCounts,
    responses={**problems(Forbidden), 200: answers(examples.REGION_COUNTS)},
)
async def count_register(session: Session, actor: CurrentActor, filters: Filters) -> Any:
    """Count bodies by Kantor Regional and by where they stand.

    Of the bodies that one sees.
    """
    return {"items": await register.counts(session, actor, filters)}


def _file(media_type: str, example: str) -> dict[int | str, dict[str, Any]]:
    schema = {"schema": {"type": "string", "format": "binary"}, "example": example}
    return {200: {"description": "The file.", "content": {media_type: schema}}}


@router.get(
    "/register.csv",
    response_class=Response,
    responses={**problems(Forbidden), **_file("text/csv", "code,name,kanreg,…")},
)
async def get_register_csv(session: Session, actor: CurrentActor, filters: Filters) -> Response:
    """Get the register as CSV.

    The same bodies as the list, all of them; cells that a spreadsheet would run are guarded.
    """
    content = register_files.as_csv(await register.bodies(session, actor, filters, MOST))
    named = {"Content-Disposition": 'attachment; filename="register.csv"'}
    return Response(content, media_type="text/csv", headers=named)


@router.get(
    "/register.xlsx",
    response_class=Response,
    responses={**problems(Forbidden), **_file(XLSX, "PK…")},
)
async def get_register_xlsx(session: Session, actor: CurrentActor, filters: Filters) -> Response:
    """Get the register as a workbook.

    The same bodies as the list, all of them; cells that a spreadsheet would run are guarded.
    """
    content = await register_files.as_xlsx(await register.bodies(session, actor, filters, MOST))
    named = {"Content-Disposition": 'attachment; filename="register.xlsx"'}
    return Response(content, media_type=XLSX, headers=named)


@public.get(
    "/register",
    response_model=PublicRegister,
    responses={
        200: {
            **answers(examples.PUBLIC_REGISTER, "The register, for programs and for people."),
            "content": {
                "application/json": {"example": examples.PUBLIC_REGISTER},
                "text/html": {"schema": {"type": "string"}, "example": "<!doctype html>…"},
            },
        }
    },
)
async def get_public_register(request: Request, session: AnonymousSession) -> Response:
    """Get the public register of bodies that may apply talent management.

    Open to everybody: bodies whose approval stands, with its date and number. What is asked for,
    examined, returned, rejected or void is not there. A page for people where `Accept` prefers
    `text/html`, JSON otherwise.
    """
    found = PublicRegister.model_validate({"items": await register.public(session)})
    if wants_page(request.headers.get("accept", "")):
        language = language_of(request.headers.get("accept-language"))
        return page("register.html.jinja", language, bodies=found.items)
    return JSONResponse(found.model_dump(mode="json"), headers=HEADERS)
