"""Webhooks: endpoints, sealed secrets, deliveries made in the transaction of the event."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import ARRAY

from app.core.identity import Role
from app.core.rls import protect
from app.webhooks.messages import NOUNS

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None

SYSTEM = "00000000-0000-0000-0000-000000000000"
READERS = (Role.ADMIN, Role.SIMPEG, Role.AUDITOR)
WRITERS = (Role.ADMIN, Role.SIMPEG)
NOW = sa.func.clock_timestamp()
# A message exists if and only if its event was committed. Whoever causes the event need not be
# one who may see endpoints, so this looks with the eyes of the installation. The job is queued
# without a key of its own: with one, every transaction would wait for the one before it.
TELL = f"""
create function tell_webhooks() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
declare
    context text := coalesce(current_setting('app.context', true), '');
    noun text := split_part(NEW.kind, '.', 1);
begin
    if NEW.agency_id is null or not noun = any (array[{", ".join(f"'{n}'" for n in sorted(NOUNS))}])
    then
        return null;
    end if;
    perform set_config('app.context', '*;admin;;{SYSTEM};', true);
    insert into webhook_deliveries (agency_id, endpoint_id, event_id, kind, subject_id, occurred_at)
    select NEW.agency_id, e.id, NEW.id, NEW.kind, NEW.subject_id, NEW.at
    from webhook_endpoints e
    where e.agency_id = NEW.agency_id and e.disabled_at is null
      and e.events && array['*', noun || '.*', NEW.kind::text];
    if found then
        insert into pgqueuer (priority, entrypoint, payload, status)
        values (0, 'webhooks.deliver', '{{}}', 'queued');
    end if;
    perform set_config('app.context', context, true);
    return null;
end $$"""
TRIGGER = """
create trigger tell_webhooks after insert on audit_events
for each row execute function tell_webhooks()"""


def key() -> sa.Column:
    return sa.Column("id", sa.Uuid(), server_default=sa.func.new_id(), nullable=False)


def instant(name: str, *, nullable: bool = True, **options) -> sa.Column:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable, **options)


def of_endpoint(name: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["agency_id", "endpoint_id"],
        ["webhook_endpoints.agency_id", "webhook_endpoints.id"],
        name=name,
    )


def upgrade() -> None:
    for part in (endpoints, secrets, deliveries, attempts):
        part()
    for table, may in (
        ("endpoints", "select, insert, update, delete"),
        ("secrets", "select, insert, update, delete"),
        ("deliveries", "select, insert, update, delete"),
        ("attempts", "select, insert, delete"),
    ):
        protect(f"webhook_{table}", may=may, readers=READERS, writers=WRITERS)
    op.execute(TELL)
    op.execute(TRIGGER)


def endpoints() -> None:
    op.create_table(
        "webhook_endpoints",
        key(),
        sa.Column("agency_id", sa.Uuid(), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("description", sa.String(300), nullable=True),
        sa.Column("events", ARRAY(sa.Text()), nullable=False),
        sa.Column("form", sa.String(16), nullable=False),
        sa.Column("method", sa.String(16), nullable=False),
        instant("disabled_at"),
        sa.Column("disabled_because", sa.String(64), nullable=True),
        sa.Column("created_by", sa.Uuid(), nullable=False),
        instant("created_at", nullable=False, server_default=NOW),
        sa.PrimaryKeyConstraint("id", name="pk_webhook_endpoints"),
        sa.ForeignKeyConstraint(
            ["agency_id"], ["agencies.id"], name="fk_webhook_endpoints_agency_id"
        ),
        sa.UniqueConstraint("agency_id", "id", name="endpoint_in_agency"),
        sa.CheckConstraint("cardinality(events) between 1 and 50", name="endpoint_asks_for_events"),
        sa.CheckConstraint(
            "(disabled_at is null) = (disabled_because is null)", name="disabled_says_why"
        ),
    )


def secrets() -> None:
    op.create_table(
        "webhook_secrets",
        key(),
        sa.Column("agency_id", sa.Uuid(), nullable=False),
        sa.Column("endpoint_id", sa.Uuid(), nullable=False),
        sa.Column("sealed", sa.Text(), nullable=False),
        sa.Column("public_key", sa.Text(), nullable=True),
        instant("created_at", nullable=False, server_default=NOW),
        instant("expires_at"),
        sa.PrimaryKeyConstraint("id", name="pk_webhook_secrets"),
        of_endpoint("secret_of_endpoint"),
    )
    op.create_index("ix_webhook_secrets_endpoint_id", "webhook_secrets", ["endpoint_id"])


def deliveries() -> None:
    op.create_table(
        "webhook_deliveries",
        key(),
        sa.Column("agency_id", sa.Uuid(), nullable=False),
        sa.Column("endpoint_id", sa.Uuid(), nullable=False),
        sa.Column("event_id", sa.BigInteger(), nullable=True),
        sa.Column("kind", sa.String(80), nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=True),
        instant("occurred_at", nullable=False),
        sa.Column("state", sa.String(16), server_default="pending", nullable=False),
        sa.Column("attempts", sa.SmallInteger(), server_default="0", nullable=False),
        instant("next_at", server_default=NOW),
        instant("finished_at"),
        sa.PrimaryKeyConstraint("id", name="pk_webhook_deliveries"),
        of_endpoint("delivery_to_endpoint"),
        sa.UniqueConstraint("agency_id", "id", name="delivery_in_agency"),
        sa.CheckConstraint(
            "(state = 'pending') = (next_at is not null)", name="pending_has_a_time"
        ),
        sa.CheckConstraint("attempts >= 0", name="attempts_counted"),
    )
    op.create_index(
        "ix_webhook_deliveries_endpoint_id", "webhook_deliveries", ["endpoint_id", "id"]
    )
    op.create_index(
        "due_webhook_deliveries",
        "webhook_deliveries",
        ["next_at"],
        postgresql_where=sa.text("state = 'pending'"),
    )


def attempts() -> None:
    op.create_table(
        "webhook_attempts",
        key(),
        sa.Column("agency_id", sa.Uuid(), nullable=False),
        sa.Column("delivery_id", sa.Uuid(), nullable=False),
        instant("at", nullable=False, server_default=NOW),
        sa.Column("status", sa.SmallInteger(), nullable=True),
        sa.Column("error", sa.String(64), nullable=True),
        sa.Column("milliseconds", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_webhook_attempts"),
        sa.ForeignKeyConstraint(
            ["agency_id", "delivery_id"],
            ["webhook_deliveries.agency_id", "webhook_deliveries.id"],
            name="attempt_of_delivery",
            ondelete="CASCADE",
        ),
    )
    op.create_index("ix_webhook_attempts_delivery_id", "webhook_attempts", ["delivery_id"])


def downgrade() -> None:
    op.execute("drop trigger tell_webhooks on audit_events")
    op.execute("drop function tell_webhooks()")
    for table in ("attempts", "deliveries", "secrets", "endpoints"):
        op.drop_table(f"webhook_{table}")
