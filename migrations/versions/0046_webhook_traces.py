"""A message to a webhook knows by what name the request went that caused its event."""

import sqlalchemy as sa
from alembic import op

from app.core.identity import SYSTEM
from app.webhooks.messages import NOUNS

revision = "0046"
down_revision = "0040"
branch_labels = None
depends_on = None

TELL = """
create or replace function tell_webhooks() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
declare
    context text := coalesce(current_setting('app.context', true), '');
    noun text := split_part(NEW.kind, '.', 1);
begin
    if NEW.agency_id is null or not noun = any (array[{nouns}])
    then
        return null;
    end if;
    perform set_config('app.context', '*;admin;;{system};', true);
    insert into webhook_deliveries
        (agency_id, endpoint_id, event_id, kind, subject_id, {column}occurred_at)
    select NEW.agency_id, e.id, NEW.id, NEW.kind, NEW.subject_id, {value}NEW.at
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


def tell(column: str) -> None:
    """Write the trigger's function, which copies the event's `column` too."""
    nouns = ", ".join(f"'{noun}'" for noun in sorted(NOUNS))
    copied = {"column": f"{column}, ", "value": f"NEW.{column}, "} if column else {}
    op.execute(TELL.format(nouns=nouns, system=SYSTEM.id, **{"column": "", "value": "", **copied}))


def upgrade() -> None:
    op.add_column("webhook_deliveries", sa.Column("request_id", sa.String(64), nullable=True))
    tell("request_id")


def downgrade() -> None:
    tell("")
    op.drop_column("webhook_deliveries", "request_id")
