"""A client's roles hold in unit subtrees and from day to day, and so do its tokens."""

from datetime import UTC, datetime, timedelta

import pytest

from app.access import authority, recognition
from tests.factories import a_unit, an_employee

GRANT = {"grant_type": "client_credentials"}
TODAY = authority.today()
DAY = timedelta(days=1)


@pytest.fixture
def admitted(admin, agency):
    """Let a client of the agency in."""

    async def admit(**changes):
        given = {"name": "Meja", "roles": ["analyst"], "agency_id": str(agency.id), **changes}
        return await admin.post("/v1/clients", json=given)

    return admit


@pytest.fixture
def token_for(client_for):
    async def token(client):
        form = {"client_id": client["id"], "client_secret": client["client_secret"]}
        return await client_for(None).post("/oauth/token", data=GRANT | form)

    return token


async def test_a_client_of_a_unit_sees_the_people_of_its_subtree(
    admitted, token_for, client_for, agency, save
):
    office = a_unit(agency)
    division = a_unit(agency, parent_id=office.id)
    beside = a_unit(agency)
    mine, below, other = an_employee(office), an_employee(division), an_employee(beside)
    await save(office, division, beside, mine, below, other)

    answer = await admitted(units=[str(office.id)])
    token = (await token_for(answer.json())).json()["access_token"]

    headers = {"Authorization": f"Bearer {token}"}
    page = await client_for(None).get("/v1/employees", headers=headers)
    assert answer.json()["units"] == [str(office.id)]
    assert {person["id"] for person in page.json()["items"]} == {str(mine.id), str(below.id)}


async def test_units_of_an_authority_are_those_of_its_agency(admitted, save, agency):
    unit = a_unit(agency)
    await save(unit)

    everywhere = await admitted(units=[str(unit.id)], agency_id=None)
    unknown = await admitted(units=[str(unit.id), str(agency.id)])

    assert everywhere.json()["errors"][0]["pointer"] == "/units"
    assert unknown.json()["errors"][0]["pointer"] == "/units/1"


@pytest.mark.parametrize(
    ("valid_from", "valid_until", "status"),
    [
        (None, None, 200),
        (TODAY, TODAY, 200),
        (TODAY - 2 * DAY, TODAY - DAY, 401),
        (TODAY + DAY, None, 401),
        (TODAY + DAY, TODAY + 2 * DAY, 401),
    ],
    ids=str,
)
async def test_a_client_gets_tokens_on_its_days(
    admitted, token_for, valid_from, valid_until, status
):
    days = {"valid_from": valid_from, "valid_until": valid_until}
    client = await admitted(**{name: day and day.isoformat() for name, day in days.items()})

    answer = await token_for(client.json())

    assert client.status_code == 201, client.text
    assert answer.status_code == status


async def test_days_in_the_wrong_order_are_refused(admitted):
    answer = await admitted(valid_until=(TODAY - DAY).isoformat())

    assert answer.status_code == 422
    assert [(f["pointer"], f["code"]) for f in answer.json()["errors"]] == [
        ("/valid_until", "days-reversed")
    ]


async def test_a_token_ends_with_the_last_day_of_its_client(admitted, token_for, app, monkeypatch):
    client = (await admitted(valid_until=TODAY.isoformat())).json()
    end = datetime.combine(TODAY + DAY, datetime.min.time(), UTC).timestamp()
    almost = datetime.now(UTC).timestamp() + 100
    real = recognition._end_of  # noqa: SLF001
    ends = []

    def soon(of):
        ends.append(real(of))
        return almost

    monkeypatch.setattr(recognition, "_end_of", soon)

    answer = (await token_for(client)).json()

    verified = app.state.tokens.examine(answer["access_token"])
    assert ends == [end]
    assert 90 <= answer["expires_in"] <= 100
    assert abs(verified.expires - almost) <= 2


async def test_the_days_and_units_of_a_client_are_shown(admin, admitted, save, agency):
    unit = a_unit(agency)
    await save(unit)
    body = {"units": [str(unit.id)], "valid_until": (TODAY + DAY).isoformat()}

    client = (await admitted(**body)).json()

    shown = (await admin.get(f"/v1/clients/{client['id']}")).json()
    assert shown["valid_from"] == TODAY.isoformat()
    assert {name: shown[name] for name in body} == body
