"""What would make a real installation unsafe, found before it serves; each with what to do.

Nothing here can be switched off for production. `TALENTA_ENV=development` is for machines that
nobody else reaches: there nothing is refused.
"""

import stat
from collections.abc import Iterable
from pathlib import Path
from urllib.parse import urlsplit

import asyncpg

from app.core.config import Settings, is_loopback
from app.core.identity import Role
from app.core.service import Addresses

CONNECT_SECONDS = 5
RIGHTS = """
select session_user::text as login, r.rolsuper as is_superuser, r.rolbypassrls as sees_all,
  exists (select from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where n.nspname = 'public' and c.relkind in ('r', 'p')
      and pg_has_role(session_user, c.relowner, 'MEMBER')) as owns,
  has_schema_privilege(session_user, 'public', 'CREATE') as creates
from pg_roles r where r.rolname = session_user
"""
DEMONSTRATION = "select count(*) from clients where name = any ($1) and active"
EVERYWHERE = "*;admin;;;"


class UnsafeSettings(Exception):
    """The installation may not serve like this; `reasons` say what to do."""

    def __init__(self, reasons: list[str]) -> None:
        super().__init__("\n".join(reasons))
        self.reasons = reasons


async def refuse_unsafe(settings: Settings, addresses: Addresses | None = None) -> None:
    """Raise `UnsafeSettings` when a production installation is not safe.

    Without `addresses` only what needs no database is looked at.
    """
    if not settings.production:
        return
    reasons = of_settings(settings)
    if addresses is not None:
        reasons += await of_database(addresses)
    if reasons:
        raise UnsafeSettings(reasons)


def of_settings(settings: Settings) -> list[str]:
    """What is unsafe in the settings and in the files that they name."""
    reasons = []
    public = urlsplit(settings.public_url)
    if public.scheme != "https" and not is_loopback(public.hostname):
        reasons.append(
            f"PUBLIC_URL is {settings.public_url}: secrets and tokens would cross the network in"
            " the clear. Put a proxy with TLS in front and set PUBLIC_URL=https://…"
        )
    reasons += [
        f"{file} can be read or changed by others (mode {mode:04o}). Run: chmod 600 {file}"
        for file, mode in open_files(secret_files(settings))
    ]
    demonstration = settings.talenta_home / "demo" / "clients.json"
    if demonstration.exists():
        reasons.append(
            f"{demonstration} holds secrets of the demonstration. Use another TALENTA_HOME, or"
            " remove that folder and lock its clients out."
        )
    return reasons


def secret_files(settings: Settings) -> list[Path]:
    """The files of an installation that hold secrets, where there are any."""
    made = (settings.talenta_home / "keys").glob("*.*")
    others = (
        settings.checkpoint_key_file,
        settings.letter_key_file,
        settings.webhook_key_file,
    )
    named = (*settings.signing_key_file, *(file for file in others if file is not None))
    return [file for file in (*named, *settings.files_of_secrets, *sorted(made)) if file.exists()]


def open_files(files: Iterable[Path]) -> list[tuple[Path, int]]:
    """Those that others may read, or the group or others change, with their modes."""
    found = []
    for file in files:
        mode = stat.S_IMODE(file.stat().st_mode)
        if mode & (stat.S_IRWXO | stat.S_IWGRP):
            found.append((file, mode))
    return found


async def of_database(addresses: Addresses) -> list[str]:
    """What is unsafe in the logins with which the service would work."""
    reasons: list[str] = []
    for address in dict.fromkeys((addresses.commands, addresses.reads, addresses.listen)):
        connection = await asyncpg.connect(address, timeout=CONNECT_SECONDS, statement_cache_size=0)
        try:
            reasons += of_login(await connection.fetchrow(RIGHTS))
            if address == addresses.commands and not reasons:
                reasons += await _demonstration(connection)
        finally:
            await connection.close()
    return list(dict.fromkeys(reasons))


def of_login(rights: "asyncpg.Record") -> list[str]:
    """What a login may that a service must not."""
    login, way_out = rights["login"], "use the login talenta_app of deploy/roles.sql."
    if rights["is_superuser"]:
        return [f"The service's login {login} is a superuser of the database; {way_out}"]
    reasons = []
    if rights["sees_all"]:
        reasons.append(f"The service's login {login} bypasses row-level security; {way_out}")
    if rights["owns"]:
        reasons.append(
            f"The service's login {login} owns the tables, or may act as their owner: give"
            f" DATABASE_APP_URL a login that does not; {way_out}"
        )
    elif rights["creates"]:
        reasons.append(f"The service's login {login} may create tables; {way_out}")
    return reasons


async def _demonstration(connection: "asyncpg.Connection[asyncpg.Record]") -> list[str]:
    async with connection.transaction(readonly=True):
        if await connection.fetchval("select to_regclass('public.clients')") is None:
            return ["The database has no tables yet: run `talenta migrate`."]
        await connection.execute("select set_config('app.context', $1, true)", EVERYWHERE)
        clients = await connection.fetchval(DEMONSTRATION, [f"demo-{role}" for role in Role])
    if not clients:
        return []
    words = "clients of the demonstration can still sign in; use a database without them."
    return [f"{clients} {words}"]
