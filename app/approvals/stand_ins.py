"""Who may step in for those who are named, and who of them is away, as things stand today."""

from collections.abc import Collection, Sequence
from datetime import date
from typing import Any, NamedTuple, Protocol
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app.approvals.voices import Leave, Said, spent
from app.delegations import service as delegations
from app.delegations.service import Mandate


class Named(Protocol):
    """Somebody who may decide at a stage."""

    @property
    def actor_id(self) -> UUID: ...
    @property
    def person_id(self) -> UUID: ...
    @property
    def name(self) -> str: ...
    @property
    def acting(self) -> str | None: ...


class StandIns(NamedTuple):
    """The mandates of some roles in an agency, and who is away."""

    mandates: Sequence[Mandate] = ()
    away: dict[UUID, date] = {}

    def leaves(self, role: str, named: Collection[Named]) -> list[Leave]:
        """Who may step in for whom of these people. Who acts has nothing to give on."""
        own = {one.person_id for one in named if one.acting is None}
        return [
            Leave(one.giver_person, one.person_id)
            for one in self.mandates
            if one.role == role and one.giver_person in own
        ]

    def absent(self, named: Collection[Named]) -> set[UUID]:
        """Those of these people who are away."""
        return {one.person_id for one in named if one.actor_id in self.away}

    def shown(self, role: str, one: Named, gone: Collection[Any] = ()) -> dict[str, Any]:
        """A decider with whoever may step in now; `open` while their voice is not spent."""
        may = (
            {}
            if one.acting or one.person_id in gone
            else {
                mandate.actor_id: mandate
                for mandate in reversed(self.mandates)
                if (mandate.role, mandate.giver_person) == (role, one.person_id)
                and mandate.person_id not in {*gone, one.person_id}
            }
        )
        return {
            "id": one.actor_id,
            "name": one.name,
            "acting": one.acting,
            "open": one.person_id not in gone,
            "absent_until": self.away.get(one.actor_id),
            "stand_ins": [
                {"id": each.actor_id, "name": each.name, "acting": each.acting, "until": each.until}
                for each in sorted(may.values(), key=lambda each: (each.name, each.actor_id))
            ],
        }


async def of(session: AsyncSession, agency_id: UUID, roles: Collection[str]) -> StandIns:
    """As things stand today."""
    return StandIns(
        await delegations.mandates(session, agency_id, roles),
        await delegations.absent(session, agency_id),
    )


def heard(decisions: Collection[Any]) -> frozenset[Any]:
    """Those whose voice is spent by decisions that stand."""
    return spent(Said(one.person_id, one.voice_id) for one in decisions)
