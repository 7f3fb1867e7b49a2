"""Succession pools and their members; triggers that count every change of a pool's content."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

from app.core.rls import protect

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

NOW = sa.func.clock_timestamp()

# A pool's revision rises with every change of what it says, and a change undoes its approval.
# Whoever raises the revision says "changed", so the members' trigger needs no more than that.
POOL_REVISED = """
create function talent_pool_revised() returns trigger language plpgsql as $$
begin
  if (new.name, new.agency_id, new.map_id, new.boxes, new.rule, new.legal_basis,
      new.valid_from, new.expires_on)
     is distinct from
     (old.name, old.agency_id, old.map_id, old.boxes, old.rule, old.legal_basis,
      old.valid_from, old.expires_on)
  then
    new.revision := old.revision + 1;
  end if;
  if new.revision < old.revision then
    raise exception 'the revision of a talent pool never falls'
      using errcode = 'check_violation', constraint = 'revision_rises', table = 'talent_pools';
  end if;
  if new.revision > old.revision then
    new.status := 'draft';
    new.approved_request_id := null;
  end if;
  return new;
end $$
"""

# Once a statement, not once a row: a pool is filled with thousands of members at a time.
MEMBERS_REVISED = """
create function talent_pool_members_revised() returns trigger language plpgsql as $$
begin
  if tg_op = 'INSERT' then
    update talent_pools set revision = revision + 1
    where id in (select pool_id from now_there);
  elsif tg_op = 'DELETE' then
    update talent_pools set revision = revision + 1
    where id in (select pool_id from gone);
  else
    update talent_pools set revision = revision + 1
    where id in (select pool_id from gone union select pool_id from now_there);
  end if;
  return null;
end $$
"""

TABLES = {"insert": "new table as now_there", "delete": "old table as gone"}
TABLES["update"] = f"{TABLES['delete']} {TABLES['insert']}"


def create_pools() -> None:
    op.create_table(
        "talent_pools",
        sa.Column("id", sa.Uuid(), server_default=sa.func.new_id(), nullable=False),
        sa.Column("agency_id", sa.Uuid(), nullable=False),
        sa.Column("map_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("boxes", ARRAY(sa.SmallInteger()), nullable=False),
        sa.Column("rule", JSONB(), nullable=False),
        sa.Column("legal_basis", sa.String(500), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("expires_on", sa.Date(), nullable=False),
        sa.Column("status", sa.String(32), server_default="draft", nullable=False),
        sa.Column("revision", sa.Integer(), server_default="1", nullable=False),
        sa.Column("approved_request_id", sa.Uuid(), nullable=True),
        sa.Column("created_by", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=NOW, nullable=False),
        sa.CheckConstraint(
            "cardinality(boxes) between 1 and 9 and 1 <= all (boxes) and 9 >= all (boxes)",
            name="pool_boxes_on_grid",
        ),
        sa.CheckConstraint("valid_from < expires_on", name="pool_expires_after_start"),
        sa.CheckConstraint("status in ('draft', 'approved')", name="pool_status_known"),
        sa.CheckConstraint(
            "(status = 'approved') = (approved_request_id is not null)",
            name="pool_approved_by_a_request",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_talent_pools"),
        sa.UniqueConstraint("agency_id", "name", name="one_pool_per_name"),
        sa.UniqueConstraint("agency_id", "id", name="pool_in_agency"),
        sa.ForeignKeyConstraint(["agency_id"], ["agencies.id"], name="fk_talent_pools_agency_id"),
        sa.ForeignKeyConstraint(["map_id"], ["talent_maps.id"], name="fk_talent_pools_map_id"),
    )
    op.create_index("ix_talent_pools_map_id", "talent_pools", ["map_id"])


def create_members() -> None:
    op.create_table(
        "talent_pool_members",
        sa.Column("id", sa.Uuid(), server_default=sa.func.new_id(), nullable=False),
        sa.Column("agency_id", sa.Uuid(), nullable=False),
        sa.Column("pool_id", sa.Uuid(), nullable=False),
        sa.Column("employee_id", sa.Uuid(), nullable=False),
        sa.Column("origin", sa.String(32), nullable=False),
        sa.Column("reason", sa.String(1000), nullable=True),
        sa.Column("added_by", sa.Uuid(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), server_default=NOW, nullable=False),
        sa.CheckConstraint("origin in ('rule', 'nomination')", name="member_origin_known"),
        sa.CheckConstraint(
            "(origin = 'nomination') = (coalesce(btrim(reason), '') <> '')",
            name="nomination_has_a_reason",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_talent_pool_members"),
        sa.UniqueConstraint("pool_id", "employee_id", name="one_place_per_pool"),
        sa.ForeignKeyConstraint(
            ["agency_id", "pool_id"],
            ["talent_pools.agency_id", "talent_pools.id"],
            name="member_of_pool",
        ),
        sa.ForeignKeyConstraint(
            ["employee_id"], ["employees.id"], name="fk_talent_pool_members_employee_id"
        ),
    )
    op.create_index("ix_talent_pool_members_employee_id", "talent_pool_members", ["employee_id"])


def upgrade() -> None:
    create_pools()
    create_members()
    op.execute(POOL_REVISED)
    op.execute(MEMBERS_REVISED)
    op.execute(
        "create trigger talent_pool_revised before update on talent_pools "
        "for each row execute function talent_pool_revised()"
    )
    for event, tables in TABLES.items():
        op.execute(
            f"create trigger talent_pool_members_revised_by_{event} after {event} "
            f"on talent_pool_members referencing {tables} "
            "for each statement execute function talent_pool_members_revised()"
        )
    protect("talent_pools", may="select, insert, update")
    protect("talent_pool_members", may="select, insert, delete")


def downgrade() -> None:
    op.drop_table("talent_pool_members")
    op.drop_table("talent_pools")
    op.execute("drop function talent_pool_members_revised()")
    op.execute("drop function talent_pool_revised()")
