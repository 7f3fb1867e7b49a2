"""Who read what about whom, and the duties of UU 27/2022."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

from app.core.identity import Role
from app.core.rls import OWN_AGENCY, SERVICE, protect, protect_person, protect_shared

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

SYSTEM = "00000000-0000-0000-0000-000000000000"
EVERYTHING = f"*;admin,analyst,asn,auditor;;{SYSTEM};"
CLASSES = (
    # code, years, the fewest years that may be set
    ("audit_events", 10, 5),
    ("import_rows", 1, 1),
    ("person_accesses", 5, 2),
    ("former_employees", 10, 5),
)
# Each class has one function, owned by the owner of the tables: the service itself may delete
# nothing. `really` false only counts. It acts on every agency, and never on what is younger than
# the class allows.
DUE = """
create function destroy_due(wanted text, really boolean) returns bigint
language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
    context text := coalesce(current_setting('app.context', true), '');
    before timestamptz;
    person uuid;
    found bigint := 0;
begin
    if context = '' then
        return 0;
    end if;
    perform set_config('app.context', '{everything}', true);
    select now() - make_interval(years => years) into strict before
      from retention_classes where code = wanted;
    if wanted = 'import_rows' then
        select count(*) into found from import_rows r join imports i on i.id = r.import_id
          where i.finished_at < before;
        if really then
            delete from import_rows r using imports i
              where i.id = r.import_id and i.finished_at < before;
        end if;
    elsif wanted = 'person_accesses' then
        select count(*) into found from person_accesses a where a.at < before;
        if really then
            delete from person_accesses a where a.at < before;
        end if;
    elsif wanted = 'former_employees' then
        for person in select e.id from employees e
          where lower(e.legal_status) <> 'aktif' and e.recorded_at < before
        loop
            found := found + 1;
            if really then
                perform destroy_person(person);
            end if;
        end loop;
    end if;
    perform set_config('app.context', context, true);
    return found;
end $$
""".replace("{everything}", EVERYTHING)
# Whatever table refers to a person is found by a walk of the schema, so that a new one is not
# forgotten. Restricted to its callers above: nobody else may execute it.
PERSON = """
create function destroy_person(person uuid) returns void
language plpgsql volatile set search_path = public, pg_temp as $$
declare
    part record;
begin
    for part in
        select c.relname from pg_attribute a join pg_class c on c.oid = a.attrelid
        where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p')
          and a.attname = 'employee_id' and not a.attisdropped and not c.relispartition
        order by c.relname
    loop
        execute format('delete from %I where employee_id = $1', part.relname) using person;
    end loop;
    delete from employees where id = person;
end $$
"""


def instant(name: str, *, nullable: bool = True, **options) -> sa.Column:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable, **options)


def key() -> sa.Column:
    return sa.Column("id", sa.Uuid(), server_default=sa.func.new_id(), nullable=False)


def belongs(table: str, *columns: str) -> list[sa.ForeignKeyConstraint]:
    targets = {"agency_id": "agencies.id", "employee_id": "employees.id"}
    return [sa.ForeignKeyConstraint([c], [targets[c]], name=f"fk_{table}_{c}") for c in columns]


def upgrade() -> None:
    for part in (accesses, corrections, restrictions, breaches, retention):
        part()
    op.add_column("talent_maps", sa.Column("restricted", sa.Integer(), nullable=True))
    op.add_column("import_files", sa.Column("dropped_columns", JSONB(), nullable=True))


def accesses() -> None:
    op.create_table(
        "person_accesses",
        key(),
        instant("at", nullable=False, server_default=sa.func.clock_timestamp()),
        sa.Column("agency_id", sa.Uuid(), nullable=False),
        sa.Column("employee_id", sa.Uuid(), nullable=False),
        sa.Column("actor_id", sa.Uuid(), nullable=False),
        sa.Column("actor_name", sa.String(200), nullable=False),
        sa.Column("roles", ARRAY(sa.String(32)), nullable=False),
        sa.Column("what", sa.String(64), nullable=False),
        sa.Column("object_id", sa.Uuid(), nullable=True),
        sa.Column("purpose", sa.String(32), nullable=True),
        sa.Column("reason", sa.String(500), nullable=True),
        sa.Column("request_id", sa.String(64), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_person_accesses"),
        *belongs("person_accesses", "agency_id"),
    )
    op.create_index("ix_person_accesses_employee_id_id", "person_accesses", ["employee_id", "id"])
    op.create_index("ix_person_accesses_at", "person_accesses", ["at"])
    op.execute("alter table person_accesses enable row level security")
    op.execute("alter table person_accesses force row level security")
    op.execute(
        f"create policy own_agency on person_accesses for select using ({OWN_AGENCY}"
        " and (employee_id = (select own_employee()) or (select plays('auditor'))))"
    )
    # In one's own name, or by the installation, which writes for many at once.
    op.execute(
        f"create policy written on person_accesses for insert with check ({OWN_AGENCY}"
        f" and (select context_actor()) in (actor_id, '{SYSTEM}'))"
    )
    op.execute(f"create policy destroyed on person_accesses for delete using ({OWN_AGENCY})")
    op.execute(f"grant select, insert on person_accesses to {SERVICE}")


def corrections() -> None:
    op.create_table(
        "correction_requests",
        key(),
        sa.Column("agency_id", sa.Uuid(), nullable=False),
        sa.Column("employee_id", sa.Uuid(), nullable=False),
        sa.Column("about", sa.String(32), nullable=False),
        sa.Column("record_id", sa.Uuid(), nullable=True),
        sa.Column("claim", sa.String(2000), nullable=False),
        sa.Column("status", sa.String(16), nullable=False),
        instant("created_at", nullable=False, server_default=sa.func.now()),
        instant("decided_at"),
        sa.Column("decided_by", sa.Uuid(), nullable=True),
        sa.Column("decision_reason", sa.String(2000), nullable=True),
        sa.CheckConstraint(
            "(status = 'open') = (decided_at is null)"
            " and (decided_at is null) = (decided_by is null)"
            " and (decided_at is null) = (decision_reason is null)",
            name="a_decided_correction_says_who_and_why",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_correction_requests"),
        *belongs("correction_requests", "agency_id", "employee_id"),
    )
    op.create_index("ix_correction_requests_employee_id", "correction_requests", ["employee_id"])
    op.create_index("ix_correction_requests_status", "correction_requests", ["agency_id", "status"])
    protect_person(
        "correction_requests",
        may="select, insert, update",
        readers={Role.ASN, Role.ANALYST, Role.AUDITOR},
    )
    only_about_oneself("correction_requests")
    op.execute(
        "create policy decided on correction_requests as restrictive for update"
        " using ((select plays('analyst')))"
        " with check ((select plays('analyst')) and decided_by = (select context_actor()))"
    )


def only_about_oneself(table: str) -> None:
    op.execute(
        f"create policy own on {table} as restrictive for insert"
        " with check (employee_id = (select own_employee()))"
    )


def restrictions() -> None:
    op.create_table(
        "processing_restrictions",
        key(),
        sa.Column("agency_id", sa.Uuid(), nullable=False),
        sa.Column("employee_id", sa.Uuid(), nullable=False),
        sa.Column("reason", sa.String(2000), nullable=False),
        instant("created_at", nullable=False, server_default=sa.func.clock_timestamp()),
        instant("lifted_at"),
        sa.PrimaryKeyConstraint("id", name="pk_processing_restrictions"),
        *belongs("processing_restrictions", "agency_id", "employee_id"),
    )
    op.create_index(
        "one_live_restriction",
        "processing_restrictions",
        ["employee_id"],
        unique=True,
        postgresql_where=sa.text("lifted_at is null"),
    )
    protect_person(
        "processing_restrictions",
        may="select, insert, update",
        readers={Role.ASN, Role.ANALYST, Role.AUDITOR},
    )
    only_about_oneself("processing_restrictions")
    op.execute(
        "create policy lifted on processing_restrictions as restrictive for update"
        " using (employee_id = (select own_employee()))"
    )


def breaches() -> None:
    op.create_table(
        "breaches",
        key(),
        sa.Column("agency_id", sa.Uuid(), nullable=False),
        sa.Column("title", sa.String(200), nullable=False),
        sa.Column("description", sa.String(4000), nullable=False),
        sa.Column("categories", ARRAY(sa.String(64)), nullable=False),
        sa.Column("people_affected", sa.Integer(), nullable=True),
        sa.Column("measures", sa.String(4000), nullable=False),
        instant("occurred_at"),
        instant("discovered_at", nullable=False),
        instant("authority_notified_at"),
        instant("subjects_notified_at"),
        sa.Column("created_by", sa.Uuid(), nullable=False),
        instant("created_at", nullable=False, server_default=sa.func.now()),
        sa.CheckConstraint(
            "occurred_at is null or occurred_at <= discovered_at", name="found_after_it_happened"
        ),
        sa.CheckConstraint("people_affected >= 0", name="people_affected_not_negative"),
        sa.CheckConstraint(
            "coalesce(authority_notified_at, discovered_at) >= discovered_at"
            " and coalesce(subjects_notified_at, discovered_at) >= discovered_at",
            name="notified_after_discovery",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_breaches"),
        *belongs("breaches", "agency_id"),
    )
    op.create_index("ix_breaches_agency_id", "breaches", ["agency_id"])
    registrars = {Role.ADMIN, Role.ANALYST}
    protect(
        "breaches",
        may="select, insert, update",
        readers=registrars | {Role.AUDITOR},
        writers=registrars,
    )


def retention() -> None:
    table = op.create_table(
        "retention_classes",
        sa.Column("code", sa.String(32), nullable=False),
        sa.Column("years", sa.SmallInteger(), nullable=False),
        sa.Column("minimum", sa.SmallInteger(), nullable=False),
        sa.CheckConstraint("years between minimum and 100", name="kept_long_enough"),
        sa.PrimaryKeyConstraint("code", name="pk_retention_classes"),
    )
    op.bulk_insert(
        table, [dict(zip(("code", "years", "minimum"), row, strict=True)) for row in CLASSES]
    )
    protect_shared("retention_classes", may="select, update", writers={Role.ADMIN})
    op.execute(PERSON)
    op.execute("revoke execute on function destroy_person(uuid) from public")
    op.execute(DUE)
    op.execute("revoke execute on function destroy_due(text, boolean) from public")
    op.execute(f"grant execute on function destroy_due(text, boolean) to {SERVICE}")


def downgrade() -> None:
    op.drop_column("import_files", "dropped_columns")
    op.drop_column("talent_maps", "restricted")
    op.execute("drop function destroy_due(text, boolean)")
    op.execute("drop function destroy_person(uuid)")
    for table in (
        "retention_classes",
        "breaches",
        "processing_restrictions",
        "correction_requests",
        "person_accesses",
    ):
        op.drop_table(table)
