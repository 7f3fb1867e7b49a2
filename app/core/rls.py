"""Row-level security, as migrations put it on tables: the second wall behind the policies.

The service's role `talenta_app` owns nothing. Without the setting `app.agencies` it sees no row.
"""

from alembic import op

SERVICE = "talenta_app"


def protect(table: str, *, may: str = "select, insert, update, delete") -> None:
    """A table with `agency_id`: rows of the agencies in the context, and no others."""
    op.execute(f"alter table {table} enable row level security")
    op.execute(f"alter table {table} force row level security")
    op.execute(
        f"create policy own_agency on {table} "
        "using (agency_id = any ((select visible_agencies())::uuid[]))"
    )
    op.execute(f"grant {may} on {table} to {SERVICE}")


def protect_shared(table: str, *, may: str = "select, insert, update") -> None:
    """A table that belongs to no agency: visible to whoever has any context at all."""
    op.execute(f"alter table {table} enable row level security")
    op.execute(f"alter table {table} force row level security")
    op.execute(f"create policy any_context on {table} using ((select has_context()))")
    op.execute(f"grant {may} on {table} to {SERVICE}")
