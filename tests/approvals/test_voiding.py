"""A change of content takes every decision with it, by whichever way it comes."""

from app.approvals.workflow import TRANSITIONS, Action, Status
from app.core.identity import Role
from tests.approvals.conftest import decide


async def test_new_content_voids_what_was_decided_on_the_old(execute, client_for, submitted):
    request = await submitted()
    await decide(client_for(Role.COMMITTEE), request)

    await execute(
        "update approval_requests set content = '{}', status = 'approved' where id = :id",
        id=request["id"],
    )

    [(status, stage)] = await execute(
        "select status, stage from approval_requests where id = :id", id=request["id"]
    )
    [(voided_at, voided_by)] = await execute(
        "select voided_at, voided_by from approval_decisions where request_id = :id",
        id=request["id"],
    )
    assert (status, stage) == ("returned", 0)
    assert voided_at is not None
    assert voided_by["cause"] == "content_changed"
    assert voided_by["before"] == request["content_sha256"]


async def test_a_revision_of_the_pool_voids_what_was_decided(execute, client_for, submitted, pool):
    request = await submitted()
    await decide(client_for(Role.COMMITTEE), request)

    await execute("update talent_pools set revision = revision + 1 where id = :id", id=pool.id)

    [(status, live)] = await execute(
        """select r.status, count(d.id) filter (where d.voided_at is null)
           from approval_requests r join approval_decisions d on d.request_id = r.id
           where r.id = :id group by r.status""",
        id=request["id"],
    )
    assert (status, live) == ("returned", 0)


async def test_the_database_and_the_table_agree_where_a_change_leads(execute):
    for status in Status:
        [(there,)] = await execute(
            "select approval_status_after_change(:status)", status=status.value
        )
        assert there == TRANSITIONS.get((status, Action.CHANGE))
