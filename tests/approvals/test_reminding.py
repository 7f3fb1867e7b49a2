"""Time passes over a request: people are told, each thing once, and nothing is decided."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import text

from app.approvals import reminding
from app.core.db import transaction
from app.core.identity import SYSTEM, Role
from app.core.working_days import after, today_in_office
from app.worker import SCHEDULES
from tests.approvals.conftest import URL, decide
from tests.conftest import an_actor

NOW = datetime.now(UTC)


@pytest.fixture
def at(sessions):
    """The sweep, at noon in Jakarta of a day that is so many working days from now."""

    async def run(days):
        day = after(today_in_office(NOW), days)
        async with transaction(sessions, SYSTEM) as session:
            now = datetime(day.year, day.month, day.day, 5, tzinfo=UTC)
            return await reminding.sweep(session, now=now)

    return run


@pytest.fixture
def told(execute):
    async def events(request):
        rows = await execute(
            "select kind, data from audit_events where subject_id = :id"
            " and kind in ('approval_request.reminded', 'approval_request.escalated') order by id",
            id=request["id"],
        )
        return [
            (row.kind.partition(".")[2], row.data["notice"], row.data.get("to_role"))
            for row in rows
        ]

    return events


async def test_people_are_reminded_before_and_at_the_due_day_and_those_above_are_told_after(
    submitted, at, told
):
    request = await submitted()

    counts = [await at(days) for days in (1, 3, 4, 5, 6, 7)]

    assert counts == [0, 1, 0, 1, 1, 0]
    assert await told(request) == [
        ("reminded", "due_soon", None),
        ("reminded", "due", None),
        ("escalated", "overdue", "pyb"),
    ]


async def test_after_a_year_of_silence_the_request_still_waits(client_for, submitted, at, told):
    request = await submitted()

    for days in (3, 5, 6, 60, 250):
        await at(days)
    now = (await client_for(Role.COMMITTEE).get(f"{URL}/{request['id']}")).json()

    assert (now["status"], now["stage"], now["decisions"]) == ("submitted", 1, [])
    assert now["letter"] is None
    assert [what for _, what, _ in await told(request)] == ["due_soon", "due", "overdue"]


async def test_after_a_pause_the_most_pressing_thing_alone_is_said(submitted, at, told):
    request = await submitted()

    await at(30)

    assert await told(request) == [("escalated", "overdue", "pyb")]


async def test_the_next_stage_has_days_of_its_own(client_for, submitted, at, told, execute):
    request = await submitted()
    await at(6)
    await decide(client_for(Role.COMMITTEE), request)

    again = await at(6)
    waits = await execute(
        "select stage, ended_by ->> 'cause' as cause from approval_waits order by began_at"
    )

    assert [tuple(wait) for wait in waits] == [(1, "passed"), (2, None)]
    assert again == 1
    assert (await told(request))[-1] == ("escalated", "overdue", "ppk")


async def test_a_stage_that_is_returned_to_waits_anew(client_for, submitted, execute):
    request = await submitted()
    await decide(client_for(Role.COMMITTEE), request)
    await decide(client_for(Role.PYB), request, decision="return", reason="Ulangi", to_stage=1)

    waits = await execute(
        "select stage, ended_by ->> 'cause' as cause from approval_waits order by began_at"
    )

    assert [tuple(wait) for wait in waits] == [
        (1, "passed"),
        (2, "returned_to_stage"),
        (1, None),
    ]


async def test_a_withdrawn_request_is_not_spoken_of(client_for, submitted, at, told):
    request = await submitted()
    await client_for(Role.ANALYST).post(f"{URL}/{request['id']}/withdrawal")

    assert await at(30) == 0
    assert await told(request) == []


TWICE = """insert into approval_notices (agency_id, wait_id, notice)
select agency_id, wait_id, notice from approval_notices"""


@pytest.mark.parametrize(
    ("change", "refused"),
    [
        ("update approval_waits set due_on = due_on + 30", "a wait ends when its request moves on"),
        ("update approval_waits set ended_at = now(), ended_by = '{}'", "a wait ends when"),
        ("delete from approval_waits", "permission denied"),
        (TWICE, "one_notice_per_wait"),
        ("update approval_notices set notice = 'due'", "permission denied"),
    ],
    ids=["due-day", "end", "wait", "twice", "notice"],
)
async def test_raw_sql_moves_no_due_day_and_tells_nothing_twice(
    submitted, at, execute, change, refused
):
    await submitted()
    await at(6)

    with pytest.raises(Exception, match=refused):
        await execute(change)


async def test_only_the_service_itself_tells(submitted, sessions, agency):
    await submitted()

    with pytest.raises(Exception, match="row-level security"):
        async with transaction(sessions, an_actor(Role.ANALYST, agency.id)) as session:
            await session.execute(
                text(
                    "insert into approval_notices (agency_id, wait_id, notice)"
                    " select agency_id, id, 'due' from approval_waits"
                )
            )


async def test_the_worker_tells_nothing_of_what_began_today(submitted, work, execute):
    await submitted()

    await SCHEDULES["approvals.remind"].handler(work)

    assert await execute("select 1 from approval_notices") == []
