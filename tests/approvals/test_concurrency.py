"""People who decide at the same time, on a database of their own with real commits."""

import asyncio
from functools import partial
from uuid import uuid4

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from app.approvals import decisions, service
from app.approvals.decision_schemas import DecisionDraft
from app.approvals.errors import (
    AlreadyDecided,
    AlreadyRequested,
    ContentChanged,
    NotTheWaitingStage,
)
from app.approvals.kinds.names import Kind
from app.approvals.schemas import ApprovalRequestDraft
from app.approvals.signatures import OwnSigner
from app.approvals.workflow import Status
from app.core.db import engine_for, sessions_of, transaction
from app.core.identity import SYSTEM, Role
from app.core.key_file import KeyFile
from app.core.migrating import SERVICE
from app.delegations import service as delegations
from app.delegations.schemas import NewDelegation
from app.organisation.models import Agency
from app.talent_pools.models import Pool
from tests.approvals.conftest import cast_of, world
from tests.conftest import an_actor, copied

pytestmark = pytest.mark.committed


@pytest.fixture
async def committed(postgres, template):
    async with copied(postgres, template) as name:
        engine = engine_for(postgres.url(SERVICE, name), size=10)
        yield sessions_of(engine)
        await engine.dispose()


@pytest.fixture
async def agency(committed):
    agency = Agency(id=uuid4(), code="PROV-UJI", name="Pemerintah Provinsi Uji")
    async with transaction(committed, SYSTEM) as session:
        session.add(agency)
    return agency


@pytest.fixture
async def pool(committed, agency):
    async with transaction(committed, SYSTEM) as session:
        for model in (models := world(agency.id)):
            session.add(model)
            await session.flush()
    return next(model for model in models if isinstance(model, Pool))


@pytest.fixture
async def somebody(committed, agency):
    """Actors who are known to the installation before anybody asks, by role."""
    made = cast_of(agency.id)
    async with transaction(committed, SYSTEM) as session:
        session.add_all(one for there in made.values() for one in there)

    def one(role, n=0):
        return an_actor(role, agency.id, id=made[role, agency.id][n].id)

    return one


@pytest.fixture
def act(committed, tmp_path):
    """One use case in a transaction of its own; a problem is its result."""
    signer = OwnSigner(KeyFile(tmp_path / "letter.pem", makes_key=True))

    async def run(use, actor, *arguments):
        last = (signer,) if use is decisions.decide else ()
        async with transaction(committed, actor) as session:
            return await use(session, actor, *arguments, *last)

    return run


@pytest.fixture
async def request_(act, pool, agency, somebody):
    assert somebody(Role.PPK)
    analyst = an_actor(Role.ANALYST, agency.id)
    draft = ApprovalRequestDraft(kind=Kind.TALENT_POOL, subject_id=pool.id)
    drafted = await act(service.create, analyst, draft)
    return await act(service.submit, analyst, drafted.id)


def approval(request):
    return DecisionDraft(decision="approve", content_sha256=request.content_sha256)


async def together(*runs):
    done = await asyncio.gather(*runs, return_exceptions=True)
    return [run for run in done if not isinstance(run, Exception)], [
        type(run) for run in done if isinstance(run, Exception)
    ]


async def test_one_person_decides_once_however_fast(act, request_, somebody):
    committee = somebody(Role.COMMITTEE)

    done, refused = await together(
        *(act(decisions.decide, committee, request_.id, approval(request_)) for _ in range(5))
    )

    assert len(done) == 1
    assert refused == [AlreadyDecided] * 4
    assert len(done[0].decisions) == 1


async def test_of_two_colleagues_one_passes_the_stage(act, request_, somebody):
    colleagues = [somebody(Role.COMMITTEE, n) for n in range(2)]

    done, refused = await together(
        *(act(decisions.decide, one, request_.id, approval(request_)) for one in colleagues)
    )

    assert [request.stage for request in done] == [2]
    assert refused == [NotTheWaitingStage]


async def test_of_a_giver_and_a_delegate_who_decide_at_once_exactly_one_counts(
    act, request_, somebody
):
    giver, delegate = somebody(Role.COMMITTEE), somebody(Role.PPK)
    today = delegations.today()
    new = NewDelegation(
        role="committee",
        delegate_id=delegate.id,
        valid_from=today,
        valid_until=today,
        legal_basis="Peraturan Gubernur Nomor 9 Tahun 2025",
        reason="Tugas belajar",
    )
    given = await act(delegations.delegate, giver, new)
    await act(partial(delegations.answer, accepted=True), delegate, given.id)
    instead = approval(request_).model_copy(update={"on_behalf_of": giver.id})

    done, refused = await together(
        act(decisions.decide, giver, request_.id, approval(request_)),
        act(decisions.decide, delegate, request_.id, instead),
        act(decisions.decide, delegate, request_.id, instead),
    )

    assert [len(request.decisions) for request in done] == [1]
    assert refused == [AlreadyDecided] * 2


async def test_two_requests_for_one_pool_are_one(act, pool, agency):
    draft = ApprovalRequestDraft(kind=Kind.TALENT_POOL, subject_id=pool.id)
    analysts = [an_actor(Role.ANALYST, agency.id) for _ in range(3)]

    done, refused = await together(*(act(service.create, one, draft) for one in analysts))

    assert len(done) == 1
    assert refused == [AlreadyRequested] * 2


@pytest.mark.parametrize("head_start", [0.0, 0.002, 0.005, 0.01, 0.02, 0.05])
async def test_no_approval_outlives_a_change_that_comes_at_the_same_time(
    act, committed, request_, pool, somebody, head_start
):
    for role in (Role.COMMITTEE, Role.PYB):
        await act(decisions.decide, somebody(role), request_.id, approval(request_))
    ppk = somebody(Role.PPK)

    async def change():
        await asyncio.sleep(head_start)
        async with transaction(committed, SYSTEM) as session:
            await session.execute(
                text("delete from talent_pool_members where pool_id = :id"), {"id": pool.id}
            )

    _, refused = await together(
        act(decisions.decide, ppk, request_.id, approval(request_)), change()
    )

    seen = await act(service.find, ppk, request_.id)
    assert refused in ([], [ContentChanged])
    assert seen.status is (Status.RETURNED if refused else Status.VOID)
    assert all(decision.voided_at for decision in seen.decisions)
    async with transaction(committed, SYSTEM) as session:
        status = await session.scalar(
            text("select status from talent_pools where id = :id"), {"id": pool.id}
        )
    assert status == "draft"


async def test_three_approvals_that_are_committed_approve_the_pool(
    act, committed, request_, pool, somebody
):
    for role in (Role.COMMITTEE, Role.PYB, Role.PPK):
        await act(decisions.decide, somebody(role), request_.id, approval(request_))

    async with transaction(committed, SYSTEM) as session:
        found = await session.execute(
            text("select status, approved_request_id from talent_pools where id = :id"),
            {"id": pool.id},
        )
        assert found.one() == ("approved", request_.id)


async def test_no_pool_is_approved_without_an_approved_request(committed, request_, pool):
    with pytest.raises(DBAPIError, match="approved by an approved request"):
        async with transaction(committed, SYSTEM) as session:
            await session.execute(
                text(
                    "update talent_pools set status = 'approved', approved_request_id = :request"
                    " where id = :id"
                ),
                {"id": pool.id, "request": request_.id},
            )
