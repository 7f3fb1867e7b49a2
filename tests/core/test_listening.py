"""A worker that starts on a busy machine: its queue's test of the listener is never missed."""

import asyncio
from uuid import uuid4

import asyncpg

from app.core.jobs import ListeningDriver
from app.core.migrating import SERVICE


async def test_nothing_is_announced_before_the_queue_listens(postgres, database):
    heard = asyncio.Queue()
    channel, payload = f"uji_{uuid4().hex}", "periksa"
    async with asyncpg.create_pool(postgres.url(SERVICE, database), min_size=2) as pool:
        driver = ListeningDriver(pool)
        early = asyncio.create_task(driver.notify(channel, payload))
        await asyncio.sleep(0.1)
        waited = not early.done()
        async with driver:
            await driver.add_listener(channel, heard.put_nowait)
            await early
            first = await asyncio.wait_for(heard.get(), 5)

    assert waited
    assert first == payload
