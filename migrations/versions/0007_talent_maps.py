"""Talent maps and their placements, immutable once computed.

Placements have no foreign keys: a million rows would be checked one by one, for longer than it
takes to compute them. They are written by one statement that reads the map's people in the same
transaction; people and maps are never deleted.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import ARRAY

from app.core.rls import protect

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

STAYS = """create function finished_map_stays() returns trigger language plpgsql as $$ begin
  if old.state in ('done', 'failed') then
    raise exception 'a finished map never changes'
      using errcode = 'check_violation', constraint = 'finished_map_never_changes';
  end if;
  return case tg_op when 'DELETE' then old else new end;
end $$"""


def upgrade() -> None:
    maps()
    placements()


def maps() -> None:
    instant = sa.DateTime(timezone=True)
    op.create_table(
        "talent_maps",
        sa.Column("id", sa.Uuid(), server_default=sa.func.new_id(), nullable=False),
        sa.Column("agency_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("scheme_id", sa.Uuid(), nullable=False),
        sa.Column("as_of", sa.Date(), nullable=False),
        sa.Column("unit_id", sa.Uuid(), nullable=True),
        sa.Column("cohorts", ARRAY(sa.SmallInteger()), nullable=True),
        sa.Column("numbers", ARRAY(sa.SmallInteger()), nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("step", sa.String(16), nullable=False),
        sa.Column("progress", sa.SmallInteger(), nullable=False),
        sa.Column("known_at", instant, nullable=True),
        sa.Column("population", sa.Integer(), nullable=True),
        sa.Column("cell_counts", ARRAY(sa.Integer()), nullable=True),
        sa.Column("failure", sa.String(64), nullable=True),
        sa.Column("created_by", sa.Uuid(), nullable=False),
        sa.Column("created_at", instant, server_default=sa.func.now(), nullable=False),
        sa.Column("finished_at", instant, nullable=True),
        sa.CheckConstraint("progress between 0 and 100", name="progress_in_percent"),
        sa.CheckConstraint(
            "cardinality(numbers) = 9 and (cell_counts is null or cardinality(cell_counts) = 9)",
            name="nine_cells",
        ),
        sa.CheckConstraint(
            "state <> 'done' or (known_at is not null and population is not null"
            " and cell_counts is not null)",
            name="a_finished_map_is_complete",
        ),
        sa.CheckConstraint(
            "(state = 'failed') = (failure is not null)", name="a_failed_map_says_why"
        ),
        sa.ForeignKeyConstraint(["agency_id"], ["agencies.id"], name="fk_talent_maps_agency_id"),
        sa.ForeignKeyConstraint(
            ["scheme_id"], ["scoring_schemes.id"], name="fk_talent_maps_scheme_id"
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name="fk_talent_maps_unit_id"),
        sa.PrimaryKeyConstraint("id", name="pk_talent_maps"),
    )
    op.create_index(
        "one_map_per_name",
        "talent_maps",
        ["agency_id", "name"],
        unique=True,
        postgresql_where=sa.text("state <> 'failed'"),
    )
    op.execute(STAYS)
    op.execute(
        "create trigger finished_map_stays before update or delete on talent_maps"
        " for each row execute function finished_map_stays()"
    )
    protect("talent_maps", may="select, insert, update")


def placements() -> None:
    score = sa.Numeric()
    op.create_table(
        "talent_map_placements",
        sa.Column("map_id", sa.Uuid(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("agency_id", sa.Uuid(), nullable=False),
        sa.Column("employee_id", sa.Uuid(), nullable=False),
        sa.Column("performance", score, nullable=True),
        sa.Column("potential", score, nullable=True),
        sa.Column("value", score, nullable=True),
        sa.Column("performance_level", sa.SmallInteger(), nullable=True),
        sa.Column("potential_level", sa.SmallInteger(), nullable=True),
        sa.Column("cell", sa.SmallInteger(), nullable=True),
        sa.Column("rank", sa.Integer(), nullable=True),
        sa.Column("cohort", sa.SmallInteger(), nullable=True),
        sa.Column("missing", ARRAY(sa.Text()), nullable=False),
        sa.CheckConstraint("cell between 0 and 8", name="cell_on_grid"),
        sa.PrimaryKeyConstraint("map_id", "place", name="pk_talent_map_placements"),
        sa.UniqueConstraint("map_id", "employee_id", name="one_placement_per_map"),
    )
    protect("talent_map_placements", may="select, insert")


def downgrade() -> None:
    op.drop_table("talent_map_placements")
    op.drop_table("talent_maps")
    op.execute("drop function finished_map_stays()")
