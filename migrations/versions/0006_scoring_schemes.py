"""Scoring schemes: documents known by their hash, immutable once published."""

import sqlalchemy as sa
from alembic import op

from app.core.rls import protect_shared

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

# `convert_to` is marked stable, since encodings can be defined anew; UTF8 is not.
SHA256 = """create function scheme_sha256(canonical text) returns text
  language sql immutable strict parallel safe
  return encode(sha256(convert_to(canonical, 'UTF8')), 'hex')"""
STAYS = """create function published_scheme_stays() returns trigger language plpgsql as $$ begin
  if old.published_at is not null then
    raise exception 'a published scheme never changes'
      using errcode = 'check_violation', constraint = 'published_scheme_never_changes';
  end if;
  return case tg_op when 'DELETE' then old else new end;
end $$"""


def upgrade() -> None:
    op.execute(SHA256)
    op.execute(STAYS)
    op.create_table(
        "scoring_schemes",
        sa.Column("id", sa.Uuid(), server_default=sa.func.new_id(), nullable=False),
        sa.Column("code", sa.String(64), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(1000), nullable=False),
        sa.Column("numbering", sa.String(32), nullable=False),
        sa.Column("canonical", sa.Text(), nullable=False),
        sa.Column(
            "sha256",
            sa.String(64),
            sa.Computed("scheme_sha256(canonical)", persisted=True),
            nullable=False,
        ),
        sa.Column("created_by", sa.Uuid(), nullable=False),
        sa.Column(
            "created_at", sa.DateTime(timezone=True), server_default=sa.func.now(), nullable=False
        ),
        sa.Column("published_by", sa.Uuid(), nullable=True),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "code = canonical::json ->> 'code' and version::text = canonical::json ->> 'version'",
            name="scheme_named_as_it_says",
        ),
        sa.CheckConstraint(
            "(published_at is null) = (published_by is null)", name="publication_has_a_publisher"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_scoring_schemes"),
        sa.UniqueConstraint("code", "version", name="one_scheme_per_version"),
    )
    protect_shared("scoring_schemes")
    op.execute(
        "create trigger published_scheme_stays before update or delete on scoring_schemes"
        " for each row execute function published_scheme_stays()"
    )


def downgrade() -> None:
    op.drop_table("scoring_schemes")
    op.execute("drop function published_scheme_stays()")
    op.execute("drop function scheme_sha256(text)")
