"""Files attached to requests; a submission names none that was not sent."""

import sqlalchemy as sa
from alembic import op

from app.core.identity import Role
from app.core.rls import protect, restrict

revision = "0031"
down_revision = "0029"
branch_labels = None
depends_on = None

EXAMINERS = {Role.KANREG, Role.BKN}
ASKING = {Role.ANALYST, Role.PPK}
READERS = ASKING | EXAMINERS | {Role.SIMPEG, Role.COMMITTEE, Role.PYB, Role.AUDITOR}

ATTACHED = """
CREATE FUNCTION approval_attachments_there(request uuid, said jsonb) RETURNS boolean
LANGUAGE sql STABLE AS $$
    SELECT NOT EXISTS (
        SELECT FROM jsonb_path_query(said, '$.**.attachment_sha256') AS named
        WHERE jsonb_typeof(named) = 'string' AND NOT EXISTS (
            SELECT FROM approval_attachments a
            WHERE a.request_id = request AND a.sha256 = named #>> '{}'))
$$
"""
SUBMITTED = """
CREATE FUNCTION approval_names_attachments() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT approval_attachments_there(NEW.id, NEW.content::jsonb) THEN
        PERFORM approval_refuse('attachments_are_there',
            'what a submission names was attached to its request');
    END IF;
    RETURN NEW;
END $$
"""


def upgrade() -> None:
    op.create_table(
        "approval_attachments",
        sa.Column("id", sa.Uuid(), server_default=sa.func.new_id(), nullable=False),
        sa.Column("agency_id", sa.Uuid(), nullable=False),
        sa.Column("request_id", sa.Uuid(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("media_type", sa.Text(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("uploaded_by", sa.Uuid(), nullable=False),
        sa.Column("uploaded_by_name", sa.Text(), nullable=False),
        sa.Column(
            "uploaded_at",
            sa.DateTime(timezone=True),
            server_default=sa.func.clock_timestamp(),
            nullable=False,
        ),
        sa.CheckConstraint("sha256 ~ '^[0-9a-f]{64}$'", name="attachment_hash_whole"),
        sa.CheckConstraint("size > 0", name="attachment_not_empty"),
        sa.PrimaryKeyConstraint("id", name="pk_approval_attachments"),
        sa.ForeignKeyConstraint(
            ["agency_id", "request_id"],
            ["approval_requests.agency_id", "approval_requests.id"],
            name="attachment_of_request",
        ),
        sa.UniqueConstraint("request_id", "sha256", name="one_attachment_per_file"),
    )
    protect("approval_attachments", may="select, insert")
    restrict("approval_attachments", readers=READERS, whole=True)
    restrict("approval_attachments", writers=ASKING | EXAMINERS, whole=True)
    op.execute(
        "create policy signed on approval_attachments as restrictive for insert"
        " with check (uploaded_by = (select context_actor()))"
    )
    op.execute(ATTACHED)
    op.execute(SUBMITTED)
    op.execute(
        "CREATE TRIGGER names_attachments BEFORE UPDATE ON approval_requests FOR EACH ROW "
        "WHEN (NEW.status = 'submitted' AND OLD.status <> 'submitted') "
        "EXECUTE FUNCTION approval_names_attachments()"
    )


def downgrade() -> None:
    op.execute("DROP TRIGGER names_attachments ON approval_requests")
    op.execute("DROP FUNCTION approval_names_attachments()")
    op.execute("DROP FUNCTION approval_attachments_there(uuid, jsonb)")
    op.drop_table("approval_attachments")
