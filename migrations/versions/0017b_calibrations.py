"""Calibration of finished maps: sessions, moves, sealed votes, authorisations."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

from app.core.identity import Role
from app.core.rls import SERVICE, protect, protect_person, restrict

revision = "0017b"
down_revision = "0017a"
branch_labels = None
depends_on = None

ACTING = "(select context_actor())"
INSTANT = sa.DateTime(timezone=True)


def key() -> sa.Column:
    return sa.Column("id", sa.Uuid(), server_default=sa.func.new_id(), nullable=False)


def column(name: str, kind: sa.types.TypeEngine, *, nullable: bool = False, **options) -> sa.Column:
    return sa.Column(name, kind, nullable=nullable, **options)


def now(name: str) -> sa.Column:
    return column(name, INSTANT, server_default=sa.func.clock_timestamp())


def upgrade() -> None:
    create_calibrations()
    create_moves()
    create_votes()
    create_calibrated()
    create_policies()


def of_session(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["agency_id", "session_id"],
        ["calibrations.agency_id", "calibrations.id"],
        name=f"{table}_of_calibration",
    )


def of_person(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["employee_id"], ["employees.id"], name=f"fk_{table}_employee_id"
    )


def of_member(actor: str, name: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["session_id", actor],
        ["calibration_members.session_id", "calibration_members.actor_id"],
        name=name,
    )


def create_calibrations() -> None:
    op.create_table(
        "calibrations",
        key(),
        column("agency_id", sa.Uuid()),
        column("map_id", sa.Uuid()),
        column("name", sa.String(200)),
        column("held_on", sa.Date()),
        column("quorum", sa.SmallInteger()),
        column("state", sa.String(16), server_default="open"),
        column("owner_id", sa.Uuid()),
        column("owner_name", sa.String(200)),
        now("created_at"),
        column("ended_at", INSTANT, nullable=True),
        column("cancelled_because", sa.String(1000), nullable=True),
        column("register_sha256", sa.String(64), nullable=True),
        column("move_sha256s", JSONB(), nullable=True),
        sa.CheckConstraint("quorum between 2 and 99", name="calibration_quorum_in_range"),
        sa.CheckConstraint(
            "(state = 'open') = (ended_at is null)"
            " and (state = 'cancelled') = (cancelled_because is not null)"
            " and (state = 'closed') = (register_sha256 is not null)"
            " and (state = 'closed') = (move_sha256s is not null)",
            name="an_ended_calibration_says_how",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_calibrations"),
        sa.UniqueConstraint("agency_id", "name", name="one_calibration_per_name"),
        sa.UniqueConstraint("agency_id", "id", name="calibration_in_agency"),
        sa.ForeignKeyConstraint(["agency_id"], ["agencies.id"], name="fk_calibrations_agency_id"),
        sa.ForeignKeyConstraint(["map_id"], ["talent_maps.id"], name="fk_calibrations_map_id"),
    )
    op.create_index("ix_calibrations_map_id", "calibrations", ["map_id"])
    op.create_table(
        "calibration_members",
        column("session_id", sa.Uuid()),
        column("actor_id", sa.Uuid()),
        column("agency_id", sa.Uuid()),
        column("name", sa.String(200)),
        column("attended_at", INSTANT, nullable=True),
        sa.PrimaryKeyConstraint("session_id", "actor_id", name="pk_calibration_members"),
        of_session("members"),
    )
    op.create_table(
        "calibration_agenda",
        column("session_id", sa.Uuid()),
        column("place", sa.SmallInteger()),
        column("agency_id", sa.Uuid()),
        column("employee_id", sa.Uuid(), nullable=True),
        column("box", sa.SmallInteger(), nullable=True),
        sa.CheckConstraint("num_nonnulls(employee_id, box) = 1", name="agenda_a_person_or_a_box"),
        sa.CheckConstraint("box between 1 and 9", name="agenda_box_on_grid"),
        sa.PrimaryKeyConstraint("session_id", "place", name="pk_calibration_agenda"),
        of_session("agenda"),
        of_person("calibration_agenda"),
    )


def create_moves() -> None:
    op.create_table(
        "calibration_moves",
        key(),
        column("agency_id", sa.Uuid()),
        column("session_id", sa.Uuid()),
        column("employee_id", sa.Uuid()),
        column("from_cell", sa.SmallInteger()),
        column("to_cell", sa.SmallInteger()),
        column("reason_code", sa.String(32)),
        column("justification", sa.String(4000)),
        column("proposed_by", sa.Uuid()),
        column("authoriser_id", sa.Uuid()),
        now("created_at"),
        column("counted", sa.SmallInteger(), server_default="0"),
        column("revealed_at", INSTANT, nullable=True),
        column("void_conflict_id", sa.Uuid(), nullable=True),
        sa.CheckConstraint(
            "from_cell between 0 and 8 and to_cell between 0 and 8", name="move_on_the_grid"
        ),
        sa.CheckConstraint("from_cell <> to_cell", name="move_changes_the_box"),
        sa.CheckConstraint("authoriser_id <> proposed_by", name="authoriser_is_another"),
        sa.PrimaryKeyConstraint("id", name="pk_calibration_moves"),
        sa.UniqueConstraint("session_id", "id", "employee_id", name="move_of_a_person"),
        of_session("move"),
        of_person("calibration_moves"),
        of_member("proposed_by", "proposer_is_a_member"),
        of_member("authoriser_id", "authoriser_is_a_member"),
    )
    op.create_index(
        "one_live_move_per_person",
        "calibration_moves",
        ["session_id", "employee_id"],
        unique=True,
        postgresql_where=sa.text("void_conflict_id is null"),
    )
    op.create_index("ix_calibration_moves_employee_id", "calibration_moves", ["employee_id"])


def of_move(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["session_id", "move_id", "employee_id"],
        ["calibration_moves.session_id", "calibration_moves.id", "calibration_moves.employee_id"],
        name=f"{table}_of_move",
        ondelete="CASCADE",
    )


def create_votes() -> None:
    op.create_table(
        "calibration_votes",
        key(),
        column("agency_id", sa.Uuid()),
        column("session_id", sa.Uuid()),
        column("move_id", sa.Uuid()),
        column("employee_id", sa.Uuid()),
        column("actor_id", sa.Uuid()),
        column("vote", sa.String(16)),
        column("reason", sa.String(1000)),
        now("cast_at"),
        column("revealed_at", INSTANT, nullable=True),
        column("voided_at", INSTANT, nullable=True),
        column("void_conflict_id", sa.Uuid(), nullable=True),
        sa.CheckConstraint("vote in ('approve', 'reject', 'abstain')", name="vote_known"),
        sa.PrimaryKeyConstraint("id", name="pk_calibration_votes"),
        sa.UniqueConstraint("move_id", "actor_id", name="one_vote_per_member"),
        of_session("vote"),
        of_move("vote"),
        of_member("actor_id", "voter_is_a_member"),
    )
    op.create_index("ix_calibration_votes_employee_id", "calibration_votes", ["employee_id"])
    op.create_table(
        "calibration_authorisations",
        column("move_id", sa.Uuid()),
        column("agency_id", sa.Uuid()),
        column("session_id", sa.Uuid()),
        column("employee_id", sa.Uuid()),
        column("actor_id", sa.Uuid()),
        now("authorised_at"),
        sa.PrimaryKeyConstraint("move_id", name="pk_calibration_authorisations"),
        of_session("authorisation"),
        of_move("authorisation"),
    )


def create_calibrated() -> None:
    op.create_table(
        "calibrated_placements",
        column("map_id", sa.Uuid()),
        column("employee_id", sa.Uuid()),
        column("agency_id", sa.Uuid()),
        column("session_id", sa.Uuid()),
        column("move_id", sa.Uuid()),
        column("cell", sa.SmallInteger()),
        sa.CheckConstraint("cell between 0 and 8", name="calibrated_cell_on_grid"),
        sa.PrimaryKeyConstraint("map_id", "employee_id", name="pk_calibrated_placements"),
        of_session("calibrated"),
        of_move("calibrated"),
    )


def create_policies() -> None:
    panel = {Role.ANALYST, Role.COMMITTEE, Role.PYB, Role.PPK}
    ours = "exists (select from calibrations c where c.id = session_id and c.owner_id = {actor})"
    append, change = "select, insert", "select, insert, update"
    tables = (
        # table, what the service may, whose name a new row carries, and a changed one
        ("calibrations", change, f"owner_id = {ACTING}", f"owner_id = {ACTING}"),
        ("calibration_members", change, ours.format(actor=ACTING), f"actor_id = {ACTING}"),
        ("calibration_agenda", append, ours.format(actor=ACTING), None),
        ("calibration_moves", append, f"proposed_by = {ACTING}", None),
        ("calibration_votes", append, f"actor_id = {ACTING}", None),
        ("calibration_authorisations", append, f"actor_id = {ACTING}", None),
    )
    for table, may, new, changed in tables:
        secured = protect if table in ("calibrations", "calibration_members") else protect_person
        secured(table, may=may)
        restrict(table, readers=panel | {Role.AUDITOR}, writers=panel, whole=True)
        for command, condition in (("insert", new), ("update", changed)):
            if condition is not None:
                op.execute(
                    f"create policy signed_{command} on {table} as restrictive for {command}"
                    f" to {SERVICE} {'using (true) ' if command == 'update' else ''}"
                    f"with check ({condition})"
                )
    # Nobody sees a vote before a quorum of them is there, but who cast it.
    op.execute(
        f"create policy sealed on calibration_votes as restrictive for select to {SERVICE}"
        f" using (revealed_at is not null or actor_id = {ACTING})"
    )
    protect_person("calibrated_placements", may="select")


def downgrade() -> None:
    for table in (
        "calibrated_placements",
        "calibration_authorisations",
        "calibration_votes",
        "calibration_moves",
        "calibration_agenda",
        "calibration_members",
        "calibrations",
    ):
        op.drop_table(table)
