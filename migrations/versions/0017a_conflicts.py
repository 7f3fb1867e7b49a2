"""The register of relations between deciders and civil servants."""

import sqlalchemy as sa
from alembic import op

from app.core.identity import Role
from app.core.rls import OWN_AGENCY, protect_person, secure

revision = "0017a"
down_revision = "0016"
branch_labels = None
depends_on = None

DECIDERS = {Role.ANALYST, Role.COMMITTEE, Role.PYB, Role.PPK}
WATCHING = "(select plays('analyst', 'auditor'))"
ACTING = "(select context_actor())"
INSTANT = sa.DateTime(timezone=True)

# Who holds a role in all of an agency today, by id: membership of a committee and the names in the
# register are checked by those who may see neither clients nor memberships.
PEOPLE_OF_AGENCY = """
create function deciders(agency uuid, actors uuid[])
returns table (actor_id uuid, name text, roles text[]) language plpgsql volatile as $$
declare
    context text := coalesce(current_setting('app.context', true), '');
begin
    if agency = any (visible_agencies()) then
        perform set_config('app.context', '*;admin;;;', true);
        return query
        select c.id, c.name::text, c.roles::text[] from clients c
        where c.id = any (actors) and coalesce(c.agency_id, agency) = agency and c.active
          and c.units is null
          and current_date between c.valid_from and coalesce(c.valid_until, 'infinity')
        union all
        select m.actor_id, m.name::text, m.roles::text[] from memberships m
        where m.actor_id = any (actors) and coalesce(m.agency_id, agency) = agency
          and m.ended_at is null and m.units is null
          and current_date between m.valid_from and coalesce(m.valid_until, 'infinity');
        perform set_config('app.context', context, true);
    end if;
end $$
"""
# Whoever acts is told whether a relation stands in the way, not what else the register holds.
BETWEEN = """
create function conflicts_between(agency uuid, actors uuid[], employees uuid[], day date)
returns table (actor_id uuid, employee_id uuid, kind text, conflict_id uuid)
language plpgsql volatile as $$
declare
    context text := coalesce(current_setting('app.context', true), '');
begin
    if agency = any (visible_agencies()) then
        perform set_config('app.context', '*;auditor;;;', true);
        return query
        select c.actor_id, c.employee_id, c.kind::text, c.id from conflicts c
        where c.agency_id = agency and c.actor_id = any (actors) and c.employee_id = any (employees)
          and day between c.since and coalesce(c.until, 'infinity');
        perform set_config('app.context', context, true);
    end if;
end $$
"""
ONLY_ENDS = """
create function conflict_only_ends() returns trigger language plpgsql as $$
begin
    if old.ended_at is not null
       or (new.id, new.agency_id, new.actor_id, new.actor_name, new.employee_id, new.kind,
           new.basis, new.reason, new.since, new.declared_by, new.created_at)
          is distinct from
          (old.id, old.agency_id, old.actor_id, old.actor_name, old.employee_id, old.kind,
           old.basis, old.reason, old.since, old.declared_by, old.created_at)
    then
        raise exception 'a relation in the register only ends, once'
          using errcode = 'check_violation', constraint = 'conflict_only_ends';
    end if;
    return new;
end $$
"""


def key() -> sa.Column:
    return sa.Column("id", sa.Uuid(), server_default=sa.func.new_id(), nullable=False)


def column(name: str, kind: sa.types.TypeEngine, *, nullable: bool = False, **options) -> sa.Column:
    return sa.Column(name, kind, nullable=nullable, **options)


def now(name: str) -> sa.Column:
    return column(name, INSTANT, server_default=sa.func.clock_timestamp())


def upgrade() -> None:
    create_conflicts()
    create_effects()


def create_conflicts() -> None:
    op.create_table(
        "conflicts",
        key(),
        column("agency_id", sa.Uuid()),
        column("actor_id", sa.Uuid()),
        column("actor_name", sa.String(200)),
        column("employee_id", sa.Uuid()),
        column("kind", sa.String(32)),
        column("basis", sa.String(16)),
        column("reason", sa.String(1000)),
        column("since", sa.Date()),
        column("until", sa.Date(), nullable=True),
        column("declared_by", sa.Uuid()),
        now("created_at"),
        column("ended_at", INSTANT, nullable=True),
        column("ended_by", sa.Uuid(), nullable=True),
        column("ending_reason", sa.String(1000), nullable=True),
        sa.CheckConstraint("until >= since", name="conflict_days_in_order"),
        sa.CheckConstraint(
            "(basis = 'declared') = (declared_by = actor_id)", name="declared_by_the_decider"
        ),
        sa.CheckConstraint(
            "(ended_at is null) = (ended_by is null)"
            " and (ended_at is null) = (ending_reason is null)"
            " and (ended_at is null or until is not null)",
            name="an_ended_conflict_says_who_when_and_why",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_conflicts"),
        sa.ForeignKeyConstraint(["agency_id"], ["agencies.id"], name="fk_conflicts_agency_id"),
        sa.ForeignKeyConstraint(["employee_id"], ["employees.id"], name="fk_conflicts_employee_id"),
    )
    op.create_index(
        "one_live_conflict_of_a_kind",
        "conflicts",
        ["agency_id", "actor_id", "employee_id", "kind"],
        unique=True,
        postgresql_where=sa.text("ended_at is null"),
    )
    op.create_index("ix_conflicts_employee_id", "conflicts", ["employee_id"])
    op.execute(ONLY_ENDS)
    op.execute(
        "create trigger conflict_only_ends before update on conflicts"
        " for each row execute function conflict_only_ends()"
    )
    registrars = DECIDERS | {Role.AUDITOR}
    protect_person(
        "conflicts", may="select, insert, update", readers=registrars, writers=registrars
    )
    op.execute(
        "create policy own_or_watched on conflicts as restrictive for select"
        f" using (actor_id = {ACTING} or {WATCHING})"
    )
    op.execute(
        "create policy signed on conflicts as restrictive for insert"
        f" with check (declared_by = {ACTING} and (basis = 'declared' or {WATCHING}))"
    )
    op.execute(PEOPLE_OF_AGENCY)
    op.execute(BETWEEN)


def create_effects() -> None:
    op.create_table(
        "conflict_effects",
        key(),
        column("agency_id", sa.Uuid()),
        column("conflict_id", sa.Uuid()),
        column("what", sa.String(64)),
        column("subject_id", sa.Uuid()),
        now("at"),
        sa.PrimaryKeyConstraint("id", name="pk_conflict_effects"),
        sa.ForeignKeyConstraint(
            ["agency_id"], ["agencies.id"], name="fk_conflict_effects_agency_id"
        ),
        sa.ForeignKeyConstraint(
            ["conflict_id"],
            ["conflicts.id"],
            name="fk_conflict_effects_conflict_id",
            ondelete="CASCADE",
        ),
    )
    op.create_index("ix_conflict_effects_conflict_id", "conflict_effects", ["conflict_id"])
    seen = "exists (select from conflicts c where c.id = conflict_id)"
    secure("conflict_effects", f"{OWN_AGENCY} and {seen}", may="select")


def downgrade() -> None:
    op.drop_table("conflict_effects")
    op.execute("drop function conflicts_between(uuid, uuid[], uuid[], date)")
    op.execute("drop function deciders(uuid, uuid[])")
    op.drop_table("conflicts")
    op.execute("drop function conflict_only_ends()")
