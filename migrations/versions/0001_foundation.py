"""Functions of row-level security, agencies, the event log, the job queue."""

import sqlalchemy as sa
from alembic import op
from pgqueuer.adapters.persistence import schema_ddl
from pgqueuer.domain.settings import DBSettings
from sqlalchemy.dialects.postgresql import JSONB

from app.core.rls import SERVICE, protect_shared

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

FUNCTIONS = (
    # UUIDs that rise with time, so that indexes grow at their end (RFC 9562, version 7).
    """do $do$ begin
    if current_setting('server_version_num')::int >= 180000 then
      create function new_id() returns uuid language sql volatile parallel safe
        return uuidv7();
    else
      create function new_id() returns uuid language sql volatile parallel safe as $f$
        select encode(set_bit(set_bit(overlay(uuid_send(gen_random_uuid()) placing
          substring(int8send((extract(epoch from clock_timestamp()) * 1000)::bigint) from 3)
          from 1 for 6), 52, 1), 53, 1), 'hex')::uuid $f$;
    end if; end $do$""",
    """create function has_context() returns boolean language sql stable parallel safe
       return coalesce(current_setting('app.agencies', true), '') <> ''""",
)
VISIBLE = """create function visible_agencies() returns uuid[] language sql stable parallel safe
  return case current_setting('app.agencies', true)
    when '*' then (select array_agg(id) from agencies)
    else string_to_array(nullif(current_setting('app.agencies', true), ''), ',')::uuid[] end"""


def upgrade() -> None:
    op.execute(
        f"do $$ begin if not exists (select from pg_roles where rolname = '{SERVICE}') "
        f"then create role {SERVICE} nologin; end if; end $$"
    )
    op.execute(f"grant usage on schema public to {SERVICE}")
    for function in FUNCTIONS:
        op.execute(function)
    op.create_table(
        "agencies",
        sa.Column("id", sa.Uuid(), server_default=sa.func.new_id(), nullable=False),
        sa.Column("code", sa.String(64), nullable=False),
        sa.Column("name", sa.String(300), nullable=False),
        sa.Column(
            "created_at", sa.DateTime(timezone=True), server_default=sa.func.now(), nullable=False
        ),
        sa.PrimaryKeyConstraint("id", name="pk_agencies"),
        sa.UniqueConstraint("code", name="one_agency_per_code"),
    )
    op.execute(VISIBLE)
    protect_shared("agencies")
    op.create_table(
        "audit_events",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), server_default=sa.func.now(), nullable=False),
        sa.Column("agency_id", sa.Uuid(), nullable=True),
        sa.Column("actor_id", sa.Uuid(), nullable=False),
        sa.Column("actor_name", sa.String(200), nullable=False),
        sa.Column("kind", sa.String(80), nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=True),
        sa.Column("request_id", sa.String(64), nullable=True),
        sa.Column("data", JSONB(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_audit_events"),
        sa.ForeignKeyConstraint(["agency_id"], ["agencies.id"], name="fk_audit_events_agency_id"),
    )
    op.create_index("ix_audit_events_subject_id", "audit_events", ["subject_id"])
    op.execute("alter table audit_events enable row level security")
    op.execute("alter table audit_events force row level security")
    op.execute(
        "create policy own_agency on audit_events using ("
        "agency_id = any ((select visible_agencies())::uuid[])"
        " or (agency_id is null and (select has_context())))"
    )
    op.execute(f"grant select, insert on audit_events to {SERVICE}")
    install_queue()


def install_queue() -> None:
    """The tables of the job queue; they hold ids, no personal data."""
    ddl = schema_ddl.render_install(DBSettings(), create_schema=False)
    driver = op.get_bind().connection.dbapi_connection
    driver.run_async(lambda connection: connection.execute(ddl))
    op.execute(
        f"""do $$ declare t record; begin
        for t in select c.oid::regclass as name, c.relkind as kind from pg_class c
          where c.relname like 'pgqueuer%' and c.relkind in ('r', 'S')
            and c.relnamespace = 'public'::regnamespace loop
          if t.kind = 'r' then
            execute format('grant select, insert, update, delete on %s to {SERVICE}', t.name);
          else
            execute format('grant usage, select, update on sequence %s to {SERVICE}', t.name);
          end if;
        end loop; end $$"""
    )


def downgrade() -> None:
    ddl = schema_ddl.render_uninstall(DBSettings())
    driver = op.get_bind().connection.dbapi_connection
    driver.run_async(lambda connection: connection.execute(ddl))
    op.drop_table("audit_events")
    op.execute("drop policy any_context on agencies")
    op.execute("drop function visible_agencies()")
    op.drop_table("agencies")
    op.execute("drop function has_context()")
    op.execute("drop function new_id()")
