"""Who reads what is said, and whom it may call: people who may read the request, no others."""

from pathlib import Path

from alembic import op

from app.core.identity import Role
from app.core.rls import playing

revision = "0035"
down_revision = "0034"
branch_labels = None
depends_on = None

INSIDE = {
    Role.SIMPEG, Role.ANALYST, Role.COMMITTEE, Role.PYB, Role.PPK, Role.AUDITOR,
}  # fmt: skip
TABLES = ("approval_comments", "approval_mentions")
SENT_OUT = """exists (select from approval_stages s
  where s.request_id = {table}.request_id and s.role in ('kanreg', 'bkn'))"""
"""Whoever examines from outside reads of requests that stand on their desk, and of no others."""
FUNCTIONS = {"approval_readers": "uuid", "approval_mention_calls": ""}


def upgrade() -> None:
    for table in TABLES:
        sent_out = SENT_OUT.format(table=table)
        op.execute(
            f"create policy sent_out on {table} as restrictive for select"
            f" using ({playing(INSIDE)} or {sent_out})"
        )
    for name in FUNCTIONS:
        op.execute((Path(__file__).with_suffix("") / f"{name}.sql").read_text())
    op.execute(
        "CREATE TRIGGER calls BEFORE INSERT ON approval_mentions "
        "FOR EACH ROW EXECUTE FUNCTION approval_mention_calls()"
    )


def downgrade() -> None:
    op.execute("DROP TRIGGER calls ON approval_mentions")
    for name in reversed(FUNCTIONS):
        op.execute(f"DROP FUNCTION {name}({FUNCTIONS[name]})")
    for table in TABLES:
        op.execute(f"DROP POLICY sent_out ON {table}")
