"""What can be asked about scoring schemes."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Body, Request, Response, status
from pydantic import Field

from app.core.db import Session
from app.core.errors import Forbidden
from app.core.identity import CurrentActor
from app.core.openapi import answers, problems
from app.core.paging import DEFAULT_LIMIT, Cursor, Limit, Page
from app.core.reading import Reader
from app.core.routing import ReadRoute
from app.scoring_schemes import examples, queries, service
from app.scoring_schemes.errors import (
    AlreadyPublished,
    SchemeNotFound,
    SchemeRefused,
    SchemeVersionTaken,
)
from app.scoring_schemes.models import Scheme
from app.scoring_schemes.schemas import SchemeRead, SchemeSummary

router = APIRouter(prefix="/scoring-schemes", tags=["scoring schemes"])
reads = APIRouter(prefix="/scoring-schemes", tags=["scoring schemes"], route_class=ReadRoute)

# Any key, so that those which cannot be stored are answered as faults of the document.
Document = Annotated[
    dict[Any, Any],
    Body(
        title="Scheme",
        description="The scheme. Numbers are decimals in quotes or whole numbers.",
        examples=[examples.DOCUMENT],
    ),
]
Code = Annotated[str, Field(max_length=64, description="Only the versions of this scheme.")]
Published = Annotated[bool, Field(description="Only published schemes (true), or only drafts.")]


@router.post(
    "",
    status_code=status.HTTP_201_CREATED,
    response_model=SchemeRead,
    responses={
        **problems(Forbidden, SchemeRefused, SchemeVersionTaken),
        200: answers(examples.PUBLISHED, "The same document was sent before: its scheme."),
        201: answers(examples.DRAFT, "A draft."),
    },
)
async def create_scoring_scheme(
    request: Request, response: Response, session: Session, actor: CurrentActor, document: Document
) -> Scheme:
    """Send a scoring scheme; it is kept as a draft.

    Every fault is reported at once: weights that do not total exactly, cut-offs or bands that do
    not rise, ranges with a gap or an overlap, indicators, options or raw values that are not known,
    repeated codes, fractions without quotes. The same document again answers 200 with the scheme
    that there is; another document of the same code and version is refused. For analysts.
    """
    del document  # read again below as it was written: a name may stand twice in an object
    kept = await service.draft(session, actor, await request.body())
    if not kept.is_new:
        response.status_code = status.HTTP_200_OK
    response.headers["Location"] = f"/v1/scoring-schemes/{kept.scheme.id}"
    return kept.scheme


@reads.get(
    "",
    response_model=Page[SchemeSummary],
    responses={200: answers(examples.PAGE)},
)
async def list_scoring_schemes(
    reader: Reader,
    limit: Limit = DEFAULT_LIMIT,
    cursor: Cursor | None = None,
    code: Code | None = None,
    published: Published | None = None,
) -> bytes:
    """List scoring schemes, newest first.

    Drafts as well as published ones, for every role: how careers are measured is no secret.
    """
    return await queries.SCHEMES.page(reader, limit, cursor, code=code, published=published)


@reads.get(
    "/{scheme_id}",
    response_model=SchemeRead,
    responses={**problems(SchemeNotFound), 200: answers(examples.PUBLISHED)},
)
async def get_scoring_scheme(reader: Reader, scheme_id: UUID) -> bytes:
    """Get a scoring scheme with its document.

    Anybody can check `sha256`: it is the hash of the document's RFC 8785 form.
    """
    scheme = await queries.SCHEME.one(reader, scheme_id=scheme_id)
    if scheme is None:
        raise SchemeNotFound(id=scheme_id)
    return scheme


@router.post(
    "/{scheme_id}/publication",
    response_model=SchemeRead,
    responses={
        **problems(Forbidden, SchemeNotFound, AlreadyPublished),
        200: answers(examples.PUBLISHED, "The scheme, published."),
    },
)
async def publish_scoring_scheme(session: Session, actor: CurrentActor, scheme_id: UUID) -> Scheme:
    """Publish a draft, so that maps can use it.

    A published scheme never changes, which the database enforces; a correction is a new version.
    For analysts.
    """
    return await service.publish(session, actor, scheme_id)
