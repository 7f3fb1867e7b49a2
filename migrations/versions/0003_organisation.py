"""Units and positions."""

import sqlalchemy as sa
from alembic import op

from app.core.rls import protect

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "units",
        sa.Column("id", sa.Uuid(), server_default=sa.text("new_id()"), nullable=False),
        sa.Column("agency_id", sa.Uuid(), nullable=False),
        sa.Column("siasn_id", sa.String(length=64), nullable=False),
        sa.Column("parent_id", sa.Uuid(), nullable=True),
        sa.Column("name", sa.String(length=300), nullable=False),
        sa.Column("head_title", sa.String(length=300), nullable=True),
        sa.Column("code", sa.String(length=64), nullable=True),
        sa.CheckConstraint("parent_id <> id", name="unit_not_its_own_parent"),
        sa.ForeignKeyConstraint(["agency_id"], ["agencies.id"], name="fk_units_agency_id"),
        sa.ForeignKeyConstraint(["parent_id"], ["units.id"], name="fk_units_parent_id"),
        sa.PrimaryKeyConstraint("id", name="pk_units"),
        sa.UniqueConstraint("agency_id", "siasn_id", name="one_unit_per_siasn_id"),
    )
    op.create_index("ix_units_parent_id", "units", ["parent_id"])
    protect("units")
    op.create_table(
        "positions",
        sa.Column("id", sa.Uuid(), server_default=sa.text("new_id()"), nullable=False),
        sa.Column("agency_id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=300), nullable=False),
        sa.Column("unit_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=True),
        sa.Column("level", sa.String(length=64), nullable=True),
        sa.Column("cohort", sa.Integer(), nullable=True),
        sa.Column("echelon_id", sa.String(length=8), nullable=True),
        sa.Column("echelon", sa.String(length=16), nullable=True),
        sa.Column("grade", sa.Integer(), nullable=True),
        sa.Column("critical", sa.Boolean(), nullable=False),
        sa.Column("retirement_age", sa.Integer(), nullable=True),
        sa.Column("required_rank", sa.String(length=16), nullable=True),
        sa.Column("required_education", sa.String(length=8), nullable=True),
        sa.Column("required_training", sa.String(length=64), nullable=True),
        sa.Column("required_experience_years", sa.Integer(), nullable=True),
        sa.Column("admits_pppk", sa.Boolean(), nullable=False),
        sa.CheckConstraint("cohort between 1 and 4", name="position_cohort_known"),
        sa.ForeignKeyConstraint(["agency_id"], ["agencies.id"], name="fk_positions_agency_id"),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name="fk_positions_unit_id"),
        sa.PrimaryKeyConstraint("id", name="pk_positions"),
        sa.UniqueConstraint("agency_id", "code", name="one_position_per_code"),
    )
    op.create_index("ix_positions_unit_id", "positions", ["unit_id"])
    protect("positions")


def downgrade() -> None:
    op.drop_table("positions")
    op.drop_table("units")
