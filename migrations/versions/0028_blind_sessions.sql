-- What the context of an actor in an open blind session comes to. Each function begins a statement.

create function context_agencies() returns uuid[] language plpgsql stable parallel safe as $$
begin
  if context_part(1) = '*' then
    return (select array_agg(id) from agencies);
  end if;
  return string_to_array(nullif(context_part(1), ''), ',')::uuid[];
end $$;

-- In PL/pgSQL, and asked once in a statement: the policies of people's tables hold no query.
create function open_blind_session() returns uuid language plpgsql stable parallel safe as $$
declare
  found_in uuid;
begin
  select session_id into found_in from blind_members
  where blinded and actor_id = context_actor();
  if found_in is null and own_employee() is not null then
    select session_id into found_in from blind_members
    where blinded and employee_id = own_employee();
  end if;
  return found_in;
end $$;

create or replace function visible_agencies() returns uuid[]
language plpgsql stable parallel safe as $$
declare
  blind uuid := open_blind_session();
begin
  if blind is not null then
    raise exception 'blinded' using errcode = 'BLIND', detail = blind::text;
  end if;
  return context_agencies();
end $$;

create function blind_session_begins() returns trigger language plpgsql as $$
begin
  if new.state <> 'open' then
    perform refuse('blind_session_stays');
  end if;
  perform from talent_pools where id = new.pool_id for update;
  if exists (select from approval_requests
      where kind = 'talent_pool' and subject_id = new.pool_id and status = 'submitted')
    or exists (select from placement_proposals
      where pool_id = new.pool_id and state in ('proposed', 'deviation_pending', 'chosen'))
  then
    perform refuse('pool_is_not_being_decided');
  end if;
  return new;
end $$;

create function pool_without_blind_session() returns trigger language plpgsql as $$
begin
  if new.kind = 'talent_pool' and new.status = 'submitted'
    and (tg_op = 'INSERT' or old.status is distinct from new.status)
  then
    perform from talent_pools where id = new.subject_id for update;
    if blind_session_of(new.subject_id) is not null then
      perform refuse('no_open_blind_session');
    end if;
  end if;
  return new;
end $$;

create function post_without_blind_session() returns trigger language plpgsql as $$
begin
  perform from talent_pools where id = new.pool_id for update;
  if blind_session_of(new.pool_id) is not null then
    perform refuse('no_open_blind_session');
  end if;
  return new;
end $$;
