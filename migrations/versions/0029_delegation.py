"""Deciding in the place of another: delegations, acting officials, absences.

A decision says whose voice it is beside who gave it; both have decided then. By what right it is
given is worked out here, from what is on record on that day, not taken from the service.
"""

from pathlib import Path

import sqlalchemy as sa
from alembic import op

from app.core.identity import SYSTEM, Role
from app.core.rls import protect

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None

HERE = Path(__file__)
COLLEAGUES = {
    Role.SIMPEG, Role.ANALYST, Role.COMMITTEE, Role.PYB, Role.PPK,
}  # fmt: skip
ROLES = "role in ('analyst', 'committee', 'pyb', 'ppk')"
NEW = {
    "approval_holders": "uuid, text[], date",
    "approval_mandates": "uuid, text[], date",
    "approval_by_mandate": "approval_decisions, approval_stage_people",
    "approval_editor_not_alone": "",
    "delegation_keeps": "",
    "mandate_only_ends": "",
}
OVERLAP = """
alter table {table} add constraint {name} exclude using gist (
  uuid_range({who}, {who}, '[]') with &&,
  uuid_range(agency_id, agency_id, '[]') with &&,
  {more}daterange(valid_from, valid_until, '[]') with &&) where ({live})"""
OF_ROLE = "int4range(hashtext(role), hashtext(role), '[]') with &&,\n  "


def body(name: str, of: Path = HERE) -> str:
    return (of.with_suffix("") / f"{name}.sql").read_text()


def upgrade() -> None:
    op.execute(f"select set_config('app.context', '{SYSTEM.context}', true)")
    make_tables()
    widen_approvals()
    op.execute("DROP FUNCTION approval_holders(uuid, text[], date)")
    for name in NEW:
        op.execute(body(name))
    op.execute(body("approval_decision_binds"))
    op.execute(
        "CREATE TRIGGER keeps BEFORE INSERT OR UPDATE OR DELETE ON delegations "
        "FOR EACH ROW EXECUTE FUNCTION delegation_keeps()"
    )
    for table in ("acting_officials", "absences"):
        op.execute(
            f"CREATE TRIGGER ends BEFORE UPDATE OR DELETE ON {table} "
            "FOR EACH ROW EXECUTE FUNCTION mandate_only_ends()"
        )
    op.execute(
        "CREATE TRIGGER not_alone BEFORE UPDATE ON approval_requests FOR EACH ROW "
        "WHEN (OLD.status = 'submitted' AND NEW.status = 'approved') "
        "EXECUTE FUNCTION approval_editor_not_alone()"
    )


def common(table: str) -> list[sa.schema.SchemaItem]:
    """What the three tables share: an agency, days, and a key that others can point to."""
    return [
        sa.Column("id", sa.Uuid(), server_default=sa.func.new_id(), nullable=False),
        sa.Column("agency_id", sa.Uuid(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=False),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.func.clock_timestamp(),
            nullable=False,
        ),
        sa.PrimaryKeyConstraint("id", name=f"pk_{table}"),
        sa.ForeignKeyConstraint(["agency_id"], ["agencies.id"], name=f"fk_{table}_agency_id"),
    ]


def make_tables() -> None:
    op.create_table(
        "delegations",
        *common("delegations"),
        sa.Column("role", sa.String(32), nullable=False),
        sa.Column("giver_id", sa.Uuid(), nullable=False),
        sa.Column("giver_name", sa.Text(), nullable=False),
        sa.Column("delegate_id", sa.Uuid(), nullable=False),
        sa.Column("delegate_name", sa.Text(), nullable=False),
        sa.Column("legal_basis", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("accepted", sa.Boolean(), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.UniqueConstraint("agency_id", "id", name="delegation_in_agency"),
        sa.CheckConstraint("valid_until >= valid_from", name="delegation_days_in_order"),
        sa.CheckConstraint(ROLES, name="delegated_role_decides"),
        sa.CheckConstraint(
            "(accepted is null) = (answered_at is null)", name="delegation_answer_whole"
        ),
    )
    op.create_table(
        "acting_officials",
        *common("acting_officials"),
        sa.Column("role", sa.String(32), nullable=False),
        sa.Column("kind", sa.String(3), nullable=False),
        sa.Column("actor_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("decree_number", sa.Text(), nullable=False),
        sa.Column("designated_by", sa.Uuid(), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.UniqueConstraint("agency_id", "id", name="acting_official_in_agency"),
        sa.CheckConstraint("valid_until >= valid_from", name="acting_days_in_order"),
        sa.CheckConstraint(ROLES, name="acting_role_decides"),
        sa.CheckConstraint("kind in ('plt', 'plh')", name="acting_kind_known"),
    )
    op.create_table(
        "absences",
        *common("absences"),
        sa.Column("actor_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("recorded_by", sa.Uuid(), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("valid_until >= valid_from", name="absence_days_in_order"),
    )
    for values in (
        {
            "table": "delegations",
            "name": "one_delegate_at_a_time",
            "who": "giver_id",
            "more": OF_ROLE,
            "live": "withdrawn_at is null and accepted is not false",
        },
        {
            "table": "acting_officials",
            "name": "one_designation_at_a_time",
            "who": "actor_id",
            "more": OF_ROLE,
            "live": "ended_at is null",
        },
        {
            "table": "absences",
            "name": "one_absence_at_a_time",
            "who": "actor_id",
            "more": "",
            "live": "ended_at is null",
        },
    ):
        op.execute(OVERLAP.format(**values))
    readers = COLLEAGUES | {Role.AUDITOR, Role.ADMIN}
    protect(
        "delegations",
        may="select, insert, update (accepted, answered_at, withdrawn_at)",
        readers=readers,
        writers=COLLEAGUES,
    )
    ends = "select, insert, update (ended_at)"
    protect("acting_officials", may=ends, readers=readers, writers={Role.ADMIN})
    # One's own by who decides, any by the administrator; auditors and systems change nothing.
    recorders = readers - {Role.SIMPEG, Role.AUDITOR}
    protect("absences", may=ends, readers=readers, writers=recorders)


def widen_approvals() -> None:
    op.add_column(
        "approval_kinds",
        sa.Column("definitive_last_word", sa.Boolean(), server_default=sa.true(), nullable=False),
    )
    op.execute(
        "update approval_kinds set definitive_last_word = false where name = 'implementation'"
    )
    op.add_column("approval_stage_people", sa.Column("acting", sa.String(3), nullable=True))
    for column in (
        sa.Column("voice_id", sa.Uuid(), nullable=True),
        sa.Column("on_behalf_of", sa.Uuid(), nullable=True),
        sa.Column("on_behalf_of_name", sa.Text(), nullable=True),
        sa.Column("acting", sa.String(3), nullable=True),
        sa.Column("delegation_id", sa.Uuid(), nullable=True),
        sa.Column("designation_id", sa.Uuid(), nullable=True),
    ):
        op.add_column("approval_decisions", column)
    op.execute("alter table approval_decisions disable trigger user")
    op.execute("update approval_decisions set voice_id = person_id")
    op.execute("alter table approval_decisions enable trigger user")
    op.alter_column("approval_decisions", "voice_id", nullable=False)
    for name, of in (("delegation", "delegations"), ("designation", "acting_officials")):
        op.create_foreign_key(
            f"decision_by_{name}",
            "approval_decisions",
            of,
            ["agency_id", f"{name}_id"],
            ["agency_id", "id"],
        )
    op.create_check_constraint(
        "decision_by_one_right",
        "approval_decisions",
        "num_nonnulls(delegation_id, designation_id) <= 1"
        " and (acting is null) = (designation_id is null)"
        " and (delegation_id is null or on_behalf_of is not null)",
    )
    op.create_index(
        "one_decision_per_voice",
        "approval_decisions",
        ["request_id", "round", "voice_id"],
        unique=True,
        postgresql_where=sa.text("voided_at is null"),
    )


def downgrade() -> None:
    op.execute(f"select set_config('app.context', '{SYSTEM.context}', true)")
    op.execute("DROP TRIGGER not_alone ON approval_requests")
    before = HERE.with_name("0026_approval_deciding.py")
    op.execute(body("approval_decision_binds", before))
    for table in ("absences", "acting_officials", "delegations"):
        op.execute(f"DROP TRIGGER {'keeps' if table == 'delegations' else 'ends'} ON {table}")
    for name, arguments in NEW.items():
        op.execute(f"DROP FUNCTION {name}({arguments})")
    op.execute(body("approval_holders", before))
    op.drop_index("one_decision_per_voice", "approval_decisions")
    op.drop_constraint("decision_by_one_right", "approval_decisions")
    for name in ("delegation", "designation"):
        op.drop_constraint(f"decision_by_{name}", "approval_decisions", type_="foreignkey")
        op.drop_column("approval_decisions", f"{name}_id")
    for column in ("acting", "on_behalf_of_name", "on_behalf_of", "voice_id"):
        op.drop_column("approval_decisions", column)
    op.drop_column("approval_stage_people", "acting")
    op.drop_column("approval_kinds", "definitive_last_word")
    for table in ("absences", "acting_officials", "delegations"):
        op.drop_table(table)
