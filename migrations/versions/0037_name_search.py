"""Names as they are searched: without titles and accents, found by their trigrams (decision 0044).

Row-level security lets an index be used only by operators that leak nothing, and those of trigrams
are not among them. So the words that are searched for are part of this table's own policy: of an
agency's names one sees those that resemble the words, and without words none.
"""

import sqlalchemy as sa
from alembic import op

from app.core.rls import OWN_AGENCY, SERVICE

revision = "0037"
down_revision = "0036"
branch_labels = None
depends_on = None

# Whole words; what comes before a name or after it and is no part of it.
TITLES = (
    "prof|dr|drs|dra|drg|drh|ir|h|hj|haji|hajah|kh|apt|ns|amd|phd|msi|mm|mt|mh|sh|se|st|ssos|skom"
)
# After a dot: S.Sos., M.Si, A.Md.Keb., S.T., Ph.D. A given name after an initial is longer.
MASTERS = (
    "si|sc|kom|pd|pdi|ag|hum|kes|hut|sn|psi|farm|kep|keb|tp|ip|ap|ikom|ikep|par|ars|gz|or|t|h|e|p|m"
    "|pt|kn|th|ak|eng|ec|a"
)
DEGREE = rf"^([sad]\.[a-z]{{1,4}}|m\.({MASTERS})|ph\.d)(\.[a-z]{{1,4}})*\.?$"
SEARCHED = f"""create function searched_name(name text) returns text
language sql immutable strict parallel safe set search_path = public, pg_temp as $$
  with words as (
    select word, n, word ~ '{DEGREE}' or rtrim(word, '.') ~ '^({TITLES})$' as title
    from regexp_split_to_table(lower(regexp_replace(
      normalize(name, NFKD), '[\\u0300-\\u036f''\\u2018\\u2019`]', '', 'g')), '[\\s,;]+')
      with ordinality as w (word, n)
  ), kept as (
    select word, n from words where not title
    union all select word, n from words where not exists (select from words where not title
      and word ~ '[[:alnum:]]')
  )
  select coalesce(trim(regexp_replace(string_agg(word, ' ' order by n), '[^[:alnum:]]+', ' ', 'g')),
    '') from kept
$$"""
# To keep the table, all of it is in sight: whatever is asked, every name resembles it enough.
KEEPING = "language plpgsql set search_path = public, pg_temp"
SIGHT = """perform set_config('app.search', '{sought}', true);
  perform set_config('pg_trgm.word_similarity_threshold', '{likeness}', true);"""
OPEN, CLOSED = SIGHT.format(sought="a", likeness=0), SIGHT.format(sought="", likeness=0.6)
CAME = f"""create function names_came() returns trigger {KEEPING} as $$ begin
  insert into employee_names (employee_id, agency_id, searched)
    select id, agency_id, searched_name(name) from changed;
  return null;
end $$"""
CHANGED = f"""create function names_changed() returns trigger {KEEPING} as $$ begin
  {OPEN}
  update employee_names n set agency_id = c.agency_id, searched = searched_name(c.name)
    from changed c join former f on f.id = c.id
    where n.employee_id = c.id and (c.agency_id, c.name) is distinct from (f.agency_id, f.name);
  {CLOSED}
  return null;
end $$"""
# The strictest likeness that finds enough; the best of at most 1,000 names, so that a name that
# every tenth person has takes no longer than any other.
SEARCH = f"""create function search_names(words text, wanted integer)
returns table (employee_id uuid, place bigint)
language plpgsql volatile set search_path = public, pg_temp as $$
declare
  asked text := searched_name(words);
  likeness text;
  found uuid[];
begin
  perform set_config('app.search', asked, true);
  foreach likeness in array array['0.7', '0.4'] loop
    perform set_config('pg_trgm.word_similarity_threshold', likeness, true);
    with hits as materialized (
      select n.employee_id as id, n.searched from employee_names n limit 1000
    ), best as (
      select id from hits
      where (select people_scope() = 'all') or exists (select from employees e where e.id = hits.id)
      order by word_similarity(asked, searched) + similarity(asked, searched) desc, searched, id
      limit wanted
    ) select array_agg(id) into found from best;
    exit when cardinality(found) >= least(wanted, 10);
  end loop;
  {CLOSED}
  return query select f.id, f.n from unnest(found) with ordinality as f (id, n);
end $$"""


def upgrade() -> None:
    op.execute("create extension if not exists pg_trgm")
    op.execute(SEARCHED)
    op.create_table(
        "employee_names",
        sa.Column("employee_id", sa.Uuid(), nullable=False),
        sa.Column("agency_id", sa.Uuid(), nullable=False),
        sa.Column("searched", sa.String(400), nullable=False),
        sa.PrimaryKeyConstraint("employee_id", name="pk_employee_names"),
        sa.ForeignKeyConstraint(
            ["employee_id"],
            ["employees.id"],
            name="fk_employee_names_employee_id",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["agency_id"], ["agencies.id"], name="fk_employee_names_agency_id"),
    )
    op.execute("select set_config('app.context', '*;admin,analyst;;;', true)")
    op.execute(
        "insert into employee_names (employee_id, agency_id, searched)"
        " select id, agency_id, searched_name(name) from employees"
    )
    op.execute("select set_config('app.context', '', true)")
    op.create_index(
        "ix_employee_names_searched",
        "employee_names",
        ["searched"],
        postgresql_using="gin",
        postgresql_ops={"searched": "gin_trgm_ops"},
    )
    op.execute("alter table employee_names enable row level security")
    op.execute("alter table employee_names force row level security")
    op.execute(
        f"create policy own_agency on employee_names using ({OWN_AGENCY}"
        " and searched %> (select current_setting('app.search', true)))"
        f" with check ({OWN_AGENCY})"
    )
    op.execute(f"grant select, insert, update on employee_names to {SERVICE}")
    for function in (CAME, CHANGED, SEARCH):
        op.execute(function)
    op.execute(
        "create trigger names_on_insert after insert on employees referencing new table as changed"
        " for each statement execute function names_came()"
    )
    op.execute(
        "create trigger names_on_update after update on employees"
        " referencing new table as changed old table as former"
        " for each statement execute function names_changed()"
    )


def downgrade() -> None:
    op.execute("drop trigger names_on_insert on employees")
    op.execute("drop trigger names_on_update on employees")
    for signature in ("search_names(text, integer)", "names_came()", "names_changed()"):
        op.execute(f"drop function {signature}")
    op.drop_table("employee_names")
    op.execute("drop function searched_name(text)")
    op.execute("drop extension pg_trgm")
