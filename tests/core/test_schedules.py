"""What is scheduled runs when its time comes, once among all workers, and survives a failure."""

import asyncio

import asyncpg
import pytest

from app.core.db import engine_for, sessions_of
from app.core.jobs import Schedule, Work, Worker, every
from app.core.migrating import SERVICE
from app.worker import SCHEDULES
from tests.conftest import copied


@pytest.mark.parametrize(
    ("minutes", "expression"), [(1, "*/1 * * * *"), (5, "*/5 * * * *"), (60, "0 * * * *")]
)
def test_minutes_become_a_cron_expression(minutes, expression):
    assert every(minutes) == expression


def test_the_log_is_signed_as_often_as_the_setting_says(settings):
    often = settings.model_copy(update={"checkpoint_minutes": 7})

    assert SCHEDULES["audit.checkpoint"].when(often) == "*/7 * * * *"


@pytest.mark.committed
async def test_a_turn_comes_once_among_two_workers_and_again_after_a_failure(
    postgres, template, settings
):
    ran = []

    async def turn(_work):
        ran.append(asyncio.get_running_loop().time())
        if len(ran) == 1:
            raise ZeroDivisionError

    async with copied(postgres, template) as name:
        url = postgres.url(SERVICE, name)
        engine = engine_for(url, size=2)
        schedule = {"turn": Schedule(turn, lambda _settings: "* * * * * */1")}
        workers = [Worker(url, Work(sessions_of(engine), settings), {}, schedule) for _ in range(2)]
        working = [asyncio.create_task(worker.run()) for worker in workers]
        await asyncio.sleep(6)
        for worker in workers:
            worker.stop()
        await asyncio.gather(*working)
        connection = await asyncpg.connect(url)
        kept = await connection.fetchval("select count(*) from pgqueuer_schedules")
        await connection.close()
        await engine.dispose()

    assert 2 <= len(ran) <= 7
    assert kept == 1
