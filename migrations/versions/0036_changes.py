"""What changed of whom, and in which transaction: the changes feed reads it in that order.

One row a person and agency, moved to the end by every change; decision 0043 says why nobody who
follows it misses one.
"""

import sqlalchemy as sa
from alembic import op

from app.core.rls import protect

revision = "0036"
down_revision = "0032"
branch_labels = None
depends_on = None

# The tables whose rows are facts about a person: a change to one is a change of the person.
FACTS = (
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
    "processing_restrictions",
)
WRITING = "pg_current_xact_id()::text::bigint"
# A number that no transaction of this server has had yet comes from the server that a dump was
# taken of. Whatever it was, it is before everything that happens here.
SETTLE = f"""update employee_changes set tx = 0
  where tx >= pg_snapshot_xmax(pg_current_snapshot())::text::bigint and tx <> {WRITING};"""
# Who changed in this transaction already stays where they are: nobody has seen that place yet.
NOTE = f"""insert into employee_changes (agency_id, employee_id, gone)
  select s.agency_id, s.employee_id, s.gone from (
    {{source}}
  ) s where not exists (select from employee_changes n
      where n.agency_id = s.agency_id and n.employee_id = s.employee_id
        and n.tx = {WRITING} and n.gone = s.gone)
  order by s.gone desc, s.agency_id, s.employee_id
  on conflict (agency_id, employee_id) do update
    set tx = excluded.tx, seq = excluded.seq, at = excluded.at, gone = excluded.gone;"""
PEOPLE = "select agency_id, id as employee_id, false as gone from changed"
LEFT = "select agency_id, id as employee_id, true as gone from former"
OF_FACTS = """select distinct e.agency_id, e.id as employee_id, false as gone
    from changed c join employees e on e.id = c.employee_id"""
FUNCTIONS = {
    "employees_came": PEOPLE,
    "employees_changed": f"""{PEOPLE} union all
    select f.agency_id, f.id, true from former f join changed c on c.id = f.id
    where c.agency_id <> f.agency_id""",
    "employees_went": LEFT,
    "facts_changed": OF_FACTS,
}
NEW, OLD = "new table as changed", "old table as former"


def trigger(table: str, event: str, function: str, referencing: str) -> None:
    op.execute(
        f"create trigger changes_on_{event} after {event} on {table} referencing {referencing}"
        f" for each statement execute function {function}()"
    )


def upgrade() -> None:
    op.execute("create sequence employee_changes_seq")
    op.create_table(
        "employee_changes",
        sa.Column("agency_id", sa.Uuid(), nullable=False),
        sa.Column("employee_id", sa.Uuid(), nullable=False),
        sa.Column("tx", sa.BigInteger(), server_default=sa.text(WRITING), nullable=False),
        sa.Column(
            "seq",
            sa.BigInteger(),
            server_default=sa.text("nextval('employee_changes_seq')"),
            nullable=False,
        ),
        sa.Column(
            "at",
            sa.DateTime(timezone=True),
            server_default=sa.func.clock_timestamp(),
            nullable=False,
        ),
        sa.Column("gone", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("agency_id", "employee_id", name="pk_employee_changes"),
        sa.ForeignKeyConstraint(
            ["agency_id"], ["agencies.id"], name="fk_employee_changes_agency_id"
        ),
    )
    op.create_index("ix_employee_changes_tx_seq", "employee_changes", ["tx", "seq"])
    protect("employee_changes")
    op.execute("grant usage on sequence employee_changes_seq to talenta_app")
    for name, source in FUNCTIONS.items():
        op.execute(
            f"create function {name}() returns trigger language plpgsql"
            f" set search_path = public, pg_temp as $$ begin\n  {SETTLE}\n"
            f"  {NOTE.format(source=source)}\n  return null;\nend $$"
        )
    trigger("employees", "insert", "employees_came", NEW)
    trigger("employees", "update", "employees_changed", f"{NEW} {OLD}")
    trigger("employees", "delete", "employees_went", OLD)
    for table in FACTS:
        for event, seen in (("insert", NEW), ("update", NEW), ("delete", "old table as changed")):
            trigger(table, event, "facts_changed", seen)
    op.execute("select set_config('app.context', '*;admin,analyst;;;', true)")
    op.execute(
        "insert into employee_changes (agency_id, employee_id, tx, gone)"
        " select agency_id, id, 0, false from employees"
    )
    op.execute("select set_config('app.context', '', true)")


def downgrade() -> None:
    for table in ("employees", *FACTS):
        for event in ("insert", "update", "delete"):
            op.execute(f"drop trigger changes_on_{event} on {table}")
    for name in FUNCTIONS:
        op.execute(f"drop function {name}()")
    op.drop_table("employee_changes")
    op.execute("drop sequence employee_changes_seq")
