"""Who a comment may call: people who may read its request, and no others."""

from pathlib import Path

from alembic import op

revision = "0035"
down_revision = "0034"
branch_labels = None
depends_on = None

FUNCTIONS = {"approval_readers": "uuid", "approval_mention_calls": ""}


def upgrade() -> None:
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
