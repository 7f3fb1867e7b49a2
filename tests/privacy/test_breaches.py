"""The register of breaches and its clock of 3 x 24 hours."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from app.core.identity import Role
from app.privacy.schemas import BreachRead
from tests.factories import an_agency

URL = "/v1/breaches"
REGISTRARS = {Role.ADMIN, Role.ANALYST}


def ago(**time):
    return (datetime.now(UTC) - timedelta(**time)).isoformat()


def a_breach(**change):
    return {
        "title": "Berkas pegawai terkirim ke alamat lain",
        "description": "Berkas CSV berisi 120 pegawai terkirim ke luar instansi.",
        "categories": ["nip", "birth_date"],
        "people_affected": 120,
        "measures": "Penerima menghapus berkas.",
        "occurred_at": ago(hours=3),
        "discovered_at": ago(hours=2),
        **change,
    }


async def test_the_clock_runs_from_discovery(client_for):
    client = client_for(Role.ANALYST)

    answer = await client.post(URL, json=a_breach())
    shown = await client.get(f"{URL}/{answer.json()['id']}")

    breach = BreachRead.model_validate_json(shown.content)
    assert answer.status_code == 201
    assert answer.json() == shown.json()
    assert breach.notify_by - breach.discovered_at == timedelta(hours=72)
    assert (breach.overdue, breach.late, breach.authority_notified_at) == (False, False, None)


async def test_a_breach_nobody_was_told_of_in_time_is_overdue_and_visibly_so(client_for):
    client = client_for(Role.ADMIN)
    late = await client.post(URL, json=a_breach(discovered_at=ago(hours=73), occurred_at=None))
    await client.post(URL, json=a_breach(discovered_at=ago(hours=71), occurred_at=None))

    overdue = (await client_for(Role.AUDITOR).get(f"{URL}?overdue=true")).json()["items"]

    assert [breach["id"] for breach in overdue] == [late.json()["id"]]
    assert (overdue[0]["overdue"], overdue[0]["late"]) == (True, True)


async def test_it_stays_overdue_until_both_were_told_and_stays_late_after(client_for):
    client = client_for(Role.ANALYST)
    breach = await client.post(URL, json=a_breach(discovered_at=ago(hours=73), occurred_at=None))
    where = f"{URL}/{breach.json()['id']}/notifications"

    one = await client.post(where, json={"to": "authority", "at": ago(hours=10)})
    both = await client.post(where, json={"to": "subjects", "at": ago(minutes=5)})
    again = await client.post(where, json={"to": "subjects", "at": ago(minutes=4)})

    assert (one.json()["overdue"], one.json()["late"]) == (True, True)
    assert (both.json()["overdue"], both.json()["late"]) == (False, True)
    assert (again.status_code, again.json()["code"]) == (409, "already-notified")


async def test_told_in_time_it_is_neither(client_for):
    client = client_for(Role.ANALYST)
    breach = (await client.post(URL, json=a_breach())).json()
    for to in ("authority", "subjects"):
        told = await client.post(
            f"{URL}/{breach['id']}/notifications", json={"to": to, "at": ago(minutes=5)}
        )

    assert (told.json()["overdue"], told.json()["late"]) == (False, False)


@pytest.mark.parametrize(
    ("change", "pointer"),
    [
        ({"discovered_at": ago(hours=-1)}, "/discovered_at"),
        ({"occurred_at": ago(hours=1)}, "/occurred_at"),
        ({"people_affected": -1}, "/people_affected"),
        ({"categories": []}, "/categories"),
        ({"agency": "TIDAK-ADA"}, "/agency"),
        ({"discovered_at": "2026-01-01T00:00:00"}, "/discovered_at"),
    ],
    ids=lambda value: value if isinstance(value, str) else next(iter(value)),
)
async def test_what_is_wrong_in_a_breach_is_pointed_at(client_for, change, pointer):
    answer = await client_for(Role.ANALYST).post(URL, json=a_breach(**change))

    assert answer.status_code == 422
    assert answer.json()["errors"][0]["pointer"] == pointer


@pytest.mark.parametrize(("at", "code"), [(-1, "in-future"), (5, "before-discovery")])
async def test_nobody_is_told_before_the_discovery_or_in_the_future(client_for, at, code):
    client = client_for(Role.ANALYST)
    breach = (await client.post(URL, json=a_breach())).json()

    answer = await client.post(
        f"{URL}/{breach['id']}/notifications", json={"to": "authority", "at": ago(hours=at)}
    )

    assert answer.status_code == 422
    assert answer.json()["errors"][0]["code"] == code


@pytest.mark.parametrize("role", list(Role))
async def test_who_registers_and_who_reads(client_for, role):
    breach = (await client_for(Role.ANALYST).post(URL, json=a_breach())).json()
    client = client_for(role)

    registered = await client.post(URL, json=a_breach())
    told = await client.post(
        f"{URL}/{breach['id']}/notifications", json={"to": "authority", "at": ago(minutes=1)}
    )
    listed = await client.get(URL)
    shown = await client.get(f"{URL}/{breach['id']}")

    may, sees = role in REGISTRARS, role in REGISTRARS | {Role.AUDITOR}
    assert registered.status_code == (201 if may else 403)
    assert told.status_code == (200 if may else 403)
    assert listed.status_code == (200 if sees else 403)
    assert shown.status_code == (200 if sees else 404)


async def test_another_agency_knows_nothing_of_it(client_for):
    breach = (await client_for(Role.ANALYST).post(URL, json=a_breach())).json()
    stranger = client_for(Role.ANALYST, agency_id=uuid4())

    assert (await stranger.get(f"{URL}/{breach['id']}")).status_code == 404
    assert (await stranger.get(URL)).json()["items"] == []


async def test_whose_role_holds_everywhere_names_the_agency(client_for, agency, save):
    await save(an_agency())
    client = client_for(Role.ADMIN, agency_id=None)

    nowhere = await client.post(URL, json=a_breach())
    there = await client.post(URL, json=a_breach(agency=agency.code))

    assert nowhere.json()["errors"][0]["pointer"] == "/agency"
    assert there.json()["agency_id"] == str(agency.id)


async def test_the_log_says_what_and_when(client_for, fetched):
    client = client_for(Role.ANALYST)
    breach = (await client.post(URL, json=a_breach())).json()
    await client.post(
        f"{URL}/{breach['id']}/notifications", json={"to": "authority", "at": ago(minutes=1)}
    )

    events = await fetched("select kind, data from audit_events order by id")
    assert [event["kind"] for event in events] == ["breach.registered", "breach.notified"]
    assert events[1]["data"]["to"] == "authority"
