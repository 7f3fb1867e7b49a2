"""Requests of any kind about any subject, by routes that are data.

What is special to a kind is in triggers of its own.
"""

import runpy
from pathlib import Path

import sqlalchemy as sa
from alembic import op

from app.core.identity import SYSTEM, Role
from app.core.rls import protect, protect_shared

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None

KINDS = ("talent_pool", "implementation", "route_change")
READERS = {
    Role.SIMPEG, Role.ANALYST, Role.COMMITTEE, Role.PYB, Role.PPK, Role.AUDITOR, Role.KANREG,
    Role.BKN,
}  # fmt: skip
OPEN = "status in ('draft', 'submitted', 'returned')"

# What triggers of a kind call when the subject of requests has changed.
SUBJECT_CHANGED = """
CREATE FUNCTION approval_subject_changed(of_kind text, subject uuid, cause jsonb) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
    request approval_requests;
BEGIN
    FOR request IN
        SELECT * FROM approval_requests
        WHERE kind = of_kind AND subject_id = subject
          AND status IN ('submitted', 'returned', 'approved')
        ORDER BY id FOR UPDATE
    LOOP
        UPDATE approval_decisions SET voided_at = clock_timestamp(), voided_by = cause
        WHERE request_id = request.id AND voided_at IS NULL;
        UPDATE approval_requests
        SET status = approval_status_after_change(request.status), stage = 0, change = cause
        WHERE id = request.id;
    END LOOP;
END $$
"""

POOL_REVISED = """
CREATE OR REPLACE FUNCTION approval_pool_revised() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM approval_subject_changed('talent_pool', NEW.id, jsonb_build_object(
        'cause', 'talent_pool_revised',
        'before', OLD.revision::text, 'after', NEW.revision::text));
    RETURN NULL;
END $$
"""

POOL_THERE = """
CREATE FUNCTION approval_pool_there() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM FROM talent_pools WHERE id = NEW.subject_id AND agency_id = NEW.agency_id
    FOR KEY SHARE;
    IF NOT FOUND THEN
        PERFORM approval_refuse('request_has_subject', 'there is no such talent pool');
    END IF;
    RETURN NEW;
END $$
"""

POOL_STAYS = """
CREATE FUNCTION approval_pool_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM approval_requests
               WHERE kind = 'talent_pool' AND subject_id = OLD.id)
    THEN
        PERFORM approval_refuse('subject_stays', 'a pool that was asked about stays');
    END IF;
    RETURN OLD;
END $$
"""


ROUTE_APPROVED = """
CREATE FUNCTION approval_route_approved() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP <> 'INSERT' THEN
        PERFORM approval_refuse('routes_never_change', 'a route is followed by the next version');
    END IF;
    IF NOT EXISTS (SELECT FROM approval_requests r
                   WHERE r.id = NEW.request_id AND r.agency_id = NEW.agency_id
                     AND r.kind = 'route_change' AND r.status = 'approved'
                     AND (r.content::jsonb) -> 'route' = NEW.document::jsonb
                     AND NEW.document::jsonb ->> 'kind' = NEW.kind)
    THEN
        PERFORM approval_refuse('route_was_approved', 'a route comes of an approved request');
    END IF;
    RETURN NEW;
END $$
"""


def earlier(name: str) -> dict[str, str]:
    """The statements of an earlier migration."""
    return runpy.run_path(str(Path(__file__).with_name(name)))


def replaced(function: str) -> str:
    return function.replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION")


def upgrade() -> None:
    op.execute(f"select set_config('app.context', '{SYSTEM.context}', true)")
    make_kinds()
    name_subjects()
    op.execute(SUBJECT_CHANGED)
    op.execute(POOL_REVISED)
    approved = earlier("0011_pools_approved_by_requests.py")["CHECK"]
    op.execute(
        replaced(approved).replace(
            "r.pool_id = p.id", "r.kind = 'talent_pool' AND r.subject_id = p.id"
        )
    )
    op.execute(POOL_THERE)
    op.execute(POOL_STAYS)
    op.execute(
        "CREATE TRIGGER of_pool BEFORE INSERT ON approval_requests FOR EACH ROW "
        "WHEN (NEW.kind = 'talent_pool') EXECUTE FUNCTION approval_pool_there()"
    )
    op.execute(
        "CREATE TRIGGER asked_about BEFORE DELETE ON talent_pools FOR EACH ROW "
        "EXECUTE FUNCTION approval_pool_stays()"
    )

    keep_routes()


def keep_routes() -> None:
    op.create_table(
        "approval_routes",
        sa.Column("id", sa.Uuid(), server_default=sa.func.new_id(), nullable=False),
        sa.Column("agency_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.Column(
            "sha256",
            sa.Text(),
            sa.Computed("approval_content_sha256(document)", persisted=True),
            nullable=False,
        ),
        sa.Column("request_id", sa.Uuid(), nullable=False),
        sa.Column(
            "made_at",
            sa.DateTime(timezone=True),
            server_default=sa.func.clock_timestamp(),
            nullable=False,
        ),
        sa.PrimaryKeyConstraint("id", name="pk_approval_routes"),
        sa.ForeignKeyConstraint(["kind"], ["approval_kinds.name"], name="fk_approval_routes_kind"),
        sa.ForeignKeyConstraint(
            ["agency_id", "request_id"],
            ["approval_requests.agency_id", "approval_requests.id"],
            name="route_of_request",
        ),
        sa.UniqueConstraint("agency_id", "kind", "version", name="one_route_per_version"),
    )
    op.execute(ROUTE_APPROVED)
    op.execute(
        "CREATE TRIGGER approved BEFORE INSERT OR UPDATE OR DELETE ON approval_routes "
        "FOR EACH ROW EXECUTE FUNCTION approval_route_approved()"
    )
    protect("approval_routes", may="select, insert", readers=READERS, writers={Role.PPK})


def make_kinds() -> None:
    op.create_table(
        "approval_kinds",
        sa.Column("name", sa.String(32), nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_approval_kinds"),
    )
    for kind in KINDS:
        op.execute(f"insert into approval_kinds values ('{kind}')")
    protect_shared("approval_kinds", may="select")
    op.drop_constraint("request_kind_known", "approval_requests")
    op.create_foreign_key(
        "fk_approval_requests_kind", "approval_requests", "approval_kinds", ["kind"], ["name"]
    )


def name_subjects() -> None:
    """A subject's id in place of the pool's; an agency is the subject of its own readiness."""
    op.add_column("approval_requests", sa.Column("subject_id", sa.Uuid(), nullable=True))
    op.add_column("approval_requests", sa.Column("exclusive", sa.Boolean(), nullable=True))
    op.execute("alter table approval_requests disable trigger user")
    op.execute(
        "update approval_requests set subject_id = coalesce(pool_id, agency_id),"
        " exclusive = kind = 'talent_pool'"
    )
    op.execute("alter table approval_requests enable trigger user")
    op.alter_column("approval_requests", "subject_id", nullable=False)
    op.alter_column("approval_requests", "exclusive", nullable=False)
    op.drop_index("one_live_request_per_pool", "approval_requests")
    op.drop_index("one_open_implementation_per_agency", "approval_requests")
    op.drop_constraint("request_has_subject", "approval_requests")
    op.drop_column("approval_requests", "pool_id")
    op.create_index(
        "one_live_request_per_subject",
        "approval_requests",
        ["kind", "subject_id"],
        unique=True,
        postgresql_where=sa.text(f"{OPEN} or (exclusive and status = 'approved')"),
    )


def downgrade() -> None:
    op.execute(f"select set_config('app.context', '{SYSTEM.context}', true)")
    op.drop_table("approval_routes")
    op.execute("DROP FUNCTION approval_route_approved()")
    op.execute("DROP TRIGGER asked_about ON talent_pools")
    op.execute("DROP TRIGGER of_pool ON approval_requests")
    op.execute("DROP FUNCTION approval_pool_stays()")
    op.execute("DROP FUNCTION approval_pool_there()")
    op.execute(replaced(earlier("0011_pools_approved_by_requests.py")["CHECK"]))
    op.execute(replaced(earlier("0010_approval_rules.py")["POOL_REVISED"]))
    op.execute("DROP FUNCTION approval_subject_changed(text, uuid, jsonb)")
    name_pools()
    op.drop_constraint("fk_approval_requests_kind", "approval_requests")
    op.create_check_constraint(
        "request_kind_known", "approval_requests", "kind in ('talent_pool', 'implementation')"
    )
    op.drop_table("approval_kinds")


def name_pools() -> None:
    op.drop_index("one_live_request_per_subject", "approval_requests")
    op.add_column("approval_requests", sa.Column("pool_id", sa.Uuid(), nullable=True))
    op.execute("alter table approval_requests disable trigger user")
    op.execute("update approval_requests set pool_id = subject_id where kind = 'talent_pool'")
    op.execute("alter table approval_requests enable trigger user")
    op.create_foreign_key(
        "fk_approval_requests_pool_id", "approval_requests", "talent_pools", ["pool_id"], ["id"]
    )
    op.create_check_constraint(
        "request_has_subject", "approval_requests", "(kind = 'talent_pool') = (pool_id is not null)"
    )
    op.drop_column("approval_requests", "exclusive")
    op.drop_column("approval_requests", "subject_id")
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
        postgresql_where=sa.text(f"kind = 'implementation' and {OPEN}"),
    )
