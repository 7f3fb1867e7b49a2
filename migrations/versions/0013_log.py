"""The log as a Merkle tree; erasure that leaves the tree whole."""

import hashlib
import json
import secrets

import rfc8785
import sqlalchemy as sa
from alembic import op

from app.core.identity import Role
from app.core.rls import OWN_AGENCY, SERVICE, playing, protect_shared

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

READERS = {Role.ADMIN, Role.ANALYST, Role.AUDITOR, Role.PPK, Role.BKN}
NO_AGENCY = "agency_id is null and (select {condition})"
COLUMNS = (
    ("on_behalf_of", sa.Uuid()),
    ("purpose", sa.Text()),
    ("before_sha256", sa.String(64)),
    ("after_sha256", sa.String(64)),
    ("salt", sa.LargeBinary()),
    ("commitment", sa.LargeBinary()),
)
INDEXES = (
    ("ix_audit_events_agency_id", ["agency_id", "id"]),
    ("ix_audit_events_actor_id", ["actor_id", "id"]),
    ("ix_audit_events_kind", ["kind", "id"]),
    ("ix_audit_events_at", ["at"]),
)
ERASED = (
    "salt is not null or (actor_name = '' and num_nonnulls(on_behalf_of, subject_id,"
    " purpose, request_id, before_sha256, after_sha256) = 0 and data = '{}'::jsonb)"
)
DEFINER = "security definer set search_path = public, pg_temp"
QUEUE = f"""
create function queue_events_for_the_tree() returns trigger language plpgsql {DEFINER} as $$
begin
    insert into audit_pending (event_id, commitment) select id, commitment from added;
    return null;
end $$"""
TRIGGER = """
create trigger queue_for_the_tree after insert on audit_events
referencing new table as added for each statement execute function queue_events_for_the_tree()"""

# Only committed events are seen here, whatever the order of their commits; the lock makes places
# consecutive. What is complete of the tree grows level by level, as sets.
SEQUENCE = rf"""
create function sequence_events(most integer) returns bigint language plpgsql {DEFINER} as $$
declare
    older bigint;
    newer bigint;
begin
    if not has_context() then
        raise insufficient_privilege using message = 'nobody acts';
    end if;
    perform pg_advisory_xact_lock(hashtext('audit_leaves'));
    select coalesce(max(index) + 1, 0) into older from audit_leaves;
    with taken as (
        delete from audit_pending p using
            (select event_id from audit_pending order by event_id limit most) chosen
        where p.event_id = chosen.event_id
        returning p.event_id, p.commitment)
    insert into audit_leaves (index, event_id, commitment)
    select older - 1 + row_number() over (order by event_id), event_id, commitment from taken;
    select coalesce(max(index) + 1, 0) into newer from audit_leaves;
    insert into audit_nodes (level, place, hash)
    select 1, index / 2, sha256('\x01' || sha256('\x00' || l) || sha256('\x00' || r))
    from (select index, commitment as l, lead(commitment) over (order by index) as r
          from audit_leaves
          where index >= (older >> 1) * 2 and index < (newer >> 1) * 2) pairs
    where index % 2 = 0;
    for height in 2 .. 62 loop
        exit when older >> height = newer >> height;
        insert into audit_nodes (level, place, hash)
        select height, place / 2, sha256('\x01' || l || r)
        from (select place, hash as l, lead(hash) over (order by place) as r
              from audit_nodes where level = height - 1
                and place >= (older >> height) * 2 and place < (newer >> height) * 2) pairs
        where place % 2 = 0;
    end loop;
    return newer;
end $$"""

# Nothing is erased that the log does not say was erased: `erasure` is the event that names the
# leaves, of one agency. Such events themselves stay.
ERASE = f"""
create function erase_events(erasure bigint) returns bigint language plpgsql {DEFINER} as $$
declare
    named audit_events;
    erased bigint;
begin
    if not plays('admin', 'analyst') then
        raise insufficient_privilege using message = 'this role erases nothing';
    end if;
    select * into named from audit_events where id = erasure and kind = 'audit.erased';
    if not found then
        raise no_data_found using message = 'no event says so';
    end if;
    update audit_events e
    set salt = null, data = '{{}}', subject_id = null, on_behalf_of = null, purpose = null,
        request_id = null, before_sha256 = null, after_sha256 = null, actor_name = '',
        actor_id = '00000000-0000-0000-0000-000000000000'
    from audit_leaves l
    where l.event_id = e.id and e.kind <> 'audit.erased' and e.salt is not null
      and e.agency_id is not distinct from named.agency_id
      and l.index in (select jsonb_array_elements_text(named.data -> 'leaves')::bigint);
    get diagnostics erased = row_count;
    return erased;
end $$"""


def upgrade() -> None:
    for name, kind in COLUMNS:
        op.add_column("audit_events", sa.Column(name, kind))
    commit_to_earlier_events()
    op.alter_column("audit_events", "commitment", nullable=False)
    for name, condition in (
        ("commitment_is_a_hash", "octet_length(commitment) = 32"),
        ("salt_is_long_enough", "octet_length(salt) = 32"),
        ("erased_means_erased", ERASED),
    ):
        op.create_check_constraint(name, "audit_events", condition)
    for name, columns in INDEXES:
        op.create_index(name, "audit_events", columns)
    create_tables()
    everywhere = NO_AGENCY.format(condition="context_part(1) = '*'")
    anywhere = NO_AGENCY.format(condition="has_context()")
    op.execute(
        f"alter policy own_agency on audit_events using ({OWN_AGENCY} or ({everywhere}))"
        f" with check ({OWN_AGENCY} or ({anywhere}))"
    )
    op.execute(
        "create policy readers on audit_events as restrictive for select"
        f" using (({playing(READERS)} and (select context_part(3)) = '')"
        " or subject_id = (select own_employee()))"
    )
    op.execute(
        "create policy salted on audit_events as restrictive for insert"
        " with check (salt is not null)"
    )
    op.execute(f"grant select on sequence audit_events_id_seq to {SERVICE}")
    for function in (QUEUE, TRIGGER, SEQUENCE, ERASE):
        op.execute(function)
    for function in ("sequence_events(integer)", "erase_events(bigint)"):
        op.execute(f"revoke all on function {function} from public")
        op.execute(f"grant execute on function {function} to {SERVICE}")


def commit_to_earlier_events() -> None:
    """Events from before the tree get a salt and a commitment, and wait for their leaves."""
    connection = op.get_bind()
    op.execute("select set_config('app.context', '*;admin;;;', true)")
    found = connection.execute(
        sa.text(
            """select id, jsonb_build_object(
            'at', to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
            'agency_id', agency_id, 'actor_id', actor_id, 'actor_name', actor_name,
            'on_behalf_of', null, 'kind', kind, 'subject_id', subject_id, 'purpose', null,
            'request_id', request_id, 'before_sha256', null, 'after_sha256', null,
            'data', data)::text from audit_events order by id"""
        )
    ).all()
    for number, document in found:
        salt = secrets.token_bytes(32)
        commitment = hashlib.sha256(salt + rfc8785.dumps(json.loads(document))).digest()
        connection.execute(
            sa.text("update audit_events set salt = :salt, commitment = :mark where id = :id"),
            {"salt": salt, "mark": commitment, "id": number},
        )


def create_tables() -> None:
    op.create_table(
        "audit_pending",
        sa.Column("event_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("commitment", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("event_id", name="pk_audit_pending"),
    )
    op.create_table(
        "audit_leaves",
        sa.Column("index", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("event_id", sa.BigInteger(), nullable=False),
        sa.Column("commitment", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("index", name="pk_audit_leaves"),
    )
    op.create_index("one_leaf_per_event", "audit_leaves", ["event_id"], unique=True)
    op.create_table(
        "audit_nodes",
        sa.Column("level", sa.SmallInteger(), autoincrement=False, nullable=False),
        sa.Column("place", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("level", "place", name="pk_audit_nodes"),
    )
    op.create_table(
        "audit_checkpoints",
        sa.Column("size", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("origin", sa.String(200), nullable=False),
        sa.Column("root", sa.LargeBinary(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column(
            "created_at", sa.DateTime(timezone=True), server_default=sa.func.now(), nullable=False
        ),
        sa.PrimaryKeyConstraint("size", name="pk_audit_checkpoints"),
    )
    op.create_table(
        "audit_keys",
        sa.Column("kid", sa.String(8), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("public", sa.LargeBinary(), nullable=False),
        sa.Column(
            "created_at", sa.DateTime(timezone=True), server_default=sa.func.now(), nullable=False
        ),
        sa.PrimaryKeyConstraint("kid", name="pk_audit_keys"),
    )
    op.execute(
        "insert into audit_pending (event_id, commitment) select id, commitment from audit_events"
    )
    # Hashes and numbers only. The tables of the tree are written by functions of their owner.
    for table in ("audit_pending", "audit_leaves", "audit_nodes"):
        protect_shared(table, may="select")
    for table in ("audit_checkpoints", "audit_keys"):
        protect_shared(table, may="select, insert", writers={Role.ADMIN})
    op.execute(
        "create policy covers_leaves on audit_checkpoints as restrictive for insert"
        " with check (size between 1 and (select max(index) + 1 from audit_leaves))"
    )


def downgrade() -> None:
    op.execute("drop trigger queue_for_the_tree on audit_events")
    for function in (
        "erase_events(bigint)",
        "sequence_events(integer)",
        "queue_events_for_the_tree()",
    ):
        op.execute(f"drop function {function}")
    for policy in ("salted", "readers"):
        op.execute(f"drop policy {policy} on audit_events")
    anywhere = NO_AGENCY.format(condition="has_context()")
    op.execute(
        f"alter policy own_agency on audit_events using ({OWN_AGENCY} or ({anywhere}))"
        f" with check ({OWN_AGENCY} or ({anywhere}))"
    )
    for table in (
        "audit_keys",
        "audit_checkpoints",
        "audit_nodes",
        "audit_leaves",
        "audit_pending",
    ):
        op.drop_table(table)
    for name, _ in INDEXES:
        op.drop_index(name, "audit_events")
    for name, _ in COLUMNS:
        op.drop_column("audit_events", name)
