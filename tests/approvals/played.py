"""The same for real: commands as they are, each in a transaction of its own, row-level security on.

People have an account for each role that they hold. What is tried by raw SQL is tried as the
service's own login, in the context of somebody who plays the role that waits.
"""

import json
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from app.access.models import Membership
from app.approvals import decisions, reminding, service
from app.approvals.decision_schemas import DecisionDraft
from app.approvals.kinds.names import Kind
from app.approvals.schemas import ApprovalRequestDraft
from app.approvals.signatures import OwnSigner
from app.core.db import Sessions, transaction
from app.core.errors import Problem
from app.core.identity import SYSTEM, Actor, Role
from app.delegations import service as delegations
from app.delegations.schemas import NewDelegation
from app.talent_maps.models import Placement
from tests.approvals.conftest import CODES, member_of, pool_of, world
from tests.approvals.remembered import CAST
from tests.approvals.test_deciding import membership
from tests.conftest import an_actor
from tests.factories import an_agency, an_employee

STATE = text("""
select status, round, stage, content_sha256, content from approval_requests where id = :id""")
LIVE = text("""
select stage, person_id, voice_id, decision, content_sha256 from approval_decisions
where request_id = :id and round = :round and voided_at is null order by decided_at""")
FORGED = text("""
insert into approval_decisions (agency_id, request_id, round, stage, role, actor_id, actor_name,
  person_id, voice_id, on_behalf_of, decision, reason_code, content_sha256)
select agency_id, id, round, stage, :role, :actor, 'x', :actor, :actor, :giver, 'approve',
  'in_order', content_sha256 from approval_requests where id = :id""")
PUSHED = text("update approval_requests set stage = stage + 1 where id = :id")
CLAIMED = text("""
update approval_requests set status = 'approved', stage = 0, closed_at = now(), verify_code = :code,
  letter_year = 2026, letter_serial = 999, letter_number = :code, letter_date = '2026-01-05'
where id = :id and status <> 'approved'
returning id""")
TAKEN_OUT = text("""
delete from talent_pool_members where pool_id = :pool and origin = 'nomination'""")
PUT_IN = text("""
insert into talent_pool_members (agency_id, pool_id, employee_id, origin, reason, added_by)
select agency_id, :pool, id, 'nomination', 'Usul', :by from employees where id = any (:people)""")


@dataclass
class Played:
    """An installation with its people, and the request that is played with."""

    sessions: Sessions
    signer: OwnSigner
    agency: Any = field(default_factory=an_agency)
    accounts: dict[tuple[int, str], Membership] = field(default_factory=dict)
    people: dict[UUID, int] = field(default_factory=dict)
    spare: list[UUID] = field(default_factory=list)
    pool_id: UUID = SYSTEM.id
    request_id: UUID = SYSTEM.id
    given: dict[tuple[int, str], UUID] = field(default_factory=dict)

    async def save(self, *models: Any) -> None:
        async with transaction(self.sessions, SYSTEM) as session:
            for model in models:
                session.add(model)
                await session.flush()

    async def settle(self) -> None:
        """An agency, a map, seven people with their accounts, and three to put into pools."""
        base = world(self.agency.id)
        unit, first, *_ = base
        self.map_id, self.first = base[-2].map_id, first.id
        people = [an_employee(unit) for _ in range(7)]
        spare = [an_employee(unit) for _ in range(3)]
        for role, there in CAST.items():
            for n in there:
                self.accounts[n, role] = membership(self.agency, f"{n}-{role}", role, people[n].id)
        placed = [
            Placement(
                map_id=self.map_id,
                place=place,
                agency_id=self.agency.id,
                employee_id=one.id,
                value=Decimal(90 - place),
                cell=8,
                rank=place,
                missing=[],
            )
            for place, one in enumerate(spare, start=3)
        ]
        await self.save(self.agency, *base, *people, *spare, *placed, *self.accounts.values())
        self.people = {person.id: n for n, person in enumerate(people)}
        self.spare = [person.id for person in spare]

    def actor(self, person: int, role: str | None = None) -> Actor:
        """Somebody with the account for a role, or with another if they have none for it."""
        held = {one: account for (n, one), account in self.accounts.items() if n == person}
        account = held.get(role or "") or next(iter(held.values()))
        who = {"id": account.actor_id, "employee_id": account.employee_id, "name": account.name}
        return an_actor(Role(account.roles[0]), self.agency.id, **who)

    async def begin(self, author: int) -> None:
        """A pool of its own, and a draft about it."""
        self.pool_id = uuid4()
        pool = pool_of(self.agency.id, self.pool_id, self.map_id, f"Kelompok {self.pool_id}")
        await self.save(pool, member_of(self.agency.id, self.pool_id, self.first))
        assert await self.draft(author)

    async def tried(self, actor: Actor, use: Any, *arguments: Any) -> Any:
        """What a command answers, or None where it is refused; anything else is a fault."""
        try:
            async with transaction(self.sessions, actor) as session:
                return await use(session, actor, *arguments) or True
        except Problem:
            return None

    async def draft(self, author: int) -> bool:
        asked = ApprovalRequestDraft(kind=Kind.TALENT_POOL, subject_id=self.pool_id)
        made = await self.tried(self.actor(author, "analyst"), service.create, asked)
        if made is not None:
            self.request_id = made.id
        return made is not None

    async def submit(self, author: int) -> bool:
        who = self.actor(author, "analyst")
        return await self.tried(who, service.submit, self.request_id) is not None

    async def withdraw(self, author: int) -> bool:
        who = self.actor(author, "analyst")
        return await self.tried(who, service.withdraw, self.request_id) is not None

    async def vote(self, vote: Any, role: str, sha256: str) -> bool:
        """Decide as somebody, for oneself or another."""
        giver = self.actor(vote.voice, role).id if vote.voice != vote.person else None
        said = DecisionDraft(
            decision=vote.what,
            content_sha256=sha256,
            reason=None if vote.what == "approve" else "Sesuai pemeriksaan berkas.",
            reason_code=CODES.get(vote.what),
            to_stage=vote.to or None if vote.what == "return" else None,
            on_behalf_of=giver,
        )
        who = self.actor(vote.person, role)
        done = await self.tried(who, decisions.decide, self.request_id, said, self.signer)
        return done is not None

    async def change(self, members: int) -> bool:
        values = {"pool": self.pool_id, "by": SYSTEM.id, "people": self.spare[: members - 1]}
        async with transaction(self.sessions, SYSTEM) as session:
            # As whoever decides: the subject first, then what hangs on it.
            await session.execute(
                text("select from talent_pools where id = :pool for update"), values
            )
            await session.execute(TAKEN_OUT, values)
            await session.execute(PUT_IN, values)
        return True

    async def delegate(self, giver: int, role: str, deputy: int) -> None:
        new = NewDelegation(
            role=role,
            delegate_id=self.actor(deputy).id,
            valid_from=delegations.today(),
            valid_until=delegations.today(),
            legal_basis="Peraturan Gubernur Nomor 9 Tahun 2025",
            reason="Tugas belajar",
        )
        made = await self.tried(self.actor(giver, role), delegations.delegate, new)

        async def accept(session: Any, actor: Actor) -> Any:
            return await delegations.answer(session, actor, made.id, accepted=True)

        assert await self.tried(self.actor(deputy), accept)
        self.given[giver, role] = made.id

    async def take_back(self, giver: int, role: str) -> None:
        made = self.given.pop((giver, role))
        assert await self.tried(self.actor(giver, role), delegations.withdraw, made)

    async def time_passes(self, days: int) -> None:
        async with transaction(self.sessions, SYSTEM) as session:
            await reminding.sweep(session, now=datetime.now(UTC) + timedelta(days=days))

    async def forged(self, person: int, voice: int, role: str) -> bool:
        """Whether a decision by raw SQL is taken."""
        who = self.actor(person, role)
        giver = self.actor(voice, role).id if voice != person else None
        playing = Actor(who.id, who.name, frozenset({Role(role)}), who.agencies)
        values = {"id": self.request_id, "role": role, "actor": who.id, "giver": giver}
        return await self._raw(playing, FORGED, values)

    async def pushed(self, statement: Any, code: str) -> bool:
        """Whether a request is moved by raw SQL; without a row to move, it is not."""
        values = {"id": self.request_id} | ({"code": code} if statement is CLAIMED else {})
        return await self._raw(SYSTEM, statement, values)

    async def _raw(self, actor: Actor, statement: Any, values: dict[str, Any]) -> bool:
        try:
            async with transaction(self.sessions, actor) as session:
                done = await session.execute(statement, values)
                return bool(done.rowcount)
        except DBAPIError:
            return False

    async def state(self) -> tuple[Any, list[Any]]:
        """Where the request is, and the decisions of its round that stand."""
        async with transaction(self.sessions, SYSTEM) as session:
            row = (await session.execute(STATE, {"id": self.request_id})).one()
            live = await session.execute(LIVE, {"id": self.request_id, "round": row.round})
            return row, list(live.all())


def members_in(content: str) -> int:
    """How many a pool's content names."""
    return len(json.loads(content)["pool"]["members"])
