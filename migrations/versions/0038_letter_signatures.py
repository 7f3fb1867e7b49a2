"""Signatures of letters: over the hash of the PDF, beside the public key that verifies them."""

import sqlalchemy as sa
from alembic import op

from app.core.rls import protect_shared

revision = "0038"
down_revision = "0030"
branch_labels = None
depends_on = None

COLUMNS = ("signature", "signature_algorithm", "key_id")
VERIFY = """
CREATE FUNCTION verify_letter(wanted text)
RETURNS TABLE (number text, issued_on date, kind text, agency text, status text,
               content_sha256 text, letter_sha256 text{columns})
LANGUAGE plpgsql VOLATILE AS $$
DECLARE
    context text := coalesce(current_setting('app.context', true), '');
BEGIN
    PERFORM set_config('app.context', '*;auditor;;;', true);
    RETURN QUERY
    SELECT r.letter_number, r.letter_date, r.kind::text, a.name::text, r.status::text,
           r.content_sha256, l.pdf_sha256{values}
    FROM approval_requests r
    JOIN agencies a ON a.id = r.agency_id
    JOIN approval_letters l ON l.request_id = r.id
    WHERE r.verify_code = wanted AND r.status IN ('approved', 'void');
    PERFORM set_config('app.context', context, true);
END $$
"""
SIGNED = VERIFY.format(
    columns=", signature bytea, signature_algorithm text, key_id text",
    values=", l.signature, l.signature_algorithm, l.key_id",
)
UNSIGNED = VERIFY.format(columns="", values="")
# For everybody, who have no context: public keys and nothing else.
KEYS = """
CREATE FUNCTION public_letter_keys() RETURNS SETOF letter_keys LANGUAGE plpgsql VOLATILE AS $$
DECLARE
    context text := coalesce(current_setting('app.context', true), '');
BEGIN
    PERFORM set_config('app.context', '*;auditor;;;', true);
    RETURN QUERY SELECT * FROM letter_keys ORDER BY first_used_at DESC;
    PERFORM set_config('app.context', context, true);
END $$
"""


def upgrade() -> None:
    op.create_table(
        "letter_keys",
        sa.Column("key_id", sa.Text(), nullable=False),
        sa.Column("algorithm", sa.Text(), nullable=False),
        sa.Column("public_key", sa.LargeBinary(), nullable=False),
        sa.Column(
            "first_used_at",
            sa.DateTime(timezone=True),
            server_default=sa.func.clock_timestamp(),
            nullable=False,
        ),
        sa.PrimaryKeyConstraint("key_id", name="pk_letter_keys"),
    )
    # One that was used never changes.
    protect_shared("letter_keys", may="select, insert")
    op.execute(KEYS)
    op.add_column("approval_letters", sa.Column("signature", sa.LargeBinary()))
    op.add_column("approval_letters", sa.Column("signature_algorithm", sa.Text()))
    op.add_column("approval_letters", sa.Column("key_id", sa.Text()))
    op.create_foreign_key(
        "letter_signed_with_a_known_key", "approval_letters", "letter_keys", ["key_id"], ["key_id"]
    )
    op.create_check_constraint(
        "letter_signature_whole", "approval_letters", f"num_nulls({', '.join(COLUMNS)}) in (0, 3)"
    )
    op.execute("DROP FUNCTION verify_letter(text)")
    op.execute(SIGNED)


def downgrade() -> None:
    op.execute("DROP FUNCTION verify_letter(text)")
    op.execute(UNSIGNED)
    op.drop_constraint("letter_signature_whole", "approval_letters")
    op.drop_constraint("letter_signed_with_a_known_key", "approval_letters")
    for column in COLUMNS:
        op.drop_column("approval_letters", column)
    op.execute("DROP FUNCTION public_letter_keys()")
    op.drop_table("letter_keys")
