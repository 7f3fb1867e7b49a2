"""Corrections and imports of the same record at the same time, with real commits."""

import asyncio

import pytest
from sqlalchemy import text

from app.approvals import decisions, service
from app.approvals.decision_schemas import DecisionDraft
from app.approvals.errors import AlreadyRequested
from app.approvals.kinds.names import Kind
from app.approvals.schemas import ApprovalRequestDraft, CorrectionDraft
from app.approvals.signatures import OwnSigner
from app.core.db import transaction
from app.core.identity import SYSTEM, Role
from app.core.key_file import KeyFile
from app.employees.errors import RecordSuperseded
from app.employees.restrictions import LOCK
from tests.approvals.correcting import DOCUMENT, skp
from tests.approvals.test_concurrency import agency, committed, together
from tests.conftest import an_actor
from tests.factories import a_client, a_unit, an_employee

__all__ = ["agency", "committed"]
pytestmark = pytest.mark.committed
CURRENT = text("select conduct, corrected_by from performances where superseded_at is null")


@pytest.fixture
async def world(committed, agency):
    """A person with a wrong record, two analysts and a PyB."""
    unit = a_unit(agency)
    person = an_employee(unit)
    record = skp(person)
    people = [
        a_client([role], agency.id) for role in (Role.ANALYST, Role.ANALYST, Role.PYB, Role.PYB)
    ]
    async with transaction(committed, SYSTEM) as session:
        for model in (unit, person, record, *people):
            session.add(model)
            await session.flush()
    actors = [an_actor(Role(one.roles[0]), agency.id, id=one.id) for one in people]
    return person, record, actors


@pytest.fixture
def act(committed, tmp_path):
    signer = OwnSigner(KeyFile(tmp_path / "letter.pem", makes_key=True))

    async def run(use, actor, *arguments):
        last = (signer,) if use is decisions.decide else ()
        async with transaction(committed, actor) as session:
            return await use(session, actor, *arguments, *last)

    return run


def draft(person, record, conduct=2):
    asked = CorrectionDraft(
        employee_id=person.id,
        history="performances",
        record_id=record.id,
        values={"conduct": conduct},
        **DOCUMENT,
    )
    return ApprovalRequestDraft(kind=Kind.CORRECTION, correction=asked)


def approval(request):
    return DecisionDraft(decision="approve", content_sha256=request.content_sha256)


@pytest.fixture
async def verified(act, world):
    """A correction that waits for the PyB."""
    person, record, (asks, verifies, *_) = world
    drafted = await act(service.create, asks, draft(person, record))
    request = await act(service.submit, asks, drafted.id)
    return await act(decisions.decide, verifies, request.id, approval(request))


async def known(committed):
    async with transaction(committed, SYSTEM) as session:
        return [tuple(row) for row in await session.execute(CURRENT)]


async def test_of_two_corrections_of_one_record_one_is_asked_for(act, world):
    person, record, (one, other, *_) = world

    done, refused = await together(
        act(service.create, one, draft(person, record, 1)),
        act(service.create, other, draft(person, record, 2)),
    )

    assert (len(done), refused) == (1, [AlreadyRequested])


async def test_two_who_approve_at_once_correct_once(act, world, verified, committed):
    *_, (_, _, one, other) = world

    done, _ = await together(
        *(act(decisions.decide, who, verified.id, approval(verified)) for who in (one, other))
    )

    assert len(done) == 1
    assert await known(committed) == [(2, verified.id)]


@pytest.mark.parametrize("head_start", [0.0, 0.01, 0.03, 0.06])
async def test_a_correction_and_an_import_come_one_after_the_other(
    act, world, verified, committed, agency, head_start
):
    person, _, (_, _, pyb, _) = world

    async def imported():
        """What a merge does to a record that its file says otherwise."""
        await asyncio.sleep(head_start)
        async with transaction(committed, SYSTEM) as session:
            await session.execute(LOCK, {"agency_id": str(agency.id)})
            await session.execute(
                text(
                    "update performances set superseded_at = clock_timestamp()"
                    " where employee_id = :id and source_id = '2024' and superseded_at is null"
                ),
                {"id": person.id},
            )
            await session.execute(
                text(
                    "insert into performances (agency_id, employee_id, source_id, year, result,"
                    " conduct, quadrant, predicate)"
                    " values (:agency, :id, '2024', 2024, 2, 1, 2, 'baik')"
                ),
                {"agency": agency.id, "id": person.id},
            )

    _, refused = await together(
        act(decisions.decide, pyb, verified.id, approval(verified)), imported()
    )

    seen = await act(service.find, pyb, verified.id)
    assert refused in ([], [RecordSuperseded])
    assert seen.status == ("submitted" if refused else "approved")
    assert await known(committed) == [(1, None)]
    async with transaction(committed, SYSTEM) as session:
        corrected = await session.scalar(
            text("select count(*) from performances where corrected_by = :id"), {"id": verified.id}
        )
    assert corrected == (0 if refused else 1)


async def test_a_correction_waits_for_whoever_holds_the_facts(
    act, world, verified, committed, agency
):
    *_, (_, _, pyb, _) = world
    async with transaction(committed, SYSTEM) as session:
        await session.execute(LOCK, {"agency_id": str(agency.id)})
        deciding = asyncio.create_task(act(decisions.decide, pyb, verified.id, approval(verified)))
        done, _ = await asyncio.wait([deciding], timeout=0.5)
        freed = await session.scalar(text("select clock_timestamp()"))
    await deciding

    assert not done
    async with transaction(committed, SYSTEM) as session:
        at = await session.scalar(
            text("select recorded_at from performances where corrected_by = :id"),
            {"id": verified.id},
        )
    assert at > freed
