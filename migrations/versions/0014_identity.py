"""Rotating secrets, revoked tokens, failed logins, memberships of people."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import ARRAY, ExcludeConstraint

from app.core.identity import SYSTEM, Role
from app.core.rls import OWN_AGENCY, SERVICE, playing, restrict

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

OWN_SCOPE = f"({OWN_AGENCY} or (agency_id is null and (select context_part(1)) = '*'))"
WHERE = "coalesce(agency_id, '00000000-0000-0000-0000-000000000000'::uuid)"


def secured(table: str) -> None:
    op.execute(f"alter table {table} enable row level security")
    op.execute(f"alter table {table} force row level security")


def upgrade() -> None:
    create_memberships()
    limit_clients()
    create_secrets()
    create_revocations()
    create_logins()


def act_as_system() -> None:
    """The owner too is under row-level security."""
    op.execute(f"select set_config('app.context', '{SYSTEM.context}', true)")


def limit_clients() -> None:
    """Unit subtrees and days, as memberships have them."""
    op.add_column("clients", sa.Column("units", ARRAY(sa.Uuid()), nullable=True))
    op.add_column(
        "clients",
        sa.Column("valid_from", sa.Date(), server_default=sa.func.current_date(), nullable=False),
    )
    op.add_column("clients", sa.Column("valid_until", sa.Date(), nullable=True))
    op.create_check_constraint(
        "client_units_in_an_agency",
        "clients",
        "units is null or (cardinality(units) > 0 and agency_id is not null)",
    )
    op.create_check_constraint("client_days_in_order", "clients", "valid_until >= valid_from")


def create_secrets() -> None:
    """A client's secrets: two live ones while the new one takes over."""
    op.create_table(
        "client_secrets",
        sa.Column("id", sa.Uuid(), server_default=sa.func.new_id(), nullable=False),
        sa.Column("client_id", sa.Uuid(), nullable=False),
        sa.Column("hint", sa.String(4), nullable=False),
        sa.Column("hash", sa.String(200), nullable=False),
        sa.Column(
            "created_at", sa.DateTime(timezone=True), server_default=sa.func.now(), nullable=False
        ),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_used_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_client_secrets"),
        sa.ForeignKeyConstraint(["client_id"], ["clients.id"], name="fk_client_secrets_client_id"),
    )
    op.create_index("ix_client_secrets_client_id", "client_secrets", ["client_id"])
    act_as_system()
    op.execute(
        "insert into client_secrets (client_id, hint, hash, created_at)"
        " select id, '', secret_hash, created_at from clients"
    )
    op.drop_column("clients", "secret_hash")
    secured("client_secrets")
    own = "exists (select from clients c where c.id = client_secrets.client_id)"
    op.execute(
        f"create policy of_own_clients on client_secrets using ({own}"
        f" and {playing({Role.ADMIN}, whole=True)})"
    )
    op.execute(
        "create policy of_the_client_named on client_secrets for select using ("
        "client_id = (select nullif(current_setting('app.client', true), '')::uuid))"
    )
    for command in ("select", "update"):
        op.execute(
            f"create policy ones_own_{command} on client_secrets for {command}"
            " using (client_id = (select context_actor()))"
        )
    op.execute(f"grant select, insert, update, delete on client_secrets to {SERVICE}")


def create_revocations() -> None:
    op.create_table(
        "token_revocations",
        sa.Column("id", sa.Uuid(), server_default=sa.func.new_id(), nullable=False),
        sa.Column("jti", sa.String(64), nullable=True),
        sa.Column("actor_id", sa.Uuid(), nullable=False),
        sa.Column("issued_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("(jti is null) <> (issued_until is null)", name="revokes_one_or_all"),
        sa.PrimaryKeyConstraint("id", name="pk_token_revocations"),
    )
    secured("token_revocations")
    op.execute(
        "create policy any_context on token_revocations for select using ((select has_context()))"
    )
    op.execute(
        "create policy ones_own on token_revocations for insert with check ("
        f"{playing({Role.ADMIN})} or actor_id = (select context_actor()))"
    )
    op.execute(
        "create policy only_past on token_revocations for delete using ("
        "expires_at < clock_timestamp() and (select has_context()))"
    )
    op.execute(f"grant select, insert, delete on token_revocations to {SERVICE}")
    op.execute(
        "create function tell_access_changed() returns trigger language plpgsql as"
        " $$ begin perform pg_notify('access_changed', ''); return null; end $$"
    )
    for table, moments in (("token_revocations", "insert"), ("memberships", "insert or update")):
        op.execute(
            f"create trigger access_changed after {moments} on {table}"
            " for each statement execute function tell_access_changed()"
        )


def create_logins() -> None:
    """How often whoever names a client from an address failed, and when it last succeeded."""
    op.create_table(
        "logins",
        sa.Column("client_id", sa.Uuid(), nullable=False),
        sa.Column("address", sa.String(64), nullable=False),
        sa.Column("failures", sa.Integer(), server_default="0", nullable=False),
        sa.Column("failing_since", sa.DateTime(timezone=True), nullable=True),
        sa.Column("succeeded_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("client_id", "address", name="pk_logins"),
        sa.CheckConstraint(
            "(failures > 0) = (failing_since is not null)", name="failing_since_the_first_failure"
        ),
    )
    op.create_index("ix_logins_address", "logins", ["address"])
    secured("logins")
    # Only who has no role, being not recognised yet, sees what others did; a client sees its own.
    op.execute(
        "create policy at_the_door on logins using ("
        "(select has_context() and context_part(2) = '')"
        " or client_id = (select context_actor()))"
    )
    op.execute(f"grant select, insert, update, delete on logins to {SERVICE}")


def create_memberships() -> None:
    # A range of ids that holds one: so GiST can compare them without an extension.
    op.execute("create type uuid_range as range (subtype = uuid)")
    op.create_table(
        "memberships",
        sa.Column("id", sa.Uuid(), server_default=sa.func.new_id(), nullable=False),
        sa.Column("issuer", sa.String(500), nullable=False),
        sa.Column("subject", sa.String(255), nullable=False),
        sa.Column("actor_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("roles", ARRAY(sa.String(32)), nullable=False),
        sa.Column("agency_id", sa.Uuid(), nullable=True),
        sa.Column("units", ARRAY(sa.Uuid()), nullable=True),
        sa.Column("employee_id", sa.Uuid(), nullable=True),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column(
            "created_at", sa.DateTime(timezone=True), server_default=sa.func.now(), nullable=False
        ),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("cardinality(roles) > 0", name="membership_has_a_role"),
        sa.CheckConstraint(
            "units is null or (cardinality(units) > 0 and agency_id is not null)",
            name="membership_units_in_an_agency",
        ),
        sa.CheckConstraint(
            "employee_id is null or agency_id is not null", name="membership_person_in_an_agency"
        ),
        sa.CheckConstraint("valid_until >= valid_from", name="membership_days_in_order"),
        sa.PrimaryKeyConstraint("id", name="pk_memberships"),
        sa.ForeignKeyConstraint(["agency_id"], ["agencies.id"], name="fk_memberships_agency_id"),
        sa.ForeignKeyConstraint(
            ["employee_id"],
            ["employees.id"],
            name="fk_memberships_employee_id",
            ondelete="SET NULL",
        ),
        ExcludeConstraint(
            (sa.text("uuid_range(actor_id, actor_id, '[]')"), "&&"),
            (sa.text(f"uuid_range({WHERE}, {WHERE}, '[]')"), "&&"),
            (sa.text("daterange(valid_from, valid_until, '[]')"), "&&"),
            name="one_membership_per_person_and_agency",
            where=sa.text("ended_at is null"),
        ),
    )
    op.create_index("ix_memberships_employee_id", "memberships", ["employee_id"])
    secured("memberships")
    seen = f"({OWN_SCOPE} and {playing({Role.ADMIN, Role.AUDITOR})})"
    op.execute(f"create policy own_agency on memberships using {seen}")
    # Whoever comes with a proven token may read the rows of that one person, and civil servants
    # what names them.
    op.execute(
        "create policy the_person_named on memberships for select using ("
        "(issuer = (select current_setting('app.issuer', true))"
        " and subject = (select current_setting('app.subject', true)))"
        " or employee_id = (select own_employee()))"
    )
    restrict("memberships", writers={Role.ADMIN}, whole=True)
    op.execute(f"grant select, insert, update on memberships to {SERVICE}")


def downgrade() -> None:
    op.drop_table("logins")
    op.drop_table("token_revocations")
    act_as_system()
    op.add_column("clients", sa.Column("secret_hash", sa.String(200), nullable=True))
    op.execute(
        "update clients set secret_hash = coalesce((select s.hash from client_secrets s"
        " where s.client_id = clients.id order by s.id desc limit 1), '')"
    )
    op.alter_column("clients", "secret_hash", nullable=False)
    op.drop_table("client_secrets")
    op.drop_constraint("client_days_in_order", "clients")
    op.drop_constraint("client_units_in_an_agency", "clients")
    for column in ("units", "valid_from", "valid_until"):
        op.drop_column("clients", column)
    op.drop_table("memberships")
    op.execute("drop function tell_access_changed()")
    op.execute("drop type uuid_range")
