"""Nobody is put into a finished map: what its evidence shows is what was computed.

A condition on rows instead of a trigger: a map of a million people is written by one statement, and
this costs it one look into a small hash for each row.
"""

from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute(
        "create policy map_not_finished on talent_map_placements as restrictive for insert"
        " with check (map_id not in (select id from talent_maps where finished_at is not null))"
    )


def downgrade() -> None:
    op.execute("drop policy map_not_finished on talent_map_placements")
