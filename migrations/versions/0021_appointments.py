"""Placement proposals, choices with their deviations, and outcomes.

The rules that hold them are functions in the file beside this one.
"""

import re
from pathlib import Path

import sqlalchemy as sa
from alembic import op

from app.core.identity import Role
from app.core.rls import protect, protect_person, restrict

revision = "0021"
down_revision = "0019"
branch_labels = None
depends_on = None

NOW = sa.func.clock_timestamp()
INSTANT = sa.DateTime(timezone=True)
READERS = {Role.ANALYST, Role.COMMITTEE, Role.PYB, Role.PPK, Role.AUDITOR}
WRITERS = READERS - {Role.AUDITOR}
TABLES = (
    "placement_proposals",
    "placement_proposal_names",
    "placement_choices",
    "placement_outcomes",
)

FUNCTIONS = re.split(
    r"\n(?=create function )", Path(__file__).with_suffix(".sql").read_text(encoding="utf-8")
)[1:]
TRIGGERS = (
    ("placement_made", "before insert", "placement_proposals"),
    ("placement_moved", "before update", "placement_proposals"),
    ("placement_named", "after insert", "placement_proposal_names"),
    ("placement_chosen", "before insert or update", "placement_choices"),
    ("placement_outcome_told", "before insert", "placement_outcomes"),
)


def key() -> sa.Column:
    return sa.Column("id", sa.Uuid(), server_default=sa.func.new_id(), nullable=False)


def uuid(name: str, *, nullable: bool = False) -> sa.Column:
    return sa.Column(name, sa.Uuid(), nullable=nullable)


def text(name: str, length: int, *, nullable: bool = False) -> sa.Column:
    return sa.Column(name, sa.String(length), nullable=nullable)


def whole(name: str) -> sa.Column:
    return sa.Column(name, sa.Integer(), nullable=False)


def made_at(name: str) -> sa.Column:
    return sa.Column(name, INSTANT, server_default=NOW, nullable=False)


def upgrade() -> None:
    proposals()
    names()
    choices()
    outcomes()
    for function in FUNCTIONS:
        op.execute(function)
    for name, when, table in TRIGGERS:
        op.execute(
            f"create trigger {name} {when} on {table} for each row execute function {name}()"
        )
    protections()


def proposals() -> None:
    op.create_table(
        "placement_proposals",
        key(),
        uuid("agency_id"),
        uuid("pool_id"),
        whole("pool_revision"),
        uuid("position_id"),
        sa.Column("ranking", sa.Text(), nullable=False),
        sa.Column(
            "ranking_sha256",
            sa.String(64),
            sa.Computed("scheme_sha256(ranking)", persisted=True),
            nullable=False,
        ),
        whole("eligible"),
        text("note", 1000, nullable=True),
        sa.Column("state", sa.String(32), server_default="proposed", nullable=False),
        uuid("proposed_by"),
        text("proposed_by_name", 200),
        made_at("proposed_at"),
        text("decree_no", 100, nullable=True),
        sa.Column("decree_on", sa.Date(), nullable=True),
        sa.Column("effective_on", sa.Date(), nullable=True),
        uuid("appointed_by", nullable=True),
        sa.Column("appointed_at", INSTANT, nullable=True),
        text("withdrawn_reason", 1000, nullable=True),
        uuid("withdrawn_by", nullable=True),
        sa.Column("withdrawn_at", INSTANT, nullable=True),
        sa.CheckConstraint(
            "state in ('proposed', 'deviation_pending', 'chosen', 'appointed', 'withdrawn')",
            name="placement_state_known",
        ),
        sa.CheckConstraint(
            "(state = 'withdrawn') = (withdrawn_at is not null)"
            " and (withdrawn_at is null) = (withdrawn_by is null)"
            " and (withdrawn_at is null) = (coalesce(btrim(withdrawn_reason), '') = '')",
            name="placement_withdrawn_with_a_reason",
        ),
        sa.CheckConstraint(
            "(state = 'appointed') = (appointed_at is not null)"
            " and (appointed_at is null) = (appointed_by is null)"
            " and (appointed_at is null) = (effective_on is null)"
            " and (appointed_at is null) = (decree_on is null)"
            " and (appointed_at is null) = (coalesce(btrim(decree_no), '') = '')",
            name="placement_appointed_by_decree",
        ),
        sa.CheckConstraint("decree_on <= effective_on", name="decree_before_it_takes_effect"),
        sa.PrimaryKeyConstraint("id", name="pk_placement_proposals"),
        sa.UniqueConstraint("agency_id", "id", name="placement_in_agency"),
        sa.ForeignKeyConstraint(
            ["agency_id"], ["agencies.id"], name="fk_placement_proposals_agency_id"
        ),
        sa.ForeignKeyConstraint(
            ["position_id"], ["positions.id"], name="fk_placement_proposals_position_id"
        ),
        sa.ForeignKeyConstraint(
            ["agency_id", "pool_id"],
            ["talent_pools.agency_id", "talent_pools.id"],
            name="placement_from_pool",
        ),
    )
    for column in ("agency_id", "pool_id", "position_id"):
        op.create_index(f"ix_placement_proposals_{column}", "placement_proposals", [column])


def of_proposal(table: str, *columns: sa.schema.SchemaItem) -> None:
    """A table about a person of a proposal."""
    op.create_table(
        table,
        key(),
        uuid("agency_id"),
        uuid("proposal_id"),
        uuid("employee_id"),
        *columns,
        sa.PrimaryKeyConstraint("id", name=f"pk_{table}"),
        sa.ForeignKeyConstraint(["employee_id"], ["employees.id"], name=f"fk_{table}_employee_id"),
    )
    op.create_index(f"ix_{table}_employee_id", table, ["employee_id"])


def belongs(name: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["agency_id", "proposal_id"],
        ["placement_proposals.agency_id", "placement_proposals.id"],
        name=name,
    )


def names() -> None:
    of_proposal(
        "placement_proposal_names",
        whole("place"),
        whole("rank"),
        whole("box"),
        sa.Column("value", sa.Numeric(7, 4), nullable=False),
        sa.UniqueConstraint("proposal_id", "employee_id", "rank", name="one_place_per_proposal"),
        sa.UniqueConstraint("proposal_id", "employee_id", name="named_once"),
        sa.UniqueConstraint("proposal_id", "place", name="one_name_per_place"),
        sa.CheckConstraint("place between 1 and 3", name="at_most_three_names"),
        belongs("name_of_proposal"),
    )


def choices() -> None:
    of_proposal(
        "placement_choices",
        whole("rank"),
        text("reason_code", 32, nullable=True),
        text("explanation", 4000, nullable=True),
        uuid("chosen_by"),
        text("chosen_by_name", 200),
        made_at("chosen_at"),
        uuid("signed_by", nullable=True),
        text("signed_by_name", 200, nullable=True),
        sa.Column("signed_at", INSTANT, nullable=True),
        sa.UniqueConstraint("proposal_id", name="one_choice_per_proposal"),
        sa.CheckConstraint(
            "(rank > 1) = (reason_code is not null)"
            " and (rank > 1) = (length(btrim(coalesce(explanation, ''))) >= 50)",
            name="deviation_has_its_record",
        ),
        sa.CheckConstraint(
            "(signed_by is null) = (signed_at is null)"
            " and (signed_by is null) = (signed_by_name is null)"
            " and (signed_by is null or rank > 1)",
            name="only_a_deviation_is_signed",
        ),
        sa.CheckConstraint("signed_by <> chosen_by", name="signed_by_a_second_person"),
        sa.ForeignKeyConstraint(
            ["proposal_id", "employee_id", "rank"],
            [
                "placement_proposal_names.proposal_id",
                "placement_proposal_names.employee_id",
                "placement_proposal_names.rank",
            ],
            name="chosen_among_the_names",
        ),
    )
    op.create_index(
        "ix_placement_choices_agency_id_chosen_by", "placement_choices", ["agency_id", "chosen_by"]
    )


def outcomes() -> None:
    of_proposal(
        "placement_outcomes",
        whole("month"),
        sa.Column("in_post", sa.Boolean(), nullable=False),
        sa.Column("rating", sa.Numeric(7, 4), nullable=True),
        text("predicate", 32, nullable=True),
        text("note", 2000),
        uuid("recorded_by"),
        text("recorded_by_name", 200),
        made_at("recorded_at"),
        sa.UniqueConstraint("proposal_id", "month", name="one_outcome_per_month"),
        sa.CheckConstraint("month in (6, 12)", name="outcome_month_known"),
        sa.CheckConstraint(
            "predicate in ('sangat_baik', 'baik', 'butuh_perbaikan', 'kurang', 'sangat_kurang')",
            name="outcome_predicate_known",
        ),
        sa.CheckConstraint("rating between 0 and 100", name="outcome_rating_in_scale"),
        belongs("outcome_of_proposal"),
    )


def protections() -> None:
    protect("placement_proposals", may="select, insert, update", writers=WRITERS)
    restrict("placement_proposals", readers=READERS, whole=True)
    protect_person("placement_proposal_names", may="select, insert", readers=READERS)
    protect_person("placement_choices", may="select, insert, update", readers=READERS)
    protect_person("placement_outcomes", may="select, insert", readers=READERS)
    mine = "(select context_actor())"
    for table, command, roles, column in (
        ("placement_proposals", "insert", "'analyst', 'committee'", "proposed_by"),
        ("placement_choices", "insert", "'ppk'", "chosen_by"),
        ("placement_choices", "update", "'pyb', 'ppk'", "signed_by"),
        ("placement_outcomes", "insert", "'analyst', 'committee'", "recorded_by"),
    ):
        condition = f"((select plays({roles})) and {column} = {mine})"
        using = "using (true) " if command == "update" else ""
        op.execute(
            f"create policy signed_{command} on {table} as restrictive for {command}"
            f" {using}with check {condition}"
        )
    op.execute(
        "create policy put on placement_proposal_names as restrictive for insert with check"
        " ((select plays('analyst', 'committee')))"
    )


def downgrade() -> None:
    for table in reversed(TABLES):
        op.drop_table(table)
    for function in reversed(FUNCTIONS):
        name = function.removeprefix("create function ").split("(")[0]
        op.execute(f"drop function {name}")
