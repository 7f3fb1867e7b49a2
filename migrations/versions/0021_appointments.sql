-- The rules of placement proposals, choices and outcomes. Each function begins a statement.

create function placement_refuse(rule text, words text) returns void language plpgsql as $$
begin
  raise exception '%', words using errcode = 'check_violation', constraint = rule;
end $$;

create function placement_pool_stands(pool uuid, wanted integer) returns boolean
language sql stable return exists (
  select from talent_pools
  where id = pool and status = 'approved' and revision = wanted
    and (now() at time zone 'Asia/Jakarta')::date >= valid_from
    and (now() at time zone 'Asia/Jakarta')::date < expires_on);

create function placement_objected(agency uuid, person uuid) returns boolean
language plpgsql volatile as $$
begin
  return exists (select from open_objections(agency, array[person]));
end $$;

create function placement_unconflicted(proposal uuid, actor uuid) returns boolean
language plpgsql volatile as $$
declare
  agency uuid;
  people uuid[];
begin
  select p.agency_id, array_agg(n.employee_id) into agency, people
  from placement_proposals p join placement_proposal_names n on n.proposal_id = p.id
  where p.id = proposal group by p.agency_id;
  return not exists (select from conflicts_between(
    agency, array[actor], people, (now() at time zone 'Asia/Jakarta')::date));
end $$;

create function placement_made() returns trigger language plpgsql as $$
begin
  if new.state <> 'proposed' then
    perform placement_refuse('placement_state_follows', 'a proposal begins as proposed');
  end if;
  if not placement_pool_stands(new.pool_id, new.pool_revision) then
    perform placement_refuse('pool_stands_approved', 'the pool is not approved and valid today');
  end if;
  if not exists (
    select from positions where id = new.position_id and agency_id = new.agency_id)
  then
    perform placement_refuse('position_in_agency', 'the position is of another agency');
  end if;
  if jsonb_array_length(new.ranking::jsonb -> 'candidates') is distinct from new.eligible then
    perform placement_refuse('ranking_counts', 'the ranking holds another number of people');
  end if;
  return new;
end $$;

create function placement_moved() returns trigger language plpgsql as $$
begin
  if (new.id, new.agency_id, new.pool_id, new.pool_revision, new.position_id, new.ranking,
      new.eligible, new.note, new.proposed_by, new.proposed_by_name, new.proposed_at)
     is distinct from
     (old.id, old.agency_id, old.pool_id, old.pool_revision, old.position_id, old.ranking,
      old.eligible, old.note, old.proposed_by, old.proposed_by_name, old.proposed_at)
  then
    perform placement_refuse('placement_stays', 'what was proposed never changes');
  end if;
  if not (case old.state
    when 'proposed' then new.state in ('deviation_pending', 'chosen', 'withdrawn')
    when 'deviation_pending' then new.state in ('chosen', 'withdrawn')
    when 'chosen' then new.state in ('appointed', 'withdrawn')
    else false end)
  then
    perform placement_refuse('placement_state_follows', 'a proposal does not go this way');
  end if;
  if new.state = 'deviation_pending' and not exists (
    select from placement_choices where proposal_id = new.id and rank > 1 and signed_by is null)
  then
    perform placement_refuse('choice_before_its_state', 'nobody below rank 1 was chosen');
  end if;
  if new.state in ('chosen', 'appointed') and not exists (
    select from placement_choices
    where proposal_id = new.id and (rank = 1 or signed_by is not null))
  then
    perform placement_refuse('deviation_signed', 'a deviation holds once a second person signed');
  end if;
  return new;
end $$;

create function placement_named() returns trigger language plpgsql as $$
begin
  if not exists (
    select from placement_proposals p, jsonb_array_elements(p.ranking::jsonb -> 'candidates') c
    where p.id = new.proposal_id and p.state = 'proposed'
      and c ->> 'employee_id' = new.employee_id::text and (c ->> 'rank')::int = new.rank
      and (c ->> 'box')::int = new.box and (c ->> 'value')::numeric = new.value)
  then
    perform placement_refuse('name_in_the_ranking', 'only the eligible of the ranking are named');
  end if;
  if placement_objected(new.agency_id, new.employee_id) then
    perform placement_refuse('no_open_objection', 'an objection of this person is open');
  end if;
  if not placement_unconflicted(
    new.proposal_id, (select proposed_by from placement_proposals where id = new.proposal_id))
  then
    perform placement_refuse('proposer_without_conflict', 'the proposer is related to a name');
  end if;
  return null;
end $$;

create function placement_chosen() returns trigger language plpgsql as $$
declare
  proposal placement_proposals;
begin
  select * into proposal from placement_proposals where id = new.proposal_id;
  if tg_op = 'UPDATE' then
    if old.signed_by is not null or new.signed_by is null
       or (new.id, new.agency_id, new.proposal_id, new.employee_id, new.rank, new.reason_code,
           new.explanation, new.chosen_by, new.chosen_by_name, new.chosen_at)
          is distinct from
          (old.id, old.agency_id, old.proposal_id, old.employee_id, old.rank, old.reason_code,
           old.explanation, old.chosen_by, old.chosen_by_name, old.chosen_at)
    then
      perform placement_refuse('choice_stays', 'a choice is signed once, and changes no more');
    end if;
    if proposal.state <> 'deviation_pending' then
      perform placement_refuse('signed_while_pending', 'no deviation waits for a signature');
    end if;
    if new.signed_by = proposal.proposed_by then
      perform placement_refuse('signer_did_not_propose', 'whoever proposed does not sign');
    end if;
    if not placement_unconflicted(new.proposal_id, new.signed_by) then
      perform placement_refuse('signer_without_conflict', 'the signer is related to a name');
    end if;
    return new;
  end if;
  if new.signed_by is not null then
    perform placement_refuse('signed_while_pending', 'a choice is signed after it was made');
  end if;
  if proposal.state <> 'proposed' then
    perform placement_refuse('chosen_while_proposed', 'the proposal does not wait for a choice');
  end if;
  if new.chosen_by = proposal.proposed_by then
    perform placement_refuse('chooser_did_not_propose', 'whoever proposed does not choose');
  end if;
  if not placement_pool_stands(proposal.pool_id, proposal.pool_revision) then
    perform placement_refuse('ranking_still_stands', 'the pool is no longer as it was');
  end if;
  if placement_objected(new.agency_id, new.employee_id) then
    perform placement_refuse('no_open_objection', 'an objection of this person is open');
  end if;
  if not placement_unconflicted(new.proposal_id, new.chosen_by) then
    perform placement_refuse('chooser_without_conflict', 'the chooser is related to a name');
  end if;
  return new;
end $$;

create function placement_outcome_told() returns trigger language plpgsql as $$
begin
  if not exists (
    select from placement_proposals p join placement_choices c on c.proposal_id = p.id
    where p.id = new.proposal_id and p.state = 'appointed' and c.employee_id = new.employee_id)
  then
    perform placement_refuse('outcome_of_the_appointed', 'this person was not appointed');
  end if;
  if exists (
    select from placement_proposals p where p.id = new.proposal_id
    and (now() at time zone 'Asia/Jakarta')::date
      < p.effective_on + make_interval(months => new.month))
  then
    perform placement_refuse('outcome_not_too_early', 'the time for this outcome has not come');
  end if;
  return new;
end $$;
