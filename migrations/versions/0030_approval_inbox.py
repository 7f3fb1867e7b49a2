"""How long stages wait and by when they are due, what was told, and what people say about requests.

None of it decides: there is no trigger here that moves a request.
"""

from pathlib import Path

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

from app.core import working_days
from app.core.identity import SYSTEM, Role
from app.core.rls import protect

revision = "0030"
down_revision = "0031c"
branch_labels = None
depends_on = None

COLLEAGUES = {
    Role.SIMPEG, Role.ANALYST, Role.COMMITTEE, Role.PYB, Role.PPK, Role.AUDITOR,
}  # fmt: skip
EXAMINERS = {Role.KANREG, Role.BKN}
READERS = COLLEAGUES | EXAMINERS
DECIDERS = {Role.ANALYST, Role.COMMITTEE, Role.PYB, Role.PPK} | EXAMINERS
TABLES = ("approval_waits", "approval_notices", "approval_comments", "approval_mentions")
FUNCTIONS = ("approval_wait_follows", "approval_wait_ends", "approval_talk_stays")
# Of requests that wait already: since when their stage does.
WAITING = """
select r.agency_id, r.id as request_id, r.round, r.stage, s.days,
  coalesce((select max(d.decided_at) from approval_decisions d
            where d.request_id = r.id and d.round = r.round and d.stage <> r.stage),
           o.submitted_at) as began_at
from approval_requests r
join approval_rounds o on o.request_id = r.id and o.round = r.round
join approval_stages s on s.request_id = r.id and s.round = r.round and s.position = r.stage
where r.status = 'submitted'
"""
ABOVE = """
update approval_stages s set escalates_to = coalesce(
  (select n.role from approval_stages n
   where n.request_id = s.request_id and n.round = s.round and n.position > s.position
     and not n.skipped and n.role <> s.role order by n.position limit 1),
  case when s.role not in ('ppk', 'kanreg', 'bkn') then 'ppk' end)
"""
NEVER_CHANGE = ("approval_notices", "approval_comments", "approval_mentions")
SIGNED = (
    ("approval_comments", "(actor_id = (select context_actor()))"),
    ("approval_notices", f"((select context_actor()) = '{SYSTEM.id}')"),
)
"""What is said is said by the one who acts; what is told is told by the service itself."""


def upgrade() -> None:
    op.execute(f"select set_config('app.context', '{SYSTEM.context}', true)")
    op.add_column("approval_stages", sa.Column("escalates_to", sa.Text(), nullable=True))
    op.execute("alter table approval_stages disable trigger user")
    op.execute(ABOVE)
    op.execute("alter table approval_stages enable trigger user")
    make_waits()
    make_notices()
    make_comments()
    make_mentions()
    fill_waits()
    for name in FUNCTIONS:
        op.execute((Path(__file__).with_suffix("") / f"{name}.sql").read_text())
    op.execute(
        "CREATE TRIGGER follows BEFORE INSERT OR UPDATE OR DELETE ON approval_waits "
        "FOR EACH ROW EXECUTE FUNCTION approval_wait_follows()"
    )
    op.execute(
        "CREATE TRIGGER ends_waits AFTER UPDATE ON approval_requests FOR EACH ROW "
        "WHEN ((NEW.status, NEW.round, NEW.stage) IS DISTINCT FROM"
        " (OLD.status, OLD.round, OLD.stage)) EXECUTE FUNCTION approval_wait_ends()"
    )
    for table in NEVER_CHANGE:
        op.execute(
            f"CREATE TRIGGER stays BEFORE UPDATE OR DELETE ON {table} "
            "FOR EACH ROW EXECUTE FUNCTION approval_talk_stays()"
        )
    for table, writers in zip(TABLES, (DECIDERS, {Role.ANALYST}, DECIDERS, READERS), strict=True):
        changes = table in ("approval_waits", "approval_mentions")
        may = "select, insert, update" if changes else "select, insert"
        protect(table, may=may, readers=READERS, writers=writers)
    for table, condition in SIGNED:
        op.execute(
            f"create policy signed on {table} as restrictive for insert with check {condition}"
        )


def id_() -> sa.Column:
    return sa.Column("id", sa.Uuid(), server_default=sa.func.new_id(), nullable=False)


def at(name: str) -> sa.Column:
    now = sa.func.clock_timestamp()
    return sa.Column(name, sa.DateTime(timezone=True), server_default=now, nullable=False)


def of(parent: str, column: str, name: str) -> sa.ForeignKeyConstraint:
    there = [f"{parent}.agency_id", f"{parent}.id"]
    return sa.ForeignKeyConstraint(["agency_id", column], there, name=name)


def ids(*names: str) -> list[sa.Column]:
    return [sa.Column(name, sa.Uuid(), nullable=False) for name in names]


def make_waits() -> None:
    op.create_table(
        "approval_waits",
        id_(),
        *ids("agency_id", "request_id"),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("stage", sa.Integer(), nullable=False),
        at("began_at"),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_by", JSONB(none_as_null=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_approval_waits"),
        of("approval_requests", "request_id", "wait_of_request"),
        sa.UniqueConstraint("agency_id", "id", name="wait_in_agency"),
        sa.CheckConstraint("(ended_at is null) = (ended_by is null)", name="wait_ends_for_a_cause"),
    )
    op.create_index("ix_approval_waits_request_id", "approval_waits", ["request_id"])
    op.create_index(
        "one_open_wait_per_request",
        "approval_waits",
        ["request_id"],
        unique=True,
        postgresql_where=sa.text("ended_at is null"),
    )


def make_notices() -> None:
    op.create_table(
        "approval_notices",
        id_(),
        *ids("agency_id", "wait_id"),
        sa.Column("notice", sa.String(32), nullable=False),
        sa.Column("to_role", sa.Text(), nullable=True),
        at("told_at"),
        sa.PrimaryKeyConstraint("id", name="pk_approval_notices"),
        of("approval_waits", "wait_id", "notice_of_wait"),
        sa.UniqueConstraint("wait_id", "notice", name="one_notice_per_wait"),
        sa.CheckConstraint("notice in ('due_soon', 'due', 'overdue')", name="notice_known"),
        sa.CheckConstraint("to_role is null or notice = 'overdue'", name="only_overdue_escalates"),
    )


def make_comments() -> None:
    op.create_table(
        "approval_comments",
        id_(),
        *ids("agency_id", "request_id", "actor_id"),
        sa.Column("actor_name", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        at("said_at"),
        sa.PrimaryKeyConstraint("id", name="pk_approval_comments"),
        of("approval_requests", "request_id", "comment_of_request"),
        sa.UniqueConstraint("agency_id", "id", name="comment_in_agency"),
        sa.CheckConstraint(
            "char_length(btrim(body)) between 1 and 2000", name="comment_says_something"
        ),
    )
    op.create_index("ix_approval_comments_request_id", "approval_comments", ["request_id", "id"])


def make_mentions() -> None:
    op.create_table(
        "approval_mentions",
        id_(),
        *ids("agency_id", "request_id", "comment_id", "actor_id", "person_id"),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_approval_mentions"),
        of("approval_comments", "comment_id", "mention_in_comment"),
        of("approval_requests", "request_id", "mention_of_request"),
        sa.UniqueConstraint("comment_id", "actor_id", name="one_mention_per_comment"),
    )
    op.create_index(
        "ix_approval_mentions_unseen",
        "approval_mentions",
        ["request_id", "actor_id"],
        postgresql_where=sa.text("seen_at is null"),
    )


def fill_waits() -> None:
    """Give the stages that wait already their days, from when they began."""
    connection = op.get_bind()
    for row in connection.execute(sa.text(WAITING)).mappings().all():
        due_on = working_days.after(working_days.today_in_office(row["began_at"]), row["days"])
        values = {name: value for name, value in row.items() if name != "days"}
        connection.execute(
            sa.text(
                "insert into approval_waits (agency_id, request_id, round, stage, began_at, due_on)"
                " values (:agency_id, :request_id, :round, :stage, :began_at, :due_on)"
            ),
            {**values, "due_on": due_on},
        )


def downgrade() -> None:
    op.execute("DROP TRIGGER ends_waits ON approval_requests")
    for table in reversed(TABLES):
        op.drop_table(table)
    for name in reversed(FUNCTIONS):
        op.execute(f"DROP FUNCTION {name}()")
    op.drop_column("approval_stages", "escalates_to")
