"""Radar and card by HTTP: who gets them, what is on record, what anybody can verify."""

import io
import re
from datetime import date
from uuid import uuid4

import pypdf
import pytest
from sqlalchemy import text

from app.cards.schemas import CardVerificationRead, RadarRead
from app.core.db import transaction
from app.core.identity import SYSTEM, Actor, Role
from tests.assessors.conftest import SEVERE, an_assessment, measured
from tests.talent_pools.conftest import a_map, a_person, a_placement, a_position

__all__ = ["measured"]
LOOKS = text("select what from person_accesses where employee_id = :id order by id")
CARDS = text("select view, content_sha256, pdf_sha256 from talent_cards order by id")
EVENTS = text("select kind, data from audit_events where kind = 'talent_card.issued'")


def card_url(measured, person):
    return f"/v1/talent-maps/{measured.map.id}/placements/{person.id}/card.pdf"


def radar_url(person, kind=""):
    return f"/v1/employees/{person.id}/competency-radar{kind}"


def own(person):
    agencies = frozenset({person.agency_id})
    return Actor(uuid4(), "asn", frozenset({Role.ASN}), agencies, employee_id=person.id)


def code_on(pdf):
    words = pypdf.PdfReader(io.BytesIO(pdf)).pages[0].extract_text()
    return re.search(r"(?:[0-9A-Z]{4}-){5}[0-9A-Z]{4}", words)[0]


async def looks_at(sessions, person):
    auditor = Actor(uuid4(), "auditor", frozenset({Role.AUDITOR}), frozenset({person.agency_id}))
    async with transaction(sessions, auditor) as session:
        return list(await session.scalars(LOOKS, {"id": person.id}))


async def rows(sessions, query, **values):
    async with transaction(sessions, SYSTEM) as session:
        return [tuple(row) for row in await session.execute(query, values)]


async def test_the_radar_holds_achieved_against_what_the_assessment_required(
    client_for, measured, sessions
):
    person = measured.people[0]
    answer = await client_for(Role.COMMITTEE).get(radar_url(person))
    RadarRead.model_validate_json(answer.content)
    shown = answer.json()

    assert (shown["assessed_on"], shown["required_from"]) == ("2025-03-04", "assessment")
    assert await looks_at(sessions, person) == ["competencies"]
    assert [(c["achieved"], c["required"], c["gap"]) for c in shown["competencies"]] == [
        (2, 3, 1)
    ] * 9


async def test_another_position_asks_the_level_usual_for_its_jenjang(
    client_for, measured, agency, save
):
    person = measured.people[0]
    unit = type("U", (), {"id": person.unit_id})
    chief = a_position(agency, unit, code="J9", level="JPT Pratama", cohort=4)
    odd = a_position(agency, unit, code="J10", level="Wakil Ketua", cohort=None)
    await save(chief, odd)
    client = client_for(Role.ANALYST)
    asked, unknown, nowhere = [
        await client.get(radar_url(person), params={"position_id": str(position_id)})
        for position_id in (chief.id, odd.id, uuid4())
    ]

    assert asked.json()["required_from"] == "level"
    assert {c["required"] for c in asked.json()["competencies"]} == {4}
    assert unknown.json()["required_from"] is None
    assert {c["gap"] for c in unknown.json()["competencies"]} == {None}
    assert (nowhere.status_code, nowhere.json()["errors"][0]["pointer"]) == (422, "?position_id")


async def test_the_picture_says_every_level_in_words(client_for, measured):
    answer = await client_for(Role.PYB).get(radar_url(measured.people[0], ".svg"))
    english = await client_for(Role.PYB).get(
        radar_url(measured.people[0], ".svg"), headers={"Accept-Language": "en"}
    )

    assert answer.headers["content-type"].startswith("image/svg+xml")
    assert "Integritas: 2 dari 3." in answer.text
    assert answer.text.count("<polygon") == 7
    assert "Integrity: 2 of 3." in english.text


async def test_nobody_assessed_is_not_level_zero(client_for, measured, agency, save):
    person = await a_stranger(agency, measured, save)
    client = client_for(Role.ANALYST)
    shown = (await client.get(radar_url(person))).json()
    picture = (await client.get(radar_url(person, ".svg"))).text

    assert {c["achieved"] for c in shown["competencies"]} == {None}
    assert shown["assessed_on"] is None
    assert "Belum ada asesmen." in picture
    assert "<circle cx" in picture, "the legend alone"
    assert picture.count("<circle") == 1


async def a_stranger(agency, measured, save):
    unit = type("U", (), {"id": measured.people[0].unit_id})
    person = a_person(agency, unit, 77)
    await save(person)
    return person


@pytest.mark.parametrize("role", [Role.ADMIN, Role.KANREG, Role.BKN, Role.ASN])
async def test_who_has_no_business_with_people_gets_neither(client_for, measured, role):
    person = measured.people[0]
    for url in (radar_url(person), radar_url(person, ".svg"), card_url(measured, person)):
        assert (await client_for(role).get(url)).status_code == 404


async def test_one_sees_ones_own_competencies_and_nobody_elses(client_for, measured, sessions):
    me, colleague = measured.people[:2]
    client = client_for(None, actor=own(me))

    assert (await client.get(radar_url(me))).status_code == 200
    assert (await client.get(radar_url(colleague))).status_code == 404
    assert await looks_at(sessions, me) == []


async def test_a_card_is_issued_once_and_then_given_again_byte_for_byte(
    client_for, measured, sessions
):
    person = measured.people[0]
    first = await client_for(Role.COMMITTEE).get(card_url(measured, person))
    again = await client_for(Role.PPK).get(card_url(measured, person))

    assert first.status_code == 200, first.text
    assert first.headers["content-type"] == "application/pdf"
    assert first.content == again.content
    assert len(await rows(sessions, CARDS)) == 1
    ((kind, data),) = await rows(sessions, EVENTS)
    assert (kind, data["view"]) == ("talent_card.issued", "masked")
    assert await looks_at(sessions, person) == ["placement", "placement"]


async def test_the_nip_is_masked_but_for_personnel_systems(client_for, measured):
    person = measured.people[0]
    masked, keyed = [
        pypdf.PdfReader(
            io.BytesIO((await client_for(role).get(card_url(measured, person))).content)
        )
        .pages[0]
        .extract_text()
        for role in (Role.AUDITOR, Role.SIMPEG)
    ]

    assert person.nip not in masked
    assert "*" * 14 + person.nip[-4:] in masked
    assert person.nip in keyed


async def test_anybody_verifies_a_card_and_learns_nothing_of_its_person(
    client_for, measured, sessions
):
    person = measured.people[0]
    pdf = (await client_for(Role.COMMITTEE).get(card_url(measured, person))).content
    anybody, code = client_for(None), code_on(pdf)
    answer = await anybody.get(f"/verify/{code}")
    page = await anybody.get(f"/verify/{code}", headers={"Accept": "text/html"})
    CardVerificationRead.model_validate_json(answer.content)
    ((_, content_sha256, pdf_sha256),) = await rows(sessions, CARDS)
    said = answer.json()

    assert (said["status"], said["document"]) == ("authentic", "talent_card")
    assert (said["content_sha256"], said["pdf_sha256"]) == (content_sha256, pdf_sha256)
    assert "Kartu talenta ini asli" in page.text
    for secret in (person.name, person.nip, str(person.id), str(measured.map.id), "kotak"):
        assert secret not in answer.text
        assert secret not in page.text


async def test_a_code_of_no_card_is_unknown(client_for):
    answer = await client_for(None).get("/verify/7K2M-9QXT-4B8N-C3VW-6H1R-0ZDE")

    assert (answer.status_code, answer.json()["code"]) == (404, "letter-unknown")


async def test_a_later_map_that_places_the_person_supersedes_the_card(
    client_for, measured, agency, save
):
    person, other = measured.people[:2]
    codes = [
        code_on((await client_for(Role.COMMITTEE).get(card_url(measured, one))).content)
        for one in (person, other)
    ]
    later = a_map(
        agency,
        type("S", (), {"id": measured.map.scheme_id}),
        name="Peta berikut",
        as_of=date(2027, 1, 1),
    )
    await save(later, a_placement(later, person, 1, 1, 9, 90))
    said = [(await client_for(None).get(f"/verify/{code}")).json()["status"] for code in codes]

    assert said == ["superseded", "authentic"]


async def test_a_card_says_what_the_map_knew_not_what_came_later(client_for, measured, save):
    person = measured.people[0]
    before = (await client_for(Role.COMMITTEE).get(card_url(measured, person))).content
    await save(an_assessment(person, SEVERE, 5, date(2025, 12, 1), recorded_at=date(2026, 3, 1)))
    after = (await client_for(Role.COMMITTEE).get(card_url(measured, person))).content

    assert before == after


async def test_the_database_keeps_cards_from_those_who_have_no_business_with_people(
    client_for, measured, sessions
):
    person = measured.people[0]
    await client_for(Role.COMMITTEE).get(card_url(measured, person))
    for role in (Role.ADMIN, Role.KANREG, Role.BKN):
        stranger = Actor(uuid4(), "x", frozenset({role}), frozenset({person.agency_id}))
        async with transaction(sessions, stranger) as session:
            assert (await session.execute(CARDS)).all() == []
    async with transaction(sessions, own(measured.people[1])) as session:
        assert (await session.execute(CARDS)).all() == []
