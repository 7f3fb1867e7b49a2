"""Who may decide is named when a request is submitted, and the database holds everybody to it.

The people of each stage are frozen with the round and its route; a person decides once whatever
accounts they have; a stage can be skipped, abstained from, and returned to.
"""

import runpy
from pathlib import Path

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

from app.core.identity import SYSTEM, Role
from app.core.rls import protect

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None

COLLEAGUES = {
    Role.SIMPEG, Role.ANALYST, Role.COMMITTEE, Role.PYB, Role.PPK, Role.AUDITOR,
}  # fmt: skip
EXAMINERS = {Role.KANREG, Role.BKN}
DECIDERS = {Role.ANALYST, Role.COMMITTEE, Role.PYB, Role.PPK} | EXAMINERS

FUNCTIONS = (
    "approval_person", "approval_holders", "approval_next_stage", "approval_stage_done",
    "approval_returned_to", "approval_request_moves", "approval_decision_binds",
)  # fmt: skip
SIGNATURES = {
    "approval_person": "uuid",
    "approval_holders": "uuid, text[], date",
    "approval_next_stage": "uuid, int, int",
    "approval_returned_to": "uuid, int, int, int",
}
"""Of those that are new."""
BEFORE = {
    "approval_stage_done": "STAGE_DONE",
    "approval_request_moves": "GUARD_REQUEST",
    "approval_decision_binds": "BIND_DECISION",
}
"""Those that take the place of earlier ones."""
REASON_OF_ACTION = """
case decision
  when 'approve' then reason_code in ('in_order', 'in_order_with_notes')
  when 'return' then reason_code in ('incomplete', 'data_wrong', 'unclear', 'procedure')
  when 'reject' then reason_code in ('not_eligible', 'not_lawful', 'not_needed', 'procedure')
  when 'abstain' then reason_code in ('family', 'business', 'subordinate', 'other_interest')
end"""
HERE = Path(__file__)


def body(name: str) -> str:
    return (HERE.with_suffix("") / f"{name}.sql").read_text()


def upgrade() -> None:
    op.execute(f"select set_config('app.context', '{SYSTEM.context}', true)")
    op.execute("alter table approval_decisions disable trigger user")
    op.execute("alter table approval_stages disable trigger user")
    widen_stages()
    widen_decisions()
    name_people()
    op.execute("alter table approval_decisions enable trigger user")
    op.execute("alter table approval_stages enable trigger user")
    for name in FUNCTIONS:
        op.execute(body(name))
    op.execute(
        "CREATE TRIGGER freezes BEFORE INSERT OR UPDATE OR DELETE ON approval_stage_people "
        "FOR EACH ROW EXECUTE FUNCTION approval_round_freezes()"
    )


def widen_stages() -> None:
    op.add_column("approval_rounds", sa.Column("route_version", sa.Integer(), nullable=True))
    op.add_column("approval_rounds", sa.Column("route_sha256", sa.Text(), nullable=True))
    op.add_column("approval_rounds", sa.Column("last_editor", sa.Uuid(), nullable=True))
    for column in (
        sa.Column("name", sa.Text(), server_default="", nullable=False),
        sa.Column("days", sa.Integer(), server_default="5", nullable=False),
        sa.Column("condition", JSONB(none_as_null=True), nullable=True),
        sa.Column("skipped", sa.Boolean(), server_default=sa.false(), nullable=False),
    ):
        op.add_column("approval_stages", column)
    op.create_check_constraint("stage_given_days", "approval_stages", "days between 1 and 90")
    op.create_check_constraint(
        "skipped_by_a_condition", "approval_stages", "not skipped or condition is not null"
    )


def widen_decisions() -> None:
    op.add_column("approval_decisions", sa.Column("person_id", sa.Uuid(), nullable=True))
    op.add_column("approval_decisions", sa.Column("reason_code", sa.String(32), nullable=True))
    op.add_column("approval_decisions", sa.Column("to_stage", sa.Integer(), nullable=True))
    op.execute(
        "update approval_decisions set person_id = actor_id, reason_code ="
        " case decision when 'approve' then 'in_order' else 'procedure' end"
    )
    op.alter_column("approval_decisions", "person_id", nullable=False)
    op.alter_column("approval_decisions", "reason_code", nullable=False)
    op.drop_constraint("decision_known", "approval_decisions")
    op.create_check_constraint(
        "decision_known",
        "approval_decisions",
        "decision in ('approve', 'return', 'reject', 'abstain')",
    )
    op.create_check_constraint("reason_code_of_action", "approval_decisions", REASON_OF_ACTION)
    op.create_check_constraint(
        "only_a_return_goes_back",
        "approval_decisions",
        "to_stage is null or (decision = 'return' and to_stage between 1 and stage - 1)",
    )
    op.drop_constraint("one_decision_per_person", "approval_decisions")
    op.create_index(
        "one_decision_per_person",
        "approval_decisions",
        ["request_id", "round", "person_id"],
        unique=True,
        postgresql_where=sa.text("voided_at is null"),
    )


def name_people() -> None:
    op.create_table(
        "approval_stage_people",
        sa.Column("id", sa.Uuid(), server_default=sa.func.new_id(), nullable=False),
        sa.Column("agency_id", sa.Uuid(), nullable=False),
        sa.Column("request_id", sa.Uuid(), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("actor_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_approval_stage_people"),
        sa.ForeignKeyConstraint(
            ["agency_id", "request_id"],
            ["approval_requests.agency_id", "approval_requests.id"],
            name="person_of_request",
        ),
        sa.UniqueConstraint(
            "request_id", "round", "position", "actor_id", name="one_place_per_actor"
        ),
    )
    protect(
        "approval_stage_people",
        may="select, insert",
        readers=COLLEAGUES | EXAMINERS,
        writers=DECIDERS,
    )


def downgrade() -> None:
    op.execute(f"select set_config('app.context', '{SYSTEM.context}', true)")
    earlier = runpy.run_path(str(HERE.with_name("0010_approval_rules.py")))
    for name, kept in BEFORE.items():
        op.execute(earlier[kept].replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION", 1))
        assert name in earlier[kept]  # noqa: S101 - it is the right body
    op.drop_table("approval_stage_people")
    for name, arguments in SIGNATURES.items():
        op.execute(f"DROP FUNCTION {name}({arguments})")
    op.drop_index("one_decision_per_person", "approval_decisions")
    for name in ("reason_code_of_action", "only_a_return_goes_back", "decision_known"):
        op.drop_constraint(name, "approval_decisions")
    for column in ("person_id", "reason_code", "to_stage"):
        op.drop_column("approval_decisions", column)
    op.create_check_constraint(
        "decision_known", "approval_decisions", "decision in ('approve', 'return', 'reject')"
    )
    op.create_unique_constraint(
        "one_decision_per_person", "approval_decisions", ["request_id", "round", "actor_id"]
    )
    for column in ("name", "days", "condition", "skipped"):
        op.drop_column("approval_stages", column)
    for column in ("route_version", "route_sha256", "last_editor"):
        op.drop_column("approval_rounds", column)
