"""How it last went when a client called an operation; and the last import of a client, counted."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

from app.core.identity import SYSTEM, Role
from app.core.rls import as_owner, playing, secure

revision = "0047"
down_revision = "0046"
branch_labels = None
depends_on = None

WATCHERS = {Role.ADMIN, Role.AUDITOR}
# A client sees what it did itself; whoever watches, that of the clients of their agencies.
SEEN = (
    f"client_id = (select context_actor()) or ({playing(WATCHERS)}"
    " and exists (select from clients c where c.id = client_id))"
)
KEPT = f"((select context_actor()) = '{SYSTEM.id}')"


def at(column: str) -> str:
    """An instant in JSON, as it is written everywhere."""
    return f"""to_char({column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')"""


# Administrators see no imports, whose rows are people: of the last one they are told the numbers.
LAST_IMPORT = as_owner(
    "last_import_of(wanted uuid)",
    "jsonb",
    f"""if allowed then
        select jsonb_build_object('id', i.id, 'state', i.state,
          'created_at', {at("i.created_at")}, 'finished_at', {at("i.finished_at")},
          'counts', i.counts)
        into found from imports i
        where i.actor_id = wanted and not i.dry_run order by i.id desc limit 1;
      end if;""",
    answer="found",
    declares="""found jsonb;
      allowed boolean := wanted = context_actor() or (plays('admin', 'auditor')
        and exists (select from clients c where c.id = wanted));""",
)


def upgrade() -> None:
    instant = sa.DateTime(timezone=True)
    op.create_table(
        "client_operations",
        sa.Column("client_id", sa.Uuid(), nullable=False),
        sa.Column("operation", sa.String(200), nullable=False),
        sa.Column("last_success_at", instant, nullable=True),
        sa.Column("last_refused_at", instant, nullable=True),
        sa.Column("last_refused_status", sa.SmallInteger(), nullable=True),
        sa.Column("last_refused_code", sa.String(64), nullable=True),
        sa.Column("place", JSONB(), nullable=True),
        sa.Column("hour", instant, nullable=False),
        sa.Column("requests", sa.Integer(), nullable=False),
        sa.Column("refused", sa.Integer(), nullable=False),
        sa.Column("failed", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("client_id", "operation", name="pk_client_operations"),
        sa.ForeignKeyConstraint(
            ["client_id"], ["clients.id"], name="fk_client_operations_client_id"
        ),
    )
    secure("client_operations", SEEN, may="select, insert, update", name="watched")
    for command, check in (("insert", "with check"), ("update", "using (true) with check")):
        op.execute(
            f"create policy kept_{command} on client_operations as restrictive"
            f" for {command} {check} {KEPT}"
        )
    op.create_index("ix_imports_actor_id", "imports", ["actor_id", "id"])
    op.execute(LAST_IMPORT)


def downgrade() -> None:
    op.execute("drop function last_import_of(uuid)")
    op.drop_index("ix_imports_actor_id", "imports")
    op.drop_table("client_operations")
