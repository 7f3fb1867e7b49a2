"""Kind `scoring_scheme`: committee and PPK decide that an agency measures by a scheme.

Schemes are no agency's own: the request is of the agency that is to use the scheme, and another may
ask about the same one. Its content is the whole document with its hash. A document never changes
once it was asked about, so nothing voids the approval. Publication is another thing: it freezes a
document for everybody, and says nothing about who measures by it.
"""

from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from app.approvals.kinds import agencies
from app.approvals.kinds.declaration import Asked, Declaration, LetterWords, Subject
from app.approvals.kinds.errors import SCHEME_UNKNOWN
from app.approvals.kinds.names import Kind
from app.approvals.wording import Issue
from app.approvals.workflow import Stage
from app.core.errors import Fault, InvalidRequest
from app.core.identity import Actor, Role
from app.core.words import Words
from app.scoring_schemes import service as schemes
from app.scoring_schemes.errors import SchemeNotFound

LAST_EDITOR = text("select created_by from scoring_schemes where id = :id")


async def drafted(session: AsyncSession, actor: Actor, asked: Asked) -> Subject:
    """The scheme that a draft names, for the agency that is to use it."""
    try:
        scheme = await schemes.get(session, asked.subject_id or UUID(int=0))
    except SchemeNotFound:
        raise InvalidRequest(
            errors=[Fault("/subject_id", "subject-unknown", SCHEME_UNKNOWN)]
        ) from None
    agency_id = await agencies.meant(session, actor, asked.agency_id)
    content = {
        "kind": Kind.SCORING_SCHEME.value,
        "agency": await agencies.named(session, agency_id),
        "scheme": {
            "id": str(scheme.id),
            "name": scheme.name,
            "title": scheme.title,
            "sha256": scheme.sha256,
            "document": scheme.document,
        },
    }
    return Subject(agency_id, scheme.id, f"Skema Penilaian {scheme.name}", content)


async def last_editor(session: AsyncSession, scheme_id: UUID) -> UUID | None:
    """Who sent the document."""
    editor: UUID | None = await session.scalar(LAST_EDITOR, {"id": scheme_id})
    return editor


def said(issue: Issue) -> dict[str, str]:
    """What the decree says of the scheme."""
    scheme = issue.content["scheme"]
    return {"name": scheme["name"], "scheme": scheme["title"], "sha256": scheme["sha256"]}


DECLARATION = Declaration(
    title=Words("Penetapan skema penilaian", "Approval of a scoring scheme"),
    letter_code="SKP",
    asks=frozenset({Role.ANALYST}),
    submits=frozenset({Role.ANALYST}),
    takes=frozenset({"subject_id", "agency_id"}),
    needs=frozenset({"subject_id"}),
    route=(Stage("committee", name="Telaah Komite Talenta"), Stage("ppk", name="Penetapan PPK")),
    keeps=frozenset({"ppk"}),
    last_editor=last_editor,
    exclusive=True,
    drafted=drafted,
    letter=LetterWords(said, frozenset({"name", "scheme", "sha256"})),
)
