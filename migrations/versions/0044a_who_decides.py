"""Who decides: an office of some region, and people, not systems.

Whoever plays `kanreg` without an agency and without a region serves none, and is named nowhere;
until now such a client served every region. And nobody stands in for another who does not hold a
deciding role somewhere in the agency: role `simpeg` is a system's.
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

STANDS_IN = """
CREATE FUNCTION mandate_for_a_person() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (
        SELECT FROM approval_holders(NEW.agency_id, ARRAY['analyst', 'committee', 'pyb', 'ppk'],
            (now() AT TIME ZONE 'UTC')::date) h
        WHERE h.actor_id = coalesce(to_jsonb(NEW) ->> 'delegate_id',
            to_jsonb(NEW) ->> 'actor_id')::uuid AND h.acting IS NULL)
    THEN
        PERFORM approval_refuse('mandate_for_a_person', 'only who decides stands in for another');
    END IF;
    RETURN NEW;
END $$
"""
TABLES = ("delegations", "acting_officials")


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
    op.execute(STANDS_IN)
    for table in TABLES:
        op.execute(
            f"CREATE TRIGGER for_a_person BEFORE INSERT ON {table} FOR EACH ROW "
            "EXECUTE FUNCTION mandate_for_a_person()"
        )


def downgrade() -> None:
    for table in TABLES:
        op.execute(f"DROP TRIGGER for_a_person ON {table}")
    op.execute("DROP FUNCTION mandate_for_a_person()")
    holders(*((SOMEWHERE.format(serves=serves, one=one), serves) for serves, one in SERVES))
