"""Row-level security, as migrations put it on tables: the second wall behind the policies.

The service's role `talenta_app` owns nothing. Who acts, and where, is the setting `app.context` of
the transaction: agencies, roles, unit subtrees, actor and civil servant (`Actor.context`). Without
it no row is seen. `readers` and `writers` are roles: what the service's own checks let through by
mistake, the database still refuses.
"""

from collections.abc import Collection

from alembic import op

from app.core.identity import SYSTEM, Role

SERVICE = "talenta_app"
MAY = "select, insert, update, delete"
OWN_AGENCY = "agency_id = any ((select visible_agencies())::uuid[])"
IN_SCOPE = "((select people_scope() = 'all') or person_in_scope(employee_id))"
# An update that is not allowed fails; rows may still be locked by those who only read them.
WRITING = {
    "insert": "with check ({played})",
    "update": "using (true) with check ({played})",
    "delete": "using ({played})",
}


def protect(
    table: str,
    *,
    may: str = MAY,
    readers: Collection[Role] = (),
    writers: Collection[Role] = (),
) -> None:
    """A table with `agency_id`: rows of the agencies in the context, and no others."""
    secure(table, OWN_AGENCY, may=may, readers=readers, writers=writers)


def protect_person(
    table: str,
    *,
    may: str = MAY,
    readers: Collection[Role] = (),
    writers: Collection[Role] = (),
) -> None:
    """A table with `agency_id` and `employee_id`: rows about people whom the actor may see."""
    rows = f"{OWN_AGENCY} and {IN_SCOPE}"
    secure(table, rows, may=may, readers=readers, writers=writers)


def protect_shared(
    table: str, *, may: str = "select, insert, update", writers: Collection[Role] = ()
) -> None:
    """A table that belongs to no agency: visible to whoever has any context at all."""
    secure(table, "(select has_context())", may=may, writers=writers, name="any_context")


def secure(
    table: str,
    rows: str,
    *,
    may: str = MAY,
    readers: Collection[Role] = (),
    writers: Collection[Role] = (),
    name: str = "own_agency",
) -> None:
    """Let the service's role see `rows`, a condition, and change them as `writers`."""
    op.execute(f"alter table {table} enable row level security")
    op.execute(f"alter table {table} force row level security")
    op.execute(f"drop policy if exists {name} on {table}")
    op.execute(f"create policy {name} on {table} using ({rows})")
    restrict(table, readers=readers, writers=writers)
    op.execute(f"grant {may} on {table} to {SERVICE}")


def restrict(
    table: str,
    *,
    readers: Collection[Role] = (),
    writers: Collection[Role] = (),
    whole: bool = False,
) -> None:
    """Let only these roles see rows of a table, and only those change them; none named, any may.

    `whole`: and only where the roles hold in the whole agency, not in some of its units.
    """
    if readers:
        played = playing(readers, whole=whole)
        op.execute(f"create policy readers on {table} as restrictive for select using ({played})")
    if writers:
        played = playing(writers, whole=whole)
        for command, condition in WRITING.items():
            op.execute(
                f"create policy writers_{command} on {table} as restrictive"
                f" for {command} {condition.format(played=played)}"
            )


def playing(roles: Collection[Role], *, whole: bool = False) -> str:
    """The condition that the context names one of these roles; asked once in a statement."""
    names = ", ".join(f"'{role}'" for role in sorted(roles))
    return f"(select plays({names}){' and whole_agency()' if whole else ''})"


def as_owner(signature: str, returns: str, body: str, *, answer: str, declares: str = "") -> str:
    """A function that runs as the owner of the tables and sees every row, whoever calls it.

    For rules that rest on what the caller may not see. `answer` is evaluated in the caller's
    context again; so is what comes after an exception, since a local setting is rolled back.
    """
    everything = f"*;{','.join(sorted(Role))};;{SYSTEM.id};"
    return f"""create function {signature} returns {returns}
    security definer set search_path = public, pg_temp language plpgsql volatile as $$
    declare
      context text := coalesce(current_setting('app.context', true), '');
      {declares}
    begin
      perform set_config('app.context', '{everything}', true);
      {body.strip()}
      perform set_config('app.context', context, true);
      return {answer};
    end $$"""
