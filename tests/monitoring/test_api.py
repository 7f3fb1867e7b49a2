"""The report, the merit evidence and follow-ups by HTTP."""

import io
import zipfile
from uuid import uuid4

import pytest
from python_calamine import CalamineWorkbook
from sqlalchemy import text

from app.core.db import transaction
from app.core.identity import SYSTEM, Actor, Role
from app.monitoring.figures import FIGURES
from app.monitoring.schemas import FollowUpRead, MeritEvidenceRead, ReportRead
from tests.assessors.conftest import measured
from tests.development.test_needs_and_retention import a_measure
from tests.talent_pools.conftest import a_map, a_person, a_placement

__all__ = ["measured"]
REPORT, EVIDENCE = "/v1/monitoring/report", "/v1/monitoring/merit-evidence"
FOLLOW_UPS = "/v1/monitoring/follow-ups"
DONE = {
    "recommendation": "map-everybody",
    "what": "=Pemetaan susulan bagi pegawai baru",
    "done_by": "Bidang Pengembangan BKD",
    "done_on": "2026-02-20",
}


async def reported(client_for, role=Role.ANALYST, url=REPORT):
    answer = await client_for(role).get(url)
    assert answer.status_code == 200, answer.text
    return answer.json()


def values(report):
    return {one["code"]: one["value"] for one in report["achievements"]}


@pytest.fixture
async def gappy(agency, measured, save):
    """One more person of the map without a box, and one who is on no map."""
    unit = type("U", (), {"id": measured.people[0].unit_id})
    without, nowhere = a_person(agency, unit, 41), a_person(agency, unit, 42)
    await save(without, nowhere, a_placement(measured.map, without, 13, None, None, 0))
    return measured


async def test_the_report_counts_what_there_is_and_leads_to_the_rows(client_for, gappy):
    report = await reported(client_for)
    ReportRead.model_validate(report)
    found = values(report)

    assert set(found) == set(FIGURES)
    assert (found["people"], found["mapped"], found["unmapped"]) == (14, 13, 1)
    assert (found["without_box"], found["assessed"], found["talent"]) == (1, 12, 12)
    assert (found["boxes"], found["boxes_covered"]) == (1, 0)
    assert report["without_box"] == [
        {
            "code": "kinerja",
            "people": 1,
            "rows": f"/v1/talent-maps/{gappy.map.id}/placements?missing=kinerja",
        }
    ]
    ratios = {one["code"]: one["percent"] for one in report["analysis"]}
    assert (ratios["mapped"], ratios["without_box"]) == ("92.8571", "7.6923")
    behind = await client_for(Role.ANALYST).get(report["without_box"][0]["rows"])
    assert len(behind.json()["items"]) == 1


async def test_every_address_of_rows_answers(client_for, gappy):
    report = await reported(client_for)
    client = client_for(Role.ANALYST)
    for one in report["achievements"]:
        if one["rows"] is not None:
            answer = await client.get(one["rows"])
            assert answer.status_code == 200, one
    assert gappy.map.name == report["map"]


async def test_recommendations_follow_from_the_numbers_and_list_what_was_done(client_for, gappy):
    before = await reported(client_for)
    kept = await client_for(Role.COMMITTEE).post(FOLLOW_UPS, json=DONE)
    FollowUpRead.model_validate_json(kept.content)
    after = {one["code"]: one for one in (await reported(client_for))["recommendations"]}

    assert kept.status_code == 201, kept.text
    assert {one["code"] for one in before["recommendations"]} >= {
        "map-everybody",
        "complete-data",
        "assess",
        "plan-development",
        "retain-every-box",
    }
    assert [one["what"] for one in after["map-everybody"]["follow_ups"]] == [DONE["what"]]
    assert after["complete-data"]["follow_ups"] == []
    assert after["map-everybody"]["value"] == 1
    assert gappy.map.name


async def test_without_a_map_nothing_is_said_of_one(client_for):
    report = await reported(client_for)
    found = values(report)

    assert (report["map_id"], found["maps"], found["mapped"]) == (None, 0, None)
    codes = {one["code"] for one in report["recommendations"]}
    assert "draw-a-map" in codes
    assert "complete-data" not in codes
    assert {one["percent"] for one in report["analysis"] if one["code"] != "deviations"} == {None}


async def test_a_score_is_proposed_where_all_is_computed_and_met_and_nowhere_else(
    client_for, measured
):
    empty = await reported(client_for, url=EVIDENCE)
    MeritEvidenceRead.model_validate(empty)
    await client_for(Role.ANALYST).post("/v1/retention-measures", json=a_measure(measured))
    covered = await reported(client_for, Role.AUDITOR, EVIDENCE)
    first, after = ({q["code"]: q for q in one["questions"]} for one in (empty, covered))

    assert first["a2q5"]["proposed_score"] is None
    assert first["a2q5"]["conditions"][0]["met"] is False
    assert after["a2q5"]["proposed_score"] == 4
    assert {after[q]["proposed_score"] for q in ("a2q1", "a2q2", "a2q3")} == {None}
    committee = after["a2q1"]["conditions"][0]
    assert (committee["code"], committee["met"]) == ("committee", None)
    assert committee["why"]


async def test_recommendations_that_were_followed_up_count_for_the_sixth_question(
    client_for, measured
):
    async def followed():
        evidence = await reported(client_for, url=EVIDENCE)
        return {c["code"]: c["met"] for c in evidence["questions"][5]["conditions"]}

    before = await followed()
    for one in (await reported(client_for))["recommendations"]:
        done = {**DONE, "recommendation": one["code"]}
        assert (await client_for(Role.ANALYST).post(FOLLOW_UPS, json=done)).status_code == 201

    assert before == {"report": True, "followed": False}
    assert await followed() == {"report": True, "followed": True}
    assert measured.map.name


async def test_the_workbook_says_the_same_and_runs_no_formulas(client_for, gappy):
    await client_for(Role.ANALYST).post(FOLLOW_UPS, json=DONE)
    answer = await client_for(Role.AUDITOR).get(f"{EVIDENCE}.xlsx")
    book = CalamineWorkbook.from_filelike(io.BytesIO(answer.content))
    sheets = {name: book.get_sheet_by_name(name).to_python()[1:] for name in book.sheet_names}
    report = await reported(client_for)
    cells = {row[0]: row[3] for row in sheets["Angka"]}
    known = {code: number for code, number in values(report).items() if number is not None}

    assert list(sheets) == ["Sub-aspek", "Angka", "Rekomendasi", "Tindak lanjut"]
    assert {code: cells[code] for code in known} == known
    assert {row[0] for row in sheets["Sub-aspek"]} == {f"a2q{n}" for n in range(1, 7)}
    assert [row[1] for row in sheets["Tindak lanjut"]] == ["'" + DONE["what"]]
    assert b"<f>" not in zipfile.ZipFile(io.BytesIO(answer.content)).read(
        "xl/worksheets/sheet4.xml"
    )
    assert gappy.map.name


@pytest.mark.parametrize(
    ("changed", "pointer"),
    [
        pytest.param({"recommendation": "pray"}, "/recommendation", id="unknown"),
        pytest.param({"done_on": "2199-01-01"}, "/done_on", id="in-future"),
        pytest.param({"what": "ya"}, "/what", id="says-nothing"),
    ],
)
async def test_what_is_no_follow_up_is_named(client_for, changed, pointer):
    answer = await client_for(Role.ANALYST).post(FOLLOW_UPS, json={**DONE, **changed})

    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, pointer)


@pytest.mark.parametrize("role", [r for r in Role if r not in ("analyst", "committee", "auditor")])
async def test_only_those_who_see_everything_that_is_counted_see_the_report(client_for, role):
    for url in (REPORT, EVIDENCE, f"{EVIDENCE}.xlsx"):
        assert (await client_for(role).get(url)).status_code == 403
    assert (await client_for(role).post(FOLLOW_UPS, json=DONE)).status_code == 403


async def test_an_auditor_records_nothing_and_the_database_agrees(client_for, sessions, agency):
    auditor = Actor(uuid4(), "x", frozenset({Role.AUDITOR}), frozenset({agency.id}))
    refused = await client_for(Role.AUDITOR).post(FOLLOW_UPS, json=DONE)
    insert = text(
        "insert into monitoring_follow_ups (agency_id, recommendation, what, done_by, done_on,"
        " recorded_by) values (:agency, 'assess', 'x', 'y', '2026-01-01', :by)"
    )

    assert refused.status_code == 403
    with pytest.raises(Exception, match="row-level security"):
        async with transaction(sessions, auditor) as session:
            await session.execute(insert, {"agency": agency.id, "by": auditor.id})


async def test_a_map_that_is_named_is_the_one_reported_on(client_for, gappy, agency, save):
    older = a_map(
        agency, type("S", (), {"id": gappy.map.scheme_id}), name="Lama", as_of="2025-01-01"
    )
    older.as_of = gappy.map.as_of.replace(year=2025)
    await save(older)
    named = await reported(client_for, url=f"{REPORT}?map_id={older.id}")
    nowhere = await client_for(Role.ANALYST).get(f"{REPORT}?map_id={SYSTEM.id}")

    assert (named["map"], values(named)["mapped"]) == ("Lama", 0)
    assert (nowhere.status_code, nowhere.json()["code"]) == (404, "talent-map-unknown")
