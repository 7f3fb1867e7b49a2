"""The raw limit of reads: ASGI, asyncpg and orjson; no framework, no access control, no log.

It answers the same two addresses with the same JSON as the application.
"""

import base64
from typing import Any
from urllib.parse import parse_qs

import asyncpg
import orjson

JSON = [(b"content-type", b"application/json")]
UUIDS = ("agency_id", "unit_id")


class RawReads:
    """One ASGI application over a pool of connections that see everything."""

    def __init__(self, pool: "asyncpg.Pool[Any]", columns: list[str]) -> None:
        self.pool = pool
        shown = ", ".join(["id::text", *(f"{c}::text" if c in UUIDS else c for c in columns)])
        self.by_id = f"select {shown} from employees where id = $1"
        self.page = f"select {shown} from employees order by name, id limit $1"
        self.after = (
            f"select {shown} from employees where (name, id) > ($2, $3) order by name, id limit $1"
        )

    async def __call__(self, scope: Any, _receive: Any, send: Any) -> None:
        last = scope["path"].rpartition("/")[2]
        body = await (self.many(scope) if last == "employees" else self.one(last))
        length = (b"content-length", b"%d" % len(body))
        await send({"type": "http.response.start", "status": 200, "headers": [*JSON, length]})
        await send({"type": "http.response.body", "body": body})

    async def one(self, key: str) -> bytes:
        async with self.pool.acquire() as connection:
            return orjson.dumps(dict(await connection.fetchrow(self.by_id, key)))

    async def many(self, scope: Any) -> bytes:
        query = parse_qs(scope["query_string"].decode())
        limit = int(query.get("limit", ["50"])[0])
        async with self.pool.acquire() as connection:
            if "cursor" in query:
                name, key = orjson.loads(base64.urlsafe_b64decode(query["cursor"][0] + "==="))[1:]
                rows = await connection.fetch(self.after, limit + 1, name, key)
            else:
                rows = await connection.fetch(self.page, limit + 1)
        items = [dict(row) for row in rows[:limit]]
        end = ["employees", items[-1]["name"], items[-1]["id"]]
        following = base64.urlsafe_b64encode(orjson.dumps(end)).decode().rstrip("=")
        return orjson.dumps({"items": items, "next": following if len(rows) > limit else None})
