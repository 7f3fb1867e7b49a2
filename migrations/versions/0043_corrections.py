"""A record of a person is corrected by an approved request, and by nothing else beside an import.

Deciders need no right to change facts: the function that applies a correction runs as the owner,
takes a request by its id and does what that says, once, if it was approved (decision 0051).
"""

import sqlalchemy as sa
from alembic import op

from app.core.identity import SYSTEM
from app.core.rls import SERVICE, as_owner

revision = "0043"
down_revision = "0041"
branch_labels = None
depends_on = None

CORRECTABLE = {
    "performances": "performances",
    "positions": "position_histories",
    "ranks": "rank_histories",
    "educations": "education_histories",
    "courses": "courses",
    "structural-trainings": "structural_trainings",
    "awards": "awards",
    "team-assignments": "team_assignments",
}
FACTS = (*CORRECTABLE.values(), "disciplines", "feedbacks", "assessments")
TABLES = " ".join(f"when '{name}' then '{table}'" for name, table in CORRECTABLE.items())
FUNCTIONS = {
    # Discipline, feedback and assessments are not among them: nobody reads them in an inbox.
    "correctable_table(text)": f"""create function correctable_table(history text) returns text
      language sql immutable parallel safe return case history {TABLES} end""",
    "approval_record_there()": """
create function approval_record_there() returns trigger language plpgsql as $$
declare
    asked jsonb := new.content::jsonb -> 'record';
    history text := correctable_table(asked ->> 'history');
    there boolean;
begin
    if history is not null and asked ->> 'id' = new.subject_id::text then
        execute format('select true from %I where id = $1 and agency_id = $2'
            ' and employee_id = $3 and (superseded_at is null or $4)', history)
        into there using new.subject_id, new.agency_id,
            (new.content::jsonb #>> '{person,employee_id}')::uuid, tg_op = 'UPDATE';
    end if;
    if there is null then
        perform approval_refuse('request_has_subject', 'there is no such record to correct');
    end if;
    return new;
end $$""",
    # What is not in `after` stays as it was; what says whose, where from and since when is not
    # for a request to say. The lock is that of imports and maps (decision 0005).
    "correct_record(uuid)": as_owner(
        "correct_record(request uuid)",
        "uuid",
        """
      select r.agency_id, r.subject_id, r.content::jsonb -> 'record' into agency, wrong, asked
      from approval_requests r
      where r.id = request and r.kind = 'correction' and r.status = 'approved';
      history := correctable_table(asked ->> 'history');
      if history is not null then
        perform pg_advisory_xact_lock(hashtext('facts'), hashtext(agency::text));
        instant := clock_timestamp();
        execute format('update %I set superseded_at = $1 where id = $2 and agency_id = $3'
          ' and superseded_at is null', history) using instant, wrong, agency;
        get diagnostics superseded = row_count;
      end if;
      if superseded = 1 then
        corrected := new_id();
        execute format('insert into %1$I select (jsonb_populate_record(w, $1)).* from %1$I w'
          ' where w.id = $2', history)
        using ((asked -> 'after') - array['agency_id', 'employee_id', 'source_id'])
          || jsonb_build_object('id', corrected, 'recorded_at', instant, 'superseded_at', null,
            'import_id', null, 'corrected_by', request), wrong;
      end if;""",
        answer="corrected",
        declares="agency uuid; wrong uuid; asked jsonb; history text; instant timestamptz;"
        " superseded integer := 0; corrected uuid;",
    ),
}
# Whoever does not see an agency's people does not see what is asked about one of them.
COLLEAGUES = "(select people_scope() = 'all')"
PERSONAL = {
    "approval_requests": f"(kind <> 'correction' or {COLLEAGUES})",
    "approval_rounds": f"({COLLEAGUES} or exists"
    " (select from approval_requests r where r.id = request_id))",
    "approval_attachments": f"({COLLEAGUES} or exists"
    " (select from approval_requests r where r.id = request_id))",
}


def upgrade() -> None:
    op.execute(f"select set_config('app.context', '{SYSTEM.context}', true)")
    op.execute("insert into approval_kinds (name) values ('correction')")
    for table in FACTS:
        op.add_column(table, sa.Column("corrected_by", sa.Uuid(), nullable=True))
        op.execute(
            f"create policy by_request on {table} as restrictive for insert to {SERVICE}"
            " with check (corrected_by is null)"
        )
    for function in FUNCTIONS.values():
        op.execute(function)
    op.execute(
        "create trigger of_record before insert or update of content, subject_id"
        " on approval_requests for each row when (new.kind = 'correction')"
        " execute function approval_record_there()"
    )
    for table, condition in PERSONAL.items():
        op.execute(f"create policy personal on {table} as restrictive for select using {condition}")


def downgrade() -> None:
    op.execute(f"select set_config('app.context', '{SYSTEM.context}', true)")
    for table in PERSONAL:
        op.execute(f"drop policy personal on {table}")
    op.execute("drop trigger of_record on approval_requests")
    for function in reversed(FUNCTIONS):
        op.execute(f"drop function {function}")
    for table in FACTS:
        op.execute(f"drop policy by_request on {table}")
        op.drop_column(table, "corrected_by")
    op.execute("delete from approval_kinds where name = 'correction'")
