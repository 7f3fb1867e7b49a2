"""Approval requests, their rounds and frozen stages, decisions and letters."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

from app.core.rls import protect

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

NOW = sa.func.clock_timestamp()
HASHED = "approval_content_sha256(content)"

# convert_to() is only STABLE because of encodings that can be altered; to UTF8 it never varies.
HASH = """
CREATE FUNCTION approval_content_sha256(content text) RETURNS text
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
BEGIN
    RETURN encode(sha256(convert_to(content, 'UTF8')), 'hex');
END $$
"""


# For those who hold a letter and no login: one code in, what may be known to anybody out. It widens
# the context of row-level security for its one statement and puts it back.
VERIFY = """
CREATE FUNCTION verify_letter(wanted text)
RETURNS TABLE (number text, issued_on date, kind text, agency text, status text,
               content_sha256 text, letter_sha256 text)
LANGUAGE plpgsql VOLATILE AS $$
DECLARE
    context text := coalesce(current_setting('app.agencies', true), '');
BEGIN
    PERFORM set_config('app.agencies', '*', true);
    RETURN QUERY
    SELECT r.letter_number, r.letter_date, r.kind::text, a.name::text, r.status::text,
           r.content_sha256, l.pdf_sha256
    FROM approval_requests r
    JOIN agencies a ON a.id = r.agency_id
    JOIN approval_letters l ON l.request_id = r.id
    WHERE r.verify_code = wanted AND r.status IN ('approved', 'void');
    PERFORM set_config('app.agencies', context, true);
END $$
"""


def identity() -> sa.Column:
    return sa.Column("id", sa.Uuid(), server_default=sa.func.new_id(), nullable=False)


def instant(name: str, *, nullable: bool = False) -> sa.Column:
    return sa.Column(
        name,
        sa.DateTime(timezone=True),
        server_default=None if nullable else NOW,
        nullable=nullable,
    )


def of_request(name: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["agency_id", "request_id"],
        ["approval_requests.agency_id", "approval_requests.id"],
        name=name,
    )


def create_requests() -> None:
    op.create_table(
        "approval_requests",
        identity(),
        sa.Column("agency_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("pool_id", sa.Uuid(), nullable=True),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("content_sha256", sa.Text(), sa.Computed(HASHED, persisted=True), nullable=False),
        sa.Column("status", sa.String(32), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("stage", sa.Integer(), nullable=False),
        sa.Column("change", JSONB(), nullable=True),
        sa.Column("requester_id", sa.Uuid(), nullable=False),
        sa.Column("requester_name", sa.Text(), nullable=False),
        sa.Column("authors", ARRAY(sa.Uuid()), nullable=False),
        instant("created_at"),
        instant("closed_at", nullable=True),
        sa.Column("verify_code", sa.Text(), nullable=True),
        sa.Column("letter_year", sa.Integer(), nullable=True),
        sa.Column("letter_serial", sa.Integer(), nullable=True),
        sa.Column("letter_number", sa.Text(), nullable=True),
        sa.Column("letter_date", sa.Date(), nullable=True),
        sa.CheckConstraint("kind in ('talent_pool', 'implementation')", name="request_kind_known"),
        sa.CheckConstraint(
            "(kind = 'talent_pool') = (pool_id is not null)", name="request_has_subject"
        ),
        sa.CheckConstraint(
            "status in ('draft', 'submitted', 'returned', 'rejected', 'approved', 'void')",
            name="request_status_known",
        ),
        sa.CheckConstraint(
            "(status = 'submitted') = (stage > 0)", name="stage_waits_when_submitted"
        ),
        sa.CheckConstraint(
            "(status in ('approved', 'void')) = (verify_code is not null)",
            name="letter_comes_with_approval",
        ),
        sa.CheckConstraint(
            "num_nulls(verify_code, letter_year, letter_serial, letter_number, letter_date)"
            " in (0, 5)",
            name="letter_whole",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_approval_requests"),
        sa.ForeignKeyConstraint(
            ["agency_id"], ["agencies.id"], name="fk_approval_requests_agency_id"
        ),
        sa.ForeignKeyConstraint(
            ["pool_id"], ["talent_pools.id"], name="fk_approval_requests_pool_id"
        ),
        sa.UniqueConstraint("verify_code", name="verify_code_unique"),
        sa.UniqueConstraint("agency_id", "id", name="request_in_agency"),
        sa.UniqueConstraint(
            "agency_id", "kind", "letter_year", "letter_serial", name="letter_serial_unique"
        ),
    )
    op.create_index(
        "one_live_request_per_pool",
        "approval_requests",
        ["pool_id"],
        unique=True,
        postgresql_where=sa.text("status in ('draft', 'submitted', 'returned', 'approved')"),
    )
    op.create_index(
        "one_open_implementation_per_agency",
        "approval_requests",
        ["agency_id"],
        unique=True,
        postgresql_where=sa.text(
            "kind = 'implementation' and status in ('draft', 'submitted', 'returned')"
        ),
    )


def create_rounds() -> None:
    op.create_table(
        "approval_rounds",
        identity(),
        sa.Column("agency_id", sa.Uuid(), nullable=False),
        sa.Column("request_id", sa.Uuid(), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("content_sha256", sa.Text(), sa.Computed(HASHED, persisted=True), nullable=False),
        sa.Column("submitter_id", sa.Uuid(), nullable=False),
        sa.Column("submitter_name", sa.Text(), nullable=False),
        instant("submitted_at"),
        sa.PrimaryKeyConstraint("id", name="pk_approval_rounds"),
        of_request("round_of_request"),
        sa.UniqueConstraint("request_id", "round", name="one_row_per_round"),
    )
    op.create_table(
        "approval_stages",
        identity(),
        sa.Column("agency_id", sa.Uuid(), nullable=False),
        sa.Column("request_id", sa.Uuid(), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("rule", sa.String(32), nullable=False),
        sa.Column("needed", sa.Integer(), nullable=False),
        sa.CheckConstraint("position >= 1", name="stage_position_from_one"),
        sa.CheckConstraint("needed >= 1", name="stage_needs_somebody"),
        sa.CheckConstraint("rule in ('any', 'all', 'count')", name="stage_rule_known"),
        sa.PrimaryKeyConstraint("id", name="pk_approval_stages"),
        of_request("stage_of_request"),
        sa.UniqueConstraint("request_id", "round", "position", name="one_row_per_stage"),
    )


def create_decisions() -> None:
    op.create_table(
        "approval_decisions",
        identity(),
        sa.Column("agency_id", sa.Uuid(), nullable=False),
        sa.Column("request_id", sa.Uuid(), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("stage", sa.Integer(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("actor_id", sa.Uuid(), nullable=False),
        sa.Column("actor_name", sa.Text(), nullable=False),
        sa.Column("decision", sa.String(32), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("content_sha256", sa.Text(), nullable=False),
        instant("decided_at"),
        instant("voided_at", nullable=True),
        sa.Column("voided_by", JSONB(none_as_null=True), nullable=True),
        sa.CheckConstraint("decision in ('approve', 'return', 'reject')", name="decision_known"),
        sa.CheckConstraint(
            "decision = 'approve' or coalesce(btrim(reason), '') <> ''",
            name="reason_unless_approved",
        ),
        sa.CheckConstraint(
            "(voided_at is null) = (voided_by is null)", name="void_decision_has_a_cause"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_approval_decisions"),
        of_request("decision_of_request"),
        sa.UniqueConstraint("request_id", "round", "actor_id", name="one_decision_per_person"),
    )
    op.create_table(
        "approval_letters",
        identity(),
        sa.Column("agency_id", sa.Uuid(), nullable=False),
        sa.Column("request_id", sa.Uuid(), nullable=False),
        sa.Column("pdf", sa.LargeBinary(), nullable=False),
        sa.Column(
            "pdf_sha256",
            sa.Text(),
            sa.Computed("encode(sha256(pdf), 'hex')", persisted=True),
            nullable=False,
        ),
        instant("issued_at"),
        sa.PrimaryKeyConstraint("id", name="pk_approval_letters"),
        of_request("letter_of_request"),
        sa.UniqueConstraint("request_id", name="one_letter_per_request"),
    )


def upgrade() -> None:
    op.execute(HASH)
    create_requests()
    create_rounds()
    create_decisions()
    protect("approval_requests", may="select, insert, update")
    protect("approval_rounds", may="select, insert")
    protect("approval_stages", may="select, insert")
    protect("approval_decisions", may="select, insert, update (voided_at, voided_by)")
    protect("approval_letters", may="select, insert")
    op.execute(VERIFY)


def downgrade() -> None:
    op.execute("DROP FUNCTION verify_letter(text)")
    for table in ("letters", "decisions", "stages", "rounds", "requests"):
        op.drop_table(f"approval_{table}")
    op.execute("DROP FUNCTION approval_content_sha256(text)")
