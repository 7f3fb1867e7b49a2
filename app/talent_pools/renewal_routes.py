"""What can be asked about a pool's renewal: who would join and leave, and that they do."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from fastapi import APIRouter

from app.core.db import Session
from app.core.errors import Forbidden
from app.core.identity import CurrentActor
from app.core.openapi import answers, problems
from app.core.working_days import today_in_office
from app.talent_pools import examples, renewal
from app.talent_pools.errors import PoolEmpty, PoolExpired, PoolNotFound
from app.talent_pools.schemas import NewRenewal, RenewalRead

router = APIRouter(prefix="/talent-pools/{pool_id}/renewal", tags=["talent pools"])


@router.get(
    "",
    response_model=RenewalRead,
    responses={**problems(Forbidden, PoolNotFound), 200: answers(examples.RENEWAL)},
)
async def preview_talent_pool_renewal(session: Session, actor: CurrentActor, pool_id: UUID) -> Any:
    """Say who would join and leave a pool if its rule were applied to the boxes that stand now.

    Both lists are empty unless a calibration on the pool's map was closed, or a move fell, after
    the pool was filled. Who was taken out by hand stays out. For analysts.
    """
    return await renewal.preview(session, actor, pool_id)


@router.post(
    "",
    response_model=RenewalRead,
    responses={
        **problems(Forbidden, PoolNotFound, PoolExpired, PoolEmpty),
        200: answers(examples.RENEWAL, "Who joined and who left."),
    },
)
async def renew_talent_pool(
    session: Session, actor: CurrentActor, pool_id: UUID, new: NewRenewal
) -> Any:
    """Apply a pool's rule to the boxes that stand now, with a reason.

    Whom a calibration moved in joins by the rule, whom one moved out leaves, also a nominee; who
    was taken out by hand stays out. A change undoes an approval of the pool; without any, nothing
    happens. For analysts.
    """
    today = today_in_office(datetime.now(UTC))
    return await renewal.renew(session, actor, pool_id, new.reason, today=today)
