"""Roles, unit subtrees and persons in row-level security, not agencies alone."""

from alembic import op

from app.core.identity import Role
from app.core.rls import OWN_AGENCY, protect_person, restrict, secure

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

PERSONNEL = {Role.SIMPEG, Role.ANALYST}
COLLEAGUES = PERSONNEL | {Role.COMMITTEE, Role.PYB, Role.PPK, Role.AUDITOR}
EXAMINERS = {Role.KANREG, Role.BKN}
DECIDERS = {Role.ANALYST, Role.COMMITTEE, Role.PYB, Role.PPK} | EXAMINERS

# Agencies; roles; roots of unit subtrees (none: the whole agency); actor; civil servant.
CONTEXT = (
    """create function context_part(n integer) returns text language sql stable parallel safe
       return split_part(current_setting('app.context', true), ';', n)""",
    """create or replace function has_context() returns boolean language sql stable parallel safe
       return coalesce(current_setting('app.context', true), '') <> ''""",
    # In PL/pgSQL: a function with a query in it is not inlined, and this one is asked most.
    """create or replace function visible_agencies() returns uuid[]
       language plpgsql stable parallel safe as $$
       begin
         if context_part(1) = '*' then
           return (select array_agg(id) from agencies);
         end if;
         return string_to_array(nullif(context_part(1), ''), ',')::uuid[];
       end $$""",
    """create function plays(variadic roles text[]) returns boolean
       language sql stable parallel safe
       return coalesce(string_to_array(context_part(2), ',') && roles, false)""",
    """create function context_actor() returns uuid language sql stable parallel safe
       return nullif(context_part(4), '')::uuid""",
    """create function own_employee() returns uuid language sql stable parallel safe
       return nullif(context_part(5), '')::uuid""",
    """create function whole_agency() returns boolean language sql stable parallel safe
       return context_part(3) = ''""",
    # Whose data may be seen: everybody's, that of unit subtrees, one's own, nobody's.
    f"""create function people_scope() returns text language sql stable parallel safe
       return case
         when not plays({", ".join(f"'{role}'" for role in sorted(COLLEAGUES))})
           then case when own_employee() is null then 'none' else 'self' end
         when whole_agency() then 'all' else 'units' end""",
    """create function visible_units() returns uuid[] language sql stable parallel safe as $$
       with recursive below as (
         select id from units
         where people_scope() = 'units'
           and id = any (string_to_array(nullif(context_part(3), ''), ',')::uuid[])
         union
         select u.id from units u join below on u.parent_id = below.id)
       select array_agg(id) from below $$""",
)
# A function, and not a query in the policies of facts: that would keep scans from running in
# parallel, and whoever sees a whole agency never asks it.
PERSON_IN_SCOPE = """create function person_in_scope(person uuid) returns boolean
  language plpgsql stable parallel safe cost 1 as $$
  begin
    return exists (select from employees where id = person);
  end $$"""
EMPLOYEES = (
    f"{OWN_AGENCY} and ((select people_scope() = 'all')"
    " or unit_id = any ((select visible_units())::uuid[])"
    " or id = (select own_employee()))"
)
HISTORIES = (
    "performances",
    "position_histories",
    "rank_histories",
    "education_histories",
    "courses",
    "structural_trainings",
    "awards",
    "disciplines",
    "feedbacks",
    "team_assignments",
    "assessments",
)

# Rows of organisation and process: (table, who reads, who writes); nobody named: any role.
TABLES = (
    ("agencies", set(), {Role.ADMIN}),
    ("clients", set(), {Role.ADMIN}),
    ("units", set(), PERSONNEL),
    ("positions", set(), PERSONNEL),
    ("imports", PERSONNEL | {Role.AUDITOR}, PERSONNEL),
    ("import_files", PERSONNEL | {Role.AUDITOR}, PERSONNEL),
    ("import_rows", PERSONNEL | {Role.AUDITOR}, PERSONNEL),
    ("scoring_schemes", set(), {Role.ANALYST}),
    ("talent_maps", COLLEAGUES | {Role.ASN}, {Role.ANALYST}),
    ("talent_pools", COLLEAGUES | {Role.ASN}, DECIDERS),
    ("approval_requests", COLLEAGUES | EXAMINERS, DECIDERS),
    ("approval_rounds", COLLEAGUES | EXAMINERS, DECIDERS),
    ("approval_stages", COLLEAGUES | EXAMINERS, DECIDERS),
    ("approval_decisions", COLLEAGUES | EXAMINERS, DECIDERS),
    ("approval_letters", COLLEAGUES | EXAMINERS, DECIDERS),
)
LIMITED = ("talent_maps", "talent_pools")
"""Tables that those see too whose roles hold in some units alone; they change none of them."""
SYSTEM = "00000000-0000-0000-0000-000000000000"
# What is said in someone's name is said by the one who acts.
SIGNED = (
    ("approval_decisions", "(actor_id = (select context_actor()))"),
    ("approval_requests", "(requester_id = (select context_actor()))"),
    ("audit_events", f"(actor_id in ((select context_actor()), '{SYSTEM}'))"),
)
VERIFY = """
create or replace function verify_letter(wanted text)
returns table (number text, issued_on date, kind text, agency text, status text,
               content_sha256 text, letter_sha256 text)
language plpgsql volatile as $$
declare
    context text := coalesce(current_setting('app.context', true), '');
begin
    perform set_config('app.context', '*;auditor;;;', true);
    return query
    select r.letter_number, r.letter_date, r.kind::text, a.name::text, r.status::text,
           r.content_sha256, l.pdf_sha256
    from approval_requests r
    join agencies a on a.id = r.agency_id
    join approval_letters l on l.request_id = r.id
    where r.verify_code = wanted and r.status in ('approved', 'void');
    perform set_config('app.context', context, true);
end $$
"""


def upgrade() -> None:
    for function in CONTEXT:
        op.execute(function)
    op.execute(VERIFY)
    op.execute("drop policy own_agency on clients")
    op.execute(
        f"create policy own_agency on clients using ({OWN_AGENCY}"
        " or (agency_id is null and (select context_part(1)) = '*'))"
    )
    secure("employees", EMPLOYEES, may="select", writers=PERSONNEL)
    op.execute(PERSON_IN_SCOPE)
    for table in ("employee_versions", *HISTORIES):
        protect_person(table, may="select", writers=PERSONNEL)
    protect_person("talent_map_placements", may="select", writers={Role.ANALYST})
    protect_person("talent_pool_members", may="select", writers=DECIDERS)
    for table, readers, writers in TABLES:
        restrict(table, readers=readers, whole=table not in LIMITED)
        restrict(table, writers=writers, whole=True)
    for table, condition in SIGNED:
        op.execute(
            f"create policy signed on {table} as restrictive for insert with check {condition}"
        )


def downgrade() -> None:
    for table, _ in SIGNED:
        op.execute(f"drop policy signed on {table}")
    written = [table for table, *_ in TABLES]
    people = ["employee_versions", *HISTORIES, "talent_map_placements", "talent_pool_members"]
    for table in (*written, "employees", *people):
        for policy in ("readers", "writers_insert", "writers_update", "writers_delete"):
            op.execute(f"drop policy if exists {policy} on {table}")
    for table in ("employees", *people):
        op.execute(f"alter policy own_agency on {table} using ({OWN_AGENCY})")
    op.execute(
        f"alter policy own_agency on clients using ({OWN_AGENCY}"
        " or (agency_id is null and (select current_setting('app.agencies', true)) = '*'))"
    )
    op.execute(VERIFY.replace("app.context", "app.agencies").replace("'*;auditor;;;'", "'*'"))
    op.execute(CONTEXT[1].replace("app.context", "app.agencies"))
    op.execute(CONTEXT[2].replace("context_part(1)", "current_setting('app.agencies', true)"))
    for name in (
        "person_in_scope(uuid)",
        "visible_units()",
        "people_scope()",
        "own_employee()",
        "context_actor()",
        "whole_agency()",
        "plays(text[])",
        "context_part(integer)",
    ):
        op.execute(f"drop function {name}")
