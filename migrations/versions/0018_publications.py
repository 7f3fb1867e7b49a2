"""What is announced, published, claimed or answered stays; who decided before does not answer."""

from alembic import op

revision = "0018"
down_revision = "0018a"
branch_labels = None
depends_on = None

EVERYTHING = "*;admin,analyst,asn,auditor,committee,ppk,pyb;;00000000-0000-0000-0000-000000000000;"

# A round is announced, gets its map and is published: each once, and never taken back.
ROUND = """
create function publication_goes_on() returns trigger language plpgsql as $$
declare
    broken text;
begin
    broken := case
        when tg_op = 'INSERT' then
            case when new.map_id is not null or new.published_on is not null
              then 'a_round_begins_without_a_map' end
        when (new.agency_id, new.name, new.scheme_id, new.as_of, new.opens_on, new.cut_off,
              new.objection_working_days, new.answer_working_days, new.created_by)
            is distinct from (old.agency_id, old.name, old.scheme_id, old.as_of, old.opens_on,
              old.cut_off, old.objection_working_days, old.answer_working_days, old.created_by)
            then 'an_announced_round_stands'
        when old.map_id is not null
            and (new.map_id, new.attached_by) is distinct from (old.map_id, old.attached_by)
            then 'one_map_per_publication'
        when old.published_on is not null and (new.published_on, new.published_by,
              new.objections_until, new.statistics) is distinct from (old.published_on,
              old.published_by, old.objections_until, old.statistics)
            then 'published_once'
        when old.published_on is null and new.published_on is not null and not plays('ppk')
            then 'published_by_the_ppk'
        when old.map_id is null and new.map_id is not null and not exists (
            select from talent_maps m where m.id = new.map_id and m.agency_id = new.agency_id
              and m.state = 'done' and m.scheme_id = new.scheme_id and m.as_of = new.as_of
              and m.known_at >= new.cut_off)
            then 'the_map_that_was_announced' end;
    if broken is not null then
        raise exception 'a publication only goes on' using errcode = 'check_violation',
          constraint = broken, table = 'publications';
    end if;
    return new;
end $$
"""

# In time, and about a result that the person has.
FILED = """
create function objection_filed() returns trigger language plpgsql as $$
begin
    if new.status <> 'open' or not exists (
        select from publications p join talent_map_placements t on t.map_id = p.map_id
        where p.id = new.publication_id and p.agency_id = new.agency_id
          and t.employee_id = new.employee_id and p.published_on is not null)
    then
        raise exception 'there is no result to object to' using errcode = 'check_violation',
          constraint = 'an_objection_is_about_a_result', table = 'objections';
    end if;
    if (clock_timestamp() at time zone 'Asia/Jakarta')::date
      > (select objections_until from publications where id = new.publication_id)
    then
        raise exception 'the time for objections is over' using errcode = 'check_violation',
          constraint = 'objection_in_time', table = 'objections';
    end if;
    return new;
end $$
"""

# What was claimed stands. It is withdrawn by the person, or answered by somebody else; a closed
# one only gets, once, the link to what followed.
CLOSED = """
create function objection_goes_on() returns trigger language plpgsql as $$
declare
    broken text;
begin
    broken := case
        when (new.agency_id, new.employee_id, new.publication_id, new.node, new.record_id,
              new.claim, new.filed_at, new.due_on)
            is distinct from (old.agency_id, old.employee_id, old.publication_id, old.node,
              old.record_id, old.claim, old.filed_at, old.due_on)
            then 'a_claim_stands'
        when old.status <> 'open' and (new.status, new.closed_at, new.answered_by, new.reason,
              new.remedy) is distinct from (old.status, old.closed_at, old.answered_by, old.reason,
              old.remedy)
            then 'closed_once'
        when new.remedy_id is distinct from old.remedy_id
            and (old.remedy_id is not null or not plays('analyst', 'committee'))
            then 'one_remedy'
        when old.status = 'open' and new.status = 'withdrawn'
            and new.employee_id is distinct from own_employee()
            then 'withdrawn_by_the_person'
        when old.status = 'open' and new.status not in ('open', 'withdrawn')
            and (new.answered_by is distinct from context_actor()
              or not plays('analyst', 'committee') or not whole_agency()
              or new.employee_id is not distinct from own_employee()
              or decided_before(new.answered_by, new.employee_id,
                (select map_id from publications where id = new.publication_id)))
            then 'answered_by_another'
        when old.status = 'open' and new.status not in ('open', 'withdrawn') and exists (
            select from conflicts_between(new.agency_id, array[new.answered_by],
              array[new.employee_id], (clock_timestamp() at time zone 'Asia/Jakarta')::date))
            then 'answered_without_conflict' end;
    if broken is not null then
        raise exception 'an objection only goes on' using errcode = 'check_violation',
          constraint = broken, table = 'objections';
    end if;
    return new;
end $$
"""

# Whoever announced, attached or published, or asked for the map; and whoever proposed, voted or
# authorised in a calibration of the person, as soon as there are calibrations. As the owner of the
# tables: votes are sealed to others.
DECIDED = f"""
create function decided_before(actor uuid, person uuid, map uuid) returns boolean
language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
    context text := coalesce(current_setting('app.context', true), '');
    found boolean;
begin
    perform set_config('app.context', '{EVERYTHING}', true);
    select exists (
        select from publications p
        where p.map_id = map and actor in (p.created_by, p.attached_by, p.published_by)
        union all
        select from talent_maps m where m.id = map and actor = m.created_by)
      into found;
    if not found and to_regclass('calibration_moves') is not null then
        execute $q$ select exists (
            select from calibration_moves m join calibrations s on s.id = m.session_id
            where s.map_id = $2 and m.employee_id = $3 and (m.proposed_by = $1
              or exists (select from calibration_votes v
                where v.move_id = m.id and v.actor_id = $1)
              or exists (select from calibration_authorisations a
                where a.move_id = m.id and a.actor_id = $1))) $q$
          into found using actor, map, person;
    end if;
    perform set_config('app.context', context, true);
    return found;
end $$
"""

# For whoever places people, whatever their role may read.
OPEN = f"""
create function open_objections(agency uuid, people uuid[]) returns setof uuid
language plpgsql volatile as $$
declare
    context text := coalesce(current_setting('app.context', true), '');
begin
    if agency = any (visible_agencies()) then
        perform set_config('app.context', '{EVERYTHING}', true);
        return query select distinct o.employee_id from objections o
          where o.agency_id = agency and o.status = 'open' and o.employee_id = any (people);
        perform set_config('app.context', context, true);
    end if;
end $$
"""

# Places follow ranks, so whoever shares a rank stands between it and the next one.
SHARED = f"""
create function rank_shared_by(map uuid, wanted integer) returns integer
language plpgsql volatile as $$
declare
    context text := coalesce(current_setting('app.context', true), '');
    following integer;
begin
    perform set_config('app.context', '{EVERYTHING}', true);
    select p.place into following from talent_map_placements p
      where p.map_id = map and p.place > wanted and p.rank is distinct from wanted
      order by p.place limit 1;
    if following is null then
        select m.population + 1 into following from talent_maps m where m.id = map;
    end if;
    perform set_config('app.context', context, true);
    return following - wanted;
end $$
"""
FUNCTIONS = {
    "publication_goes_on()": ROUND,
    "objection_filed()": FILED,
    "decided_before(uuid, uuid, uuid)": DECIDED,
    "objection_goes_on()": CLOSED,
    "open_objections(uuid, uuid[])": OPEN,
    "rank_shared_by(uuid, integer)": SHARED,
}
TRIGGERS = (
    ("insert or update", "publications", "publication_goes_on"),
    ("insert", "objections", "objection_filed"),
    ("update", "objections", "objection_goes_on"),
)


def upgrade() -> None:
    for function in FUNCTIONS.values():
        op.execute(function)
    for event, table, function in TRIGGERS:
        op.execute(
            f"create trigger {function} before {event} on {table}"
            f" for each row execute function {function}()"
        )


def downgrade() -> None:
    for _, table, function in TRIGGERS:
        op.execute(f"drop trigger {function} on {table}")
    for function in FUNCTIONS:
        op.execute(f"drop function {function}")
