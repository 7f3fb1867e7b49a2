"""Whether a relation, or having made the last change, leaves somebody less than a decision.

Asked by whoever decides and by the list of what waits, so that the list says what the decision
will. People in a content are found as canonical JSON (RFC 8785) writes them: it has no spaces.
"""

from alembic import op

from app.core.rls import as_owner

revision = "0044"
down_revision = "0043"
branch_labels = None
depends_on = None

# Who is meant is found in the caller's context, where whoever acts may say which civil servant
# they are; what the register holds is told as a number alone.
PEOPLE = "who uuid[] := actors || array(select approval_person(a) from unnest(actors) a);"
FUNCTIONS = {
    "approval_conflicts(uuid, uuid[], date)": as_owner(
        "approval_conflicts(request uuid, actors uuid[], day date)",
        "integer",
        """
      select r.agency_id, r.content into agency, said from approval_requests r where r.id = request;
      found := (
        select count(*) from conflicts c
        where c.agency_id = agency and c.actor_id = any (who)
          and day between c.since and coalesce(c.until, 'infinity')
          and strpos(said, '"employee_id":"' || c.employee_id || '"') > 0
      ) + (
        select count(distinct person) from unnest(who) person
        where strpos(said, '"employee_id":"' || person || '"') > 0);""",
        answer="case when agency = any (visible_agencies()) then found else 0 end",
        declares=f"agency uuid; said text; found integer; {PEOPLE}",
    ),
    "approval_alone(uuid, uuid[])": as_owner(
        "approval_alone(request uuid, actors uuid[])",
        "boolean",
        """
      select exists (
        select from approval_requests r
        join approval_rounds o on o.request_id = r.id and o.round = r.round
        join approval_stages s on s.request_id = r.id and s.round = r.round
          and s.position = r.stage
        where r.id = request and approval_person(o.last_editor) = any (who)
          and s.position = (select max(position) from approval_stages
            where request_id = r.id and round = r.round)
          and s.needed - case when s.rule = 'all'
            then approval_live_decisions(r.id, r.round, 'abstain', r.stage) else 0 end <= 1
          and not exists (select from approval_decisions d
            where d.request_id = r.id and d.round = r.round and d.decision = 'approve'
              and d.voided_at is null
              and approval_person(o.last_editor) not in (d.person_id, d.voice_id)))
      into found;""",
        answer="found",
        declares=f"found boolean; {PEOPLE}",
    ),
}


def upgrade() -> None:
    for function in FUNCTIONS.values():
        op.execute(function)


def downgrade() -> None:
    for function in FUNCTIONS:
        op.execute(f"drop function {function}")
