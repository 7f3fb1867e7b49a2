"""Commands that are carried out once: their keys, each seen by its actor alone."""

import sqlalchemy as sa
from alembic import op

from app.core.rls import secure

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None

SYSTEM = "00000000-0000-0000-0000-000000000000"
OWN = (
    "actor_id = (select context_actor()) or ((select context_actor()) ="
    f" '{SYSTEM}' and created_at < now() - interval '71 hours')"
)


def upgrade() -> None:
    op.create_table(
        "idempotency_keys",
        sa.Column("actor_id", sa.Uuid(), nullable=False),
        sa.Column("key", sa.String(255), nullable=False),
        sa.Column("fingerprint", sa.LargeBinary(), nullable=False),
        sa.Column("status", sa.SmallInteger(), nullable=False),
        sa.Column("headers", sa.String(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=True),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.func.clock_timestamp(),
            nullable=False,
        ),
        sa.CheckConstraint("octet_length(fingerprint) = 32", name="fingerprint_is_sha256"),
        sa.CheckConstraint("status between 200 and 399", name="only_what_was_done_is_kept"),
        sa.PrimaryKeyConstraint("actor_id", "key", name="pk_idempotency_keys"),
    )
    op.create_index("ix_idempotency_keys_created_at", "idempotency_keys", ["created_at"])
    # An answer is compressed badly and read rarely: in a place of its own, or not at all.
    op.execute("alter table idempotency_keys alter column body set storage external")
    secure("idempotency_keys", OWN, name="own_keys")


def downgrade() -> None:
    op.drop_table("idempotency_keys")
