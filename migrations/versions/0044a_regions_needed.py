"""Whoever plays `kanreg` without an agency and without a region serves none, and is named nowhere.

Until now such a client served every region. BKN's own role sees all of them.
"""

import sqlalchemy as sa
from alembic import op

revision = "0044a"
down_revision = "0044"
branch_labels = None
depends_on = None

SERVES = (
    ("serves_region(c.kanreg, agency)", "c"),
    ("serves_region(m.kanreg, agency)", "m"),
)
SOMEWHERE = (
    "{serves} AND NOT ({one}.kanreg IS NULL AND {one}.agency_id IS NULL"
    " AND 'kanreg' = ANY ({one}.roles))"
)


def holders(*changes: tuple[str, str]) -> None:
    """Change the text of `approval_holders` as it is."""
    said: str = (
        op.get_bind()
        .execute(sa.text("select pg_get_functiondef('approval_holders'::regproc)"))
        .scalar_one()
    )
    for before, after in changes:
        if before not in said:
            raise LookupError(before)
        said = said.replace(before, after)
    op.get_bind().exec_driver_sql(said)


def upgrade() -> None:
    holders(*((serves, SOMEWHERE.format(serves=serves, one=one)) for serves, one in SERVES))


def downgrade() -> None:
    holders(*((SOMEWHERE.format(serves=serves, one=one), serves) for serves, one in SERVES))
