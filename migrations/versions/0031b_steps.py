"""What is recorded on the way of a request, and stages that approve only after it."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

from app.core.identity import Role
from app.core.rls import protect, restrict

revision = "0031b"
down_revision = "0031a"
branch_labels = None
depends_on = None

EXAMINERS = {Role.KANREG, Role.BKN}
READERS = EXAMINERS | {
    Role.SIMPEG, Role.ANALYST, Role.COMMITTEE, Role.PYB, Role.PPK, Role.AUDITOR,
}  # fmt: skip

BINDS = """
CREATE FUNCTION approval_step_binds() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    request approval_requests;
BEGIN
    IF TG_OP <> 'INSERT' THEN
        PERFORM approval_refuse('steps_never_change', 'what was recorded never changes');
    END IF;
    SELECT * INTO request FROM approval_requests WHERE id = NEW.request_id FOR UPDATE;
    IF request.id IS NULL OR request.agency_id <> NEW.agency_id
       OR request.status NOT IN ('submitted', 'approved')
       OR NEW.round <> request.round OR NEW.content_sha256 <> request.content_sha256
    THEN
        PERFORM approval_refuse('step_of_the_round', 'a step is of the round that is examined');
    END IF;
    IF request.status = 'submitted' AND EXISTS (
        SELECT FROM unnest(request.authors) AS author
        WHERE author = NEW.actor_id OR approval_person(author) = approval_person(NEW.actor_id))
    THEN
        PERFORM approval_refuse('requester_never_examines',
            'who asked for, edited or submitted a request never examines it');
    END IF;
    IF NOT approval_attachments_there(NEW.request_id, NEW.said) THEN
        PERFORM approval_refuse('attachments_are_there',
            'what a step names was attached to its request');
    END IF;
    NEW.recorded_at := clock_timestamp();
    RETURN NEW;
END $$
"""
AFTER = """
CREATE FUNCTION approval_after_its_steps() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT FROM approval_stages s, unnest(s.prerequisites) AS wanted (step)
        WHERE s.request_id = NEW.request_id AND s.round = NEW.round AND s.position = NEW.stage
          AND NOT coalesce((
            SELECT r.settles FROM approval_steps r
            WHERE r.request_id = NEW.request_id AND r.round = NEW.round AND r.step = wanted.step
            ORDER BY r.recorded_at DESC, r.id DESC LIMIT 1), false))
    THEN
        PERFORM approval_refuse('stage_after_its_steps',
            'a stage approves only after what it requires was recorded');
    END IF;
    RETURN NEW;
END $$
"""


def upgrade() -> None:
    op.add_column(
        "approval_stages",
        sa.Column("prerequisites", ARRAY(sa.Text()), server_default="{}", nullable=False),
    )
    op.create_table(
        "approval_steps",
        sa.Column("id", sa.Uuid(), server_default=sa.func.new_id(), nullable=False),
        sa.Column("agency_id", sa.Uuid(), nullable=False),
        sa.Column("request_id", sa.Uuid(), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("step", sa.Text(), nullable=False),
        sa.Column("said", JSONB(), nullable=False),
        sa.Column("settles", sa.Boolean(), nullable=False),
        sa.Column("content_sha256", sa.Text(), nullable=False),
        sa.Column("actor_id", sa.Uuid(), nullable=False),
        sa.Column("actor_name", sa.Text(), nullable=False),
        sa.Column(
            "recorded_at",
            sa.DateTime(timezone=True),
            server_default=sa.func.clock_timestamp(),
            nullable=False,
        ),
        sa.PrimaryKeyConstraint("id", name="pk_approval_steps"),
        sa.ForeignKeyConstraint(
            ["agency_id", "request_id"],
            ["approval_requests.agency_id", "approval_requests.id"],
            name="step_of_request",
        ),
    )
    op.create_index("ix_approval_steps_request_id_round", "approval_steps", ["request_id", "round"])
    protect("approval_steps", may="select, insert")
    restrict("approval_steps", readers=READERS, whole=True)
    restrict("approval_steps", writers=EXAMINERS, whole=True)
    op.execute(
        "create policy signed on approval_steps as restrictive for insert"
        " with check (actor_id = (select context_actor()))"
    )
    op.execute(BINDS)
    op.execute(AFTER)
    op.execute(
        "CREATE TRIGGER binds BEFORE INSERT OR UPDATE OR DELETE ON approval_steps "
        "FOR EACH ROW EXECUTE FUNCTION approval_step_binds()"
    )
    op.execute(
        "CREATE TRIGGER steps_first BEFORE INSERT ON approval_decisions FOR EACH ROW "
        "WHEN (NEW.decision = 'approve') EXECUTE FUNCTION approval_after_its_steps()"
    )


def downgrade() -> None:
    op.execute("DROP TRIGGER steps_first ON approval_decisions")
    op.drop_table("approval_steps")
    op.execute("DROP FUNCTION approval_after_its_steps()")
    op.execute("DROP FUNCTION approval_step_binds()")
    op.drop_column("approval_stages", "prerequisites")
