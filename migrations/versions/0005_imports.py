"""Imports: what was sent, and the verdict of every row."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

from app.core.rls import protect

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "imports",
        sa.Column("id", sa.Uuid(), server_default=sa.func.new_id(), nullable=False),
        sa.Column("agency_id", sa.Uuid(), nullable=False),
        sa.Column("actor_id", sa.Uuid(), nullable=False),
        sa.Column("actor_name", sa.String(200), nullable=False),
        sa.Column("dry_run", sa.Boolean(), nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("phase", sa.String(32), nullable=False),
        sa.Column("percent", sa.SmallInteger(), nullable=False),
        sa.Column("counts", JSONB(), nullable=False),
        sa.Column(
            "created_at", sa.DateTime(timezone=True), server_default=sa.func.now(), nullable=False
        ),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_imports"),
        sa.ForeignKeyConstraint(["agency_id"], ["agencies.id"], name="fk_imports_agency_id"),
        sa.CheckConstraint(
            "state in ('queued', 'running', 'finished', 'failed')", name="import_state_known"
        ),
        sa.CheckConstraint("percent between 0 and 100", name="import_percent_in_scale"),
    )
    protect("imports", may="select, insert, update")
    op.create_table(
        "import_files",
        sa.Column("import_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.SmallInteger(), nullable=False),
        sa.Column("agency_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(300), nullable=False),
        sa.Column("kind", sa.String(32), nullable=True),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=True),
        sa.Column("code", sa.String(40), nullable=True),
        sa.Column("line", sa.Integer(), nullable=True),
        sa.Column("columns", JSONB(), nullable=True),
        sa.PrimaryKeyConstraint("import_id", "number", name="pk_import_files"),
        sa.ForeignKeyConstraint(["import_id"], ["imports.id"], name="fk_import_files_import_id"),
        sa.ForeignKeyConstraint(["agency_id"], ["agencies.id"], name="fk_import_files_agency_id"),
    )
    # Large values as they are: compressing them would cost more than it saves for so short a life.
    op.execute("alter table import_files alter column content set storage external")
    protect("import_files", may="select, insert, update")
    op.create_table(
        "import_rows",
        sa.Column("import_id", sa.Uuid(), nullable=False),
        sa.Column("file", sa.SmallInteger(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("line", sa.Integer(), nullable=False),
        sa.Column("agency_id", sa.Uuid(), nullable=False),
        sa.Column("verdict", sa.String(10), nullable=False),
        sa.Column("code", sa.String(40), nullable=True),
        sa.Column("pointer", sa.String(300), nullable=True),
        sa.Column("raw", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("import_id", "file", "number", name="pk_import_rows"),
        sa.ForeignKeyConstraint(["import_id"], ["imports.id"], name="fk_import_rows_import_id"),
        sa.CheckConstraint(
            "verdict in ('accepted', 'unchanged', 'finding', 'rejected')",
            name="import_verdict_known",
        ),
    )
    op.create_index(
        "ix_import_rows_verdict",
        "import_rows",
        ["import_id", "verdict", "file", "number"],
        postgresql_where=sa.text("verdict in ('finding', 'rejected')"),
    )
    protect("import_rows", may="select, insert")


def downgrade() -> None:
    op.drop_table("import_rows")
    op.drop_table("import_files")
    op.drop_table("imports")
