"""What stands in a calibration, decided by the database.

Triggers run as the owner of the tables, since nobody else may see votes that are sealed. Every act
about a civil servant takes the session's row and then the lock of that person (`person_lock`): a
vote and a relation that becomes known at the same time come one after the other, in whichever
order, with the same end.
"""

from alembic import op

from app.core.rls import as_owner

revision = "0017c"
down_revision = "0017b"
branch_labels = None
depends_on = None

REFUSE = """
create function refuse(rule text) returns void language plpgsql as $$
begin
    raise exception 'not so: %', rule using errcode = 'check_violation', constraint = rule;
end $$
"""
LOCKS = (
    """create function person_lock(person uuid) returns void language sql volatile as
       $$ select pg_advisory_xact_lock(17, hashtext(person::text)) $$""",
    """create function calibration_lock(session uuid) returns void language plpgsql volatile as $$
       begin
         perform from calibrations where id = session for update;
         perform person_lock(m.employee_id) from (
           select distinct employee_id from calibration_moves where session_id = session
           order by employee_id) m;
       end $$""",
)
RULES = (
    as_owner(
        "calibration_open(session uuid)",
        "calibrations",
        """
      select * into found from calibrations where id = session for share;
      if found.state is distinct from 'open' then
        perform refuse('calibration_stays');
      end if;""",
        answer="found",
        declares="found calibrations;",
    ),
    # Whoever acts is there, and no relation stands between them and the person.
    as_owner(
        "calibration_may_act(session uuid, actor uuid, person uuid)",
        "void",
        """
      if not exists (select from calibration_members
          where session_id = session and actor_id = actor and attended_at is not null) then
        perform refuse('only_who_attends');
      end if;
      if calibration_related(session, actor, person) then
        perform refuse('no_conflict_of_interest');
      end if;""",
        answer="",
    ),
    as_owner(
        "calibration_related(session uuid, actor uuid, person uuid)",
        "boolean",
        """
      related := exists (select from conflicts c join calibrations s on s.agency_id = c.agency_id
          where s.id = session and c.actor_id = actor and c.employee_id = person
            and office_day(now()) between c.since and coalesce(c.until, 'infinity'));""",
        answer="related",
        declares="related boolean;",
    ),
    as_owner(
        "calibration_approved(move uuid)",
        "boolean",
        """
      approved := (select count(*) >= max(s.quorum)
          and 2 * count(*) filter (where v.vote = 'approve') > count(*)
        from calibration_votes v join calibrations s on s.id = v.session_id
        where v.move_id = move and v.voided_at is null);""",
        answer="coalesce(approved, false)",
        declares="approved boolean;",
    ),
    as_owner(
        "calibration_stands(move uuid)",
        "boolean",
        """
      stands := exists (select from calibration_authorisations where move_id = move)
        and exists (select from calibration_moves where id = move and void_conflict_id is null)
        and calibration_approved(move);""",
        answer="stands",
        declares="stands boolean;",
    ),
)
# Functions of triggers by name: what they return, declare and do.
TRIGGERS = {
    "calibration_begins": (
        "new",
        """""",
        """
      if new.state <> 'open' then
        perform refuse('calibration_stays');
      end if;""",
    ),
    "calibration_ends": (
        "new",
        """""",
        """
      if old.state <> 'open' or (new.id, new.agency_id, new.map_id, new.name, new.held_on,
           new.quorum, new.owner_id, new.owner_name, new.created_at)
         is distinct from (old.id, old.agency_id, old.map_id, old.name, old.held_on,
           old.quorum, old.owner_id, old.owner_name, old.created_at) then
        perform refuse('calibration_stays');
      end if;
      if new.state = 'closed' then
        perform calibration_lock(new.id);
        if (select count(*) from calibration_members
            where session_id = new.id and attended_at is not null) < new.quorum then
          perform refuse('quorum_attends');
        end if;
        insert into calibrated_placements
          (agency_id, map_id, employee_id, session_id, move_id, cell)
        select new.agency_id, new.map_id, m.employee_id, new.id, m.id, m.to_cell
        from calibration_moves m where m.session_id = new.id and calibration_stands(m.id);
      end if;""",
    ),
    "calibration_members_stay": (
        "new",
        """""",
        """
      perform calibration_open(new.session_id);
      if tg_op = 'INSERT' then
        new.attended_at := null;
      elsif old.attended_at is not null or (new.session_id, new.agency_id, new.actor_id, new.name)
          is distinct from (old.session_id, old.agency_id, old.actor_id, old.name) then
        perform refuse('attends_once');
      end if;""",
    ),
    "calibration_agenda_stays": (
        "new",
        """""",
        """
      perform calibration_open(new.session_id);""",
    ),
    "calibration_move_proposed": (
        "new",
        """s calibrations := calibration_open(new.session_id);
      known smallint;""",
        """
      perform person_lock(new.employee_id);
      perform calibration_may_act(s.id, new.proposed_by, new.employee_id);
      if calibration_related(s.id, new.authoriser_id, new.employee_id) then
        perform refuse('authoriser_without_conflict');
      end if;
      select cell into known from talent_map_placements
      where map_id = s.map_id and employee_id = new.employee_id;
      if known is null or known <> new.from_cell then
        perform refuse('move_starts_in_its_box');
      end if;
      if not exists (select from calibration_agenda a join talent_maps m on m.id = s.map_id
          where a.session_id = s.id and (a.employee_id = new.employee_id
            or a.box = m.numbers[new.from_cell + 1])) then
        perform refuse('move_on_the_agenda');
      end if;
      if exists (select from calibrated_placements
          where map_id = s.map_id and employee_id = new.employee_id) then
        perform refuse('pk_calibrated_placements');
      end if;
      new.counted := 0;
      new.revealed_at := null;
      new.void_conflict_id := null;""",
    ),
    "calibration_vote_cast": (
        "new",
        """s calibrations := calibration_open(new.session_id);
      m calibration_moves;""",
        """
      perform person_lock(new.employee_id);
      select * into m from calibration_moves where id = new.move_id;
      if m.void_conflict_id is not null then
        perform refuse('move_is_alive');
      end if;
      if m.counted >= s.quorum then
        perform refuse('voting_is_open');
      end if;
      perform calibration_may_act(s.id, new.actor_id, new.employee_id);
      new.cast_at := clock_timestamp();
      new.revealed_at := case when m.revealed_at is not null then new.cast_at end;
      new.voided_at := null;
      new.void_conflict_id := null;""",
    ),
    # All at once, when the last vote of a quorum is there.
    "calibration_vote_counted": (
        "null",
        """now_open timestamptz;""",
        """
      update calibration_moves m set counted = counted + 1, revealed_at = coalesce(revealed_at,
        case when counted + 1 >= s.quorum then clock_timestamp() end)
      from calibrations s where m.id = new.move_id and s.id = m.session_id
      returning m.revealed_at into now_open;
      update calibration_votes set revealed_at = now_open
      where move_id = new.move_id and revealed_at is null and now_open is not null;""",
    ),
    "calibration_move_authorised": (
        "new",
        """m calibration_moves;""",
        """
      perform calibration_open(new.session_id);
      perform person_lock(new.employee_id);
      select * into m from calibration_moves where id = new.move_id;
      if m.authoriser_id <> new.actor_id then
        perform refuse('authorised_by_the_authoriser');
      end if;
      if m.void_conflict_id is not null then
        perform refuse('move_is_alive');
      end if;
      perform calibration_may_act(new.session_id, new.actor_id, new.employee_id);
      if not calibration_approved(new.move_id) then
        perform refuse('move_is_approved');
      end if;
      new.authorised_at := clock_timestamp();""",
    ),
}
# In the context of whoever acts.
NOT_ABOUT_ONESELF = """
create function not_about_oneself() returns trigger language plpgsql as $$
begin
  if new.employee_id = own_employee() then
    perform refuse('no_conflict_of_interest');
  end if;
  return new;
end $$
"""
OFFICE_DAY = """
create function office_day(at timestamptz) returns date language sql stable
return (at at time zone 'Asia/Jakarta')::date
"""
KEPT = (
    "calibration_open(uuid)",
    "calibration_may_act(uuid, uuid, uuid)",
    "calibration_related(uuid, uuid, uuid)",
    "calibration_approved(uuid)",
    "calibration_stands(uuid)",
)
"""Functions for the triggers alone."""
ON = (
    ("calibrations", "before insert", "calibration_begins"),
    ("calibrations", "before update", "calibration_ends"),
    ("calibration_members", "before insert or update", "calibration_members_stay"),
    ("calibration_agenda", "before insert or update", "calibration_agenda_stays"),
    ("calibration_moves", "before insert", "calibration_move_proposed"),
    ("calibration_votes", "before insert", "calibration_vote_cast"),
    ("calibration_votes", "after insert", "calibration_vote_counted"),
    ("calibration_authorisations", "before insert", "calibration_move_authorised"),
    ("calibration_moves", "before insert", "not_about_oneself"),
    ("calibration_votes", "before insert", "not_about_oneself"),
    ("calibration_authorisations", "before insert", "not_about_oneself"),
)


def upgrade() -> None:
    for function in (REFUSE, OFFICE_DAY, *LOCKS, *RULES, NOT_ABOUT_ONESELF):
        op.execute(function)
    for name, (answer, declares, body) in TRIGGERS.items():
        op.execute(as_owner(f"{name}()", "trigger", body, answer=answer, declares=declares))
    for table, when, function in ON:
        op.execute(
            f"create trigger {function} {when} on {table}"
            f" for each row execute function {function}()"
        )
    for function in KEPT:
        op.execute(f"revoke execute on function {function} from public")


def downgrade() -> None:
    for table, _, function in ON:
        op.execute(f"drop trigger {function} on {table}")
    for name in (*TRIGGERS, "not_about_oneself"):
        op.execute(f"drop function {name}()")
    for name in (*KEPT[::-1], "calibration_lock(uuid)", "person_lock(uuid)"):
        op.execute(f"drop function {name}")
    op.execute("drop function office_day(timestamptz)")
    op.execute("drop function refuse(text)")
