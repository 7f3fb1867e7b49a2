"""What waits for somebody: which voices they may give now."""

from pathlib import Path

from alembic import op

revision = "0034"
down_revision = "0038"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute((Path(__file__).with_suffix("") / "approval_tasks.sql").read_text())


def downgrade() -> None:
    op.execute("DROP FUNCTION approval_tasks()")
