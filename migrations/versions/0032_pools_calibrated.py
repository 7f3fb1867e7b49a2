"""A pool is another one when a calibration moves its members, or when such a move falls.

Its content names the boxes of its members, so a decision on it was about other boxes: the revision
rises, and what hangs on the revision (status, approval requests) follows. Who is a member does not
change by itself; that is done by people, with a reason.
"""

from alembic import op

from app.core.rls import as_owner

revision = "0032"
down_revision = "0035"
branch_labels = None
depends_on = None

# As the owner: who closes a session, or finds a relation, need not be one who may change pools.
CALIBRATED = as_owner(
    "talent_pools_calibrated()",
    "trigger",
    """
      perform from talent_pools p where exists (
        select from moved c join talent_pool_members m on m.employee_id = c.employee_id
        where c.map_id = p.map_id and m.pool_id = p.id)
      order by p.id for update;
      update talent_pools p set revision = revision + 1 where exists (
        select from moved c join talent_pool_members m on m.employee_id = c.employee_id
        where c.map_id = p.map_id and m.pool_id = p.id);""",
    answer="null",
)
# `calibrated_placements` is filled by the closing of a session, emptied of what falls.
TABLES = {"insert": "new", "delete": "old"}


def upgrade() -> None:
    op.execute(CALIBRATED)
    op.execute("revoke execute on function talent_pools_calibrated() from public")
    for event, table in TABLES.items():
        op.execute(
            f"create trigger talent_pools_calibrated_by_{event}"
            f" after {event} on calibrated_placements referencing {table} table as moved"
            " for each statement execute function talent_pools_calibrated()"
        )


def downgrade() -> None:
    for event in TABLES:
        op.execute(f"drop trigger talent_pools_calibrated_by_{event} on calibrated_placements")
    op.execute("drop function talent_pools_calibrated()")
