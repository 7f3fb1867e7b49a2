"""Blind sessions, and what the database shows to whoever sits in one: nothing about people.

Every table of an agency is read through `visible_agencies()`. For a member of an open session that
function raises `BLIND` (`app.core.rls`), so a table that nobody thought of is closed too. What
stays open is read through `context_agencies()`: agencies, clients, and the session itself.
"""

import re
from pathlib import Path

from alembic import op

from app.core.identity import Role
from app.core.rls import SERVICE, as_owner, protect_person, restrict, secure

revision = "0028"
down_revision = "0026"
branch_labels = None
depends_on = None

ACTING = "(select context_actor())"
READERS = {Role.ANALYST, Role.COMMITTEE, Role.PYB, Role.PPK, Role.AUDITOR}
REGISTER_READERS = {Role.ANALYST, Role.PPK, Role.AUDITOR}
HERE = "agency_id = any ((select context_agencies())::uuid[])"
# Whoever is blinded sees the own session and no other.
OWN_SESSION = "coalesce({column} = (select open_blind_session()), true)"
CLOSED = "exists (select from blind_sessions s where s.id = session_id and s.state = 'closed')"
TABLES = Path(__file__).with_name("0028_blind_sessions_tables.sql").read_text(encoding="utf-8")
PLAIN = Path(__file__).with_suffix(".sql").read_text(encoding="utf-8")
FUNCTIONS = re.split(r"\n(?=create or replace function |create function )", PLAIN)[1:]
AS_OWNER = (
    as_owner(
        "blind_session_of(pool uuid)",
        "uuid",
        "found := (select id from blind_sessions where pool_id = pool and state = 'open' limit 1);",
        answer="found",
        declares="found uuid;",
    ),
    # Of a closed session alone: before, the answer would say something about the candidates.
    as_owner(
        "blind_related(session uuid)",
        "uuid[]",
        """
      found := array(select distinct m.actor_id from blind_members m
        join blind_sessions s on s.id = m.session_id and s.state = 'closed'
        join blind_identities i on i.session_id = m.session_id
        join conflicts c on c.actor_id = m.actor_id and c.employee_id = i.employee_id
        where m.session_id = session
          and office_day(now()) between c.since and coalesce(c.until, 'infinity'));""",
        answer="found",
        declares="found uuid[];",
    ),
    # Of everybody in the agency, and not of the candidates: refusing theirs alone would tell them.
    as_owner(
        "blind_names_somebody(agency uuid, words text)",
        "boolean",
        """
      named := exists (select from employees where agency_id = agency
        and btrim(name) like '% %' and strpos(lower(words), lower(btrim(name))) > 0);""",
        answer="named and agency = any (context_agencies())",
        declares="named boolean;",
    ),
    as_owner(
        "blind_member_joins()",
        "trigger",
        """
      new.blinded := true;
      new.employee_id := (select m.employee_id from memberships m
        where m.actor_id = new.actor_id and m.agency_id = new.agency_id and m.ended_at is null
          and m.employee_id is not null limit 1);
      if exists (select from blind_identities i where i.session_id = new.session_id
          and (i.employee_id = new.employee_id or exists (select from conflicts c
            where c.actor_id = new.actor_id and c.employee_id = i.employee_id
              and office_day(now()) between c.since and coalesce(c.until, 'infinity')))) then
        perform refuse('blind_member_is_not_involved');
      end if;""",
        answer="new",
    ),
    as_owner(
        "blind_session_ends()",
        "trigger",
        """
      if old.state <> 'open' or new.state = 'open'
         or (new.id, new.agency_id, new.pool_id, new.position_id, new.pool_revision, new.purpose,
             new.post, new.quorum, new.owner_id, new.owner_name, new.created_at)
         is distinct from (old.id, old.agency_id, old.pool_id, old.position_id, old.pool_revision,
             old.purpose, old.post, old.quorum, old.owner_id, old.owner_name, old.created_at) then
        perform refuse('blind_session_stays');
      end if;
      if new.state = 'closed' and (select count(distinct actor_id) from blind_marks
          where session_id = new.id) < new.quorum then
        perform refuse('blind_quorum_ranks');
      end if;
      update blind_members set blinded = false where session_id = new.id;""",
        answer="new",
    ),
    as_owner(
        "blind_mark_is_put()",
        "trigger",
        """
      perform from blind_sessions where id = new.session_id and state = 'open' for share;
      if not found then
        perform refuse('blind_session_stays');
      end if;""",
        answer="new",
    ),
)
TRIGGERS = (
    ("blind_session_begins", "before insert", "blind_sessions"),
    ("blind_session_ends", "before update", "blind_sessions"),
    ("blind_member_joins", "before insert", "blind_members"),
    ("blind_mark_is_put", "before insert", "blind_marks"),
    ("pool_without_blind_session", "before insert or update of status", "approval_requests"),
    ("post_without_blind_session", "before insert", "placement_proposals"),
)


def upgrade() -> None:
    for statement in TABLES.split(";\n"):
        if statement.strip():
            op.execute(statement)
    for function in (*FUNCTIONS, *AS_OWNER):
        op.execute(function)
    for name, when, table in TRIGGERS:
        op.execute(
            f"create trigger {name} {when} on {table} for each row execute function {name}()"
        )
    create_policies()


def create_policies() -> None:
    for table in ("blind_sessions", "blind_candidates", "blind_marks"):
        own = OWN_SESSION.format(column="id" if table == "blind_sessions" else "session_id")
        may = "select, insert, update" if table == "blind_sessions" else "select, insert"
        secure(table, f"{HERE} and {own}", may=may)
        writers = {Role.COMMITTEE} if table == "blind_marks" else {Role.ANALYST}
        restrict(table, readers=READERS, writers=writers, whole=True)
    op.execute(
        f"create policy sealed on blind_marks as restrictive for select to {SERVICE}"
        f" using (actor_id = {ACTING} or {CLOSED})"
    )
    for table, name in (("blind_sessions", "owner_id"), ("blind_marks", "actor_id")):
        op.execute(
            f"create policy signed on {table} as restrictive for insert"
            f" with check ({name} = {ACTING})"
        )
    op.execute(
        "create policy owned on blind_sessions as restrictive for update"
        f" using (true) with check (owner_id = {ACTING})"
    )
    # Asked by `open_blind_session`, and so without asking it.
    readers = ", ".join(f"'{role}'" for role in sorted(READERS))
    secure(
        "blind_members",
        f"(actor_id = {ACTING} or employee_id = (select own_employee())"
        f" or ({HERE} and (select plays({readers}) and whole_agency())))",
        may="select, insert, update",
    )
    restrict("blind_members", writers={Role.ANALYST}, whole=True)
    protect_person("blind_identities", may="select, insert")
    restrict("blind_identities", readers=REGISTER_READERS, writers={Role.ANALYST}, whole=True)
    op.execute(
        f"create policy sealed on blind_identities as restrictive for select to {SERVICE}"
        f" using ({CLOSED})"
    )
    stay_open("context_agencies")


def stay_open(function: str) -> None:
    """What a blinded actor needs to come in, to be written down, and to know where they are."""
    own = f"agency_id = any ((select {function}())::uuid[])"
    everywhere = "(agency_id is null and (select context_part(1)) = '*')"
    op.execute(f"alter policy own_agency on clients using ({own} or {everywhere})")
    op.execute(
        "alter policy own_agency on audit_events"
        f" with check ({own} or (agency_id is null and (select has_context())))"
    )


def downgrade() -> None:
    stay_open("visible_agencies")
    for name, _, table in TRIGGERS[-2:]:
        op.execute(f"drop trigger {name} on {table}")
    for table in (
        "blind_marks",
        "blind_identities",
        "blind_candidates",
        "blind_members",
        "blind_sessions",
    ):
        op.drop_table(table)
    body = FUNCTIONS[0].replace("context_agencies", "visible_agencies")
    op.execute(body.replace("create function", "create or replace function"))
    for function in (*FUNCTIONS, *AS_OWNER):
        name = function.partition("(")[0].split()[-1]
        if name != "visible_agencies":
            op.execute(f"drop function {name}")
