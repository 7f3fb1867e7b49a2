"""A person with a record that is wrong, and those who put it right."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

from app.core.identity import Role
from app.employees.history_models import Performance
from tests.approvals.conftest import URL
from tests.conftest import an_actor

THEN = datetime(2026, 1, 5, tzinfo=UTC)
DOCUMENT = {
    "reason": "SKP 2024 yang ditandatangani berpredikat baik.",
    "document_no": "800.1.13/77/2025",
    "document_date": "2025-02-03",
}


def skp(person: Any, **values: Any) -> Performance:
    """A year's appraisal as SIMPEG has it: work as expected, conduct below it."""
    given = {"year": 2024, "result": 2, "conduct": 3, "quadrant": 4, "predicate": "kurang"}
    return Performance(
        id=uuid4(),
        agency_id=person.agency_id,
        employee_id=person.id,
        source_id=str(values.get("year", 2024)),
        recorded_at=THEN,
        **{**given, **values},
    )


@dataclass
class Office:
    """The personnel office: people, a record that is wrong, and how a correction is asked for."""

    client_for: Any
    person: Any
    record: Any
    verifier: Any
    """The analyst who checks what another asks for."""

    @property
    def verifying(self) -> Any:
        actor = an_actor(
            Role.ANALYST, self.person.agency_id, id=self.verifier.id, name=self.verifier.name
        )
        return self.client_for(None, actor=actor)

    def correction(self, **values: Any) -> dict[str, Any]:
        given = {
            "employee_id": str(self.person.id),
            "history": "performances",
            "record_id": str(self.record.id),
            "values": {"conduct": 2},
        }
        return {**given, **DOCUMENT, **values}

    async def drafted(self, **values: Any) -> Any:
        body = {"kind": "correction", "correction": self.correction(**values)}
        return await self.client_for(Role.ANALYST).post(URL, json=body)

    async def sent(self, **values: Any) -> dict[str, Any]:
        draft = await self.drafted(**values)
        assert draft.status_code == 201, draft.text
        answer = await self.submit(draft.json())
        assert answer.status_code == 200, answer.text
        return answer.json()

    async def submit(self, request: dict[str, Any]) -> Any:
        return await self.client_for(Role.ANALYST).post(f"{URL}/{request['id']}/submission")

    async def histories(self, role: Role = Role.PPK, history: str = "performances", **query) -> Any:
        where = f"/v1/employees/{self.person.id}/histories/{history}"
        answer = await self.client_for(role).get(where, params=query)
        assert answer.status_code == 200, answer.text
        return answer.json()["items"]
