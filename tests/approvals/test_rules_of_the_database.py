"""What the database itself refuses, tried with raw SQL as the service's own role."""

from dataclasses import replace
from uuid import UUID, uuid4

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError, IntegrityError

from app.core.db import constraint_of, transaction
from app.core.identity import SYSTEM, Role
from tests.approvals.conftest import decide

DECIDE = """
insert into approval_decisions (agency_id, request_id, round, stage, role, actor_id, actor_name,
  person_id, decision, reason_code, reason, content_sha256)
select agency_id, id, round + :round, stage + :stage, :role, :actor, 'Seseorang', :actor,
  cast(:decision as text),
  case cast(:decision as text) when 'approve' then 'in_order' else 'procedure' end,
  :reason, coalesce(:sha256, content_sha256)
from approval_requests where id = :id
"""


def someone(actor_id):
    """The installation, or whoever says that they decide."""
    return replace(SYSTEM, id=UUID(str(actor_id or SYSTEM.id)))


@pytest.fixture
def attack(sessions):
    """Run statements that must be refused; gives the name of the rule that refused them."""

    async def run(sql, **values):
        with pytest.raises(IntegrityError) as refused:
            async with transaction(sessions, someone(values.get("actor"))) as session:
                await session.execute(text(sql), values)
        return constraint_of(refused.value)

    return run


def decision(request, **values):
    return {
        "id": request["id"],
        "round": 0,
        "stage": 0,
        "role": "committee",
        "actor": uuid4(),
        "decision": "approve",
        "reason": None,
        "sha256": None,
    } | values


async def test_the_requester_never_decides(attack, submitted):
    request = await submitted()
    requester = request["requester"]["id"]

    assert await attack(DECIDE, **decision(request, actor=requester)) == "requester_never_decides"


async def test_the_requester_cannot_be_made_another(attack, submitted):
    request = await submitted()
    rule = "request_keeps_its_identity"

    for change in (
        "requester_id = new_id()",
        "authors = '{}'",
        "agency_id = new_id()",
        "subject_id = new_id()",
        "kind = 'implementation'",
        "created_at = now()",
    ):
        sql = f"update approval_requests set {change} where id = :id"
        assert await attack(sql, id=request["id"]) == rule


async def test_nobody_decides_twice_in_a_round(attack, execute, submitted, cast, agency):
    request = await submitted()
    someone = cast[Role.COMMITTEE, agency.id][0].id
    await execute(DECIDE, **decision(request, actor=someone))

    assert await attack(DECIDE, **decision(request, actor=someone)) == "one_decision_per_person"


async def test_a_decision_binds_to_the_content_as_it_is(attack, submitted):
    request = await submitted()

    rule = await attack(DECIDE, **decision(request, sha256="0" * 64))

    assert rule == "decision_binds_to_content"


@pytest.mark.parametrize("values", [{"round": 1}, {"round": -1}, {"stage": 1}, {"stage": -1}])
async def test_a_decision_is_for_the_stage_that_waits(attack, submitted, values):
    request = await submitted()

    rule = await attack(DECIDE, **decision(request, **values))

    assert rule == "decision_is_for_the_waiting_stage"


async def test_a_decision_has_the_role_of_its_stage(attack, submitted):
    request = await submitted()

    rule = await attack(DECIDE, **decision(request, role="ppk"))

    assert rule == "decision_has_the_role_of_its_stage"


@pytest.mark.parametrize("reason", [None, "", "   "])
@pytest.mark.parametrize("answer", ["return", "reject"])
async def test_a_no_without_a_reason_is_refused(attack, submitted, cast, answer, reason):
    request = await submitted()
    [decider, *_] = next(there for (role, _), there in cast.items() if role == Role.COMMITTEE)
    said = {"actor": decider.id, "decision": answer, "reason": reason}

    rule = await attack(DECIDE, **decision(request, **said))

    assert rule == "reason_unless_approved"


async def test_only_those_decide_whom_the_submission_named(attack, submitted):
    request = await submitted()

    assert await attack(DECIDE, **decision(request)) == "decider_was_named"


async def test_a_hash_cannot_lie(sessions, submitted):
    request = await submitted()

    with pytest.raises(DBAPIError, match="can only be updated to DEFAULT"):
        async with transaction(sessions, SYSTEM) as session:
            await session.execute(
                text(
                    "update approval_requests set content_sha256 = repeat('0', 64) where id = :id"
                ),
                {"id": request["id"]},
            )


@pytest.mark.parametrize(
    "sql",
    [
        "update approval_decisions set decision = 'reject', reason = 'x' where request_id = :id",
        "update approval_decisions set actor_id = new_id() where request_id = :id",
        "delete from approval_decisions where request_id = :id",
        "delete from approval_requests where id = :id",
        "update approval_stages set needed = 0 where request_id = :id",
        "delete from approval_stages where request_id = :id",
        "update approval_rounds set content = '{}' where request_id = :id",
        "truncate approval_decisions",
        "alter table approval_decisions disable trigger all",
        "drop trigger stays on approval_decisions",
        "set session_replication_role = replica",
    ],
)
async def test_what_was_decided_is_beyond_the_service_s_rights(
    sessions, client_for, submitted, sql
):
    request = await submitted()
    await decide(client_for(Role.COMMITTEE), request)

    with pytest.raises(DBAPIError, match=r"permission denied|must be owner"):
        async with transaction(sessions, SYSTEM) as session:
            await session.execute(text(sql), {"id": request["id"]} if ":id" in sql else {})


async def test_nobody_voids_a_decision_by_hand(attack, client_for, submitted):
    request = await submitted()
    await decide(client_for(Role.COMMITTEE), request)

    rule = await attack(
        """update approval_decisions set voided_at = now(), voided_by = '{"cause": "x"}'
           where request_id = :id""",
        id=request["id"],
    )

    assert rule == "decisions_never_change"


@pytest.mark.parametrize(
    "change",
    [
        "status = 'approved', stage = 0",
        (
            "status = 'approved', stage = 0, verify_code = 'X', letter_year = 2026,"
            " letter_serial = 1, letter_number = '1', letter_date = '2026-01-01'"
        ),
        "status = 'rejected', stage = 0",
        "status = 'returned', stage = 0",
        "status = 'void', stage = 0",
        "status = 'draft', stage = 0",
        "stage = 2",
        "stage = 3",
        "round = 2",
        "round = 2, stage = 1",
    ],
)
async def test_no_status_is_reached_but_along_the_route(attack, submitted, change):
    request = await submitted()

    rule = await attack(f"update approval_requests set {change} where id = :id", id=request["id"])

    assert rule == "request_follows_its_route"


async def test_a_request_begins_as_a_draft(attack, submitted):
    request = await submitted()

    rule = await attack(
        """insert into approval_requests (agency_id, kind, subject_id, exclusive, title, content,
             status, round, stage, requester_id, requester_name, authors)
           select agency_id, 'implementation', agency_id, false, 'x', '{}',
             'submitted', 1, 1, new_id(), 'x', '{}'
           from approval_requests where id = :id""",
        id=request["id"],
    )

    assert rule == "request_begins_as_draft"


async def test_the_route_of_an_open_round_takes_no_more_stages(attack, submitted):
    request = await submitted()

    rule = await attack(
        """insert into approval_stages (agency_id, request_id, round, position, role, rule, needed)
           select agency_id, id, round, 4, 'ppk', 'any', 1 from approval_requests where id = :id""",
        id=request["id"],
    )

    assert rule == "rounds_are_frozen"


async def test_without_context_the_service_sees_no_request(sessions, submitted):
    await submitted()

    async with sessions.begin() as session:
        await session.execute(text("select set_config('app.context', '', true)"))
        for table in ("requests", "rounds", "stages", "decisions", "letters"):
            count = await session.scalar(text(f"select count(*) from approval_{table}"))
            assert count == 0
