"""Sparse answers: only what was asked for, chosen by PostgreSQL among what the model declares."""

import pytest
from sqlalchemy import text

from app.core.db import transaction
from app.core.identity import Role
from app.core.routing import ReadRoute, iter_route_contexts
from app.core.validation import unknown
from tests.conftest import an_actor
from tests.factories import a_unit, an_employee


@pytest.fixture
async def ratna(agency, save):
    unit = a_unit(agency)
    ratna = an_employee(unit, name="Ratna Wulandari", phone="081200000001")
    await save(unit, ratna)
    return ratna


@pytest.mark.parametrize("address", ["", "/{id}", "/by-nip/{nip}"])
async def test_only_the_members_that_were_asked_for_come(client_for, ratna, address):
    path = "/v1/employees" + address.format(id=ratna.id, nip=ratna.nip)
    client = client_for(Role.ANALYST)

    answer = await client.get(path, params={"fields": "phone,name"})

    shown = answer.json() if address else answer.json()["items"][0]
    assert shown == {
        "id": str(ratna.id),
        "name": "Ratna Wulandari",
        "phone": "*********001",
    }
    if not address:
        assert answer.json()["next"] is None


async def test_a_chosen_member_is_to_the_byte_what_it_is_in_the_whole(client_for, ratna):
    client, path = client_for(Role.ANALYST), f"/v1/employees/{ratna.id}"
    whole = await client.get(path)

    chosen = await client.get(path, params={"fields": ",".join(whole.json())})
    few = await client.get(path, params={"fields": "name"})

    assert chosen.content == whole.content
    assert chosen.headers["etag"] == whole.headers["etag"] != few.headers["etag"]


async def test_to_leave_out_who_somebody_is_hides_no_look(client_for, ratna, sessions):
    client = client_for(Role.ANALYST)
    for path in (f"{ratna.id}", f"by-nip/{ratna.nip}", f"{ratna.id}/histories/ranks"):
        await client.get(f"/v1/employees/{path}", params={"fields": "id"})

    async with transaction(sessions, an_actor(Role.AUDITOR, ratna.agency_id)) as session:
        looks = (await session.scalars(text("select what from person_accesses order by id"))).all()
    assert sorted(looks) == ["by-nip", "histories/ranks", "record"]


async def test_a_page_of_chosen_members_leads_on(client_for, agency, save):
    unit = a_unit(agency)
    await save(unit, *(an_employee(unit, name=f"Nama {n}") for n in range(3)))
    client, seen = client_for(Role.ANALYST), []
    address = "/v1/employees?fields=name&limit=2"

    while address:
        page = await client.get(address)
        seen += [tuple(sorted(item)) for item in page.json()["items"]]
        address = page.links.get("next", {}).get("url")

    assert seen == [("id", "name")] * 3


async def test_a_name_that_is_none_is_refused_with_those_there_are(client_for):
    client = client_for(Role.ANALYST)

    chosen = await client.get("/v1/employees?fields=nmae,name", headers={"Accept-Language": "en"})
    asked = await client.get("/v1/employees?cohrt=3", headers={"Accept-Language": "en"})
    command = await client.post("/v1/employees?nama=3", headers={"Accept-Language": "en"})

    (fault,), (strange,) = chosen.json()["errors"], asked.json()["errors"]
    assert (chosen.status_code, asked.status_code, command.status_code) == (422, 422, 422)
    assert (fault["pointer"], fault["code"]) == ("?fields", "extra-forbidden")
    assert fault["detail"].startswith("`nmae` is not known here; there is: name, ")
    assert strange["pointer"] == "?cohrt"
    assert strange["detail"].startswith("`cohrt` is not known here; there is: cohort, ")
    assert command.json()["errors"][0]["detail"] == "`nama` is not known here."


async def test_thousands_of_strange_names_are_answered_briefly(client_for):
    strange = ",".join(f"x{n}" for n in range(2000))

    answer = await client_for(Role.ANALYST).get(f"/v1/employees?fields={strange}")

    assert len(answer.json()["errors"]) == 10


def test_the_likest_name_comes_first():
    fault = unknown("?x", "unti_id", ("name", "unit_id", "cohort"))

    assert fault.words.en.endswith("there is: unit_id, name, cohort.")


def test_the_document_names_what_can_be_chosen(app, assembled):
    choosing = {
        context.path: context.original_route.choices
        for context in iter_route_contexts(assembled[0].routes)
        if isinstance(context.original_route, ReadRoute) and context.original_route.choices
    }
    document = app.openapi()

    assert len(choosing) > 15
    for path, choices in choosing.items():
        named = {p["name"]: p for p in document["paths"][path]["get"]["parameters"]}
        assert (named["fields"]["style"], named["fields"]["explode"]) == ("form", False)
        schema = named["fields"]["schema"]["items"]["$ref"].rpartition("/")[2]
        assert document["components"]["schemas"][schema]["enum"] == list(choices.fields)
        assert choices.identifier in choices.fields
