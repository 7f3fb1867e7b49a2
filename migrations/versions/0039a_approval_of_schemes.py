"""An agency approves a scoring scheme for its own use; what was asked about never changes."""

import sqlalchemy as sa
from alembic import op

from app.core.identity import SYSTEM
from app.core.rls import as_owner

revision = "0039a"
down_revision = "0039"
branch_labels = None
depends_on = None

LIVE = "status in ('draft', 'submitted', 'returned') or (exclusive and status = 'approved')"

FUNCTIONS = {
    "approval_scheme_there()": """
CREATE FUNCTION approval_scheme_there() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM FROM scoring_schemes
    WHERE id = NEW.subject_id AND sha256 = NEW.content::jsonb #>> '{scheme,sha256}'
      AND canonical::jsonb = NEW.content::jsonb #> '{scheme,document}'
    FOR KEY SHARE;
    IF NOT FOUND THEN
        PERFORM approval_refuse('request_has_subject', 'there is no scoring scheme that says this');
    END IF;
    RETURN NEW;
END $$
""",
    # Of any agency: whoever changes a scheme may not see who asked about it.
    "approval_scheme_stays()": as_owner(
        "approval_scheme_stays()",
        "trigger",
        """
      if exists (select from approval_requests
                 where kind = 'scoring_scheme' and subject_id = old.id) then
        perform approval_refuse('subject_stays', 'a scheme that was asked about stays');
      end if;""",
        answer="case tg_op when 'DELETE' then old else new end",
    ),
}
TRIGGERS = {"of_scheme": "approval_requests", "asked_about": "scoring_schemes"}


def upgrade() -> None:
    op.execute(f"select set_config('app.context', '{SYSTEM.context}', true)")
    op.execute("insert into approval_kinds (name) values ('scoring_scheme')")
    index_requests("kind", "subject_id", "agency_id")
    for function in FUNCTIONS.values():
        op.execute(function)
    op.execute(
        "CREATE TRIGGER of_scheme BEFORE INSERT OR UPDATE OF content ON approval_requests "
        "FOR EACH ROW WHEN (NEW.kind = 'scoring_scheme') EXECUTE FUNCTION approval_scheme_there()"
    )
    op.execute(
        "CREATE TRIGGER asked_about BEFORE DELETE OR UPDATE OF id, canonical ON scoring_schemes "
        "FOR EACH ROW EXECUTE FUNCTION approval_scheme_stays()"
    )


def index_requests(*columns: str) -> None:
    """One live request a subject; two agencies may ask about what belongs to none."""
    op.drop_index("one_live_request_per_subject", "approval_requests")
    op.create_index(
        "one_live_request_per_subject",
        "approval_requests",
        columns,
        unique=True,
        postgresql_where=sa.text(LIVE),
    )


def downgrade() -> None:
    op.execute(f"select set_config('app.context', '{SYSTEM.context}', true)")
    for trigger, table in TRIGGERS.items():
        op.execute(f"DROP TRIGGER {trigger} ON {table}")
    for function in FUNCTIONS:
        op.execute(f"DROP FUNCTION {function}")
    index_requests("kind", "subject_id")
    op.execute("delete from approval_kinds where name = 'scoring_scheme'")
