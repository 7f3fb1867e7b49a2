"""What can be read of scoring schemes: the list, and one with its document."""

from sqlalchemy import JSON, Boolean, Text, Uuid, bindparam, case, cast, select

from app.core.queries import Key, PageQuery, Query
from app.scoring_schemes.models import Scheme, State

PUBLISHED = Scheme.published_at.is_not(None)

summary = select(
    Scheme.id,
    Scheme.code,
    Scheme.version,
    Scheme.title,
    Scheme.numbering,
    Scheme.sha256,
    case((PUBLISHED, State.PUBLISHED.value), else_=State.DRAFT.value).label("state"),
    Scheme.created_at,
    Scheme.published_at,
)

SCHEME = Query(
    summary.add_columns(cast(Scheme.canonical, JSON).label("document")).where(
        Scheme.id == bindparam("scheme_id", type_=Uuid)
    )
)

SCHEMES = PageQuery(
    "scoring-schemes",
    summary,
    keys=(Key("id", str, descends=True),),
    filters={
        "code": Scheme.code == bindparam("code", type_=Text),
        "published": bindparam("published", type_=Boolean) == PUBLISHED,
    },
)
