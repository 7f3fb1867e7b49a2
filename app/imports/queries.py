"""What can be read of imports: the list, one with its files, the rows and their verdicts."""

from typing import Any

import orjson
from sqlalchemy import JSON, Boolean, Text, Uuid, bindparam, case, cast, func, select
from sqlalchemy.dialects.postgresql import JSONB, aggregate_order_by

from app.core.queries import Key, PageQuery, Query
from app.core.words import Language
from app.imports.codes import CODES
from app.imports.models import File, Import, State, Verdict, Verdicts

WORDS = bindparam("words", type_=JSONB)


def words(language: Language) -> str:
    """The sentences of all codes in a language, as the queries take them."""
    return orjson.dumps({code: said.in_(language) for code, said in CODES.items()}).decode()


def said(code: Any) -> Any:
    """The sentence of a code."""
    return func.jsonb_extract_path_text(WORDS, code)


IMPORT_ID = bindparam("import_id", type_=Uuid)
SUMMARY = (
    Import.id,
    Import.agency_id,
    Import.actor_name,
    Import.dry_run,
    Import.state,
    Import.phase,
    Import.percent,
    Import.counts,
    Import.created_at,
    Import.finished_at,
)
IMPORTS = PageQuery(
    "imports",
    select(*SUMMARY),
    keys=(Key("id", str, descends=True),),
    filters={
        "state": Import.state == bindparam("state", type_=Import.state.type),
        "dry_run": Import.dry_run == bindparam("dry_run", type_=Import.dry_run.type),
    },
)
FILES = (
    select(
        func.json_agg(
            aggregate_order_by(
                func.json_build_object(
                    *("number", File.number),
                    *("name", File.name),
                    *("kind", File.kind),
                    *("size", File.size),
                    *("sha256", File.sha256),
                    *("code", File.code),
                    *("detail", said(File.code)),
                    *("line", File.line),
                    *("columns", File.columns),
                    *("dropped_columns", File.dropped_columns),
                ),
                File.number,
            )
        )
    )
    .where(File.import_id == Import.id)
    .scalar_subquery()
)
IMPORT = Query(select(*SUMMARY, FILES.label("files")).where(Import.id == IMPORT_ID))

WHOLE = bindparam("whole", type_=Boolean)
"""Whether rejected rows are shown as they came."""
ROWS = PageQuery(
    "import-rows",
    select(
        File.name.label("file"),
        File.kind,
        Verdicts.line,
        Verdicts.verdict,
        Verdicts.code,
        Verdicts.pointer,
        said(Verdicts.code).label("detail"),
        case((WHOLE, cast(cast(Verdicts.raw, Text), JSON))).label("row"),
        Verdicts.file.label("_file"),
        Verdicts.number.label("_number"),
    )
    .join(File, (File.import_id == Verdicts.import_id) & (File.number == Verdicts.file))
    .where(Verdicts.import_id == IMPORT_ID),
    keys=(Key("_file", int), Key("_number", int)),
    filters={
        "verdict": Verdicts.verdict == bindparam("verdict", type_=Verdicts.verdict.type),
        "kind": File.kind == bindparam("kind", type_=Text),
        "code": Verdicts.code == bindparam("code", type_=Text),
    },
)

STATE = select(Import.state, Import.phase, Import.percent).where(Import.id == IMPORT_ID)
REJECTED_KINDS = (
    select(File.kind)
    .where(
        File.import_id == IMPORT_ID,
        select(Verdicts.number)
        .where(
            Verdicts.import_id == IMPORT_ID,
            Verdicts.file == File.number,
            Verdicts.verdict == Verdict.REJECTED,
        )
        .exists(),
    )
    .distinct()
)
REJECTED = (
    select(Verdicts.raw, Verdicts.code)
    .join(File, (File.import_id == Verdicts.import_id) & (File.number == Verdicts.file))
    .where(
        Verdicts.import_id == IMPORT_ID,
        Verdicts.verdict == Verdict.REJECTED,
        File.kind == bindparam("kind", type_=Text),
    )
    .order_by(Verdicts.file, Verdicts.number)
)
ENDED = frozenset({State.FINISHED, State.FAILED})
