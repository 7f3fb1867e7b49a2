create table blind_sessions (
  id uuid not null default new_id(),
  agency_id uuid not null,
  pool_id uuid not null,
  position_id uuid not null,
  pool_revision integer not null,
  purpose varchar(1000) not null,
  post jsonb not null,
  quorum smallint not null,
  state varchar(16) not null default 'open',
  owner_id uuid not null,
  owner_name varchar(200) not null,
  created_at timestamptz not null default clock_timestamp(),
  ended_at timestamptz,
  cancelled_because varchar(1000),
  constraint pk_blind_sessions primary key (id),
  constraint blind_session_in_agency unique (agency_id, id),
  constraint blind_quorum_in_range check (quorum between 2 and 99),
  constraint an_ended_blind_session_says_how check (
    state in ('open', 'closed', 'cancelled') and (state = 'open') = (ended_at is null)
    and (state = 'cancelled') = (cancelled_because is not null)),
  constraint fk_blind_sessions_agency_id foreign key (agency_id) references agencies (id),
  constraint fk_blind_sessions_pool_id foreign key (pool_id) references talent_pools (id),
  constraint fk_blind_sessions_position_id foreign key (position_id) references positions (id)
);
create unique index one_open_blind_session_per_pool on blind_sessions (pool_id)
  where state = 'open';

create table blind_members (
  session_id uuid not null,
  actor_id uuid not null,
  agency_id uuid not null,
  employee_id uuid,
  name varchar(200) not null,
  blinded boolean not null default true,
  constraint pk_blind_members primary key (session_id, actor_id),
  constraint members_of_blind_session foreign key (agency_id, session_id)
    references blind_sessions (agency_id, id),
  constraint fk_blind_members_employee_id foreign key (employee_id)
    references employees (id) on delete set null
);
create unique index one_blind_session_per_account on blind_members (actor_id) where blinded;
create unique index one_blind_session_per_person on blind_members (employee_id) where blinded;

create table blind_candidates (
  session_id uuid not null,
  pseudonym varchar(8) not null,
  agency_id uuid not null,
  profile jsonb not null,
  constraint pk_blind_candidates primary key (session_id, pseudonym),
  constraint candidates_of_blind_session foreign key (agency_id, session_id)
    references blind_sessions (agency_id, id)
);

create table blind_identities (
  session_id uuid not null,
  pseudonym varchar(8) not null,
  agency_id uuid not null,
  employee_id uuid not null,
  pool_rank integer,
  constraint pk_blind_identities primary key (session_id, pseudonym),
  constraint one_pseudonym_per_person unique (session_id, employee_id),
  constraint identities_of_blind_session foreign key (agency_id, session_id)
    references blind_sessions (agency_id, id),
  constraint identity_of_blind_candidate foreign key (session_id, pseudonym)
    references blind_candidates (session_id, pseudonym),
  constraint fk_blind_identities_employee_id foreign key (employee_id)
    references employees (id) on delete cascade
);
create index ix_blind_identities_employee_id on blind_identities (employee_id);

create table blind_marks (
  session_id uuid not null,
  actor_id uuid not null,
  pseudonym varchar(8) not null,
  agency_id uuid not null,
  place smallint not null,
  reason varchar(1000) not null,
  given_at timestamptz not null default clock_timestamp(),
  constraint pk_blind_marks primary key (session_id, actor_id, pseudonym),
  constraint one_candidate_per_place unique (session_id, actor_id, place),
  constraint blind_place_from_one check (place >= 1),
  constraint marks_of_blind_session foreign key (agency_id, session_id)
    references blind_sessions (agency_id, id),
  constraint mark_of_blind_candidate foreign key (session_id, pseudonym)
    references blind_candidates (session_id, pseudonym),
  constraint mark_of_a_blind_member foreign key (session_id, actor_id)
    references blind_members (session_id, actor_id)
);
