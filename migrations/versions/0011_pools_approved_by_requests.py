"""A pool is approved by an approved request for it, and by nothing else.

Checked when the transaction ends, for the letter, the pool and the request move together in it.
"""

from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

CHECK = """
CREATE FUNCTION pool_approved_by_approved_request() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM talent_pools p WHERE p.id = NEW.id AND p.status = 'approved')
       AND NOT EXISTS (
           SELECT FROM talent_pools p JOIN approval_requests r ON r.id = p.approved_request_id
           WHERE p.id = NEW.id AND r.pool_id = p.id AND r.status = 'approved')
    THEN
        PERFORM approval_refuse('pool_approved_by_approved_request',
            'a pool is approved by an approved request for it');
    END IF;
    RETURN NULL;
END $$
"""


def upgrade() -> None:
    op.execute(CHECK)
    op.execute(
        "CREATE CONSTRAINT TRIGGER approved_by_request AFTER INSERT OR UPDATE ON talent_pools "
        "DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW.status = 'approved') "
        "EXECUTE FUNCTION pool_approved_by_approved_request()"
    )


def downgrade() -> None:
    op.execute("DROP TRIGGER approved_by_request ON talent_pools")
    op.execute("DROP FUNCTION pool_approved_by_approved_request()")
