"""What a SIMPEG does, with the client that openapi-python-client has made.

BASE_URL=http://127.0.0.1:8000 CLIENT_ID=… CLIENT_SECRET=… python story.py
"""

import os
import sys
import time
from datetime import date
from decimal import Decimal
from typing import TypeVar
from uuid import UUID, uuid4

from talenta_client import AuthenticatedClient, Client
from talenta_client.api.access import issue_token
from talenta_client.api.employees import (
    get_employee_by_nip,
    list_employees,
    record_employee,
    unmask_employee,
)
from talenta_client.api.talent_maps import (
    create_talent_map,
    get_nine_box,
    get_talent_map,
    list_placements,
)
from talenta_client.models import (
    EmployeeIdentityRead,
    EmployeePage,
    EmployeeRead,
    EmployeeRecord,
    IssueTokenBody,
    MapRead,
    NewMap,
    NineBoxRead,
    PlacementPage,
    ProblemRead,
    RecordedRead,
    TokenRead,
    Unmasking,
)

T = TypeVar("T")
URL = os.environ["BASE_URL"]


def expect(kind: type[T], answer: object) -> T:
    """The answer, or the end of the program with the service's own words."""
    if isinstance(answer, kind):
        return answer
    if isinstance(answer, ProblemRead):
        sys.exit(f"{answer.status} {answer.code}: {answer.detail}")
    sys.exit(f"no {kind.__name__}, but {answer!r}")


# 1. A token, good for a quarter of an hour.
form = IssueTokenBody(
    grant_type="client_credentials",
    client_id=UUID(os.environ["CLIENT_ID"]),
    client_secret=os.environ["CLIENT_SECRET"],
)
token = expect(TokenRead, issue_token.sync(client=Client(URL), body=form))
api = AuthenticatedClient(URL, token.access_token)

# 2. Everybody, page by page, until `next` is null.
people: list[EmployeeRead] = []
cursor: str | None = None
while cursor is not None or not people:
    more = {} if cursor is None else {"cursor": cursor}
    page = expect(EmployeePage, list_employees.sync(client=api, limit=50, **more))
    people += page.items
    cursor = page.next_
print("people:", len(people), "distinct:", len({person.id for person in people}))

# 3. One of them, whose record goes back as it came: nothing differs. What was masked is asked for.
person = expect(EmployeeRead, get_employee_by_nip.sync(people[0].nip, client=api))
reason = Unmasking(purpose="verification", reason="Mencocokkan data dengan SIMPEG.")
identity = expect(EmployeeIdentityRead, unmask_employee.sync(person.id, client=api, body=reason))
record = EmployeeRecord.from_dict({**person.to_dict(), **identity.to_dict()})
recorded = expect(
    RecordedRead, record_employee.sync(identity.nip, client=api, body=record, if_match="*")
)
print("recorded:", recorded.verdict)

# 4. A name with a title more: one field differs.
record.back_title = "M.Si." if person.back_title != "M.Si." else "M.M."
recorded = expect(
    RecordedRead, record_employee.sync(identity.nip, client=api, body=record, if_match="*")
)
print("recorded:", recorded.verdict, *[change.field for change in recorded.changes])

# 5. A fault, such as a unit that nobody knows, is a problem with a pointer to it.
record.unit_id = UUID("00000000-0000-7000-8000-000000000000")
problem = record_employee.sync(identity.nip, client=api, body=record, if_match="*")
if not isinstance(problem, ProblemRead) or not problem.errors:
    sys.exit("it should have been refused")
print("refused:", problem.status, problem.code, problem.errors[0].pointer)

# 6. A map, asked for twice under one key and made once.
wish = NewMap(name=f"Peta {uuid4()}", scheme="bkn-411-2025", as_of=date(2026, 1, 1))
key = str(uuid4())
first = create_talent_map.sync_detailed(client=api, body=wish, idempotency_key=key)
again = create_talent_map.sync_detailed(client=api, body=wish, idempotency_key=key)
there = expect(MapRead, first.parsed)
same = there.id == expect(MapRead, again.parsed).id
print("replayed:", again.headers["Idempotent-Replayed"], "same:", str(same).lower())
while there.state not in ("done", "failed"):
    time.sleep(0.2)
    there = expect(MapRead, get_talent_map.sync(there.id, client=api))

# 7. Its nine boxes, and a score: text of four decimals, or null where there is none.
box = expect(NineBoxRead, get_nine_box.sync(there.id, client=api))
print("boxes:", len(box.boxes), "all:", sum(b.people for b in box.boxes) + box.without_box)
placed = expect(PlacementPage, list_placements.sync(there.id, client=api, limit=200))
scores = [one.performance for one in placed.items]
score = next(one for one in scores if one is not None)
print("score:", Decimal(score), "null:", str(None in scores).lower())
